"""Two clerks at one report: the second is told, keeps what was typed, and nothing is overwritten."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from aspirations import services
from aspirations.models import Aspiration, Presence, ReferenceSystem
from aspirations.services import Conflict
from aspirations.services.presence import LASTS
from tests.desk import desk, page_of, panel_of, send, signed_in, text_of
from tests.world import UPANG, advance, category, clerk_actor, make_report, make_user, publish

pytestmark = pytest.mark.django_db
CHANGED = "Bagian ini baru diubah orang lain."


def fields(verb: str, report: Aspiration) -> dict[str, Any]:
    sent: dict[str, dict[str, Any]] = {
        "publish": {"public_title": "Judul kedua", "public_text": "Isi kedua"},
        "hide": {"reason": "Alasan kedua"},
        "correct": {"kind": "aspiration", "category": report.category_id, "village": report.village_id},
        "assign": {"assignee": make_user().pk},
        "take": {},
    }
    return sent[verb]


def first_clerk_changes(verb: str, report: Aspiration) -> None:
    if verb in {"publish", "hide"}:
        publish(report, title="Judul pertama", text="Isi pertama")
    elif verb == "correct":
        services.correct(
            report,
            category=category("listrik"),
            village=report.village,
            kind="complaint",
            actor=clerk_actor(),
        )
    else:
        services.assign(report, make_user(), actor=clerk_actor())


@pytest.mark.parametrize("verb", ["publish", "hide", "correct", "assign", "take"])
def test_second_clerk_is_told_and_the_second_press_counts(verb: str):
    client, report = desk(), make_report()
    if verb == "hide":
        report = publish(report)
    sent = fields(verb, report) | {"seen": panel_of(client, report, verb).seen}
    first_clerk_changes(verb, report)
    before = Aspiration.objects.values().get(pk=report.pk)
    response = send(client, report, verb, **sent)
    assert (response.status_code, CHANGED in response.content.decode()) == (422, True)
    assert Aspiration.objects.values().get(pk=report.pk) == before
    assert all(str(value) in response.content.decode() for name, value in sent.items() if name != "seen")
    fresh = next(
        panel for panels in response.context["panels"].values() for panel in panels if panel.verb == verb
    )
    assert send(client, report, verb, **(sent | {"seen": fresh.seen})).status_code == 302


def test_number_elsewhere_is_not_overwritten_unseen():
    client, report = desk(), make_report()
    system = ReferenceSystem.objects.create(name="Buku induk")
    seen = panel_of(client, report, "reference").seen
    services.set_reference(report, system, "12", actor=clerk_actor())
    response = send(client, report, "reference", system=system.pk, number="34", seen=seen)
    assert (response.status_code, CHANGED in response.content.decode()) == (422, True)
    assert report.references.get().number == "12"


def test_step_sent_twice_from_an_old_page_counts_the_second_time():
    client, report = desk(), advance(make_report(), "verified")
    old = report.status_since.isoformat()
    report = advance(report, "needs_info", "verified")
    refused = send(client, report, "rejected", note="Bukan laporan", **{"rejected-seen": old})
    assert refused.status_code == 422
    form = next(one.form for one in refused.context["panels"]["steps"] if one.verb == "rejected")
    again = client.post(
        f"/admin/aspirations/aspiration/{report.pk}/act/rejected/",
        {f"rejected-{name}": form[name].value() for name in ("seen", "note")},
    )
    assert again.status_code == 302


def test_publication_that_is_gone_leaves_what_was_typed():
    client, report = desk(), make_report()
    advance(report, "rejected")
    sent = send(client, report, "publish", public_title="Judul", public_text="Isi yang panjang")
    assert (sent.status_code, "Isi yang panjang" in text_of(client, report)) == (302, True)


def test_same_moment_is_decided_by_the_database():
    report = publish(make_report())
    mine, theirs = (Aspiration.objects.get(pk=report.pk) for _ in range(2))
    publish(theirs, title="Judul pertama", text="Isi pertama")
    with pytest.raises(Conflict):
        publish(mine, title="Judul kedua", text="Isi kedua")
    report.refresh_from_db()
    assert report.public_title == "Judul pertama"


def test_correction_at_the_same_moment_is_decided_by_the_database():
    report = make_report()
    mine, theirs = (Aspiration.objects.for_list().get(pk=report.pk) for _ in range(2))
    wanted = {"village": report.village, "kind": report.kind, "actor": clerk_actor()}
    services.correct(theirs, category=category("listrik"), **wanted)
    with pytest.raises(Conflict):
        services.correct(mine, category=category("air-bersih"), **wanted)


def test_notes_and_evidence_of_two_clerks_both_stay():
    report = make_report()
    for text in ("Satu", "Dua"):
        assert send(desk(), report, "note", text=text).status_code == 302
    assert list(report.events.filter(kind="note").values_list("text", flat=True)) == ["Satu", "Dua"]


def test_who_has_it_open_is_said_and_forgotten():
    report, mine = make_report(), desk()
    page_of(signed_in(make_user(first_name="Rohani")), report)
    assert "Sedang dibuka oleh Rohani sejak" in text_of(mine, report)
    Presence.objects.update(seen_at=timezone.now() - LASTS)
    assert "Sedang dibuka oleh" not in text_of(mine, report)
    assert services.forget_presences() == 1


def test_oneself_is_no_company_and_is_written_once_a_minute():
    report, mine = make_report(), desk()
    page_of(mine, report)
    first = Presence.objects.values().get()
    assert "Sedang dibuka oleh" not in text_of(mine, report)
    assert Presence.objects.values().get() == first
    earlier = timezone.now() - timedelta(minutes=2)
    Presence.objects.update(since=earlier, seen_at=earlier)
    page_of(mine, report)
    now = Presence.objects.get()
    assert (now.since, now.seen_at > earlier) == (earlier, True)


def test_mere_reader_is_not_announced():
    report = make_report()
    page_of(desk("auditor"), report)
    assert not Presence.objects.exists()


def test_other_desa_is_another_report():
    page_of(desk(), make_report(village=UPANG))
    assert "Sedang dibuka oleh" not in text_of(desk(), make_report())
