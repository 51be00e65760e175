"""The directory as a table that comes in again as it went out; for who convenes alone."""

from collections.abc import Iterator
from typing import Any

from meetings.contact_columns import COLUMNS
from meetings.models import Contact


def header() -> list[str]:
    """The names by which the import knows its columns."""
    return [names[0] for names in COLUMNS.values()]


def rows(contacts: Any) -> Iterator[list[Any]]:
    """One line each; the queryset begins in what the user keeps."""
    for one in contacts.select_related("region").order_by("title", "name").iterator(chunk_size=1000):
        yield _line(one)


def _line(one: Contact) -> list[Any]:
    held = [one.title, one.name, one.get_office_display(), one.region.name, one.nip, one.rank]
    return [*held, one.phone, one.email, one.address]
