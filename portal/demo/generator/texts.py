"""Texts like those of villagers, as counted in 12,530 real complaints; pure but for the dice it is given.

Counted there: median length 204 characters, 95th percentile 977, longest 8,471; a number of 16 digits in 274
and a mobile number in 260; and how often each abbreviation occurs.
"""

import math
import re
import tomllib
from collections import Counter
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

COUNTED = 12_530
MEDIAN, LONGEST = 204, 8_471
# 977 is 1.645 standard deviations above the median of a normal distribution of logarithms.
SIGMA = math.log(977 / MEDIAN) / 1.645
SHORTEST = 15  # the form asks for as much
IDENTITY_NUMBERS, MOBILE_NUMBERS = 274, 260
ABBREVIATIONS: dict[str, dict[str, int]] = {
    "yang": {"yg": 5_884},
    "bapak": {"pak": 2_184},
    "saya": {"sy": 1_523},
    "jalan": {"jl": 1_484, "jln": 331},
    "tidak": {"tdk": 1_283, "gak": 535, "gk": 224, "ga": 197},
    "sudah": {"sdh": 1_187},
    "untuk": {"utk": 815},
    "karena": {"krn": 654},
    "belum": {"blm": 447},
    "dengan": {"dgn": 440},
}

_FOLDER = Path(__file__).parent
_WORD = re.compile(r"\b(?:" + "|".join(ABBREVIATIONS) + r")\b", re.IGNORECASE)
_SAMPLE = 3_000
# Some abbreviate at every chance and some never; the mean is one.
_HABITS = (0.3, 0.7, 1.0, 1.4, 1.6)


@cache
def subjects() -> dict[str, dict[str, Any]]:
    """Weight, cores and details by the category's slug."""
    return tomllib.loads((_FOLDER / "subjects.toml").read_text(encoding="utf-8"))["subject"]


@cache
def sentences() -> dict[str, list[str]]:
    """General sentences, and what the office writes at each step."""
    return tomllib.loads((_FOLDER / "sentences.toml").read_text(encoding="utf-8"))


def draw_place(dice: Random, village: str) -> dict[str, str]:
    """What fills the slots of a sentence."""
    return {
        "desa": village,
        "jalur": f"Jalur {dice.randint(1, 14)}",
        "patokan": dice.choice(
            ("Jembatan I", "Jembatan II", "masjid", "SD negeri", "balai desa", "pasar", "dermaga", "pustu")
        ),
        "rt": f"RT {dice.randint(1, 12)}",
        "lama": dice.choice(("dua minggu", "sebulan", "tiga bulan", "setengah tahun", "setahun")),
        "jumlah": str(dice.randint(2, 60)),
    }


def draw_length(dice: Random) -> int:
    """Characters of a text, log-normal between SHORTEST and LONGEST."""
    return int(min(max(math.exp(dice.gauss(math.log(MEDIAN), SIGMA)), SHORTEST), LONGEST - 100))


class Writer:
    """Composes texts; the chance of each abbreviation is set by how often our sentences hold its word."""

    def __init__(self) -> None:
        self._chances: dict[str, list[tuple[str, float]]] = {}
        self._chances = _chances(_count_words(self))

    def write(self, dice: Random, slug: str, place: dict[str, str]) -> str:
        """One text about a subject."""
        private = _personal_data(dice)
        length = max(draw_length(dice) - len(private), SHORTEST)
        habit = dice.choice(_HABITS)
        text = self._compose(dice, slug, place, length, habit)
        return _voice(dice, f"{text} {private}".strip())

    def _compose(self, dice: Random, slug: str, place: dict[str, str], length: int, habit: float) -> str:
        """Sentences up to the end that is nearest to the length."""
        subject = subjects()[slug]
        pool = subject["details"] + sentences()["general"]
        between = "\n" if dice.random() < 0.08 else " "
        before, text = "", self._abbreviate(dice, dice.choice(subject["cores"]).format_map(place), habit)
        while len(text) < length:
            for sentence in dice.sample(pool, min(len(pool), 2 + length // 60)):
                stop = "" if text[-1] in "?!." else "."
                before = text
                text += f"{stop}{between}{self._abbreviate(dice, sentence.format_map(place), habit)}"
                if len(text) >= length:
                    break
        return before if before and len(text) - length > length - len(before) else text

    def _abbreviate(self, dice: Random, sentence: str, habit: float) -> str:
        def short(match: re.Match[str]) -> str:
            chance = dice.random() / habit
            for abbreviation, share in self._chances.get(match[0].lower(), ()):
                chance -= share
                if chance < 0:
                    return abbreviation.capitalize() if match[0][0].isupper() else abbreviation
            return match[0]

        return _WORD.sub(short, sentence)


def _count_words(writer: Writer) -> Counter[str]:
    dice = Random(0)  # noqa: S311 -- demo data
    slugs, weights = zip(*((slug, row["weight"]) for slug, row in subjects().items()), strict=True)
    counted: Counter[str] = Counter()
    for slug in dice.choices(slugs, weights, k=_SAMPLE):
        text = writer.write(dice, slug, draw_place(dice, "Sri Mulyo"))
        counted.update(word.lower() for word in _WORD.findall(text))
    return counted


def _chances(counted: Counter[str]) -> dict[str, list[tuple[str, float]]]:
    return {
        word: [(short, times / COUNTED / (counted[word] / _SAMPLE)) for short, times in ways.items()]
        for word, ways in ABBREVIATIONS.items()
    }


def _personal_data(dice: Random) -> str:
    """Sometimes an identity or a telephone number; zeros in the middle, so that they are nobody's."""
    parts = []
    if dice.random() < IDENTITY_NUMBERS / COUNTED:
        number = f"160714{dice.randint(1, 31):02d}{dice.randint(1, 12):02d}{dice.randint(50, 99)}0000"
        parts.append(dice.choice(("NIK saya {}.", "No KTP {}", "KK {} atas nama saya.")).format(number))
    if dice.random() < MOBILE_NUMBERS / COUNTED:
        number = dice.choice(("08{}0000{:04d}", "08{}-0000-{:04d}", "+628{}0000{:04d}", "08{} 0000 {:04d}"))
        number = number.format(dice.randint(12, 59), dice.randint(0, 9999))
        parts.append(
            dice.choice(("Hubungi saya {}.", "WA {}", "Nomor saya {}, terima kasih.")).format(number)
        )
    return " ".join(parts)


def _voice(dice: Random, text: str) -> str:
    """Many write without capitals, some with nothing else."""
    chance = dice.random()
    if chance < 0.22:
        return text.lower()
    return text.upper() if chance < 0.25 else text
