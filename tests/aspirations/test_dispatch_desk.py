"""The clerk's side of a dispatch: made by the step, seen on the page, printed, renewed."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from aspirations import services
from aspirations.documents.disposition import contents
from aspirations.loading import load_systems
from aspirations.models import Aspiration, Batch, Dispatch, Reference, ReferenceSystem
from aspirations.services import batches
from aspirations.services.agency import Signed, finish, refuse
from government.models import Role
from tests.aspirations.test_dispatches import send, sent
from tests.aspirations.test_triage import act, desk, page_of
from tests.world import advance, agency, clerk_actor, make_report, make_user, publish

pytestmark = pytest.mark.django_db
QUEUE = "/admin/aspirations/aspiration/"


def signed(made: Dispatch) -> Signed:
    made.refresh_from_db()
    return Signed("Budi", "Kabid", "form", made.version(made.aspiration))


def listed(client: Client, query: str) -> list[str]:
    page: Any = client.get(f"{QUEUE}?{query}")
    return [row.number for row in page.context["cl"].result_list]


def sheet(client: Client, made: Dispatch) -> Any:
    return client.get(f"{QUEUE}dispatches/{made.pk}/sheet.pdf")


def test_step_at_the_desk_sends_instruction_and_urgency():
    report = advance(make_report(), "verified")
    fields = {"agency": agency().pk, "instruction": "Tinjau papan.", "urgency": "immediate"}
    act(desk(), report, "dispatched", **fields, shows_reporter="on")
    made = report.dispatches.get()
    assert (made.instruction, made.urgency, made.shows_reporter) == ("Tinjau papan.", "immediate", True)


def test_reporter_without_a_name_cannot_be_shown():
    report = advance(make_report(identity="anonymous", reporter_name=""), "verified")
    assert "shows_reporter" not in page_of(desk(), report).content.decode()


def test_many_are_sent_with_one_instruction():
    clerk = make_user()
    reports = [advance(make_report(), "verified") for _ in range(2)]
    fields = {"agency": agency().pk, "instruction": "Tinjau.", "urgency": "urgent", "note": ""}
    batches.run(batches.order(reports, "dispatched", fields=fields, user=clerk).pk)
    rows = Dispatch.objects.values_list("instruction", "urgency", "sent_by")
    assert list(rows) == [("Tinjau.", "urgent", clerk.pk)] * 2


def test_many_are_sent_with_one_due_day_that_breaks_no_promise():
    reports = [advance(make_report(at=timezone.now() - timedelta(days=days)), "verified") for days in (0, 5)]
    day = timezone.localdate() + timedelta(days=60)
    late = {"agency": agency().pk, "due_on": day.isoformat()}
    batches.run(batches.order(reports, "dispatched", fields=late, user=make_user()).pk)
    promised = [timezone.localtime(Aspiration.objects.get(pk=one.pk).due_at).date() for one in reports]
    assert [one.dispatches.get().due_on for one in reports] == promised
    assert max(promised) < day


def test_many_are_sent_with_a_sooner_day():
    report = advance(make_report(at=timezone.now()), "verified")
    client, tomorrow = desk(), timezone.localdate() + timedelta(days=1)
    order = {"action": "many_dispatched", "_selected_action": [report.pk], "order": "1"}
    fields = {"many-agency": agency().pk, "many-urgency": "urgent", "many-instruction": "Tinjau."}
    url = f"{QUEUE}?antrean=semua"
    refused = client.post(url, order | fields | {"many-due_on": "2020-01-01"})
    assert "Batas waktu sudah lewat." in refused.content.decode()
    client.post(url, order | fields | {"many-due_on": tomorrow.isoformat()})
    batches.run(Batch.objects.get().pk)
    made = report.dispatches.get()
    assert (made.due_on <= tomorrow, made.urgency, made.instruction) == (True, "urgent", "Tinjau.")


def old(status: str = "in_progress") -> Aspiration:
    """At an agency, from before each sending had a row."""
    report = advance(make_report(), "verified", "dispatched", *([status] if status != "dispatched" else []))
    # Its history names the rows; they go together.
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL portal.erasure = 'on'")
        cursor.execute("UPDATE aspirations_event SET dispatch_id = NULL WHERE dispatch_id IS NOT NULL")
        cursor.execute("SET LOCAL portal.erasure = 'off'")
    Dispatch.objects.all().delete()
    return Aspiration.objects.for_list().get(pk=report.pk)


@pytest.mark.parametrize("status", ["dispatched", "in_progress", "planned"])
def test_report_from_before_gets_its_link_on_demand(status: str):
    report, client = old(status), desk()
    assert "Buat tautan" in page_of(client, report).content.decode()
    act(client, report, "issue", instruction="Tinjau.", urgency="urgent")
    made = report.dispatches.get()
    assert (made.agency, made.instruction, made.state) == (agency(), "Tinjau.", "sent")
    report.refresh_from_db()
    assert report.status == status
    shown = page_of(client, report).content.decode()
    assert (services.secret_of(made) in shown, "issue-urgency" in shown) == (True, False)


def test_link_on_demand_is_for_clerks_and_for_reports_without_one():
    report = old()
    officer = desk(Role.AGENCY_OFFICER, "dinas-pupr")
    assert "issue-urgency" not in page_of(officer, report).content.decode()
    assert act(officer, report, "issue", urgency="urgent").status_code == 404
    with pytest.raises(services.Refused):
        services.issue(sent().aspiration, services.Sending(), actor=clerk_actor())


def test_old_page_makes_no_second_link():
    report = old()
    services.issue(report, services.Sending(), actor=clerk_actor())
    with pytest.raises(services.Refused):
        services.issue(report, services.Sending(), actor=clerk_actor())


def test_page_shows_the_link_to_clerks_and_to_nobody_else():
    made = sent()
    secret = services.secret_of(made)
    shown = {
        role: secret in page_of(desk(role, scope), made.aspiration).content.decode()
        for role, scope in (
            (Role.CLERK, "16.07.14"),
            (Role.AUDITOR, "16.07.14"),
            (Role.AGENCY_OFFICER, "dinas-pupr"),
        )
    }
    assert shown == {Role.CLERK: True, Role.AUDITOR: False, Role.AGENCY_OFFICER: False}


def test_officer_with_an_account_opens_it_by_looking():
    made = sent()
    page_of(desk(Role.AUDITOR), made.aspiration)
    made.refresh_from_db()
    assert made.state == "sent"
    page_of(desk(Role.AGENCY_OFFICER, "dinas-pupr"), made.aspiration)
    made.refresh_from_db()
    assert made.state == "opened"


def test_link_is_revoked_and_renewed_at_the_desk():
    made, client = sent(), desk()
    act(client, made.aspiration, "revoke")
    assert not Dispatch.objects.linked().exists()
    act(client, made.aspiration, "renew", days=7)
    assert Dispatch.objects.linked().get().expires_at.date() >= timezone.now().date() + timedelta(days=7)


def test_link_that_cannot_be_told_any_more_is_said_to_be_so(settings: Any):
    made, client = sent(), desk()
    settings.SECRET_KEY = "another"
    client = desk()
    assert "Perbarui tautannya" in page_of(client, made.aspiration).content.decode()


def test_what_the_agency_says_at_the_end_is_the_clerk_s_proposal():
    made = sent()
    finish(made, "Papan sudah diganti.", {}, signed=signed(made))
    page = page_of(desk(), made.aspiration)
    forms = {panel.verb: panel.form for panel in page.context["panels"]["steps"]}
    assert forms["answered"].initial["note"] == "Papan sudah diganti."
    assert "Budi, Kabid" in page.content.decode()


def test_agency_that_was_proposed_is_chosen_already():
    made = sent()
    refuse(made, "Bukan kami.", agency("bpbd"), signed=signed(made))
    page = page_of(desk(), made.aspiration)
    forms = {panel.verb: panel.form for panel in page.context["panels"]["steps"]}
    assert forms["dispatched"].initial["agency"] == agency("bpbd").pk


def test_queue_of_the_agencies_holds_what_they_have_and_not_what_they_finished():
    made, done = sent(), sent()
    finish(done, "Selesai.", {}, signed=signed(done))
    old = advance(make_report(), "verified", "dispatched")
    old.dispatches.all().delete()
    client = desk()
    assert sorted(listed(client, "antrean=instansi")) == sorted([made.aspiration.number, old.number])
    assert done.aspiration.number in listed(client, "antrean=balasan")


def test_queue_says_for_how_many_days_nobody_opened_it():
    made = sent()
    Dispatch.objects.update(sent_at=timezone.now() - timedelta(days=3, hours=1))
    client = desk()
    assert "belum dibuka 3 hari" in client.get(f"{QUEUE}?antrean=instansi").content.decode()
    services.mark_opened(made)
    assert "belum dibuka" not in client.get(f"{QUEUE}?antrean=instansi").content.decode()


def test_queue_is_filtered_by_level_state_and_reference():
    made, other = sent(), make_report()
    reference(other, "LAPOR-99")
    client = desk()
    assert listed(client, "antrean=semua&tingkat=regency") == [made.aspiration.number]
    assert listed(client, "antrean=semua&disposisi=sent") == [made.aspiration.number]
    assert listed(client, "antrean=semua&rujukan=ada") == [other.number]


def reference(report: Aspiration, number: str) -> None:
    system, _made = ReferenceSystem.objects.get_or_create(name="SP4N-LAPOR!")
    services.set_reference(report, system, number, actor=clerk_actor())


def test_reference_is_noted_changed_and_taken_away():
    load_systems()
    report, client = make_report(), desk()
    system = ReferenceSystem.objects.get(name="SP4N-LAPOR!")
    for number, expected in (("123 456", ["123 456"]), ("789", ["789"]), ("", [])):
        act(client, report, "reference", system=system.pk, number=number)
        assert list(Reference.objects.values_list("number", flat=True)) == expected
    said = report.events.filter(kind="reference").values_list("text", flat=True)
    assert list(said) == ["SP4N-LAPOR!: 123 456", "SP4N-LAPOR!: 789", "SP4N-LAPOR!: 789 dihapus"]


@pytest.mark.parametrize("number", ["---", "x" * 61])
def test_reference_that_is_no_number_is_refused(number: str):
    load_systems()
    report = make_report()
    system = ReferenceSystem.objects.latest("pk")
    assert act(desk(), report, "reference", system=system.pk, number=number).status_code == 422
    assert not Reference.objects.exists()


def test_report_is_found_by_its_number_elsewhere_and_by_that_of_its_sheet():
    made, other = sent(), make_report()
    reference(other, "LPR-2026.0099")
    client = desk()
    assert listed(client, "antrean=semua&q=lpr 20260099") == [other.number]
    assert listed(client, f"antrean=semua&q={made.number.lower()}") == [made.aspiration.number]
    assert listed(desk(scope="16.07.13"), "antrean=semua&q=lpr 20260099") == []


def test_everybody_reads_the_level_and_the_reporter_the_reference(client: Client):
    report = publish(sent().aspiration)
    reference(report, "LPR-99")
    text = client.get(report.get_absolute_url()).content.decode()
    assert ("Ditangani tingkat kabupaten" in text, "LPR-99" in text) == (True, False)


def test_level_of_what_is_beyond_us_is_chosen_at_the_desk():
    report = advance(make_report(), "verified")
    act(desk(), report, "not_competent", note="Ke BPJN di Palembang.", authority="national")
    report.refresh_from_db()
    assert (report.authority, report.events.latest("pk").authority_words) == ("national", "tingkat pusat")


def test_sheet_is_for_those_who_may_send_it():
    made = sent(instruction="Tinjau papan di Jalur 8.")
    printed = sheet(desk(), made)
    assert (printed["Content-Type"], printed.content[:5]) == ("application/pdf", b"%PDF-")
    assert "no-store" in printed["Cache-Control"]
    for role, scope in (
        (Role.AUDITOR, "16.07.14"),
        (Role.CLERK, "16.07.13"),
        (Role.AGENCY_OFFICER, "dinas-pupr"),
    ):
        assert sheet(desk(role, scope), made).status_code == 404


def test_sheet_says_what_the_form_of_the_office_says():
    made = sent(instruction="Tinjau papan.", urgency="urgent", shows_reporter=True)
    reference(made.aspiration, "LPR-99")
    row = contents([made])["sheets"][0]
    assert (row["number"], row["agency"], row["urgency"]) == (made.number, agency().name, "urgent")
    assert (row["references"], row["qr"][:5]) == ("SP4N-LAPOR! LPR-99", "<svg ")
    assert "Suparno" not in str(row)


def test_sheet_of_a_confidential_report_tells_nothing_of_it():
    made = send(advance(make_report(identity="confidential", reporter_name=""), "verified"))
    row = contents([made])["sheets"][0]
    assert (row["qr"], row["code"], row["subject"]) == ("", "", "Laporan rahasia")
    assert [words for words in ("Papan", "Jembatan rusak") if words in str(row)] == []


def test_sheet_about_the_kecamatan_is_signed_above_it():
    report = advance(make_report(concerns="district"), "verified")
    row = contents([send(report)])["sheets"][0]
    assert (row["signer"], row["number"][:2] == "AS") == ("Koordinator kabupaten", False)


def test_many_sheets_are_one_paper_and_cost_the_same_queries():
    client, counts = desk(), []
    for number in (1, 5):
        made = [sent() for _ in range(number)]
        data = {"action": "print_sheets", "_selected_action": [one.aspiration_id for one in made]}
        with CaptureQueriesContext(connection) as queries:
            assert client.post(f"{QUEUE}?antrean=semua", data)["Content-Type"] == "application/pdf"
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_chosen_reports_that_went_nowhere_have_no_sheet():
    data = {"action": "print_sheets", "_selected_action": [make_report().pk]}
    page = desk().post(QUEUE, data, follow=True)
    assert "sedang berada di instansi" in page.content.decode()
