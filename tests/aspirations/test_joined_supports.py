"""Every supporter is counted once, however reports are joined and taken apart."""

from collections import defaultdict
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aspirations import services
from aspirations.models import Aspiration, Support
from aspirations.services import Refused
from tests.threads import pile_up
from tests.world import clerk_actor, make_published, make_report

CLERK = clerk_actor()
PHONES = ["", "+6281200000001", "+6281200000001", "+6281200000002"]

steps = st.one_of(
    st.tuples(st.just("support"), st.integers(0, 3), st.integers(0, 3)),
    st.tuples(st.just("merge"), st.integers(0, 3), st.integers(0, 3)),
    st.tuples(st.just("separate"), st.integers(0, 3), st.just(0)),
)


def fresh(report: Aspiration) -> Aspiration:
    return Aspiration.objects.get(pk=report.pk)


def take(step: tuple[str, int, int], reports: list[Aspiration], direct: dict[int, set[int]]) -> None:
    """One act, where the services allow it; `direct` notes who supported what by an own press."""
    verb, one, other = step
    report = fresh(reports[one])
    try:
        if verb == "support":
            services.support(report, f"device-{other}", address=f"10.0.{one}.{other}")
            direct[report.pk].add(other)
        elif verb == "merge":
            services.merge(report, fresh(reports[other]), actor=CLERK)
        else:
            services.separate(report, actor=CLERK, note="Jembatan yang lain")
    except Refused:
        pass


def expected(report: Aspiration, direct: dict[int, set[int]]) -> int:
    merged = list(report.merged_reports.all())
    devices = set(direct[report.pk]).union(*(direct[one.pk] for one in merged))
    people = {one.reporter_phone or one.number for one in merged} - {report.reporter_phone or report.number}
    return len(devices) + len(people)


@pytest.mark.django_db
@settings(max_examples=40)
@given(st.lists(steps, max_size=12))
def test_counts_are_exact_after_any_sequence(taken: list[tuple[str, int, int]]):
    reports = [make_report(reporter_phone=phone) for phone in PHONES]
    direct: dict[int, set[int]] = defaultdict(set)
    for step in taken:
        take(step, reports, direct)
    found = [fresh(report) for report in reports]
    assert [one.support_count for one in found] == [expected(one, direct) for one in found]
    assert [one.support_count for one in found] == [one.supports.count() for one in found]


@pytest.mark.django_db
def test_separation_gives_back_exactly_what_came():
    target, first, second = make_published(), make_published(), make_published()
    for report, device in ((target, "a"), (first, "a"), (first, "b"), (second, "b")):
        services.support(report, device, address="10.0.0.1")
    for report in (first, second):
        services.merge(fresh(report), fresh(target), actor=CLERK)
    # a, b and the two reporters
    assert fresh(target).support_count == 4
    services.support(fresh(target), "b", address="10.0.0.1")
    services.separate(fresh(first), actor=CLERK, note="Lain")
    assert (fresh(target).support_count, fresh(first).support_count) == (3, 2)
    services.separate(fresh(second), actor=CLERK, note="Lain")
    # b pressed the button there too, meanwhile.
    assert (fresh(target).support_count, Support.objects.filter(came_from__isnull=False).count()) == (2, 0)


@pytest.mark.django_db
def test_merged_report_takes_no_more_support():
    report = make_published()
    services.merge(fresh(report), make_report(), actor=CLERK)
    with pytest.raises(Refused, match="digabung"):
        services.support(report, "a", address="10.0.0.1")


def test_support_in_the_moment_of_a_merger_is_counted_or_refused(committed_world: Any):
    report, target = make_published(), make_report()
    pile_up(
        Aspiration.objects.all(),
        lambda: services.support(report, "a", address="10.0.0.1"),
        lambda: services.merge(report, target, actor=CLERK),
    )
    own = Support.objects.filter(aspiration=report).count()
    assert fresh(target).support_count == own + 1
