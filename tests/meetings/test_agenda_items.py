"""The agenda as a tree: written, moved, filled, and nobody's change lost."""

from datetime import time
from typing import Any

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from aspirations.services import Conflict, NotAllowed, Refused
from government.models import Role
from meetings import services
from meetings.loading import load_agenda_templates
from meetings.models import AgendaAspiration, AgendaItem, AgendaTemplate, Meeting, MeetingEvent
from meetings.services import agenda
from meetings.services.agenda import ItemData, Step
from meetings.services.agenda.reading import flat
from tests.meetings.makers import make_decision, make_follow_up, make_meeting
from tests.world import clerk_actor, make_published, make_report, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk() -> Any:
    return make_user()


@pytest.fixture
def desk(client: Client, clerk: Any) -> Client:
    client.force_login(clerk)
    return client


def put(meeting: Meeting, user: Any, title: str, parent: Any = None, **data: Any) -> AgendaItem:
    return agenda.add_item(meeting, ItemData(title, **data), actor=user, parent=parent.pk if parent else None)


def shown(meeting: Meeting, user: Any) -> list[str]:
    return [f"{one.node.number} {one.item.title}" for one in flat(agenda.staff_agenda(meeting, user))]


def test_items_stand_at_the_end_and_below_another(clerk: Any):
    meeting = make_meeting()
    first = put(meeting, clerk, "A")
    put(meeting, clerk, "B")
    put(meeting, clerk, "A1", first)
    assert shown(meeting, clerk) == ["1 A", "1.1 A1", "2 B"]
    assert MeetingEvent.objects.latest("pk").text == "Ditambahkan: A1"


def test_fourth_level_is_refused(clerk: Any):
    meeting = make_meeting()
    deep = None
    for title in "ABC":
        deep = put(meeting, clerk, title, deep)
    with pytest.raises(Refused, match="paling dalam 3 tingkat"):
        put(meeting, clerk, "D", deep)


@pytest.mark.parametrize(
    ("moved", "step", "after"),
    [
        ("C", Step.UP, ["1 A", "1.1 A1", "2 C", "3 B"]),
        ("A", Step.DOWN, ["1 B", "2 A", "2.1 A1", "3 C"]),
        ("B", Step.IN, ["1 A", "1.1 A1", "1.2 B", "2 C"]),
        ("A1", Step.OUT, ["1 A", "2 A1", "3 B", "4 C"]),
    ],
)
def test_step_moves_by_one(clerk: Any, moved: str, step: Step, after: list[str]):
    meeting = make_meeting()
    items = {title: put(meeting, clerk, title) for title in "ABC"}
    items["A1"] = put(meeting, clerk, "A1", items["A"])
    agenda.step_item(meeting, items[moved].pk, step, actor=clerk)
    assert shown(meeting, clerk) == after


@pytest.mark.parametrize(("title", "step"), [("A", "up"), ("B", "down"), ("A", "in"), ("A", "out")])
def test_step_to_nowhere_is_refused(clerk: Any, title: str, step: str):
    meeting = make_meeting()
    items = {one: put(meeting, clerk, one) for one in "AB"}
    with pytest.raises(Refused, match="Tidak dapat dipindahkan"):
        agenda.step_item(meeting, items[title].pk, Step(step), actor=clerk)


def test_subtree_that_would_be_too_deep_or_below_itself_stays(clerk: Any):
    meeting = make_meeting()
    top, other = put(meeting, clerk, "A"), put(meeting, clerk, "B")
    low = put(meeting, clerk, "A1", top)
    put(meeting, clerk, "A11", low)
    with pytest.raises(Refused, match="3 tingkat"):
        agenda.place_item(meeting, top.pk, parent=other.pk, after=None, actor=clerk)
    with pytest.raises(Refused, match="bawah dirinya sendiri"):
        agenda.place_item(meeting, top.pk, parent=low.pk, after=None, actor=clerk)
    assert shown(meeting, clerk) == ["1 A", "1.1 A1", "1.1.1 A11", "2 B"]


def test_place_means_the_same_after_others_moved(clerk: Any):
    meeting = make_meeting()
    a, b, c = (put(meeting, clerk, title) for title in "ABC")
    agenda.step_item(meeting, a.pk, Step.DOWN, actor=clerk)
    agenda.place_item(meeting, c.pk, parent=None, after=a.pk, actor=clerk)
    assert shown(meeting, clerk) == ["1 B", "2 A", "3 C"]
    agenda.place_item(meeting, b.pk, parent=a.pk, after=None, actor=clerk)
    with pytest.raises(Conflict):
        agenda.place_item(meeting, c.pk, parent=None, after=b.pk, actor=clerk)


def test_stale_edit_is_refused_and_nothing_is_lost(clerk: Any):
    meeting = make_meeting()
    item = put(meeting, clerk, "A")
    seen = agenda.state_of(item)
    agenda.edit_item(meeting, item.pk, ItemData("B"), actor=clerk, seen=seen)
    with pytest.raises(Conflict, match="diubah orang lain"):
        agenda.edit_item(meeting, item.pk, ItemData("C"), actor=clerk, seen=seen)
    assert AgendaItem.objects.get().title == "B"


def test_page_keeps_what_was_typed_and_a_second_try_saves(desk: Client, clerk: Any):
    meeting = make_meeting()
    item = put(meeting, clerk, "A")
    address = f"/admin/meetings/meeting/{meeting.pk}/agenda/mata-acara/{item.pk}/"
    seen = agenda.state_of(item)
    agenda.edit_item(meeting, item.pk, ItemData("B"), actor=clerk, seen=seen)
    data = {"do": "save", "title": "C", "minutes": "10", "seen": seen}
    response = desk.post(address, data)
    text = response.content.decode()
    assert (response.status_code, 'value="C"' in text, "Sekarang tertulis: B" in text) == (422, True, True)
    data["seen"] = response.context["form"]["seen"].value()
    assert desk.post(address, data).status_code == 302
    assert AgendaItem.objects.values_list("title", "minutes").get() == ("C", 10)


def test_removed_item_leaves_its_children_in_its_place_and_frees_its_reports(clerk: Any):
    meeting, report = make_meeting(), make_report()
    a, b = put(meeting, clerk, "A"), put(meeting, clerk, "B")
    for title in ("A1", "A2"):
        put(meeting, clerk, title, a)
    services.propose_agenda(meeting, [report], actor=clerk_actor(clerk), item=a)
    agenda.remove_item(meeting, a.pk, actor=clerk)
    assert shown(meeting, clerk) == ["1 A1", "2 A2", "3 B"]
    assert report.events.latest("pk").label == "Dikeluarkan dari agenda"
    assert b.pk in AgendaItem.objects.values_list("pk", flat=True)


def test_what_was_taken_up_is_not_removed(clerk: Any):
    meeting = make_meeting()
    item = put(meeting, clerk, "A")
    AgendaItem.objects.update(state="done")
    with pytest.raises(Refused, match="sudah dibahas"):
        agenda.remove_item(meeting, item.pk, actor=clerk)


def test_item_of_reports_hidden_from_the_user_is_neither_seen_nor_lost():
    meeting, hidden = make_meeting(visibility="internal"), make_report(identity="confidential")
    clerk, section = make_user(), make_user(Role.SECTION_HEAD)
    (row,) = services.propose_agenda(meeting, [hidden], actor=clerk_actor(clerk))
    top = put(meeting, section, "A")
    agenda.place_item(meeting, row.item_id, parent=top.pk, after=None, actor=clerk)
    assert shown(meeting, section) == ["1 A"]
    for act in (agenda.remove_item, lambda *args, **who: agenda.step_item(*args, Step.UP, **who)):
        with pytest.raises(Conflict, match="tidak ada lagi"):
            act(meeting, row.item_id, actor=section)
    agenda.remove_item(meeting, top.pk, actor=section)
    assert (shown(meeting, section), len(shown(meeting, clerk))) == ([], 1)


def test_only_who_convenes_writes_and_only_before_it_is_over(clerk: Any):
    meeting = make_meeting()
    item = put(meeting, clerk, "A")
    for user in (make_user(Role.AUDITOR), make_user(scope="16.07.13")):
        for act in (
            lambda user: put(meeting, user, "B"),
            lambda user: agenda.remove_item(meeting, item.pk, actor=user),
            lambda user: agenda.step_item(meeting, item.pk, Step.UP, actor=user),
            lambda user: agenda.edit_item(meeting, item.pk, ItemData("B"), actor=user, seen=""),
        ):
            with pytest.raises(NotAllowed):
                act(user)
    Meeting.objects.update(status="cancelled", cancel_reason="Banjir")
    with pytest.raises(Refused, match="tidak diubah lagi"):
        put(meeting, clerk, "B")
    assert shown(meeting, clerk) == ["1 A"]


def test_report_below_an_item_becomes_a_child(clerk: Any):
    meeting, report = make_meeting(), make_published()
    top = put(meeting, clerk, "Dialog")
    services.propose_agenda(meeting, [report], actor=clerk_actor(clerk), below=top)
    assert shown(meeting, clerk) == ["1 Dialog", "1.1 Jembatan rusak"]
    row = AgendaAspiration.objects.get()
    services.drop_from_agenda(row, actor=clerk_actor(clerk))
    assert shown(meeting, clerk) == ["1 Dialog"]


def test_item_on_which_somebody_wrote_stays_without_its_report(clerk: Any):
    meeting = make_meeting()
    (row,) = services.propose_agenda(meeting, [make_report()], actor=clerk_actor(clerk))
    item = row.item
    data = ItemData(item.title, time(9), 15, "Camat")
    agenda.edit_item(meeting, item.pk, data, actor=clerk, seen=agenda.state_of(item))
    services.drop_from_agenda(row, actor=clerk_actor(clerk))
    assert AgendaItem.objects.count() == 1


def test_template_fills_an_empty_agenda_only(clerk: Any):
    meeting = make_meeting()
    count = load_agenda_templates()
    assert load_agenda_templates() == count == AgendaTemplate.objects.count()
    template = AgendaTemplate.objects.get(name="Rakor tingkat kecamatan")
    assert agenda.apply_template(meeting, template, actor=clerk) == 12
    assert shown(meeting, clerk)[:4] == [
        "1 Registrasi peserta",
        "2 Pembukaan",
        "2.1 Menyanyikan lagu Indonesia Raya",
        "2.2 Doa",
    ]
    with pytest.raises(Refused, match="sudah terisi"):
        agenda.apply_template(meeting, template, actor=clerk)


def test_what_staff_edited_is_not_loaded_over(clerk: Any):
    load_agenda_templates()
    AgendaTemplate.objects.filter(kind="rakor").update(text="Doa")
    load_agenda_templates()
    assert AgendaTemplate.objects.get(kind="rakor").text == "Doa"


def test_copy_moves_times_along_and_leaves_reports_behind(clerk: Any):
    source = make_meeting(1)
    Meeting.objects.update(starts_at="2026-03-02T09:00+07:00", ends_at="2026-03-02T12:00+07:00")
    top = put(source, clerk, "A", starts=time(9, 30), minutes=30)
    put(source, clerk, "A1", top)
    Meeting.objects.update(starts_at="2026-11-02T09:00+07:00", ends_at="2036-11-02T12:00+07:00")
    services.propose_agenda(source, [make_report()], actor=clerk_actor(clerk))
    source = Meeting.objects.named().get()
    meeting = make_meeting(2, starts_at=source.starts_at.replace(year=2027, hour=4))
    assert agenda.copy_agenda(meeting, source, actor=clerk) == 2
    assert shown(meeting, clerk) == ["1 A", "1.1 A1"]
    assert meeting.agenda_items.get(title="A").starts == time(11, 30)


def test_agenda_of_elsewhere_that_is_internal_is_not_copied(clerk: Any):
    other = make_meeting(1, host_district_id="16.07.13", visibility="internal")
    AgendaItem.objects.create(meeting=other, position=1, title="Rahasia")
    meeting = make_meeting(2, starts=2 * (other.ends_at - other.starts_at))
    with pytest.raises(Refused, match="tidak dapat disalin"):
        agenda.copy_agenda(meeting, other, actor=clerk)


def carried(user: Any) -> tuple[Meeting, Any]:
    before = make_meeting(1, starts=-(make_meeting(9).ends_at - make_meeting(8).starts_at) * 20)
    return make_meeting(2), make_follow_up(make_decision(before))


def test_promise_is_carried_once_and_both_histories_tell(clerk: Any):
    meeting, follow_up = carried(clerk)
    (row,) = agenda.carry(meeting, [follow_up], actor=clerk)
    assert shown(meeting, clerk) == ["1 Memperbaiki jembatan"]
    kinds = [(one.meeting_id, one.kind) for one in MeetingEvent.objects.order_by("pk")]
    assert kinds == [(follow_up.decision.meeting_id, "follow_up"), (meeting.pk, "agenda")]
    with pytest.raises(Refused, match="Sudah ada pada agenda"):
        agenda.carry(meeting, [follow_up], actor=clerk)
    agenda.drop_carried(meeting, row.pk, actor=clerk)
    with pytest.raises(Conflict):
        agenda.drop_carried(meeting, row.pk, actor=clerk)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"follow_up": {"status": "kept", "progress": 100, "closed_on": "2026-01-01"}}, "Ditepati"),
        ({"decision": {"is_public": False}}, "tidak terbuka untuk umum"),
        ({"meeting": {"starts_at": "2020-01-01T00:00Z"}}, "bukan dari pertemuan sebelumnya"),
        ({"meeting": {"host_district_id": "16.07.13"}}, "kecamatan lain"),
    ],
)
def test_promise_that_cannot_stand_there_says_why(change: dict[str, dict[str, Any]], why: str):
    coordinator = make_user(Role.COORDINATOR, "16.07")
    meeting, follow_up = carried(coordinator)
    rows = {"follow_up": follow_up, "decision": follow_up.decision, "meeting": meeting}
    for name, columns in change.items():
        type(rows[name])._default_manager.filter(pk=rows[name].pk).update(**columns)
    fresh = type(follow_up)._default_manager.get(pk=follow_up.pk)
    with pytest.raises(Refused, match=why):
        agenda.carry(Meeting.objects.get(pk=meeting.pk), [fresh], actor=coordinator)


@pytest.mark.parametrize("count", [1, 60])
@pytest.mark.parametrize("read", ["staff", "public"])
def test_agenda_costs_the_same_for_one_and_sixty(
    clerk: Any, django_assert_num_queries: Any, count: int, read: str
):
    meeting = make_meeting()
    items = [put(meeting, clerk, f"Acara {number}") for number in range(count)]
    services.propose_agenda(meeting, [make_published()], actor=clerk_actor(clerk), item=items[0])
    agenda.staff_agenda(meeting, clerk)
    with django_assert_num_queries(4):
        found = agenda.staff_agenda(meeting, clerk) if read == "staff" else agenda.public_agenda(meeting)
    assert len(flat(found)) == count


class AnyMoves(TestCase):
    """Whatever is moved where, each item stays once, no deeper than allowed, and the rest keeps its order."""

    @settings(max_examples=25)
    @given(st.lists(st.tuples(st.integers(0, 5), st.sampled_from(list(Step))), max_size=12))
    def test_tree_stays_whole(self, moves: list[tuple[int, Step]]) -> None:
        clerk, meeting = make_user(), make_meeting()
        items = [put(meeting, clerk, str(number)) for number in range(6)]
        for number, step in moves:
            try:
                agenda.step_item(meeting, items[number].pk, step, actor=clerk)
            except Refused:
                continue
        nodes = flat(agenda.staff_agenda(meeting, clerk))
        assert sorted(one.item.pk for one in nodes) == sorted(one.pk for one in items)
        assert max(one.node.depth for one in nodes) <= 3
