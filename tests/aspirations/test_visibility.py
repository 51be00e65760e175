"""Who sees which report, and who may do what with it: one row for each kind of person."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser

from aspirations.models import Aspiration
from aspirations.permissions import (
    may_enter,
    may_handle,
    may_publish,
    may_see_reporter,
    may_triage,
    part_of,
)
from aspirations.services import Actor, NotAllowed
from aspirations.workflow import Status, Who
from government.models import Membership, Region, Role
from government.services import grant_membership, revoke_membership
from tests.world import (
    ELSEWHERE,
    SRI_MULYO,
    UPANG,
    advance,
    category,
    make_report,
    make_user,
    publish,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def reports() -> dict[str, Aspiration]:
    """Of two desa and two kecamatan; each kind of identity, with and without an agency."""
    Region.objects.filter(code="16.07.13").update(receipt_prefix="MP")
    dispatched = (Status.VERIFIED, Status.DISPATCHED)
    return {
        "named": make_report(SRI_MULYO),
        "anonymous": make_report(SRI_MULYO, identity="anonymous"),
        "confidential": make_report(SRI_MULYO, identity="confidential"),
        "upang": make_report(UPANG),
        "far": make_report(ELSEWHERE),
        "far confidential": make_report(ELSEWHERE, identity="confidential"),
        "agency": advance(make_report(SRI_MULYO), *dispatched),
        "agency confidential": advance(make_report(SRI_MULYO, identity="confidential"), *dispatched),
        "agency far": advance(make_report(ELSEWHERE), *dispatched),
    }


OF_THE_DESA = {"named", "anonymous", "agency"}
SECRET = {"confidential", "agency confidential"}
OF_THE_DISTRICT = OF_THE_DESA | {"upang"}
FAR = {"far", "agency far"}
ALL = OF_THE_DISTRICT | SECRET | FAR | {"far confidential"}
NOTHING: set[str] = set()

SEES = [
    (Role.CAMAT, "16.07.14", OF_THE_DISTRICT | SECRET),
    (Role.CLERK, "16.07.14", OF_THE_DISTRICT | SECRET),
    (Role.CLERK, SRI_MULYO, OF_THE_DESA | SECRET),
    (Role.CLERK, UPANG, {"upang"}),
    (Role.CLERK, "16.07.13", FAR | {"far confidential"}),
    (Role.CLERK, "16.07.15", NOTHING),
    (Role.CLERK, "16.08", NOTHING),
    (Role.COORDINATOR, "16.07", ALL),
    (Role.COORDINATOR, "16", ALL),
    (Role.VILLAGE_OPERATOR, SRI_MULYO, OF_THE_DESA),
    (Role.VILLAGE_OPERATOR, UPANG, {"upang"}),
    (Role.AUDITOR, "16.07.14", OF_THE_DISTRICT),
    (Role.AUDITOR, "16.07", OF_THE_DISTRICT | FAR),
    (Role.AGENCY_OFFICER, "dinas-pupr", {"agency", "agency confidential", "agency far"}),
    (Role.AGENCY_OFFICER, "pdam", NOTHING),
    ("", "", ALL),
]


def seen(user, reports: dict[str, Aspiration]) -> set[str]:
    numbers = {report.number: name for name, report in reports.items()}
    return {numbers[report.number] for report in Aspiration.objects.visible_to(user)}


@pytest.mark.parametrize(("role", "scope", "expected"), SEES)
def test_reports_of_others_do_not_exist(reports, role, scope, expected):
    assert seen(make_user(role, scope), reports) == expected


@pytest.mark.parametrize("code", ["16.07.1", "16.07.140"])
def test_territory_whose_code_begins_alike_is_another_one(reports, code):
    Region.objects.create(code=code, parent_id="16.07", level=3, name="Serupa")
    user = make_user(Role.CLERK, code)
    assert seen(user, reports) == NOTHING
    assert [report for report in reports.values() if may_triage(user, report)] == []


def test_two_memberships_add_up(reports):
    user = make_user(Role.AUDITOR, "16.07.13")
    grant_membership(user, Role.CLERK, region=Region.objects.get(code=UPANG))
    assert seen(user, reports) == FAR | {"upang"}
    assert {name for name, report in reports.items() if may_triage(user, report)} == {"upang"}


def test_right_to_secrets_does_not_travel_to_another_territory(reports):
    user = make_user(Role.CLERK, UPANG)
    grant_membership(user, Role.AUDITOR, region=Region.objects.get(code="16.07.14"))
    assert seen(user, reports) == OF_THE_DISTRICT


def test_publication_changes_nothing_for_staff_elsewhere(reports):
    publish(reports["named"])
    assert seen(make_user(Role.CLERK, UPANG), reports) == {"upang"}


def test_revoked_membership_sees_nothing(reports):
    user = make_user()
    revoke_membership(Membership.objects.get(user=user))
    fresh = get_user_model().objects.get(pk=user.pk)
    assert seen(fresh, reports) == NOTHING
    assert part_of(fresh, reports["named"]) is None


@pytest.mark.parametrize("role", [Role.CLERK, ""])
def test_inactive_user_sees_nothing(reports, role):
    user = make_user(role, "16.07.14", is_active=False)
    assert seen(user, reports) == NOTHING
    assert part_of(user, reports["named"]) is None


@pytest.mark.parametrize("user", [AnonymousUser(), None], ids=["anonymous", "nobody"])
def test_who_is_not_signed_in_sees_nothing(reports, user):
    assert seen(user, reports) == NOTHING
    assert (part_of(user, reports["named"]), may_enter(user)) == (None, False)


def test_signed_in_without_a_membership_is_nobody(reports):
    assert seen(get_user_model().objects.create_user("warga", is_staff=True), reports) == NOTHING


def test_agency_that_lost_the_report_no_longer_sees_it(reports):
    advance(reports["agency"], Status.VERIFIED)
    officer = make_user(Role.AGENCY_OFFICER, "dinas-pupr")
    assert seen(officer, reports) == {"agency confidential", "agency far"}


MAY_TRIAGE = [
    (Role.CAMAT, "16.07.14", OF_THE_DISTRICT | SECRET),
    (Role.CLERK, "16.07.14", OF_THE_DISTRICT | SECRET),
    (Role.COORDINATOR, "16.07", ALL),
    (Role.VILLAGE_OPERATOR, SRI_MULYO, NOTHING),
    (Role.AUDITOR, "16.07", NOTHING),
    (Role.AGENCY_OFFICER, "dinas-pupr", NOTHING),
    ("", "", ALL),
]


@pytest.mark.parametrize(("role", "scope", "expected"), MAY_TRIAGE)
def test_triage_is_the_desk_s(reports, role, scope, expected):
    user = make_user(role, scope)
    assert {name for name, report in reports.items() if may_triage(user, report)} == expected
    assert {name for name, report in reports.items() if may_publish(user, report)} == expected


def test_agency_handles_what_it_was_given(reports):
    officer = make_user(Role.AGENCY_OFFICER, "dinas-pupr")
    handled = {"agency", "agency confidential", "agency far"}
    assert {name for name, report in reports.items() if may_handle(officer, report)} == handled
    assert {part_of(officer, reports[name]) for name in handled} == {Who.HANDLER}


@pytest.mark.parametrize(
    ("role", "scope", "expected"),
    [
        (Role.CLERK, "16.07.14", OF_THE_DISTRICT | SECRET),
        (Role.AGENCY_OFFICER, "dinas-pupr", {"agency", "agency far"}),
        (Role.VILLAGE_OPERATOR, SRI_MULYO, NOTHING),
        (Role.AUDITOR, "16.07", NOTHING),
    ],
)
def test_reporter_is_known_to_those_who_need_it(reports, role, scope, expected):
    user = make_user(role, scope)
    assert {name for name, report in reports.items() if may_see_reporter(user, report)} == expected


def test_anonymous_report_at_an_agency_shows_no_contact():
    report = advance(make_report(identity="anonymous"), Status.VERIFIED, Status.DISPATCHED)
    assert not may_see_reporter(make_user(Role.AGENCY_OFFICER, "dinas-pupr"), report)


@pytest.mark.parametrize(("role", "may"), [(Role.CAMAT, True), (Role.CLERK, False), (Role.COORDINATOR, True)])
def test_delicate_category_waits_for_the_camat(role, may):
    report = make_report(category=category("dana-desa"))
    assert may_publish(make_user(role, "16.07" if role == Role.COORDINATOR else "16.07.14"), report) is may


@pytest.mark.parametrize(
    ("role", "scope", "may"),
    [
        (Role.CLERK, "16.07.14", True),
        (Role.VILLAGE_OPERATOR, SRI_MULYO, True),
        (Role.AUDITOR, "16.07", False),
        (Role.AGENCY_OFFICER, "dinas-pupr", False),
    ],
)
def test_report_is_written_down_by_the_desk_and_the_desa(role, scope, may):
    assert may_enter(make_user(role, scope)) is may


def test_reader_has_no_part(reports):
    auditor = make_user(Role.AUDITOR, "16.07")
    with pytest.raises(NotAllowed):
        Actor.staff(auditor, reports["named"])
    assert Actor.staff(make_user(), reports["named"]).who == Who.TRIAGE


@pytest.mark.parametrize("role", list(Role))
def test_whoever_may_act_may_also_see(reports, role):
    scope = "dinas-pupr" if role == Role.AGENCY_OFFICER else "16.07.14"
    user = make_user(role, scope)
    acted_on = {name for name, report in reports.items() if part_of(user, report)}
    assert acted_on <= seen(user, reports)


def test_visibility_is_one_query_and_memberships_another(reports, django_assert_num_queries):
    user = get_user_model().objects.get(pk=make_user().pk)
    with django_assert_num_queries(2):
        list(Aspiration.objects.visible_to(user))
    with django_assert_num_queries(1):
        list(Aspiration.objects.visible_to(user))
