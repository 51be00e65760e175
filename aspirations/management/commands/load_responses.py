"""Loads response templates and the names of other systems."""

from typing import Any

from django.core.management.base import BaseCommand

from aspirations.loading import load_responses, load_systems


class Command(BaseCommand):
    help = "Memuat templat jawaban dan nama sistem lain; aman diulang."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{load_responses()} templat jawaban, {load_systems()} sistem lain.")
