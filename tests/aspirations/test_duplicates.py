"""Which reports a clerk is shown as possibly the same, and why."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth import get_user_model

from aspirations import duplicates
from aspirations.models import Aspiration, Distinct, Photo
from government.loading import activate
from government.models import Role
from tests.world import ELSEWHERE, MONDAY, UPANG, advance, category, make_report, make_user

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
LAMP = {"title": "Lampu mati", "text": "Lampu dermaga padam seminggu.", "category": "listrik"}
HALL: dict[str, Any] = {"latitude": Decimal("-2.60000"), "longitude": Decimal("105.05000")}
NEXT_DOOR: dict[str, Any] = {"latitude": Decimal("-2.60100"), "longitude": Decimal("105.05000")}


@pytest.fixture
def clerk() -> Any:
    return make_user()


def lamp(**fields: Any) -> Aspiration:
    return make_report(**{**LAMP, "category": category("listrik"), **fields})


def offered(report: Aspiration, user: Any) -> list[tuple[str, str]]:
    return [(one.report.number, one.why) for one in duplicates.candidates(report, user)]


def test_same_matter_in_the_same_desa_is_offered_with_its_reasons(clerk: Any):
    report, same = make_report(), make_report(at=MONDAY + 3 * DAY)
    lamp()
    assert offered(report, clerk) == [(same.number, "teks hampir sama, kategori sama, 3 hari")]


def test_abbreviations_and_word_forms_are_the_same_words(clerk: Any):
    report = make_report(title="Jalan rusak", text="Jalan poros berlubang, kendaraan sering terguling.")
    other = make_report(title="jln rsk", text="Kerusakan jln poros, lubang di mana-mana, kendaraan terguling")
    assert [number for number, __ in offered(report, clerk)] == [other.number]


def test_nearer_in_time_comes_first(clerk: Any):
    report = make_report()
    late, soon = make_report(at=MONDAY + 90 * DAY), make_report(at=MONDAY - DAY)
    assert [number for number, __ in offered(report, clerk)] == [soon.number, late.number]


def test_another_year_is_another_matter(clerk: Any):
    make_report(at=MONDAY - 400 * DAY)
    assert offered(make_report(), clerk) == []


def test_desa_next_door_counts_where_points_lie_close(clerk: Any):
    report = make_report(**HALL)
    near = make_report(UPANG, **NEXT_DOOR)
    make_report(UPANG)
    assert offered(report, clerk) == [(near.number, "teks hampir sama, 110 m, kategori sama, hari yang sama")]


def test_same_photo_speaks_where_words_do_not(clerk: Any):
    report, other, stranger = make_report(), lamp(), lamp(text="Lampu jalan redup.")
    for owner, mark in ((report, 0b1011), (other, -1 ^ 0b1011), (stranger, 0b1001)):
        Photo.objects.create(aspiration=owner, fingerprint=mark, state="ready")
    assert offered(report, clerk) == [(stranger.number, "foto sama, hari yang sama")]


def test_what_ended_elsewhere_is_left_out(clerk: Any):
    report = make_report()
    advance(make_report(), "withdrawn")
    assert offered(report, clerk) == []


def test_pair_that_was_said_to_differ_is_never_offered_again(clerk: Any):
    report, other = make_report(), make_report()
    Distinct.objects.create(first=report, second=other)
    assert (offered(report, clerk), offered(other, clerk)) == ([], [])


def test_reports_of_other_territories_and_confidential_ones_stay_unseen():
    activate("16.07.13")
    report, hidden = make_report(**HALL), make_report(identity="confidential")
    make_report(ELSEWHERE, **NEXT_DOOR)
    assert offered(report, make_user(Role.VILLAGE_OPERATOR)) == []
    assert [number for number, __ in offered(report, make_user())] == [hidden.number]


def test_search_costs_the_same_for_one_and_for_thirty(clerk: Any, django_assert_num_queries: Any):
    report = make_report(**HALL)
    # A fresh person: memberships are read once for each.
    user = get_user_model().objects.get(pk=clerk.pk)
    make_report()
    duplicates.candidates(report, user)
    with django_assert_num_queries(3):
        duplicates.candidates(report, user)
    for __ in range(29):
        make_report()
    with django_assert_num_queries(3):
        duplicates.candidates(report, user)


def test_text_of_which_there_is_no_row_yet_finds_what_is_like_it():
    same = make_report()
    make_report(at=MONDAY - 400 * DAY)
    lamp()
    found = Aspiration.objects.possibly_same("papan jembatan lapuk, dua hilang", same.village_id, MONDAY)
    assert list(found) == [same]
    assert list(Aspiration.objects.possibly_same("yang di sana", same.village_id, MONDAY)) == []
