"""Acts on many reports: previewed, carried out by the worker, undone where that is safe."""

from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from aspirations import services
from aspirations.models import Aspiration, Batch, BatchItem, Outcome, Verb
from aspirations.origins import place_of
from aspirations.services import Refused, batches
from government.loading import activate
from government.models import Role
from tests.threads import at_once
from tests.world import ELSEWHERE, advance, agency, clerk_actor, make_report, make_user, publish

pytestmark = pytest.mark.django_db
QUEUE = "/admin/aspirations/aspiration/"
_CAN = {Verb.ASSIGN, Verb.PUBLISH, Verb.MERGE}


def desk(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def choose(client: Client, verb: str, *reports: Aspiration, **data: Any) -> Any:
    """Picks reports in the list and an action; with order="1" the preview is confirmed."""
    sent = {"action": f"many_{verb}", "_selected_action": [report.pk for report in reports], **data}
    return client.post(f"{QUEUE}?antrean=semua", sent)


def carry_out(response: Any) -> Batch:
    batch = Batch.objects.get(pk=response["Location"].split("/")[-2])
    services.run_batch(batch.pk)
    batch.refresh_from_db()
    return batch


def statuses() -> list[str]:
    return list(Aspiration.objects.order_by("pk").values_list("status", flat=True))


def test_preview_tells_what_will_be_touched_and_why_the_rest_will_not():
    fresh, done = make_report(), advance(make_report(), "verified")
    response = choose(desk(make_user()), "verified", fresh, done)
    assert [row[0] for row in response.context["touched"]] == [fresh]
    assert response.context["untouched"] == [(done, "Berstatus “Diverifikasi”.")]
    assert statuses() == ["submitted", "verified"]


def test_order_is_carried_out_for_those_that_allow_it():
    fresh, done = make_report(), advance(make_report(), "verified")
    batch = carry_out(choose(desk(make_user()), "verified", fresh, done, order="1"))
    assert statuses() == ["verified", "verified"]
    assert [item.outcome for item in batch.items.all()] == [Outcome.DONE]
    assert batch.finished_at is not None


def test_reporter_of_each_is_told_by_the_step_itself():
    user, report = make_user(), make_report()
    carry_out(choose(desk(user), "rejected", report, order="1", **{"many-note": "Tidak jelas."}))
    event = report.events.last()
    assert (event.to_status, event.text, event.user) == ("rejected", "Tidak jelas.", user)


def test_missing_reason_is_asked_for_and_nothing_is_ordered():
    response = choose(desk(make_user()), "rejected", make_report(), order="1")
    assert response.status_code == 422
    assert Batch.objects.count() == 0


def test_dispatch_of_many_to_one_agency():
    reports = [advance(make_report(), "verified") for _ in range(3)]
    data = {"order": "1", "many-agency": agency().pk, "many-note": "Mohon ditinjau."}
    carry_out(choose(desk(make_user()), "dispatched", *reports, **data))
    assert statuses() == ["dispatched"] * 3


def test_what_changed_in_the_meantime_is_refused_and_named():
    report = make_report()
    response = choose(desk(make_user()), "verified", report, order="1")
    advance(report, "rejected")
    item = carry_out(response).items.get()
    assert (item.outcome, item.reason) == (Outcome.REFUSED, "Berstatus “Ditolak”.")


def test_permission_is_asked_again_when_the_order_is_carried_out():
    user, report = make_user(), make_report()
    response = choose(desk(user), "verified", report, order="1")
    user.memberships.update(is_active=False)
    assert carry_out(response).items.get().outcome == Outcome.REFUSED
    assert statuses() == ["submitted"]


def test_reports_of_another_kecamatan_cannot_be_chosen():
    activate("16.07.13")
    there = make_report(village=ELSEWHERE)
    response = choose(desk(make_user()), "verified", there, order="1")
    assert Batch.objects.count() == 0
    assert there.number not in response.content.decode()


def test_reader_can_order_nothing():
    response = choose(desk(make_user(Role.AUDITOR)), "verified", make_report(), order="1")
    assert response.context["touched"] == []
    assert Batch.objects.count() == 0


def test_order_runs_twice_without_harm():
    batch = carry_out(choose(desk(make_user()), "verified", make_report(), order="1"))
    services.run_batch(batch.pk)
    assert Aspiration.objects.get().events.filter(to_status="verified").count() == 1


def test_interrupted_order_goes_on_where_it_stopped():
    first, second = make_report(), make_report()
    response = choose(desk(make_user()), "verified", first, second, order="1")
    BatchItem.objects.filter(aspiration=first).update(outcome=Outcome.DONE)
    carry_out(response)
    assert statuses() == ["submitted", "verified"]


def test_publication_shows_the_masked_texts_before_it_is_ordered():
    report = advance(make_report(text="Jembatan rusak, telepon 0812-7345-6789."), "verified")
    client = desk(make_user())
    preview = choose(client, "publish", report).content.decode()
    assert "6789" not in preview
    assert "telepon ▮▮▮▮" in preview
    carry_out(choose(client, "publish", report, order="1"))
    report.refresh_from_db()
    assert report.public_text == "Jembatan rusak, telepon ▮▮▮▮."


def test_confidential_report_is_never_among_them():
    report = advance(make_report(identity="confidential"), "verified")
    response = choose(desk(make_user()), "publish", report)
    assert response.context["untouched"] == [(report, "Laporan rahasia tidak pernah ditayangkan.")]


def test_publication_of_many_is_undone_once():
    user = make_user()
    kept, shown = publish(make_report()), advance(make_report(), "verified")
    batch = carry_out(choose(desk(user), "publish", kept, shown, order="1"))
    opposite = services.undo(batch, user=user)
    services.run_batch(opposite.pk)
    assert list(Aspiration.objects.public()) == [kept]
    with pytest.raises(Refused):
        services.undo(batch, user=user)
    client = desk(user)
    assert "Sudah dibatalkan." in client.get(f"{QUEUE}batch/{batch.pk}/").content.decode()
    assert "Ini membatalkan" in client.get(f"{QUEUE}batch/{opposite.pk}/").content.decode()


def test_undo_leaves_what_somebody_published_again():
    user, report = make_user(), advance(make_report(), "verified")
    batch = carry_out(choose(desk(user), "publish", report, order="1"))
    report.refresh_from_db()
    publish(report, text="Teks yang diperiksa camat.")
    opposite = services.undo(batch, user=user)
    services.run_batch(opposite.pk)
    assert opposite.items.get().outcome == Outcome.REFUSED
    assert Aspiration.objects.public().get().public_text == "Teks yang diperiksa camat."


def test_order_is_not_over_while_another_run_holds_a_report(committed_world: None):
    batch = services.order([make_report(), make_report()], Verb.VERIFY, fields={}, user=make_user())
    with transaction.atomic():
        list(BatchItem.objects.select_for_update().filter(pk=min(batch.items.values_list("pk", flat=True))))
        at_once(lambda: services.run_batch(batch.pk))
        batch.refresh_from_db()
        assert (batch.finished_at, batch.items.filter(outcome=Outcome.DONE).count()) == (None, 1)
    services.run_batch(batch.pk)
    batch.refresh_from_db()
    assert batch.finished_at is not None


def test_rights_lost_half_way_end_the_rest(monkeypatch: pytest.MonkeyPatch):
    user, reports = make_user(), [make_report(), make_report()]
    batch = services.order(reports, Verb.VERIFY, fields={}, user=user)
    step = batches.take_step

    def once(*args: Any, **kwargs: Any) -> Any:
        user.memberships.update(is_active=False)
        return step(*args, **kwargs)

    monkeypatch.setattr(batches, "take_step", once)
    services.run_batch(batch.pk)
    assert [item.outcome for item in batch.items.all()] == [Outcome.DONE, Outcome.REFUSED]


def test_account_that_is_gone_is_given_nothing():
    batch = services.order([make_report()], Verb.ASSIGN, fields={"assignee": 999_999}, user=make_user())
    services.run_batch(batch.pk)
    assert (batch.items.get().outcome, batch.items.get().reason) == (
        Outcome.REFUSED,
        "Akun itu tidak ada lagi.",
    )


def test_assignment_of_many_is_undone_to_whoever_held_each():
    user, before, after = make_user(), make_user(), make_user()
    held, free, moved = make_report(), make_report(), make_report()
    services.assign(held, before, actor=services.Actor.staff(user, held))
    data = {"order": "1", "many-assignee": after.pk}
    batch = carry_out(choose(desk(user), "assign", held, free, moved, **data))
    moved.refresh_from_db()
    services.assign(moved, user, actor=services.Actor.staff(user, moved))
    opposite = services.undo(batch, user=user)
    services.run_batch(opposite.pk)
    holders = list(Aspiration.objects.order_by("pk").values_list("assigned_to", flat=True))
    assert holders == [before.pk, None, user.pk]


@pytest.mark.parametrize("verb", [verb for verb in Verb if verb not in _CAN])
def test_what_the_reporter_was_told_cannot_be_undone(verb: Verb):
    user = make_user()
    batch = services.order([make_report()], verb, fields={}, user=user)
    services.run_batch(batch.pk)
    with pytest.raises(Refused):
        services.undo(batch, user=user)


def test_merge_of_many_into_one_leaves_the_one():
    target, first, second = make_report(), make_report(), make_report()
    data = {"order": "1", "many-target": target.number}
    batch = carry_out(choose(desk(make_user()), "merged", target, first, second, **data))
    assert statuses() == ["submitted", "merged", "merged"]
    assert batch.items.get(aspiration=target).outcome == Outcome.REFUSED


def test_merge_of_many_is_undone_where_nothing_happened_since():
    user = make_user()
    target, other, first, second = make_report(), make_report(), make_report(), make_report()
    batch = carry_out(choose(desk(user), "merged", first, order="1", **{"many-target": target.number}))
    moved = carry_out(choose(desk(user), "merged", second, order="1", **{"many-target": other.number}))
    advance(other, "verified")
    for done, outcome in ((batch, Outcome.DONE), (moved, Outcome.REFUSED)):
        opposite = services.undo(done, user=user)
        services.run_batch(opposite.pk)
        assert opposite.items.get().outcome == outcome
    assert statuses() == ["submitted", "verified", "reopened", "merged"]


def test_undo_leaves_a_merger_that_somebody_made_anew():
    user, target, report = make_user(), make_report(), make_report()
    batch = carry_out(choose(desk(user), "merged", report, order="1", **{"many-target": target.number}))
    apart = services.separate(Aspiration.objects.get(pk=report.pk), actor=clerk_actor(), note="Lain")
    services.merge(advance(apart, "needs_info"), target, actor=clerk_actor())
    opposite = services.undo(batch, user=user)
    services.run_batch(opposite.pk)
    assert opposite.items.get().reason == "Sudah dipisahkan, lalu digabung lagi oleh orang lain."


def test_many_mergers_are_taken_back_with_a_reason():
    target, report = make_report(), make_report()
    services.merge(report, target, actor=clerk_actor())
    client = desk(make_user())
    assert choose(client, "separate", report, order="1").status_code == 422
    response = choose(client, "separate", report, target, order="1", **{"many-note": "Jembatan lain."})
    carry_out(response)
    assert statuses() == ["submitted", "reopened"]


def test_progress_is_for_the_one_who_ordered():
    user = make_user()
    batch = services.order([make_report()], Verb.VERIFY, fields={}, user=user)
    address = f"{QUEUE}batch/{batch.pk}/"
    waiting = desk(user).get(address).content.decode()
    assert 'http-equiv="refresh"' in waiting
    assert desk(make_user()).get(address).status_code == 404
    services.run_batch(batch.pk)
    over = desk(user).get(address).content.decode()
    assert "1 dari 1 laporan dikerjakan." in over
    assert 'http-equiv="refresh"' not in over
    assert desk(make_user()).post(f"{address}undo/").status_code == 404


def test_too_many_at_once_is_a_sentence(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("aspirations.services.batches.MOST", 1)
    with pytest.raises(Refused, match="Paling banyak 1"):
        services.order([make_report(), make_report()], Verb.VERIFY, fields={}, user=make_user())


def test_preview_takes_the_same_queries_for_one_and_thirty(django_assert_num_queries: Any):
    client, reports = desk(make_user()), [make_report() for _ in range(30)]
    choose(client, "verified", reports[0])
    with django_assert_num_queries(17):
        choose(client, "verified", reports[0])
    with django_assert_num_queries(17):
        choose(client, "verified", *reports)


def test_steps_of_the_worker_come_from_where_they_were_ordered():
    client, report = desk(make_user()), make_report()
    client.defaults["REMOTE_ADDR"] = "203.0.113.7"
    choose(client, "verified", report, order="1")
    batches.run(Batch.objects.get().pk)
    event = report.events.filter(to_status="verified").get()
    assert event.place == place_of("203.0.113.7")
