"""Places, agencies, promises and roles."""

from typing import Any

from government.models import (
    Agency,
    Category,
    EscalationStep,
    Holiday,
    Membership,
    Programme,
    ProgrammeSet,
    Region,
    RegionAlias,
    SlaClass,
    SlaRule,
    Unit,
)
from tests.refused.makers import Refused, itself, twice
from tests.world import make_user, unit


def district(**columns: Any) -> None:
    Region.objects.filter(code="16.07.13").update(**columns)


def sla_days(**columns: int) -> None:
    SlaClass.objects.filter(slug="ringan").update(**columns)


def ladder(**columns: Any) -> EscalationStep:
    fields = {"slug": "x", "promise": "answer", "days": 60, "to": "camat"}
    return EscalationStep.objects.create(**(fields | columns))


def membership(role: str = "clerk", **scope: Any) -> None:
    Membership.objects.create(user=make_user(""), role=role, **scope)


def programme_set(**columns: Any) -> ProgrammeSet:
    fields = {"slug": "baru", "name": "Baru", "kind": "priority", "start_year": 2030}
    return ProgrammeSet.objects.create(**(fields | columns))


REFUSED: Refused = {
    "agency_level_known": [lambda: Agency.objects.create(slug="x", name="X", level="galaxy")],
    "sla_days_positive": [
        lambda: sla_days(verify_days=0),
        lambda: sla_days(answer_days=0),
        lambda: sla_days(answer_days=0, resolve_days=0),
        lambda: sla_days(reporter_days=0),
    ],
    "sla_answer_before_resolution": [lambda: sla_days(resolve_days=1)],
    "escalation_step_promise_known": [lambda: ladder(promise="praise")],
    "escalation_step_rung_known": [lambda: ladder(to="bupati")],
    "escalation_step_days_in_range": [lambda: ladder(days=-31), lambda: ladder(days=91)],
    "escalation_step_once": [lambda: [ladder(slug="a"), ladder(slug="b")]],
    "sla_rule_kind_known": [lambda: SlaRule.objects.update(kind="rumour")],
    "sla_rule_weight_known": [lambda: SlaRule.objects.update(weight="feather")],
    "category_not_its_own_parent": [lambda: itself(Category, "parent")],
    "holiday_once": [
        lambda: twice(Holiday, date="2030-01-02", name="Libur"),
        lambda: twice(Holiday, date="2030-01-02", name="Libur", region_id="16.07"),
    ],
    "membership_role_known": [lambda: membership("mayor", region_id="16.07.14")],
    "membership_scope_fits_role": [
        lambda: membership("clerk"),
        lambda: membership("clerk", agency=Agency.objects.first()),
        lambda: membership("agency_officer"),
        lambda: membership("agency_officer", agency=Agency.objects.first(), region_id="16.07.14"),
    ],
    "membership_unit_fits_role": [
        lambda: membership("section_head", region_id="16.07.14"),
        lambda: membership("camat", region_id="16.07.14", unit=unit()),
    ],
    "membership_once": [
        lambda: twice(Membership, user=make_user(""), role="clerk", region_id="16.07.14"),
        lambda: twice(Membership, user=make_user(""), role="clerk", region_id="16.07.14", unit=unit()),
    ],
    "unit_once_per_office": [lambda: twice(Unit, region_id="16.07.14", slug="x", name="X", short_name="X")],
    "programme_set_period": [lambda: programme_set(end_year=2029)],
    "programme_once_per_set": [lambda: twice(Programme, programme_set=programme_set(), slug="x", name="X")],
    "region_level_known": [lambda: district(level=5)],
    "region_work_week_known": [lambda: district(work_week="67")],
    "region_has_parent": [lambda: district(parent=None), lambda: district(level=1)],
    "region_prefix_of_district": [lambda: Region.objects.filter(code="16").update(receipt_prefix="BA")],
    "region_prefix_is_letters": [
        lambda: district(receipt_prefix="A"),
        lambda: district(receipt_prefix="as"),
        lambda: district(receipt_prefix="A1"),
    ],
    "region_point_is_whole": [lambda: district(latitude=-2.6), lambda: district(longitude=105)],
    "alias_once_per_region": [
        lambda: [RegionAlias.objects.create(region_id="16.07.13", name=name) for name in ("Padang", "padang")]
    ],
}
