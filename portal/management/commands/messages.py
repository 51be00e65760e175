"""Keeps locale/*/LC_MESSAGES/django.po and .mo in step with the code."""

from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser


class Command(BaseCommand):
    """Collects and compiles, or only compares."""

    help = "Mengumpulkan teks ke locale/ dan menyusun katalognya; --check hanya membandingkan."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="tidak menulis; gagal kalau ada yang kurang")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        try:
            from portal import translations  # noqa: PLC0415 -- a server has no Babel and needs none
        except ImportError:
            raise CommandError("Babel belum terpasang; pasang requirements-dev.txt.") from None
        found = translations.collect(settings.BASE_DIR, _folders())
        lines = []
        for language, path in _catalogues():
            # The source language's catalogue, if any, corrects Django's words and holds none of ours.
            ours = None if language == settings.LANGUAGE_CODE else found
            lines += [] if check else translations.write(path, ours)
            lines += [f"{language}: {line}" for line in translations.problems(path, ours)]
        if check and lines:
            raise CommandError("\n".join([*lines, "Jalankan `make messages` dan lengkapi terjemahannya."]))
        self.stdout.write("\n".join(lines or ["Katalog lengkap."]))


def _folders() -> list[Path]:
    """Our apps and the shared templates."""
    paths = [Path(app.path) for app in apps.get_app_configs()]
    return [settings.BASE_DIR / "templates", *(path for path in paths if path.parent == settings.BASE_DIR)]


def _catalogues() -> list[tuple[str, Path]]:
    root = Path(settings.LOCALE_PATHS[0])
    paths = {code: root / code / "LC_MESSAGES" / "django.po" for code, __ in settings.LANGUAGES}
    return [(code, path) for code, path in paths.items() if code != settings.LANGUAGE_CODE or path.exists()]
