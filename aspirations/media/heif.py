"""HEIC is opened only in a process of its own (probe): libheif was seen to crash on damaged files."""

import subprocess
import sys
from pathlib import Path

from PIL import Image, UnidentifiedImageError

SECONDS = 20
NO_PHOTO, TOO_LARGE = 2, 3
_ROOT = Path(__file__).resolve().parent.parent.parent


def is_heif(head: bytes) -> bool:
    """Whether a file that begins so is of the family of HEIC, by its first box; MP4 and AVIF are too."""
    return head[4:8] == b"ftyp"


def measure(data: bytes, max_pixels: int) -> tuple[int, int]:
    """Width and height of a HEIC photo that can be decoded.

    Raises UnidentifiedImageError for another kind of file, Image.DecompressionBombError for too many pixels,
    OSError for what is damaged.
    """
    command = [sys.executable, "-m", "aspirations.media.probe", str(max_pixels)]
    try:
        done = subprocess.run(
            command, input=data, capture_output=True, check=False, timeout=2 * SECONDS, cwd=_ROOT
        )
    except subprocess.TimeoutExpired:
        raise OSError("took too long") from None
    if done.returncode == NO_PHOTO:
        raise UnidentifiedImageError("no HEIC photo")
    if done.returncode == TOO_LARGE:
        raise Image.DecompressionBombError("too many pixels")
    if done.returncode != 0:
        raise OSError("cannot be decoded")
    width, height = map(int, done.stdout.split())
    return width, height
