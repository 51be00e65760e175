"""Sums per network within a window, kept without the address itself."""

from datetime import timedelta

from django.db import connection
from django.utils import timezone
from django.utils.crypto import salted_hmac

from aspirations.origins import network_of


def key_of(purpose: str, address: str, about: str = "") -> str:
    """The key of what is counted: a hash of whoever is behind this address."""
    # One household holds a whole IPv6 /64.
    network = network_of(address, 32, 64) or "unknown"
    return salted_hmac(purpose, f"{network}|{about}", algorithm="sha256").hexdigest()


def add(key: str, amount: int, window: timedelta) -> int:
    """The sum within the window so far; one statement, so that many at once are all counted."""
    now = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO aspirations_attempt AS a (key, count, expires_at) VALUES (%s, %s, %s)"
            " ON CONFLICT (key) DO UPDATE SET"
            " count = EXCLUDED.count + CASE WHEN a.expires_at < %s THEN 0 ELSE a.count END,"
            " expires_at = CASE WHEN a.expires_at < %s THEN EXCLUDED.expires_at ELSE a.expires_at END"
            " RETURNING count",
            [key, amount, now + window, now, now],
        )
        return int(cursor.fetchone()[0])
