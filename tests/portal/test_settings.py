"""Settings come from the environment, and the table tells all of them."""

import re
from collections.abc import Iterator

import pytest
from django.core.exceptions import ImproperlyConfigured

from portal import settings
from tests.portal.machine import ROOT, Installation, open_folder

NAME = "X_Y"
READ = re.compile(
    r'(?:environ(?:\.get|\.pop|\.setdefault)?\s*[\[(]|\b(?:flag|words|numbers?)\()\s*"([A-Z_]+)"'
)
ROW = re.compile(r"^\| `([A-Z_]+)` \|", re.MULTILINE)
ROOMS = ("portal", "meetings", "aspirations", "notifications", "government", "tests", "benchmarks", "tools")


def read_in_code() -> set[str]:
    files = [path for room in ROOMS for path in (ROOT / room).rglob("*.py")]
    return {name for path in files for name in READ.findall(path.read_text(encoding="utf-8"))}


def test_table_names_every_variable_once_and_no_other():
    listed = ROW.findall((ROOT / "docs" / "settings.md").read_text(encoding="utf-8"))
    assert len(listed) == len(set(listed))
    assert set(listed) == read_in_code()


@pytest.mark.parametrize(
    "line",
    [
        'os.environ["{}"]',
        'os.environ.get("{}", "1")',
        'os.environ.setdefault("{}", "1")',
        'flag("{}", True)',
        'number("{}", 1)',
        'numbers("{}", "1")',
        'words("{}")',
    ],
)
def test_every_way_to_read_is_found(line: str):
    assert READ.findall(line.format(NAME)) == [NAME]


@pytest.mark.parametrize(
    ("value", "expected"), [("1", True), ("Yes", True), (" on ", True), ("0", False), ("", False)]
)
def test_yes_and_no(monkeypatch: pytest.MonkeyPatch, value: str, expected: bool):
    monkeypatch.setenv(NAME, value)
    assert settings.flag(NAME, True) is expected


def test_list_drops_blanks(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(NAME, "a, b,,c ")
    assert settings.words(NAME) == ["a", "b", "c"]


def test_number_or_its_default(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(NAME, "7")
    assert settings.number(NAME, 3) == 7
    monkeypatch.setenv(NAME, "")
    assert settings.number(NAME, 3) == 3


@pytest.mark.parametrize("value", ["tujuh", "1.5", "-1", "²"])
def test_no_number_is_one_sentence(monkeypatch: pytest.MonkeyPatch, value: str):
    monkeypatch.setenv(NAME, value)
    with pytest.raises(ImproperlyConfigured) as refused:
        settings.number(NAME, 3)
    assert str(refused.value) == f"{NAME}={value} bukan bilangan bulat; lihat docs/settings.md."


def test_numbers_are_a_list_or_one_sentence(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(NAME, "7, 1")
    assert settings.numbers(NAME, "3") == [7, 1]
    monkeypatch.setenv(NAME, "7,satu")
    with pytest.raises(ImproperlyConfigured) as refused:
        settings.numbers(NAME, "3")
    assert str(refused.value) == f"{NAME} bukan daftar bilangan bulat; lihat docs/settings.md."


@pytest.fixture
def installation() -> Iterator[Installation]:
    with open_folder() as folder:
        made = Installation(folder / "var")
        yield made
        made.remove()


@pytest.mark.slow
def test_command_line_says_it_without_a_traceback(installation: Installation):
    refused = installation.do("manage.py", "collectstatic", PHOTO_MAX_MB="besar")
    assert refused == (1, "", "PHOTO_MAX_MB=besar bukan bilangan bulat; lihat docs/settings.md.\n")
