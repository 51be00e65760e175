"""What must never be, the database refuses: one row for each constraint of the models."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction

from aspirations.models import (
    Access,
    Aspiration,
    Attempt,
    Batch,
    BatchItem,
    Dispatch,
    DispatchCounter,
    Distinct,
    EscalatedTo,
    Escalation,
    Flag,
    Import,
    ImportRow,
    Photo,
    ReceiptCounter,
    Reference,
    ReferenceSystem,
    ResponseTemplate,
    RoutingRule,
    SavedView,
    Support,
)
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
from meetings.models import AgendaAspiration, AgendaItem, Meeting, Series
from notifications.models import Message
from tests.refused import WRITTEN_BY_STAFF, twice
from tests.world import MONDAY, advance, category, make_published, make_report, make_user, region, unit

pytestmark = pytest.mark.django_db


def report(**columns: Any) -> None:
    """A row of a report becomes so by a raw UPDATE."""
    Aspiration.objects.filter(pk=make_report().pk).update(**columns)


def district(**columns: Any) -> None:
    Region.objects.filter(code="16.07.13").update(**columns)


def meeting(number: int = 1, hours: int = 1, name: str = "Rakor") -> Meeting:
    series, __ = Series.objects.get_or_create(name=name, year=2026, region_id="16.07")
    return Meeting.objects.create(
        series=series,
        number=number,
        host_district_id="16.07.14",
        place="Balai desa",
        starts_at=MONDAY,
        ends_at=MONDAY + timedelta(hours=hours),
    )


def on_agenda_twice() -> None:
    item = AgendaItem.objects.create(meeting=meeting(), position=1, title="x")
    twice(AgendaAspiration, item=item, meeting=item.meeting, aspiration=make_report())


def itself(model: Any, field: str, **columns: Any) -> None:
    row = model.objects.last()
    model.objects.filter(pk=row.pk).update(**{field: row.pk}, **columns)


def merged_into_itself() -> None:
    make_report()
    itself(Aspiration, "merged_into", status="merged")


def published_and_confidential() -> None:
    Aspiration.objects.filter(pk=make_published().pk).update(identity="confidential")


def batch_that_undoes_itself() -> None:
    Batch.objects.create(verb="hide", user=make_user())
    itself(Batch, "undoes")


def batched_twice() -> None:
    order = Batch.objects.create(verb="hide", user=make_user())
    twice(BatchItem, batch=order, aspiration=make_report())


def import_row(**columns: Any) -> ImportRow:
    origin = Import.objects.first() or Import.objects.create(user=make_user(), name="x")
    return ImportRow.objects.create(origin=origin, number=2, **columns)


def sla_days(**columns: int) -> None:
    SlaClass.objects.filter(slug="ringan").update(**columns)


def ladder(**columns: Any) -> EscalationStep:
    fields = {"slug": "x", "promise": "answer", "days": 60, "to": "camat"}
    return EscalationStep.objects.create(**(fields | columns))


def escalated() -> Escalation:
    step = EscalationStep.objects.earliest("pk")
    made = Aspiration.objects.first() or make_report()
    return Escalation.objects.create(
        aspiration=made, step=step, due_at=MONDAY, promise="answer", days=1, to="camat"
    )


def membership(role: str = "clerk", **scope: Any) -> None:
    Membership.objects.create(user=make_user(""), role=role, **scope)


def programme_set(**columns: Any) -> ProgrammeSet:
    fields = {"slug": "baru", "name": "Baru", "kind": "priority", "start_year": 2030}
    return ProgrammeSet.objects.create(**(fields | columns))


def message(**columns: Any) -> Message:
    return Message.objects.create(recipient="a@b.id", subject="x", body="x", **columns)


def dispatch(**columns: Any) -> Dispatch:
    """A row of a dispatch becomes so by a raw UPDATE."""
    made = advance(make_report(), "verified", "dispatched").dispatches
    made.update(shows_reporter=False, **columns)
    return made.get()


def dispatched_twice() -> None:
    first = dispatch()
    first.pk, first.number = None, "AS-D-2026-99999"
    first.save()


def reference(**columns: Any) -> None:
    twice(Reference, aspiration=make_report(), system=ReferenceSystem.objects.create(name="x"), **columns)


def access(kind: str, **columns: Any) -> None:
    Access.objects.create(kind=kind, **columns)


def routing_rule(**columns: Any) -> None:
    RoutingRule.objects.create(territory_id="16.07.14", name="x", **columns)


REFUSED: dict[str, list[Callable[[], Any]]] = {
    **WRITTEN_BY_STAFF,
    "access_kind_known": [lambda: access("peeked", user=make_user())],
    "access_identity_has_report": [
        lambda: access("identity", user=make_user()),
        lambda: access("login", user=make_user(), aspiration=make_report()),
    ],
    "access_has_somebody": [
        lambda: access("login"),
        lambda: access("login", user=make_user(), account_key="x"),
        lambda: access("failed"),
        lambda: access("failed", user=make_user(), account_key="x"),
    ],
    "access_export_is_named": [
        lambda: access("export", user=make_user(), count=1),
        lambda: access("export", user=make_user(), what="Laporan"),
    ],
    "aspiration_status_known": [lambda: report(status="flying")],
    "aspiration_weight_known": [lambda: report(weight="feather")],
    "aspiration_publication_known": [lambda: report(publication="whispered")],
    "aspiration_concern_known": [lambda: report(concerns="bupati")],
    "aspiration_concerned_agency_fits": [
        lambda: report(concerned_agency=Agency.objects.first()),
        lambda: report(concerned_agency=Agency.objects.first(), concerns="village"),
    ],
    "aspiration_confidential_never_public": [published_and_confidential],
    "aspiration_published_is_complete": [
        lambda: report(publication="published", public_text="Isi"),
        lambda: report(publication="published", published_at=MONDAY),
    ],
    "aspiration_merged_has_target": [
        lambda: report(status="merged"),
        lambda: report(merged_into=make_report()),
    ],
    "aspiration_not_merged_into_itself": [merged_into_itself],
    "aspiration_dispatched_has_agency": [lambda: report(status="dispatched")],
    "aspiration_plan_is_named": [lambda: report(status="planned")],
    "aspiration_answered_closes": [
        lambda: report(status="answered"),
        lambda: report(closes_at=MONDAY),
    ],
    "aspiration_asked_clock_stands": [
        lambda: report(status="needs_info", due_at=None, resume_status="submitted"),
        lambda: report(status="needs_info", days_left=2, resume_status="submitted"),
        lambda: report(status="needs_info", days_left=2, due_at=None),
        lambda: report(days_left=2),
    ],
    "aspiration_point_is_whole": [
        lambda: report(latitude=-2.6),
        lambda: report(longitude=105),
        lambda: report(latitude=91, longitude=105),
        lambda: report(latitude=-2.6, longitude=181),
    ],
    "aspiration_rating_in_range": [lambda: report(rating=0), lambda: report(rating=5)],
    "batch_does_not_undo_itself": [batch_that_undoes_itself],
    "batch_item_once": [batched_twice],
    "import_state_known": [
        lambda: Import.objects.create(user=make_user(), name="x", state="flying"),
    ],
    "import_row_once": [lambda: [import_row(), import_row()]],
    "import_row_state_known": [lambda: import_row(state="flying")],
    "import_row_done_has_report": [
        lambda: import_row(state="done", done_at=MONDAY),
        lambda: import_row(state="done", aspiration=make_report()),
    ],
    "response_template_step_known": [lambda: ResponseTemplate.objects.create(name="x", step="flying")],
    "aspiration_authority_known": [lambda: report(authority="galaxy")],
    "dispatch_state_known": [lambda: dispatch(state="flying")],
    "dispatch_urgency_known": [lambda: dispatch(urgency="whenever")],
    "dispatch_end_is_said": [lambda: dispatch(state="done"), lambda: dispatch(state="refused")],
    "dispatch_link_ends_later": [lambda: dispatch(expires_at=MONDAY - timedelta(days=99))],
    "dispatch_opened_is_not_new": [lambda: dispatch(opened_at=MONDAY)],
    "dispatch_one_open": [dispatched_twice],
    "dispatch_counter_once": [lambda: twice(DispatchCounter, district_id="16.07.14", year=2026)],
    "reference_once_per_system": [lambda: reference(number="1", key="1")],
    "reference_is_a_number": [lambda: reference(number="-", key="")],
    "photo_belongs_somewhere": [lambda: Photo.objects.create(original="x")],
    "receipt_counter_once": [lambda: twice(ReceiptCounter, district_id="16.07.14", year=2026)],
    "routing_rule_leads_somewhere": [lambda: routing_rule()],
    "routing_rule_hours_are_whole": [
        lambda: routing_rule(unit=unit(), from_hour="08:00"),
        lambda: routing_rule(unit=unit(), to_hour="08:00"),
        lambda: routing_rule(unit=unit(), from_hour="08:00", to_hour="08:00"),
    ],
    "routing_rule_dates_in_order": [
        lambda: routing_rule(unit=unit(), from_date="2026-06-02", to_date="2026-06-01")
    ],
    "saved_view_name_once": [lambda: twice(SavedView, user=make_user(), name="x", query="q=x")],
    "flag_reason_known": [lambda: Flag.objects.create(aspiration=make_report(), reason="boring")],
    "flag_other_has_words": [lambda: Flag.objects.create(aspiration=make_report(), reason="other")],
    "agenda_position_once": [lambda: twice(AgendaItem, meeting=meeting(), position=1, title="x")],
    "agenda_report_once_a_meeting": [on_agenda_twice],
    "distinct_pair_once": [lambda: twice(Distinct, first=make_report(), second=make_report())],
    "distinct_older_first": [
        lambda: Distinct.objects.create(second=make_report(), first=make_report()),
    ],
    "support_once_per_device": [lambda: twice(Support, aspiration=make_report(), device_hash="x")],
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
    "escalation_once": [lambda: [escalated(), escalated()]],
    "escalated_to_once": [lambda: twice(EscalatedTo, escalation=escalated(), user=make_user())],
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
    "series_once_a_year": [lambda: twice(Series, name="Rakor", year=2026, region_id="16.07")],
    "meeting_number_once": [lambda: [meeting(1), meeting(1)]],
    "meeting_ends_after_start": [lambda: meeting(hours=0), lambda: meeting(hours=-1)],
    "message_sent_has_time": [
        lambda: message(key="a", state="sent"),
        lambda: message(key="a", sent_at=MONDAY),
    ],
}
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
