"""One invitation: its reply by telephone, its letter and link, and taking it back."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from aspirations.services import Refused
from government.paper import qr_svg
from meetings.admin.invitations.overview import FOLDER, NAME
from meetings.admin.tabs import show
from meetings.documents.invitations import letters
from meetings.forms.reply import DeskReplyForm
from meetings.models import Invitation, Meeting
from meetings.notifications import address
from meetings.services import record_reply, spaced_door_code, withdraw
from meetings.services.invitations import renew_link, revoke_link, secret_of


def page(
    model_admin: admin.ModelAdmin, request: HttpRequest, meeting: Meeting, *, invitation: int
) -> HttpResponse:
    """Shows it; a POST does one act. The link itself stands in the answer to a POST alone."""
    row = _row(meeting, invitation)
    if request.method != "POST":
        return _show(model_admin, request, row, _form(row))
    act = request.POST.get("act", "")
    if act == "link":
        return _show(model_admin, request, row, _form(row), shows_link=True)
    if act == "reply":
        form = DeskReplyForm(request.POST)
        if not form.is_valid() or not _reply(request, row, form):
            return _show(model_admin, request, row, form, status=422)
        return redirect("admin:meetings_meeting_invitations", meeting.pk)
    if act not in ACTS:
        raise Http404
    done, thanks = ACTS[act]
    try:
        done(row, request.user)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, str(thanks()))
    if act == "withdraw":
        return redirect("admin:meetings_meeting_invitations", meeting.pk)
    return redirect(request.path)


ACTS: dict[str, tuple[Callable[[Invitation, Any], Any], Callable[[], str]]] = {
    "withdraw": (lambda row, user: withdraw(row, actor=user), lambda: _("Undangan ditarik.")),
    "revoke": (
        lambda row, user: revoke_link(row, actor=user),
        lambda: _("Tautan dicabut; undangannya tetap berlaku."),
    ),
    "renew": (
        lambda row, user: renew_link(row, actor=user),
        lambda: _("Tautan diperbarui; yang lama tidak berlaku lagi. Kirimkan yang baru."),
    ),
}


def paper(
    model_admin: admin.ModelAdmin, request: HttpRequest, meeting: Meeting, *, invitation: int
) -> HttpResponse:
    """The letter of one; by POST its QR opens the page of answers."""
    row = _row(meeting, invitation)
    letter = getattr(meeting, "letter", None)
    if letter is None or row.withdrawn_at:
        raise Http404
    made = letters(letter, [row], with_links=request.method == "POST")
    return HttpResponse(
        made,
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'inline; filename="undangan-{row.door_code}.pdf"',
            "Cache-Control": "no-store, private",
        },
    )


def _row(meeting: Meeting, pk: int) -> Invitation:
    row = meeting.invitations.select_related("contact").filter(pk=pk).first()
    if row is None:
        raise Http404
    row.meeting = meeting
    return row


def _form(row: Invitation) -> DeskReplyForm:
    names = ("deputy_name", "deputy_title")
    said = {"reply": row.reply, "note": row.reply_note} | {name: getattr(row, name) for name in names}
    return DeskReplyForm(initial=said)


def _reply(request: HttpRequest, row: Invitation, form: DeskReplyForm) -> bool:
    data = form.cleaned_data
    said = {name: data[name] for name in ("deputy_name", "deputy_title", "note")}
    try:
        record_reply(row, data["reply"], actor=request.user, **said)
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    messages.success(request, _("Jawaban %(name)s dicatat.") % {"name": row.title})
    return True


def _show(
    model_admin: admin.ModelAdmin,
    request: HttpRequest,
    row: Invitation,
    form: DeskReplyForm,
    *,
    shows_link: bool = False,
    status: int = 200,
) -> HttpResponse:
    secret = secret_of(row) if shows_link and not row.revoked_at and not row.withdrawn_at else ""
    link = f"{address()}#{row.door_code}.{secret}" if secret else ""
    context = {
        "one": row,
        "form": form,
        "code": spaced_door_code(row.door_code),
        "link": link,
        "qr": qr_svg(link) if link else "",
        "link_is_lost": shows_link and not link,
        "letter": getattr(row.meeting, "letter", None),
        "is_open": not (row.meeting.is_over or row.meeting.is_cancelled) and not row.withdrawn_at,
    }
    return show(
        model_admin, request, row.meeting, NAME, context, template=f"{FOLDER}/one.html", status=status
    )
