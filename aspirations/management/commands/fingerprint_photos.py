"""Fingerprints for photos that were rendered before there were any."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from aspirations.services.fingerprints import Progress, make_fingerprints

_EVERY = 10


class Command(BaseCommand):
    help = "Menghitung sidik foto lama, supaya foto yang mirip dikenali; boleh dihentikan dan diulang."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--after", type=int, default=0, help="mulai sesudah kunci foto ini")
        parser.add_argument("--most", type=int, default=10_000, help="paling banyak sekian foto")

    def handle(self, *args: Any, after: int, most: int, **options: Any) -> None:
        step = Progress(0, 0, after)
        for number, step in enumerate(make_fingerprints(after=after, most=most), start=1):
            if number % _EVERY == 0:
                self._tell(step)
        self._tell(step)

    def _tell(self, step: Progress) -> None:
        self.stdout.write(
            f"{step.seen} foto dilihat, {step.made} bersidik; lanjutkan dengan --after {step.last}"
        )
