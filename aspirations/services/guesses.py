"""Wrong receipts and passwords, and other things done too often, counted for a quarter of an hour.

Always per address: what is counted per receipt number or account alone lets a stranger lock its owner out.
"""

from datetime import timedelta
from typing import NamedTuple

from django.utils import timezone

from aspirations.models import Attempt
from aspirations.services import tallies

WINDOW = timedelta(minutes=15)


class Limit(NamedTuple):
    """How often something may be done from one address within the window."""

    name: str
    most: int


# A whole region can share one address behind its operator's network.
RECEIPTS = Limit("receipts", 400)
RECEIPT = Limit("receipt", 10)  # about one number
DISPATCHES = Limit("dispatches", 100)
DISPATCH = Limit("dispatch", 10)  # about one number
SIGN_IN = Limit("sign-in", 10)  # about one account
SUPPORT = Limit("support", 100)  # of one report, by new devices


def _key(limit: Limit, address: str, about: str) -> str:
    return tallies.key_of(f"guess:{limit.name}", address, about)


def is_slowed(address: str, limit: Limit = RECEIPTS, *, about: str = "") -> bool:
    """Whether this address has reached the limit within the window."""
    rows = Attempt.objects.filter(key=_key(limit, address, about), expires_at__gt=timezone.now())
    return rows.filter(count__gte=limit.most).exists()


def count_guess(address: str, limit: Limit = RECEIPTS, *, about: str = "") -> None:
    """Notes one more."""
    tallies.add(_key(limit, address, about), 1, WINDOW)


def is_receipt_slowed(address: str, number: str) -> bool:
    """Whether receipts can be tried from there now: this one, or any."""
    return is_slowed(address, RECEIPT, about=number) or is_slowed(address, RECEIPTS)


def count_wrong_receipt(address: str, number: str) -> None:
    """Notes a receipt that was wrong or unknown; both alike."""
    count_guess(address, RECEIPT, about=number)
    count_guess(address, RECEIPTS)


def is_dispatch_slowed(address: str, number: str) -> bool:
    """Whether links of agencies can be tried from there now: this one, or any."""
    return is_slowed(address, DISPATCH, about=number) or is_slowed(address, DISPATCHES)


def count_wrong_dispatch(address: str, number: str) -> None:
    """Notes a link that opened nothing, whatever the reason."""
    count_guess(address, DISPATCH, about=number)
    count_guess(address, DISPATCHES)


def clear_guesses() -> int:
    """Forgets windows that are over; returns how many."""
    deleted, __ = Attempt.objects.filter(expires_at__lt=timezone.now()).delete()
    return deleted
