"""Makes what pages show of one photo, in a process of its own with a cap on memory and time.

Run as `python -m aspirations.media.render SOURCE FOLDER MAX_PIXELS [BOXES]`; writes WIDTH.webp and WIDTH.jpg
and prints "width height fingerprint" ("-" for none). A hostile file can at worst end this process.
"""

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw, ImageOps

from aspirations.media import boxes, probe
from aspirations.media.fingerprint import fingerprint

WIDTHS = (320, 960, 1920)
FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")
INK = (20, 20, 20)
CPU_SECONDS = 60
# What this process answers where the file is at fault (EX_DATAERR of sysexits.h).
UNREADABLE = 65


def render(
    source: Path, folder: Path, max_pixels: int, hidden: Sequence[boxes.Box] = ()
) -> tuple[int, int, int | None]:
    """Upright, re-encoded, without metadata, in the widths that pages use; never enlarged.

    What is `hidden` is painted over before anything is scaled, so that no size lets it shine through.

    Returns width, height and fingerprint of the largest; every width is written, so that pages need not
    ask.
    """
    Image.MAX_IMAGE_PIXELS = max_pixels
    with Image.open(source, formats=FORMATS) as opened:
        if opened.width * opened.height > max_pixels:
            raise ValueError("too many pixels")
        opened.draft("RGB", (WIDTHS[-1], WIDTHS[-1]))
        upright = ImageOps.exif_transpose(opened)
        flat = _flatten(upright)
    draw = ImageDraw.Draw(flat)
    for box in hidden:
        draw.rectangle(box.pixels(*flat.size), fill=INK)
    for width in reversed(WIDTHS):
        flat.thumbnail((width, width * 4), Image.Resampling.LANCZOS)
        flat.save(folder / f"{width}.webp", quality=72, method=4)
        flat.save(folder / f"{width}.jpg", quality=78, optimize=True, progressive=True)
        if width == WIDTHS[-1]:
            size, bits = flat.size, fingerprint(flat)
    return *size, bits


def _flatten(image: Image.Image) -> Image.Image:
    """RGB on white; a new image, so that no metadata comes along."""
    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        image = image.convert("RGBA")
        white = Image.new("RGB", image.size, "white")
        white.paste(image, mask=image.getchannel("A"))
        return white
    clean = Image.new("RGB", image.size)
    clean.paste(image.convert("RGB"))
    return clean


def main() -> None:
    """Limits first, then the file."""
    probe.confine(CPU_SECONDS)
    probe.open_heif()
    source, folder, max_pixels, *rows = sys.argv[1:]
    try:
        hidden = boxes.read(json.loads(rows[0])) if rows else []
        width, height, bits = render(Path(source), Path(folder), int(max_pixels), hidden)
    except OSError as error:
        # A decoder's complaint has no number; a full disk has one, and is no fault of the file.
        if error.errno is not None:
            raise
        sys.exit(UNREADABLE)
    except (ValueError, SyntaxError, ArithmeticError, MemoryError, EOFError, RuntimeError):
        sys.exit(UNREADABLE)
    except Image.DecompressionBombError:
        sys.exit(UNREADABLE)
    sys.stdout.write(f"{width} {height} {'-' if bits is None else bits}")


if __name__ == "__main__":
    main()
