"""Wrong receipts and passwords, and other things done too often, counted for a quarter of an hour.

Always per address: what is counted per receipt number or account alone lets a stranger lock its owner out.
"""

import ipaddress
from datetime import timedelta
from typing import NamedTuple

from django.db import connection
from django.utils import timezone
from django.utils.crypto import salted_hmac

from aspirations.models import Attempt

WINDOW = timedelta(minutes=15)


class Limit(NamedTuple):
    """How often something may be done from one address within the window."""

    name: str
    most: int


# A whole region can share one address behind its operator's network.
RECEIPTS = Limit("receipts", 400)
RECEIPT = Limit("receipt", 10)  # about one number
SIGN_IN = Limit("sign-in", 10)  # about one account
SUPPORT = Limit("support", 100)  # of one report, by new devices


def _key(limit: Limit, address: str, about: str) -> str:
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        network = "unknown"
    else:
        # A server that listens on both writes IPv4 addresses as ::ffff:…, which is one /64.
        ip = getattr(ip, "ipv4_mapped", None) or ip
        # One household holds a whole IPv6 /64.
        network = str(ipaddress.ip_network((ip, 64 if ip.version == 6 else 32), strict=False))
    return salted_hmac(f"guess:{limit.name}", f"{network}|{about}", algorithm="sha256").hexdigest()


def is_slowed(address: str, limit: Limit = RECEIPTS, *, about: str = "") -> bool:
    """Whether this address has reached the limit within the window."""
    rows = Attempt.objects.filter(key=_key(limit, address, about), expires_at__gt=timezone.now())
    return rows.filter(count__gte=limit.most).exists()


def count_guess(address: str, limit: Limit = RECEIPTS, *, about: str = "") -> None:
    """Notes one more; one statement, so that many at once are all counted."""
    now = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO aspirations_attempt AS a (key, count, expires_at) VALUES (%s, 1, %s)"
            " ON CONFLICT (key) DO UPDATE SET"
            " count = CASE WHEN a.expires_at < %s THEN 1 ELSE a.count + 1 END,"
            " expires_at = CASE WHEN a.expires_at < %s THEN %s ELSE a.expires_at END",
            [_key(limit, address, about), now + WINDOW, now, now, now + WINDOW],
        )


def is_receipt_slowed(address: str, number: str) -> bool:
    """Whether receipts can be tried from there now: this one, or any."""
    return is_slowed(address, RECEIPT, about=number) or is_slowed(address, RECEIPTS)


def count_wrong_receipt(address: str, number: str) -> None:
    """Notes a receipt that was wrong or unknown; both alike."""
    count_guess(address, RECEIPT, about=number)
    count_guess(address, RECEIPTS)


def clear_guesses() -> int:
    """Forgets windows that are over; returns how many."""
    deleted, __ = Attempt.objects.filter(expires_at__lt=timezone.now()).delete()
    return deleted
