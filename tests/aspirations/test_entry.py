"""Reports written down for somebody else: at the desk, by a kader, from a paper list."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from aspirations import receipts
from aspirations.models import Aspiration
from government.models import Region, RegionAlias, Role
from tests.world import SRI_MULYO, UPANG, category, make_published, make_user

pytestmark = pytest.mark.django_db
ENTRY, LIST, SLIPS = (f"/admin/aspirations/aspiration/entry/{page}" for page in ("", "list/", "slips.pdf"))
TEXT = "Tiang dermaga di ujung Jalur 3 miring dan licin."


EMPTY = {"text": "", "village": "", "category": ""}


def desk(role: str = Role.CLERK, scope: str = "16.07.14") -> Client:
    client = Client()
    client.force_login(make_user(role, scope))
    return client


def fields(**changed: Any) -> dict[str, Any]:
    return {
        "token": receipts.new_token(),
        "channel": "phone",
        "received_on": timezone.localdate().isoformat(),
        "identity": "named",
        "reporter_name": "Suparno",
        "village": SRI_MULYO,
        "kind": "complaint",
        "category": category().pk,
        "text": TEXT,
        "consent": "message",
    } | changed


def rows(*lines: dict[str, str], **head: str) -> dict[str, str]:
    data = {"channel": "meeting", "received_on": timezone.localdate().isoformat(), "consent": "written"}
    data |= {"rows": str(len(lines))} | head
    for number, line in enumerate(lines):
        row = {
            "village": "Sri Mulyo",
            "category": "Jembatan",
            "text": TEXT,
            "token": receipts.new_token(),
        } | line
        data |= {f"r{number}-{name}": value for name, value in row.items()}
    return data


def test_report_by_phone_is_recorded_with_who_wrote_it_and_how_consent_was_given():
    client = desk()
    client.post(ENTRY, fields())
    report = Aspiration.objects.get()
    assert (report.channel, report.consent, report.entered_by_id) == (
        "phone",
        "message",
        int(client.session["_auth_user_id"]),
    )


def test_next_form_keeps_what_reports_share_and_nothing_of_the_person():
    client = desk()
    response = client.post(ENTRY, fields(), follow=True)
    form = response.context["form"]
    assert (form["channel"].value(), form["village"].value()) == ("phone", SRI_MULYO)
    assert "Suparno" not in response.content.decode()


def test_receipt_is_shown_until_it_is_put_away():
    client = desk()
    shown = client.post(ENTRY, fields(), follow=True).content.decode()
    report = Aspiration.objects.get()
    (receipt,) = [one for one in client.get(ENTRY).context["receipts"] if one.number == report.number]
    assert (receipt.spaced_secret in shown, receipts.matches(receipt.secret, report.secret_hash)) == (
        True,
        True,
    )
    client.post(ENTRY, {"_drop": "1"})
    assert client.get(ENTRY).context["receipts"] == []


@pytest.mark.parametrize("paper", ["80mm", "a4"])
def test_slip_is_printed_for_the_desk_that_wrote_the_report(paper: str):
    client = desk()
    client.post(ENTRY, fields())
    response = client.get(SLIPS, {"kertas": paper})
    assert (response["Content-Type"], response.content[:5]) == ("application/pdf", b"%PDF-")
    assert "no-store" in response["Cache-Control"]
    assert desk().get(SLIPS, {"kertas": paper}).status_code == 404


@pytest.mark.parametrize("query", [{"nomor": "AS-2026-99999"}, {"kertas": "a5"}])
def test_slip_of_another_number_or_paper_does_not_exist(query: dict[str, str]):
    client = desk()
    client.post(ENTRY, fields())
    assert client.get(SLIPS, query).status_code == 404


def test_letter_that_lay_a_week_has_the_promise_of_its_day():
    arrived = timezone.localdate() - timedelta(days=7)
    desk().post(ENTRY, fields(channel="letter", received_on=arrived.isoformat()))
    assert timezone.localtime(Aspiration.objects.get().submitted_at).date() == arrived


@pytest.mark.parametrize("days", [-1, 61])
def test_day_of_arrival_lies_in_the_last_two_months(days: int):
    day = timezone.localdate() - timedelta(days=days)
    response = desk().post(ENTRY, fields(received_on=day.isoformat()))
    assert (response.status_code, [*response.context["form"].errors]) == (422, ["received_on"])


def test_error_keeps_what_was_typed():
    response = desk().post(ENTRY, fields(category=""))
    assert (response.status_code, TEXT in response.content.decode()) == (422, True)
    assert Aspiration.objects.count() == 0


def test_same_thing_reported_before_is_shown_first_and_written_when_the_clerk_insists():
    make_published(text=TEXT)
    client, data = desk(), fields()
    assert client.post(ENTRY, data).status_code == 200
    client.post(ENTRY, data | {"similar_seen": "1"})
    assert Aspiration.objects.count() == 2


def test_kader_writes_for_the_own_desa_only():
    client = desk(Role.VILLAGE_OPERATOR, SRI_MULYO)
    assert client.get(ENTRY).context["form"]["village"].value() == SRI_MULYO
    assert client.post(ENTRY, fields(village=UPANG)).status_code == 422
    client.post(ENTRY, fields())
    assert Aspiration.objects.get().village_id == SRI_MULYO


@pytest.mark.parametrize("address", [ENTRY, LIST])
@pytest.mark.parametrize(
    ("role", "scope", "status"),
    [(Role.AUDITOR, "16.07", 404), (Role.AGENCY_OFFICER, "dinas-pupr", 404), (Role.CAMAT, "16.07.14", 200)],
)
def test_only_who_may_enter_finds_the_page(role: str, scope: str, status: int, address: str):
    assert desk(role, scope).get(address).status_code == status


def test_report_about_the_own_office_is_handed_up_with_its_receipt_in_hand():
    client = desk()
    shown = client.post(ENTRY, fields(concerns="district"), follow=True)
    report = Aspiration.objects.get()
    assert [receipt.number for receipt in shown.context["receipts"]] == [report.number]
    assert client.get(f"/admin/aspirations/aspiration/{report.pk}/change/").status_code == 404


def test_paper_list_becomes_reports_with_their_receipts():
    client = desk()
    client.post(LIST, rows({"reporter_name": "Suparno"}, {"village": "Upang Marga"}))
    reports = Aspiration.objects.order_by("number")
    assert [(one.village.name, one.identity, one.consent) for one in reports] == [
        ("Sri Mulyo", "named", "written"),
        ("Upang Marga", "anonymous", "written"),
    ]
    assert len(client.get(ENTRY).context["receipts"]) == 2


def test_one_bad_row_stops_the_list_and_is_named():
    client = desk()
    response = client.post(LIST, rows({}, {"text": "Pendek"}, {"village": "Antah Berantah"}, {"text": ""}))
    assert (response.status_code, response.context["wrong_rows"]) == (422, [2, 3, 4])
    assert Aspiration.objects.count() == 0


def test_empty_rows_are_passed_over():
    desk().post(LIST, rows(EMPTY, {}, EMPTY))
    assert Aspiration.objects.count() == 1


def test_list_without_a_row_says_so():
    response = desk().post(LIST, rows(EMPTY))
    assert (response.status_code, Aspiration.objects.count()) == (422, 0)


def test_list_sent_twice_is_written_once():
    client, data = desk(), rows({}, {"text": TEXT + " Kedua."})
    client.post(LIST, data)
    client.post(LIST, data)
    assert Aspiration.objects.count() == 2


def test_more_rows_keep_what_was_typed():
    response = desk().post(LIST, rows({"text": "Belum selesai"}) | {"_more": "1"})
    page = response.content.decode()
    assert ("Belum selesai" in page, len(response.context["rows"])) == (True, 11)


def test_desa_is_found_by_another_name_in_use():
    RegionAlias.objects.create(region=Region.objects.get(pk=SRI_MULYO), name="Mulyo Dua")
    desk().post(LIST, rows({"village": "mulyo dua"}))
    assert Aspiration.objects.get().village_id == SRI_MULYO


def test_desa_of_another_kecamatan_is_not_known_here():
    response = desk(Role.CLERK, "16.07.13").post(LIST, rows({}))
    assert response.context["wrong_rows"] == [1]


def test_list_takes_the_same_queries_for_any_number_of_empty_rows(django_assert_num_queries: Any):
    client = desk()
    client.get(LIST)
    with django_assert_num_queries(8):
        client.get(LIST)
    with django_assert_num_queries(8):
        client.post(LIST, rows(*[EMPTY] * 40) | {"_more": "1"})


def test_paper_list_says_where_reports_about_officers_are_written():
    page = desk(Role.CLERK).get(LIST).content.decode()
    assert "Laporan tentang petugas atau kantor sendiri dicatat satu per satu:" in page
    assert f'<a href="{ENTRY}">catat satu laporan</a>' in page
