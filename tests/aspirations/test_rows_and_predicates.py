"""What rows one sees and what one may do with a report are said twice; for any roles both say the same."""

from random import Random
from typing import Any

import pytest
from django.contrib.auth import get_user_model

from aspirations.models import Aspiration
from aspirations.permissions import (
    handlers_of,
    may_audit,
    may_handle,
    may_hide,
    may_publish,
    may_read,
    may_review,
    may_see_reporter,
    may_triage,
)
from government.loading import activate
from government.models import Agency, Membership, Region, Role
from government.services import grant_membership
from tests.world import ELSEWHERE, SRI_MULYO, UPANG, agency, make_report, make_user

pytestmark = pytest.mark.django_db
SCOPES = ["16", "16.07", "16.07.14", "16.07.13", SRI_MULYO, UPANG]
OFFICES = ["dinas-pupr", "bpbd", "upt", "pemdes"]


def _random_user(chance: Random) -> Any:
    """Somebody with one to three roles."""
    user = make_user(Role.AUDITOR, chance.choice(SCOPES))
    Membership.objects.filter(user=user).delete()
    for role in chance.sample([one for one in Role if one != Role.SECTION_HEAD], chance.randint(1, 3)):
        if role == Role.AGENCY_OFFICER:
            grant_membership(user, role, agency=agency(chance.choice(OFFICES)))
        else:
            grant_membership(user, role, region=Region.objects.get(code=chance.choice(SCOPES)))
    return user


def _random_report(chance: Random) -> Aspiration:
    concerns = chance.choice(["", "village", "district_staff", "district", "agency"])
    about = agency(chance.choice(OFFICES)) if concerns == "agency" and chance.random() < 0.7 else None
    identity = chance.choice(["named", "anonymous", "confidential"])
    report = make_report(
        chance.choice([SRI_MULYO, UPANG, ELSEWHERE]),
        concerns=concerns,
        concerned_agency=about,
        identity=identity,
    )
    given = agency(chance.choice(OFFICES)) if chance.random() < 0.6 else None
    Aspiration.objects.filter(pk=report.pk).update(agency=given)
    return Aspiration.objects.for_list().get(pk=report.pk)


@pytest.mark.parametrize("seed", range(3))
def test_rows_and_predicates_agree_about_any_roles_and_reports(seed: int):
    activate("16.07.13")
    Agency.objects.create(slug="upt", name="UPT", level="regency", region_id="16.07.14")
    Agency.objects.create(slug="pemdes", name="Pemdes", level="village", region_id=SRI_MULYO)
    chance = Random(seed)
    found = [_random_report(chance) for _ in range(40)]
    users = [get_user_model().objects.get(pk=_random_user(chance).pk) for _ in range(12)]
    for report in found:
        handlers = set(handlers_of(report))
        assert [user for user in users if (user in handlers) != may_handle(user, report)] == []
    for user in users:
        seen = set(Aspiration.objects.visible_to(user))
        assert [report for report in found if (report in seen) != may_read(user, report)] == []
        acts = [may_triage, may_handle, may_publish, may_hide, may_review, may_audit, may_see_reporter]
        assert [one for report in set(found) - seen for one in acts if one(user, report)] == []
