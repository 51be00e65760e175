"""How much each unit and person has in hand; each figure opens the list behind it."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from aspirations.admin.folded import WITHOUT
from aspirations.admin.queues import WEEK
from aspirations.models import Aspiration
from government.models import Membership, Unit
from government.permissions import Capability, roles_with, staff_within, territories, territory_q

# The figures, each with the queue that lists what it counts.
FIGURES = {"open": "terbuka", "overdue": "lewat", "week": "pekan"}


@dataclass
class Row:
    """A unit, a person in it, or what nobody of it holds yet; figures by name."""

    name: str
    filters: dict[str, Any]
    person: Any = None
    figures: dict[str, int] = field(default_factory=lambda: dict.fromkeys(FIGURES, 0))

    def add(self, counted: dict[str, Any]) -> None:
        for name in FIGURES:
            self.figures[name] += counted[name]

    @property
    def cells(self) -> list[tuple[int, str]]:
        """Each figure with the address of its list."""
        address = reverse("admin:aspirations_aspiration_changelist")
        return [
            (self.figures[name], f"{address}?{urlencode({'antrean': queue, **self.filters})}")
            for name, queue in FIGURES.items()
        ]


def load_page(model_admin: admin.ModelAdmin, request: HttpRequest) -> HttpResponse:
    """The user's territory; a handful of queries, however much there is."""
    user: Any = request.user
    codes = territories(user, Capability.VIEW)
    if not codes:
        raise Http404
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Beban kerja"),
        "opts": Aspiration._meta,
        "groups": _groups(user, codes),
        "may_hand_over": bool(territories(user, Capability.TRIAGE)),
    }
    return TemplateResponse(request, "admin/aspirations/load.html", context)


def _groups(user: Any, codes: tuple[str, ...]) -> list[tuple[Row, list[Row]]]:
    """Units with their people, then people outside them; who holds nothing stands there with zeros."""
    counted = {(one["unit"], one["assigned_to"]): one for one in _counted(user)}
    people = {one.pk: one for one in staff_within(codes, active=False)}
    units = list(Unit.objects.filter(territory_q("region__code", codes)).select_related("region"))
    members = _members(codes)
    offices = {unit.region_id for unit in units}
    groups = []
    for unit in units:
        held = {person for where, person in counted if where == unit.pk and person}
        rows = [_row(people, pk, unit.pk, counted) for pk in sorted(held | members[unit.pk])]
        free = Row(_("Belum ada orangnya"), {"unit": unit.pk, "pemegang": WITHOUT})
        free.add(counted.get((unit.pk, None), _NOTHING))
        name = f"{unit.name} ({unit.region})" if len(offices) > 1 else unit.name
        whole = _sum(Row(name, {"unit": unit.pk}), [*rows, free])
        if unit.is_active or whole.figures["open"]:
            groups.append((whole, [*rows, free] if free.figures["open"] else rows))
    # Who works the desk outside any unit stands there too, with nothing in hand.
    others = {person for where, person in counted if where is None and person} | members[None]
    rows = [_row(people, pk, None, counted) for pk in sorted(others)]
    groups.append((_sum(Row(_("Di luar unit kerja"), {"unit": WITHOUT}), rows), rows))
    return groups


_NOTHING = dict.fromkeys(FIGURES, 0)


def _row(people: dict[int, Any], pk: int, unit: int | None, counted: Any) -> Row:
    person = people.get(pk)
    name = person.get_full_name() or person.get_username() if person else _("orang dari wilayah lain")
    row = Row(name, {"unit": unit or WITHOUT, "pemegang": pk}, person)
    row.add(counted.get((unit, pk), _NOTHING))
    return row


def _sum(whole: Row, rows: list[Row]) -> Row:
    for row in rows:
        whole.add(row.figures)
    return whole


def _counted(user: Any) -> Any:
    """By unit and holder; the index of what is in hand keeps this short, however large the archive."""
    now = timezone.now()
    held = Aspiration.objects.visible_to(user).open()
    return (
        held.filter(Q(unit__isnull=False) | Q(assigned_to__isnull=False))
        .order_by()
        .values("unit", "assigned_to")
        .annotate(
            open=Count("pk"),
            overdue=Count("pk", filter=Q(due_at__lt=now)),
            week=Count("pk", filter=Q(due_at__gte=now, due_at__lt=now + WEEK)),
        )
    )


def _members(codes: tuple[str, ...]) -> dict[int | None, set[int]]:
    """Who works in each unit; under None who does the desk's work in none."""
    rows = Membership.objects.filter(
        territory_q("region__code", codes),
        role__in=roles_with(Capability.TRIAGE),
        is_active=True,
        user__is_active=True,
    )
    found: dict[int | None, set[int]] = defaultdict(set)
    for unit, person in rows.values_list("unit_id", "user_id"):
        found[unit].add(person)
    return found
