"""The agenda at the desk, its suggestions, its paper, and what the public reads of it."""

from datetime import timedelta
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.utils import timezone

from aspirations import services as reports
from aspirations.models import Aspiration
from aspirations.services import Refused
from government.models import Role
from meetings import services
from meetings.documents.agenda import agenda_paper, contents
from meetings.models import AgendaItem, AgendaTemplate, Meeting
from meetings.services import agenda
from meetings.services.agenda import ItemData
from meetings.services.agenda.reading import flat
from meetings.services.agenda.suggestions import Group, pick, suggest
from meetings.services.wishes import wish
from tests.meetings.makers import make_decision, make_follow_up, make_meeting
from tests.world import REPORTER, SYSTEM, UPANG, clerk_actor, make_published, make_report, make_user

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def clerk() -> Any:
    return make_user()


@pytest.fixture
def desk(client: Client, clerk: Any) -> Client:
    client.force_login(clerk)
    return client


def page(meeting: Meeting, rest: str = "") -> str:
    return f"/admin/meetings/meeting/{meeting.pk}/agenda/{rest}"


def put(meeting: Meeting, user: Any, title: str, **data: Any) -> AgendaItem:
    return agenda.add_item(meeting, ItemData(title, **data), actor=user)


def change(report: Aspiration, **columns: Any) -> Aspiration:
    Aspiration.objects.filter(pk=report.pk).update(**columns)
    return report


def found(meeting: Meeting, user: Any) -> dict[str, list[Any]]:
    return {group.name: [one.row for one in group.rows] for group in suggest(meeting, user)}


def earlier_promise(number: int = 9, **fields: Any) -> Any:
    return make_follow_up(make_decision(make_meeting(number, starts=-30 * DAY)), **fields)


def test_item_is_written_and_moved_without_a_script(desk: Client, clerk: Any):
    meeting = make_meeting()
    for title in ("Pembukaan", "Dialog"):
        assert desk.post(page(meeting), {"do": "add", "title": title, "minutes": "10"}).status_code == 302
    last = AgendaItem.objects.get(title="Dialog")
    desk.post(page(meeting), {"do": "step", "item": last.pk, "to": "up"})
    assert [str(item) for item in meeting.agenda_items.all()] == ["1. Dialog", "2. Pembukaan"]
    desk.post(
        page(meeting),
        {"do": "place", "item": last.pk, "parent": "", "after": AgendaItem.objects.get(title="Pembukaan").pk},
    )
    assert [str(item) for item in meeting.agenda_items.all()] == ["1. Pembukaan", "2. Dialog"]


def test_form_with_an_error_keeps_what_was_typed(desk: Client):
    meeting = make_meeting()
    response = desk.post(page(meeting), {"do": "add", "title": "Doa", "starts": "pagi"})
    text = response.content.decode()
    assert (response.status_code, 'value="Doa"' in text, "Tulis pukul seperti 09.05." in text) == (
        422,
        True,
        True,
    )


def test_empty_agenda_is_filled_from_a_template(desk: Client):
    meeting = make_meeting()
    template = AgendaTemplate.objects.create(name="Pola", text="10 Pembukaan | Camat\n- Doa")
    assert "Pola" in desk.get(page(meeting)).content.decode()
    desk.post(page(meeting), {"do": "template", "template": template.pk})
    titles = AgendaItem.objects.order_by("pk").values_list("title", "minutes", "responsible")
    assert list(titles) == [("Pembukaan", 10, "Camat"), ("Doa", None, "")]


@pytest.mark.parametrize("text", ["- Doa", "Doa\n-- Amin", " ", "| Camat"])
def test_template_that_cannot_be_read_is_not_saved(text: str):
    client = Client()
    client.force_login(make_user(Role.COORDINATOR, "16.07"))
    data = {"name": "Pola", "kind": "", "text": text, "is_active": "on"}
    assert client.post("/admin/meetings/agendatemplate/add/", data).status_code == 200
    assert not AgendaTemplate.objects.exists()


def test_reader_sees_the_agenda_and_changes_nothing(client: Client, clerk: Any):
    meeting = make_meeting()
    item = put(meeting, clerk, "Dialog")
    client.force_login(make_user(Role.AUDITOR))
    text = client.get(page(meeting)).content.decode()
    assert ("Dialog" in text, "<button" in text and 'name="do" value="add"' in text) == (True, False)
    for rest in ("", f"mata-acara/{item.pk}/", "usulan/"):
        assert client.post(page(meeting, rest), {"do": "add", "title": "x"}).status_code == 404


def test_reports_are_found_by_words_attached_and_detached(desk: Client, clerk: Any):
    meeting, report, other = make_meeting(), make_report(), make_report(UPANG)
    item = put(meeting, clerk, "Dialog")
    address = page(meeting, f"mata-acara/{item.pk}/")
    assert [one[0].pk for one in desk.get(address, {"q": "papan lapuk"}).context["found"]] == [
        other.pk,
        report.pk,
    ]
    desk.post(address, {"do": "attach", "report": [report.pk, other.pk]})
    assert item.rows.count() == 2
    desk.post(address, {"do": "detach", "row": item.rows.get(aspiration=report).pk})
    assert [row.aspiration for row in item.rows.all()] == [other]
    assert "Sudah ada pada agenda" in desk.get(address, {"q": other.number}).content.decode()


def test_report_that_the_user_does_not_see_is_not_found_and_not_attached(clerk: Any):
    meeting, hidden = make_meeting(visibility="internal"), make_report(identity="confidential")
    item = put(meeting, clerk, "Dialog")
    client = Client()
    client.force_login(make_user(Role.SECTION_HEAD))
    address = page(meeting, f"mata-acara/{item.pk}/")
    assert client.get(address, {"q": hidden.number}).context["found"] == []
    client.post(address, {"do": "attach", "report": hidden.pk})
    assert not item.rows.exists()


def test_suggestions_come_with_their_reason(clerk: Any):
    meeting, promise = make_meeting(1), earlier_promise()
    disputed = change(make_report(), status="reopened")
    overdue = change(make_report(), due_at=timezone.now() - 3 * DAY)
    loved = change(make_published(), support_count=4)
    change(make_report(), due_at=timezone.now() + 30 * DAY)
    change(disputed, due_at=timezone.now() + 30 * DAY)
    change(loved, due_at=timezone.now() + 30 * DAY)
    assert found(meeting, clerk) == {
        "promises": [promise],
        "wished": [],
        "disputed": [disputed],
        "overdue": [overdue],
        "villages": [loved],
        "categories": [],
    }
    whys = {group.name: [one.why for one in group.rows] for group in suggest(meeting, clerk)}
    assert (whys["overdue"], whys["villages"]) == (["Lewat 3 hari"], ["4 dukungan"])


def test_what_reporters_asked_for_comes_before_what_is_late(clerk: Any):
    meeting, report = make_meeting(), make_report()
    wish(report, meeting.pk, actor=REPORTER)
    groups = {group.name: group for group in suggest(meeting, clerk)}
    assert [one.row for one in groups["wished"].rows] == [report]
    assert (groups["wished"].total, groups["wished"].rows[0].why) == (1, "Diminta pelapor")
    assert [one for one in groups["overdue"].rows if one.row == report] == []


def test_confidential_is_suggested_to_an_internal_stop_only_and_only_to_who_sees_it(clerk: Any):
    hidden = change(make_report(identity="confidential"), status="reopened")
    about = change(make_report(concerns="village"), status="reopened")
    assert found(make_meeting(1), clerk)["disputed"] == []
    internal = make_meeting(2, visibility="internal")
    assert found(internal, clerk)["disputed"] == [hidden, about]
    seen = {
        group.name: (group.total, len(group.rows))
        for group in suggest(internal, make_user(Role.SECTION_HEAD))
    }
    assert (
        seen["disputed"][0]
        == seen["disputed"][1]
        == len(Aspiration.objects.visible_to(make_user(Role.SECTION_HEAD)).filter(status="reopened"))
    )


def test_promise_kept_for_those_present_is_not_suggested_to_a_public_stop(clerk: Any):
    promise = earlier_promise()
    type(promise.decision)._default_manager.update(is_public=False)
    assert found(make_meeting(1), clerk)["promises"] == []
    assert found(make_meeting(2, visibility="internal"), clerk)["promises"] == [promise]


def test_picked_ones_become_items_and_are_said_to_stand_there(desk: Client, clerk: Any):
    meeting, promise = make_meeting(1), earlier_promise()
    report = change(make_report(), status="reopened")
    top = put(meeting, clerk, "Dialog")
    data = {"pick": [f"f{promise.pk}", f"r{report.pk}"], "below": top.pk}
    assert desk.post(page(meeting, "usulan/"), data).status_code == 302
    assert [one.node.number for one in flat(agenda.staff_agenda(meeting, clerk))] == ["1", "1.1", "1.2"]
    rows = [one for group in suggest(meeting, clerk) for one in group.rows]
    assert [(one.agendas, one.obstacle) for one in rows] == [
        ([meeting], "Sudah ada pada agenda pertemuan itu.")
    ] * 2
    assert desk.post(page(meeting, "usulan/"), data).status_code == 422


def test_nothing_is_picked_where_one_cannot_be(clerk: Any):
    meeting, report = make_meeting(), make_report()
    hidden = make_report(identity="confidential")
    for keys, why in (
        ([], "Pilih sedikitnya satu"),
        ([f"r{report.pk}", "r999999"], "tidak dapat dipilih lagi"),
        ([f"r{report.pk}", f"r{hidden.pk}"], "Laporan rahasia"),
    ):
        with pytest.raises(Refused, match=why):
            pick(meeting, keys, actor=clerk)
    assert not AgendaItem.objects.exists()


@pytest.mark.parametrize("count", [1, 30])
def test_suggestions_cost_the_same_for_one_and_thirty(clerk: Any, django_assert_num_queries: Any, count: int):
    meeting = make_meeting()
    for number in range(count):
        change(make_report(), status="reopened")
        change(make_report(), due_at=timezone.now() - DAY)
        change(make_published(), support_count=number + 1, due_at=timezone.now() + DAY)
        earlier_promise(number + 2)
    suggest(meeting, clerk)
    with django_assert_num_queries(13):
        groups: list[Group] = suggest(meeting, clerk)
    totals = {group.name: group.total for group in groups}
    assert [totals[name] for name in ("promises", "disputed", "overdue")] == [count] * 3
    assert max(len(group.rows) for group in groups) <= 20


def test_public_agenda_tells_no_item_of_hidden_reports(clerk: Any):
    meeting, public, private = make_meeting(), make_published(), make_report()
    put(meeting, clerk, "Pembukaan", minutes=10, responsible="Camat")
    services.propose_agenda(meeting, [public, private], actor=clerk_actor(clerk))
    nodes = agenda.public_agenda(meeting)
    assert [f"{one.node.number} {one.item.title}" for one in flat(nodes)] == [
        "1 Pembukaan",
        "2 Jembatan rusak",
    ]
    text = render_to_string("meetings/_agenda.html", {"agenda": nodes})
    assert (public.number in text, private.number in text) == (True, False)
    reports.hide(public, actor=SYSTEM, reason="x")
    assert len(flat(agenda.public_agenda(meeting))) == 1


def test_public_agenda_tells_no_promise_that_is_hidden_again(clerk: Any):
    meeting, promise = make_meeting(), earlier_promise()
    agenda.carry(meeting, [promise], actor=clerk)
    assert len(agenda.public_agenda(meeting)) == 1
    type(promise.decision)._default_manager.update(is_public=False)
    assert agenda.public_agenda(meeting) == []


def test_paper_for_all_holds_no_more_than_everybody_may_read(desk: Client, clerk: Any):
    meeting, private = make_meeting(), make_report()
    services.propose_agenda(meeting, [private], actor=clerk_actor(clerk))
    own = contents(meeting, agenda.staff_agenda(meeting, clerk), signed=False)
    for_all = contents(meeting, agenda.public_agenda(meeting), signed=False)
    assert [row["about"] for row in own["rows"]] == [private.number]
    assert for_all["rows"] == []
    for query in ("", "?ttd=1", "?untuk=umum"):
        response = desk.get(page(meeting, f"susunan-acara.pdf{query}"))
        assert (response["Content-Type"], response.content[:5]) == ("application/pdf", b"%PDF-")


def test_paper_says_day_hours_and_nesting(clerk: Any):
    meeting = make_meeting(10, host_village_id="16.07.14.2002")
    Meeting.objects.update(starts_at="2023-07-20T09:00+07:00", ends_at="2063-07-20T12:30+07:00")
    meeting = Meeting.objects.named().get()
    top = put(meeting, clerk, "Pembukaan", minutes=15, responsible="Camat")
    agenda.add_item(meeting, ItemData("Doa", minutes=5), actor=clerk, parent=top.pk)
    said = contents(meeting, agenda.staff_agenda(meeting, clerk), signed=True)
    assert said["facts"][0] == ["Hari, tanggal", "Kamis, 20 Juli 2023"]
    assert [(row["number"], row["time"], row["title"]) for row in said["rows"]] == [
        ("1", "09.00–09.15", "Pembukaan"),
        ("1.1", "09.00–09.05", "Doa"),
    ]
    assert agenda_paper(meeting, [], signed=True)[:5] == b"%PDF-"


def test_print_view_has_the_lines(desk: Client, clerk: Any):
    meeting = make_meeting()
    put(meeting, clerk, "Pembukaan", responsible="Camat")
    text = desk.get(page(meeting, "cetak/")).content.decode()
    assert "<td>Pembukaan</td><td>Camat</td>" in text
