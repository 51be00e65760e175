"""Who reviews answers is told in the morning, once a day, without a word of a reporter's."""

from datetime import timedelta
from typing import Any

import pytest

from aspirations import services
from aspirations.models import Approval, Aspiration
from government.models import Category, Role
from notifications.models import Message
from tests.world import MONDAY, advance, clerk_actor, make_report, make_user

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _answers_need_approval() -> None:
    Category.objects.filter(slug="jembatan").update(answer_needs_approval=True)


@pytest.fixture
def camat() -> Any:
    make_user(Role.COORDINATOR, "16.07", email="kab@example.id")
    return make_user(Role.CAMAT, email="camat@example.id")


def proposed(**fields: Any) -> Aspiration:
    report = advance(make_report(**fields), "verified", at=MONDAY)
    actor = clerk_actor(make_user())
    services.take_step(report, "answered", actor=actor, note="Kami perbaiki untuk Suparno.")
    return report


def test_camat_gets_one_mail_a_day_while_answers_wait(camat: Any):
    first, second = proposed(), proposed()
    Message.objects.all().delete()
    assert [services.send_review_mails(at=MONDAY + DAY * days) for days in (1, 1, 2)] == [1, 0, 1]
    message = Message.objects.earliest("pk")
    assert (message.recipient, message.subject) == (camat.email, "2 tanggapan menunggu persetujuan Anda")
    for report in (first, second):
        assert f"- {report.number} · Jembatan · Sri Mulyo · Ditanggapi" in message.body
    assert [word in message.body for word in ("Suparno", "Kami perbaiki", "rusak")] == [False] * 3


@pytest.mark.usefixtures("camat")
def test_no_mail_at_night_on_a_free_day_or_when_it_was_decided():
    proposed()
    assert services.send_review_mails(at=MONDAY.replace(hour=6)) == 0
    assert services.send_review_mails(at=MONDAY + 5 * DAY) == 0
    Approval.objects.update(state="retracted")
    assert services.send_review_mails(at=MONDAY) == 0


@pytest.mark.usefixtures("camat")
def test_about_the_camat_the_level_above_is_told():
    report = proposed()
    Aspiration.objects.filter(pk=report.pk).update(concerns="district")
    Message.objects.all().delete()
    services.send_review_mails(at=MONDAY)
    assert [message.recipient for message in Message.objects.all()] == ["kab@example.id"]


@pytest.mark.usefixtures("camat")
def test_without_a_mail_server_nothing_is_written(settings: Any):
    settings.MAIL_ENABLED = False
    proposed()
    assert services.send_review_mails(at=MONDAY) == 0
    assert not Message.objects.exists()


@pytest.mark.usefixtures("camat")
def test_many_cost_as_many_queries_as_one(django_assert_num_queries: Any):
    proposed()
    services.send_review_mails(at=MONDAY)
    with django_assert_num_queries(5):
        services.send_review_mails(at=MONDAY)
    for _ in range(4):
        proposed()
    with django_assert_num_queries(5):
        services.send_review_mails(at=MONDAY)
