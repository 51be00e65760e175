"""What of a photo lies in storage, and how the worker makes it; for every kind of row that has a photo."""

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple, Protocol
from uuid import UUID

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from PIL import Image

from aspirations.media.fingerprint import fingerprint
from aspirations.media.render import UNREADABLE, WIDTHS

RENDER_SECONDS = 120
# Said by the child, or ended by its CPU limit or by a decoder that crashed on the file.
_FAULT_OF_THE_FILE = {UNREADABLE, -signal.SIGXCPU, -signal.SIGSEGV, -signal.SIGABRT, -signal.SIGBUS}


class Filed(Protocol):
    """A row with a photo: under which folder of the storage, and as what."""

    folder: Any
    uuid: Any


class Made(NamedTuple):
    """Width, height and fingerprint of the largest derivative."""

    width: int
    height: int
    fingerprint: int | None


class RenderingFailed(Exception):
    """Through no fault of the file: a full disk, a kill from outside. Another try may succeed."""


def path_of(folder: str, uuid: UUID, name: str) -> str:
    """A name made by the server; nothing of the sender's file name is kept."""
    return f"{folder}/{uuid.hex[:2]}/{uuid.hex}/{name}"


def derivative_path(photo: Filed, width: int, extension: str) -> str:
    """Where a derivative lies in storage."""
    return path_of(photo.folder, photo.uuid, f"{width}.{extension}")


def derivative_names(photo: Filed) -> list[str]:
    """All of them."""
    return [derivative_path(photo, width, extension) for width in WIDTHS for extension in ("webp", "jpg")]


def store_originals(photos: Sequence[Any], files: Sequence[Any]) -> None:
    """Gives rows that are not saved yet their files, which outlast a power cut from here on."""
    for photo, file in zip(photos, files, strict=True):
        photo.original.save("original", file, save=False)
        _settle(str(photo.original.name))


def _settle(name: str) -> None:
    try:
        path = default_storage.path(name)
    except NotImplementedError:
        # Storage on another machine answers only when it holds the file.
        return
    with Path(path).open("rb") as file:
        os.fsync(file.fileno())


def forget_originals(photos: Sequence[Any]) -> None:
    """Of rows that were not saved after all."""
    delete_files([str(photo.original.name) for photo in photos if photo.original])


def make(photo: Filed, name: str, boxes: Sequence[Any] = ()) -> Made | None:
    """Makes the derivatives from the stored file `name`, with `boxes` painted over; safe to run twice.

    Where that file is gone but they all stand, they are measured: a backup may hold the row from before it
    was rendered, and the files from after. None for what no retry makes readable. Raises RenderingFailed.
    """
    if not name or not default_storage.exists(name):
        return _measured(photo)
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "source")
        with default_storage.open(name) as original, source.open("wb") as copy:
            for chunk in File(original).chunks():
                copy.write(chunk)
        made = _render(source, Path(folder), boxes)
        if made is None:
            return None
        for width in WIDTHS:
            for extension in ("webp", "jpg"):
                _replace(derivative_path(photo, width, extension), Path(folder, f"{width}.{extension}"))
    return made


def _measured(photo: Filed) -> Made | None:
    if not all(default_storage.exists(name) for name in derivative_names(photo)):
        return None
    with default_storage.open(derivative_path(photo, WIDTHS[-1], "jpg")) as file, Image.open(file) as image:
        return Made(*image.size, fingerprint(image))


def _render(source: Path, folder: Path, boxes: Sequence[Any]) -> Made | None:
    command = [sys.executable, "-m", "aspirations.media.render", str(source), str(folder)]
    try:
        done = subprocess.run(
            [*command, str(settings.PHOTO_MAX_PIXELS), *([json.dumps(boxes)] if boxes else [])],
            capture_output=True,
            check=True,
            text=True,
            timeout=RENDER_SECONDS,
            cwd=settings.BASE_DIR,
        )
    except subprocess.CalledProcessError as failure:
        if failure.returncode in _FAULT_OF_THE_FILE:
            return None
        raise RenderingFailed(f"exit {failure.returncode}") from None
    except subprocess.TimeoutExpired:
        raise RenderingFailed(f"not done in {RENDER_SECONDS} s") from None
    width, height, bits = done.stdout.split()
    return Made(int(width), int(height), None if bits == "-" else int(bits))


def _replace(name: str, path: Path) -> None:
    # A job that died half-way left this name behind; storage would invent another one.
    if default_storage.exists(name):
        default_storage.delete(name)
    with path.open("rb") as file:
        default_storage.save(name, File(file))


def delete_files(names: Sequence[str]) -> None:
    """What is not there is no error."""
    for name in names:
        default_storage.delete(name)
