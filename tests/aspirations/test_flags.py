"""Staff mark a report for others to look at; nobody else reads of it."""

from typing import Any

import pytest
from django.test import Client

from aspirations import services
from aspirations.models import Aspiration, Audience, Batch, Flag, Outcome
from aspirations.services import Refused
from government.loading import activate
from government.models import Role
from tests.world import clerk_actor, make_report, make_user

pytestmark = pytest.mark.django_db
QUEUE = "/admin/aspirations/aspiration/"


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(make_user())
    return client


def send(client: Client, report: Aspiration, verb: str, **data: Any) -> Any:
    return client.post(f"{QUEUE}{report.pk}/act/{verb}/", data)


def flagged(report: Aspiration) -> bool:
    return Flag.objects.filter(aspiration=report).exists()


def test_mark_stands_on_the_page_in_the_queue_and_in_the_staffs_history(desk: Client):
    report, __ = make_report(), make_report()
    send(desk, report, "flag", **{"flag-reason": "false", "flag-note": "Fotonya dari kota lain."})
    event = report.events.latest("pk")
    assert (event.kind, event.audience, event.text) == (
        "flagged",
        Audience.STAFF,
        "Diduga palsu: Fotonya dari kota lain.",
    )
    assert "Diduga palsu: Fotonya" in desk.get(f"{QUEUE}{report.pk}/change/").content.decode()
    listed = desk.get(f"{QUEUE}?antrean=ditandai")
    assert list(listed.context["cl"].queryset) == [report]
    assert "Diduga palsu" in listed.content.decode()
    assert report.events.for_reporter().count() == 1


def test_mark_is_taken_away(desk: Client):
    report = make_report()
    services.flag(report, "camat", actor=clerk_actor(make_user()))
    send(desk, report, "unflag")
    assert not flagged(report)
    assert report.events.latest("pk").kind == "unflagged"
    with pytest.raises(Refused, match="tidak ditandai"):
        services.unflag(report, actor=clerk_actor())


def test_other_reason_needs_words(desk: Client):
    report = make_report()
    response = send(desk, report, "flag", **{"flag-reason": "other"})
    assert (response.status_code, flagged(report)) == (422, False)
    with pytest.raises(Refused, match="Tulis alasannya"):
        services.flag(report, "other", actor=clerk_actor(), note=" ")
    with pytest.raises(Refused, match="Pilih"):
        services.flag(report, "bosan", actor=clerk_actor())


def test_report_is_marked_once():
    report = make_report()
    services.flag(report, "camat", actor=clerk_actor(make_user()))
    with pytest.raises(Refused, match="sudah ditandai"):
        services.flag(report, "false", actor=clerk_actor())


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.VILLAGE_OPERATOR])
def test_mere_reader_marks_nothing(client: Client, role: str):
    report = make_report()
    client.force_login(make_user(role))
    assert send(client, report, "flag", **{"flag-reason": "camat"}).status_code == 404
    assert not flagged(report)


def test_queue_holds_what_is_marked_in_the_own_territory(desk: Client):
    mine = make_report()
    activate("16.07.13")
    for report in (mine, make_report("16.07.13.2001")):
        services.flag(report, "security", actor=clerk_actor(make_user()))
    assert list(desk.get(f"{QUEUE}?antrean=ditandai").context["cl"].queryset) == [mine]


def many(client: Client, verb: str, *reports: Aspiration, **data: Any) -> Batch:
    sent = {"action": f"many_{verb}", "_selected_action": [one.pk for one in reports], "order": "1", **data}
    response = client.post(f"{QUEUE}?antrean=semua", sent)
    batch = Batch.objects.get(pk=response["Location"].split("/")[-2])
    services.run_batch(batch.pk)
    batch.refresh_from_db()
    return batch


def test_many_are_marked_and_it_is_undone_where_it_still_stands(desk: Client):
    first, second, again = make_report(), make_report(), make_report()
    batch = many(desk, "flag", first, second, again, **{"many-reason": "camat"})
    services.unflag(again, actor=clerk_actor())
    services.flag(again, "false", actor=clerk_actor(make_user()))
    opposite = services.undo(batch, user=batch.user)
    services.run_batch(opposite.pk)
    assert [flagged(one) for one in (first, second, again)] == [False, False, True]
    assert [item.outcome for item in opposite.items.all()] == [Outcome.DONE, Outcome.DONE, Outcome.REFUSED]


def test_marked_ones_are_not_marked_again_and_say_why(desk: Client):
    report, free = make_report(), make_report()
    services.flag(report, "camat", actor=clerk_actor(make_user()))
    sent = {"action": "many_flag", "_selected_action": [report.pk, free.pk]}
    preview = desk.post(f"{QUEUE}?antrean=semua", sent)
    assert [row[0] for row in preview.context["touched"]] == [free]
    assert preview.context["untouched"] == [(report, "Sudah ditandai.")]
    many(desk, "unflag", report)
    assert not flagged(report)
