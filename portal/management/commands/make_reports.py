"""Fills an installation with reports that look like real ones."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from portal.demo.generator import YEARS, CannotMake, make


class Command(BaseCommand):
    help = "Membuat banyak laporan tiruan untuk uji beban; --seed lain menambah lagi."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--count", type=int, required=True, help="berapa laporan")
        parser.add_argument("--seed", type=int, default=1, help="bibit: angka yang sama, laporan yang sama")

        parser.add_argument("--days", type=int, default=YEARS * 365, help="berapa hari terakhir (lima tahun)")

    def handle(self, *args: Any, count: int, seed: int, days: int, **options: Any) -> None:
        quiet = True if options["verbosity"] < 1 else None
        try:
            made = make(
                count,
                seed=seed,
                days=days,
                progress=lambda rows: tqdm(rows, total=count, unit=" laporan", disable=quiet),
            )
        except CannotMake as problem:
            raise CommandError(str(problem)) from None
        self.stdout.write(f"{made} laporan dibuat.")
