"""Fills the directory of a kecamatan with the offices that are usually invited."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from government.models import Region
from meetings.services.directory import prepare_offices


class Command(BaseCommand):
    help = "Menyiapkan buku kontak kecamatan (16.07.14) dari meetings/data/offices.toml; aman diulang."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code")

    def handle(self, *args: Any, code: str, **options: Any) -> None:
        district = Region.objects.active().districts().select_related("parent").filter(code=code).first()
        if district is None:
            raise CommandError(f"Kecamatan {code} tidak dikenal atau tidak dilayani.")
        self.stdout.write(f"{prepare_offices(district, actor=None)} kontak ditambah.")
