"""The process in which a stranger's photo is first opened; libheif was seen to crash on damaged files.

Run as `python probe.py MAX_PIXELS` with the file on standard input; prints "width height". It imports nothing
of ours and of Pillow only what the file needs, because somebody waits for each start.
"""

import io
import os
import re
import sys

MEMORY_BYTES = 1536 * 1024 * 1024
NO_PHOTO, TOO_LARGE = 2, 3
# CPU time; a HEIC must be decoded whole to find that it is torn.
SECONDS, HEIF_SECONDS = 5, 20
# Cameras write one scan, progressive encoders ten or so; each costs the decoder a walk over all pixels.
MOST_SCANS = 40
# Enough to find a torn JPEG: it is read at an eighth of its size.
PREVIEW = (256, 256)
_START_OF_SCAN, _END_OF_IMAGE = 0xDA, 0xD9
_MARKER = re.compile(rb"\xff[^\x00\x01\xd0-\xd7\xff]")


def confine(cpu_seconds: int) -> None:
    """Caps this process and lets pages go first."""
    import resource  # noqa: PLC0415 -- only where it is used: the codes above are read everywhere

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    # The soft limit ends it by SIGXCPU, which tells this from a kill by somebody else.
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 5))
    # A crash must not leave the photo behind in a core file.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(10)


def open_heif() -> None:
    """Lets Pillow open HEIC in this process."""
    import pi_heif  # noqa: PLC0415 -- slow to load, and few photos are HEIC

    pi_heif.register_heif_opener()


def is_heif(head: bytes) -> bool:
    """Whether a file that begins so is of the family of HEIC, by its first box; MP4 and AVIF are too."""
    return head[4:8] == b"ftyp"


def scans(jpeg: bytes) -> int:
    """How often a decoder would walk over all pixels, up to where it stops reading."""
    count = at = 0
    while found := _MARKER.search(jpeg, at):
        marker, at = jpeg[found.end() - 1], found.end()
        if marker == _END_OF_IMAGE:
            break
        if marker != 0xD8:
            count += marker == _START_OF_SCAN
            at += int.from_bytes(jpeg[at : at + 2], "big")
    return count


def measure(data: bytes, max_pixels: int) -> tuple[int, int] | int:
    """Width and height, or what is wrong: NO_PHOTO, TOO_LARGE. Raises anything for a damaged file.

    Of a PNG the checksums are read, of a WebP the frame's lengths, and no pixels: those say whether it is
    torn, and a few bytes can stand for millions of pixels.
    """
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 -- after the limits

    Image.MAX_IMAGE_PIXELS = None  # counted here
    formats = ("HEIF",) if is_heif(data[:12]) else ("JPEG", "PNG", "WEBP")
    try:
        image = Image.open(io.BytesIO(data), formats=formats)
    except UnidentifiedImageError:
        return NO_PHOTO
    width, height = image.size
    if width * height > max_pixels:
        return TOO_LARGE
    if image.format == "JPEG":
        if scans(data) > MOST_SCANS:
            raise ValueError("too many scans")
        image.draft("RGB", PREVIEW)
    if image.format in {"JPEG", "HEIF"}:
        image.load()
    else:
        image.verify()
    return width, height


def main() -> int:
    """The exit code says what is wrong; any but ours, a crash included, means damaged."""
    data = sys.stdin.buffer.read()
    heif = is_heif(data[:12])
    confine(HEIF_SECONDS if heif else SECONDS)
    if heif:
        open_heif()
    measured = measure(data, int(sys.argv[1]))
    if isinstance(measured, int):
        return measured
    sys.stdout.write("{} {}".format(*measured))
    return 0


if __name__ == "__main__":
    sys.exit(main())
