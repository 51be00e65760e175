"""Loads what an installation starts with from data/; may run again without harm."""

import csv
import tomllib
from pathlib import Path

from django.db import transaction

from meetings.models import AgendaTemplate, FollowUpStep

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


def load_agenda_templates() -> int:
    """Agendas by name; what staff edited or switched off stays. Returns how many stand in the file."""
    entries = tomllib.loads((DATA / "agenda_templates.toml").read_text(encoding="utf-8"))["template"]
    for entry in entries:
        AgendaTemplate.objects.get_or_create(
            name=entry["name"], defaults={"kind": entry["kind"], "text": entry["text"].strip()}
        )
    return len(entries)
