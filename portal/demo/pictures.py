"""Drawn pictures for the demo: real photo files, but of nobody and nowhere."""

import io

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

_SIZE = (1600, 1200)
_SKY, _WATER, _WOOD, _EARTH, _GREEN = "#bfdce6", "#8a9a74", "#7a5230", "#a58455", "#5f8f4a"


def draw(name: str) -> ContentFile:
    """A JPEG of the subject; names end in -fixed for the state after the repair."""
    subject, __, fixed = name.partition("-")
    image = Image.new("RGB", _SIZE, _SKY)
    pen = ImageDraw.Draw(image)
    pen.rectangle([0, 560, 1600, 1200], fill=_GREEN)
    {"bridge": _bridge, "roof": _roof, "dike": _dike, "pier": _pier}[subject](pen, bool(fixed))
    pen.rectangle([0, 1140, 1600, 1200], fill="#22302e")
    pen.text((24, 1152), f"Gambar contoh: {subject}", fill="white", font_size=34)
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=85)
    return ContentFile(buffer.getvalue(), name=f"{name}.jpg")


def _bridge(pen: ImageDraw.ImageDraw, fixed: bool) -> None:
    pen.rectangle([0, 800, 1600, 1200], fill=_WATER)
    for x in (250, 800, 1350):
        pen.rectangle([x - 25, 700, x + 25, 1100], fill="#4c3420")
    for plank in range(20):
        if fixed or plank not in {7, 8, 13}:
            tilt = 0 if fixed or plank % 5 else 18
            pen.polygon(
                [
                    (plank * 80, 640 + tilt),
                    (plank * 80 + 70, 640),
                    (plank * 80 + 70, 700),
                    (plank * 80, 700 + tilt),
                ],
                fill=_WOOD,
            )
    if fixed:
        pen.line([(0, 520), (1600, 520)], fill=_WOOD, width=18)
        for x in range(40, 1600, 160):
            pen.line([(x, 520), (x, 640)], fill=_WOOD, width=12)


def _roof(pen: ImageDraw.ImageDraw, fixed: bool) -> None:
    pen.rectangle([300, 560, 1300, 1000], fill="#eadfc4")
    pen.polygon([(240, 560), (800, 240), (1360, 560)], fill="#9c4a32")
    if not fixed:
        for x, y in ((620, 430), (850, 370), (980, 480)):
            pen.ellipse([x, y, x + 110, y + 70], fill="#2b2b2b")
    for x in (400, 720, 1040):
        pen.rectangle([x, 680, x + 160, 860], fill="#6d8fa0")


def _dike(pen: ImageDraw.ImageDraw, fixed: bool) -> None:
    pen.rectangle([0, 560, 700, 1200], fill=_WATER)
    pen.polygon([(620, 1200), (700, 560), (860, 560), (960, 1200)], fill=_EARTH)
    if not fixed:
        pen.polygon([(640, 900), (690, 820), (900, 860), (930, 980), (650, 990)], fill=_WATER)


def _pier(pen: ImageDraw.ImageDraw, fixed: bool) -> None:
    pen.rectangle([0, 620, 1600, 1200], fill=_WATER)
    pen.rectangle([200, 700, 1200, 760], fill=_WOOD)
    for index, x in enumerate(range(240, 1200, 180)):
        lean = 0 if fixed or index != 3 else 90
        pen.line([(x, 760), (x + lean, 1120)], fill="#4c3420", width=34)
