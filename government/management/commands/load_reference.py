"""Loads what a new installation starts with."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from government.loading import load_holidays, load_reference
from government.roles import sync_groups


class Command(BaseCommand):
    help = (
        "Memuat instansi, unit kerja, kategori, janji layanan, program, hari libur, dan peran; aman diulang."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--overwrite", action="store_true", help="timpa yang sudah diubah petugas")

    def handle(self, *args: Any, overwrite: bool, **options: Any) -> None:
        for what, count in load_reference(overwrite=overwrite).items():
            self.stdout.write(f"{what}: {count}")
        year = timezone.localdate().year
        self.stdout.write(f"holidays: {load_holidays(range(year - 1, year + 3))}")
        for name in sync_groups():
            self.stderr.write(f"Izin {name} belum ada.")
