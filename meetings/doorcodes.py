"""The short code by which an invitation is named at the door; a leaf, pure. It opens nothing."""

import re
import secrets

from aspirations.receipts import read_secret
from notifications.sealing import ALPHABET

# 40 bits.
LENGTH = 8
_CODE = re.compile(rf"[{ALPHABET}]{{{LENGTH}}}")


def new_door_code() -> str:
    """A code of eight letters and figures that nobody misreads."""
    return "".join(secrets.choice(ALPHABET) for _place in range(LENGTH))


def spaced_door_code(code: str) -> str:
    """As it is printed: 7KMP-Q2XH."""
    return f"{code[:4]}-{code[4:]}"


def read_door_code(text: str) -> str:
    """What a scanner or a person gives (the QR's address, with or without a secret; or the code itself).

    In the form in which it is kept; "" where it cannot be one.
    """
    behind = text.rpartition("#")[2].partition(".")[0]
    code = read_secret(behind)
    return code if _CODE.fullmatch(code) else ""
