"""Keeps locale/*/LC_MESSAGES/django.po and .mo in step with the code."""

from pathlib import Path
from typing import Any

from django import conf
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
        packages = [Path(app.path) for app in apps.get_app_configs()]
        ours = [path for path in packages if path.parent == settings.BASE_DIR]
        found = translations.collect(settings.BASE_DIR, [settings.BASE_DIR / "templates", *ours])
        theirs = translations.theirs([Path(conf.__file__).parent, *packages])
        lines = []
        for language, path in _catalogues():
            # The source language needs no words of ours, only corrections of a few of Django's.
            whole = language != settings.LANGUAGE_CODE
            texts = found if whole else theirs
            lines += [] if check else translations.write(path, texts, whole=whole)
            lines += [f"{language}: {line}" for line in translations.problems(path, texts, whole=whole)]
        if check and lines:
            raise CommandError("\n".join([*lines, "Jalankan `make messages` dan lengkapi terjemahannya."]))
        self.stdout.write("\n".join(lines or ["Katalog lengkap."]))


def _catalogues() -> list[tuple[str, Path]]:
    root = Path(settings.LOCALE_PATHS[0])
    paths = {code: root / code / "LC_MESSAGES" / "django.po" for code, __ in settings.LANGUAGES}
    return [(code, path) for code, path in paths.items() if code != settings.LANGUAGE_CODE or path.exists()]
