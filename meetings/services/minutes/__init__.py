"""The writers of notulen and berita acara."""

from meetings.services.minutes.content import compose, fingerprint, public_part, sections_of
from meetings.services.minutes.writing import amend, begin, edit, refresh, send_back, sign, submit, take_back

__all__ = [
    "amend",
    "begin",
    "compose",
    "edit",
    "fingerprint",
    "public_part",
    "refresh",
    "sections_of",
    "send_back",
    "sign",
    "submit",
    "take_back",
]
