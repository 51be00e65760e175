"""Indonesian is the source; English is complete, and every page speaks one language."""

import html
import re
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils.translation import override

from aspirations import receipts, services
from aspirations.models import EventKind
from portal import translations
from tests.world import (
    SRI_MULYO,
    advance,
    category,
    clerk_actor,
    make_published,
    make_receipt,
    make_report,
    make_user,
)

HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8"\n\n'
CODE = '_("Halo %(name)s")\nngettext("%(count)d desa", "%(count)d desa", count)\n'
HALO = 'msgid "Halo %(name)s"\nmsgstr "Hello %(name)s"\n\n'
DESA = 'msgid "%(count)d desa"\nmsgid_plural "%(count)d desa"\n'
VILLAGES = DESA + 'msgstr[0] "one village"\nmsgstr[1] "%(count)d villages"\n\n'


def texts_of(folder: Path, *, code: str = CODE, name: str = "app/texts.py") -> translations.Texts:
    """What is collected from one file."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(code)
    return translations.collect(folder, [folder])


def catalogue(folder: Path, entries: str) -> Path:
    """An English .po file with its .mo."""
    path = folder / "en" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    path.write_text(HEADER + entries)
    path.with_suffix(".mo").write_bytes(translations.as_mo(translations.read(path)))
    return path


def test_catalogues_of_this_repository_are_complete(capsys: Any):
    call_command("messages", check=True)
    assert capsys.readouterr().out == "Katalog lengkap.\n"


def test_check_lists_what_is_missing_and_writes_nothing(settings: Any, tmp_path: Path):
    settings.LOCALE_PATHS = [tmp_path]
    with pytest.raises(CommandError, match="en: belum ada: “Kirim laporan”"):
        call_command("messages", check=True)
    assert list(tmp_path.iterdir()) == []


def test_without_babel_the_command_says_so(monkeypatch: Any):
    monkeypatch.setitem(sys.modules, "babel", None)
    for name in [name for name in sys.modules if name.startswith("babel.")]:
        monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.delattr("portal.translations")
    monkeypatch.delitem(sys.modules, "portal.translations")
    with pytest.raises(CommandError, match=r"^Babel belum terpasang; pasang requirements-dev.txt\.$"):
        call_command("messages")


@pytest.mark.parametrize(
    ("entries", "wrong"),
    [
        (HALO + VILLAGES, []),
        (VILLAGES, ["belum ada: “Halo %(name)s”"]),
        (HALO + 'msgid "%(count)d desa"\nmsgstr "%(count)d villages"', ["belum ada", "tidak dipakai lagi"]),
        (HALO.replace("Hello %(name)s", "") + VILLAGES, ["belum diterjemahkan: “Halo %(name)s”"]),
        (HALO + VILLAGES.replace("one village", ""), ["belum diterjemahkan: “%(count)d desa”"]),
        ("#, fuzzy\n" + HALO + VILLAGES, ["belum dipastikan: “Halo %(name)s”"]),
        (HALO + VILLAGES + '#~ msgid "Dulu"\n#~ msgstr "Then"\n', ["tidak dipakai lagi: “Dulu”"]),
        (HALO + VILLAGES + 'msgid "Dulu"\nmsgstr "Then"\n', ["tidak dipakai lagi: “Dulu”"]),
        (HALO.replace("Hello %(name)s", "Hello %(nama)s") + VILLAGES, ["isian berbeda: “Halo %(name)s”"]),
        (HALO.replace("Hello %(name)s", "Hello") + VILLAGES, ["isian berbeda: “Halo %(name)s”"]),
        (HALO + VILLAGES.replace("%(count)d villages", "villages"), ["isian berbeda: “%(count)d desa”"]),
    ],
)
def test_flaws_of_a_catalogue(tmp_path: Path, entries: str, wrong: list[str]):
    path = catalogue(tmp_path / "locale", entries)
    found = translations.problems(path, texts_of(tmp_path), whole=True)
    assert len(found) == len(wrong)
    assert [line[: len(start)] for line, start in zip(found, wrong, strict=True)] == wrong


def test_compiled_catalogue_must_be_that_of_its_source(tmp_path: Path):
    path = catalogue(tmp_path / "locale", HALO + VILLAGES)
    path.write_text(path.read_text().replace("Hello", "Welcome"))
    stale = ["berkas .mo bukan hasil berkas .po"]
    assert translations.problems(path, texts_of(tmp_path), whole=True) == stale
    path.with_suffix(".mo").unlink()
    assert translations.problems(path, texts_of(tmp_path), whole=True) == stale


def test_writing_keeps_what_is_known_takes_up_what_is_new_and_says_what_it_drops(tmp_path: Path):
    path = catalogue(tmp_path / "locale", HALO + 'msgid "Dulu"\nmsgstr "Then"\n')
    found = texts_of(tmp_path)
    assert translations.write(path, found, whole=True) == ["dihapus: “Dulu” = Then"]
    assert translations.problems(path, found, whole=True) == ["belum diterjemahkan: “%(count)d desa”"]
    written = path.read_bytes()
    assert translations.write(path, found, whole=True) == []
    assert path.read_bytes() == written


def test_new_text_never_gets_a_guessed_translation(tmp_path: Path):
    path = catalogue(tmp_path / "locale", HALO)
    found = texts_of(tmp_path, code='_("Halo, %(name)s")')
    translations.write(path, found, whole=True)
    assert translations.problems(path, found, whole=True) == ["belum diterjemahkan: “Halo, %(name)s”"]


def test_words_for_others_texts_must_still_exist_there(tmp_path: Path):
    path = catalogue(tmp_path / "locale", HALO + 'msgid "Dulu"\nmsgstr "Then"\n')
    assert translations.problems(path, texts_of(tmp_path), whole=False) == ["tidak dipakai lagi: “Dulu”"]


@pytest.mark.parametrize(
    ("tag", "found"),
    [
        ('{% translate "Kirim" as label %}', ("Kirim", None)),
        ('{% translate "100%" %}', ("100%%", None)),
        ('{% translate "Kirim" context "tombol" %}', ("Kirim", "tombol")),
        ('{% include "x.html" with label=_("Kirim") %}', ("Kirim", None)),
        ("{% blocktranslate trimmed %}\n  Satu\n    dua\n{% endblocktranslate %}", ("Satu dua", None)),
        ("{% blocktranslate %}{{ a }} kita{% endblocktranslate %}", ("%(a)s kita", None)),
        (
            "{% blocktranslate count n=x %}{{ n }} ini{% plural %}{{ n }} itu{% endblocktranslate %}",
            (("%(n)s ini", "%(n)s itu"), None),
        ),
    ],
)
@pytest.mark.parametrize("name", ["app/templates/a.html", "app/templates/mail.txt"])
def test_texts_of_a_template(tmp_path: Path, tag: str, found: Any, name: str):
    (entry,) = texts_of(tmp_path, code=f"<ul>\n    <li>dan {tag}</li></ul>", name=name).entries
    assert (entry.id, entry.context) == found
    assert ("python-format" in entry.flags) == ("%" in str(entry.id))


@pytest.mark.parametrize(
    ("call", "found"),
    [
        ('gettext_lazy("Kirim")', ("Kirim", None)),
        ('pgettext_lazy("tombol", "Kirim")', ("Kirim", "tombol")),
        ('ngettext_lazy("%d ini", "%d itu")', (("%d ini", "%d itu"), None)),
        ('npgettext("desa", "%d ini", "%d itu", n)', (("%d ini", "%d itu"), "desa")),
        ('_("Satu " "dua")', ("Satu dua", None)),
    ],
)
def test_texts_of_python(tmp_path: Path, call: str, found: Any):
    (entry,) = texts_of(tmp_path, code=f"x = {call}").entries
    assert (entry.id, entry.context) == found


def test_migrations_and_data_hold_no_texts(tmp_path: Path):
    assert texts_of(tmp_path, name="app/migrations/0001.py").entries == []
    assert texts_of(tmp_path, code='{% translate "x" %}', name="app/data/notes.txt").entries == []


LEFTOVERS = re.compile(
    r"\b(yang|tidak|anda|laporan|belum|sudah|kami|untuk|dengan|atau|petugas|kode|nomor)\b", re.I
)
PAGES = {
    "/": "Three steps",
    "/lapor/": "What would you like to tell us?",
    "/laporan/": "Search and filter",
    "/laporan/?q=zzz": "No report matches.",
    "/lacak/": "Type the report number and the secret code",
    "/privasi/": "What we keep",
}


def main_of(page: str) -> str:
    """What people see or hear in <main>; the texts of villagers are Indonesian everywhere."""
    main = page[page.index("<main") : page.index("</main>")]
    spoken = re.findall(r'(?:aria-label|alt|placeholder|data-text-[\w-]+|data-sending)="([^"]*)"', main)
    return html.unescape(" ".join([re.sub(r"<[^>]+>", " ", main), *spoken]))


def english(page: str) -> str:
    """The page's <main>, once it is seen to be English and nothing else."""
    assert '<html lang="en"' in page
    assert LEFTOVERS.findall(main_of(page)) == []
    return main_of(page)


@pytest.mark.django_db
@pytest.mark.parametrize(("address", "words"), PAGES.items())
def test_page_below_en_is_english(client: Client, address: str, words: str):
    make_published()
    assert words in english(client.get(f"/en{address}").content.decode())


@pytest.mark.django_db
@pytest.mark.parametrize("address", PAGES)
def test_same_page_without_prefix_is_indonesian(client: Client, address: str):
    page = client.get(address, headers={"accept-language": "en"}).content.decode()
    assert '<html lang="id"' in page
    assert LEFTOVERS.search(main_of(page))


@pytest.mark.django_db
@pytest.mark.parametrize("address", PAGES)
def test_switcher_leads_to_the_same_page(client: Client, address: str):
    assert f'<a href="/en{address}" lang="en" hreflang="en">' in client.get(address).content.decode()
    assert f'<a href="{address}" lang="id" hreflang="id">' in client.get(f"/en{address}").content.decode()


@pytest.mark.django_db
def test_switcher_of_a_page_that_is_not_there_leads_home(client: Client):
    assert 'href="/en/" lang="en"' in client.get("/tidak-ada/").content.decode()
    page = client.get("/en/nothing/").content.decode()
    assert 'href="/" lang="id"' in page
    assert "This page does not exist" in english(page)


@pytest.mark.django_db
def test_published_report_in_english_keeps_the_villagers_words(client: Client):
    report = make_published(title="Jembatan Jalur 8", text="Papan jembatan lapuk sekali.")
    page = english(client.get(f"/en{report.get_absolute_url()}").content.decode())
    assert "Waiting for verification" in page
    assert "Papan jembatan lapuk sekali." in page


@pytest.mark.django_db
def test_errors_and_receipt_in_english(client: Client):
    refused = client.post("/en/lapor/", {"token": receipts.new_token(), "text": "Rusak"})
    assert "Please tell us a little more (at least 15 letters)." in english(refused.content.decode())
    sent = {
        "token": receipts.new_token(),
        "kind": "complaint",
        "text": "Papan jembatan lapuk sekali.",
        "category": category().pk,
        "village": SRI_MULYO,
        "identity": "anonymous",
        "consent": "on",
    }
    shown = client.post("/en/lapor/", sent, follow=True)
    assert "Keep this number and secret code." in english(shown.content.decode())


@pytest.mark.django_db
def test_tracking_in_english(client: Client):
    receipt, _token = make_receipt(title="Jembatan Jalur 8", text="Papan jembatan lapuk sekali.")
    wrong = client.post("/en/lacak/", {"number": receipt.number, "secret": "0" * 16})
    assert "does not match" in english(wrong.content.decode())
    opened = client.post("/en/lacak/", {"number": receipt.number, "secret": receipt.secret}, follow=True)
    assert "The course of the report" in english(opened.content.decode())


@pytest.mark.django_db
def test_switcher_of_a_form_with_errors_leads_to_the_report(client: Client):
    receipt, _token = make_receipt()
    client.post("/lacak/", {"number": receipt.number, "secret": receipt.secret})
    refused = client.post(f"/lacak/{receipt.number}/withdraw/", {}).content.decode()
    assert f'href="/en/lacak/{receipt.number}/withdraw/" lang="en"' in refused
    answer = client.get(f"/en/lacak/{receipt.number}/withdraw/")
    assert answer["Location"] == f"/en/lacak/{receipt.number}/"


@pytest.mark.django_db
def test_history_is_kept_in_indonesian_whatever_the_clerk_reads():
    report = advance(make_report(), "verified")
    with override("en"):
        services.correct(
            report, category=category("jalan"), village=report.village, kind="complaint", actor=clerk_actor()
        )
    assert report.events.get(kind=EventKind.CORRECTED).text == "Kategori: Jembatan → Jalan"


@pytest.mark.django_db
def test_letting_go_is_recorded_in_indonesian_too():
    clerk = make_user()
    with override("en"):
        report = services.assign(make_report(), clerk, actor=clerk_actor(clerk))
        services.assign(report, None, actor=clerk_actor(clerk))
    assert report.events.filter(kind=EventKind.ASSIGNED).last().text == "Tidak dipegang siapa pun"
