"""`make demo-reset`: the demo as on the first day."""

import sys
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.db import transaction

from portal import backup, demo
from portal.database.current import is_embedded
from portal.management.base import OperatorCommand


class Command(OperatorCommand):
    """Deletes everything, loads the demo."""

    help = "Menghapus basis data tertanam dan semua foto, lalu memuat data contoh lagi."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--yes", action="store_true", help="tanpa bertanya")

    def handle(self, *args: Any, yes: bool, **options: Any) -> None:
        if not is_embedded():
            raise CommandError("DATABASE_URL menunjuk ke server sungguhan; datanya tidak dihapus.")
        if not yes and not _is_confirmed():
            raise CommandError("Dibatalkan; tidak ada yang dihapus.")
        try:
            backup.reset()
        except backup.Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        with transaction.atomic():
            demo.load(self.stdout.write)


def _is_confirmed() -> bool:
    """Only a person at a terminal can say yes."""
    if not sys.stdin.isatty():
        return False
    return input("Semua laporan, akun, dan foto di mesin ini dihapus. Ketik YA: ").strip().upper() == "YA"
