"""Decisions at the desk of a stop: in a line, in full, adopted after a look, and about which reports."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from aspirations.models import Aspiration
from government.models import Programme, ProgrammeSet, Role
from meetings.forms.fields import RupiahField
from meetings.models import AgendaAspiration, AgendaItem, Decision, FollowUp, Meeting
from tests.desk import desk, page_of, send, text_of
from tests.meetings.makers import HOUR, make_decision, make_follow_up, make_meeting
from tests.world import advance, agency, make_published, make_report, unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting() -> Meeting:
    return make_meeting(10, starts=-HOUR, status="running")


@pytest.fixture
def clerk() -> Client:
    return desk()


def url(meeting: Meeting, rest: str = "") -> str:
    return f"/admin/meetings/meeting/{meeting.pk}/decisions/{rest}"


def draft(meeting: Meeting, **fields: Any) -> Decision:
    return make_decision(meeting, status="draft", adopted_at=None, **fields)


def on_agenda(meeting: Meeting, report: Aspiration, title: str = "Jembatan") -> AgendaItem:
    item = AgendaItem.objects.create(meeting=meeting, position=1, title=title)
    AgendaAspiration.objects.create(item=item, meeting=meeting, aspiration=report)
    return item


def promise(**fields: Any) -> dict[str, Any]:
    """The first row of promises, and two that stay empty."""
    row = {
        "text": "Memperbaiki jembatan",
        "owner": f"a{agency().pk}",
        "target_on": f"{timezone.localdate() + timedelta(days=30):%d-%m-%Y}",
    } | fields
    empty = {f"rtl{number}-funding": "unknown" for number in range(3)}
    return empty | {f"rtl0-{name}": value for name, value in row.items()}


def test_one_line_is_written_once_however_often_it_is_pressed(clerk: Client, meeting: Meeting):
    key = clerk.get(url(meeting)).context["uid"]
    for _press in range(2):
        clerk.post(url(meeting), {"text": "Air bersih", "kind": "promise", "uid": str(key)})
    assert list(Decision.objects.values_list("number", "text", "status")) == [(1, "Air bersih", "draft")]


def test_empty_line_says_so_and_keeps_the_kind(clerk: Client, meeting: Meeting):
    answer = clerk.post(url(meeting), {"text": "", "kind": "letter"})
    assert (answer.status_code, answer.context["line"]["kind"].value()) == (422, "letter")
    assert not Decision.objects.exists()


def test_everything_in_one_go(clerk: Client, meeting: Meeting):
    report = advance(make_report(), "verified")
    item = on_agenda(meeting, report)
    data = {"text": "Jembatan", "kind": "promise", "item": item.pk, "is_public": "on", "reports": [report.pk]}
    more = promise(supporters=[agency("bpbd").pk], amount="Rp 150.000.000", funding="regency")
    answer = clerk.post(url(meeting, "new/"), data | more)
    assert answer.status_code == 302
    made, follow_up = Decision.objects.get(), FollowUp.objects.get()
    assert (made.item, list(made.aspirations.all()), made.is_public) == (item, [report], True)
    assert (follow_up.agency, follow_up.amount, follow_up.funding) == (agency(), 150_000_000, "regency")
    assert list(follow_up.supporters.all()) == [agency("bpbd")]


def test_several_promises_in_one_go_or_none(clerk: Client, meeting: Meeting):
    decision = draft(meeting)
    second = {key.replace("rtl0", "rtl1"): value for key, value in promise(owner=f"u{unit().pk}").items()}
    wrong = clerk.post(url(meeting, f"{decision.pk}/promises/"), {**second, **promise(text="")})
    assert (wrong.status_code, FollowUp.objects.count()) == (422, 0)
    clerk.post(url(meeting, f"{decision.pk}/promises/"), {**second, **promise()})
    assert list(FollowUp.objects.order_by("number").values_list("number", "agency", "unit")) == [
        (1, agency().pk, None),
        (2, None, unit().pk),
    ]


@pytest.mark.parametrize(
    ("day", "says"),
    [("1 Januari 2020", "masa lalu"), ("31-02-2027", "20 Juli 2023"), ("", "tidak boleh kosong")],
)
def test_target_that_cannot_be_is_said_beside_it(clerk: Client, meeting: Meeting, day: str, says: str):
    answer = clerk.post(url(meeting, f"{draft(meeting).pk}/promises/"), promise(target_on=day))
    assert answer.status_code == 422
    assert says in answer.context["rows"][0].errors["target_on"][0]


def test_target_is_not_before_a_stop_to_come(clerk: Client):
    meeting = make_meeting(starts=timedelta(days=40))
    answer = clerk.post(url(meeting, f"{draft(meeting).pk}/promises/"), promise())
    assert "sebelum hari pertemuan" in answer.context["rows"][0].errors["target_on"][0]


@pytest.mark.parametrize(
    ("said", "meant"),
    [("150000000", 150_000_000), ("Rp 1.500.000,-", 1_500_000), ("1,500,000", 1_500_000), (" ", None)],
)
def test_rupiah_as_people_write_them(said: str, meant: int | None):
    assert RupiahField().clean(said) == meant


@pytest.mark.parametrize("said", ["1.50", "seratus juta", "1.500,000", "-5", "9" * 16])
def test_rupiah_that_are_none(said: str):
    with pytest.raises(ValidationError):
        RupiahField().clean(said)


@pytest.mark.parametrize("kind", ["refused", "deferred"])
def test_no_without_a_reason_is_not_written(clerk: Client, meeting: Meeting, kind: str):
    data = promise(text="", owner="", target_on="") | {"text": "Pasar", "kind": kind}
    assert clerk.post(url(meeting, "new/"), data).status_code == 422
    assert clerk.post(url(meeting, "new/"), data | {"reason": "Belum ada lahan"}).status_code == 302


def test_programmes_are_those_of_the_year(clerk: Client, meeting: Meeting):
    period = {"start_year": 2001, "end_year": 2002}
    old = ProgrammeSet.objects.create(slug="lama", name="Lama", kind="priority", **period)
    Programme.objects.create(programme_set=old, slug="x", name="Program lama")
    page = clerk.get(url(meeting, "new/")).content.decode()
    assert ("Program lama" in page, "Banyuasin Cerdas" in page) == (False, True)


def test_searching_keeps_what_was_typed(clerk: Client, meeting: Meeting):
    near = make_report(title="Dermaga lapuk")
    data = promise() | {"text": "Dermaga", "kind": "letter", "words": near.number, "search": "1"}
    answer = clerk.post(url(meeting, "new/"), data)
    page = answer.content.decode()
    assert (answer.status_code, near.number in page, "Memperbaiki jembatan" in page) == (200, True, True)
    assert answer.context["form"]["kind"].value() == "letter"
    assert not Decision.objects.exists()


def test_search_finds_only_what_the_user_sees(meeting: Meeting):
    hidden = make_report(title="Dermaga lapuk", identity="confidential")
    page = desk(Role.SECTION_HEAD).get(url(meeting, f"{draft(meeting).pk}/?cari={hidden.number}"))
    assert page.context["offers"] == []


def test_reports_of_the_agenda_are_offered_first(clerk: Client, meeting: Meeting):
    report = make_report()
    on_agenda(meeting, report)
    decision = draft(meeting)
    assert clerk.get(url(meeting, f"{decision.pk}/")).context["offers"] == [report]
    clerk.post(url(meeting, f"{decision.pk}/"), {"act": "attach", "report": report.pk})
    assert clerk.get(url(meeting, f"{decision.pk}/")).context["offers"] == []
    clerk.post(url(meeting, f"{decision.pk}/"), {"act": "detach", "report": report.pk})
    assert not decision.rows.exists()


def test_of_a_hidden_report_there_is_no_trace(meeting: Meeting):
    hidden = make_report(title="Rahasia besar", identity="confidential")
    decision = draft(meeting)
    decision.rows.create(aspiration=hidden)
    client = desk(Role.SECTION_HEAD)
    for rest in ("", f"{decision.pk}/", "adopt/"):
        page = client.get(url(meeting, rest)).content.decode()
        assert hidden.number not in page
        assert "Rahasia besar" not in page


def test_of_an_item_that_stands_for_hidden_reports_there_is_no_trace(meeting: Meeting):
    item = on_agenda(meeting, make_report(identity="confidential"), "Perkara tertutup")
    decision, client = draft(meeting, item=item, kind="done"), desk(Role.SECTION_HEAD)
    pages = [client.get(url(meeting, rest)) for rest in ("", "new/", f"{decision.pk}/")]
    assert [item.title in page.content.decode() for page in pages] == [False] * 3
    client.post(url(meeting, f"{decision.pk}/"), {"text": "Selesai", "kind": "done", "version": 0})
    decision.refresh_from_db()
    assert (decision.text, decision.item) == ("Selesai", item)


def test_preview_shows_what_each_reporter_will_read(clerk: Client, meeting: Meeting):
    report, stuck = advance(make_report(), "verified"), make_report()
    decision = draft(meeting)
    for one in (report, stuck):
        decision.rows.create(aspiration=one)
    make_follow_up(decision)
    (look,) = clerk.get(url(meeting, "adopt/")).context["drafts"]
    assert {one.number: bool(why) for one, why in look.reports} == {report.number: False, stuck.number: True}
    clerk.post(url(meeting, "adopt/"), {"decision": [decision.pk]})
    assert look.step.note in report.events.order_by("-pk").values_list("text", flat=True)


def test_what_can_be_no_key_is_no_row(clerk: Client, meeting: Meeting):
    one, endless = draft(meeting, kind="done"), "9" * 5000
    sent = {"act": "attach", "report": endless}
    assert clerk.post(url(meeting, f"{one.pk}/"), sent).status_code == 404
    assert clerk.post(url(meeting, "adopt/"), {"decision": endless}).status_code == 302
    typed = {"text": "x", "kind": "done", "reports": endless, "item": endless} | promise(village=endless)
    assert clerk.post(url(meeting, "new/"), typed).status_code == 422
    assert meeting.decisions.get() == one


def test_all_chosen_are_adopted_or_none(clerk: Client, meeting: Meeting):
    ready, lacking = draft(meeting), draft(meeting)
    make_follow_up(ready)
    answer = clerk.post(url(meeting, "adopt/"), {"decision": [ready.pk, lacking.pk]}, follow=True)
    assert "Keputusan 2: Siapa penanggung jawabnya, dan kapan?" in answer.content.decode()
    assert not Decision.objects.filter(status="adopted").exists()
    clerk.post(url(meeting, "adopt/"), {"decision": [ready.pk]})
    assert Decision.objects.get(status="adopted") == ready


def test_desk_sees_why_a_report_stays(clerk: Client, meeting: Meeting):
    decision, report = draft(meeting), make_report()
    decision.rows.create(aspiration=report)
    make_follow_up(decision)
    page = clerk.post(url(meeting, "adopt/"), {"decision": [decision.pk]}, follow=True).content.decode()
    assert f"{report.number}: Tetap “Menunggu Verifikasi”" in page
    assert "Verifikasi dulu laporannya." in page


def test_promise_of_an_adopted_decision_changes_with_a_reason(clerk: Client, meeting: Meeting):
    follow_up = make_follow_up(make_decision(meeting))
    page = url(meeting, f"promise/{follow_up.pk}/")
    later = follow_up.target_on + timedelta(days=9)
    data = {"text": follow_up.text, "owner": f"a{agency().pk}", "target_on": f"{later:%d-%m-%Y}"}
    assert clerk.post(page, data).status_code == 422
    assert clerk.post(page, data | {"why": "Banjir"}).status_code == 302
    assert "Target digeser dari" in clerk.get(url(meeting)).content.decode()


def test_camat_takes_a_decision_back_and_a_clerk_does_not(clerk: Client, meeting: Meeting):
    page = url(meeting, f"{make_decision(meeting).pk}/revoke/")
    assert clerk.post(page, {"reason": "Keliru"}).status_code == 404
    assert desk(Role.CAMAT).post(page, {"reason": "Keliru"}).status_code == 302
    assert Decision.objects.get().revoke_reason == "Keliru"


def test_who_only_reads_finds_no_form_and_writes_nothing(meeting: Meeting):
    auditor, decision = desk(Role.AUDITOR), make_decision(meeting)
    follow_up = make_follow_up(decision)
    assert '<form method="post" class="decision' not in auditor.get(url(meeting)).content.decode()
    one = f"{decision.pk}/"
    for rest in ("", one, f"{one}promises/", f"promise/{follow_up.pk}/", "adopt/", "new/"):
        assert auditor.post(url(meeting, rest), {"text": "x", "kind": "done"}).status_code == 404


def test_other_stops_decision_is_not_found(clerk: Client, meeting: Meeting):
    follow_up = make_follow_up(make_decision(make_meeting(2)))
    for rest in (f"{follow_up.decision_id}/", f"promise/{follow_up.pk}/"):
        assert clerk.get(url(meeting, rest)).status_code == 404


@pytest.mark.parametrize("rest", ["", "adopt/"])
def test_as_many_queries_for_one_as_for_thirty(
    meeting: Meeting, django_assert_num_queries: Any, django_assert_max_num_queries: Any, rest: str
):
    client = desk()
    state = {"status": "draft", "adopted_at": None} if rest else {}

    def fill(number: int) -> None:
        for _one in range(number):
            decision = make_decision(meeting, **state)
            decision.rows.create(aspiration=make_report())
            make_follow_up(make_follow_up(decision).decision)

    fill(1)
    client.get(url(meeting, rest))
    with django_assert_max_num_queries(60) as counted:
        client.get(url(meeting, rest))
    fill(29)
    with django_assert_num_queries(len(counted.captured_queries)):
        client.get(url(meeting, rest))


def test_report_desk_shows_where_it_stands_and_takes_it_along(clerk: Client, meeting: Meeting):
    decision, report = draft(meeting), make_report()
    decision.rows.create(aspiration=report)
    make_follow_up(decision)
    clerk.post(url(meeting, "adopt/"), {"decision": [decision.pk]})
    advance(report, "verified")
    assert "1.1 Memperbaiki jembatan" in text_of(clerk, report)
    send(clerk, report, "take_along", decision=decision.pk)
    report.refresh_from_db()
    assert report.status == "planned"
    assert not any(panel.verb == "take_along" for panel in page_of(clerk, report).context["panels"]["other"])


def test_public_page_says_who_promised_what(client: Client, meeting: Meeting):
    report = make_published()
    decision = make_decision(meeting)
    decision.rows.create(aspiration=report)
    make_follow_up(decision)
    page = client.get(report.get_absolute_url()).content.decode()
    assert "Dibahas dalam rapat" in page
    assert "Memperbaiki jembatan" in page


@pytest.mark.parametrize("hidden", [{"is_public": False}, {"status": "draft", "adopted_at": None}])
def test_public_page_says_nothing_of_what_is_not_public(
    client: Client, meeting: Meeting, hidden: dict[str, Any]
):
    report = make_published()
    make_decision(meeting, **hidden).rows.create(aspiration=report)
    assert "Dibahas dalam rapat" not in client.get(report.get_absolute_url()).content.decode()


def test_answer_that_waits_hides_the_decision(client: Client, meeting: Meeting):
    report = advance(make_published(), "verified")
    type(report.category).objects.filter(pk=report.category_id).update(answer_needs_approval=True)
    make_decision(meeting).rows.create(aspiration=report)
    assert "Dibahas dalam rapat" not in client.get(report.get_absolute_url()).content.decode()
