"""What must never be, the database refuses: one row for each constraint of the models (`tests.refused`)."""

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction

from aspirations.models import Attempt
from government.models import Agency, Category, SlaClass
from tests.refused import REFUSED, twice
from tests.refused.government import district
from tests.refused.meetings import message
from tests.refused.reports import report
from tests.world import MONDAY, category, make_report, make_user, region

pytestmark = pytest.mark.django_db

CASES = [(name, attempt) for name, attempts in REFUSED.items() for attempt in attempts]
APPS = ("aspirations", "government", "meetings", "notifications")


@pytest.mark.parametrize(("name", "attempt"), CASES, ids=[name for name, __ in CASES])
def test_database_refuses(name, attempt):
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        attempt()
    assert refused.value.__cause__.diag.constraint_name == name


def test_every_constraint_is_tried():
    stated = {
        constraint.name
        for label in APPS
        for model in apps.get_app_config(label).get_models()
        for constraint in model._meta.constraints
    }
    assert stated == set(REFUSED)


@pytest.mark.parametrize(
    "attempt",
    [
        lambda: report(number=make_report().number),
        lambda: report(token_hash=make_report().token_hash),
        lambda: [message(key="a"), message(key="a")],
        lambda: twice(Attempt, key="a", expires_at=MONDAY),
        lambda: district(receipt_prefix="AS"),
        lambda: twice(Agency, slug="x", name="X", level="regency"),
        lambda: twice(Category, slug="x", name="X", sla_class=category().sla_class),
        lambda: twice(SlaClass, slug="x", name="X"),
    ],
    ids=["number", "token", "message key", "attempt key", "prefix", "agency", "category", "promise"],
)
def test_what_is_unique_stays_so(attempt):
    with pytest.raises(IntegrityError, match="unique constraint"), transaction.atomic():
        attempt()


@pytest.mark.parametrize(
    "gone",
    [lambda: region(), lambda: category(), lambda: make_user("camat").memberships.get().region],
    ids=["village of a report", "category of a report", "territory of a role"],
)
def test_what_others_point_at_cannot_be_deleted(gone):
    make_report()
    with pytest.raises(models.ProtectedError):
        gone().delete()
