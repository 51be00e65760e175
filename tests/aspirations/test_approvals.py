"""A second pair of eyes: where the category says so, an answer goes out when the camat agrees."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone

from aspirations import services
from aspirations.media.files import derivative_names
from aspirations.models import Approval, Aspiration, Photo
from aspirations.services import Actor, Conflict, NeedsApproval, NotAllowed, Refused
from aspirations.services.photos import drop_stale_photos, render_photo
from aspirations.workflow import Who
from government.models import Category, Role
from tests.desk import desk, page_of, panel_of, send, signed_in, text_of
from tests.threads import pile_up
from tests.world import advance, category, clerk_actor, make_report, make_user, picture, publish

pytestmark = pytest.mark.django_db
ANSWER, BETTER = "Jembatan kami perbaiki.", "Jembatan kami perbaiki bulan ini."


@pytest.fixture(autouse=True)
def _answers_need_approval() -> None:
    Category.objects.filter(slug="jembatan").update(answer_needs_approval=True)


def verified(**fields: Any) -> Aspiration:
    return advance(make_report(**fields), "verified")


def proposed(user: Any = None, **fields: Any) -> tuple[Aspiration, Approval]:
    report = verified()
    send(signed_in(user or make_user()), report, "answered", **({"note": ANSWER} | fields))
    return report, Approval.objects.get(aspiration=report)


def stands(report: Aspiration) -> str:
    return Aspiration.objects.values_list("status", flat=True).get(pk=report.pk)


def names(client: Client, queue: str) -> list[str]:
    page = client.get("/admin/aspirations/aspiration/", {"antrean": queue})
    return [report.number for report in page.context["cl"].result_list]


@pytest.mark.parametrize(
    ("to", "fields"),
    [("answered", {}), ("not_competent", {}), ("planned", {"planned_for": "APBD 2027"})],
)
def test_clerk_s_answer_waits_and_camat_sends_it(to: str, fields: dict[str, str]):
    report, clerk, camat = verified(), desk(), desk(Role.CAMAT)
    send(clerk, report, to, note=ANSWER, **fields)
    assert (stands(report), report.number in names(camat, "persetujuan")) == ("verified", True)
    send(camat, report, "approve", note=ANSWER)
    assert stands(report) == to
    assert names(camat, "persetujuan") == []


def test_step_that_is_no_answer_needs_nobody():
    report = verified()
    send(desk(), report, "in_progress")
    assert stands(report) == "in_progress"


def test_history_tells_who_proposed_and_who_approved():
    clerk, camat = make_user(), make_user(Role.CAMAT)
    report, __ = proposed(clerk)
    send(signed_in(camat), report, "approve", note=BETTER)
    told = list(report.events.values_list("kind", "user", "text"))[-3:]
    assert told == [
        ("proposed", clerk.pk, ANSWER),
        ("approved", camat.pk, "Teksnya diubah sebelum disetujui."),
        ("status", clerk.pk, BETTER),
    ]
    assert report.events.for_reporter().filter(kind__in=["proposed", "approved"]).count() == 0


def test_public_reads_the_answer_only_when_it_is_approved():
    report = publish(verified())
    send(desk(), report, "answered", note=ANSWER)
    assert ANSWER not in Client().get(report.get_absolute_url()).content.decode()
    send(desk(Role.CAMAT), report, "approve", note=BETTER)
    assert BETTER in Client().get(report.get_absolute_url()).content.decode()


def test_clock_runs_on_while_it_waits():
    report, __ = proposed()
    before = report.due_at
    report.refresh_from_db()
    assert report.due_at == before


def test_camat_answers_directly():
    report = verified()
    send(desk(Role.CAMAT), report, "answered", note=ANSWER)
    assert (stands(report), Approval.objects.count()) == ("answered", 0)


def test_clerk_approves_nothing():
    report, approval = proposed()
    assert send(desk(), report, "approve", note=ANSWER).status_code == 404
    with pytest.raises(NotAllowed):
        services.approve(approval, user=approval.proposer)
    assert stands(report) == "verified"


def test_agency_s_answer_waits_too():
    report = advance(make_report(), "verified", "dispatched")
    send(desk(Role.AGENCY_OFFICER, "dinas-pupr"), report, "answered", note=ANSWER)
    assert (stands(report), Approval.objects.get().proposer_who) == ("dispatched", "handler")


def test_answer_without_an_account_waits_too():
    report = advance(make_report(), "verified", "dispatched")
    services.take_step(report, "answered", actor=Actor(Who.HANDLER), note=ANSWER)
    assert (stands(report), "diajukan Instansi" in text_of(desk(Role.CAMAT), report)) == ("dispatched", True)
    send(desk(Role.CAMAT), report, "approve", note=ANSWER)
    assert stands(report) == "answered"


def test_plan_by_an_agency_s_link_waits_with_its_signature():
    report = advance(make_report(), "verified", "dispatched")
    officer = Actor.by_link(report.dispatches.get(), "Budi", "Kabid")
    services.take_step(report, "planned", actor=officer, note=ANSWER, planned_for="APBD 2027")
    assert "lewat tautan: Budi, Kabid" in text_of(desk(Role.CAMAT), report)
    send(desk(Role.CAMAT), report, "approve", note=ANSWER)
    assert report.events.get(to_status="planned").signed_by.endswith("Budi, Kabid")


def test_no_road_leads_round_it():
    report = verified()
    with pytest.raises(NeedsApproval):
        services.change_status(report, "answered", actor=clerk_actor(make_user()), note=ANSWER)
    wanted = {"category": category("listrik"), "village": report.village, "kind": "complaint"}
    with pytest.raises(services.Refused):
        services.correct(report, actor=clerk_actor(make_user()), **wanted)


def test_many_at_once_become_proposals():
    clerk, report = make_user(), verified()
    batch = services.order([report], "not_competent", fields={"note": ANSWER}, user=clerk)
    services.run_batch(batch.pk)
    assert (stands(report), Approval.objects.get().proposer) == ("verified", clerk)
    again = services.order([report], "not_competent", fields={"note": ANSWER}, user=clerk)
    services.run_batch(again.pk)
    assert "Sudah ada tanggapan" in again.items.get().reason


def test_preview_of_many_says_that_they_wait():
    report = verified()
    sent = {"action": "many_not_competent", "_selected_action": [report.pk]}
    shown = desk().post("/admin/aspirations/aspiration/", sent).content.decode()
    assert "Menjadi usul yang menunggu persetujuan camat." in shown


def test_returned_one_comes_back_to_its_author_with_what_was_written():
    author = make_user()
    clerk, camat = signed_in(author), desk(Role.CAMAT)
    report, __ = proposed(author)
    send(camat, report, "return", remark="Sebut bulannya.")
    assert (names(clerk, "dikembalikan"), names(desk(), "dikembalikan")) == ([report.number], [])
    assert "Sebut bulannya." in text_of(clerk, report)
    assert panel_of(clerk, report, "answered").form["note"].value() == ANSWER
    send(clerk, report, "answered", note=BETTER)
    assert (names(clerk, "dikembalikan"), names(camat, "persetujuan")) == ([], [report.number])
    send(camat, report, "approve", note=BETTER)
    assert stands(report) == "answered"


def test_return_needs_a_remark():
    report, __ = proposed()
    assert send(desk(Role.CAMAT), report, "return", remark=" ").status_code == 422


def test_two_camats_decide_once():
    report, approval = proposed()
    camat = make_user(Role.CAMAT)
    services.send_back(approval, user=camat, remark="Sebut bulannya.")
    with pytest.raises(Conflict):
        services.approve(approval, user=camat)
    assert send(desk(Role.CAMAT), report, "approve", note=ANSWER).status_code == 302
    assert stands(report) == "verified"


def test_answer_that_is_taken_back_while_it_is_approved_ends_in_one_way(committed_world):
    Category.objects.filter(slug="jembatan").update(answer_needs_approval=True)
    author, camat = make_user(), make_user(Role.CAMAT)
    report, approval = proposed(author)
    results = pile_up(
        Approval.objects.all(),
        lambda: services.retract(approval, user=author),
        lambda: services.approve(approval, user=camat),
    )
    assert sum(isinstance(result, Refused) for result in results) == 1
    approval.refresh_from_db()
    assert (approval.state, stands(report)) in {("retracted", "verified"), ("approved", "answered")}


def test_clerk_writes_anew_while_the_camat_reads_and_the_camat_is_told():
    author = make_user()
    report, approval = proposed(author)
    seen = panel_of(desk(Role.CAMAT), report, "approve").seen
    services.retract(approval, user=author)
    send(signed_in(author), report, "answered", note=BETTER)
    response = send(desk(Role.CAMAT), report, "approve", note=ANSWER, seen=seen)
    assert (response.status_code, stands(report)) == (422, "verified")


def test_second_answer_is_not_offered_while_one_waits():
    report, __ = proposed()
    offered = page_of(desk(), report).context["step_names"]
    assert ("answered" in offered, "planned" in offered, "in_progress" in offered) == (False, False, True)


def test_report_that_moves_on_makes_it_lapse_and_its_author_keeps_the_text():
    author = make_user()
    report, approval = proposed(author)
    report.refresh_from_db()
    advance(report, "needs_info")
    with pytest.raises(Conflict):
        services.approve(approval, user=make_user(Role.CAMAT))
    assert "Usul tanggapan: Beri tanggapan" in text_of(signed_in(author), report)
    send(signed_in(author), report, "retract")
    assert "Usul tanggapan: Beri tanggapan" not in text_of(signed_in(author), report)


def test_only_its_author_takes_it_back():
    report, __ = proposed()
    send(desk(), report, "retract")
    assert Approval.objects.get().state == "waiting"


def evidence_of(approval: Approval) -> Photo:
    photo = approval.photos.get()
    render_photo(photo.pk)
    return photo


def test_evidence_waits_with_the_answer():
    report, approval = proposed(after=[picture()])
    photo = evidence_of(approval)
    address = f"/foto/{photo.uuid}/320.jpg"
    codes = []
    for client in (Client(), desk(), desk(Role.CLERK, "16.07.13")):
        response = client.get(address)
        if response.streaming:
            assert b"".join(response.streaming_content)
        codes.append(response.status_code)
    assert (codes, report.photos.count()) == ([404, 200, 404], 0)
    send(desk(Role.CAMAT), report, "approve", note=ANSWER)
    assert [one.stage for one in report.photos.all()] == ["after"]
    assert report.events.filter(kind="photos").count() == 1


def test_evidence_of_what_was_taken_back_is_deleted():
    author = make_user()
    __, approval = proposed(author, after=[picture()])
    photo = evidence_of(approval)
    Photo.objects.update(created_at=timezone.now() - timedelta(hours=25))
    assert drop_stale_photos() == 0
    services.retract(approval, user=author)
    assert drop_stale_photos() == 1
    assert not any(default_storage.exists(name) for name in derivative_names(photo))


def test_mere_reader_is_not_shown_it():
    report, __ = proposed()
    reader = page_of(desk(Role.VILLAGE_OPERATOR, "16.07.14.2002"), report)
    assert reader.context["approval"] is None


def test_refusal_of_the_step_at_approval_is_a_sentence():
    report, approval = proposed()
    Approval.objects.filter(pk=approval.pk).update(to_status="planned", planned_for="")
    assert send(desk(Role.CAMAT), report, "approve", note=ANSWER).status_code == 422
    assert Approval.objects.get().state == "waiting"


def with_photo() -> tuple[Aspiration, Photo]:
    """A proposal whose evidence waits, as the worker left it."""
    report, approval = proposed(after=[picture()])
    photo = Photo.objects.get(approval=approval)
    render_photo(photo.pk)
    return report, Photo.objects.get(pk=photo.pk)


def test_photo_that_waits_is_covered_before_approval_and_stays_so():
    report, photo = with_photo()
    camat = desk(Role.CAMAT)
    page = f"/admin/aspirations/aspiration/{report.pk}/photo/{photo.uuid}/"
    assert page in text_of(camat, report)
    boxes = {"box-TOTAL_FORMS": 1, "box-INITIAL_FORMS": 0}
    boxes |= {f"box-0-{name}": value for name, value in zip("xywh", (10, 10, 20, 20), strict=True)}
    assert camat.post(page, boxes).status_code == 302
    render_photo(photo.pk)
    send(camat, report, "approve", note=ANSWER)
    shown = report.photos.get()
    assert (shown.boxes, shown.state, shown.uuid != photo.uuid) == ([[0.1, 0.1, 0.2, 0.2]], "ready", True)


def test_photo_of_a_proposal_that_is_over_or_of_another_report_is_not_covered():
    report, photo = with_photo()
    page = f"/admin/aspirations/aspiration/{{}}/photo/{photo.uuid}/"
    assert desk(Role.CAMAT).get(page.format(verified().pk)).status_code == 404
    Approval.objects.update(state="retracted")
    assert desk(Role.CAMAT).get(page.format(report.pk)).status_code == 404
    assert desk(Role.AUDITOR).get(page.format(report.pk)).status_code == 404
