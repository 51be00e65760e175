"""One usulan at the desk: written, changed, and answered."""

from typing import Any

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from aspirations.models import Aspiration
from meetings.admin.proposals.showing import ask, back, find, only_convenors, render
from meetings.admin.tabs import is_key
from meetings.forms.proposals import BudgetForm, PhotosForm, ProposalForm, ReasonForm
from meetings.models import Meeting, Proposal
from meetings.permissions import may_convene
from meetings.services import pictures
from meetings.services import proposals as services
from meetings.workflow import PROPOSAL, ProposalStatus

_REPORTS = 30


def new(model_admin: admin.ModelAdmin, request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """A new usulan, empty or prefilled from a report (`laporan`)."""
    only_convenors(request, meeting)
    report = _report(request, meeting)
    initial = services.from_report(report) if report else {}
    form = _form(request, meeting, Proposal(meeting=meeting), initial)
    if request.method == "POST" and form.is_valid():
        made: list[Proposal] = []
        draft = "draft" in request.POST

        def call() -> None:
            made.append(
                services.submit(
                    meeting,
                    form.data_for_service(),
                    actor=request.user,
                    reports=[report] if report else [],
                    ready=form.ready(),
                    draft=draft,
                )
            )

        if ask(request, call, _("Konsep disimpan.") if draft else _("Usulan diajukan.")):
            return back(meeting, "one", made[0].pk)
    context = {
        "form": form,
        "report": report,
        "reports": list(services.open_reports(meeting, request.user).select_related("village")[:_REPORTS]),
    }
    return render(model_admin, request, meeting, "form", context, status=422 if form.errors else 200)


def _report(request: HttpRequest, meeting: Meeting) -> Aspiration | None:
    """The report asked for, where it can become an usulan here. Raises Http404."""
    asked = request.GET.get("laporan", "")
    if not asked:
        return None
    found: Aspiration | None = services.open_reports(meeting, request.user).filter(number=asked[:20]).first()
    if found is None:
        raise Http404
    return found


def _form(
    request: HttpRequest, meeting: Meeting, proposal: Proposal, initial: dict[str, Any] | None = None
) -> ProposalForm:
    return ProposalForm(
        request.POST if request.method == "POST" and "title" in request.POST else None,
        instance=proposal,
        initial=initial or {},
        territory=services.territory_of(meeting, services.rules_of(meeting.series).level),
        items=list(meeting.series.readiness_items.all()),
    )


def one(model_admin: admin.ModelAdmin, request: HttpRequest, meeting: Meeting, proposal: int) -> HttpResponse:
    """Its data, its trail, and what can be done with it now."""
    found = find(meeting, proposal)
    is_editable = found.status in services.EDITABLE and may_convene(request.user, meeting)
    form = _form(request, meeting, found) if is_editable else None
    budget, reason = BudgetForm(), ReasonForm()
    if request.method == "POST":
        only_convenors(request, meeting)
        act = request.POST.get("act", "")
        budget = BudgetForm(request.POST) if act == "budget" else budget
        reason = ReasonForm(request.POST) if act in {"send_back", "decline"} else reason
        if _act(request, find(meeting, proposal), act, form, budget, reason):
            return back(meeting, "one", found.pk)
        found = find(meeting, proposal)
    can = PROPOSAL[ProposalStatus(found.status)]
    visible = found.rows.visible_to(request.user).select_related("aspiration__village")
    seen = Proposal.objects.visible_to(request.user) | Proposal.objects.public()
    context = {
        "proposal": found,
        "form": form,
        "budget": budget,
        "reason": reason,
        "can": {str(to) for to in can},
        "trail": services.trail(found, seen),
        "events": found.events.select_related("user"),
        "ready": found.ready.select_related("item"),
        "sources": [row.aspiration for row in visible],
        "pictures": pictures.pictures_of(found),
        "photos": PhotosForm(),
    }
    status = 422 if (form and form.errors) or budget.errors or reason.errors else 200
    return render(model_admin, request, meeting, "one", context, status=status)


def _act(
    request: HttpRequest,
    proposal: Proposal,
    act: str,
    form: ProposalForm | None,
    budget: BudgetForm,
    reason: ReasonForm,
) -> bool:
    """Does what was asked; whether the page is done."""
    user: Any = request.user
    if act in {"save", "submit"} and form is not None:
        return form.is_valid() and ask(
            request,
            lambda: services.edit(
                proposal, form.data_for_service(), actor=user, ready=form.ready(), hands_in=act == "submit"
            ),
            _("Tersimpan.") if act == "save" else _("Usulan diajukan."),
        )
    if act == "budget":
        return budget.is_valid() and ask(
            request, lambda: services.budget(proposal, actor=user, **budget.cleaned_data), _("Tersimpan.")
        )
    if act in {"send_back", "decline"}:
        verb = services.send_back if act == "send_back" else services.decline
        return reason.is_valid() and ask(
            request, lambda: verb(proposal, reason.cleaned_data["reason"], actor=user), _("Tersimpan.")
        )
    if act == "resubmit":
        return ask(request, lambda: services.hand_in_again(proposal, actor=user), _("Usulan diajukan."))
    if act in {"photos", "show", "hide", "drop"}:
        return _photos(request, proposal, act)
    raise Http404


def _photos(request: HttpRequest, proposal: Proposal, act: str) -> bool:
    user: Any = request.user
    if act == "photos":
        form = PhotosForm(request.POST, request.FILES)
        if not form.is_valid():
            messages.error(request, " ".join(map(str, form.errors.get("photos", []))))
            return False
        return ask(
            request,
            lambda: pictures.add_pictures(proposal, form.cleaned_data["photos"], actor=user),
            _("Foto disimpan; tampil setelah diolah."),
        )
    key = request.POST.get("picture", "")
    found = pictures.pictures_of(proposal).filter(pk=key if is_key(key) else 0).first()
    if found is None:
        raise Http404
    if act == "drop":
        return ask(request, lambda: pictures.drop_picture(found, actor=user), _("Foto dihapus."))
    return ask(request, lambda: pictures.publish(found, act == "show", actor=user), _("Tersimpan."))
