"""What each figure counts, as conditions on reports; lists use the same ones.

A promise is judged once: kept on the day on which it was fulfilled in time, broken on the day it fell
due, whatever came later. So months add up to their year.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import F, Q
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from aspirations.statistics.periods import Period
from aspirations.workflow import CLOSED, OPEN, Status

STILL_OPEN = "masih-terbuka"


class Measure(NamedTuple):
    """What is counted, in words and as a condition for a period."""

    label: Any
    keep: Callable[[Period], Q]


class PromiseOf(NamedTuple):
    """One of the separate promises: when it is due and when it was fulfilled, by columns."""

    slug: str
    label: Any
    due: str
    done: str


PROMISES = (
    PromiseOf("verifikasi", _("Verifikasi"), "verify_due_at", "verified_at"),
    PromiseOf("jawaban", _("Tanggapan pertama"), "answer_due_at", "first_answered_at"),
    PromiseOf("penyelesaian", _("Penyelesaian"), "resolve_due_at", "resolved_at"),
)


def within(column: str, period: Period) -> Q:
    """The moment lies in the period."""
    return Q(**{f"{column}__gte": period.start, f"{column}__lt": period.end})


def kept(promise: PromiseOf, period: Period) -> Q:
    """Fulfilled within the period, by its due moment."""
    return within(promise.done, period) & Q(**{f"{promise.done}__lte": F(promise.due)})


def broken(promise: PromiseOf, period: Period) -> Q:
    """Due within the period, and fulfilled later, or not at all yet."""
    late = Q(**{f"{promise.done}__isnull": True, f"{promise.due}__lt": timezone.now()})
    return within(promise.due, period) & (Q(**{f"{promise.done}__gt": F(promise.due)}) | late)


def _of_promise(promise: PromiseOf) -> dict[str, Measure]:
    return {
        f"{promise.slug}-janji": Measure(
            format_lazy("{}: {}", _("Janji ditepati atau lewat"), promise.label),
            lambda period: kept(promise, period) | broken(promise, period),
        ),
        f"{promise.slug}-ditepati": Measure(
            format_lazy("{}: {}", _("Janji ditepati"), promise.label), lambda period: kept(promise, period)
        ),
        f"{promise.slug}-lewat": Measure(
            format_lazy("{}: {}", _("Janji lewat"), promise.label), lambda period: broken(promise, period)
        ),
    }


def _rated(*steps: int) -> Callable[[Period], Q]:
    return lambda period: within("resolved_at", period) & Q(rating__in=steps)


def halves(rows: Any, at: datetime) -> tuple[Any, Any]:
    """All that was not over before a moment, in two halves without overlap, each of which an index finds.

    What has moved since then, and what is open and has stood since before. All moments of a closed report lie
    before its end, which is `status_since`.
    """
    standing = Q(status__in=sorted(OPEN), status_since__lt=at)
    return rows.filter(status_since__gte=at).order_by(), rows.filter(standing).order_by()


MEASURES: dict[str, Measure] = {
    "masuk": Measure(_("Masuk"), lambda period: within("submitted_at", period)),
    "berakhir": Measure(
        _("Berakhir"), lambda period: Q(status__in=sorted(CLOSED)) & within("status_since", period)
    ),
    # A resolved report stands where it is since then: its index is read from one day to the other.
    "selesai": Measure(
        _("Selesai"), lambda period: Q(status=Status.RESOLVED) & within("status_since", period)
    ),
    "tanpa-hasil": Measure(
        _("Berakhir tanpa penyelesaian"),
        lambda period: Q(status__in=sorted(CLOSED - {Status.RESOLVED})) & within("status_since", period),
    ),
    "terbuka": Measure(
        _("Terbuka pada akhir periode"),
        lambda period: (
            Q(submitted_at__lt=period.end) & (Q(status__in=sorted(OPEN)) | Q(status_since__gte=period.end))
        ),
    ),
    STILL_OPEN: Measure(
        _("Masih terbuka, dikirim"),
        lambda period: Q(status__in=sorted(OPEN)) & within("submitted_at", period),
    ),
    **{slug: one for promise in PROMISES for slug, one in _of_promise(promise).items()},
    "dijawab": Measure(_("Dijawab pertama kali"), lambda period: within("first_answered_at", period)),
    "disanggah": Measure(
        _("Dijawab, lalu disanggah pelapor"),
        lambda period: within("first_answered_at", period) & Q(disputed_at__isnull=False),
    ),
    "dinilai": Measure(_("Selesai dan dinilai"), _rated(1, 2, 3, 4)),
    **{
        f"nilai-{step}": Measure(format_lazy(_("Dinilai {step}"), step=step), _rated(step))
        for step in (1, 2, 3, 4)
    },
}
