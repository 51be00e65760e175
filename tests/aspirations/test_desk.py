"""The desk's first page: what to do, what one holds, what one did last."""

import html
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from aspirations import services
from aspirations.models import Aspiration
from government.models import Role
from tests.world import clerk_actor, make_report, make_user, region

pytestmark = pytest.mark.django_db


def desk(user: Any) -> Any:
    client = Client()
    client.force_login(user)
    return client.get("/admin/")


def shown(response: Any, name: str) -> list[str]:
    return [report.number for report in response.context[name]]


def held(user: Any) -> Aspiration:
    report = make_report(at=timezone.now())
    return services.assign(report, user, actor=clerk_actor(user))


def test_what_one_holds_is_listed_and_what_others_hold_is_not():
    clerk, other = make_user(), make_user()
    mine = held(clerk)
    held(other)
    assert shown(desk(clerk), "work") == [mine.number]


def test_what_one_did_last_comes_first_and_once():
    clerk = make_user()
    first, last = make_report(), make_report()
    for report in (first, last, last):
        services.add_note(report, "Dicek", actor=clerk_actor(clerk))
    make_report()
    assert shown(desk(clerk), "recent") == [last.number, first.number]


def test_what_one_did_elsewhere_before_is_not_shown_any_more():
    clerk = make_user(Role.CLERK, "16.07.14")
    services.add_note(make_report(), "Dicek", actor=clerk_actor(clerk))
    clerk.memberships.update(region=region("16.07.13"))
    assert shown(desk(clerk), "recent") == []


def test_nothing_to_do_is_said():
    page = desk(make_user()).content.decode()
    assert "Anda tidak memegang laporan yang perlu ditangani." in page
    assert "Belum ada. Bukalah sebuah laporan dari antrean." in page


def test_the_machine_s_lists_are_the_operator_s_and_folded():
    assert "procrastinate" not in desk(make_user()).content.decode()
    page = desk(make_user("", "")).content.decode()
    assert page.index("Pekerjaan mesin") < page.index("procrastinate")


def test_desk_leads_to_the_summary():
    assert 'href="/admin/aspirations/aspiration/ringkasan/"' in desk(make_user()).content.decode()


def test_desk_takes_the_same_queries_for_one_report_and_for_many():
    clerk = make_user()
    counts = []
    for more in (1, 20):
        for _ in range(more):
            held(clerk)
        desk(clerk)
        with CaptureQueriesContext(connection) as queries:
            desk(clerk)
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("role", "scope"),
    [
        (Role.CLERK, "16.07.14"),
        (Role.CAMAT, "16.07.14"),
        (Role.SECTION_HEAD, "16.07.14"),
        (Role.VILLAGE_OPERATOR, "16.07.14.2002"),
        (Role.AGENCY_OFFICER, "dinas-pupr"),
        (Role.AUDITOR, "16.07"),
        (Role.COORDINATOR, "16.07"),
    ],
)
def test_no_link_of_the_desk_leads_nowhere(role: str, scope: str):
    make_report(at=timezone.now())
    client = Client()
    client.force_login(make_user(role, scope))
    pages = [
        client.get(address).content.decode() for address in ("/admin/", "/admin/aspirations/aspiration/")
    ]
    links = {
        html.unescape(link) for page in pages for link in re.findall(r'href="(/admin/[^"#]*|\?[^"#]*)"', page)
    }
    asked = [
        link if link.startswith("/") else f"/admin/aspirations/aspiration/{link}" for link in sorted(links)
    ]
    assert len(asked) > 20
    assert [link for link in asked if client.get(link).status_code not in {200, 302}] == []
