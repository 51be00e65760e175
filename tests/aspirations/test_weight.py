"""The weight of a case: said when verifying or correcting, it chooses the promise."""

from typing import Any

import pytest
from django.test import Client

from aspirations import services
from aspirations.models import Aspiration, EventKind
from aspirations.services import Conflict
from aspirations.sla import Promise
from tests.world import MONDAY, advance, category, clerk_actor, coming_monday, make_report, make_user

pytestmark = pytest.mark.django_db
ORDINARY, HEAVY, LIGHT = Promise(3, 5, 14, 10), Promise(3, 5, 60, 10), Promise(3, 2, 2, 10)


def verify(report: Any, weight: str | None):
    return services.change_status(report, "verified", actor=clerk_actor(), weight=weight, at=MONDAY)


def correct(report: Any, **fields: Any):
    stands = {"category": report.category, "village": report.village, "kind": report.kind}
    return services.correct(report, actor=clerk_actor(), **(stands | fields))


def test_report_is_of_ordinary_weight_by_its_category():
    report = make_report()
    assert (report.weight, report.promise, report.sla_class.slug) == ("ordinary", ORDINARY, "non-pengawasan")


def test_information_is_promised_what_the_law_says():
    report = make_report(kind="information")
    assert (report.sla_class.slug, report.sla_rule.slug) == ("informasi", "informasi")


@pytest.mark.parametrize(
    ("weight", "promise", "rule"),
    [
        (None, ORDINARY, None),
        ("ordinary", ORDINARY, None),
        ("heavy", HEAVY, "berat"),
        ("light", LIGHT, "ringan"),
    ],
)
def test_weight_given_at_verification_chooses_the_promise(weight, promise, rule):
    report = verify(make_report(), weight)
    assert (report.promise, report.sla_rule and report.sla_rule.slug) == (promise, rule)
    assert report.answer_left == promise.answer_days


def test_weight_corrected_later_moves_what_runs_and_is_told_to_staff():
    monday = coming_monday()
    report = advance(make_report(at=monday), "verified", at=monday)
    before = report.resolve_due_at
    report = correct(report, weight="heavy")
    assert (report.promise, report.resolve_left, report.resolve_due_at > before) == (HEAVY, 60, True)
    assert report.events.get(kind=EventKind.CORRECTED).text == "Bobot: Sedang → Berat"


def test_category_corrected_without_a_weight_leaves_the_promise():
    report = correct(advance(make_report(), "verified"), category=category("dokumen"))
    assert report.promise == ORDINARY


def test_weight_is_not_corrected_over_a_step_that_was_made_meanwhile():
    report = make_report()
    advance(Aspiration.objects.get(pk=report.pk), "verified")
    with pytest.raises(Conflict):
        correct(report, weight="heavy")


def test_desk_asks_for_the_weight_when_verifying_and_when_correcting():
    client = Client()
    client.force_login(make_user())
    report = make_report()
    address = f"/admin/aspirations/aspiration/{report.pk}"
    seen = report.status_since.isoformat()
    client.post(f"{address}/act/verified/", {"verified-seen": seen, "verified-weight": "light"})
    report.refresh_from_db()
    assert (report.status, report.weight, report.promise) == ("verified", "light", LIGHT)
    page = client.get(f"{address}/change/?panel=correct").content.decode()
    assert 'name="correct-weight"' in page
