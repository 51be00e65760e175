"""Wrong receipts are counted per address, within a window."""

from datetime import timedelta

import pytest
from django.utils import timezone

from aspirations import services
from aspirations.models import Attempt
from aspirations.services.guesses import RECEIPT, RECEIPTS, WINDOW
from tests.threads import at_once

HERE, THERE = "203.0.113.7", "203.0.113.8"


def guess(address: str, times: int) -> None:
    for __ in range(times):
        services.count_guess(address)


def move_window(by: timedelta) -> None:
    """As if the window had begun earlier."""
    attempt = Attempt.objects.get()
    Attempt.objects.update(expires_at=attempt.expires_at - by)


@pytest.mark.django_db
def test_address_is_slowed_after_so_many_guesses_and_no_sooner():
    guess(HERE, RECEIPTS.most - 1)
    assert not services.is_slowed(HERE)
    guess(HERE, 1)
    assert services.is_slowed(HERE)
    assert not services.is_slowed(THERE)


@pytest.mark.django_db
def test_each_number_has_its_own_limit():
    for __ in range(RECEIPT.most):
        services.count_guess(HERE, RECEIPT, about="AS-2026-00001")
    assert services.is_slowed(HERE, RECEIPT, about="AS-2026-00001")
    assert not services.is_slowed(HERE, RECEIPT, about="AS-2026-00002")
    assert not services.is_slowed(HERE)


@pytest.mark.django_db
def test_window_ends_and_a_new_one_counts_from_one():
    guess(HERE, RECEIPTS.most)
    move_window(WINDOW)
    assert not services.is_slowed(HERE)
    guess(HERE, 1)
    assert Attempt.objects.get().count == 1


@pytest.mark.django_db
def test_guesses_do_not_prolong_the_window():
    guess(HERE, 1)
    began = Attempt.objects.get().expires_at
    guess(HERE, 5)
    assert Attempt.objects.get().expires_at == began
    assert began <= timezone.now() + WINDOW


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("203.0.113.7", "203.0.113.8", False),
        ("203.0.113.7", "::ffff:203.0.113.7", True),
        ("::ffff:203.0.113.7", "::ffff:203.0.113.8", False),
        ("", "not an address", True),
    ],
)
def test_one_household_is_one_address(one, other, same):
    guess(one, RECEIPTS.most)
    assert services.is_slowed(other) is same


@pytest.mark.django_db
def test_address_itself_is_not_kept():
    guess(HERE, 1)
    assert HERE not in str(Attempt.objects.values().get())


@pytest.mark.django_db
def test_windows_that_are_over_are_forgotten():
    guess(HERE, 1)
    assert services.clear_guesses() == 0
    move_window(WINDOW + timedelta(seconds=1))
    guess(THERE, 1)
    assert services.clear_guesses() == 1
    assert Attempt.objects.count() == 1


def test_guesses_at_once_are_all_counted(transactional_db):
    at_once(*[lambda: guess(HERE, 5)] * 6)
    assert Attempt.objects.get().count == 30
