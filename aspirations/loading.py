"""Loads the response templates and other systems that an installation starts with."""

import tomllib
from pathlib import Path

from aspirations.models import ReferenceSystem, ResponseTemplate

_FILE = Path(__file__).parent / "data" / "responses.toml"
_SYSTEMS = Path(__file__).parent / "data" / "systems.txt"


def load_responses() -> int:
    """New ones by name; what staff edited or switched off stays. Returns how many stand in the file."""
    entries = tomllib.loads(_FILE.read_text(encoding="utf-8"))["response"]
    for position, entry in enumerate(entries):
        ResponseTemplate.objects.get_or_create(
            name=entry["name"],
            defaults={"step": entry["step"], "text": entry["text"], "position": position},
        )
    return len(entries)


def load_systems() -> int:
    """Other systems by name; what staff switched off stays. Returns how many stand in the file."""
    names = _SYSTEMS.read_text(encoding="utf-8").splitlines()
    for name in names:
        ReferenceSystem.objects.get_or_create(name=name)
    return len(names)
