"""Receipt numbers such as AS-2026-00412: kecamatan, year, count; neither gaps nor doubles."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from django.db import connection
from django.utils import timezone

from government.models import Region


def next_number(village: Region, at: datetime) -> str:
    """The kecamatan's next number of the year; see `next_numbers`."""
    return next_numbers([(village, at)])[0]


def next_numbers(places: Sequence[tuple[Region, datetime]]) -> list[str]:
    """A number for each village and moment, in that order; one statement for each kecamatan and year.

    Raises ValueError for a village outside activated districts. The counters' rows are locked until the
    reports are written, so this must run in their transaction.
    """
    keys = [(_district(village), _year(village, at)) for village, at in places]
    wanted = Counter((district.pk, year) for district, year in keys)
    # In one order for all, so that two who need the same counters wait and do not block each other.
    last = {key: _advance(*key, count) - count for key, count in sorted(wanted.items())}
    numbers = []
    for district, year in keys:
        last[district.pk, year] += 1
        numbers.append(f"{district.receipt_prefix}-{year}-{last[district.pk, year]:05d}")
    return numbers


def _district(village: Region) -> Region:
    district = village.parent
    if district is None or not district.receipt_prefix:
        raise ValueError(f"{village.code} is not in an activated district")
    return district


def _year(village: Region, at: datetime) -> int:
    return timezone.localtime(at, _district(village).zone).year


def _advance(district: str, year: int, count: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO aspirations_receiptcounter (district_id, year, last) VALUES (%s, %s, %s)"
            " ON CONFLICT (district_id, year)"
            " DO UPDATE SET last = aspirations_receiptcounter.last + excluded.last RETURNING last",
            [district, year, count],
        )
        return int(cursor.fetchone()[0])
