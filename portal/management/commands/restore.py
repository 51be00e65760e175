"""Brings a backup back."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from tqdm import tqdm

from portal import backup
from portal.management.base import OperatorCommand


class Command(OperatorCommand):
    """Reads what `backup` wrote."""

    help = "Memulihkan basis data dan foto dari berkas cadangan; hentikan portal dulu."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="berkas dari var/backups")
        parser.add_argument("--force", action="store_true", help="ganti data yang sudah ada")

    def handle(self, *args: Any, file: Path, force: bool, **options: Any) -> None:
        quiet = True if options["verbosity"] < 1 else None
        try:
            backup.restore(file, force=force, progress=lambda files: tqdm(files, unit=" foto", disable=quiet))
        except backup.Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"Dipulihkan dari {file}.")
