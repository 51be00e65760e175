"""Photo files as phones make them, and as an enemy does."""

import io
import struct
import zlib
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

RED, GREEN = (192, 32, 32), (32, 160, 32)
HEIC = Path(__file__).parent / "data" / "foto.heic"


def heic() -> SimpleUploadedFile:
    """Red above green once it stands upright; see data/README.md."""
    return SimpleUploadedFile("IMG_0412.HEIC", HEIC.read_bytes(), content_type="image/heic")


def heic_claiming(width: int, height: int) -> bytes:
    """The HEIC photo with another size in its header."""
    data = HEIC.read_bytes()
    at = data.index(b"ispe") + 8
    return data[:at] + struct.pack(">II", width, height) + data[at + 8 :]


def heic_that_crashes() -> bytes:
    """The HEIC photo with an item of a nameless kind, on which pi-heif 1.4.0 ends in a crash."""
    return HEIC.read_bytes().replace(b"Exif", b"\xffxif", 1)


def phone_photo(
    orientation: int = 6, size: tuple[int, int] = (96, 64), fmt: str = "JPEG"
) -> SimpleUploadedFile:
    """Stored lying (96 × 64), red left and green right, with maker, time, GPS position, comment and XMP."""
    image = Image.new("RGB", (96, 64), GREEN)
    image.paste(RED, (0, 0, 48, 64))
    exif = Image.Exif()
    exif[0x0112], exif[0x010F], exif[0x0132] = orientation, "Telepon", "2026:06:08 09:00:00"
    exif.get_ifd(0x8825).update({1: "S", 2: (2.0, 36.0, 0.0), 3: "E", 4: (105.0, 3.0, 0.0)})
    options: dict[str, Any] = {"exif": exif, "xmp": b"<x:xmpmeta>Suparno</x:xmpmeta>", "quality": 95}
    if fmt == "JPEG":
        options["comment"] = b"Rumah Suparno"
    buffer = io.BytesIO()
    image.save(buffer, fmt, **options)
    return SimpleUploadedFile(f"Rumah Suparno.{fmt.lower()}", buffer.getvalue())


def pixel_bomb(width: int, height: int) -> SimpleUploadedFile:
    """A PNG of a few bytes whose header promises so many pixels."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    data = (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b""))
        + chunk(b"IEND", b"")
    )
    return SimpleUploadedFile("bom.png", data)


def scan_bomb(scans: int, size: tuple[int, int] = (64, 48)) -> bytes:
    """A progressive JPEG whose last scan is told over and over, each a walk over all pixels."""
    buffer = io.BytesIO()
    Image.new("L", size, 128).save(buffer, "JPEG", progressive=True)
    data, end = buffer.getvalue()[:-2], b"\xff\xd9"
    last = data[data.rindex(b"\xff\xda") :]
    return data + last * (scans - data.count(b"\xff\xda")) + end
