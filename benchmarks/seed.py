"""The data of a benchmark: kecamatan Air Salek with its staff and made reports."""

import sys
from functools import partial
from typing import Any

from django.core.management import call_command
from django.db import connection
from tqdm import tqdm

from aspirations.models import Aspiration
from government.models import Region
from portal.demo.accounts import create_accounts
from portal.demo.generator import YEARS, make

DISTRICT = "16.07.14"


def seed(count: int, days: int = 0) -> None:
    """Fills the database up to `count` reports of the last days, or of five years; once."""
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    if not Region.objects.filter(code=DISTRICT).exists():
        call_command("load_regions", verbosity=0)
        call_command("activate_region", DISTRICT, verbosity=0, stdout=sys.stderr)
        call_command("load_reference", verbosity=0, stdout=sys.stderr)
        create_accounts()
    there = Aspiration.objects.count()
    if there < count:
        # Another seed where an earlier run was interrupted.
        bar = partial(_bar, total=count - there)
        make(count - there, seed=there + 1, days=days or YEARS * 365, progress=bar)
        with connection.cursor() as cursor:
            # As autovacuum would: pages all visible, pending index entries merged.
            cursor.execute("VACUUM (ANALYZE)")


def _bar(rows: Any, total: int) -> Any:
    return tqdm(rows, total=total, unit=" reports", desc="seeding")
