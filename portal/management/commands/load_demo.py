"""Loads data to click through."""

from typing import Any

from django.core.management.base import BaseCommand

from portal.demo import load


class Command(BaseCommand):
    help = "Memuat data contoh Kecamatan Air Salek; aman diulang."

    def handle(self, *args: Any, **options: Any) -> None:
        load(self.stdout.write)
