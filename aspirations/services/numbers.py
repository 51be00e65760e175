"""Receipt numbers such as AS-2026-00412: kecamatan, year, count; neither gaps nor doubles.

A report about the kecamatan itself is counted by the kabupaten, or the gap would tell that there is one.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from django.db import connection
from django.utils import timezone

from aspirations.conflicts import DISTRICT, lowest_reader
from government.loading import give_prefix
from government.models import Region


def next_number(village: Region, at: datetime, *, concerns: str = "") -> str:
    """The next number of the year for a report from there about these; see `next_numbers`."""
    by_regency = lowest_reader(concerns) < DISTRICT
    return next_numbers([(village, at)], by_regency=by_regency)[0]


def next_numbers(places: Sequence[tuple[Region, datetime]], *, by_regency: bool = False) -> list[str]:
    """A number for each village and moment, in that order; one statement for each kecamatan and year.

    With `by_regency` the kabupaten counts.

    Raises ValueError for a village outside activated districts. The counters' rows are locked until the
    reports are written, so this must run in their transaction.
    """
    counts = _regency if by_regency else _district
    keys = [(counts(village), _year(village, at)) for village, at in places]
    wanted = Counter((region.pk, year) for region, year in keys)
    # In one order for all, so that two who need the same counters wait and do not block each other.
    last = {key: _advance(*key, count) - count for key, count in sorted(wanted.items())}
    numbers = []
    for region, year in keys:
        last[region.pk, year] += 1
        numbers.append(f"{region.receipt_prefix}-{year}-{last[region.pk, year]:05d}")
    return numbers


def next_dispatch_number(village: Region, at: datetime, *, concerns: str = "") -> str:
    """The number of a disposisi such as AS-D-2026-00012, counted like receipts but apart from them."""
    counts = _regency if lowest_reader(concerns) < DISTRICT else _district
    region, year = counts(village), _year(village, at)
    count = _advance(region.pk, year, 1, table="aspirations_dispatchcounter")
    return f"{region.receipt_prefix}-D-{year}-{count:05d}"


def _district(village: Region) -> Region:
    district = village.parent
    if district is None or not district.receipt_prefix:
        raise ValueError(f"{village.code} is not in an activated district")
    return district


def _regency(village: Region) -> Region:
    regency = _district(village).parent
    if regency is None:
        raise ValueError(f"{village.code} is in no regency")
    return regency if regency.receipt_prefix else give_prefix(regency)


def _year(village: Region, at: datetime) -> int:
    return timezone.localtime(at, _district(village).zone).year


def _advance(district: str, year: int, count: int, *, table: str = "aspirations_receiptcounter") -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} AS counter (district_id, year, last) VALUES (%s, %s, %s)"  # noqa: S608
            " ON CONFLICT (district_id, year)"
            " DO UPDATE SET last = counter.last + excluded.last RETURNING last",
            [district, year, count],
        )
        return int(cursor.fetchone()[0])
