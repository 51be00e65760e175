"""The named queues: what each holds, in the order in which a desk works through them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aspirations.models import Approval, Dispatch, Flag, Identity, Mention, Photo, PhotoState
from aspirations.services.publication import NEVER_PUBLIC
from aspirations.workflow import WAITS_FOR_REPORTER, Publication, Status
from government.permissions import units_of

DUE_SOON = timedelta(days=2)
WEEK = timedelta(days=7)


class Queue(NamedTuple):
    """A queue's label, what it keeps of the reports that a user sees, and the same in parts to be counted."""

    label: Any
    keep: Callable[[Any, Any], Any]
    parts: Callable[[Any, Any], list[Any]] | None = None


def _due_within(queryset: Any, span: timedelta) -> Any:
    now = timezone.now()
    return queryset.open().filter(due_at__gte=now, due_at__lt=now + span)


_UNPUBLISHED = Q(publication=Publication.PRIVATE) & ~Q(identity=Identity.CONFIDENTIAL)
_UNPUBLISHED &= ~Q(status__in=sorted(NEVER_PUBLIC | {Status.SUBMITTED}))


def _unseen() -> Any:
    """Photos that staff took and nobody has shown."""
    return Photo.objects.filter(state=PhotoState.READY, by_staff=True, is_public=False)


def _to_publish(queryset: Any, user: Any) -> Any:
    """Never shown yet, or shown without the photos that staff took since."""
    # As an array: two indexes answer, where a subquery beside a condition would read every report.
    keys = ArraySubquery(_unseen().order_by().values("aspiration"))
    is_any = Func(
        F("pk"), keys, template="%(expressions)s)", arg_joiner=" = ANY(", output_field=BooleanField()
    )
    return queryset.filter(_UNPUBLISHED | Q(is_any, publication=Publication.PUBLISHED))


def _to_publish_apart(queryset: Any, user: Any) -> list[Any]:
    """The same in two halves, each of which an index finds."""
    shown = queryset.filter(publication=Publication.PUBLISHED, pk__in=_unseen().values("aspiration"))
    return [queryset.filter(_UNPUBLISHED), shown]


def _with_agency(queryset: Any) -> Any:
    """Not those where the agency has said its last word; old reports have no row of a dispatch."""
    rows = queryset.filter(status__in=[Status.DISPATCHED, Status.IN_PROGRESS], agency__isnull=False)
    sent = Dispatch.objects.filter(aspiration=OuterRef("pk"))
    return rows.filter(Exists(sent.open()) | ~Exists(sent))


FIRST, EVERYTHING = "", "semua"
QUEUES: dict[str, Queue] = {
    FIRST: Queue(_("Perlu ditangani"), lambda rows, user: rows.needing_hand()),
    "saya": Queue(_("Pekerjaan saya"), lambda rows, user: rows.needing_hand().held_by(user)),
    "unit": Queue(_("Unit saya"), lambda rows, user: rows.needing_hand().in_units(units_of(user))),
    "bebas": Queue(_("Belum dipegang"), lambda rows, user: rows.needing_hand().held_by(None)),
    "eskalasi": Queue(_("Dieskalasi kepada saya"), lambda rows, user: rows.escalated_to(user)),
    "lewat": Queue(_("Lewat janji"), lambda rows, user: rows.overdue()),
    "segera": Queue(_("Jatuh tempo dalam 2 hari"), lambda rows, user: _due_within(rows, DUE_SOON)),
    "pekan": Queue(_("Jatuh tempo dalam 7 hari"), lambda rows, user: _due_within(rows, WEEK)),
    "balasan": Queue(_("Balasan belum dibaca"), lambda rows, user: rows.filter(has_unread_reply=True)),
    "sanggahan": Queue(
        _("Disanggah"), lambda rows, user: rows.filter(status=Status.REOPENED, disputed_at__isnull=False)
    ),
    "pelapor": Queue(_("Menunggu pelapor"), lambda rows, user: rows.filter(status__in=WAITS_FOR_REPORTER)),
    "instansi": Queue(
        _("Menunggu instansi"),
        lambda rows, user: _with_agency(rows),
    ),
    "disebut": Queue(
        _("Disebut kepada saya"),
        lambda rows, user: rows.filter(pk__in=Mention.objects.unread_by(user).values("event__aspiration")),
    ),
    "persetujuan": Queue(
        _("Menunggu persetujuan"),
        lambda rows, user: rows.filter(pk__in=Approval.objects.waiting().values("aspiration")),
    ),
    "dikembalikan": Queue(
        _("Dikembalikan"),
        lambda rows, user: rows.filter(pk__in=Approval.objects.returned_to(user).values("aspiration")),
    ),
    "ditandai": Queue(
        _("Ditandai"), lambda rows, user: rows.filter(pk__in=Flag.objects.values("aspiration"))
    ),
    "tayang": Queue(_("Belum ditayangkan"), _to_publish, _to_publish_apart),
    "terbuka": Queue(_("Semua yang terbuka"), lambda rows, user: rows.open()),
    EVERYTHING: Queue(_("Semua laporan"), lambda rows, user: rows),
}

# What the tabs always show; the others come beside them when they hold something.
ALWAYS = frozenset({FIRST, "saya", "unit", "bebas", "lewat", "segera", "tayang"})
GROUPS: list[tuple[Any, tuple[str, ...]]] = [
    (_("Meja saya"), (FIRST, "saya", "unit", "bebas")),
    (_("Tenggat"), ("lewat", "segera", "pekan", "eskalasi")),
    (_("Pelapor dan instansi"), ("balasan", "sanggahan", "pelapor", "instansi")),
    (_("Rekan kerja"), ("disebut", "persetujuan", "dikembalikan", "ditandai")),
    (_("Tayangan dan arsip"), ("tayang", "terbuka", EVERYTHING)),
]


def queue(queryset: Any, name: str | None, user: Any) -> Any:
    """One of the queues; an unknown name is the first one."""
    return QUEUES.get(name or FIRST, QUEUES[FIRST]).keep(queryset, user)


def parts(queryset: Any, name: str, user: Any) -> list[Any]:
    """A queue as what is to be counted: no report stands in two of them."""
    one = QUEUES[name]
    return one.parts(queryset, user) if one.parts else [one.keep(queryset, user)]
