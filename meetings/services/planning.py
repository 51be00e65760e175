"""The writers of what a stop is: planned, edited, moved; and of the tour it belongs to."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from aspirations.services import Conflict, NotAllowed, Refused
from government.models import Region
from government.permissions import Capability, in_territory, territories
from meetings import schedule
from meetings.clashes import Clash, digest
from meetings.models import Meeting, MeetingEvent, MeetingEventKind, Series
from meetings.schedule import Plan
from meetings.services import news
from meetings.services.history import record
from meetings.services.stops import hold, hold_diary
from meetings.workflow import StopStatus

_MOVES = frozenset({"host_district", "host_village", "place", "starts_at", "ends_at"})
# What calendars and public pages show of a stop.
_SHOWN = _MOVES | {"number", "series", "theme", "visibility"}
_LABELS = {
    "series": gettext_lazy("rangkaian"),
    "number": gettext_lazy("nomor"),
    "host_district": gettext_lazy("kecamatan"),
    "host_village": gettext_lazy("desa"),
    "theme": gettext_lazy("tema"),
    "visibility": gettext_lazy("keterbukaan"),
    "capacity": gettext_lazy("daya tampung"),
    "quorum_percent": gettext_lazy("kuorum"),
    "leaders": gettext_lazy("pimpinan"),
}


class Unconfirmed(Refused):
    """There are warnings that nobody confirmed; `digest` is what a confirmation must say."""

    def __init__(self, found: Iterable[Clash]) -> None:
        self.clashes = [clash for clash in found if not clash.is_refused]
        self.digest = digest(self.clashes)
        super().__init__(" ".join(clash.text for clash in self.clashes))


@transaction.atomic
def plan_stop(plan: Plan, *, actor: Any, confirmed: str = "") -> Meeting:
    """A new draft. `confirmed` is the digest of the warnings that the person has read.

    Raises NotAllowed, Refused for a clash, Unconfirmed for warnings.
    """
    return plan_tour([plan], actor=actor, confirmed=confirmed)[0]


@transaction.atomic
def plan_tour(plans: Sequence[Plan], *, actor: Any, confirmed: str = "") -> list[Meeting]:
    """Drafts of a whole tour, all or none; the same statements for one and for many.

    Raises as `plan_stop`; a clash is named with its stop.
    """
    for plan in plans:
        _may_host(actor, plan.host_district)
    hold_diary()
    check(schedule.find(plans, user=actor), confirmed)
    meetings = Meeting.objects.bulk_create([Meeting(**plan.columns) for plan in plans])
    through = Meeting.leaders.through
    through.objects.bulk_create(
        [
            through(meeting_id=meeting.pk, contact_id=leader.pk)
            for meeting, plan in zip(meetings, plans, strict=True)
            for leader in plan.leaders
        ]
    )
    with override(settings.LANGUAGE_CODE):
        MeetingEvent.objects.bulk_create(
            [
                MeetingEvent(
                    meeting=meeting,
                    kind=MeetingEventKind.PLANNED,
                    user=actor,
                    text=news.when_and_where(meeting),
                )
                for meeting in meetings
            ]
        )
    return meetings


@transaction.atomic
def edit_stop(meeting: Meeting, plan: Plan, *, actor: Any, confirmed: str = "", reason: str = "") -> Meeting:
    """Writes what was typed. Another time or place tells those invited and reporters on the agenda.

    Raises as `plan_stop`; Conflict where a stop that is called off, or under way, would move.
    """
    hold_diary()
    held = hold(meeting, actor=actor)
    before = schedule.plan_of(held)
    changed = _changed(before, plan)
    if not changed:
        return held
    if "host_district" in changed:
        _may_host(actor, plan.host_district)
    moved = bool(changed & _MOVES)
    if moved and held.status in {StopStatus.CANCELLED, StopStatus.RUNNING}:
        raise Conflict(
            _("Pertemuan berstatus “%(status)s”; waktu dan tempatnya tidak dapat diubah.")
            % {"status": held.get_status_display()}
        )
    check(schedule.find([plan], user=actor, meeting=held), confirmed)
    with override(settings.LANGUAGE_CODE):
        was = news.when_and_where(held)
    _write(held, plan, is_shown=bool(changed & _SHOWN))
    if "leaders" in changed:
        held.leaders.set(plan.leaders)
    if changed - _MOVES:
        _record_changed(held, changed - _MOVES, actor)
    if moved:
        _record_moved(held, was, reason.strip(), actor)
    return held


def move_stop(
    meeting: Meeting,
    *,
    starts_at: datetime,
    ends_at: datetime,
    place: str,
    host_village: Region | None,
    actor: Any,
    reason: str = "",
    confirmed: str = "",
) -> Meeting:
    """Another time or place, all else as it stands. Raises as `edit_stop`, Refused where nothing moves."""
    moved: dict[str, Any] = {
        "starts_at": starts_at,
        "ends_at": ends_at,
        "place": place,
        "host_village": host_village,
    }
    stands = schedule.plan_of(Meeting.objects.named().get(pk=meeting.pk))
    plan = stands._replace(**moved)
    if not _changed(stands, plan):
        raise Refused(_("Waktu dan tempatnya masih sama."))
    return edit_stop(meeting, plan, actor=actor, confirmed=confirmed, reason=reason)


def _changed(before: Plan, after: Plan) -> set[str]:
    changed = {name for name, value in after.columns.items() if value != getattr(before, name)}
    is_led_otherwise = {one.pk for one in before.leaders} != {one.pk for one in after.leaders}
    return changed | ({"leaders"} if is_led_otherwise else set())


def _write(held: Meeting, plan: Plan, *, is_shown: bool) -> None:
    columns = dict(plan.columns)
    if is_shown:
        columns |= {"sequence": held.sequence + 1, "changed_at": timezone.now()}
    for name, value in columns.items():
        setattr(held, name, value)
    held.save(update_fields=list(columns))


def _record_changed(held: Meeting, changed: set[str], actor: Any) -> None:
    with override(settings.LANGUAGE_CODE):
        text = ", ".join(str(label) for name, label in _LABELS.items() if name in changed)
    record(held, MeetingEventKind.CHANGED, text, actor=actor)


def _record_moved(held: Meeting, was: str, reason: str, actor: Any) -> None:
    with override(settings.LANGUAGE_CODE):
        text = f"{was} → {news.when_and_where(held)}" + (f": {reason}" if reason else "")
    details = {"before": was, "reason": reason, "sequence": held.sequence}
    event = record(held, MeetingEventKind.MOVED, text, actor=actor, details=details)
    if held.status == StopStatus.ANNOUNCED:
        news.tell(held, news.MOVED, event=event, actor=actor)


def check(found: Sequence[Sequence[Clash]], confirmed: str) -> None:
    """Raises Refused for the first clash, Unconfirmed for warnings that `confirmed` does not say."""
    every = [clash for clashes in found for clash in clashes]
    for clash in every:
        if clash.is_refused:
            raise Refused(clash.text)
    if digest(every) not in {"", confirmed}:
        raise Unconfirmed(every)


def _may_host(actor: Any, district: Region) -> None:
    if not in_territory(district.pk, territories(actor, Capability.CONVENE)):
        raise NotAllowed(_("Anda tidak berwenang merencanakan pertemuan di kecamatan itu."))


@transaction.atomic
def save_series(series: Series, *, actor: Any) -> Series:
    """A new tour, or another name, kind, year or territory for one.

    Raises NotAllowed outside the actor's territory, Refused where there is one of that name already.
    """
    codes = territories(actor, Capability.CONVENE)
    stands = Series.objects.select_for_update().filter(pk=series.pk).first() if series.pk else None
    if not all(in_territory(one.region_id, codes) for one in (series, stands) if one):
        raise NotAllowed(_("Anda tidak berwenang merencanakan pertemuan di wilayah itu."))
    try:
        with transaction.atomic():
            series.save()
    except IntegrityError as error:
        raise Refused(_("Rangkaian dengan nama, tahun dan wilayah itu sudah ada.")) from error
    return series


def follow_series(series: Series, *, actor: Any) -> Series:
    """The same tour of the next year; the one that is there already where somebody was faster."""
    following = Series(name=series.name, kind=series.kind, year=series.year + 1, region=series.region)
    known = {"name": series.name, "year": following.year, "region": series.region}
    return Series.objects.filter(**known).first() or save_series(following, actor=actor)
