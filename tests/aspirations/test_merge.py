"""Two reports about the same thing become one; no receipt dies of it."""

import pytest

from aspirations import receipts, services
from aspirations.models import Aspiration, Audience, EventKind
from aspirations.services import Conflict, Refused, TransitionIncomplete, TransitionRefused
from aspirations.workflow import Status
from tests.threads import at_once, pile_up
from tests.world import REPORTER, advance, clerk_actor, make_receipt, make_report, publish

CLERK = clerk_actor()


@pytest.mark.django_db
def test_merged_report_points_at_its_target_and_leaves_the_clock():
    report, target = make_report(), make_report()
    merged = services.merge(report, target, actor=CLERK, note="Jembatan yang sama")
    assert (merged.status, merged.merged_into, merged.due_at) == (Status.MERGED, target, None)
    event = target.events.get(kind=EventKind.MERGED_HERE)
    assert (event.text, event.audience) == (report.number, Audience.STAFF)


@pytest.mark.django_db
def test_receipt_of_a_merged_report_stays_alive():
    receipt, token = make_receipt()
    report = Aspiration.objects.get(number=receipt.number)
    merged = services.merge(report, make_report(), actor=CLERK)
    assert receipts.matches(receipt.secret, merged.secret_hash)
    assert services.find_submitted(token) == merged
    assert [event.to_status for event in merged.events.for_reporter()] == ["submitted", "merged"]


@pytest.mark.django_db
def test_report_is_not_merged_into_itself():
    report = make_report()
    with pytest.raises(Refused, match="dirinya sendiri"):
        services.merge(report, report, actor=CLERK)


@pytest.mark.django_db
@pytest.mark.parametrize("end", ["merged", "withdrawn"])
def test_target_that_was_merged_or_withdrawn_is_refused(end):
    report, target = make_report(), make_report()
    if end == "merged":
        services.merge(target, make_report(), actor=CLERK)
    else:
        services.withdraw(target)
    with pytest.raises(Refused, match="sudah digabung atau dicabut"):
        services.merge(report, target, actor=CLERK)
    report.refresh_from_db()
    assert report.status == Status.SUBMITTED


@pytest.mark.django_db
def test_report_that_others_joined_stays_the_target():
    report, target = make_report(), make_report()
    services.merge(report, target, actor=CLERK)
    with pytest.raises(Refused, match="Laporan lain sudah digabung"):
        services.merge(target, make_report(), actor=CLERK)


@pytest.mark.django_db
def test_report_that_ended_cannot_be_merged():
    report = advance(make_report(), Status.REJECTED)
    with pytest.raises(TransitionRefused):
        services.merge(report, make_report(), actor=CLERK)


@pytest.mark.django_db
def test_separated_report_goes_its_own_way_with_a_new_promise():
    report, target = make_report(), make_report()
    merged = services.merge(report, target, actor=CLERK)
    apart = services.separate(merged, actor=CLERK, note="Jembatan yang lain")
    assert (apart.status, apart.merged_into, apart.due_at is None) == (Status.REOPENED, None, False)
    assert target.events.get(kind=EventKind.SEPARATED).text == report.number


@pytest.mark.django_db
def test_separation_needs_a_reason_and_a_merger():
    with pytest.raises(TransitionRefused):
        services.separate(make_report(), actor=CLERK, note="Lain")
    merged = services.merge(make_report(), make_report(), actor=CLERK)
    with pytest.raises(TransitionIncomplete):
        services.separate(merged, actor=CLERK, note=" ")


@pytest.mark.django_db
def test_report_stays_hidden_after_its_separation():
    merged = services.merge(publish(make_report()), make_report(), actor=CLERK)
    assert services.separate(merged, actor=CLERK, note="Lain").publication == "hidden"


@pytest.mark.django_db
def test_reporter_cannot_merge_and_a_status_change_alone_has_no_target():
    with pytest.raises(TransitionRefused):
        services.merge(make_report(), make_report(), actor=REPORTER)
    with pytest.raises(TransitionIncomplete):
        services.change_status(make_report(), Status.MERGED, actor=CLERK)


def test_crosswise_merge_at_once_leaves_one_open(committed_world):
    first, second = make_report(), make_report()
    results = pile_up(
        Aspiration.objects.all(),
        lambda: services.merge(first, second, actor=CLERK),
        lambda: services.merge(second, first, actor=CLERK),
    )
    refused = [result for result in results if isinstance(result, Refused)]
    assert [type(result) for result in refused] == [Refused]
    assert sorted(Aspiration.objects.values_list("status", flat=True)) == ["merged", "submitted"]


def test_two_clerks_who_merge_one_report_at_once_make_one_merge(committed_world):
    report, first, second = make_report(), make_report(), make_report()
    results = at_once(
        *[
            lambda target=target: services.merge(Aspiration.objects.get(pk=report.pk), target, actor=CLERK)
            for target in (first, second)
        ]
    )
    assert len([result for result in results if isinstance(result, Aspiration)]) == 1
    assert len([result for result in results if isinstance(result, Conflict | TransitionRefused)]) == 1
    assert Aspiration.objects.filter(status=Status.MERGED).count() == 1
