"""Loads the agendas that meetings may begin with."""

from typing import Any

from django.core.management.base import BaseCommand

from meetings.loading import load_agenda_templates


class Command(BaseCommand):
    help = "Memuat pola susunan acara; aman diulang."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{load_agenda_templates()} pola susunan acara.")
