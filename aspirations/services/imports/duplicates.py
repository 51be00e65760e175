"""Which rows of a table are there already, and which look as if they were."""

from array import array
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from django.db import connection
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from aspirations import receipts, search
from aspirations.imports import likeness
from aspirations.imports.columns import fold
from aspirations.models import Aspiration, ImportRow, RowState

# So many reports of a village are compared word by word, of those that share the longest words.
_CANDIDATES = 5
_LIKE_SQL = f"""
SELECT wanted.number, found.id
FROM unnest(%s::int[], %s::text[], %s::text[]) AS wanted(number, village, query),
LATERAL (
    SELECT id FROM aspirations_aspiration
    WHERE staff_search @@ to_tsquery('{search.CONFIG}', wanted.query) AND village_id = wanted.village
    AND status <> 'withdrawn'
    LIMIT {_CANDIDATES}
) AS found
"""  # noqa: S608 -- nothing of it comes from outside


class Good(NamedTuple):
    """A row without faults, and what it is known by."""

    number: int
    values: Mapping[str, Any]
    fingerprint: str

    @property
    def words(self) -> frozenset[str]:
        return likeness.words(f"{self.values['title']} {self.values['text']}")


def fingerprint(values: Mapping[str, Any]) -> str:
    """The same for rows that say the same; nobody without our key can try what was in it."""
    day, __ = values["submitted_at"] or ("", None)
    parts = [
        fold(values["text"]),
        values["village"],
        str(day),
        fold(values["reporter_name"] or ""),
        values["reporter_phone"] or "",
        fold(values["reference"] or ""),
    ]
    return salted_hmac("import-row", "|".join(parts), algorithm="sha256").hexdigest()


class Within:
    """The rows of this table so far, small enough for the longest one."""

    def __init__(self) -> None:
        self._prints: dict[int, int] = {}
        self._references: dict[str, int] = {}
        self._keys: dict[int, int] = {}
        self._words: dict[int, array[int]] = {}

    def same(self, row: Good) -> str:
        """Why an earlier row is this one; "" where none is."""
        short = int(row.fingerprint[:15], 16)
        earlier = self._prints.setdefault(short, row.number)
        if earlier != row.number:
            return _("Sama dengan baris %(row)d.") % {"row": earlier}
        reference = row.values["reference"]
        earlier = self._references.setdefault(reference, row.number) if reference else row.number
        if earlier != row.number:
            return _("Nomor yang sama dengan baris %(row)d.") % {"row": earlier}
        return ""

    def like(self, row: Good) -> int | None:
        """The number of an earlier row of the same village with nearly the same words."""
        words = row.words
        own = array("q", map(hash, words))
        found = None
        for key in likeness.keys(words):
            known = hash((row.values["village"], key))
            earlier = self._keys.get(known)
            self._keys[known] = row.number
            if found is None and earlier is not None and _alike(own, self._words[earlier]):
                found = earlier
        self._words[row.number] = own
        return found


def _alike(one: "array[int]", other: "array[int]") -> bool:
    mine, theirs = set(one), set(other)
    return len(mine & theirs) >= likeness.ALIKE * len(mine | theirs)


def same_before(rows: Sequence[Good], user: Any) -> dict[int, str]:
    """Row number → why it is there already: imported before, or known by its number; three queries."""
    done = ImportRow.objects.filter(state=RowState.DONE, aspiration__in=Aspiration.objects.visible_to(user))
    references = {row.values["reference"] for row in rows if row.values["reference"]}
    prints = dict(
        done.filter(fingerprint__in=[row.fingerprint for row in rows]).values_list(
            "fingerprint", "aspiration__number"
        )
    )
    known = dict(done.filter(reference__in=references).values_list("reference", "aspiration__number"))
    own = {receipts.read_number(reference): reference for reference in references}
    for number in Aspiration.objects.visible_to(user).filter(number__in=own).values_list("number", flat=True):
        known[own[number]] = number
    found = {}
    for row in rows:
        if row.fingerprint in prints:
            found[row.number] = _("Sudah diimpor sebagai %(number)s.") % {"number": prints[row.fingerprint]}
        elif row.values["reference"] in known:
            found[row.number] = _("Nomor ini sudah ada: %(number)s.") % {
                "number": known[row.values["reference"]]
            }
    return found


def like_reports(rows: Sequence[Good], user: Any) -> dict[int, int]:
    """Row number → id of a report of the same village that says nearly the same; two queries."""
    wanted = [
        (row.number, row.values["village"], query) for row in rows if (query := likeness.query(row.words))
    ]
    if not wanted:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_LIKE_SQL, [list(column) for column in zip(*wanted, strict=True)])
        pairs = cursor.fetchall()
    texts = Aspiration.objects.visible_to(user).filter(pk__in={pk for __, pk in pairs})
    words = {
        pk: likeness.words(f"{title} {text}") for pk, title, text in texts.values_list("pk", "title", "text")
    }
    by_number = {row.number: row for row in rows}
    found: dict[int, int] = {}
    for number, pk in pairs:
        if number not in found and pk in words and likeness.alike(by_number[number].words, words[pk]):
            found[number] = pk
    return found
