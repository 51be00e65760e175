"""An agency is reminded before and after the due day, each once."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from aspirations import services
from aspirations.models import Dispatch, EventKind
from aspirations.receipts import Receipt
from notifications.models import Message
from notifications.sealing import PLACE
from notifications.services import deliver
from tests.aspirations.test_dispatches import sent
from tests.threads import at_once
from tests.world import MONDAY, agency

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def made() -> Dispatch:
    """Sent on Monday the 8th to an agency with an address, due on Friday the 12th."""
    agency().__class__.objects.update(email="pupr@example.id")
    found = sent(at=MONDAY, due_on=date(2026, 6, 12))
    Dispatch.objects.update(expires_at=datetime(2099, 1, 1, tzinfo=MONDAY.tzinfo))
    Message.objects.all().delete()
    return found


def runs(days: range) -> list[int]:
    return [services.send_reminders(at=MONDAY + DAY * day) for day in days]


def test_one_mail_on_the_working_day_before_and_one_on_that_after(made: Dispatch):
    # Thursday; Monday, as the weekend is none of work.
    assert runs(range(11)) == [0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0]
    subjects = Message.objects.order_by("pk").values_list("recipient", "subject")
    assert list(subjects) == [
        ("pupr@example.id", f"Disposisi {made.number} hampir jatuh tempo"),
        ("pupr@example.id", f"Disposisi {made.number} melewati batas waktu"),
    ]


def test_mail_holds_the_link_only_once_it_is_sent(made: Dispatch, mailoutbox: Any):
    runs(range(4))
    message = Message.objects.get()
    secret = services.secret_of(made)
    assert (PLACE in message.body, secret[:4] in message.body) == (True, False)
    deliver(message.pk)
    assert f"#{made.number}.{Receipt('', secret).spaced_secret}" in mailoutbox[0].body
    assert "jatuh tempo Jumat, 12 Juni 2026" in mailoutbox[0].body
    assert made.aspiration.title not in mailoutbox[0].body


def test_staff_read_that_it_was_sent(made: Dispatch):
    runs(range(4))
    event = made.aspiration.events.filter(kind=EventKind.LINK).get()
    assert event.text == f"Pengingat disposisi {made.number} dikirim: hampir jatuh tempo."
    assert (event.audience, event.who) == ("staff", "system")


def test_nobody_is_woken(made: Dispatch):
    thursday = MONDAY + 3 * DAY
    assert services.send_reminders(at=thursday.replace(hour=6)) == 0
    assert services.send_reminders(at=thursday.replace(hour=7)) == 1


@pytest.mark.parametrize("state", ["asked", "planned", "superseded"])
def test_where_it_is_not_the_agency_s_turn_it_is_left_alone(made: Dispatch, state: str):
    Dispatch.objects.update(state=state)
    assert runs(range(9)) == [0] * 9


def test_done_dispatch_is_not_reminded_of(made: Dispatch):
    Dispatch.objects.update(state="done", statement="Selesai.")
    assert runs(range(9)) == [0] * 9


def test_revoked_link_is_not_mailed(made: Dispatch):
    Dispatch.objects.update(revoked_at=MONDAY)
    assert runs(range(9)) == [0] * 9


def test_agency_without_an_address_and_portal_without_mail_write_nothing(made: Dispatch, settings: Any):
    agency().__class__.objects.update(email="")
    assert runs(range(9)) == [0] * 9
    agency().__class__.objects.update(email="pupr@example.id")
    settings.MAIL_ENABLED = False
    assert runs(range(9)) == [0] * 9
    made.refresh_from_db()
    assert (made.reminded_at, made.warned_at) == (None, None)


def test_what_was_sent_for_tomorrow_is_not_reminded_of_the_same_day(made: Dispatch):
    Dispatch.objects.update(sent_at=MONDAY + 3 * DAY)
    assert runs(range(5)) == [0] * 5


def test_searching_costs_the_same_for_one_and_for_many(made: Dispatch, django_assert_num_queries: Any):
    services.send_reminders(at=MONDAY)
    with django_assert_num_queries(1):
        services.send_reminders(at=MONDAY)
    for _ in range(5):
        sent(at=MONDAY, due_on=date(2026, 6, 12))
    with django_assert_num_queries(1):
        services.send_reminders(at=MONDAY)


@pytest.mark.usefixtures("committed_world")
@pytest.mark.django_db(transaction=True)
def test_two_workers_write_one_mail(made: Dispatch):
    thursday = MONDAY + 3 * DAY
    at_once(lambda: services.send_reminders(at=thursday), lambda: services.send_reminders(at=thursday))
    assert Message.objects.count() == 1
