"""Parts of a photo that nobody may see, as fractions of its upright width and height; a leaf, pure."""

import math
from collections.abc import Iterable
from typing import Any, NamedTuple

MOST = 40
# Less is a slip of the finger.
SMALLEST = 0.005


class Box(NamedTuple):
    """Left, top, width and height, each 0 to 1."""

    x: float
    y: float
    w: float
    h: float

    def pixels(self, width: int, height: int) -> tuple[int, int, int, int]:
        """Left, top, right and bottom pixel, both ends inside, rounded outwards."""
        right, bottom = math.ceil((self.x + self.w) * width) - 1, math.ceil((self.y + self.h) * height) - 1
        return (
            math.floor(self.x * width),
            math.floor(self.y * height),
            min(right, width - 1),
            min(bottom, height - 1),
        )


def read(rows: Iterable[Any]) -> list[Box]:
    """What was stored or sent, cut to the photo. Raises ValueError for what is none, or too many."""
    found = []
    for row in rows:
        x, y, w, h = (float(value) for value in row)
        if not all(map(math.isfinite, (x, y, w, h))):
            raise ValueError("no number")
        left, top = max(x, 0.0), max(y, 0.0)
        right, bottom = min(x + w, 1.0), min(y + h, 1.0)
        if right - left < SMALLEST or bottom - top < SMALLEST:
            raise ValueError("too small")
        found.append(Box(*(round(value, 4) for value in (left, top, right - left, bottom - top))))
    if len(found) > MOST:
        raise ValueError("too many")
    return found
