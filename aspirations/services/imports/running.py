"""The real run: a batch of rows is one transaction, each row goes in once."""

import base64
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from aspirations import notifications
from aspirations.conflicts import DISTRICT, lowest_reader
from aspirations.imports.checks import Lookups, Plan
from aspirations.imports.checks import check as check_row
from aspirations.imports.files import Line
from aspirations.models import (
    Aspiration,
    Audience,
    Event,
    EventKind,
    Import,
    ImportRow,
    ImportState,
    Reference,
    RowState,
    reference_key,
)
from aspirations.permissions import import_scopes
from aspirations.services.actors import Actor
from aspirations.services.history import entry, record_many
from aspirations.services.imports.lookups import lookups_for, plan_of, villages_of
from aspirations.services.imports.reading import batches, rows_of
from aspirations.services.numbers import next_numbers
from aspirations.services.routing import ways
from aspirations.services.submission import Submission, report_columns
from aspirations.workflow import Who
from government.models import Agency, Category, Region
from government.permissions import in_territory
from government.promises import rules as promise_rules

BATCH = 250
# A book has days; the office opens at eight.
_OPENS = time(8)


class _Wanted(NamedTuple):
    """A row that goes in: what it says, from when it counts, and the system that its number is of."""

    row: ImportRow
    data: Submission
    at: datetime
    system: int | None


@dataclass(frozen=True)
class _Run:
    """What stays the same from batch to batch."""

    row: Import
    plan: Plan
    lookups: Lookups
    villages: dict[str, Region]
    categories: dict[int, Category]
    agencies: dict[int, Agency]


def run(import_id: int) -> None:
    """Writes what is ready; may be killed and run again: what a batch had not committed is done anew."""
    row = Import.objects.filter(pk=import_id).first()
    if row is None or row.state != ImportState.RUNNING:
        return
    ready = set(row.rows.filter(state=RowState.READY).values_list("number", flat=True))
    with translation.override(row.language):
        known = _Run(row, plan_of(row), lookups_for(row), _villages(row), _categories(), _agencies())
        with rows_of(row) as lines:
            for some in batches((line for line in lines if line.number in ready), BATCH):
                _batch(known, some)
    # Another run may hold the last ones; it then says when they are done.
    if not row.rows.filter(state=RowState.READY).exists():
        Import.objects.filter(pk=row.pk, state=ImportState.RUNNING).update(
            state=ImportState.DONE, finished_at=timezone.now()
        )


def _villages(row: Import) -> dict[str, Region]:
    return {village.code: village for village in villages_of(row.region_id or "")}


def _categories() -> dict[int, Category]:
    return {one.pk: one for one in Category.objects.select_related("sla_class")}


def _agencies() -> dict[int, Agency]:
    return {one.pk: one for one in Agency.objects.active()}


@transaction.atomic
def _batch(known: _Run, some: Sequence[Line]) -> None:
    waiting = known.row.rows.filter(state=RowState.READY, number__in=[line.number for line in some])
    rows = {row.number: row for row in waiting.select_for_update(skip_locked=True)}
    # Asked anew for each batch: a user object remembers its roles.
    user = get_user_model().objects.get(pk=known.row.user_id)
    scopes = import_scopes(user)
    wanted: list[_Wanted] = []
    for line in some:
        row = rows.get(line.number)
        if row is None:
            continue
        try:
            wanted.append(_submission(known, row, line, scopes))
        except _Refused as refused:
            row.state, row.reason = RowState.REFUSED, str(refused)[:300]
    _write(known.row, wanted, user)
    ImportRow.objects.bulk_update(rows.values(), ["state", "reason", "aspiration", "done_at"])


class _Refused(Exception):
    """What was right in the dry run no longer is."""


def _submission(known: _Run, row: ImportRow, line: Line, scopes: Sequence[str]) -> _Wanted:
    checked = check_row(line.cells, known.plan, known.lookups)
    if checked.problems:
        raise _Refused(" ".join(f"{one.column}: {one.reason}" for one in checked.problems))
    values = checked.values
    village, category = known.villages.get(values["village"]), known.categories.get(values["category"])
    if village is None or category is None:
        raise _Refused(_("Desa atau kategori ini tidak dilayani lagi."))
    if not in_territory(village.code, scopes):
        raise _Refused(_("Anda tidak berwenang mencatat laporan untuk desa ini."))
    others: dict[str, Any] = {
        name: value if value is not None or name in {"latitude", "longitude", "occurred_on"} else ""
        for name, value in values.items()
        if name not in {"village", "category", "submitted_at", "reference", "system", "concerns"}
    }
    others["concerns"], others["concerned_agency"] = _concern(known, values["concerns"])
    # How its reporter agreed, the table does not tell.
    data = Submission(village=village, category=category, consent="", **others)
    return _Wanted(row, data, _moment(values["submitted_at"], village), values["system"])


def _concern(known: _Run, said: Sequence[Any]) -> tuple[str, Agency | None]:
    concerns, agency = said
    if agency is not None and agency not in known.agencies:
        raise _Refused(_("Instansi ini tidak dilayani lagi."))
    return concerns, known.agencies.get(agency or 0)


def _moment(submitted: Any, village: Region) -> datetime:
    now = timezone.now()
    if not submitted:
        return now
    day, at = submitted
    return min(datetime.combine(day, at or _OPENS, village.zone), now)


def _write(origin: Import, wanted: Sequence[_Wanted], user: Any) -> None:
    if not wanted:
        return
    actor, now = Actor(Who.TRIAGE, user), timezone.now()
    rules = promise_rules()
    numbers = _numbers(wanted)
    routed = ways([(one.data, one.at) for one in wanted])
    reports = [
        Aspiration(
            **report_columns(
                one.data,
                number=number,
                token=_token(origin, one.row.number),
                actor=actor,
                at=one.at,
                rules=rules,
            ),
            **way.columns,
        )
        for number, way, one in zip(numbers, routed, wanted, strict=True)
    ]
    Aspiration.objects.bulk_create(reports)
    with translation.override(settings.LANGUAGE_CODE):
        record_many(
            [
                event
                for report, way, one in zip(reports, routed, wanted, strict=True)
                for event in (*_events(origin, one.row, report, actor, now), *way.events(report, now))
            ]
        )
    Reference.objects.bulk_create(
        Reference(
            aspiration=report,
            system_id=one.system,
            number=one.row.reference,
            key=reference_key(one.row.reference),
            added_by=user,
            added_at=now,
        )
        for report, one in zip(reports, wanted, strict=True)
        if one.system and one.row.reference
    )
    for report, one in zip(reports, wanted, strict=True):
        row = one.row
        row.state, row.aspiration, row.done_at = RowState.DONE, report, now
        if origin.tells_reporters:
            notifications.received(report)


def _numbers(wanted: Sequence[_Wanted]) -> list[str]:
    """Those about the kecamatan are counted by the kabupaten, as they are when they come alone."""
    by_regency = [lowest_reader(one.data.concerns) < DISTRICT for one in wanted]
    found = {
        which: iter(
            next_numbers(
                [
                    (one.data.village, one.at)
                    for one, its in zip(wanted, by_regency, strict=True)
                    if its == which
                ],
                by_regency=which,
            )
        )
        for which in (False, True)
    }
    return [next(found[its]) for its in by_regency]


def _events(
    origin: Import, row: ImportRow, report: Aspiration, actor: Actor, now: datetime
) -> tuple[Event, Event]:
    """When it was sent, for everybody; and for staff where it came from."""
    text = _("Impor %(import)d, baris %(row)d.") % {"import": origin.pk, "row": row.number}
    if row.reference:
        text += " " + _("Nomor di sistem asal: %(number)s.") % {"number": row.reference}
    return (
        entry(
            report,
            EventKind.SUBMITTED,
            actor=actor,
            at=report.submitted_at,
            audience=Audience.PUBLIC,
            to_status=report.status,
        ),
        entry(report, EventKind.NOTE, actor=actor, at=now, audience=Audience.STAFF, text=text),
    )


def _token(origin: Import, number: int) -> str:
    """The same for a row each time, so that the database too refuses a row that went in already."""
    key = f"import:{origin.key.hex}:{number}".encode()
    return base64.urlsafe_b64encode(hmac.digest(settings.SECRET_KEY.encode(), key, "sha256")[:24]).decode()
