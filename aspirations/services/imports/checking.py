"""The dry run: every row is looked at, nothing is written but what was found."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import translation

from aspirations.imports.checks import Lookups, Plan, fold_village
from aspirations.imports.checks import check as check_row
from aspirations.imports.columns import fold
from aspirations.imports.files import Line
from aspirations.models import Import, ImportRow, ImportState, RowState
from aspirations.services.imports.duplicates import Good, Within, fingerprint, like_reports, same_before
from aspirations.services.imports.lookups import lookups_for, plan_of
from aspirations.services.imports.reading import batches, rows_of

BATCH = 500
# So many names are asked about, the commonest first; a file of nothing but unknown ones is a wrong column.
MOST_ASKED = 30
_COUNTED = 5000
_FOLDS = {"category": fold, "village": fold_village}


class Unknown:
    """Names that need a meaning, counted; of a wrong column no more than memory allows."""

    def __init__(self) -> None:
        self._counts: dict[str, Counter[str]] = {name: Counter() for name in _FOLDS}
        self._typed: dict[str, str] = {}

    def add(self, found: Mapping[str, str]) -> None:
        """Those of one row, by field."""
        for name, typed in found.items():
            key, counts = _FOLDS[name](typed), self._counts[name]
            if key and (key in counts or len(counts) < _COUNTED):
                counts[key] += 1
                self._typed.setdefault(f"{name} {key}", typed[:60])

    def asked(self) -> dict[str, list[dict[str, Any]]]:
        """MOST_ASKED of all, by field: folded name, as it was typed, in how many rows."""
        all_of = [
            (count, name, key) for name, counts in self._counts.items() for key, count in counts.items()
        ]
        found: dict[str, list[dict[str, Any]]] = {}
        for count, name, key in sorted(all_of, key=lambda one: (-one[0], *one[1:]))[:MOST_ASKED]:
            row = {"key": key, "typed": self._typed[f"{name} {key}"], "count": count}
            found.setdefault(name, []).append(row)
        return found


def check(import_id: int) -> None:
    """Names every bad row and every double; a check that was killed begins anew."""
    row = Import.objects.select_related("user", "region").filter(pk=import_id).first()
    if row is None or row.state != ImportState.CHECKING:
        return
    row.rows.all().delete()
    plan, lookups, within, unknown = plan_of(row), lookups_for(row), Within(), Unknown()
    with translation.override(row.language), rows_of(row) as lines:
        for some in batches(lines, BATCH):
            ImportRow.objects.bulk_create(_found(row, some, plan, lookups, within, unknown))
    Import.objects.filter(pk=row.pk, state=ImportState.CHECKING).update(
        state=ImportState.CHECKED, unknown=unknown.asked()
    )


def _found(
    row: Import, some: Sequence[Line], plan: Plan, lookups: Lookups, within: Within, unknown: Unknown
) -> list[ImportRow]:
    rows, good = [], []
    for line in some:
        checked = check_row(line.cells, plan, lookups)
        unknown.add(checked.unknown)
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
