"""`make backup`: one file that `restore` reads."""

from typing import Any

from django.core.management.base import CommandError
from tqdm import tqdm

from portal import backup
from portal.management.base import OperatorCommand


class Command(OperatorCommand):
    """Writes and names the file."""

    help = "Menyimpan basis data dan foto ke satu berkas di var/backups; portal boleh tetap berjalan."

    def handle(self, *args: Any, **options: Any) -> None:
        quiet = True if options["verbosity"] < 1 else None
        self.stdout.write("Menyimpan basis data, lalu foto …")
        try:
            path = backup.make(lambda files: tqdm(files, unit=" foto", disable=quiet))
        except backup.Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{path} ({path.stat().st_size / 1_000_000:.1f} MB)")
