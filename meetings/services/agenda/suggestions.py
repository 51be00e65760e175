"""Usulan agenda: what a stop ought to take up, found by itself; staff pick."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Count, F, Q, Window
from django.db.models.functions import RowNumber
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from aspirations.conflicts import Concern
from aspirations.models import Aspiration
from aspirations.services import Actor, Refused
from aspirations.workflow import Status, Who
from meetings.models import AgendaAspiration, AgendaFollowUp, AgendaWish, FollowUp, Meeting
from meetings.services.agenda.carried import carry, carry_obstacles
from meetings.services.agenda.placing import find_item, hold_agenda
from meetings.services.agenda.reports import obstacle, obstacles_at, propose_agenda

MOST = 20
# Of each desa and each category.
TOP = 3
MOST_TOP = 60


@dataclass
class Suggestion:
    """One row: a report or a promise, why it is there, and where it stands already."""

    key: str
    row: Any
    why: str
    agendas: list[Meeting] = field(default_factory=list)
    # Why it cannot be picked; "" where it can.
    obstacle: str = ""


@dataclass
class Group:
    """Suggestions for one reason; `total` may be more than are shown."""

    name: str
    label: Any
    hint: Any
    rows: list[Suggestion]
    total: int


def suggest(meeting: Meeting, user: Any) -> list[Group]:
    """All groups, also the empty ones, each report in the first that fits; a fixed number of queries."""
    reports = _reports(meeting, user)
    disputed = Q(status=Status.REOPENED)
    counts = reports.aggregate(
        disputed=Count("pk", filter=disputed),
        overdue=Count("pk", filter=Q(due_at__lt=timezone.now()) & ~disputed),
        wished=Count("pk", filter=Q(pk__in=_wished(meeting))),
    )
    taken: set[int] = set()

    def fresh(rows: Any) -> list[Aspiration]:
        found = [row for row in rows if row.pk not in taken]
        taken.update(row.pk for row in found)
        return found

    listed = reports.for_list()
    wished = listed.filter(agenda_wishes__meeting=meeting).order_by("agenda_wishes__at", "pk")
    lists = {
        "wished": fresh(wished[:MOST]),
        "disputed": fresh(listed.filter(disputed).order_by("status_since", "pk")[:MOST]),
        "overdue": fresh(listed.overdue().exclude(disputed).order_by("due_at", "pk")[:MOST]),
        "villages": fresh(_top(listed, "village")),
        "categories": fresh(_top(listed, "category")),
    }
    totals = {**counts, **{name: len(lists[name]) for name in ("villages", "categories")}}
    groups = [_promises(meeting, user)]
    groups += [_group(name, rows, totals[name]) for name, rows in lists.items()]
    _fill_in(meeting, user, groups)
    return groups


def _wished(meeting: Meeting) -> Any:
    return AgendaWish.objects.filter(meeting=meeting).values("aspiration")


_SUPPORTED = Q(publication="published", support_count__gt=0)


def _reports(meeting: Meeting, user: Any) -> Any:
    """Open ones of the kecamatan that the user sees; confidential ones are not for a public stop."""
    found = Aspiration.objects.visible_to(user).open()
    found = found.filter(village__code__startswith=f"{meeting.host_district_id}.")
    if meeting.visibility == Meeting.Visibility.PUBLIC:
        found = found.exclude(identity="confidential").filter(concerns=Concern.NOBODY)
    return found


def _top(reports: Any, by: str) -> Any:
    """The most supported of each, the best first."""
    rank = Window(RowNumber(), partition_by=F(by), order_by=[F("support_count").desc(), F("pk").asc()])
    ranked = reports.filter(_SUPPORTED).annotate(rank=rank).filter(rank__lte=TOP)
    return ranked.order_by("-support_count", "pk")[:MOST_TOP]


_WORDS: dict[str, tuple[Any, Any]] = {
    "wished": (
        gettext_lazy("Diminta pelapor"),
        gettext_lazy("Pelapornya meminta laporan ini dibahas dalam rapat ini."),
    ),
    "disputed": (
        gettext_lazy("Penyelesaian yang dibantah"),
        gettext_lazy("Pelapor tidak menerima jawaban; laporan dibuka kembali."),
    ),
    "overdue": (
        gettext_lazy("Melewati batas waktu"),
        gettext_lazy("Janji layanan tidak ditepati."),
    ),
    "villages": (
        gettext_lazy("Paling didukung di tiap desa"),
        gettext_lazy("Laporan tayang yang masih terbuka, paling banyak tiga dari tiap desa."),
    ),
    "categories": (
        gettext_lazy("Paling didukung di tiap kategori"),
        gettext_lazy("Yang belum disebut di atas, paling banyak tiga dari tiap kategori."),
    ),
}


def _group(name: str, rows: Sequence[Aspiration], total: int) -> Group:
    label, hint = _WORDS[name]
    return Group(name, label, hint, [Suggestion(f"r{row.pk}", row, _why(name, row)) for row in rows], total)


def _why(name: str, report: Aspiration) -> str:
    if name == "overdue" and report.due_at:
        days = (timezone.now() - report.due_at).days
        if days < 1:
            return _("Lewat hari ini")
        return ngettext("Lewat %(days)d hari", "Lewat %(days)d hari", days) % {"days": days}
    if name == "wished":
        return _("Diminta pelapor")
    if name == "disputed":
        days = (timezone.now() - report.status_since).days
        if days < 1:
            return _("Dibantah hari ini")
        return ngettext("Dibantah %(days)d hari lalu", "Dibantah %(days)d hari lalu", days) % {"days": days}
    count = report.support_count
    return ngettext("%(count)d dukungan", "%(count)d dukungan", count) % {"count": count}


def _promises(meeting: Meeting, user: Any) -> Group:
    rows = (
        FollowUp.objects.visible_to(user)
        .open()
        .filter(
            decision__status="adopted",
            decision__meeting__host_district=meeting.host_district_id,
            decision__meeting__starts_at__lt=meeting.starts_at,
        )
    )
    if meeting.visibility == Meeting.Visibility.PUBLIC:
        rows = rows.filter(pk__in=FollowUp.objects.public().order_by().values("pk"))
    named = rows.select_related(
        "agency", "unit", "decision__meeting__series", "decision__meeting__host_district"
    )
    found = [Suggestion(f"f{row.pk}", row, _late(row)) for row in named.order_by("target_on", "pk")[:MOST]]
    label, hint = _("Janji yang belum selesai"), _("Tindak lanjut pertemuan sebelumnya di kecamatan ini.")
    return Group("promises", label, hint, found, rows.count())


def _late(follow_up: FollowUp) -> str:
    days = (timezone.localdate() - follow_up.target_on).days
    if days > 0:
        return ngettext("Lewat %(days)d hari", "Lewat %(days)d hari", days) % {"days": days}
    return _("Belum jatuh tempo")


def _fill_in(meeting: Meeting, user: Any, groups: Sequence[Group]) -> None:
    """Where each stands already, and what keeps it from this agenda."""
    promises = groups[0].rows
    reports = [one for group in groups[1:] for one in group.rows]
    _stand(reports, AgendaAspiration.objects.visible_to(user), "aspiration")
    _stand(promises, AgendaFollowUp.objects.visible_to(user), "follow_up")
    reasons = obstacles_at(meeting, [one.row for one in reports])
    for one in reports:
        one.obstacle = obstacle(one.row, user) or reasons.get(one.row.pk, "")
    reasons = carry_obstacles(meeting, [one.row for one in promises])
    for one in promises:
        one.obstacle = reasons.get(one.row.pk, "")


def _stand(found: Sequence[Suggestion], rows: Any, name: str) -> None:
    by_key = {one.row.pk: one for one in found}
    there = rows.filter(**{f"{name}__in": list(by_key)})
    for row in there.select_related("meeting__series", "meeting__host_district").order_by(
        "-meeting__starts_at"
    ):
        by_key[getattr(row, f"{name}_id")].agendas.append(row.meeting)


@transaction.atomic
def pick(meeting: Meeting, keys: Sequence[str], *, actor: Any, below: Any = None) -> int:
    """Suggestions become items of their own, at the end or below the item with that key; returns how many.

    Keys that are no suggestion any more are refused, as whatever else cannot stand there. Raises NotAllowed,
    Refused, Conflict.
    """
    held = hold_agenda(meeting, actor=actor)
    above = find_item(held, below, actor) if below else None
    reports = _chosen(Aspiration.objects.visible_to(actor).for_list(), keys, "r")
    promises = _chosen(
        FollowUp.objects.visible_to(actor).select_related(
            "decision__meeting__series", "decision__meeting__host_district"
        ),
        keys,
        "f",
    )
    if not reports and not promises:
        raise Refused(_("Pilih sedikitnya satu usulan."))
    if len(reports) + len(promises) < len(set(keys)):
        raise Refused(_("Ada usulan yang tidak dapat dipilih lagi. Muat ulang halaman ini."))
    carry(held, promises, actor=actor, below=above.pk if above else None)
    if reports:
        propose_agenda(held, reports, actor=Actor(Who.TRIAGE, actor), below=above)
    return len(reports) + len(promises)


def _chosen(rows: Any, keys: Sequence[str], letter: str) -> list[Any]:
    """In the order in which they were listed."""
    wanted = [int(key[1:]) for key in keys if key[:1] == letter and key[1:].isdecimal() and len(key) < 19]
    found = {row.pk: row for row in rows.filter(pk__in=wanted)}
    return [found[pk] for pk in dict.fromkeys(wanted) if pk in found]
