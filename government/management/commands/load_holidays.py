"""Loads public holidays and joint leave of some years."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from government.loading import load_holidays


class Command(BaseCommand):
    help = "Memuat hari libur dan cuti bersama; koreksi petugas tidak ditimpa."

    def add_arguments(self, parser: CommandParser) -> None:
        year = timezone.localdate().year
        parser.add_argument("--years", default=f"{year}-{year + 2}", help="2026-2028")

    def handle(self, *args: Any, years: str, **options: Any) -> None:
        first, __, last = years.partition("-")
        if not first.isdigit() or not (last or first).isdigit():
            raise CommandError("Tulis tahun sebagai 2026 atau 2026-2028.")
        self.stdout.write(f"{load_holidays(range(int(first), int(last or first) + 1))} hari libur.")
