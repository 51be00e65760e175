"""What comes in goes its way by the office's rules, and never out of the office by itself."""

from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from aspirations import services
from aspirations.models import Aspiration, RoutingRule
from aspirations.services.routing import forget_rules
from government.loading import activate
from government.models import Region, Role, Unit
from tests.world import (
    ELSEWHERE,
    UPANG,
    WIB,
    advance,
    agency,
    category,
    clerk_actor,
    make_report,
    make_user,
    region,
    unit,
)

pytestmark = pytest.mark.django_db


def make_rule(
    name: str = "Jembatan", *, office: str = "16.07.14", of: tuple[str, ...] = (), **fields: Any
) -> RoutingRule:
    """A rule to the seksi PMD, or where the fields say; `of` names categories."""
    leads = {"unit", "person", "agency"} & fields.keys()
    row = RoutingRule.objects.create(
        territory_id=office, name=name, **({} if leads else {"unit": unit()}) | fields
    )
    row.categories.set([category(slug) for slug in of])
    forget_rules()
    return row


def test_new_report_lies_in_the_unit_that_a_rule_names():
    make_rule(of=("jembatan",))
    report = make_report()
    event = report.events.last()
    assert (report.unit, event.who, event.text) == (unit(), "system", "Seksi PMD, menurut aturan “Jembatan”")
    assert report.events.for_reporter().count() == 1


def test_report_of_no_rule_waits_for_the_desk():
    make_rule(of=("listrik",))
    report = make_report()
    assert (report.unit, report.assigned_to, report.proposed_by, report.events.count()) == (None, None, "", 1)


def test_rule_of_a_parent_category_holds_for_its_children():
    row = make_rule()
    row.categories.set([category("jembatan").parent])
    assert make_report().unit == unit()


@pytest.mark.parametrize(
    ("words", "text", "found"),
    [
        ("rusak", "Kerusakan di jalur 8", True),
        ("jalan rusak", "Jln rsk sdh lama", True),
        ("lampu jalan", "Lampu di jalan", False),
        ("mati lampu, padam", "Sudah tiga hari padam", True),
        ("air-asin", "Sumur kami air asin", True),
        ("...", "Apa saja", False),
    ],
)
def test_words_are_found_whatever_their_endings_and_abbreviations(words: str, text: str, found: bool):
    make_rule(words=words)
    assert (make_report(title="Keluhan", text=text).unit == unit()) is found


def test_person_who_is_named_brings_the_own_unit():
    head = make_user(Role.SECTION_HEAD)
    make_rule(person=head)
    report = make_report()
    assert (report.assigned_to, report.unit) == (head, unit())


def test_person_who_left_is_given_nothing_more_and_the_unit_has_it():
    head = make_user(Role.SECTION_HEAD)
    make_rule(person=head, unit=unit())
    head.memberships.update(is_active=False)
    report = make_report()
    assert (report.assigned_to, report.unit) == (None, unit())


def test_unit_that_was_closed_gets_nothing_more():
    make_rule()
    Unit.objects.filter(pk=unit().pk).update(is_active=False)
    assert make_report().unit is None


def test_agency_is_only_proposed():
    make_rule(agency=agency())
    report = make_report()
    assert (report.status, report.agency, report.proposed_agency) == ("submitted", None, agency())
    assert report.proposed_by == "Jembatan"


def test_agency_of_another_place_is_not_proposed():
    make_rule(office="16.07", agency=agency("kecamatan-air-salek"))
    activate("16.07.13")
    assert make_report(village=ELSEWHERE).proposed_agency is None
    assert make_report().proposed_agency == agency("kecamatan-air-salek")


@pytest.mark.parametrize("fields", [{"identity": "confidential"}, {"concerns": "district_staff"}])
def test_report_that_not_everybody_may_read_is_left_to_those_who_may(fields: dict[str, Any]):
    make_rule(agency=agency())
    report = make_report(**fields)
    assert (report.unit, report.proposed_agency, report.events.count()) == (None, None, 1)


def test_rules_of_the_kecamatan_come_before_those_of_the_kabupaten():
    make_rule("Kabupaten", office="16.07", agency=agency("bpbd"))
    make_rule("Kecamatan", agency=agency(), position=5)
    assert make_report().proposed_by == "Kecamatan"


def test_rules_of_another_kecamatan_do_not_hold_here():
    activate("16.07.13")
    make_rule(office="16.07.13", agency=agency())
    assert make_report().proposed_agency is None
    assert make_report(village=ELSEWHERE).proposed_agency == agency()


def correct(report: Aspiration, slug: str = "listrik", village: str = UPANG) -> Aspiration:
    fields: dict[str, Any] = {"category": category(slug), "village": region(village), "kind": report.kind}
    return services.correct(report, actor=clerk_actor(), **fields)


def test_corrected_report_that_nobody_has_goes_its_way():
    make_rule("Listrik", of=("listrik",), unit=unit("trantib"), agency=agency("pln"))
    report = correct(make_report())
    assert (report.unit, report.proposed_agency) == (unit("trantib"), agency("pln"))
    assert report.events.last().text == "Seksi Trantib, menurut aturan “Listrik”"


def test_corrected_report_that_somebody_has_stays_there():
    make_rule("Listrik", of=("listrik",), agency=agency("pln"), unit=unit())
    holder = make_user()
    report = correct(services.assign(make_report(), holder, actor=clerk_actor()))
    assert (report.assigned_to, report.unit, report.proposed_agency) == (holder, None, agency("pln"))


def test_corrected_report_that_an_agency_has_is_left_alone():
    make_rule("Listrik", of=("listrik",))
    assert correct(advance(make_report(), "verified", "dispatched")).unit is None


def queries_of_a_submission() -> int:
    make_report()
    with CaptureQueriesContext(connection) as queries:
        make_report()
    return len(queries)


def test_submission_costs_one_query_more_with_many_rules():
    before = queries_of_a_submission()
    for number in range(20):
        make_rule(f"A{number}", words=f"kata{number}, jembatan{number}", person=make_user())
    make_rule("Terakhir", words="lapuk", agency=agency(), unit=unit())
    assert queries_of_a_submission() - before == 1
    assert Aspiration.objects.latest("pk").proposed_by == "Terakhir"


def order() -> list[str]:
    return [row.name for row in RoutingRule.objects.for_office("16.07.14")]


def test_rule_is_moved_among_those_of_its_office_and_not_beyond():
    make_rule("Kabupaten", office="16.07")
    first, second = make_rule("A"), make_rule("B")
    services.move_rule(second, up=True)
    assert order() == ["B", "A", "Kabupaten"]
    for rule, up in ((second, True), (first, False)):
        with pytest.raises(services.Refused):
            services.move_rule(rule, up=up)
    services.move_rule(second, up=False)
    assert order() == ["A", "B", "Kabupaten"]


@pytest.mark.parametrize(("zone", "hour"), [("Asia/Jakarta", 8), ("Asia/Makassar", 9), ("Asia/Jayapura", 10)])
@pytest.mark.parametrize("month", [1, 7])
def test_hours_of_a_rule_are_those_of_the_place_all_year(zone: str, hour: int, month: int):
    Region.objects.filter(code=UPANG).update(time_zone=zone)
    make_rule(from_hour=time(hour), to_hour=time(hour + 1))
    # Half past eight in Jakarta; no zone of the country knows summer time.
    at = datetime(2026, month, 8, 8, 30, tzinfo=WIB)
    found = [make_report(UPANG, at=at + timedelta(hours=more)).unit for more in (-1, 0, 1)]
    assert found == [None, unit(), None]


@pytest.mark.parametrize(("zone", "day"), [("Asia/Jakarta", 6), ("Asia/Makassar", 0), ("Asia/Jayapura", 0)])
def test_day_of_a_rule_begins_at_the_midnight_of_the_place(zone: str, day: int):
    Region.objects.filter(code=UPANG).update(time_zone=zone)
    make_rule(weekdays=[day])
    sunday_night = datetime(2026, 6, 7, 23, 30, tzinfo=WIB)
    assert make_report(UPANG, at=sunday_night).unit == unit()
