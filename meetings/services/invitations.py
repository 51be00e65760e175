"""The writers of invitations: who is invited to a stop, and what they answer."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aspirations import receipts
from aspirations.services import Conflict, Refused
from meetings import notifications
from meetings.doorcodes import new_door_code
from meetings.models import Contact, Invitation, Meeting, MeetingEventKind, Office, Reply
from meetings.services.history import record
from meetings.services.stops import hold
from meetings.workflow import StopStatus
from notifications.sealing import derive

_ORDER = {office: place for place, office in enumerate(Office.values)}


def secret_of(invitation: Invitation) -> str:
    """The secret of its link, to be shown again; "" where SECRET_KEY was changed since: renew it then."""
    secret = derive(notifications.seed_of(invitation))
    return secret if receipts.digest(secret) == invitation.secret_hash else ""


@transaction.atomic
def invite(meeting: Meeting, contacts: Iterable[Contact], *, actor: Any) -> list[Invitation]:
    """Invites these, in the order of protocol; who is invited already stays as it is.

    Who was taken off is invited anew, with another link. Raises NotAllowed, and Refused where the stop is
    over or cancelled.
    """
    held = hold(meeting, actor=actor)
    _refuse_closed(held)
    earlier = {one.contact_id: one for one in held.invitations.all()}
    wanted = {contact.pk: contact for contact in contacts if contact.is_active}
    fresh = [_row(held, contact) for pk, contact in wanted.items() if pk not in earlier]
    again = [earlier[pk] for pk in wanted if pk in earlier and earlier[pk].withdrawn_at]
    _give_codes(fresh)
    Invitation.objects.bulk_create(fresh)
    for one in again:
        Invitation.objects.filter(pk=one.pk).update(**_as_new(wanted[one.contact_id]))
        one.refresh_from_db()
    found = fresh + again
    if found:
        sort(held)
        record(held, MeetingEventKind.INVITED, _names("Daftar undangan ditambah", found), actor=actor)
    return found


def _row(meeting: Meeting, contact: Contact) -> Invitation:
    return Invitation(meeting=meeting, contact=contact, **_shown(contact), **_secret_columns())


def _shown(contact: Contact) -> dict[str, Any]:
    return {"name": contact.name, "title": contact.title, "office": contact.office}


def _secret_columns() -> dict[str, Any]:
    token = receipts.new_token()
    secret = derive(notifications.seed_of_token(token))
    return {"token": token, "secret_hash": receipts.digest(secret), "revoked_at": None}


def _as_new(contact: Contact) -> dict[str, Any]:
    empty = {"reply": Reply.NONE, "deputy_name": "", "deputy_title": "", "reply_note": "", "sent_version": 0}
    moments = ("withdrawn_at", "sent_at", "reminded_at", "replied_at", "whatsapp_at")
    return empty | dict.fromkeys(moments) | _shown(contact) | _secret_columns()


def _give_codes(rows: Sequence[Invitation]) -> None:
    """The database refuses a code twice; a taken one is drawn again before that."""
    for row in rows:
        row.door_code = new_door_code()
    taken = Invitation.objects.filter(door_code__in=[row.door_code for row in rows])
    doubles = set(taken.values_list("door_code", flat=True))
    for row in rows:
        while row.door_code in doubles:
            row.door_code = new_door_code()
        doubles.add(row.door_code)


def sort(meeting: Meeting) -> None:
    """Gives every invitation its place: by office, then by title and name; figures as numbers."""
    rows = sorted(meeting.invitations.all(), key=_protocol)
    for position, row in enumerate(rows, start=1):
        row.position = position
    Invitation.objects.bulk_update(rows, ["position"])


def _protocol(one: Invitation) -> tuple[Any, ...]:
    return (_ORDER[one.office], _natural(one.title), _natural(one.name), one.pk)


def _natural(text: str) -> list[tuple[int, str]]:
    parts = re.split(r"(\d{1,9})", text.casefold())
    return [(int(part), "") if part.isdigit() else (-1, part) for part in parts]


def _names(what: str, rows: Sequence[Invitation]) -> str:
    """A sentence of the history; of many not each is named."""
    if len(rows) > 5:
        return f"{what}: {len(rows)} undangan"
    return f"{what}: {', '.join(map(str, rows))}"


@transaction.atomic
def withdraw(invitation: Invitation, *, actor: Any) -> None:
    """Takes somebody off: before it was sent nothing of it stays, afterwards they are told.

    Raises NotAllowed, Refused where they are on the attendance list, Conflict where it was done already.
    """
    meeting = hold(invitation.meeting, actor=actor)
    row = Invitation.objects.select_related("contact").filter(pk=invitation.pk, withdrawn_at=None).first()
    if row is None:
        raise Conflict(_("Undangan ini sudah ditarik orang lain."))
    if hasattr(row, "attendance"):
        raise Refused(_("Kehadirannya sudah dicatat; undangan ini tidak dapat ditarik lagi."))
    row.meeting = meeting
    name = str(row)
    if row.sent_at is None and row.whatsapp_at is None:
        row.delete()
    else:
        now = timezone.now()
        Invitation.objects.filter(pk=row.pk).update(withdrawn_at=now)
        notifications.withdrawn(row, now)
    record(meeting, MeetingEventKind.INVITED, f"Undangan ditarik: {name}", actor=actor)


@transaction.atomic
def record_reply(
    invitation: Invitation,
    reply: str,
    *,
    actor: Any = None,
    signed_by: str = "",
    deputy_name: str = "",
    deputy_title: str = "",
    note: str = "",
) -> Invitation:
    """What an invited office answers: by link (no `actor`) until the stop starts, to the desk until it ends.

    `Reply.NONE` takes a reply back that the desk wrote down by mistake. Raises NotAllowed, Refused for a
    deputy without a name and where it is too late, Conflict where the invitation was taken back.
    """
    meeting = _held_for_reply(invitation, actor)
    row = Invitation.objects.select_for_update(of=["self"]).get(pk=invitation.pk)
    row.meeting = meeting
    if row.withdrawn_at:
        raise Conflict(_("Undangan ini sudah ditarik."))
    refusal = reply_obstacle(row, by_link=actor is None)
    if refusal:
        raise Refused(refusal)
    columns = _reply_columns(reply, deputy_name.strip(), deputy_title.strip(), note.strip())
    if any(getattr(row, name) != value for name, value in columns.items() if name != "replied_at"):
        for name, value in columns.items():
            setattr(row, name, value)
        row.save(update_fields=list(columns))
        signed_by = signed_by or ("" if actor else str(row))[:300]
        record(meeting, MeetingEventKind.ANSWERED, _said(row), actor=actor, signed_by=signed_by)
    return row


def _held_for_reply(invitation: Invitation, actor: Any) -> Meeting:
    if actor is not None:
        return hold(invitation.meeting, actor=actor)
    return Meeting.objects.select_for_update(of=["self"]).named().get(pk=invitation.meeting_id)


def reply_obstacle(invitation: Invitation, *, by_link: bool) -> str:
    """Why no reply can be given any more; "" where one can."""
    meeting = invitation.meeting
    if meeting.is_cancelled:
        return _("Pertemuan ini dibatalkan.")
    started = meeting.starts_at <= timezone.now() or meeting.status == StopStatus.RUNNING
    if meeting.is_over or (by_link and started):
        return _("Pertemuan ini sudah dimulai; jawaban tidak dapat diubah lagi.")
    return ""


def _reply_columns(reply: str, deputy_name: str, deputy_title: str, note: str) -> dict[str, Any]:
    if reply == Reply.DEPUTY and not deputy_name:
        raise Refused(_("Tulis nama wakil yang akan hadir."))
    is_deputy = reply == Reply.DEPUTY
    return {
        "reply": Reply(reply),
        "replied_at": None if reply == Reply.NONE else timezone.now(),
        "deputy_name": deputy_name if is_deputy else "",
        "deputy_title": deputy_title if is_deputy else "",
        "reply_note": note[:300],
    }


def _said(row: Invitation) -> str:
    """For the history, in Indonesian; the note stays with the row."""
    labels = {
        Reply.NONE: "jawaban dikosongkan",
        Reply.COMING: "akan hadir",
        Reply.DEPUTY: f"diwakili {row.deputy_name}" + (f", {row.deputy_title}" if row.deputy_title else ""),
        Reply.DECLINED: "berhalangan",
    }
    return f"{row}: {labels[Reply(row.reply)]}"


@transaction.atomic
def revoke_link(invitation: Invitation, *, actor: Any) -> None:
    """The link opens nothing any more, for who is in, too. Raises NotAllowed, Conflict."""
    meeting = hold(invitation.meeting, actor=actor)
    rows = Invitation.objects.filter(pk=invitation.pk, revoked_at=None)
    if not rows.update(revoked_at=timezone.now()):
        raise Conflict(_("Tautan ini sudah dicabut."))
    record(meeting, MeetingEventKind.INVITED, f"Tautan dicabut: {invitation}", actor=actor)


@transaction.atomic
def renew_link(invitation: Invitation, *, actor: Any) -> Invitation:
    """A new secret in place of the old one. Raises NotAllowed, Refused where the stop is over."""
    meeting = hold(invitation.meeting, actor=actor)
    _refuse_closed(meeting)
    Invitation.objects.filter(pk=invitation.pk).update(**_secret_columns())
    record(meeting, MeetingEventKind.INVITED, f"Tautan diperbarui: {invitation}", actor=actor)
    fresh = Invitation.objects.select_related("contact").get(pk=invitation.pk)
    fresh.meeting = meeting
    return fresh


def _refuse_closed(meeting: Meeting) -> None:
    if meeting.is_over or meeting.is_cancelled:
        raise Refused(_("Pertemuan ini sudah lewat atau dibatalkan."))
