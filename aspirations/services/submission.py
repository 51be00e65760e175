"""A villager's report comes in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.files import File
from django.db import IntegrityError, transaction
from django.utils import timezone

from aspirations import notifications, receipts, search, sla
from aspirations.conflicts import Concern
from aspirations.models import Aspiration, Audience, Channel, Consent, EventKind, Identity, Kind, Weight
from aspirations.receipts import Receipt
from aspirations.services.actors import Actor
from aspirations.services.history import entry, record_many
from aspirations.services.numbers import next_number
from aspirations.services.photos import attach_photos
from aspirations.services.promises import choose, clock_columns
from aspirations.services.routing import ways
from government.calendars import calendar_for
from government.models import Agency, Category, Region, SlaRule


@dataclass(frozen=True, kw_only=True)
class Submission:
    """What the form hands over, already validated."""

    title: str
    text: str
    category: Category
    village: Region
    kind: str = Kind.COMPLAINT
    channel: str = Channel.WEB
    canal: str = ""
    landmark: str = ""
    rt: str = ""
    rw: str = ""
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    occurred_on: date | None = None
    identity: str = Identity.NAMED
    reporter_name: str = ""
    reporter_phone: str = ""
    reporter_email: str = ""
    consent: str = Consent.FORM
    concerns: str = Concern.NOBODY
    concerned_agency: Agency | None = None


def find_submitted(token: str) -> Aspiration | None:
    """The report that this form's token already made; its number and text are at hand."""
    found = Aspiration.objects.filter(token_hash=receipts.digest(token))
    return found.only("number", "text").first()


def submit(
    data: Submission,
    *,
    token: str,
    actor: Actor,
    photos: Sequence[File] = (),
    kept: Sequence[str] = (),
    at: datetime | None = None,
) -> Receipt:
    """The receipt of a new report, or of the one this token made before.

    `photos` are new files, `kept` the ids of photos that waited since an earlier try. All or nothing.
    """
    at = at or timezone.now()
    try:
        report = _create(data, token=token, actor=actor, photos=photos, kept=kept, at=at)
    except IntegrityError:
        # Sent again, or a double tap whose other request was first: that one holds the token.
        found = find_submitted(token)
        if found is None:
            raise
        report = found
    return Receipt(report.number, receipts.secret_for(token))


@transaction.atomic
def _create(
    data: Submission, *, token: str, actor: Actor, photos: Sequence[File], kept: Sequence[str], at: datetime
) -> Aspiration:
    number = next_number(data.village, at, concerns=data.concerns)
    (routed,) = ways([(data, at)])
    report = Aspiration.objects.create(
        **report_columns(data, number=number, token=token, actor=actor, at=at),
        **routed.columns,
        consented_at=at,
    )
    received = entry(
        report,
        EventKind.SUBMITTED,
        actor=actor,
        at=at,
        audience=Audience.PUBLIC,
        to_status=report.status,
    )
    record_many([received, *routed.events(report, at)])
    attach_photos(report, token=token, files=photos, kept=kept, actor=actor, at=at)
    notifications.received(report)
    return report


def report_columns(
    data: Submission,
    *,
    number: str,
    token: str,
    actor: Actor,
    at: datetime,
    rules: Sequence[SlaRule] | None = None,
) -> dict[str, Any]:
    """What a new report's row holds, whether it comes alone or with many others; the clock starts at `at`.

    `rules` are those of the promises where they were read already: else they cost a query for each report.
    """
    chosen = choose(data.category, data.kind, Weight.ORDINARY, rules)
    clock = sla.start(chosen.promise, at, calendar_for(data.village))
    return {
        **_typed(data),
        "number": number,
        "secret_hash": receipts.digest(receipts.secret_for(token)),
        "token_hash": receipts.digest(token),
        "entered_by": actor.user,
        "submitted_at": at,
        "status_since": at,
        **chosen.columns(),
        **clock_columns(clock),
        "staff_search": search.vector(
            data.title, data.text, f"{data.village.name} {data.canal} {data.landmark}"
        ),
    }


def _typed(data: Submission) -> dict[str, Any]:
    fields = {name: getattr(data, name) for name in data.__dataclass_fields__}
    if data.identity != Identity.NAMED:
        fields["reporter_name"] = ""
    return fields
