"""What a clerk typed survives, is the clerk's own until shared, and is gone when sent."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from aspirations import services
from aspirations.models import Draft
from government.models import Role
from tests.desk import desk, page_of, panel_of, send, signed_in, text_of
from tests.world import advance, clerk_actor, make_report, make_user

pytestmark = pytest.mark.django_db
ANSWER = "Papan jembatan kami ganti hari Senin."


def keep(client: Any, report: Any, verb: str = "answered", **fields: Any) -> Any:
    return send(client, report, verb, "draft", **({"note": ANSWER} | fields))


def test_draft_is_put_back_when_the_page_is_opened_again():
    client, report = desk(), advance(make_report(), "verified")
    assert keep(client, report).status_code == 302
    panel = panel_of(client, report, "answered")
    assert (panel.is_open, panel.form["note"].value()) == (True, ANSWER)


def test_choices_are_put_back_with_the_text():
    client, report = desk(), advance(make_report(), "verified")
    keep(client, report, "in_progress", note="Dikerjakan", note_is_public="on", due_on="2030-07-20")
    form = panel_of(client, report, "in_progress").form
    assert [form[name].value() for name in ("note_is_public", "due_on")] == [True, "2030-07-20"]


def test_box_that_was_unticked_stays_so():
    client, report = desk(), make_report(latitude="-2.61", longitude="105.04")
    services.publish(report, title="A", text="B", show_point=True, actor=clerk_actor())
    keep(client, report, "publish", public_title="A", public_text="Baru")
    assert panel_of(client, report, "publish").form["show_point"].value() is False


def test_script_is_answered_in_json_and_one_draft_is_kept_a_panel():
    client, report = desk(), advance(make_report(), "verified")
    address = f"/admin/aspirations/aspiration/{report.pk}/draft/answered/"
    for text in ("a", "ab"):
        answer = client.post(address, {"answered-note": text}, headers={"accept": "application/json"})
    assert answer.json()["message"].startswith("Konsep disimpan pukul")
    assert [draft.text for draft in Draft.objects.all()] == ["ab"]


def test_what_is_emptied_leaves_no_draft():
    client, report = desk(), advance(make_report(), "verified")
    keep(client, report)
    keep(client, report, note="")
    assert not Draft.objects.exists()


def test_draft_is_gone_when_sent():
    client, report = desk(), advance(make_report(), "verified")
    keep(client, report)
    send(client, report, "answered", note=ANSWER)
    assert not Draft.objects.exists()


def test_draft_is_put_aside_by_its_button():
    client, report = desk(), advance(make_report(), "verified")
    keep(client, report)
    keep(client, report, _draft="drop")
    assert not Draft.objects.exists()


def test_colleague_sees_that_there_is_one_and_reads_it_once_shared():
    report = advance(make_report(), "verified")
    author, colleague = signed_in(make_user(first_name="Rohani")), desk()
    keep(author, report)
    shown = text_of(colleague, report)
    assert ("Rohani sedang menulis konsep “Beri tanggapan”" in shown, ANSWER in shown) == (True, False)
    keep(author, report, _draft="share")
    assert ANSWER in text_of(colleague, report)
    keep(author, report, _draft="unshare")
    assert ANSWER not in text_of(colleague, report)


@pytest.mark.parametrize(("role", "scope"), [(Role.AUDITOR, "16.07.14"), (Role.VILLAGE_OPERATOR, "16.07.14")])
def test_mere_readers_see_no_drafts_and_write_none(role: str, scope: str):
    report, reader = advance(make_report(), "verified"), desk(role, scope)
    keep(desk(), report, _draft="share")
    assert ANSWER not in text_of(reader, report)
    assert keep(reader, report).status_code == 404


def test_draft_of_a_report_elsewhere_is_not_written():
    assert keep(desk(Role.CLERK, "16.07.13"), advance(make_report(), "verified")).status_code == 404


def test_draft_says_that_the_report_moved_on():
    client, report = desk(), advance(make_report(), "verified")
    keep(client, report)
    advance(report, "in_progress")
    assert "dari “Diverifikasi” menjadi “Ditindaklanjuti”" in text_of(client, report)


def test_draft_without_a_panel_is_shown_to_be_copied():
    client, report = desk(), advance(make_report(), "verified")
    keep(client, report)
    advance(report, "rejected")
    assert [draft.text for draft in page_of(client, report).context["left_drafts"]] == [ANSWER]
    keep(client, report, _draft="drop")
    assert not Draft.objects.exists()


def test_step_that_is_gone_leaves_what_was_typed_as_a_draft():
    client, report = desk(), advance(make_report(), "verified")
    advance(make_report(), "verified")
    services.change_status(report, "rejected", actor=clerk_actor(), note="Bukan laporan")
    response = send(client, report, "answered", note=ANSWER)
    assert response.status_code == 302
    shown = text_of(client, report)
    assert ("sudah diubah orang lain" in shown, ANSWER in shown) == (True, True)


def test_very_long_draft_is_refused_in_a_sentence():
    response = keep(desk(), advance(make_report(), "verified"), note="a" * 40_001)
    assert (response.status_code, Draft.objects.count()) == (302, 0)


def test_what_no_text_can_hold_is_left_out_of_a_draft():
    client, report = desk(), make_report()
    assert send(client, report, "note", "draft", text="Sudah\0 diperiksa").status_code == 302
    assert Draft.objects.get().fields == {"text": ["Sudah diperiksa"]}


def test_old_drafts_are_forgotten(settings: Any):
    report, user = make_report(), make_user()
    for verb, days in (("note", settings.DRAFT_DAYS + 1), ("verified", settings.DRAFT_DAYS - 1)):
        services.keep_draft(user, report, verb, {"text": ["x"]})
        Draft.objects.filter(verb=verb).update(updated_at=timezone.now() - timedelta(days=days))
    assert services.drop_old_drafts() == 1
    assert Draft.objects.get().verb == "verified"
