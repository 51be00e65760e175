"""Loads the steps by which promises are reminded from data/; may run again without harm."""

import csv
from pathlib import Path

from django.db import transaction

from meetings.models import FollowUpStep

DATA = Path(__file__).parent / "data"


@transaction.atomic
def load_ladder() -> int:
    """Adds what is missing; what staff changed stays. Returns how many steps were added."""
    with (DATA / "promise_steps.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return sum(
        FollowUpStep.objects.get_or_create(
            slug=row["slug"], defaults={"days": int(row["days"]), "to": row["to"]}
        )[1]
        for row in rows
    )
