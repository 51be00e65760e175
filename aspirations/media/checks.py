"""Decides at the form's field whether a file is a photo we can use."""

import warnings
from typing import IO

from django.conf import settings
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from aspirations.media import heif

FORMATS = ("JPEG", "PNG", "WEBP")
# Enough to find a torn file; a JPEG is read at an eighth of its size.
PROBE = (256, 256)


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
    file.seek(0)
    try:
        return _measure(file)
    except UnidentifiedImageError:
        raise PhotoRefused(_("Berkas ini bukan foto JPEG, PNG, WebP, atau HEIC.")) from None
    except Image.DecompressionBombError:
        raise PhotoRefused(_("Ukuran gambar terlalu besar. Kecilkan dulu, lalu kirim lagi.")) from None
    except (OSError, ValueError, SyntaxError, ArithmeticError, MemoryError, EOFError, RuntimeError) as error:
        # Pillow's decoders raise all of these for a damaged file.
        raise PhotoRefused(_("Foto ini rusak atau terpotong. Pilih foto lain.")) from error
    finally:
        file.seek(0)


def _measure(file: IO[bytes]) -> tuple[int, int]:
    head = file.read(12)
    file.seek(0)
    if heif.is_heif(head):
        return heif.measure(file.read(), settings.PHOTO_MAX_PIXELS)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with Image.open(file, formats=FORMATS) as image:
            width, height = image.size
            if width * height > settings.PHOTO_MAX_PIXELS:
                raise Image.DecompressionBombError("too many pixels")
            image.draft("RGB", PROBE)
            image.load()
    return width, height
