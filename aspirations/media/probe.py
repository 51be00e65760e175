"""The process in which HEIC is opened; see heif.

Run as `python -m aspirations.media.probe MAX_PIXELS` with the file on standard input; prints "width height".
"""

import io
import resource
import sys

import pi_heif
from PIL import Image, UnidentifiedImageError

from aspirations.media.heif import NO_PHOTO, SECONDS, TOO_LARGE

MEMORY_BYTES = 1536 * 1024 * 1024


def confine(cpu_seconds: int) -> None:
    """Caps this process and lets Pillow open HEIC in it."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds))
    # A crash must not leave the photo behind in a core file.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    pi_heif.register_heif_opener()


def main() -> int:
    """The exit code says what is wrong; any but those of heif, a crash included, means damaged."""
    confine(SECONDS)
    try:
        with Image.open(io.BytesIO(sys.stdin.buffer.read()), formats=("HEIF",)) as image:
            if image.width * image.height > int(sys.argv[1]):
                return TOO_LARGE
            image.load()
            sys.stdout.write(f"{image.width} {image.height}")
    except UnidentifiedImageError:
        return NO_PHOTO
    return 0


if __name__ == "__main__":
    sys.exit(main())
