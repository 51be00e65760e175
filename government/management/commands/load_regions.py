"""Loads all region codes of Indonesia."""

from typing import Any

from django.core.management.base import BaseCommand
from tqdm import tqdm

from government.loading import load_regions


class Command(BaseCommand):
    help = "Memuat semua kode wilayah Indonesia; aman diulang."

    def handle(self, *args: Any, **options: Any) -> None:
        quiet = options["verbosity"] < 1
        count = load_regions(
            lambda rows: tqdm(rows, total=91_599, unit=" wilayah", disable=True if quiet else None)
        )
        self.stdout.write(f"{count} wilayah dimuat.")
