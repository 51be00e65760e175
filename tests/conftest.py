"""One embedded server for the whole run, Chromium for browser tests, and a small world."""

import atexit
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest

# No test is timed: machines are noisy.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")
os.environ.setdefault("SECRET_KEY", "only-for-tests")
os.environ["SITE_URL"] = "http://testserver"


def _start_database() -> None:
    """DATABASE_URL for this process and its workers; pytest-django has already read the settings."""
    from portal.database import attach
    from portal.database.url import parse
    from portal.launch import var_dir

    server = attach(var_dir(), "test", fast=True)
    atexit.register(server.close)
    # Worker threads must not keep connections behind the test.
    os.environ["DATABASE_URL"] = f"{server.url}&conn_max_age=0"
    from django.conf import settings

    settings.SECRET_KEY = os.environ["SECRET_KEY"]
    settings.SITE_URL = os.environ["SITE_URL"]
    settings.DATABASES["default"].update(parse(os.environ["DATABASE_URL"]))


def _allow_emptying() -> None:
    """Tests that commit empty every table, which the history otherwise refuses."""
    from django.conf import settings

    database: Any = settings.DATABASES["default"]
    options = database.setdefault("OPTIONS", {})
    options["options"] = f"{options.get('options', '')} -c portal.emptying=on".strip()


if not os.environ.get("DATABASE_URL"):
    _start_database()
_allow_emptying()

_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM = next(filter(None, map(shutil.which, _BROWSERS)), None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests are left out where there is no Chromium, and said to be."""
    if CHROMIUM or os.environ.get("REQUIRE_BROWSER"):
        return
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.skip(reason="left out: Chromium not found"))


def load_world() -> None:
    """South Sumatra's regions with Air Salek active, reference rows, groups."""
    from government.loading import activate, load_reference, load_regions
    from government.roles import sync_groups

    load_regions(lambda rows: (row for row in rows if row[0].startswith("16")))
    activate("16.07.14")
    load_reference()
    sync_groups()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Reference rows are the same for every test and loaded once."""
    with django_db_blocker.unblock():
        load_world()


@pytest.fixture
def committed_world(transactional_db: None) -> None:
    """For tests that commit: the flush after each takes the reference rows with it."""
    from government.models import Region

    if not Region.objects.exists():
        load_world()


@pytest.fixture(scope="session", autouse=True)
def _own_static_root(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Nothing was collected for tests, and the live server wants a folder that exists."""
    from django.conf import settings

    settings.STATIC_ROOT = tmp_path_factory.mktemp("static")


@pytest.fixture(autouse=True)
def _own_files(settings: Any, tmp_path: Path) -> None:
    """Files of a test lie in its own folder; static files need no manifest."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.STORAGES = {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "media", "base_url": None},
        },
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.MAIL_ENABLED = True
    # Real ones are slow on purpose.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _fresh_calendars_and_rules() -> Iterator[None]:
    from django.core.cache import cache

    from aspirations.services.routing import forget_rules
    from government.calendars import forget_calendars

    cache.clear()
    forget_calendars()
    forget_rules()
    yield
    forget_calendars()
    forget_rules()


@pytest.fixture(autouse=True)
def _source_language() -> Iterator[None]:
    """A request below /en/ leaves its language behind in the thread."""
    from django.conf import settings
    from django.utils.translation import override

    with override(settings.LANGUAGE_CODE):
        yield
