"""Wrong receipts, slowed: counted per address for a quarter of an hour.

Not per receipt number: a stranger could then lock its owner out, and 80 random bits need no such help.
"""

import ipaddress
from datetime import timedelta

from django.db import connection
from django.utils import timezone
from django.utils.crypto import salted_hmac

from aspirations.models import Attempt

WINDOW = timedelta(minutes=15)
# A whole village can share one address behind its operator's network.
MOST_PER_ADDRESS = 40


def _key(address: str) -> str:
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        network = "unknown"
    else:
        # A server that listens on both writes IPv4 addresses as ::ffff:…, which is one /64.
        ip = getattr(ip, "ipv4_mapped", None) or ip
        # One household holds a whole IPv6 /64.
        network = str(ipaddress.ip_network((ip, 64 if ip.version == 6 else 32), strict=False))
    return salted_hmac("guess", network, algorithm="sha256").hexdigest()


def is_slowed(address: str) -> bool:
    """Whether this address had too many wrong guesses within the window."""
    rows = Attempt.objects.filter(key=_key(address), expires_at__gt=timezone.now())
    return rows.filter(count__gte=MOST_PER_ADDRESS).exists()


def count_guess(address: str) -> None:
    """Notes a wrong guess; one statement, so that many at once are all counted."""
    now = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO aspirations_attempt AS a (key, count, expires_at) VALUES (%s, 1, %s)"
            " ON CONFLICT (key) DO UPDATE SET"
            " count = CASE WHEN a.expires_at < %s THEN 1 ELSE a.count + 1 END,"
            " expires_at = CASE WHEN a.expires_at < %s THEN %s ELSE a.expires_at END",
            [_key(address), now + WINDOW, now, now, now + WINDOW],
        )


def clear_guesses() -> int:
    """Forgets windows that are over; returns how many."""
    deleted, __ = Attempt.objects.filter(expires_at__lt=timezone.now()).delete()
    return deleted
