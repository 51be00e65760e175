"""Full text search with PostgreSQL's `indonesian` configuration, over texts with abbreviations spelled out.

"jln rsk" is indexed and asked as "jalan rusak"; the stemmer then joins rusak, kerusakan, dirusak.
"""

import csv
import json
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db import connection
from django.db.models import Func, JSONField, Value

CONFIG = "indonesian"
# One rare shared word is chance, several are the same matter (ts_rank, weights A to D).
LIKE_ENOUGH = 0.05
_WORD = re.compile(r"\w+")


@cache
def abbreviations() -> dict[str, str]:
    """The list of data/abbreviations.csv: what is written, what is meant."""
    path = Path(__file__).parent / "data" / "abbreviations.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        return {row["abbreviation"]: row["word"] for row in csv.DictReader(lines)}


@cache
def common_words() -> frozenset[str]:
    """Words of data/common_words.txt, which any two reports share: PostgreSQL has no such list for us."""
    path = Path(__file__).parent / "data" / "common_words.txt"
    return frozenset(path.read_text(encoding="utf-8").split())


def normalise(text: str) -> str:
    """Lower case, abbreviations spelled out."""
    known = abbreviations()
    return _WORD.sub(lambda match: known.get(match[0], match[0]), text.replace("\0", "").lower())


def words(text: str) -> list[str]:
    """The different words of a text as they are indexed, in their order."""
    return list(dict.fromkeys(_WORD.findall(normalise(text))))


def vector(*texts: str) -> Any:
    """The search vector of texts, the first weighing most; an expression for INSERT or UPDATE."""
    parts = [
        SearchVector(Value(normalise(text)), config=CONFIG, weight=weight)
        for text, weight in zip(texts, "ABCD", strict=False)
    ]
    whole: Any = parts[0]
    for part in parts[1:]:
        whole += part
    return whole


def vector_sql(*columns: str) -> str:
    """The same as SQL over columns that hold normalised texts, for writers that copy many rows at once."""
    return " || ".join(
        f"setweight(to_tsvector('{CONFIG}', coalesce({column}, '')), '{weight}')"
        for column, weight in zip(columns, "ABCD", strict=False)
    )


def query(words: str) -> SearchQuery:
    """A search as people type it: all words, "exact phrase", -without."""
    return SearchQuery(normalise(words), config=CONFIG, search_type="websearch")


def any_of(text: str, *, most: int = 30) -> SearchQuery | None:
    """A query that matches any of the text's telling words; None where it has none."""
    telling = [w for w in words(text) if len(w) > 3 and w.isalpha() and w not in common_words()]
    if not telling:
        return None
    return SearchQuery(" or ".join(telling[:most]), config=CONFIG, search_type="websearch")


class Lexemes(Func):
    """A vector's lexemes with their places, as plain data; None where it has none."""

    template = "(SELECT jsonb_object_agg(lexeme, positions) FROM unnest(%(expressions)s))"
    output_field = JSONField()


def lexemes(texts: Sequence[tuple[str, str, str]]) -> list[dict[str, list[int]]]:
    """The same of the vectors that these texts (title, text, place) would get; one query for all."""
    columns = [[normalise(part) for part in parts] for parts in zip(*texts, strict=True)] or [[], [], []]
    held = Lexemes.template % {"expressions": vector_sql("a", "b", "c")}
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {held} FROM unnest(%s::text[], %s::text[], %s::text[])"  # noqa: S608 -- ours
            " WITH ORDINALITY AS t(a, b, c, n) ORDER BY n",
            columns,
        )
        return [json.loads(found or "{}") for (found,) in cursor.fetchall()]
