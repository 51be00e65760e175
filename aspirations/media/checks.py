"""Decides at the form's field whether a file is a photo we can use; another process opens it (see probe)."""

import subprocess
import sys
from threading import BoundedSemaphore
from typing import IO

from django.conf import settings
from django.utils.translation import gettext as _

from aspirations.media import probe

PATIENCE_SECONDS = 60
# Each may take probe.MEMORY_BYTES.
_GATE = BoundedSemaphore(2)


class PhotoRefused(ValueError):
    """The file cannot be taken; the message is a sentence for the sender."""


def check(file: IO[bytes], size: int) -> tuple[int, int]:
    """Width and height of the photo in `file` of `size` bytes.

    Raises PhotoRefused for what is too large, is no photo, or is torn. The pixels are counted in the header
    before anything is decoded.
    """
    if size > settings.PHOTO_MAX_BYTES:
        limit = settings.PHOTO_MAX_BYTES // (1024 * 1024)
        raise PhotoRefused(_("Foto terlalu besar. Paling besar %(limit)d MB.") % {"limit": limit})
    code, out = _probe(file)
    if code == probe.NO_PHOTO:
        raise PhotoRefused(_("Berkas ini bukan foto JPEG, PNG, WebP, atau HEIC."))
    if code == probe.TOO_LARGE:
        raise PhotoRefused(_("Ukuran gambar terlalu besar. Kecilkan dulu, lalu kirim lagi."))
    if code != 0:
        raise PhotoRefused(_("Foto ini rusak atau terpotong. Pilih foto lain."))
    width, height = map(int, out.split())
    return width, height


def _probe(file: IO[bytes]) -> tuple[int | None, bytes]:
    """Exit code and output; no code where it took too long."""
    # -P: its folder holds modules of ours, which must not stand in for others.
    command = [sys.executable, "-P", probe.__file__, str(settings.PHOTO_MAX_PIXELS)]
    with _GATE:
        file.seek(0)
        try:
            done = subprocess.run(
                command, input=file.read(), capture_output=True, check=False, timeout=PATIENCE_SECONDS
            )
        except subprocess.TimeoutExpired:
            return None, b""
        finally:
            file.seek(0)
    return done.returncode, done.stdout
