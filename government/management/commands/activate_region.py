"""Activates the regency or district that an installation serves."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from government.loading import activate
from government.models import Region


class Command(BaseCommand):
    help = "Mengaktifkan kabupaten (16.07) atau kecamatan (16.07.14) beserta isinya."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code")
        parser.add_argument("--deactivate", action="store_true", help="berhenti melayani wilayah ini")

    def handle(self, *args: Any, code: str, deactivate: bool, **options: Any) -> None:
        try:
            villages = activate(code, active=not deactivate)
        except Region.DoesNotExist:
            named = Region.objects.named(code).order_by("code")[:3]
            hint = ", ".join(f"{region.code} {region.name}" for region in named)
            raise CommandError(
                f"Wilayah {code} tidak dikenal." + (f" Maksud Anda {hint}?" if hint else "")
            ) from None
        except ValueError:
            raise CommandError("Aktifkan kabupaten atau kecamatan, bukan provinsi atau desa.") from None
        verb = "tidak lagi dilayani" if deactivate else "dilayani"
        self.stdout.write(f"{code}: {villages} desa {verb}.")
