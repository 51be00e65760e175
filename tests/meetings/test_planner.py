"""The planner: whose turn, a proposal, its rows, drafts in one transaction, and their announcement."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from aspirations.services import NotAllowed, Refused
from government.loading import activate
from government.models import Role
from meetings import services, touring
from meetings.models import Announcement, Meeting, MeetingEvent, Series
from meetings.services import announcing
from tests.meetings.makers import make_meeting
from tests.meetings.test_planning import quiet_day
from tests.world import WIB, make_user, region

pytestmark = pytest.mark.django_db
THIS_YEAR = timezone.localdate().year


@pytest.fixture
def coordinator() -> Any:
    return make_user(Role.COORDINATOR, "16.07")


@pytest.fixture
def desk(client: Client, coordinator: Any) -> Client:
    client.force_login(coordinator)
    return client


@pytest.fixture
def series() -> Series:
    return Series.objects.create(name="Rakor", year=THIS_YEAR + 1, region_id="16.07")


def address(series: Series, below: str = "") -> str:
    return f"/admin/meetings/series/{series.pk}/planner/{below}"


def wish(**fields: Any) -> dict[str, Any]:
    return {
        "scope": "districts",
        "first_number": 1,
        "start": quiet_day().date().isoformat(),
        "weekdays": [3],
        "since": "09:00",
        "hours": "4",
        "gap": 7,
        "skip_off": "on",
        "place": "Balai Desa {desa}",
        "visibility": "public",
    } | fields


def sent_again(page: Any) -> dict[str, Any]:
    """What the browser would send: the rows that the page shows."""
    rows = page.context["rows"]
    return {name: value for name, value in rows.data.items() if name.startswith("stop-")}


def hosts(page: Any) -> list[str]:
    data = sent_again(page)
    return [data[f"stop-{row}-village"] for row in range(int(data["stop-TOTAL_FORMS"]))]


def test_table_tells_who_hosted_when_and_whose_turn_it_is(series: Series):
    activate("16.07.13")
    start = datetime(THIS_YEAR, 7, 16, 9, tzinfo=WIB)
    make_meeting(10, starts_at=start, host_village=region())
    make_meeting(11, starts_at=start - timedelta(days=400), status="cancelled", cancel_reason="Banjir")
    years, turns = touring.table(touring.territory_of(series), THIS_YEAR)
    assert [turn.district.pk for turn in turns] == ["16.07.13", "16.07.14"]
    assert (years[-1], turns[1].years) == (THIS_YEAR, [[], [], [], [], [], ["Sri Mulyo"]])
    assert turns[1].villages[-1] == (region(), start.date())
    assert turns[1].villages[0][1] is None


def test_tour_is_proposed_edited_and_saved_as_drafts(desk: Client, series: Series):
    activate("16.07.13")
    page = desk.post(address(series), wish(act="propose"))
    data = sent_again(page)
    assert (data["stop-TOTAL_FORMS"], hosts(page)) == (2, ["16.07.13.2001", "16.07.14.2001"])
    assert data["stop-0-place"] == f"Balai Desa {region('16.07.13.2001').name}"
    data |= {"stop-1-place": "Masjid Raya", "stop-1-until": "15:00"}
    saved = desk.post(address(series), wish(act="save") | data)
    assert saved.status_code == 302
    assert [(stop.number, stop.place, stop.status) for stop in series.meetings.order_by("number")] == [
        (1, data["stop-0-place"], "draft"),
        (2, "Masjid Raya", "draft"),
    ]
    assert MeetingEvent.objects.filter(kind="planned").count() == 2


def test_hosts_change_places_and_days_stay(desk: Client, series: Series):
    page = desk.post(address(series), wish(act="propose", scope="villages"))
    before, days = hosts(page), sent_again(page)["stop-0-day"]
    page = desk.post(address(series), wish(act="down-0", scope="villages") | sent_again(page))
    assert hosts(page)[:3] == [before[1], before[0], before[2]]
    assert sent_again(page)["stop-0-day"] == days
    page = desk.post(address(series), wish(act="up-0", scope="villages") | sent_again(page))
    assert hosts(page)[:2] == [before[1], before[0]]


def test_row_says_what_speaks_against_it_and_refused_ones_are_not_saved(desk: Client, series: Series):
    page = desk.post(address(series), wish(act="propose", scope="villages"))
    data = sent_again(page)
    for name in ("village", "place", "day"):
        data[f"stop-1-{name}"] = data[f"stop-0-{name}"]
    page = desk.post(address(series), wish(act="save", scope="villages") | data)
    assert page.status_code == 422
    assert [clash.code for clash in page.context["rows"][1].clashes if clash.is_refused] == ["place"]
    assert not Meeting.objects.exists()


def test_weekend_is_saved_when_its_warning_was_confirmed(desk: Client, series: Series):
    saturday = wish(act="propose", weekdays=[5], skip_off="")
    page = desk.post(address(series), saturday)
    assert "bukan hari kerja" in page.content.decode()
    data = sent_again(page) | {"stop-0-place": "Masjid Raya"}
    again = desk.post(address(series), saturday | {"act": "save"} | data)
    assert (again.status_code, 'value="Masjid Raya"' in again.content.decode()) == (422, True)
    said = again.context["tour"].fields["confirmed"].widget.choices[0][0]
    desk.post(address(series), saturday | {"act": "save", "confirmed": said} | data)
    assert Meeting.objects.get().place == "Masjid Raya"


def test_what_is_not_ticked_is_left_out(desk: Client, series: Series):
    page = desk.post(address(series), wish(act="propose", scope="villages"))
    data = sent_again(page)
    kept = {name: value for name, value in data.items() if not name.endswith("-include")}
    desk.post(address(series), wish(act="save", scope="villages") | kept | {"stop-3-include": "on"})
    assert [stop.host_village_id for stop in Meeting.objects.all()] == [data["stop-3-village"]]


def test_last_tour_is_copied_a_desa_further_on_the_same_weekdays(desk: Client, series: Series):
    source = Series.objects.create(name="Rakor", year=THIS_YEAR, region_id="16.07")
    start = datetime(THIS_YEAR, 7, 16, 9, tzinfo=WIB)
    make_meeting(10, starts_at=start, host_village=region("16.07.14.2014"))
    off: Any = {"status": "cancelled", "cancel_reason": "Banjir"}
    make_meeting(11, starts_at=start + timedelta(days=7), host_village=region(), **off)
    Meeting.objects.update(series=source)
    page = desk.post(address(series), wish(act="copy", source=source.pk))
    data = sent_again(page)
    assert (hosts(page), data["stop-0-since"]) == (["16.07.14.2001"], "09:00")
    moved = datetime.fromisoformat(data["stop-0-day"])
    assert (moved.year, moved.weekday()) == (THIS_YEAR + 1, start.weekday())
    assert "Pilih rangkaian yang disalin." in desk.post(address(series), wish(act="copy")).content.decode()


def test_next_year_is_made_once_and_leads_to_its_planner(desk: Client, series: Series):
    for __ in range(2):
        response = desk.post(address(series, "next/"))
    made = Series.objects.get(year=series.year + 1)
    assert response["Location"] == f"{address(made)}?dari={series.pk}#usul"


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.CLERK])
def test_who_may_not_plan_there_finds_nothing(client: Client, series: Series, role: str):
    client.force_login(make_user(role, "16.07" if role == Role.AUDITOR else "16.07.14"))
    for below in ("", "announce/", "progress/", "next/"):
        assert client.post(address(series, below)).status_code == 404
        assert client.get(address(series, below)).status_code == 404


def test_planner_of_a_kecamatan_goes_over_its_desa(client: Client):
    own = Series.objects.create(name="Musdes", year=THIS_YEAR + 1, region_id="16.07.14")
    client.force_login(make_user())
    page = client.get(address(own))
    assert page.context["tour"].initial["scope"] == "villages"
    page = client.post(address(own), wish(act="propose", scope="villages"))
    assert len(hosts(page)) == 14


def test_drafts_are_announced_by_the_worker_and_those_that_cannot_say_why(desk: Client, series: Series):
    one = make_meeting(1, status="draft", announced_at=None, starts_at=quiet_day())
    other = make_meeting(2, status="draft", announced_at=None, starts_at=quiet_day() + timedelta(days=7))
    Meeting.objects.update(series=series)
    assert desk.post(address(series, "announce/"), {"stop": [one.pk, other.pk]})["Location"] == address(
        series, "progress/"
    )
    order = Announcement.objects.get()
    assert "0 dari 2 pertemuan diumumkan" in desk.get(address(series, "progress/")).content.decode()
    Meeting.objects.filter(pk=other.pk).update(status="held", announced_at=timezone.now())
    for __ in range(2):
        announcing.run(order.pk)
    page = desk.get(address(series, "progress/")).content.decode()
    expected = ("1 dari 2 pertemuan diumumkan", "langkah ini tidak dapat diambil lagi")
    assert [words in page for words in expected] == [True, True]
    assert (Meeting.objects.get(pk=one.pk).status, one.events.count()) == ("announced", 1)


def test_nothing_chosen_and_nothing_of_another_tour_is_announced(series: Series, coordinator: Any):
    elsewhere = make_meeting(1, status="draft", announced_at=None)
    for stops in ([], [elsewhere.pk]):
        with pytest.raises(Refused, match="Pilih rancangan"):
            services.order_announcement(series, stops, actor=coordinator)
    with pytest.raises(NotAllowed):
        services.order_announcement(series, [elsewhere.pk], actor=make_user())


def test_strange_orders_are_answered(desk: Client, series: Series):
    for act in ("", "up-x", "down-99", "fly"):
        data = wish(act=act, **{"stop-TOTAL_FORMS": "1", "stop-INITIAL_FORMS": "0", "stop-0-district": "99"})
        assert desk.post(address(series), data).status_code in {200, 422}
    assert desk.post(address(series), wish(act="save")).status_code == 422
    assert desk.post(address(series), wish(act="propose", hours="99", source="x")).status_code == 422


def test_planner_costs_the_same_for_one_and_many(
    desk: Client, series: Series, django_assert_num_queries: Any
):
    make_meeting(90, host_village=region(), starts_at=quiet_day())
    for scope, count in (("districts", 1), ("villages", 14)):
        sent = wish(act="propose", scope=scope)
        assert len(hosts(desk.post(address(series), sent))) == count
        with django_assert_num_queries(20):
            desk.post(address(series), sent)
