"""The dry run: every row is looked at, nothing is written but what was found."""

from collections.abc import Mapping, Sequence

from django.utils import translation

from aspirations.imports.checks import Lookups, Plan
from aspirations.imports.checks import check as check_row
from aspirations.imports.files import Line
from aspirations.models import Import, ImportRow, ImportState, RowState
from aspirations.services.imports.duplicates import Good, Within, fingerprint, like_reports, same_before
from aspirations.services.imports.lookups import lookups_for, plan_of
from aspirations.services.imports.reading import batches, rows_of

BATCH = 500


def check(import_id: int) -> None:
    """Names every bad row and every double; a check that was killed begins anew."""
    row = Import.objects.select_related("user", "region").filter(pk=import_id).first()
    if row is None or row.state != ImportState.CHECKING:
        return
    row.rows.all().delete()
    plan, lookups, within = plan_of(row), lookups_for(row), Within()
    with translation.override(row.language), rows_of(row) as lines:
        for some in batches(lines, BATCH):
            ImportRow.objects.bulk_create(_found(row, some, plan, lookups, within))
    Import.objects.filter(pk=row.pk, state=ImportState.CHECKING).update(state=ImportState.CHECKED)


def _found(
    row: Import, some: Sequence[Line], plan: Plan, lookups: Lookups, within: Within
) -> list[ImportRow]:
    rows, good = [], []
    for line in some:
        checked = check_row(line.cells, plan, lookups)
        if checked.problems:
            problems = [list(problem) for problem in checked.problems]
            rows.append(ImportRow(origin=row, number=line.number, state=RowState.BAD, problems=problems))
        else:
            good.append(Good(line.number, checked.values, fingerprint(checked.values)))
    before = same_before(good, row.user)
    same = {one.number: within.same(one) or before.get(one.number, "") for one in good}
    like = like_reports([one for one in good if not same[one.number]], row.user)
    return rows + [_good(row, one, same[one.number], like, within) for one in good]


def _good(row: Import, one: Good, reason: str, like: Mapping[int, int], within: Within) -> ImportRow:
    return ImportRow(
        origin=row,
        number=one.number,
        state=RowState.SAME if reason else RowState.READY,
        reason=reason,
        fingerprint=one.fingerprint,
        reference=one.values["reference"] or "",
        like_id=like.get(one.number),
        like_row=None if reason else within.like(one),
    )
