"""Takes the steps of the ladder that have come: each once for a report, a step and a due date."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import override

from aspirations.models import Aspiration, Audience, EscalatedTo, Escalation, EventKind
from aspirations.permissions import may_read
from aspirations.services.actors import Actor
from aspirations.services.history import entry, record_many
from government.ladders import Ground, grounds, reached
from government.models import EscalationStep, Membership, Role, Rung

_PIECE = 200
# Where nobody stands on a rung, or only people who must not know, it is the next one's.
_NEXT = {
    Rung.HOLDER: Rung.CLERKS,
    Rung.CLERKS: Rung.SECTION_HEAD,
    Rung.SECTION_HEAD: Rung.CAMAT,
    Rung.CAMAT: Rung.COORDINATOR,
}
_ROLES = {Role.CLERK: Rung.CLERKS, Role.CAMAT: Rung.CAMAT, Role.COORDINATOR: Rung.COORDINATOR}


def escalate(*, at: datetime | None = None) -> int:
    """Takes every step that has come; returns how many. Safe to run twice, at once, and after a death.

    A piece of reports is one transaction that holds its step, so that of two workers one waits and then finds
    nothing left to do.
    """
    at = at or timezone.now()
    with override(settings.LANGUAGE_CODE):
        return sum(_take(step, ground, at) for ground in grounds() for step in ground.steps)


def _take(step: EscalationStep, ground: Ground, at: datetime) -> int:
    taken = 0
    while piece := _piece(step, ground, at):
        taken += piece
    return taken


@transaction.atomic
def _piece(step: EscalationStep, ground: Ground, at: datetime) -> int:
    EscalationStep.objects.select_for_update().get(pk=step.pk)
    reports = list(_due(step, ground, at)[:_PIECE])
    if not reports:
        return 0
    rows = Escalation.objects.bulk_create(
        Escalation(
            aspiration=report,
            step=step,
            due_at=getattr(report, f"{step.promise}_due_at"),
            promise=step.promise,
            days=step.days,
            to=step.to,
            at=at,
        )
        for report in reports
    )
    desk = Desk(reports)
    told = {row: desk.people(row.aspiration, Rung(step.to)) for row in rows}
    EscalatedTo.objects.bulk_create(
        EscalatedTo(escalation=row, user=user) for row, people in told.items() for user in people
    )
    record_many([_entry(row, people, at) for row, people in told.items()])
    return len(rows)


def _due(step: EscalationStep, ground: Ground, at: datetime) -> QuerySet[Aspiration]:
    """Reports whose promise has come to this step, which was not taken yet; by the promise's index."""
    due = f"{step.promise}_due_at"
    wanted = Q(
        **{f"{step.promise}_left__isnull": False, f"{due}__lte": reached(step.days, at, ground.calendar)}
    )
    if step.days < 0:
        # A reminder of what is past would be none.
        wanted &= Q(**{f"{due}__gte": at})
    if ground.codes:
        places = Q()
        for code in ground.codes:
            places |= Q(village__code__startswith=f"{code}.")
        wanted &= places
    taken = Escalation.objects.filter(aspiration=OuterRef("pk"), step=step, due_at=OuterRef(due))
    rows = Aspiration.objects.filter(wanted).exclude(Exists(taken)).order_by(F(due), "pk")
    return rows.select_related("village", "category", "assigned_to").defer(
        "text", "public_text", "public_answer", "public_search", "staff_search"
    )


class Desk:
    """Who stands on the rungs around some reports, read once."""

    def __init__(self, reports: Sequence[Aspiration]) -> None:
        codes = {report.village_id[:length] for report in reports for length in (2, 5, 8)}
        self._rows = list(
            Membership.objects.filter(
                Q(region_id__in=codes, role__in=_ROLES)
                | Q(role=Role.SECTION_HEAD, unit_id__in={report.unit_id for report in reports}),
                is_active=True,
                user__is_active=True,
            ).order_by("pk")
        )
        holders = {report.assigned_to_id for report in reports}
        ids = {row.user_id for row in self._rows} | holders
        self._users = get_user_model().objects.in_bulk([pk for pk in ids if pk])
        _remember_memberships(self._users)

    def people(self, report: Aspiration, rung: Rung) -> list[Any]:
        """Those of the rung who may read the report, or of the first rung above that has any."""
        step: Rung | None = rung
        while step is not None:
            found = [
                user
                for pk in dict.fromkeys(self._on(report, step))
                if (user := self._users.get(pk)) and user.is_active and may_read(user, report)
            ]
            if found:
                return found
            step = _NEXT.get(step)
        return []

    def _on(self, report: Aspiration, rung: Rung) -> Iterable[int]:
        if rung == Rung.HOLDER:
            return [report.assigned_to_id] if report.assigned_to_id else []
        around = {report.village_id[:length] for length in (2, 5, 8)}
        return [row.user_id for row in self._rows if self._stands(row, report, rung, around)]

    def _stands(self, row: Membership, report: Aspiration, rung: Rung, around: set[str]) -> bool:
        if row.role == Role.SECTION_HEAD:
            return rung == Rung.SECTION_HEAD and row.unit_id is not None and row.unit_id == report.unit_id
        return _ROLES[Role(row.role)] == rung and row.region_id in around


def _remember_memberships(users: dict[int, Any]) -> None:
    """One query for what permissions would ask of each user."""
    held: dict[int, list[Membership]] = {pk: [] for pk in users}
    for row in Membership.objects.filter(user_id__in=users, is_active=True):
        held[row.user_id].append(row)
    for pk, user in users.items():
        user._held_memberships = tuple(held[pk])


def _entry(row: Escalation, people: list[Any], at: datetime) -> Any:
    names = ", ".join(str(user.get_full_name() or user.get_username()) for user in people)
    text = f"{row.words}: {Rung(row.to).label}" + (f" ({names})" if names else "")
    return entry(
        row.aspiration,
        EventKind.ESCALATED,
        actor=Actor.system(),
        at=at,
        audience=Audience.STAFF,
        text=text,
    )
