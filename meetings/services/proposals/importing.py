"""A table of usulan comes in: read in a process apart, tried row by row, taken in at once or not at all."""

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aspirations.imports.columns import fold
from aspirations.imports.files import TableRefused, convert, lines
from aspirations.services import Conflict, Refused
from government.models import Agency, Region
from meetings.models import Meeting, Proposal, ProposalImport, ProposalReadiness
from meetings.services.proposals.holding import hold_stop, note_at_stop
from meetings.services.proposals.making import next_number
from meetings.services.proposals.prefill import territory_of
from meetings.services.proposals.rules import rules_of
from meetings.sheets import MOST_ROWS, Lookups, Row, guess, read_all, recognised
from meetings.workflow import ProposalStatus

# Titles stand above the header of many tables.
_HEAD = 25


def take_in(meeting: Meeting, file: IO[bytes], size: int, name: str, *, actor: Any) -> ProposalImport:
    """Reads a table and guesses its columns; nothing is taken in yet.

    Raises NotAllowed, and Refused for what is no table of usulan, or too large.
    """
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "lines"
        try:
            convert(file, size, target)
        except TableRefused as why:
            raise Refused(str(why)) from None
        # One row more than may be says that there are too many.
        with target.open("rb") as source:
            found = [line for line, __ in zip(lines(source), range(MOST_ROWS + _HEAD + 1), strict=False)]
    head = max(found[:_HEAD], key=lambda line: (recognised(line.cells), -line.number))
    if not recognised(head.cells):
        raise Refused(_("Tidak ada baris judul kolom. Satu baris harus memuat nama kolom, misalnya Usulan."))
    rows = [[line.number, line.cells] for line in found if line.number > head.number]
    if not rows:
        raise Refused(_("Tidak ada usulan di bawah judul kolom."))
    if len(rows) > MOST_ROWS:
        raise Refused(
            _("Paling banyak %(most)d usulan dalam satu berkas. Bagilah menjadi beberapa berkas.")
            % {"most": MOST_ROWS}
        )
    with transaction.atomic():
        held = hold_stop(meeting, actor=actor)
        return ProposalImport.objects.create(
            meeting=held,
            name=name[-160:],
            header=head.cells,
            lines=rows,
            mapping=guess(head.cells),
            user=actor,
        )


def tried(table: ProposalImport) -> list[Row]:
    """Every row as it would be taken in now, with its faults; the same queries for any number of rows."""
    return read_all(table.lines, table.header, table.mapping, _lookups(table.meeting))


def _lookups(meeting: Meeting) -> Lookups:
    code = territory_of(meeting, rules_of(meeting.series).level)
    villages: dict[str, list[str]] = {}
    for region in Region.objects.within(code).villages().prefetch_related("aliases"):
        for name in (region.name, f"Desa {region.name}", *(alias.name for alias in region.aliases.all())):
            villages.setdefault(fold(name), []).append(region.code)
        villages[region.code] = villages[fold(region.code)] = [region.code]
    agencies: dict[str, list[int]] = {}
    for agency in Agency.objects.active():
        for name in {fold(agency.name), fold(agency.short_name)} - {""}:
            agencies.setdefault(name, []).append(agency.pk)
    there = meeting.proposals.values_list("title", "village_id", "number")
    return Lookups(
        villages,
        agencies,
        {item.name: item.pk for item in meeting.series.readiness_items.all()},
        {(fold(title), village): number for title, village, number in there},
    )


@transaction.atomic
def set_columns(table: ProposalImport, mapping: Mapping[str, int], *, actor: Any) -> None:
    """Says which column holds what. Raises NotAllowed, Conflict."""
    _hold(table, actor, ProposalImport.State.READ)
    ProposalImport.objects.filter(pk=table.pk).update(mapping=dict(mapping))
    table.mapping = dict(mapping)


@transaction.atomic
def run_import(table: ProposalImport, *, actor: Any, skips_faulty: bool = False) -> int:
    """Takes the usulan in, all of them or, where said so, those without a fault; returns how many.

    Raises NotAllowed, Conflict where it was taken in already, Refused while rows have faults.
    """
    held = _hold(table, actor, ProposalImport.State.READ)
    rows = tried(held)
    good = [row for row in rows if not row.problems]
    if len(good) < len(rows) and not skips_faulty:
        raise Refused(_("Sebagian baris belum benar. Perbaiki berkasnya, atau lewati baris itu."))
    if not good:
        raise Refused(_("Tidak ada baris yang dapat dimasukkan."))
    first, now, level = next_number(held.meeting), timezone.now(), rules_of(held.meeting.series).level
    made = Proposal.objects.bulk_create(
        [
            Proposal(
                meeting=held.meeting,
                number=first + place,
                level=level,
                status=ProposalStatus.SUBMITTED,
                submitted_at=now,
                created_by=actor,
                imported=held,
                **row.values,
            )
            for place, row in enumerate(good)
        ]
    )
    ProposalReadiness.objects.bulk_create(
        ProposalReadiness(proposal=proposal, item_id=item, document=document)
        for proposal, row in zip(made, good, strict=True)
        for item, document in row.ready.items()
    )
    _close(held, ProposalImport.State.DONE, count=len(made))
    words = gettext_lazy("%(count)d usulan dimasukkan dari %(name)s") % {
        "count": len(made),
        "name": held.name,
    }
    note_at_stop(held.meeting, words, actor=actor)
    return len(made)


@transaction.atomic
def undo_import(table: ProposalImport, *, actor: Any) -> tuple[int, int]:
    """Takes back what nobody touched since; returns how many went and how many stay.

    Raises NotAllowed, Conflict where it was not taken in.
    """
    held = _hold(table, actor, ProposalImport.State.DONE)
    untouched = held.proposals.filter(
        status=ProposalStatus.SUBMITTED,
        tally=0,
        events__isnull=True,
        scores__isnull=True,
        vote_rows__isnull=True,
        rows__isnull=True,
        pictures__isnull=True,
    )
    keys = list(untouched.values_list("pk", flat=True))
    Proposal.objects.filter(pk__in=keys).delete()
    _close(held, ProposalImport.State.UNDONE)
    words = gettext_lazy("Impor %(name)s dibatalkan: %(count)d usulan") % {
        "name": held.name,
        "count": len(keys),
    }
    note_at_stop(held.meeting, words, actor=actor)
    return len(keys), held.proposals.count()


@transaction.atomic
def drop_import(table: ProposalImport, *, actor: Any) -> None:
    """Forgets a table that was not taken in. Raises NotAllowed, Conflict."""
    _hold(table, actor, ProposalImport.State.READ).delete()


def _hold(table: ProposalImport, actor: Any, state: str) -> ProposalImport:
    meeting = hold_stop(Meeting(pk=table.meeting_id), actor=actor)
    held = ProposalImport.objects.select_for_update().filter(pk=table.pk, state=state).first()
    if held is None:
        raise Conflict(_("Berkas ini sudah dimasukkan atau dibatalkan. Muat ulang halaman."))
    held.meeting = meeting
    return held


def _close(table: ProposalImport, state: str, **columns: Any) -> None:
    """Names of people go with the lines."""
    ProposalImport.objects.filter(pk=table.pk).update(state=state, lines=[], **columns)
