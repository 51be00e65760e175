"""Fingerprints of pictures that were rendered before there were any, in a confined process of its own.

Run as `python -m aspirations.media.measure MAX_PIXELS FILE...`; prints a line for each file: its fingerprint,
"-" for a picture too even to have one, "?" for one that cannot be read.
"""

import sys

from PIL import Image

from aspirations.media import probe
from aspirations.media.fingerprint import fingerprint

CPU_SECONDS = 60
_FAULTS = (OSError, ValueError, SyntaxError, ArithmeticError, MemoryError, EOFError, RuntimeError)


def measure(path: str, max_pixels: int) -> str:
    """One line of the answer."""
    try:
        with Image.open(path, formats=("JPEG",)) as image:
            if image.width * image.height > max_pixels:
                return "?"
            bits = fingerprint(image)
    except (*_FAULTS, Image.DecompressionBombError):
        return "?"
    return "-" if bits is None else str(bits)


def main() -> None:
    """Limits first, then the files."""
    probe.confine(CPU_SECONDS)
    most, *paths = sys.argv[1:]
    Image.MAX_IMAGE_PIXELS = int(most)
    for path in paths:
        sys.stdout.write(f"{measure(path, int(most))}\n")


if __name__ == "__main__":
    main()
