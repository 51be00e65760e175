"""What the desk does with reports: orders, tables, dispatches, rules."""

from datetime import timedelta
from typing import Any

from aspirations.models import (
    Aspiration,
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
    Reference,
    ReferenceSystem,
    ResponseTemplate,
    RoutingRule,
    SavedView,
)
from government.models import EscalationStep
from tests.refused.makers import Refused, itself, twice
from tests.world import MONDAY, advance, make_report, make_user, unit


def batch_that_undoes_itself() -> None:
    Batch.objects.create(verb="hide", user=make_user())
    itself(Batch, "undoes")


def batched_twice() -> None:
    order = Batch.objects.create(verb="hide", user=make_user())
    twice(BatchItem, batch=order, aspiration=make_report())


def import_row(**columns: Any) -> ImportRow:
    origin = Import.objects.first() or Import.objects.create(user=make_user(), name="x")
    return ImportRow.objects.create(origin=origin, number=2, **columns)


def escalated() -> Escalation:
    step = EscalationStep.objects.earliest("pk")
    made = Aspiration.objects.first() or make_report()
    return Escalation.objects.create(
        aspiration=made, step=step, due_at=MONDAY, promise="answer", days=1, to="camat"
    )


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


def routing_rule(**columns: Any) -> None:
    RoutingRule.objects.create(territory_id="16.07.14", name="x", **columns)


REFUSED: Refused = {
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
    "dispatch_state_known": [lambda: dispatch(state="flying")],
    "dispatch_urgency_known": [lambda: dispatch(urgency="whenever")],
    "dispatch_end_is_said": [lambda: dispatch(state="done"), lambda: dispatch(state="refused")],
    "dispatch_link_ends_later": [lambda: dispatch(expires_at=MONDAY - timedelta(days=99))],
    "dispatch_opened_is_not_new": [lambda: dispatch(opened_at=MONDAY)],
    "dispatch_one_open": [dispatched_twice],
    "dispatch_counter_once": [lambda: twice(DispatchCounter, district_id="16.07.14", year=2026)],
    "reference_once_per_system": [lambda: reference(number="1", key="1")],
    "reference_is_a_number": [lambda: reference(number="-", key="")],
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
    "distinct_pair_once": [lambda: twice(Distinct, first=make_report(), second=make_report())],
    "distinct_older_first": [
        lambda: Distinct.objects.create(second=make_report(), first=make_report()),
    ],
    "escalation_once": [lambda: [escalated(), escalated()]],
    "escalated_to_once": [lambda: twice(EscalatedTo, escalation=escalated(), user=make_user())],
}
