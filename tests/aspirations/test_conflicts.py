"""A report about those who would read it: they see no trace of it, whoever stands above them does."""

import contextlib
import io
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.core import mail
from django.test import Client
from django.urls import NoReverseMatch, reverse

from aspirations import services
from aspirations.admin.queues import QUEUES
from aspirations.models import Aspiration, Channel, SavedView
from aspirations.permissions import agency_choices_q, handlers_of, part_of
from aspirations.services import Actor, Refused
from aspirations.workflow import Status
from government.loading import activate
from government.models import Agency, Region, Role
from tests.world import (
    SRI_MULYO,
    UPANG,
    advance,
    agency,
    category,
    clerk_actor,
    make_report,
    make_user,
    publish,
    unit,
)

pytestmark = pytest.mark.django_db
MARK = "zebrakuning"
LIST = "/admin/aspirations/aspiration/"


@pytest.fixture
def reports() -> dict[str, Aspiration]:
    """One about each; two lie with an agency, one of them is about it."""
    steps = (Status.VERIFIED, Status.DISPATCHED)
    text = f"Papan jembatan di Jalur 8 sudah lapuk, kata {MARK}."
    return {
        "village": make_report(concerns="village", text=text),
        "staff": make_report(concerns="district_staff", text=text),
        "district": make_report(concerns="district", text=text),
        "agency": make_report(concerns="agency", concerned_agency=agency(), text=text),
        "some agency": make_report(concerns="agency", text=text),
        "given": advance(make_report(concerns="district", text=text), *steps),
        "ordinary": make_report(),
    }


ABOVE = {"staff", "district", "given"}
ALL = ABOVE | {"village", "agency", "some agency", "ordinary"}
SEES: list[tuple[str, str, set[str]]] = [
    (Role.VILLAGE_OPERATOR, SRI_MULYO, {"agency", "some agency", "ordinary"}),
    (Role.CLERK, SRI_MULYO, {"agency", "some agency", "ordinary"}),
    (Role.CLERK, UPANG, set()),
    (Role.CLERK, "16.07.14", ALL - ABOVE),
    (Role.CAMAT, "16.07.14", ALL - ABOVE),
    (Role.AUDITOR, "16.07.14", ALL - ABOVE),
    (Role.AUDITOR, "16.07", ALL),
    (Role.COORDINATOR, "16.07", ALL),
    (Role.AGENCY_OFFICER, "dinas-pupr", {"given"}),
    ("", "", ALL),
]
BELOW = [(role, scope) for role, scope, sees in SEES if not sees >= ABOVE]
# A clerk of one desa sees no other pages than the clerk of the kecamatan.
WALKERS = [(role, scope) for role, scope in BELOW if (role, scope[:9]) != (Role.CLERK, "16.07.14.")]


def desk(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize(("role", "scope", "expected"), SEES)
def test_who_sees_it(reports: dict[str, Aspiration], role: str, scope: str, expected: set[str]):
    user = make_user(role, scope)
    seen = set(Aspiration.objects.visible_to(user))
    assert {name for name, report in reports.items() if report in seen} == expected
    assert {name for name, report in reports.items() if part_of(user, report)} <= expected


def test_an_agency_of_the_kecamatan_is_below_too(reports: dict[str, Aspiration]):
    local = Agency.objects.create(slug="upt", name="UPT", level="regency", region_id="16.07.14")
    Aspiration.objects.filter(pk=reports["given"].pk).update(agency=local)
    officer = make_user(Role.AGENCY_OFFICER, "upt")
    reports["given"].refresh_from_db()
    assert not Aspiration.objects.visible_to(officer).exists()
    assert part_of(officer, reports["given"]) is None
    assert local not in Agency.objects.filter(agency_choices_q(reports["district"]))
    assert local in Agency.objects.filter(agency_choices_q(reports["ordinary"]))


def test_an_agency_does_not_see_what_is_about_it(reports: dict[str, Aspiration]):
    officer = make_user(Role.AGENCY_OFFICER, "dinas-pupr")
    for name in ("agency", "some agency"):
        Aspiration.objects.filter(pk=reports[name].pk).update(agency=agency(), status="dispatched")
        reports[name].refresh_from_db()
        assert part_of(officer, reports[name]) is None
    assert set(Aspiration.objects.visible_to(officer)) == {reports["given"]}


def test_it_is_not_dispatched_to_those_whom_it_is_about(reports: dict[str, Aspiration]):
    with pytest.raises(Refused, match="tentang instansi itu"):
        advance(reports["agency"], "verified", "dispatched")
    choices = Agency.objects.filter(agency_choices_q(reports["agency"]))
    assert (agency() in choices, agency("bpbd") in choices) == (False, True)
    assert not Agency.objects.filter(agency_choices_q(reports["some agency"])).exists()


def test_nobody_below_is_offered_it_or_holds_it(reports: dict[str, Aspiration]):
    clerk, above = make_user(), make_user(Role.COORDINATOR, "16.07")
    assert set(handlers_of(reports["district"])) == {above}
    assert set(handlers_of(reports["village"])) == {clerk, above}
    with pytest.raises(Refused):
        services.assign(reports["district"], clerk, actor=clerk_actor(above))


def test_no_gap_in_the_numbers_tells_of_it():
    first = make_report()
    about = make_report(concerns="district")
    second = make_report()
    assert int(second.number[-5:]) == int(first.number[-5:]) + 1
    assert about.number[:3] != first.number[:3]
    assert about.number.startswith(str(Region.objects.get(code="16.07").receipt_prefix))


def test_no_letters_of_the_kabupaten_come_with_the_first_such_report():
    before = Region.objects.get(code="16.07").receipt_prefix
    make_report(concerns="district")
    assert (before is not None, Region.objects.get(code="16.07").receipt_prefix) == (True, before)


def test_load_of_a_colleague_does_not_count_it(reports: dict[str, Aspiration]):
    above = make_user(Role.COORDINATOR, "16.07", first_name="Yusuf")
    services.assign(reports["district"], above, actor=clerk_actor(above))
    page = desk(make_user()).get(f"{LIST}{reports['ordinary'].pk}/change/?panel=assign").content.decode()
    assert "Yusuf (0)" in page


def test_public_figures_count_it_when_it_is_published(client: Client, reports: dict[str, Aspiration]):
    assert client.get("/").context["figures"]["received"] == 1


def test_it_joins_only_its_like(reports: dict[str, Aspiration]):
    with pytest.raises(Refused, match="tidak digabung"):
        services.merge(reports["ordinary"], reports["district"], actor=clerk_actor())
    assert services.merge(reports["district"], reports["given"], actor=clerk_actor()).status == "merged"


# Walks through everything that the back office answers.


def addresses(*args: Any) -> Iterator[str]:
    """Every address of the admin that takes these arguments; with a key, those of reports and meetings."""
    for pattern in admin.site.get_urls():
        for one in getattr(pattern, "url_patterns", [pattern]):
            name = one.name or "logout"
            if "logout" in name or (args and not name.startswith(("aspirations_", "meetings_"))):
                continue
            with contextlib.suppress(NoReverseMatch):
                yield reverse(f"admin:{name}", args=args)


def body(response: Any) -> str:
    """Everything it says, also inside of workbooks and other zips."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            content = b"".join(book.read(name) for name in book.namelist())
    return content.decode(errors="replace") + response.headers.get("Location", "")


@pytest.mark.parametrize(("role", "scope"), WALKERS)
def test_no_page_below_shows_a_trace(reports: dict[str, Aspiration], role: str, scope: str):
    user = make_user(role, scope)
    SavedView.objects.create(user=user, name="Kata", query=f"antrean=semua&q={MARK}")
    client = desk(user)
    hidden = reports["district"], reports["given"] if scope != "dinas-pupr" else reports["staff"]
    pages = {*addresses(), *(f"{LIST}?antrean={name}" for name in QUEUES)}
    pages |= {page for report in hidden for page in addresses(report.pk)}
    pages.add(f"{LIST}{reports['ordinary'].pk}/change/")
    for page in sorted(pages):
        said = body(client.get(page))
        assert [report.number for report in hidden if report.number in said] == [], page


@pytest.mark.parametrize(("role", "scope"), BELOW)
def test_queues_searches_and_counts_below_hold_none(reports: dict[str, Aspiration], role: str, scope: str):
    user = make_user(role, scope)
    client = desk(user)
    seen = set(Aspiration.objects.visible_to(user))
    words = [MARK, *(report.number for report in set(reports.values()) - seen)]
    searches = [{"antrean": "semua", "q": word} for word in words]
    for query in [*({"antrean": name} for name in QUEUES), *searches]:
        changelist = client.get(LIST, query).context["cl"]
        assert set(changelist.result_list) <= seen
        assert changelist.result_count <= len(seen)


@pytest.mark.parametrize(("role", "scope"), WALKERS)
def test_no_act_below_reaches_it(reports: dict[str, Aspiration], role: str, scope: str):
    client = desk(make_user(role, scope))
    for verb in ("verified", "note", "assign", "publish", "concern", "merged", "identity"):
        for name in ("staff", "district"):
            assert client.post(f"{LIST}{reports[name].pk}/act/{verb}/").status_code == 404
    data = {"action": "many_verified", "_selected_action": [reports["district"].pk]}
    assert reports["district"].number not in body(client.post(f"{LIST}?antrean=semua", data))


def test_search_above_finds_it(reports: dict[str, Aspiration]):
    client = desk(make_user(Role.COORDINATOR, "16.07"))
    found = set(client.get(LIST, {"antrean": "semua", "q": MARK}).context["cl"].result_list)
    assert found == {report for name, report in reports.items() if name != "ordinary"}


# Who reads it is set right.


def reclassify(report: Aspiration, concerns: str, role: str = Role.COORDINATOR) -> Aspiration:
    scope = "16.07" if role == Role.COORDINATOR else "16.07.14"
    actor = Actor.staff(make_user(role, scope), report)
    return services.reclassify(report, concerns, reason="Sudah diperiksa.", actor=actor)


def test_lead_above_lets_those_below_read_it_and_the_reporter_is_told():
    report = make_report(concerns="district", reporter_email="warga@example.id")
    report = reclassify(report, "")
    assert report in Aspiration.objects.visible_to(make_user())
    event = report.events.for_reporter().get(kind="concerns")
    assert event.text == (
        "Tentang petugas atau kantor sendiri: Ya, camat atau kantor kecamatan → Tidak. Sudah diperiksa."
    )
    assert event not in report.events.for_public()
    assert len(mail.outbox) == 0


def test_clerk_hands_a_report_up_and_loses_it():
    clerk, report = make_user(), make_report()
    services.assign(report, clerk, actor=clerk_actor(clerk))
    publish(report)
    client = desk(clerk)
    data = {"concern-concerns": "district", "concern-reason": "Menyebut Pak Camat."}
    response = client.post(f"{LIST}{report.pk}/act/concern/", data, follow=True)
    assert response.redirect_chain == [(LIST, 302)]
    report.refresh_from_db()
    assert (report.concerns, report.assigned_to, report.publication) == ("district", None, "hidden")
    assert client.get(f"{LIST}{report.pk}/change/").status_code == 404


def test_unit_below_no_longer_holds_it_and_the_reason_for_hiding_is_kept():
    report = publish(make_report())
    Aspiration.objects.filter(pk=report.pk).update(unit=unit())
    report.refresh_from_db()
    report = reclassify(report, "district_staff", Role.CAMAT)
    assert report.unit is None
    assert report.events.get(kind="hidden").text == "Sudah diperiksa."


@pytest.mark.parametrize(
    ("role", "offered"),
    [
        (Role.CLERK, {"village", "district_staff", "district"}),
        (Role.CAMAT, {"", "village", "district_staff", "district", "agency"}),
    ],
)
def test_only_a_lead_lets_those_below_read(role: str, offered: set[str]):
    report = make_report(concerns="village")
    page = desk(make_user(role)).get(f"{LIST}{report.pk}/change/?panel=concern")
    panel = next(one for one in page.context["panels"]["other"] if one.verb == "concern")
    assert {value for value, __ in panel.form.fields["concerns"].choices} == offered


def test_clerk_cannot_let_those_below_read_by_hand():
    report = make_report(concerns="village")
    data = {"concern-concerns": "", "concern-reason": "x"}
    assert desk(make_user()).post(f"{LIST}{report.pk}/act/concern/", data).status_code == 422
    report.refresh_from_db()
    assert report.concerns == "village"


@pytest.mark.parametrize(("concerns", "reason"), [("district", "x"), ("", " ")])
def test_nothing_changes_without_a_change_and_a_reason(concerns: str, reason: str):
    report = make_report(concerns="district")
    with pytest.raises(Refused):
        services.reclassify(report, concerns, reason=reason, actor=clerk_actor())


def test_reports_that_were_merged_into_it_follow():
    target = make_report()
    child = services.merge(make_report(), target, actor=clerk_actor())
    reclassify(target, "district", Role.CAMAT)
    assert child not in Aspiration.objects.visible_to(make_user())
    with pytest.raises(Refused):
        services.reclassify(child, "", reason="x", actor=clerk_actor())


# The villagers' form.


def send(client: Client, **changes: Any) -> Aspiration:
    typed = {
        "kind": "complaint",
        "text": "Papan jembatan di Jalur 8 sudah lapuk.",
        "category": category().pk,
        "village": SRI_MULYO,
        "identity": "anonymous",
        "consent": "on",
    }
    response = client.post("/lapor/", typed | changes)
    assert response.status_code == 302, response.context["form"].errors
    return Aspiration.objects.latest("pk")


def test_reporter_says_whom_it_is_about(client: Client):
    assert send(client).concerns == ""
    assert send(client, concerns="village").concerns == "village"
    about = send(client, concerns="agency", concerned_agency=agency().pk)
    assert (about.concerns, about.concerned_agency) == ("agency", agency())


def test_agency_without_the_choice_is_left_out(client: Client):
    assert send(client, concerned_agency=agency().pk).concerned_agency is None


def test_form_says_where_nobody_of_the_kabupaten_reads(client: Client):
    waits = "menunggu dibaca pengelola portal"
    assert waits in client.get("/lapor/").content.decode()
    make_user(Role.COORDINATOR, "16.07")
    assert waits not in client.post("/lapor/", {}).content.decode()


def test_who_enters_a_report_about_the_own_desa_loses_it():
    activate("16.07.14")
    client = desk(make_user(Role.VILLAGE_OPERATOR, SRI_MULYO))
    assert "tidak lagi Anda lihat" in client.get("/lapor/").content.decode()
    report = send(client, concerns="village", channel=Channel.KADER)
    assert report.number in client.get("/lapor/tanda-terima/").content.decode()
    assert client.get(f"{LIST}{report.pk}/change/").status_code == 404


def test_superuser_is_warned_where_nobody_of_the_kabupaten_reads(reports: dict[str, Aspiration]):
    warning = "Belum ada koordinator kabupaten"
    assert warning in desk(make_user("", "")).get("/admin/").content.decode()
    assert warning not in desk(make_user()).get("/admin/").content.decode()
    make_user(Role.COORDINATOR, "16.07")
    assert warning not in desk(make_user("", "")).get("/admin/").content.decode()
