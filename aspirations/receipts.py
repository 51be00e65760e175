"""Receipts: a number to read over the phone and a secret that opens the report; a leaf, pure.

The secret is derived from the form's token, so that a repeated submission shows the same receipt although
the database holds only hashes: sha256 is enough for 80 random bits.
"""

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass

from notifications.sealing import derive, spaced

_MISREAD = str.maketrans("OIL", "011")
_TOKEN = re.compile(r"[A-Za-z0-9_-]{22,64}")
_DISPATCH_NUMBER = re.compile(r"([A-Z]{2,4})-?D-?(\d{4})-?(\d{1,7})")
_NUMBER = re.compile(r"([A-Z]{2,4})-?(\d{4})-?(\d{1,7})")


@dataclass(frozen=True)
class Receipt:
    """What the reporter takes home."""

    number: str
    secret: str

    @property
    def spaced_secret(self) -> str:
        """The secret in groups of four."""
        return spaced(self.secret)

    @property
    def fragment(self) -> str:
        """What the QR carries behind the # of the address: never sent to a server, never logged."""
        return f"{self.number}.{self.secret}"


def new_token() -> str:
    """A form's token of 128 random bits."""
    return secrets.token_urlsafe(16)


def is_token(value: str) -> bool:
    """Whether it has the form of a token."""
    return _TOKEN.fullmatch(value) is not None


def digest(value: str) -> str:
    """sha256 as 64 hexadecimal digits, for values with enough randomness of their own."""
    return hashlib.sha256(value.encode()).hexdigest()


def secret_for(token: str) -> str:
    """The secret that belongs to a form's token; without SECRET_KEY it cannot be computed."""
    return derive(f"receipt:{token}")


def read_number(value: str) -> str:
    """A number as people type it, in its canonical form; "" where it cannot be one."""
    match = _NUMBER.fullmatch(re.sub(r"[\s.–—]+", "", value.upper()))
    return f"{match[1]}-{match[2]}-{match[3]:0>5}" if match else ""


def read_dispatch_number(value: str) -> str:
    """The number of a disposisi as people type it, in its canonical form; "" where it cannot be one."""
    match = _DISPATCH_NUMBER.fullmatch(re.sub(r"[\s.–—]+", "", value.upper()))
    return f"{match[1]}-D-{match[2]}-{match[3]:0>5}" if match else ""


def dispatch_seed(token: str) -> str:
    """What the secret of a disposisi's link is derived from (`notifications.sealing`)."""
    return f"dispatch:{token}"


def read_secret(value: str) -> str:
    """A secret as people type it: any case, spaces and dashes, O for 0, I and L for 1."""
    return re.sub(r"[^0-9A-Z]", "", value.upper()[:80]).translate(_MISREAD)


def matches(secret: str, secret_hash: str) -> bool:
    """Compares in constant time."""
    return hmac.compare_digest(digest(read_secret(secret)), secret_hash)
