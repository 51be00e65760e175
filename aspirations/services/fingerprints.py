"""Fingerprints for photos that were rendered before there were any."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.db.models import Q, QuerySet

from aspirations.media.files import derivative_path
from aspirations.media.render import WIDTHS
from aspirations.models import Photo, PhotoState

# So many pictures are copied out of storage and handed to one child.
_PIECE = 20
_SECONDS = 120


class Progress(NamedTuple):
    """Photos looked at so far, those that have a fingerprint now, and the key of the last one."""

    seen: int
    made: int
    last: int


def make_fingerprints(*, after: int = 0, most: int) -> Iterator[Progress]:
    """Looks at `most` photos behind the key `after`, oldest first; tells after each piece how far it is.

    May be stopped at any time and run again: who has a fingerprint is not looked at. Of a photo that is
    partly painted over the file from before is read; where that is gone, it has none.
    """
    seen = made = 0
    last = after
    while seen < most and (photos := list(_without(last)[: min(_PIECE, most - seen)])):
        made += _piece(photos)
        seen, last = seen + len(photos), photos[-1].pk
        yield Progress(seen, made, last)


def _without(after: int) -> QuerySet[Photo]:
    """By primary key."""
    whole = Q(boxes=[]) | ~Q(source="")
    rows = Photo.objects.filter(whole, state=PhotoState.READY, fingerprint=None, pk__gt=after)
    return rows.order_by("pk")


def _piece(photos: Sequence[Photo]) -> int:
    with tempfile.TemporaryDirectory() as folder:
        copies = {photo: Path(folder, str(photo.pk)) for photo in photos if _copy(photo, Path(folder))}
        lines = _measure(list(copies.values()))
        made = 0
        for photo, line in zip(copies, lines, strict=False):
            if line not in {"-", "?"}:
                still = Photo.objects.filter(pk=photo.pk, uuid=photo.uuid, fingerprint=None)
                made += still.update(fingerprint=int(line))
    return made


def _copy(photo: Photo, folder: Path) -> bool:
    name = str(photo.source.name) if photo.boxes else derivative_path(photo, WIDTHS[-1], "jpg")
    try:
        with default_storage.open(name) as kept, Path(folder, str(photo.pk)).open("wb") as copy:
            for chunk in File(kept).chunks():
                copy.write(chunk)
    except FileNotFoundError:
        return False
    return True


def _measure(paths: Sequence[Path]) -> list[str]:
    """What the child said of each before it ended, however it ended."""
    if not paths:
        return []
    command = [sys.executable, "-m", "aspirations.media.measure", str(settings.PHOTO_MAX_PIXELS)]
    try:
        done = subprocess.run(
            [*command, *map(str, paths)],
            capture_output=True,
            check=False,
            text=True,
            timeout=_SECONDS,
            cwd=settings.BASE_DIR,
        )
    except subprocess.TimeoutExpired:
        return []
    return done.stdout.split()
