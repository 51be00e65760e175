"""Two reports about the same thing become one; no receipt dies of it."""

import pytest

from aspirations import receipts, services
from aspirations.models import Aspiration, Audience, Distinct, EventKind
from aspirations.services import Conflict, NotAllowed, Refused, TransitionIncomplete, TransitionRefused
from aspirations.workflow import Status
from government.loading import activate
from government.models import Role
from notifications.models import Message
from tests.threads import at_once, pile_up
from tests.worker import work
from tests.world import (
    ELSEWHERE,
    REPORTER,
    advance,
    clerk_actor,
    make_receipt,
    make_report,
    make_user,
    publish,
)

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


@pytest.mark.django_db
def test_report_that_was_handed_up_meanwhile_is_not_merged():
    report, target = make_report(), make_report()
    Aspiration.objects.filter(pk=report.pk).update(concerns="district")
    with pytest.raises(Conflict):
        services.merge(report, target, actor=CLERK)
    assert not target.events.filter(kind="merged_here").exists()


@pytest.mark.django_db
def test_confidential_report_is_no_target_for_one_that_more_people_read():
    report, hidden = make_report(), make_report(identity="confidential")
    with pytest.raises(Refused, match="rahasia"):
        services.merge(report, hidden, actor=CLERK)
    assert services.merge(hidden, report, actor=CLERK).merged_into == report


@pytest.mark.django_db
def test_merger_needs_the_right_to_triage_both():
    officer, here = make_user(), make_report()
    activate("16.07.13")
    there = make_report(ELSEWHERE)
    with pytest.raises(NotAllowed):
        services.merge(here, there, actor=clerk_actor(officer))
    assert services.merge(here, make_report(), actor=clerk_actor(officer)).status == Status.MERGED


@pytest.mark.django_db
def test_reporters_of_merged_reports_are_told_the_steps_everybody_reads():
    report, target = make_report(reporter_email="a@example.com"), make_report(reporter_email="b@example.com")
    services.merge(report, target, actor=CLERK)
    Message.objects.all().delete()
    target = services.change_status(target, "needs_info", actor=CLERK, note="Bu Nur, jembatan yang mana?")
    target = services.reply(target, "Jembatan II")
    advance(target, "verified", "answered")
    for event in target.events.filter(kind=EventKind.STATUS):
        services.tell_joined(event.pk)
        services.tell_joined(event.pk)
    told = Message.objects.filter(recipient="a@example.com").order_by("pk")
    assert [message.subject for message in told] == [
        f"Laporan {report.number} yang digabung: Diverifikasi",
        f"Laporan {report.number} yang digabung: Ditanggapi",
    ]
    assert not any("Bu Nur" in message.body or target.number in message.body for message in told)


def test_step_of_the_target_reaches_them_through_the_worker(committed_world):
    report, target = make_report(reporter_email="a@example.com"), make_report()
    services.merge(report, target, actor=CLERK)
    advance(target, "verified")
    work()
    subjects = Message.objects.filter(recipient="a@example.com").values_list("subject", flat=True)
    assert f"Laporan {report.number} yang digabung: Diverifikasi" in subjects


@pytest.mark.django_db
def test_pair_is_told_apart_once_and_not_while_it_is_joined():
    report, other = make_report(), make_report()
    services.tell_apart(other, report, actor=clerk_actor(make_user()))
    assert Distinct.objects.holds(report, other)
    with pytest.raises(Refused, match="sudah ditandai"):
        services.tell_apart(report, other, actor=CLERK)
    services.merge(report, other, actor=CLERK)
    with pytest.raises(Refused, match="pisahkan dulu"):
        services.tell_apart(other, Aspiration.objects.get(pk=report.pk), actor=CLERK)


@pytest.mark.django_db
def test_number_of_a_confidential_report_stands_in_no_history_that_others_read(client):
    hidden, target = make_report(identity="confidential"), make_report()
    services.merge(hidden, target, actor=CLERK)
    address = f"/admin/aspirations/aspiration/{target.pk}/change/"
    seen = {}
    for role in (Role.CLERK, Role.VILLAGE_OPERATOR):
        client.force_login(make_user(role))
        seen[role] = hidden.number in client.get(address).content.decode()
    assert seen == {Role.CLERK: True, Role.VILLAGE_OPERATOR: False}
