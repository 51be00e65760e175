"""Every list of the back office costs the same queries for one row and for thirty."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from aspirations import services
from aspirations.models import Import, ReferenceSystem, ResponseTemplate, RoutingRule
from government.models import (
    Agency,
    Category,
    EscalationStep,
    Holiday,
    ProgrammeSet,
    Region,
    RegionAlias,
    SlaClass,
    SlaRule,
    Unit,
)
from meetings.models import AgendaTemplate, ContactList, FollowUpStep, LetterBook, Meeting, Series
from notifications.models import Message
from tests.meetings.makers import make_contact
from tests.meetings.promises import make_promise
from tests.world import agency, category, make_report, make_user, region, unit

pytestmark = pytest.mark.django_db
APPS = {"aspirations", "government", "meetings", "notifications"}


def make_series(number: int) -> Series:
    return Series.objects.create(name=f"Rakor {number}", year=2026, region_id="16.07")


def make_meeting(number: int) -> None:
    start = timezone.now() + timedelta(days=number)
    Meeting.objects.create(
        series=make_series(number),
        number=1,
        host_district=Region.objects.get(code="16.07.14"),
        host_village=region(),
        place="Balai desa",
        starts_at=start,
        ends_at=start + timedelta(hours=2),
    )


def make_letter_book(number: int) -> None:
    place = Region.objects.villages().order_by("code")[number]
    LetterBook.objects.create(region=place, code=f"K{number}")


def make_category(number: int) -> None:
    like = category()
    Category.objects.create(
        slug=f"c{number}",
        name=f"C{number}",
        parent=like.parent,
        sla_class=like.sla_class,
        default_agency=like.default_agency,
    )


MAKERS: dict[str, Callable[[int], Any]] = {
    "aspirations.access": lambda n: services.record_identity_view(make_report(), user=make_user()),
    "aspirations.aspiration": lambda n: make_report(),
    "aspirations.import": lambda n: Import.objects.create(user=make_user(), name=f"I{n}.csv"),
    "aspirations.referencesystem": lambda n: ReferenceSystem.objects.create(name=f"S{n}"),
    "meetings.agendatemplate": lambda n: AgendaTemplate.objects.create(name=f"Pola {n}", text="Pembukaan"),
    "aspirations.responsetemplate": lambda n: ResponseTemplate.objects.create(
        name=f"T{n}", step="answered", text="x", category=category()
    ),
    "aspirations.routingrule": lambda n: RoutingRule.objects.create(
        territory_id="16.07.14", name=f"R{n}", unit=unit(), agency=agency()
    ).categories.set([category()]),
    "government.agency": lambda n: Agency.objects.create(
        slug=f"a{n}", name=f"A{n}", level="regency", region_id="16.07"
    ),
    "government.category": make_category,
    "government.holiday": lambda n: Holiday.objects.create(
        date=date(2026, 1, 1) + timedelta(days=n), name=f"H{n}", region_id="16.07"
    ),
    "government.membership": lambda n: make_user(),
    "government.programmeset": lambda n: ProgrammeSet.objects.create(
        slug=f"p{n}", name=f"P{n}", kind="priority", start_year=2020
    ),
    "government.region": lambda n: RegionAlias.objects.create(region=region(), name=f"R{n}"),
    "government.slaclass": lambda n: SlaClass.objects.create(slug=f"s{n}", name=f"S{n}"),
    "government.unit": lambda n: Unit.objects.create(
        region_id="16.07.14", slug=f"u{n}", name=f"U{n}", short_name=f"U{n}"
    ),
    "government.escalationstep": lambda n: EscalationStep.objects.create(
        slug=f"e{n}", promise="answer", days=n + 10, to="camat", region_id="16.07"
    ),
    "government.slarule": lambda n: SlaRule.objects.create(
        slug=f"r{n}", name=f"R{n}", category=category(), sla_class=category().sla_class
    ),
    "meetings.followup": lambda n: make_promise(number=n + 1000, text=f"Janji {n}"),
    "meetings.followupstep": lambda n: FollowUpStep.objects.create(slug=f"s{n}", days=n + 20, to="camat"),
    "meetings.contact": lambda n: make_contact(f"Kepala Desa {n}", region_id=region().code),
    "meetings.contactlist": lambda n: ContactList.objects.create(name=f"L{n}", region_id="16.07.14"),
    "meetings.letterbook": make_letter_book,
    "meetings.meeting": make_meeting,
    "meetings.series": make_series,
    "notifications.message": lambda n: Message.objects.create(key=f"k{n}", recipient="a@b.id", subject="s"),
}


def test_every_list_has_a_maker():
    lists = {model._meta.label_lower for model in admin.site._registry}
    assert {name for name in lists if name.split(".")[0] in APPS} == set(MAKERS)


@pytest.mark.parametrize("name", sorted(MAKERS))
def test_list_costs_the_same_for_one_row_and_for_thirty(name: str):
    client = Client()
    client.force_login(make_user("", ""))
    address = f"/admin/{name.replace('.', '/')}/"
    MAKERS[name](0)
    client.get(address)
    counts = []
    for rows in (range(1, 2), range(2, 31)):
        for number in rows:
            MAKERS[name](number)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
