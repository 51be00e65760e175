"""Nothing of a reporter reaches the public by a side door."""

from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from aspirations import services
from aspirations.models import Aspiration
from aspirations.proposals import propose
from government.models import Category, Role
from tests.world import advance, category, clerk_actor, make_report, make_user, publish

pytestmark = pytest.mark.django_db
POINT = {"latitude": "-2.61234", "longitude": "105.04321"}


def seen(report: Aspiration) -> str:
    return Client().get(report.get_absolute_url()).content.decode()


def step(report: Aspiration, to: str, **fields: Any) -> Aspiration:
    return services.change_status(report, to, actor=clerk_actor(), note="Pak Joko sudah ditelepon.", **fields)


@pytest.mark.parametrize("to", ["verified", "in_progress"])
def test_note_of_a_step_is_for_the_reporter_alone(to: str):
    report = publish(make_report(identity="anonymous"))
    for each in ["verified", to][: 1 if to == "verified" else 2]:
        report = step(report, each)
    assert "Joko" not in seen(report)
    assert report.events.for_reporter().filter(text__contains="Joko").exists()


def test_note_is_public_where_staff_say_so():
    report = step(publish(make_report()), "verified", note_is_public=True)
    assert "Pak Joko sudah ditelepon." in seen(report)


def test_answer_is_public_by_itself():
    report = step(step(publish(make_report()), "verified"), "answered")
    assert "Pak Joko sudah ditelepon." in seen(report)


def test_agency_s_refusal_is_not_public():
    report = advance(publish(make_report()), "verified", "dispatched")
    assert "Joko" not in seen(step(report, "verified"))


@pytest.mark.parametrize(
    ("canal", "proposed"),
    [("Jalur 8", "Jalur 8"), ("parit 12", "parit 12"), ("Jalur 8 rumah Joko", ""), ("0812 3456 7890", "")],
)
def test_only_a_bare_canal_is_proposed_for_the_public(canal: str, proposed: str):
    assert propose(make_report(canal=canal)).place == proposed


def test_canal_of_the_reporter_is_neither_shown_nor_searched():
    report = publish(make_report(canal="Jalur 8 rumah Joko"))
    assert "Joko" not in seen(report)
    assert "Jembatan rusak" not in Client().get("/laporan/", {"q": "Joko"}).content.decode()


def test_place_that_a_clerk_wrote_is_shown_masked():
    assert "Jalur 8 ▮▮▮▮" in seen(publish(make_report(), place="Jalur 8 0812-3456-7890"))


@pytest.mark.parametrize(
    ("fields", "show", "points"),
    [
        ({"identity": "named"}, True, 1),
        ({"identity": "named"}, False, 0),
        ({"identity": "anonymous"}, True, 0),
    ],
)
def test_point_is_shown_when_a_clerk_says_so_and_never_of_an_anonymous_reporter(fields, show, points):
    publish(make_report(**fields, **POINT), show_point=show)
    assert len(Client().get("/lapor/titik.json").json()["points"]) == points


def test_point_leaves_the_map_when_the_subject_turns_out_sensitive():
    report = publish(make_report(**POINT), show_point=True)
    Category.objects.filter(slug="listrik").update(is_sensitive=True)
    services.correct(
        report,
        category=category("listrik"),
        village=report.village,
        kind=report.kind,
        actor=clerk_actor(make_user()),
    )
    report.refresh_from_db()
    assert report.point_is_public is False


def test_number_of_a_merged_report_that_was_never_public_tells_nothing():
    target = publish(make_report())
    secret = services.merge(make_report(identity="confidential"), target, actor=clerk_actor())
    shown = services.merge(publish(make_report()), target, actor=clerk_actor())
    assert Client().get(secret.get_absolute_url()).status_code == 404
    assert Client().get(shown.get_absolute_url())["Location"] == target.get_absolute_url()


def correct(report: Aspiration, slug: str, role: str) -> Aspiration:
    user = make_user(role, "16.07.14")
    actor = services.Actor.staff(user, report)
    fields: dict[str, Any] = {"category": category(slug), "village": report.village, "kind": report.kind}
    return services.correct(report, actor=actor, **fields)


def test_clerk_cannot_go_round_the_camat_by_another_category():
    Category.objects.filter(slug="jembatan").update(needs_review=True)
    report = make_report()
    with pytest.raises(services.Refused):
        correct(report, "listrik", Role.CLERK)
    assert correct(report, "listrik", Role.CAMAT).category.slug == "listrik"


def test_why_it_was_hidden_is_kept_in_one_language():
    Category.objects.filter(slug="listrik").update(needs_review=True)
    with translation.override("en"):
        report = correct(publish(make_report()), "listrik", Role.CLERK)
    assert report.events.get(kind="hidden").text == "Menunggu penayangan oleh camat"


def test_public_report_that_enters_a_reviewed_category_waits_for_the_camat():
    Category.objects.filter(slug="listrik").update(needs_review=True)
    assert correct(publish(make_report()), "listrik", Role.CLERK).publication == "hidden"
    assert correct(publish(make_report()), "listrik", Role.CAMAT).publication == "published"
