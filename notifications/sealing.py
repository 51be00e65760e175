"""Secrets that a message carries and the database does not: worked out when it is sent; a leaf.

Who holds a copy of the database, but not SECRET_KEY, finds a seed and can do nothing with it.
"""

import hmac

from django.conf import settings

# Crockford's base 32: no I, L, O, U to misread.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SECRET_LENGTH = 16  # 5 bits each: 80 bits
# Where a body wants its secret, in groups of four.
PLACE = "[[kode]]"


def derive(seed: str) -> str:
    """The secret of a seed such as "dispatch:…", whose random part has at least as many bits."""
    raw = hmac.digest(settings.SECRET_KEY.encode(), seed.encode(), "sha256")
    return "".join(ALPHABET[byte & 31] for byte in raw[:SECRET_LENGTH])


def spaced(secret: str) -> str:
    """In groups of four, as people read it out."""
    return "-".join(secret[i : i + 4] for i in range(0, len(secret), 4))


def unseal(body: str, seed: str) -> str:
    """The body as it is sent; without a seed, as it is."""
    return body.replace(PLACE, spaced(derive(seed))) if seed else body
