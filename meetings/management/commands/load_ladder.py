"""Loads the steps by which promises are reminded."""

from typing import Any

from django.core.management.base import BaseCommand

from meetings.loading import load_ladder


class Command(BaseCommand):
    help = "Memuat tangga pengingat janji rakor; aman diulang."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"steps: {load_ladder()}")
