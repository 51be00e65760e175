"""Gives each role's group its permissions."""

from typing import Any

from django.core.management.base import BaseCommand

from government.roles import sync_groups


class Command(BaseCommand):
    help = "Menyelaraskan grup peran dengan kode; aman diulang."

    def handle(self, *args: Any, **options: Any) -> None:
        for name in sync_groups():
            self.stderr.write(f"Izin {name} belum ada.")
