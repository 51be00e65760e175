"""Bahan rakor: the leaders' book of a stop, and the evaluation of programmes behind it."""

from typing import Any

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aspirations.services import Refused
from government.models import ProgrammeSet
from meetings.admin.tabs import Tab, is_key, register, show
from meetings.documents.briefing import YEARS_COMPARED, gather
from meetings.documents.briefing_paper import paper
from meetings.forms.evaluations import EvaluationForm, QuestionForm
from meetings.models import Meeting
from meetings.permissions import may_convene
from meetings.services.evaluations import (
    Verdict,
    current_evaluations,
    drop_question,
    evaluate,
    expect_question,
)

FIRST_YEAR = 2018


def page(model_admin: admin.ModelAdmin, request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """The book on the screen; a POST adds a question or takes one away."""
    form = QuestionForm()
    status = 200
    if request.method == "POST":
        if not may_convene(request.user, meeting):
            raise Http404
        form = QuestionForm(request.POST)
        if answer := _change(request, meeting, form):
            return answer
        status = 422
    return _page(model_admin, request, meeting, form, status)


def _page(
    model_admin: admin.ModelAdmin, request: HttpRequest, meeting: Meeting, form: QuestionForm, status: int
) -> HttpResponse:
    context = {
        "book": gather(meeting),
        "form": form,
        "may_change": may_convene(request.user, meeting),
        "year": meeting.starts_at.astimezone(meeting.zone).year,
    }
    return show(model_admin, request, meeting, "briefing", context, status=status)


def _change(request: HttpRequest, meeting: Meeting, form: QuestionForm) -> HttpResponse | None:
    """The answer to a POST; None where the form has errors."""
    try:
        if drop := request.POST.get("drop", ""):
            question = drop_question(meeting, int(drop) if is_key(drop) else 0, actor=request.user)
            messages.success(request, _("Pertanyaan dihapus: %(question)s") % {"question": question})
        elif form.is_valid():
            expect_question(meeting, **form.cleaned_data, actor=request.user)
            messages.success(request, _("Pertanyaan ditambahkan."))
        else:
            return None
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect(reverse("admin:meetings_meeting_briefing", args=[meeting.pk]) + "#pertanyaan")


def pdf(model_admin: admin.ModelAdmin, request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """The book on paper."""
    response = HttpResponse(paper(gather(meeting)), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="bahan-rakor-{meeting.pk}.pdf"'
    return response


def evaluation(
    model_admin: admin.ModelAdmin, request: HttpRequest, meeting: Meeting, year: int
) -> HttpResponse:
    """Scores of a year, beside those of the years before."""
    this_year = meeting.starts_at.astimezone(meeting.zone).year
    if not (may_convene(request.user, meeting) and FIRST_YEAR <= year <= this_year + 1):
        raise Http404
    sets = list(ProgrammeSet.objects.valid_in(year).prefetch_related("programmes"))
    earlier = list(range(year - YEARS_COMPARED + 1, year))
    held = current_evaluations(meeting.host_district, [*earlier, year])
    now = {programme: row for (programme, of), row in held.items() if of == year}
    form = EvaluationForm(request.POST or None, sets=sets, held=now)
    if request.method == "POST" and form.is_valid():
        verdicts = [Verdict(*one) for one in form.said()]
        made = evaluate(meeting.host_district, year, verdicts, actor=request.user)
        messages.success(request, _("Tersimpan; %(count)d penilaian berubah.") % {"count": len(made)})
        return redirect(request.path)
    context = {
        "form": form,
        "groups": _compared(form, held, earlier),
        "year": year,
        "earlier": earlier,
        "years": range(max(FIRST_YEAR, this_year - 4), this_year + 1),
    }
    status = 422 if form.is_bound else 200
    return show(
        model_admin,
        request,
        meeting,
        "briefing",
        context,
        template="admin/meetings/evaluation.html",
        status=status,
    )


def _compared(form: EvaluationForm, held: Any, earlier: list[int]) -> list[Any]:
    return [
        (
            one,
            [
                (programme, fields, [(year, held.get((programme.pk, year))) for year in earlier])
                for programme, fields in rows
            ],
        )
        for one, rows in form.groups()
    ]


register(
    Tab(
        "briefing",
        gettext_lazy("Bahan rakor"),
        80,
        page,
        paths=(("bahan.pdf", "pdf", pdf), ("evaluasi/<int:year>/", "evaluation", evaluation)),
    )
)
