"""Pages by cursor walk every row once, in both directions."""

import base64
from datetime import UTC, datetime, timedelta
from itertools import chain

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aspirations.models import Aspiration
from aspirations.pagination import Page, cursor_of, paginate, read_cursor
from tests.world import make_published

pytestmark = pytest.mark.django_db
START = datetime(2026, 6, 8, 2, 0, tzinfo=UTC)
ROWS = 9


def rows(hours: list[int]) -> list[int]:
    """Published reports whose times are `hours` after the start; their ids, newest first."""
    keys = list(Aspiration.objects.order_by("pk").values_list("pk", flat=True))
    keys += [make_published().pk for _ in range(len(hours) - len(keys))]
    times = {key: START + timedelta(hours=hour) for key, hour in zip(keys, hours, strict=True)}
    for key, at in times.items():
        Aspiration.objects.filter(pk=key).update(published_at=at)
    return sorted(keys, key=lambda key: (times[key], key), reverse=True)


def keys(page: Page) -> list[int]:
    return [row.pk for row in page.rows]


def walk(cursor: str, size: int, step: str) -> list[list[int]]:
    """The pages from a cursor on, by following `step` ("older" or "newer")."""
    pages: list[list[int]] = []
    while len(pages) <= 2 * ROWS:
        page = paginate(Aspiration.objects.public(), cursor, size=size)
        pages.append(keys(page))
        cursor = getattr(page, step)
        if not cursor:
            break
    return pages


# Few distinct hours, so that many rows share one.
ties = st.lists(st.integers(0, 3), min_size=ROWS, max_size=ROWS)


@settings(max_examples=25)
@given(ties, st.integers(1, ROWS + 1))
def test_every_row_is_met_once_in_order(hours, size):
    expected = rows(hours)
    assert list(chain(*walk("", size, "older"))) == expected
    assert list(chain(*reversed(walk("end", size, "newer")))) == expected


@settings(max_examples=15)
@given(ties, st.integers(1, ROWS))
def test_going_on_and_back_is_the_same_page(hours, size):
    rows(hours)
    first = paginate(Aspiration.objects.public(), "", size=size)
    if first.older:
        second = paginate(Aspiration.objects.public(), first.older, size=size)
        back = paginate(Aspiration.objects.public(), second.newer, size=size)
        assert keys(back) == keys(first)
        assert back.newer == ""


def test_new_row_does_not_move_the_next_page():
    expected = rows(list(range(6)))
    first = paginate(Aspiration.objects.public(), "", size=3)
    Aspiration.objects.filter(pk=make_published().pk).update(published_at=START + timedelta(days=9))
    second = paginate(Aspiration.objects.public(), first.older, size=3)
    assert keys(second) == expected[3:]


def test_page_whose_rows_are_gone_is_empty_and_leads_nowhere():
    row = make_published()
    older = cursor_of(row, direction="o")
    assert paginate(Aspiration.objects.public(), older) == Page([], "", "")


@pytest.mark.parametrize("size", [1, 30])
def test_each_page_is_one_query(size, django_assert_num_queries):
    rows(list(range(4)))
    middle = cursor_of(Aspiration.objects.order_by("published_at")[1], direction="o")
    for cursor in ("", "end", middle):
        with django_assert_num_queries(1):
            paginate(Aspiration.objects.public(), cursor, size=size)


def crafted(raw: str) -> str:
    return base64.urlsafe_b64encode(raw.encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "tampered",
    [
        "x",
        "@@@",
        "ä",
        "\0",
        crafted(""),
        crafted("o"),
        crafted("x2026-06-08T09:00:00+07:00|1"),
        crafted("o2026-06-08T09:00:00|1"),
        crafted("o2026-06-08T09:00:00+07:00|"),
        crafted("o2026-06-08T09:00:00+07:00|-1"),
        crafted(f"o2026-06-08T09:00:00+07:00|{2**63}"),
        crafted("o2026-06-08T09:00:00+07:00|1|2"),
        crafted("onever|1"),
        crafted("o9999-12-31T23:59:59-23:59|1"),
        crafted("o0001-01-01T00:00:00+23:59|1"),
        base64.urlsafe_b64encode(b"\xff\xfe").decode(),
    ],
)
def test_tampered_cursor_means_the_first_page(tampered):
    row = make_published()
    page = paginate(Aspiration.objects.public(), tampered)
    assert (keys(page), page.newer, page.older) == ([row.pk], "", "")


@given(st.text(max_size=40).map(crafted) | st.text(max_size=40) | st.binary(max_size=30).map(repr))
def test_any_cursor_is_read_without_an_error(value):
    where = read_cursor(value)
    assert where is None or where[0] in {"o", "n"}


@settings(max_examples=50)
@given(
    st.datetimes(timezones=st.timezones() | st.just(UTC)), st.integers(0, 2**63 - 1), st.sampled_from("on")
)
def test_any_moment_in_a_cursor_can_be_asked_for(at, key, direction):
    page = paginate(Aspiration.objects.public(), crafted(f"{direction}{at.isoformat()}|{key}"))
    assert page.rows == []
