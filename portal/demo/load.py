"""Writes the stories through the services, as if people had done it, on the days they would have."""

import hashlib
import random
import tomllib
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from aspirations import receipts, services
from aspirations.models import Aspiration, RoutingRule, Support
from aspirations.proposals import propose
from aspirations.services import Actor, Submission
from aspirations.services.routing import forget_rules
from aspirations.workflow import Status, Who
from government.calendars import calendar_for, forget_calendars
from government.loading import load_regions
from government.models import Agency, Category, Region, Unit
from government.workdays import add_working_days, is_working_day, local_date
from portal.demo.accounts import create_accounts
from portal.demo.pictures import draw
from portal.demo.rakor import load_rakor

DISTRICT = "16.07.14"
_STORIES = Path(__file__).parent / "stories.toml"


def load(say: Any = print) -> None:
    """Regions, reference, accounts, reports, two meetings; what is there already is left alone."""
    if not Region.objects.filter(code=DISTRICT).exists():
        say("Memuat wilayah Indonesia …")
        load_regions()
    call_command("activate_region", DISTRICT, verbosity=0)
    call_command("load_reference", verbosity=0)
    call_command("load_responses", verbosity=0)
    call_command("load_ladder", verbosity=0)
    call_command("load_agendas", verbosity=0)
    forget_calendars()
    users = create_accounts()
    _rules()
    stories = tomllib.loads(_STORIES.read_text(encoding="utf-8"))["report"]
    for story in stories:
        _tell(story, users)
    load_rakor(users)
    say(f"{len(stories)} laporan contoh siap.")


@transaction.atomic
def _tell(story: dict[str, Any], users: dict[str, Any]) -> None:
    token = receipts.digest(f"demo:{story['title']}")
    if services.find_submitted(token):
        return
    village = Region.objects.select_related("parent").get(code=f"{DISTRICT}.{story['village']}")
    started = _working_days_ago(story["days"], village, story["title"])
    made = services.submit(
        Submission(
            title=story["title"],
            text=story["text"],
            category=Category.objects.select_related("sla_class").get(slug=story["category"]),
            village=village,
            kind=story["kind"],
            canal=story.get("canal", ""),
            landmark=story.get("landmark", ""),
            rt=story.get("rt", ""),
            rw=story.get("rw", ""),
            identity=story["identity"],
            reporter_name=story.get("name", ""),
            concerns=story.get("concerns", ""),
        ),
        token=token,
        actor=Actor(Who.REPORTER),
        photos=[draw(story["photo"])] if "photo" in story else [],
        at=started,
    )
    report = Aspiration.objects.for_list().get(number=made.number)
    for step in story["steps"]:
        report = _step(report, step, started, users)
    if story["published"]:
        photos = [str(photo.uuid) for photo in report.photos.all()]
        title, text, place = propose(report)
        services.publish(
            report,
            title=title,
            text=text,
            place=place,
            photos=photos,
            actor=Actor(Who.TRIAGE, users["petugas"]),
            at=started + timedelta(hours=20),
        )
        _support(report, story["support"])


def _working_days_ago(days: int, village: Region, seed: str) -> datetime:
    """An hour of the day at which people write, on the n-th working day before today."""
    calendar = calendar_for(village)
    day = local_date(timezone.now(), calendar)
    while days:
        day -= timedelta(days=1)
        days -= is_working_day(day, calendar)
    minute = int(hashlib.sha256(seed.encode()).hexdigest(), 16) % 600
    return datetime.combine(day, datetime.min.time(), calendar.zone) + timedelta(hours=7, minutes=minute)


def _step(report: Aspiration, step: dict[str, Any], started: datetime, users: dict[str, Any]) -> Aspiration:
    calendar = calendar_for(report.village)
    end_of_day = add_working_days(started, step["after"], calendar)
    at = min(end_of_day - timedelta(hours=13, minutes=len(report.title)), timezone.now())
    photo = step.get("after_photo")
    return services.change_status(
        report,
        step["to"],
        actor=_actor(step, users),
        note=step.get("note", ""),
        # Progress told to everybody, in texts that name nobody.
        note_is_public=step["to"] == Status.IN_PROGRESS,
        agency=Agency.objects.get(slug=step["agency"]) if "agency" in step else None,
        planned_for=step.get("planned_for", ""),
        evidence={"after": [draw(photo)]} if photo else None,
        at=at,
    )


def _actor(step: dict[str, Any], users: dict[str, Any]) -> Actor:
    if step.get("by") == "system":
        return Actor.system()
    if step["to"] in {Status.RESOLVED, Status.REOPENED}:
        return Actor.reporter()
    return Actor(Who.TRIAGE, users["petugas"])


def _support(report: Aspiration, count: int) -> None:
    dice = random.Random(report.number)  # noqa: S311 -- demo data
    Support.objects.bulk_create(
        Support(aspiration=report, device_hash=receipts.digest(f"{report.number}{dice.random()}"))
        for _ in range(count)
    )
    Aspiration.objects.filter(pk=report.pk).update(support_count=count)


def _rules() -> None:
    """Two usual ways, so that there is something to try; an office that has rules keeps its own."""
    if RoutingRule.objects.exists():
        return
    unit = Unit.objects.get(region_id=DISTRICT, slug="pmd")
    works = RoutingRule.objects.create(
        territory_id=DISTRICT,
        name="Jalan dan jembatan",
        unit=unit,
        agency=Agency.objects.get(slug="dinas-pupr"),
    )
    works.categories.set(Category.objects.filter(slug__in=["jalan", "jembatan"]))
    RoutingRule.objects.create(
        territory_id=DISTRICT,
        position=1,
        name="Gangguan malam hari",
        words="ribut, orgen tunggal, maling",
        from_hour=time(21),
        to_hour=time(5),
        unit=Unit.objects.get(region_id=DISTRICT, slug="trantib"),
    )
    forget_rules()
