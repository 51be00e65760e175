"""The history at the desk: filtered by kind, with what changed."""

from typing import Any

import pytest
from django.test import Client

from aspirations import services
from aspirations.admin.timeline import Entry, timeline
from aspirations.models import Event
from aspirations.origins import place_of
from aspirations.services import Actor
from aspirations.workflow import Who
from government.models import Role
from tests.world import advance, category, clerk_actor, make_report, make_user, publish, region

pytestmark = pytest.mark.django_db


def entries(report: Any, group: str = "", user: Any = None) -> list[Entry]:
    return timeline(user or make_user(), report, group).entries


def changes(entry: Entry) -> dict[str, list[tuple[str, str]]]:
    return {str(change.label): [(one.kind, one.text) for one in change.segments] for change in entry.changes}


def test_it_is_filtered_by_kind():
    user = make_user()
    report = publish(advance(make_report(), "verified"))
    services.add_note(report, "Sudah ditelepon.", actor=clerk_actor(user))
    services.assign(report, user, actor=clerk_actor(user))
    services.record_identity_view(report, user=user, reason="Menelepon")
    tabs = {tab.value: tab.entries for tab in timeline(user, report, "").tabs}
    assert tabs == {"": 6, "status": 2, "catatan": 1, "tayangan": 1, "penugasan": 1, "identitas": 1}
    assert [entry.text for entry in entries(report, "catatan")] == ["Sudah ditelepon."]
    assert [entry.text for entry in entries(report, "identitas")] == ["Menelepon"]
    assert len(entries(report, "tidak-ada")) == 6


def test_a_publication_shows_what_the_clerk_changed_of_the_original():
    report = publish(make_report(title="Jembatan Pak Joko rusak"), title="Jembatan warga rusak")
    (entry,) = entries(report, "tayangan")
    assert changes(entry) == {
        "Judul": [("same", "Jembatan "), ("gone", "Pak Joko"), ("new", "warga"), ("same", " rusak")]
    }


def test_the_next_publication_is_compared_with_the_one_before():
    report = publish(make_report(), text="Papan jembatan lapuk.")
    report = publish(report, text="Papan jembatan sudah diganti.", place="Jalur 8")
    assert changes(entries(report, "tayangan")[1]) == {
        "Isi": [
            ("same", "Papan jembatan "),
            ("gone", "lapuk"),
            ("new", "sudah diganti"),
            ("same", "."),
        ],
        "Tempat": [("new", "Jalur 8")],
    }


def test_what_was_published_is_kept_masked():
    report = publish(make_report(), text="Hubungi 0812-3456-7890 segera.")
    details = Event.objects.get(aspiration=report, kind="published").details
    assert details == {"title": report.title, "text": "Hubungi ▮▮▮▮ segera.", "place": ""}


def test_a_correction_shows_old_and_new():
    report = make_report()
    fields: dict[str, Any] = {"village": region("16.07.14.2013"), "kind": report.kind}
    services.correct(report, category=category("listrik"), actor=clerk_actor(), **fields)
    (entry,) = entries(report, "data")
    assert changes(entry) == {
        "Kategori": [("gone", "Jembatan"), ("same", " → "), ("new", category("listrik").name)],
        "Desa": [("gone", "Sri Mulyo"), ("same", " → "), ("new", region("16.07.14.2013").name)],
    }
    assert entry.text == ""


def test_one_who_looks_again_the_same_day_is_one_line():
    report, user, other = make_report(), make_user(first_name="Rohani"), make_user(first_name="Dewi")
    for one in (user, user, user, other):
        services.record_identity_view(report, user=one)
    found = [(entry.label, entry.who) for entry in entries(report, "identitas")]
    assert found == [("Identitas dilihat 3 kali", "Rohani"), ("Identitas dilihat", "Dewi")]


@pytest.mark.parametrize(
    ("role", "scope", "sees"),
    [
        (Role.CLERK, "16.07.14", 1),
        (Role.AUDITOR, "16.07.14", 1),
        (Role.VILLAGE_OPERATOR, "16.07.14.2002", 0),
        (Role.AGENCY_OFFICER, "dinas-pupr", 0),
    ],
)
def test_who_looked_is_for_who_works_on_it_or_watches(role: str, scope: str, sees: int):
    report = advance(make_report(), "verified", "dispatched")
    services.record_identity_view(report, user=make_user())
    found = [entry.group for entry in entries(report, user=make_user(role, scope))]
    assert found.count("identitas") == sees


def test_a_step_of_staff_tells_from_where_and_a_reporter_s_does_not():
    report = make_report()
    client = Client(REMOTE_ADDR="203.0.113.7", HTTP_USER_AGENT="Mozilla/5.0 (X11; Linux) Firefox/128.0")
    client.force_login(make_user())
    client.post(f"/admin/aspirations/aspiration/{report.pk}/act/note/", {"note-text": "Dicek."})
    note = report.events.get(kind="note")
    assert (note.place, note.device) == (place_of("203.0.113.7"), "Firefox, Linux")
    assert report.events.filter(kind="submitted", place="", device="").exists()


def test_an_order_s_worker_is_nowhere():
    report = make_report()
    services.add_note(report, "x", actor=Actor(Who.TRIAGE, make_user()))
    assert report.events.get(kind="note").place == ""


def test_page_links_to_each_kind_and_marks_what_changed():
    report = publish(make_report(), text="Papan jembatan raib.")
    client = Client()
    client.force_login(make_user())
    page = client.get(f"/admin/aspirations/aspiration/{report.pk}/change/", {"riwayat": "tayangan"})
    text = page.content.decode()
    assert 'href="?riwayat=status#riwayat"' in text
    assert '<a href="?riwayat=tayangan#riwayat" aria-current="true">' in text
    assert '<ins><span class="visually-hidden">ditambah: </span>raib' in text
