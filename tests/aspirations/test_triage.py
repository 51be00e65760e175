"""One report at the desk: only the steps that are allowed, each with what it needs."""

from typing import Any

import pytest
from django.test import Client

from aspirations import services
from aspirations.models import Aspiration, Photo
from aspirations.services.photos import render_photo
from government.models import Category, Role
from tests.world import (
    UPANG,
    advance,
    agency,
    category,
    clerk_actor,
    make_report,
    make_user,
    picture,
    publish,
)

pytestmark = pytest.mark.django_db


def desk(role: str = Role.CLERK, scope: str = "16.07.14") -> Client:
    client = Client()
    client.force_login(make_user(role, scope))
    return client


def page_of(client: Client, report: Aspiration) -> Any:
    return client.get(f"/admin/aspirations/aspiration/{report.pk}/change/")


def act(client: Client, report: Aspiration, verb: str, **data: Any) -> Any:
    """Sends one panel; names are prefixed as in the page, and `seen` is what it showed."""
    fields = {f"{verb}-{name}": value for name, value in data.items()}
    fields.setdefault(f"{verb}-seen", report.status_since.isoformat())
    return client.post(f"/admin/aspirations/aspiration/{report.pk}/act/{verb}/", fields)


def test_page_offers_just_the_transitions_that_are_allowed_now():
    report = make_report()
    names = page_of(desk(), report).context["step_names"]
    assert sorted(names) == ["merged", "needs_info", "not_competent", "rejected", "verified"]


@pytest.mark.parametrize(
    ("role", "scope", "steps"),
    [
        (Role.AUDITOR, "16.07.14", []),
        (Role.VILLAGE_OPERATOR, "16.07.14.2002", []),
        (Role.AGENCY_OFFICER, "dinas-pupr", ["answered", "in_progress", "needs_info", "planned", "verified"]),
    ],
)
def test_other_roles_are_offered_their_part_only(role: str, scope: str, steps: list[str]):
    report = advance(make_report(), "verified", "dispatched")
    assert sorted(page_of(desk(role, scope), report).context["step_names"]) == steps


def test_reader_cannot_act_though_the_page_is_known():
    report = make_report()
    assert act(desk(Role.AUDITOR), report, "verified").status_code == 404
    report.refresh_from_db()
    assert report.status == "submitted"


def test_status_cannot_be_edited_by_hand():
    report = make_report()
    response = desk().post(f"/admin/aspirations/aspiration/{report.pk}/change/", {"status": "resolved"})
    assert response.status_code == 404
    report.refresh_from_db()
    assert report.status == "submitted"


def test_step_is_made_by_the_user_who_sent_it():
    report, client = make_report(), desk()
    act(client, report, "verified")
    event = report.events.last()
    assert (event.to_status, event.user_id) == ("verified", int(client.session["_auth_user_id"]))


def test_missing_reason_is_a_sentence_and_what_was_typed_stays():
    report = advance(make_report(), "verified")
    response = act(desk(), report, "dispatched", note="Mohon ditinjau.")
    assert response.status_code == 422
    assert "Mohon ditinjau." in response.content.decode()
    report.refresh_from_db()
    assert report.status == "verified"


def test_dispatch_offers_agencies_of_the_place_only():
    report = advance(make_report(), "verified")
    other = agency()
    type(other).objects.filter(slug="bpbd").update(region_id="16.01")
    assert act(desk(), report, "dispatched", agency=agency("bpbd").pk).status_code == 422
    act(desk(), report, "dispatched", agency=other.pk)
    report.refresh_from_db()
    assert (report.status, report.agency) == ("dispatched", other)


def test_second_clerk_with_an_old_page_is_told():
    report = make_report()
    old = Aspiration.objects.get(pk=report.pk)
    services.change_status(report, "verified", actor=clerk_actor())
    services.change_status(report, "in_progress", actor=clerk_actor())
    services.change_status(report, "needs_info", actor=clerk_actor(), note="Di mana?")
    response = act(desk(), old, "rejected", note="Bukan laporan")
    assert response.status_code == 422
    assert "sudah diubah orang lain" in response.content.decode()
    assert "Bukan laporan" in response.content.decode()


def test_step_that_is_gone_leads_back_to_the_report():
    report = make_report()
    old = Aspiration.objects.get(pk=report.pk)
    services.change_status(report, "verified", actor=clerk_actor())
    assert act(desk(), old, "verified").status_code == 302
    assert report.events.filter(to_status="verified").count() == 1


def test_due_day_behind_the_promise_is_refused():
    report = advance(make_report(), "verified")
    response = act(desk(), report, "in_progress", due_on="2999-01-01")
    assert "melewati janji layanan" in response.content.decode()


def test_publishing_proposes_a_masked_text_and_masks_again():
    report = make_report(text="Jembatan rusak, hubungi 0812-7345-6789 atau NIK 1607140509900003.")
    client = desk()
    (publish,) = page_of(client, report).context["panels"]["publication"]
    proposed = publish.form.initial["public_text"]
    assert proposed == "Jembatan rusak, hubungi ▮▮▮▮ atau NIK ▮▮▮▮."
    act(client, report, "publish", public_title="Jembatan rusak", public_text="Telepon 081273456789.")
    report.refresh_from_db()
    assert (report.publication, report.public_text) == ("published", "Telepon ▮▮▮▮.")


def test_only_the_chosen_photos_are_shown():
    report = make_report(photos=[picture(), picture()])
    for photo in report.photos.all():
        render_photo(photo.pk)
    first = report.photos.first()
    act(desk(), report, "publish", public_title="A", public_text="B", photos=[str(first.uuid)])
    assert list(Photo.objects.filter(is_public=True)) == [first]


def test_confidential_report_offers_no_publication():
    report = make_report(identity="confidential")
    response = page_of(desk(), report)
    assert "publish" not in response.context["panels"]
    assert "Laporan rahasia tidak pernah ditayangkan." in response.content.decode()
    assert act(desk(), report, "publish", public_title="A", public_text="B").status_code == 404


def test_reviewed_category_is_published_by_the_camat_only():
    Category.objects.filter(slug="jembatan").update(needs_review=True)
    report = make_report()
    sent = {"public_title": "A", "public_text": "B"}
    assert act(desk(), report, "publish", **sent).status_code == 404
    assert act(desk(Role.CAMAT), report, "publish", **sent).status_code == 302


def test_hidden_report_can_be_shown_again():
    report = publish(make_report())
    client = desk()
    act(client, report, "hide", reason="Salah foto")
    report.refresh_from_db()
    assert report.publication == "hidden"
    act(client, report, "publish", public_title="A", public_text="B")
    report.refresh_from_db()
    assert report.publication == "published"


@pytest.mark.parametrize(
    ("identity", "role", "scope", "sees"),
    [
        ("named", Role.CLERK, "16.07.14", True),
        ("anonymous", Role.CLERK, "16.07.14", True),
        ("named", Role.AGENCY_OFFICER, "dinas-pupr", True),
        ("anonymous", Role.AGENCY_OFFICER, "dinas-pupr", False),
        ("named", Role.VILLAGE_OPERATOR, "16.07.14.2002", False),
        ("named", Role.AUDITOR, "16.07.14", False),
    ],
)
def test_contact_is_shown_to_those_who_need_it(identity: str, role: str, scope: str, sees: bool):
    report = make_report(identity=identity, reporter_phone="+6281273456789")
    advance(report, "verified", "dispatched")
    client = desk(role, scope)
    assert "6281273456789" not in page_of(client, report).content.decode()
    response = client.post(f"/admin/aspirations/aspiration/{report.pk}/identity/")
    assert response.status_code == (302 if sees else 404)
    assert ("6281273456789" in page_of(client, report).content.decode()) == sees


def test_duplicates_of_the_same_desa_can_be_merged():
    target, report = make_report(title="Jembatan rusak parah"), make_report()
    elsewhere = make_report(village=UPANG)
    client = desk()
    shown = [one.report for one in page_of(client, report).context["duplicates"]]
    assert (target in shown, elsewhere in shown) == (True, False)
    act(client, report, "merged", merged_into=target.number)
    report.refresh_from_db()
    assert report.merged_into == target


def test_merger_can_be_taken_back():
    target, report = make_report(), make_report()
    client = desk()
    act(client, report, "merged", merged_into=target.number)
    report.refresh_from_db()
    assert target.number in page_of(client, report).content.decode()
    act(client, report, "reopened", note="Jembatan yang lain.")
    report.refresh_from_db()
    assert (report.status, report.merged_into) == ("reopened", None)


def test_report_that_this_user_does_not_see_is_no_target():
    report = make_report()
    hidden = make_report(identity="confidential", village="16.07.14.2002")
    other = make_user(Role.CLERK, "16.07.13")
    assert not Aspiration.objects.visible_to(other).filter(pk=hidden.pk).exists()
    response = act(desk(), report, "merged", merged_into="AS-2026-99999")
    assert "Nomor ini tidak ditemukan." in response.content.decode()


def test_category_is_corrected_and_the_promise_stands():
    report = make_report()
    due = report.due_at
    act(desk(), report, "correct", kind="aspiration", category=category("listrik").pk, village=UPANG)
    report.refresh_from_db()
    assert (report.kind, report.category, report.village_id) == ("aspiration", category("listrik"), UPANG)
    assert report.due_at == due


def test_internal_note_is_for_staff_only():
    report = make_report()
    act(desk(), report, "note", text="Pelapor kerabat kades.")
    assert report.events.for_reporter().filter(text__contains="kerabat").count() == 0
    assert report.events.filter(text="Pelapor kerabat kades.").count() == 1


def test_reply_is_marked_as_read():
    report = make_report()
    services.add_photos(report, [picture()], actor=services.Actor.reporter())
    report.refresh_from_db()
    act(desk(), report, "read")
    report.refresh_from_db()
    assert report.has_unread_reply is False


def test_bad_evidence_is_a_sentence_at_the_field():
    report = advance(make_report(), "verified")
    torn = picture(name="bukti.jpg")
    torn.file.truncate(100)
    response = act(desk(), report, "evidence", stage="after", photos=[torn])
    assert response.status_code == 422
    assert "bukti.jpg" in response.content.decode()


def test_panel_seldom_used_is_a_link_until_it_is_opened():
    client, report = desk(), make_report()
    assert "correct-village" not in page_of(client, report).content.decode()
    opened = client.get(f"/admin/aspirations/aspiration/{report.pk}/change/?panel=correct").content.decode()
    assert "correct-village" in opened


def test_change_page_takes_the_same_queries_for_any_history(django_assert_num_queries: Any):
    client, report = desk(), make_report()
    page_of(client, report)
    with django_assert_num_queries(22):
        page_of(client, report)
    for _ in range(10):
        report = advance(report, "needs_info", "submitted")
    Photo.objects.bulk_create(Photo(aspiration=report, state="ready") for _ in range(20))
    with django_assert_num_queries(22):
        page_of(client, report)
