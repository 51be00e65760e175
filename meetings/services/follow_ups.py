"""The writers of follow-ups: who does what until when; what becomes of one is `services.progress`."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from aspirations.models import EventKind
from aspirations.services import Conflict, Refused
from government.models import Agency, Region, Unit
from meetings.models import Decision, FollowUp, FollowUpEventKind, Funding, Meeting, Reader
from meetings.models.decisions import TEXT_LENGTH
from meetings.services import links, telling, words
from meetings.services.decisions import held_decision
from meetings.services.evidence import move_target
from meetings.services.progress import By, note_event, tell_meeting
from meetings.workflow import DecisionStatus

# A day farther off is a slip of the finger.
_YEARS_AHEAD = 20
_COLUMNS = ("text", "village", "place", "target_on", "funding", "amount")


@transaction.atomic
def add_follow_up(
    decision: Decision,
    *,
    actor: Any,
    text: str,
    target_on: date,
    agency: Agency | None = None,
    unit: Unit | None = None,
    supporters: Iterable[Agency] = (),
    village: Region | None = None,
    place: str = "",
    funding: str = Funding.UNKNOWN,
    amount: Decimal | int | None = None,
) -> FollowUp:
    """One promise more under a decision, with its next number; reporters of an adopted one are told.

    Raises NotAllowed, and Refused without exactly one owner, for an empty text, or a day before the stop's.
    """
    held = _held(decision, actor)
    given = {
        "text": text,
        "village": village,
        "place": place,
        "target_on": target_on,
        "funding": funding,
        "amount": amount,
    }
    columns = _checked(held.meeting, given) | _owner(held.meeting, agency, unit)
    last = held.follow_ups.aggregate(last=Max("number"))["last"] or 0
    made = FollowUp.objects.create(decision=held, number=last + 1, **columns)
    made.supporters.set(supporters)
    with words.in_one_language():
        said, told = words.promise_line(made).removeprefix("– "), words.promised_too(made)
    tell_meeting(made, said, By(actor))
    if held.status == DecisionStatus.ADOPTED:
        links.issue_for(made, By(actor))
        telling.tell_words(held, EventKind.FOLLOW_UP, told, actor)
    return made


@transaction.atomic
def edit_follow_up(follow_up: FollowUp, *, actor: Any, reason: str = "", **changes: Any) -> FollowUp:
    """Writes it anew. Of an adopted decision with a reason; reporters are told of another day.

    Raises Refused where it is closed, NotAllowed, Conflict where it is gone.
    """
    held = _held_follow_up(follow_up, actor)
    meeting = held.decision.meeting
    before = {name: getattr(held, name) for name in _COLUMNS}
    after = _checked(meeting, {**before, **changes}, keeps=held.target_on)
    changed = {name: value for name, value in after.items() if value != before[name]}
    if not changed:
        return held
    reason = _reason(held, reason)
    is_adopted = held.decision.status == DecisionStatus.ADOPTED
    # Of an adopted one the day has a verb of its own.
    written = [name for name in changed if not (is_adopted and name == "target_on")]
    for name in written:
        setattr(held, name, changed[name])
    held.save(update_fields=written)
    if not is_adopted:
        return held
    moved = changed.pop("target_on", None)
    if changed:
        lines = [f"{name}: {before[name] or '–'} → {value or '–'}" for name, value in changed.items()]
        note_event(held, FollowUpEventKind.NOTE, By(actor), text="\n".join([reason, *lines]))
        tell_meeting(held, reason, By(actor))
    return move_target(held, moved, reason, by=By(actor)) if moved else held


@transaction.atomic
def reassign(
    follow_up: FollowUp,
    *,
    actor: Any,
    agency: Agency | None = None,
    unit: Unit | None = None,
    reason: str = "",
) -> FollowUp:
    """Gives it to another owner; of an adopted decision with a reason, which reporters read.

    Raises Refused, NotAllowed, Conflict.
    """
    held = _held_follow_up(follow_up, actor)
    columns = _owner(held.decision.meeting, agency, unit)
    if (held.agency, held.unit) == (agency, unit):
        return held
    reason, before = _reason(held, reason), held.owner
    held.agency, held.unit = columns["agency"], columns["unit"]
    held.save(update_fields=["agency", "unit"])
    if held.decision.status != DecisionStatus.ADOPTED:
        return held
    with words.in_one_language():
        said = f"{words.owner_changed(before, held.owner)} " + _("Alasannya: %(reason)s") % {"reason": reason}
    note_event(held, FollowUpEventKind.NEWS, By(actor), text=said, reader=Reader.PUBLIC)
    tell_meeting(held, said, By(actor))
    links.issue_for(held, By(actor))
    telling.tell_owner(held, before, reason, actor)
    return held


@transaction.atomic
def set_supporters(follow_up: FollowUp, supporters: Iterable[Agency], *, actor: Any) -> None:
    """Names the other parties to it."""
    held = _held_follow_up(follow_up, actor)
    wanted = list(supporters)
    if set(held.supporters.all()) == set(wanted):
        return
    held.supporters.set(wanted)
    if held.decision.status == DecisionStatus.ADOPTED:
        names = ", ".join(sorted(str(one) for one in wanted)) or "–"
        with words.in_one_language():
            said = _("Pihak terkait: %(names)s.") % {"names": names}
        note_event(held, FollowUpEventKind.NOTE, By(actor), text=said)
        tell_meeting(held, said, By(actor))


@transaction.atomic
def drop_follow_up(follow_up: FollowUp, *, actor: Any) -> None:
    """Takes one of a draft away; those behind it move up. Raises Refused where the decision is adopted."""
    held = _held_follow_up(follow_up, actor)
    if held.decision.status != DecisionStatus.DRAFT:
        raise Refused(
            _("Janji yang sudah ditetapkan tidak dihapus; nyatakan tidak dilanjutkan, dengan alasan.")
        )
    behind = FollowUp.objects.filter(decision=held.decision, number__gt=held.number).order_by("number")
    held.delete()
    for pk in list(behind.values_list("pk", flat=True)):
        FollowUp.objects.filter(pk=pk).update(number=F("number") - 1)


def _held(decision: Decision, actor: Any) -> Decision:
    held = held_decision(decision, actor=actor)
    if held.status == DecisionStatus.REVOKED:
        raise Refused(_("Keputusan ini sudah dicabut."))
    return held


def _held_follow_up(follow_up: FollowUp, actor: Any) -> FollowUp:
    decision = _held(follow_up.decision, actor)
    rows = FollowUp.objects.select_for_update(of=["self"]).select_related("agency", "unit")
    held = rows.filter(pk=follow_up.pk, decision=decision).first()
    if held is None:
        raise Conflict(_("Tindak lanjut ini sudah dihapus orang lain."))
    if not held.is_open:
        raise Refused(_("Janji ini sudah “%(status)s”.") % {"status": held.get_status_display()})
    held.decision = decision
    return held


def _reason(follow_up: FollowUp, reason: str) -> str:
    if follow_up.decision.status == DecisionStatus.ADOPTED and not reason.strip():
        raise Refused(_("Tulis alasan perubahan: janji ini sudah ditetapkan."))
    return reason.strip()


def _checked(meeting: Meeting, given: Mapping[str, Any], keeps: date | None = None) -> dict[str, Any]:
    """The columns, as they can stand. Raises Refused."""
    found = {name: given[name] for name in _COLUMNS}
    for name in ("text", "place"):
        found[name] = str(found[name] or "").strip()
    if not found["text"]:
        raise Refused(_("Tulis apa yang akan dilakukan."))
    if len(found["text"]) > TEXT_LENGTH:
        raise Refused(_("Paling panjang %(most)d huruf.") % {"most": TEXT_LENGTH})
    day = found["target_on"]
    if day != keeps and day < meeting.day:
        raise Refused(_("Target tidak boleh sebelum hari pertemuan."))
    if day.year > timezone.localdate().year + _YEARS_AHEAD:
        raise Refused(_("Periksa tahunnya."))
    village = found["village"]
    if village is not None and not village.code.startswith(f"{meeting.host_district_id}."):
        raise Refused(_("Desa itu di kecamatan lain."))
    if found["amount"] is not None and found["amount"] < 0:
        raise Refused(_("Nilai tidak boleh kurang dari nol."))
    return found


def _owner(meeting: Meeting, agency: Agency | None, unit: Unit | None) -> dict[str, Any]:
    """Exactly one of the two; a unit of the host's office or of the kabupaten's."""
    if (agency is None) == (unit is None):
        raise Refused(_("Pilih satu penanggung jawab: instansi, atau unit di kantor."))
    if unit is not None and not meeting.host_district_id.startswith(unit.region_id):
        raise Refused(_("Unit itu di kantor lain."))
    return {"agency": agency, "unit": unit}
