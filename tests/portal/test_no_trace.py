"""A report about those who look changes nothing on any page they may open: no row, no figure, no choice.

Of a confidential one they may learn that it is there: sums and loads count it.
"""

import io
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from python_calamine import CalamineWorkbook

from aspirations import services
from aspirations.admin.queues import QUEUES
from aspirations.models import Aspiration
from aspirations.services import Actor
from government.models import Role
from meetings.models import Meeting
from meetings.services import propose_agenda
from tests.meetings.makers import make_meeting
from tests.portal.test_admin_walk import body_of, handled, patterns
from tests.world import SRI_MULYO, UPANG, advance, make_report, make_user

pytestmark = pytest.mark.django_db
LIST = "/admin/aspirations/aspiration/"
HIDDEN = [
    (Role.CAMAT, "16.07.14", {"concerns": "district"}),
    (Role.SECTION_HEAD, "16.07.14", {"concerns": "district_staff"}),
    (Role.VILLAGE_OPERATOR, SRI_MULYO, {"concerns": "village"}),
]
# What differs between two looks at one page: tokens, the time of day, and the code on the wall.
_CHANGING = re.compile(
    r'name="(?:csrfmiddlewaretoken|[\w-]*token)" value="[^"]*"'
    r'|csrfmiddlewaretoken.{1,2} value=.{1,2}\w{64}|"token": "\w{64}"'
    r"|\d\d[.:]\d\d(?:[.:]\d\d)?(?:\.\d+)?"
    r"|[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|<strong>\d{6}</strong>"
)
# Papers and files; their figures are those of the pages.
_FILES = re.compile(r"pdf|csv")
_STOP = "meetings/meeting/<int:pk>/"
# Files, and the code on the wall, which changes every minute.
_NOT_SAID = re.compile(r"pdf|csv|xlsx|venue")


def pages(own: Aspiration, meeting: Meeting) -> Iterator[str]:
    """Every address without a key, every queue, the own report with its choices, the figures of its days."""
    yield from (
        f"/admin/{route}" for __, route in patterns() if "<" not in route and not _FILES.search(route)
    )
    yield from (f"{LIST}?antrean={name}" for name in QUEUES)
    yield from (f"{LIST}{own.pk}/change/?panel={verb}" for verb in ("assign", "merged", "agenda"))
    yield f"/admin/meetings/meeting/{meeting.pk}/change/"
    for __, route in patterns():
        if "<" not in (page := route.removeprefix(_STOP)) and page != route and not _NOT_SAID.search(page):
            yield f"/admin/meetings/meeting/{meeting.pk}/{page}"
    yield f"{LIST}ringkasan/?periode=pilihan&dari=2026-06-01&sampai=2026-12-31"
    yield f"{LIST}due/?bulan=2026-06"
    yield from ("/admin/", "/", "/laporan/")


def look(client: Client, addresses: list[str]) -> dict[str, str]:
    """What each page says."""
    said = {}
    for address in addresses:
        cache.clear()
        said[address] = _CHANGING.sub("", words_of(client.get(address, follow=True)))
    return said


def words_of(response: Any) -> str:
    """A page, or the cells of a workbook, whose file also says when it was made."""
    body = body_of(response)
    if "spreadsheet" not in response.headers.get("Content-Type", ""):
        return body
    book = CalamineWorkbook.from_filelike(io.BytesIO(body.encode("latin-1")))
    return str([book.get_sheet_by_name(name).to_python() for name in book.sheet_names])


def hide(above: Any, meeting: Meeting, **about: Any) -> None:
    """A report with all that can hang on it, one that joined it, and one that nobody touched."""
    report = handled(above, SRI_MULYO, **about)
    actor = Actor.staff(above, report)
    propose_agenda(meeting, [report], actor=actor)
    joined = make_report(**about)
    services.merge(joined, report, actor=Actor.staff(above, joined))
    make_report(**about)


@pytest.mark.parametrize(("role", "scope", "about"), HIDDEN)
def test_no_page_changes(role: str, scope: str, about: dict[str, str]):
    above, user, own = make_user(Role.COORDINATOR, "16.07"), make_user(role, scope), make_report()
    own = advance(own, "verified", "dispatched")
    make_report(UPANG)
    meeting = make_meeting(10, visibility=Meeting.Visibility.INTERNAL)
    propose_agenda(meeting, [own], actor=Actor.staff(above, own))
    client = Client()
    client.force_login(user)
    addresses = list(pages(own, meeting))
    look(client, addresses)
    before = look(client, addresses)
    hide(above, meeting, **about)
    after = look(client, addresses)
    assert [address for address in addresses if after[address] != before[address]] == []


def test_there_are_pages_that_would_change():
    """Above, where it is seen, nearly every page with a figure does."""
    above, own = make_user(Role.COORDINATOR, "16.07"), make_report()
    meeting = make_meeting(10, visibility=Meeting.Visibility.INTERNAL)
    client = Client()
    client.force_login(above)
    addresses = [
        f"{LIST}?antrean=semua",
        f"{LIST}ringkasan/",
        f"/admin/meetings/meeting/{meeting.pk}/agenda/",
    ]
    look(client, addresses)
    before = look(client, addresses)
    hide(above, meeting, concerns="district")
    after = look(client, addresses)
    assert own.number in before[addresses[0]]
    assert [address for address in addresses if after[address] == before[address]] == []
