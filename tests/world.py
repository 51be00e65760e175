"""Makers of people and reports for tests; everything goes through the services."""

import io
import itertools
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from aspirations import receipts, services
from aspirations.models import Aspiration
from aspirations.services import Actor, Submission
from aspirations.workflow import Status, Who
from government.models import Agency, Category, Region, Role, Unit
from government.services import grant_membership

WIB = ZoneInfo("Asia/Jakarta")
SRI_MULYO, UPANG, ELSEWHERE = "16.07.14.2002", "16.07.14.2013", "16.07.13.2001"
MONDAY = datetime(2026, 6, 8, 9, 0, tzinfo=WIB)  # a week without holidays
_numbers = itertools.count(1)

SYSTEM = Actor.system()
REPORTER = Actor.reporter()


def coming_monday() -> datetime:
    """Next week's, at nine; for holidays, of which a calendar knows three years only."""
    today = timezone.localdate()
    return datetime.combine(today + timedelta(days=7 - today.weekday()), time(9), WIB)


def clerk_actor(user: Any = None) -> Actor:
    return Actor(Who.TRIAGE, user)


HANDLER = Actor(Who.HANDLER)


def region(code: str = SRI_MULYO) -> Region:
    return Region.objects.select_related("parent").get(code=code)


def category(slug: str = "jembatan") -> Category:
    return Category.objects.select_related("sla_class").get(slug=slug)


def agency(slug: str = "dinas-pupr") -> Agency:
    return Agency.objects.get(slug=slug)


def unit(slug: str = "pmd", office: str = "16.07.14") -> Unit:
    return Unit.objects.get(slug=slug, region_id=office)


def make_report(village: str = SRI_MULYO, *, at: datetime = MONDAY, **fields: Any) -> Aspiration:
    """A submitted report."""
    made, _token = make_receipt(village, at=at, **fields)
    return Aspiration.objects.for_list().get(number=made.number)


def make_receipt(village: str = SRI_MULYO, *, at: datetime = MONDAY, photos: Any = (), **fields: Any) -> Any:
    """The receipt of a new report, and the token it was made with."""
    data: dict[str, Any] = {
        "title": "Jembatan rusak",
        "text": "Papan jembatan di Jalur 8 sudah lapuk dan dua papan hilang.",
        "category": category(),
        "village": region(village),
        "reporter_name": "Suparno",
    } | fields
    token = receipts.new_token()
    return services.submit(Submission(**data), token=token, actor=REPORTER, at=at, photos=photos), token


NEEDED = {
    "note": "Keterangan",
    "planned_for": "APBD 2027",
}


def advance(report: Aspiration, *steps: str, at: datetime | None = None) -> Aspiration:
    """Takes the report along statuses, each by whoever may."""
    for to in steps:
        actor = REPORTER if to in {Status.RESOLVED, Status.WITHDRAWN} else clerk_actor()
        if report.status == Status.ANSWERED:
            actor = REPORTER
        report = services.change_status(
            report,
            to,
            actor=actor,
            note=NEEDED["note"],
            planned_for=NEEDED["planned_for"] if to == Status.PLANNED else "",
            agency=agency() if to == Status.DISPATCHED else None,
            at=at,
        )
    return report


def publish(report: Aspiration, **fields: Any) -> Aspiration:
    data = {"title": report.title, "text": report.text} | fields
    return services.publish(report, actor=clerk_actor(), **data)


def make_published(village: str = SRI_MULYO, **fields: Any) -> Aspiration:
    return publish(make_report(village, **fields))


def make_user(role: str = Role.CLERK, scope: str = "16.07.14", *, of: str = "", **fields: Any) -> Any:
    """A member of staff; scope is a region code or an agency's slug; "" is the superuser.

    `of` names the unit; a section head leads the seksi PMD where none is named.
    """
    name = f"user{next(_numbers)}"
    user = get_user_model().objects.create_user(
        name, password="x", is_superuser=not role, is_staff=True, **fields
    )
    if role == Role.AGENCY_OFFICER:
        grant_membership(user, role, agency=agency(scope))
    elif role:
        of = of or ("pmd" if role == Role.SECTION_HEAD else "")
        held_in = unit(of, scope) if of else None
        grant_membership(user, role, region=Region.objects.get(code=scope), unit=held_in)
    return user


def picture(
    size: tuple[int, int] = (640, 480), fmt: str = "JPEG", name: str = "foto.jpg", **options: Any
) -> SimpleUploadedFile:
    """A real image file."""
    buffer = io.BytesIO()
    Image.new("RGB", size, "#557744").save(buffer, fmt, **options)
    return SimpleUploadedFile(name, buffer.getvalue(), content_type=f"image/{fmt.lower()}")
