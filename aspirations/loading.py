"""Loads the response templates that an installation starts with."""

import tomllib
from pathlib import Path

from aspirations.models import ResponseTemplate

_FILE = Path(__file__).parent / "data" / "responses.toml"


def load_responses() -> int:
    """New ones by name; what staff edited or switched off stays. Returns how many stand in the file."""
    entries = tomllib.loads(_FILE.read_text(encoding="utf-8"))["response"]
    for position, entry in enumerate(entries):
        ResponseTemplate.objects.get_or_create(
            name=entry["name"],
            defaults={"step": entry["step"], "text": entry["text"], "position": position},
        )
    return len(entries)
