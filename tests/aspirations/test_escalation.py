"""The ladder: each step once, to whom it concerns, one mail a morning, whatever happens to the worker."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from aspirations import services
from aspirations.models import Aspiration, Audience, EscalatedTo, Escalation, EventKind
from aspirations.services import escalation
from government.models import EscalationStep, Role, Unit
from notifications.models import Message
from tests.threads import at_once
from tests.world import MONDAY, advance, make_report, make_user

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
# A report of Monday the 8th of June is to be verified by Thursday the 11th.
THURSDAY, FRIDAY, TUESDAY = (MONDAY + DAY * days for days in (3, 4, 8))


def steps() -> list[tuple[str, int, str]]:
    return list(Escalation.objects.order_by("pk").values_list("promise", "days", "to"))


def told(to: str) -> list[Any]:
    return [row.user for row in EscalatedTo.objects.filter(escalation__to=to).order_by("pk")]


def staff() -> dict[str, Any]:
    people = {role: make_user(role, email=f"{role}@example.id") for role in (Role.CLERK, Role.CAMAT)}
    return people | {"coordinator": make_user(Role.COORDINATOR, "16.07", email="kab@example.id")}


def test_steps_are_taken_when_their_day_has_come_and_each_once():
    staff()
    make_report()
    runs = [services.escalate(at=MONDAY + DAY * days) for days in range(9)]
    # Wednesday before, Friday after, and Tuesday: three working days after.
    assert runs == [0, 0, 1, 0, 1, 0, 0, 0, 1]
    assert steps() == [("verify", -1, "clerks"), ("verify", 1, "camat"), ("verify", 3, "coordinator")]
    assert services.escalate(at=TUESDAY) == 0


def test_reminder_of_what_is_past_is_not_sent():
    make_report()
    assert services.escalate(at=FRIDAY) == 1
    assert steps() == [("verify", 1, "camat")]


def test_each_step_goes_to_its_people_and_into_the_history_for_staff():
    people = staff()
    report = make_report()
    for at in (THURSDAY - DAY, FRIDAY, TUESDAY):
        services.escalate(at=at)
    assert told("clerks") == [people["clerk"]]
    assert told("camat") == [people["camat"]]
    assert told("coordinator") == [people["coordinator"]]
    event = report.events.filter(kind=EventKind.ESCALATED).first()
    assert event.audience == Audience.STAFF
    assert event.text.startswith("Verifikasi, 1 hari kerja sebelum jatuh tempo: Petugas triase kecamatan (")


def test_holder_is_reminded_and_the_desk_where_nobody_holds():
    people = staff()
    held = advance(make_report(), "verified", at=MONDAY)
    Aspiration.objects.filter(pk=held.pk).update(assigned_to=people["camat"])
    advance(make_report(), "verified", at=MONDAY)
    services.escalate(at=MONDAY + DAY * 4)
    assert told("holder") == [people["camat"], people["clerk"]]


def test_section_head_is_the_one_of_the_report_s_unit():
    unit = Unit.objects.filter(region_id="16.07.14").first()
    head, clerk = make_user(), make_user()
    head.memberships.update(role=Role.SECTION_HEAD, unit=unit)
    report = advance(make_report(), "verified", at=MONDAY)
    Aspiration.objects.filter(pk=report.pk).update(unit=unit)
    services.escalate(at=MONDAY + DAY * 8)
    assert told("section_head") == [head]
    assert clerk in told("clerks")


def test_report_about_the_camat_goes_to_the_level_above():
    people = staff()
    report = make_report()
    Aspiration.objects.filter(pk=report.pk).update(concerns="district")
    services.escalate(at=FRIDAY)
    assert told("camat") == [people["coordinator"]]


def test_confidential_report_is_not_told_to_a_holder_who_may_not_read_it():
    people = staff()
    operator = make_user(Role.VILLAGE_OPERATOR, "16.07.14.2002")
    report = advance(make_report(identity="confidential"), "verified", at=MONDAY)
    Aspiration.objects.filter(pk=report.pk).update(assigned_to=operator)
    services.escalate(at=MONDAY + DAY * 4)
    assert told("holder") == [people["clerk"]]


def test_pause_ends_what_was_escalated_and_the_new_date_begins_the_ladder_anew():
    people = staff()
    report = make_report()
    services.escalate(at=THURSDAY - DAY)
    report = advance(report, "needs_info", at=THURSDAY)
    assert not Aspiration.objects.escalated_to(people["clerk"]).exists()
    assert services.escalate(at=TUESDAY) == 0
    advance(report, "submitted", at=TUESDAY)
    # Due on this very day: reminded again, and on the next it is late.
    assert [services.escalate(at=TUESDAY + DAY * days) for days in range(2)] == [1, 1]
    assert steps()[1:] == [("verify", -1, "clerks"), ("verify", 1, "camat")]


def test_territory_s_own_ladder_replaces_the_general_one_for_its_promise():
    EscalationStep.objects.create(slug="x", region_id="16.07.14", promise="verify", days=0, to="camat")
    make_report()
    services.escalate(at=FRIDAY)
    assert steps() == [("verify", 0, "camat")]


def test_switched_off_step_is_not_taken():
    EscalationStep.objects.filter(promise="verify").update(is_active=False)
    make_report()
    assert services.escalate(at=TUESDAY) == 0


def test_worker_that_dies_midway_leaves_whole_pieces_and_the_next_takes_the_rest(monkeypatch):
    for _ in range(5):
        make_report()
    monkeypatch.setattr(escalation, "_PIECE", 2)
    real, calls = escalation.record_many, []

    def dies(rows: Any) -> None:
        calls.append(len(rows))
        if len(calls) == 2:
            raise KeyboardInterrupt
        real(rows)

    monkeypatch.setattr(escalation, "record_many", dies)
    with pytest.raises(KeyboardInterrupt):
        services.escalate(at=THURSDAY - DAY)
    assert Escalation.objects.count() == 2
    services.escalate(at=THURSDAY - DAY)
    assert Escalation.objects.count() == 5
    escalated = Aspiration.objects.filter(events__kind=EventKind.ESCALATED)
    assert (escalated.count(), escalated.distinct().count()) == (5, 5)


def test_queries_do_not_grow_with_reports(django_assert_max_num_queries):
    staff()
    for _ in range(30):
        make_report()
    # The ladder, calendars, and for each step one piece and an empty one.
    with django_assert_max_num_queries(80):
        assert services.escalate(at=THURSDAY - DAY) == 30


def test_queue_shows_what_was_escalated_to_me_and_how_high():
    people = staff()
    report = make_report()
    services.escalate(at=FRIDAY)
    camat, clerk = Client(), Client()
    camat.force_login(people["camat"])
    clerk.force_login(people["clerk"])
    address = "/admin/aspirations/aspiration/?antrean=eskalasi"
    page = camat.get(address).content.decode()
    assert (report.number in page, "dieskalasi ke camat" in page) == (True, True)
    assert report.number not in clerk.get(address).content.decode()


def mails() -> list[tuple[str, str]]:
    return list(Message.objects.order_by("pk").values_list("recipient", "subject"))


def test_person_gets_one_mail_a_morning_without_anything_of_the_reporter():
    staff()
    for _ in range(3):
        report = make_report(title="Pak Suparno marah", reporter_email="warga@example.id")
    Message.objects.all().delete()
    night, morning = FRIDAY.replace(hour=5), FRIDAY.replace(hour=7)
    services.escalate(at=night)
    assert services.send_digests(at=night) == 0
    assert services.send_digests(at=morning) == 1
    assert mails() == [("camat@example.id", "3 laporan menunggu perhatian Anda")]
    body = Message.objects.get().body
    assert f"- {report.number} · Jembatan · Sri Mulyo" in body
    assert "Verifikasi, lewat 1 hari kerja (jatuh tempo Kamis, 11 Juni 2026)" in body
    assert ("Suparno" in body, "warga@" in body) == (False, False)
    assert services.send_digests(at=morning) == 0


def test_what_comes_later_in_the_day_waits_for_the_next_morning_of_work():
    staff()
    make_report()
    services.escalate(at=FRIDAY)
    services.send_digests(at=FRIDAY)
    make_report()
    services.escalate(at=FRIDAY)
    later = [services.send_digests(at=FRIDAY + DAY * days) for days in range(4)]
    assert later == [0, 0, 0, 1]


def test_what_is_over_by_the_morning_is_left_out():
    staff()
    report = make_report()
    services.escalate(at=FRIDAY)
    advance(report, "verified", at=FRIDAY)
    assert services.send_digests(at=FRIDAY) == 0
    assert mails() == []


def test_what_turned_out_to_be_about_the_person_is_left_out():
    people = staff()
    report = make_report()
    services.escalate(at=FRIDAY)
    actor = services.Actor.staff(people["coordinator"], report)
    services.reclassify(report, "district", reason="Tentang camat.", actor=actor)
    assert services.send_digests(at=FRIDAY) == 0
    assert mails() == []


def test_without_a_mail_server_the_queue_still_shows_it(settings):
    settings.MAIL_ENABLED = False
    people = staff()
    make_report()
    services.escalate(at=FRIDAY)
    services.send_digests(at=FRIDAY)
    assert mails() == []
    assert Aspiration.objects.escalated_to(people["camat"]).count() == 1


@pytest.mark.usefixtures("committed_world")
@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_take_each_step_once_and_write_one_mail():
    staff()
    for _ in range(5):
        make_report()
    at_once(lambda: services.escalate(at=FRIDAY), lambda: services.escalate(at=FRIDAY))
    assert Escalation.objects.count() == 5
    at_once(lambda: services.send_digests(at=FRIDAY), lambda: services.send_digests(at=FRIDAY))
    assert mails() == [("camat@example.id", "5 laporan menunggu perhatian Anda")]
