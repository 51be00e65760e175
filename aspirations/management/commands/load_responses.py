"""Loads response templates."""

from typing import Any

from django.core.management.base import BaseCommand

from aspirations.loading import load_responses


class Command(BaseCommand):
    help = "Memuat templat jawaban; aman diulang."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{load_responses()} templat jawaban.")
