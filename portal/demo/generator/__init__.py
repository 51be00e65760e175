"""Many reports that look like real ones, for benchmarks and for seeing how pages behave when they are full.

Photos are left out: a row without a file would be a broken picture on every page that shows it.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice
from random import Random

from django.db import transaction
from django.utils import timezone

from aspirations import receipts
from aspirations.models import Aspiration
from portal.demo.generator.reference import CannotMake, Reference, Village, read
from portal.demo.generator.reports import Maker, token
from portal.demo.generator.rhythm import draw_moments
from portal.demo.generator.writing import Writing, analyze, number_dispatches, reserve_ids, reserve_numbers

__all__ = ["CannotMake", "make"]

YEARS = 5
_BATCH = 2_000

Drawn = tuple[datetime, Village]


def make(
    count: int,
    *,
    seed: int,
    until: datetime | None = None,
    days: int = YEARS * 365,
    progress: Callable[[Iterable[Drawn]], Iterable[Drawn]] = iter,
) -> int:
    """Writes `count` reports of the last `days` up to `until` (the beginning of today); returns how many.

    The same seed, count, days and `until` make the same reports; a seed serves an installation once. Each
    batch is a transaction: what was written before an interruption stays. Raises CannotMake.
    """
    if count < 1:
        raise CannotMake("Jumlah laporan harus lebih dari nol.")
    until = until or timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    reference = read()
    if Aspiration.objects.filter(token_hash=receipts.digest(token(seed, 0))).exists():
        raise CannotMake(f"Bibit {seed} sudah dipakai di sini; pilih --seed lain.")
    dice = Random(seed)  # noqa: S311 -- demo data
    maker = Maker(dice, reference, seed, until)
    with Writing() as writing:
        drawn = iter(progress(draw(dice, reference, count, until, days)))
        while batch := list(islice(drawn, _BATCH)):
            _write(batch, maker, writing)
    analyze()
    return count


def draw(
    dice: Random, reference: Reference, count: int, until: datetime, days: int = YEARS * 365
) -> Iterator[Drawn]:
    """When and in which village each report is written, the oldest first."""
    first = until.date() - timedelta(days=days)
    for at in draw_moments(dice, count, first, days, reference.villages[0].calendar.zone):
        yield at, dice.choice(reference.villages)


@transaction.atomic
def _write(batch: list[Drawn], maker: Maker, writing: Writing) -> None:
    numbers, ids = reserve_numbers(batch), reserve_ids(len(batch))
    rows = zip(ids, numbers, batch, strict=True)
    made = [maker.make(pk, number, at, village) for pk, number, (at, village) in rows]
    sent = zip(made, batch, strict=True)
    number_dispatches([(row, village) for one, (__, village) in sent for row in one.dispatches])
    writing.write(made)
