"""The worklist of promises and the page of each: who sees what, and every verb of it."""

import csv
import io
import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from python_calamine import CalamineWorkbook

from government.models import Agency
from meetings.models import DecisionAspiration, FollowUp, OwnerLink
from meetings.services import evidence, links
from meetings.services.pictures import render_picture
from meetings.services.progress import change_follow_up
from notifications.models import Message
from tests.meetings.makers import make_decision, make_follow_up, make_meeting
from tests.meetings.promises import clerk, entries, make_promise, owner
from tests.world import agency, make_report, make_user, picture, unit

pytestmark = pytest.mark.django_db
LIST = "/admin/meetings/followup/"
DAY = timedelta(days=1)


@pytest.fixture
def promise() -> FollowUp:
    return make_promise()


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(make_user())
    return client


@pytest.fixture
def officer() -> Client:
    client = Client()
    client.force_login(make_user("agency_officer", "dinas-pupr"))
    return client


def address(promise: FollowUp) -> str:
    return f"{LIST}{promise.pk}/change/"


def hidden(page: Any) -> dict[str, str]:
    text = page.content.decode()
    found = {name: re.search(rf'name="{name}" value="([^"]+)"', text) for name in ("seen", "form")}
    return {name: match[1] for name, match in found.items() if match}


def act(client: Client, promise: FollowUp, name: str, carried: Any = None, **data: Any) -> Any:
    carried = carried if carried is not None else hidden(client.get(address(promise)))
    fields = {key if key in {"row", "answer"} else f"{name}-{key}": value for key, value in data.items()}
    response = client.post(address(promise), carried | {"act": name} | fields)
    promise.refresh_from_db()
    return response


def texts(client: Client, query: str = "") -> list[str]:
    """What the list shows, in its order."""
    page = client.get(f"{LIST}?{query}")
    return [one.text for one in page.context["cl"].result_list]


# The worklist


@pytest.fixture
def many() -> None:
    today = timezone.localdate()
    make_promise(number=1, text="Lewat", target_on=today - DAY)
    make_promise(number=2, text="Dekat", target_on=today + 14 * DAY, village_id="16.07.14.2002")
    make_promise("reported", number=3, text="Dilaporkan", target_on=today + 40 * DAY, agency=agency("bpbd"))
    make_promise("kept", number=4, text="Ditepati", target_on=today - 9 * DAY, unit=unit())
    asked = make_promise(number=5, text="Diminta", target_on=today + 30 * DAY)
    evidence.ask_date(asked, today + 60 * DAY, "Air pasang", by=owner())


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize(
    ("query", "wanted"),
    [("", ["Ditepati", "Lewat", "Dekat", "Diminta", "Dilaporkan"]), ("batas=lewat", ["Lewat"]),
     ("batas=dekat", ["Dekat"]), ("batas=periksa", ["Dilaporkan"]), ("batas=permintaan", ["Diminta"]),
     ("keadaan=kept", ["Ditepati"]), ("desa=16.07.14.2002", ["Dekat"]), ("q=dilaporkan", ["Dilaporkan"]),
     ("kecamatan=16.07.14&batas=lewat", ["Lewat"]), ("desa=tanpa&keadaan=reported", ["Dilaporkan"])],
)  # fmt: skip
def test_list_is_filtered_searched_and_sorted_by_target(desk: Client, query: str, wanted: list[str]):
    assert texts(desk, query) == wanted


@pytest.mark.usefixtures("many")
def test_list_is_filtered_by_owner_and_meeting(desk: Client):
    assert texts(desk, f"instansi={agency('bpbd').pk}") == ["Dilaporkan"]
    assert texts(desk, f"unit={unit().pk}") == ["Ditepati"]
    one = FollowUp.objects.get(text="Dekat")
    assert texts(desk, f"pertemuan={one.decision.meeting_id}") == ["Dekat"]


@pytest.mark.usefixtures("many")
def test_figures_count_what_their_links_list(desk: Client):
    figures = desk.get(LIST).context["figures"]
    assert [(name, count) for name, __, count, __ in figures] == [
        ("lewat", 1), ("dekat", 1), ("periksa", 1), ("permintaan", 1),
    ]  # fmt: skip


@pytest.mark.parametrize("change", [-1, 1])
def test_overdue_is_judged_by_the_host_s_date(desk: Client, promise: FollowUp, change: int):
    district = promise.decision.meeting.host_district
    zone = "Etc/GMT-14" if change > 0 else "Etc/GMT+12"
    type(district).objects.filter(pk=district.pk).update(time_zone=zone)
    there = timezone.localdate(timezone=FollowUp.objects.get().decision.meeting.zone)
    FollowUp.objects.update(target_on=there)
    assert texts(desk, "batas=lewat") == []
    FollowUp.objects.update(target_on=there - DAY)
    assert texts(desk, "batas=lewat") == [promise.text]
    assert FollowUp.objects.get().is_overdue is True


def test_table_leaves_as_it_is_filtered_and_starts_no_formula(desk: Client):
    make_promise(number=1, text="=HYPERLINK(1)")
    make_promise("kept", number=2, text="Selesai")
    body = b"".join(desk.get(f"{LIST}janji-rakor.csv?keadaan=promised")).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(body)))
    assert [(row["Tindak lanjut"], row["Keadaan"]) for row in rows] == [("'=HYPERLINK(1)", "Dijanjikan")]
    book = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(desk.get(f"{LIST}janji-rakor.xlsx"))))
    assert [line[3] for line in book.get_sheet_by_index(0).to_python()] == [
        "Tindak lanjut", "'=HYPERLINK(1)", "Selesai",
    ]  # fmt: skip


def test_agency_and_other_kecamatan_see_theirs(officer: Client, promise: FollowUp):
    make_follow_up(promise.decision, agency=agency("bpbd"), text="Milik BPBD")
    assert texts(officer) == [promise.text]
    stranger = Client()
    stranger.force_login(make_user("clerk", "16.07.13"))
    assert texts(stranger) == []
    for path in (address(promise), f"{LIST}999999/change/"):
        assert stranger.get(path).status_code == 404
    body = b"".join(stranger.get(f"{LIST}janji-rakor.csv")).decode()
    assert promise.text not in body


def test_page_costs_the_same_with_much_on_it(desk: Client, promise: FollowUp):
    counts = []
    for number in (1, 10):
        for one in range(number):
            evidence.add_milestone(promise, f"Tahap {one}", None, by=clerk())
            evidence.add_letter(promise, f"{number}/{one}", timezone.localdate(), "", by=clerk())
            DecisionAspiration.objects.create(decision=promise.decision, aspiration=make_report())
        desk.get(address(promise))
        with CaptureQueriesContext(connection) as queries:
            desk.get(address(promise))
        counts.append(len(queries))
    assert counts[0] == counts[1]


# Reminders


def test_owners_are_reminded_once_a_day_each_of_all_that_was_chosen(desk: Client):
    Agency.objects.filter(slug="dinas-pupr").update(email="pupr@contoh.go.id")
    rows = [make_promise(number=number, text=f"Janji {number}") for number in (1, 2)]
    rows.append(make_promise("kept", number=3))
    rows.append(make_promise(number=4, agency=agency("bpbd")))
    data = {"action": "remind", "_selected_action": [one.pk for one in rows]}
    for _press in range(2):
        desk.post(LIST, data)
    body = Message.objects.filter(subject__contains="perlu perhatian").get().body
    assert ["Janji 1" in body, "Janji 2" in body] == [True, True]
    assert rows[0].events.filter(kind="escalated").count() == 1


def test_officer_reminds_nobody(officer: Client, promise: FollowUp):
    officer.post(LIST, {"action": "remind", "_selected_action": [promise.pk]})
    assert (promise.events.count(), Message.objects.count()) == (0, 0)


# One promise


def test_reported_promise_is_kept_with_words_that_the_desk_put_right(desk: Client, promise: FollowUp):
    change_follow_up(promise, "reported", by=owner(), text="beres bos")
    page = desk.get(address(promise)).content.decode()
    assert "beres bos</textarea>" in page
    act(desk, promise, "kept", text="Jembatan dapat dilewati.")
    assert promise.status == "kept"
    assert entries(promise)[-1] == ("status", "Jembatan dapat dilewati.", "public")


def test_report_that_is_not_enough_goes_back_with_a_reason(desk: Client, promise: FollowUp):
    change_follow_up(promise, "reported", by=owner(), text="beres")
    assert act(desk, promise, "back", text="").status_code == 422
    act(desk, promise, "back", text="Fotonya belum ada.")
    assert (promise.status, entries(promise)[-1]) == ("working", ("status", "Fotonya belum ada.", "owner"))


def test_dropped_and_opened_again(desk: Client, promise: FollowUp):
    act(desk, promise, "dropped", text="Lahan sengketa")
    assert (promise.status, promise.drop_reason) == ("dropped", "Lahan sengketa")
    act(desk, promise, "reopen", text="Sengketa selesai")
    assert promise.status == "working"


def test_steps_that_the_table_lacks_are_not_offered_nor_done(desk: Client, promise: FollowUp):
    change_follow_up(promise, "kept", actor=make_user())
    page = desk.get(address(promise))
    assert [name for name, *__ in page.context["steps"]] == ["reopen", "note"]
    assert act(desk, promise, "dropped", text="x").status_code == 422
    assert promise.status == "kept"


def test_steps_of_the_way(desk: Client, promise: FollowUp):
    act(desk, promise, "milestone", text="Survei", due_on="20 Juli 2026")
    act(desk, promise, "milestone", text="Pengerjaan")
    first, second = promise.milestones.all()
    act(desk, promise, "down", row=first.pk)
    act(desk, promise, "tick", row=second.pk)
    assert [(one.text, bool(one.done_on)) for one in promise.milestones.all()] == [
        ("Pengerjaan", True), ("Survei", False),
    ]  # fmt: skip
    act(desk, promise, "drop_milestone", row=first.pk)
    assert promise.milestones.count() == 1


def test_evidence_is_public_by_choice(desk: Client, promise: FollowUp):
    act(desk, promise, "letter", number="600/1", dated_on="20-07-2026")
    act(desk, promise, "photos", after=picture())
    letter, photo = promise.letters.get(), promise.pictures.get()
    render_picture(photo.pk)
    assert (letter.is_public, photo.is_public) == (False, False)
    act(desk, promise, "show_letter", row=letter.pk)
    act(desk, promise, "show_picture", row=photo.pk)
    letter.refresh_from_db()
    photo.refresh_from_db()
    assert (letter.is_public, photo.is_public, photo.stage) == (True, True, "after")


def test_wish_is_granted_or_refused_with_a_reason(desk: Client, promise: FollowUp):
    day = promise.target_on + 9 * DAY
    ask = evidence.ask_date(promise, day, "Air pasang", by=owner())
    act(desk, promise, "refuse", row=ask.pk)
    assert promise.asks.filter(answered_at=None).exists()
    act(desk, promise, "grant", row=ask.pk)
    assert promise.target_on == day


def test_link_is_shown_renewed_and_revoked_by_the_desk_alone(
    desk: Client, officer: Client, promise: FollowUp
):
    act(desk, promise, "renew", row=0)
    link = OwnerLink.objects.get()
    assert f"#{link.number}.{links.secret_of(link)}" in desk.get(address(promise)).content.decode()
    assert links.secret_of(link) not in officer.get(address(promise)).content.decode()
    assert act(officer, promise, "revoke", row=0).status_code == 404
    act(desk, promise, "revoke", row=0)
    link.refresh_from_db()
    assert link.is_alive is False


def test_old_page_changes_nothing_and_keeps_what_was_typed(desk: Client, promise: FollowUp):
    carried = hidden(desk.get(address(promise)))
    evidence.add_note(promise, "Dari rekan", "desk", by=clerk())
    response = act(desk, promise, "dropped", carried, text="Lahan sengketa")
    assert (response.status_code, promise.status) == (422, "promised")
    assert "Lahan sengketa</textarea>" in response.content.decode()


def test_double_press_is_one_note(desk: Client, promise: FollowUp):
    carried = hidden(desk.get(address(promise)))
    for _press in range(2):
        assert act(desk, promise, "note", carried, text="Telepon PUPR", reader="desk").status_code == 302
    assert entries(promise) == [("note", "Telepon PUPR", "desk")]


def test_row_of_another_promise_does_not_exist(desk: Client, promise: FollowUp):
    other = make_follow_up(make_decision(make_meeting(2)))
    step = evidence.add_milestone(other, "Survei", None, by=clerk())
    assert act(desk, promise, "tick", row=step.pk).status_code == 404
    step.refresh_from_db()
    assert step.done_on is None


# Who has an account of the agency


def test_officer_reports_asks_and_shows_evidence(officer: Client, promise: FollowUp):
    evidence.add_note(promise, "Kontraktornya lambat", "desk", by=clerk())
    page = officer.get(address(promise))
    assert [name for name, *__ in page.context["steps"]] == [
        "start", "progress", "reported", "date", "not_ours",
    ]  # fmt: skip
    assert "Kontraktornya lambat" not in page.content.decode()
    act(officer, promise, "progress", progress="30", text="Mulai")
    act(officer, promise, "photos", before=picture())
    act(officer, promise, "date", target_on="20 Juli 2030", text="Air pasang")
    act(officer, promise, "reported", text="Selesai")
    assert (promise.status, promise.asks.count()) == ("reported", 1)
    assert promise.pictures.get().signed_by.startswith("Dinas Pekerjaan Umum")


@pytest.mark.parametrize("name", ["kept", "dropped", "target", "note", "milestone", "back"])
def test_officer_judges_nothing(officer: Client, promise: FollowUp, name: str):
    data = {"text": "x", "reader": "public", "target_on": "20 Juli 2030"}
    act(officer, promise, name, **data)
    assert (promise.status, promise.events.count(), promise.milestones.count()) == ("promised", 0, 0)


@pytest.mark.parametrize("role", ["auditor", "village_operator"])
def test_who_only_reads_is_offered_nothing(role: str, promise: FollowUp):
    client = Client()
    client.force_login(make_user(role))
    page = client.get(address(promise))
    assert (page.context["steps"], page.context["evidence"]) == ([], [])
    assert act(client, promise, "start", text="").status_code == 404
    assert promise.status == "promised"
