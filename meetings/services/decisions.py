"""The writers of decisions: what a stop decided, numbered as it was said."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aspirations.models import Aspiration, EventKind
from aspirations.permissions import may_triage
from aspirations.services import Conflict, NotAllowed, Refused
from aspirations.workflow import Status
from meetings.models import (
    AgendaItem,
    Decision,
    DecisionAspiration,
    DecisionKind,
    Meeting,
    MeetingEventKind,
)
from meetings.models.decisions import NEEDS_OWNER, NEEDS_REASON, TEXT_LENGTH
from meetings.permissions import may_sign
from meetings.services import links, telling, words
from meetings.services.history import record
from meetings.services.moves import Outcome
from meetings.services.progress import By, drop_promise
from meetings.services.stops import hold
from meetings.workflow import DECISION, OPEN_FOLLOW_UPS, DecisionStatus, StopStatus, can

_COLUMNS = ("text", "kind", "item", "reason", "deferred_to", "programme", "is_public")


@transaction.atomic
def record_decision(
    meeting: Meeting,
    *,
    actor: Any,
    text: str,
    kind: str = DecisionKind.PROMISE,
    item: AgendaItem | None = None,
    reports: Iterable[Aspiration] = (),
    uid: UUID | None = None,
    **more: Any,
) -> Decision:
    """Writes a draft down under the stop's next number; a second call with the same `uid` returns the first.

    `more` are reason, deferred_to, programme and is_public. Raises NotAllowed, and Refused for a stop that
    was called off, an empty text, or a report that cannot be taken up there.
    """
    held = hold(meeting, actor=actor)
    known = Decision.objects.filter(uid=uid).first() if uid else None
    if known is not None:
        if known.meeting_id != held.pk:
            raise Refused(_("Keputusan ini milik pertemuan lain."))
        return known
    if held.status == StopStatus.CANCELLED:
        raise Refused(_("Pertemuan ini dibatalkan."))
    given = _checked(held, {"text": text, "kind": kind, "item": item, **more})
    last = held.decisions.aggregate(last=Max("number"))["last"] or 0
    named = {"uid": uid} if uid else {}
    decision = Decision.objects.create(meeting=held, number=last + 1, created_by=actor, **named, **given)
    for report in reports:
        _attach(decision, report, actor)
    _record(decision, gettext_lazy("Konsep keputusan %(number)d dicatat."), actor)
    return decision


@transaction.atomic
def edit_decision(
    decision: Decision, *, actor: Any, why: str = "", version: int | None = None, **changes: Any
) -> Decision:
    """Writes it anew: a draft freely, an adopted one with `why` kept in the history and its kind as it is.

    Raises Conflict where somebody else wrote since `version`, Refused, NotAllowed.
    """
    held = held_decision(decision, actor=actor)
    if version is not None and held.version != version:
        raise Conflict(_("Keputusan ini baru saja diubah orang lain. Periksa isinya, lalu simpan lagi."))
    if held.status == DecisionStatus.REVOKED:
        raise Refused(_("Keputusan ini sudah dicabut."))
    is_adopted = held.status == DecisionStatus.ADOPTED
    before = {name: getattr(held, name) for name in _COLUMNS}
    after = _checked(held.meeting, {**before, **changes})
    changed = {name: value for name, value in after.items() if value != before[name]}
    if not changed:
        return held
    if is_adopted and "kind" in changed:
        raise Refused(_("Jenis keputusan yang sudah ditetapkan tidak diubah; cabut, lalu catat yang baru."))
    if is_adopted and not why.strip():
        raise Refused(_("Tulis alasan perubahan: keputusan ini sudah ditetapkan."))
    if is_adopted:
        _check_complete(held, after)
    for name, value in changed.items():
        setattr(held, name, value)
    held.version += 1
    held.save(update_fields=[*changed, "version"])
    if is_adopted:
        details = {name: [str(before[name] or ""), str(value or "")] for name, value in changed.items()}
        text = gettext_lazy("Keputusan %(number)d diubah. Alasannya: %(why)s")
        _record(held, text, actor, why=why.strip(), changes=details)
    return held


@transaction.atomic
def drop_decision(decision: Decision, *, actor: Any) -> None:
    """Takes a draft away; those behind it move up, so that numbers have no gap.

    Raises Refused where it, or one behind it, is adopted: a number that was read out stays.
    """
    held = held_decision(decision, actor=actor)
    behind = Decision.objects.filter(meeting=held.meeting_id, number__gt=held.number).order_by("number")
    if held.status != DecisionStatus.DRAFT or behind.exclude(status=DecisionStatus.DRAFT).exists():
        raise Refused(_("Nomornya sudah ditetapkan; ubah isinya, atau cabut dengan alasan."))
    _record(held, gettext_lazy("Konsep keputusan %(number)d dihapus."), actor)
    held.delete()
    for pk in list(behind.values_list("pk", flat=True)):
        # One after the other: each takes the place that just became free.
        Decision.objects.filter(pk=pk).update(number=F("number") - 1)


@transaction.atomic
def adopt(decision: Decision, *, actor: Any) -> list[Outcome]:
    """Makes a draft a decision; its reports move and their reporters are told.

    Raises NotAllowed, Conflict where it is no draft any more, and Refused where something is missing. A
    report that cannot move is no error: its Outcome says why it stays.
    """
    held = held_decision(decision, actor=actor)
    _step(held, DecisionStatus.ADOPTED)
    reason = adoption_obstacle(held)
    if reason:
        raise Refused(reason)
    held.status, held.adopted_at = DecisionStatus.ADOPTED, timezone.now()
    held.version += 1
    held.save(update_fields=["status", "adopted_at", "version"])
    _record(held, gettext_lazy("Keputusan %(number)d ditetapkan."), actor)
    links.issue_links(held, actor)
    return telling.tell_decision(held, actor)


@transaction.atomic
def adopt_all(meeting: Meeting, *, actor: Any, only: Iterable[int]) -> list[tuple[Decision, list[Outcome]]]:
    """Adopts those of these keys that are drafts, in their order; all or none. Raises what `adopt` raises."""
    held = hold(meeting, actor=actor)
    drafts = held.decisions.filter(pk__in=list(only), status=DecisionStatus.DRAFT).order_by("number")
    return [(draft, _adopt_numbered(draft, actor)) for draft in drafts]


def _adopt_numbered(draft: Decision, actor: Any) -> list[Outcome]:
    """Says which one was refused."""
    try:
        return adopt(draft, actor=actor)
    except Refused as refused:
        said = _("Keputusan %(number)d: %(why)s") % {"number": draft.number, "why": refused}
        raise Refused(said) from refused


def adoption_obstacle(decision: Decision) -> str:
    """What a draft lacks to be adopted; "" where it lacks nothing."""
    meeting = decision.meeting
    has_begun = meeting.status in {StopStatus.RUNNING, StopStatus.HELD} or (
        meeting.status == StopStatus.ANNOUNCED and meeting.starts_at <= timezone.now()
    )
    if not has_begun:
        return _("Keputusan ditetapkan setelah pertemuan dimulai.")
    try:
        _check_complete(decision, {"kind": decision.kind, "reason": decision.reason})
    except Refused as refused:
        return str(refused)
    return ""


def _check_complete(decision: Decision, given: Mapping[str, Any]) -> None:
    if given["kind"] in NEEDS_REASON and not given["reason"]:
        raise Refused(_("Tulis alasannya: warga berhak tahu mengapa."))
    # All of them, so that a page that has read them asks nothing more.
    if given["kind"] in NEEDS_OWNER and not decision.follow_ups.all():
        raise Refused(_("Siapa penanggung jawabnya, dan kapan? Tambahkan tindak lanjut."))


@transaction.atomic
def revoke(decision: Decision, *, actor: Any, reason: str) -> list[Outcome]:
    """Takes an adopted decision back; its open promises are dropped, reporters are told why.

    Reports stay where they are: what becomes of them is for the desk. Raises NotAllowed for who may not sign,
    Conflict, and Refused without a reason.
    """
    held = held_decision(decision, actor=actor)
    if not may_sign(actor, held.meeting):
        raise NotAllowed(_("Hanya camat atau koordinator yang mencabut keputusan."))
    _step(held, DecisionStatus.REVOKED)
    if not reason.strip():
        raise Refused(_("Tulis alasan pencabutan."))
    held.status, held.revoke_reason = DecisionStatus.REVOKED, reason.strip()[:TEXT_LENGTH]
    held.version += 1
    held.save(update_fields=["status", "revoke_reason", "version"])
    with words.in_one_language():
        dropped = (_("Keputusan dicabut: %(reason)s") % {"reason": held.revoke_reason})[:TEXT_LENGTH]
        told = words.revoked(held)
    for follow_up in held.follow_ups.filter(status__in=OPEN_FOLLOW_UPS):
        follow_up.decision = held
        drop_promise(follow_up, dropped, By(actor))
    _record(
        held, gettext_lazy("Keputusan %(number)d dicabut. Alasannya: %(why)s"), actor, why=held.revoke_reason
    )
    return telling.tell_words(held, EventKind.DECIDED, told, actor)


@transaction.atomic
def attach_report(decision: Decision, report: Aspiration, *, actor: Any) -> list[Outcome]:
    """Says that the decision is about the report; where it is adopted, the report moves at once.

    Raises Refused for one that is there, is somebody else's, or must not be taken up at this stop.
    """
    held = held_decision(decision, actor=actor)
    if held.status == DecisionStatus.REVOKED:
        raise Refused(_("Keputusan ini sudah dicabut."))
    _attach(held, report, actor)
    _touch(held)
    if held.status == DecisionStatus.DRAFT:
        return []
    return telling.tell_decision(held, actor, [report.pk])


@transaction.atomic
def detach_report(decision: Decision, report: Aspiration, *, actor: Any, reason: str = "") -> list[Outcome]:
    """Takes the report from the decision. From an adopted one with a reason, which its reporter reads.

    Raises Refused where it is not there, as for one that the user does not see.
    """
    held = held_decision(decision, actor=actor)
    row = DecisionAspiration.objects.filter(decision=held, aspiration=report).first()
    if row is None or not Aspiration.objects.visible_to(actor).filter(pk=report.pk).exists():
        raise Refused(_("Laporan ini tidak lagi pada keputusan itu."))
    outcomes = []
    if held.status == DecisionStatus.ADOPTED:
        if not reason.strip():
            raise Refused(_("Tulis alasannya; pelapor membacanya."))
        with words.in_one_language():
            told = words.left_out(held, reason.strip())
        outcomes = telling.tell_words(held, EventKind.DECIDED, told, actor, [report.pk])
    row.delete()
    _touch(held)
    return outcomes


@transaction.atomic
def apply_decision(decision: Decision, report: Aspiration, *, actor: Any) -> list[Outcome]:
    """Takes a report along that could not move when the decision was adopted. Raises Refused."""
    held = held_decision(decision, actor=actor)
    stays = DecisionAspiration.objects.filter(decision=held, aspiration=report).exclude(stays_because="")
    if held.status != DecisionStatus.ADOPTED or not stays.exists():
        raise Refused(_("Keputusan ini sudah berlaku pada laporan itu."))
    return telling.tell_decision(held, actor, [report.pk])


def report_obstacle(meeting: Meeting, report: Aspiration, user: Any) -> str:
    """Why a decision of the stop cannot be about the report; "" where it can."""
    if not may_triage(user, report):
        return _("Anda tidak berwenang mengubah laporan ini.")
    if report.status in {Status.MERGED, Status.WITHDRAWN}:
        return _("Berstatus “%(status)s”.") % {"status": report.get_status_display()}
    if not report.village_id.startswith(f"{meeting.host_district_id}."):
        return _("Pertemuan itu untuk kecamatan lain.")
    if meeting.visibility == Meeting.Visibility.PUBLIC and (report.is_confidential or report.concerns):
        return _("Laporan rahasia tidak dibahas dalam pertemuan terbuka.")
    return ""


def held_decision(decision: Decision, *, actor: Any) -> Decision:
    """The decision, its stop held for this transaction. Raises NotAllowed, Conflict where it is gone."""
    meeting = hold(decision.meeting, actor=actor)
    held = Decision.objects.filter(pk=decision.pk, meeting=meeting).first()
    if held is None:
        raise Conflict(_("Keputusan ini sudah dihapus orang lain."))
    held.meeting = meeting
    return held


def _attach(decision: Decision, report: Aspiration, actor: Any) -> None:
    if not Aspiration.objects.visible_to(actor).filter(pk=report.pk).exists():
        raise NotAllowed(_("Anda tidak berwenang mengubah laporan ini."))
    reason = report_obstacle(decision.meeting, report, actor)
    if reason:
        raise Refused(f"{report.number}: {reason}")
    __, created = DecisionAspiration.objects.get_or_create(decision=decision, aspiration=report)
    if not created:
        raise Refused(_("%(number)s sudah ada pada keputusan ini.") % {"number": report.number})


def _checked(meeting: Meeting, given: Mapping[str, Any]) -> dict[str, Any]:
    """The columns, as they can stand. Raises Refused."""
    found = {name: given[name] for name in _COLUMNS if name in given}
    for name in ("text", "reason"):
        found[name] = str(found.get(name) or "").strip()
        if len(found[name]) > TEXT_LENGTH:
            raise Refused(_("Paling panjang %(most)d huruf.") % {"most": TEXT_LENGTH})
    if not found["text"]:
        raise Refused(_("Tulis keputusannya."))
    if found["kind"] not in DecisionKind.values:
        raise Refused(_("Jenis keputusan itu tidak dikenal."))
    if found.get("item") is not None and found["item"].meeting_id != meeting.pk:
        raise Refused(_("Mata acara itu dari pertemuan lain."))
    later = found.get("deferred_to")
    if found["kind"] != DecisionKind.DEFERRED:
        found["deferred_to"] = None
    elif later is not None and not Meeting.objects.after(meeting).filter(pk=later.pk).exists():
        raise Refused(_("Pilih pertemuan sesudah ini, di kecamatan atau rangkaian yang sama."))
    return found


def _step(decision: Decision, to: DecisionStatus) -> None:
    if not can(DECISION, decision.status, to):
        raise Conflict(
            _("Keputusan berstatus “%(status)s”; langkah ini tidak dapat diambil lagi.")
            % {"status": decision.get_status_display()}
        )


def _touch(decision: Decision) -> None:
    Decision.objects.filter(pk=decision.pk).update(version=F("version") + 1)
    decision.version += 1


def _record(decision: Decision, text: Any, actor: Any, why: str = "", **details: Any) -> None:
    with words.in_one_language():
        said = str(text) % {"number": decision.number, "why": why}
    details = {"decision": decision.pk, **details}
    record(decision.meeting, MeetingEventKind.DECISION, said, actor=actor, details=details)
