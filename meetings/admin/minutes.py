"""Notulen and berita acara of a stop: written from the notes, read, signed; older versions stay."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aspirations.services import Refused
from meetings.admin.tabs import Tab, register, show
from meetings.documents.minutes import paper, verification_address
from meetings.forms.minutes import ReasonForm, SectionsForm, SignerForms, SignForm
from meetings.models import Meeting, Minutes, MinutesKind
from meetings.permissions import may_minute, may_sign
from meetings.services import minutes as services
from meetings.workflow import MinutesStatus


def page(model_admin: admin.ModelAdmin, request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """All versions of both papers; a POST begins one."""
    if request.method == "POST":
        if not may_minute(request.user, meeting):
            raise Http404
        kind = request.POST.get("kind", "")
        if kind in MinutesKind.values:
            return _done(request, meeting, lambda: services.begin(meeting, kind, actor=request.user))
        raise Http404
    found = Minutes.objects.filter(meeting=meeting).defer("content")
    versions = list(found.select_related("signed_by", "submitted_by"))
    papers = [(kind, [one for one in versions if one.kind == kind]) for kind in MinutesKind]
    context = {"papers": papers, "may_change": may_minute(request.user, meeting)}
    return show(model_admin, request, meeting, "minutes", context)


def version(
    model_admin: admin.ModelAdmin, request: HttpRequest, meeting: Meeting, minutes: int
) -> HttpResponse:
    """One version: its form while it is a draft, else what it says and what can be done with it."""
    row = _row(meeting, minutes)
    if request.method == "POST":
        return _act(model_admin, request, row)
    return _version(model_admin, request, row)


def _row(meeting: Meeting, pk: int) -> Minutes:
    rows = Minutes.objects.filter(meeting=meeting).select_related("signed_by", "submitted_by")
    row = rows.filter(pk=pk).first()
    if row is None:
        raise Http404
    row.meeting = meeting
    return row


def _version(
    model_admin: admin.ModelAdmin,
    request: HttpRequest,
    row: Minutes,
    *,
    status: int = 200,
    **forms: Any,
) -> HttpResponse:
    user: Any = request.user
    meeting = row.meeting
    draft = row.status == MinutesStatus.DRAFT and may_minute(user, meeting)
    latest = not Minutes.objects.filter(meeting=meeting, kind=row.kind, version__gt=row.version).exists()
    context = {
        "minutes": row,
        **({"form": SectionsForm(minutes=row)} if draft else {}),
        **({"signers": SignerForms(initial=row.signers, prefix="signers")} if draft else {}),
        "sign_form": SignForm(initial={"edition": row.edition, "signer": user.get_full_name()}),
        "reason_form": ReasonForm(),
        "is_draft": draft,
        "may_change": may_minute(user, meeting),
        "may_sign": may_sign(user, meeting),
        "may_amend": latest and not row.is_open and may_minute(user, meeting),
        "content": row.content or services.compose(row, user),
        "address": "" if row.is_open else verification_address(row),
        **forms,
    }
    return show(
        model_admin,
        request,
        meeting,
        "minutes",
        context,
        template="admin/meetings/minutes_version.html",
        status=status,
    )


def _act(model_admin: admin.ModelAdmin, request: HttpRequest, row: Minutes) -> HttpResponse:
    """What a button of the page asks for; unknown words are 404."""
    if not may_minute(request.user, row.meeting):
        raise Http404
    verb = request.POST.get("verb", "")
    if verb in _WITH_FORMS:
        return _WITH_FORMS[verb](model_admin, request, row)
    if verb in _PLAIN:
        return _done(request, row.meeting, lambda: _PLAIN[verb](row, actor=request.user), row)
    raise Http404


def _save(model_admin: admin.ModelAdmin, request: HttpRequest, row: Minutes) -> HttpResponse:
    """Keeps what was typed, also where the button goes on from there."""
    form = SectionsForm(request.POST, minutes=row)
    signers = SignerForms(request.POST, prefix="signers")
    if not (form.is_valid() and signers.is_valid()):
        return _version(model_admin, request, row, status=422, form=form, signers=signers)
    try:
        services.edit(
            row,
            form.texts(),
            [one for one in signers.cleaned_data if one],
            edition=form.cleaned_data["edition"],
            actor=request.user,
        )
    except Refused as refused:
        messages.error(request, str(refused))
        # What was typed stays, upon what stands there now.
        typed = request.POST.copy()
        typed["edition"] = str(Minutes.objects.values_list("edition", flat=True).get(pk=row.pk))
        again = SectionsForm(typed, minutes=row)
        return _version(model_admin, request, row, status=409, form=again, signers=signers)
    if then := _THEN.get(request.POST["verb"]):
        return _done(request, row.meeting, lambda: then(row, actor=request.user), row)
    messages.success(request, _("Tersimpan."))
    return redirect(request.path)


def _sign(model_admin: admin.ModelAdmin, request: HttpRequest, row: Minutes) -> HttpResponse:
    form = SignForm(request.POST)
    if not form.is_valid():
        return _version(model_admin, request, row, status=422, sign_form=form)
    data = form.cleaned_data
    return _done(
        request,
        row.meeting,
        lambda: services.sign(row, data["signer"], edition=data["edition"], actor=request.user, paper=paper),
        row,
    )


def _with_reason(service: Callable[..., Minutes]) -> Callable[..., HttpResponse]:
    def act(model_admin: admin.ModelAdmin, request: HttpRequest, row: Minutes) -> HttpResponse:
        form = ReasonForm(request.POST)
        if not form.is_valid():
            return _version(model_admin, request, row, status=422, reason_form=form)
        reason = form.cleaned_data["reason"]
        return _done(request, row.meeting, lambda: service(row, reason, actor=request.user))

    return act


def _done(
    request: HttpRequest, meeting: Meeting, act: Callable[[], Any], row: Minutes | None = None
) -> HttpResponse:
    """Does it, says what came of it, and shows the version that it was done to."""
    try:
        made = act()
    except Refused as refused:
        messages.error(request, str(refused))
        made = row
    else:
        messages.success(request, _("Tersimpan."))
    if isinstance(made, Minutes) or row is not None:
        shown = made if isinstance(made, Minutes) else row
        return redirect(_address(meeting, shown.pk if shown else 0))
    return redirect(reverse("admin:meetings_meeting_minutes", args=[meeting.pk]))


def _address(meeting: Meeting, pk: int) -> str:
    return reverse("admin:meetings_meeting_minutes_version", args=[meeting.pk, pk])


_WITH_FORMS: dict[str, Callable[..., HttpResponse]] = {
    "save": _save,
    "refresh": _save,
    "submit": _save,
    "sign": _sign,
    "send_back": _with_reason(services.send_back),
    "amend": _with_reason(services.amend),
}
_THEN: dict[str, Callable[..., Any]] = {"refresh": services.refresh, "submit": services.submit}
_PLAIN: dict[str, Callable[..., Any]] = {"take_back": services.take_back}


def pdf(model_admin: admin.ModelAdmin, request: HttpRequest, meeting: Meeting, minutes: int) -> HttpResponse:
    """The paper: as it was signed, or of a draft as it would be."""
    row = _row(meeting, minutes)
    kept = row.papers.filter(is_public=False).first()
    file = bytes(kept.file) if kept else paper(row, services.compose(row, request.user))
    response = HttpResponse(file, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{row.kind}-{meeting.pk}-v{row.version}.pdf"'
    return response


register(
    Tab(
        "minutes",
        gettext_lazy("Notulen"),
        70,
        page,
        may_minute,
        paths=(
            ("<int:minutes>/", "version", version),
            ("<int:minutes>/notulen.pdf", "pdf", pdf),
        ),
    )
)
