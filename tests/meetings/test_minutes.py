"""Notulen and berita acara: written from what was entered, read, signed, locked, amended, verified."""

import hashlib
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from aspirations.media.files import delete_files
from aspirations.services import Actor, Conflict, NotAllowed, Refused
from government.models import Role
from meetings.documents.minutes import paper
from meetings.models import AgendaItem, Attendance, ItemNote, Meeting, Minutes, MinutesPaper
from meetings.services import minutes as services
from meetings.services import propose_agenda
from meetings.services.pictures import add_pictures, names_of, render_picture
from meetings.wording import day_in_words, in_words
from meetings.workflow import MINUTES, MinutesStatus, can
from tests.meetings.makers import HOUR, make_decision, make_follow_up, make_invitation, make_meeting
from tests.world import make_report, make_user, picture

pytestmark = pytest.mark.django_db
CAMAT = "Camat Air Salek"


@pytest.fixture
def clerk() -> Any:
    return make_user()


@pytest.fixture
def camat() -> Any:
    return make_user(Role.CAMAT, "16.07.14", first_name="Meri")


@pytest.fixture
def stop() -> Meeting:
    return make_meeting(10, -5 * HOUR, status="held")


def note(stop: Meeting, item: AgendaItem | None, text: str, speaker: str = "") -> ItemNote:
    count = stop.notes.count() + 1
    return ItemNote.objects.create(meeting=stop, item=item, position=count, text=text, speaker_title=speaker)


def item(stop: Meeting, title: str, position: int = 1, parent: AgendaItem | None = None) -> AgendaItem:
    return AgendaItem.objects.create(meeting=stop, title=title, position=position, parent=parent)


def texts(minutes: Minutes) -> dict[str, str]:
    return {one["title"]: one["text"] for one in minutes.sections}


def begin(stop: Meeting, user: Any, kind: str = "notulen") -> Minutes:
    return services.begin(stop, kind, actor=user)


def signed(stop: Meeting, clerk: Any, camat: Any, kind: str = "notulen") -> Minutes:
    minutes = services.submit(begin(stop, clerk, kind), actor=clerk)
    return sign(minutes, camat)


def sign(minutes: Minutes, user: Any, **more: Any) -> Minutes:
    given = {"signer": CAMAT, "edition": minutes.edition, "actor": user, "paper": paper} | more
    return services.sign(minutes, **given)


def test_sections_follow_the_agenda_with_what_each_speaker_said(stop: Meeting, clerk: Any):
    top = item(stop, "Sambutan")
    below = item(stop, "Jembatan", parent=top)
    note(stop, top, "Selamat datang.", "Bupati")
    note(stop, below, "Jembatan rusak.", "Kades")
    note(stop, below, "Akan diperbaiki.")
    said = texts(begin(stop, clerk))
    assert said["1. Sambutan"] == "Bupati: Selamat datang."
    assert said["1.1. Jembatan"] == "Kades: Jembatan rusak.\nAkan diperbaiki."


def test_berita_acara_tells_the_day_in_words(stop: Meeting, clerk: Any):
    said = texts(begin(stop, clerk, "berita_acara"))
    assert said["Pembukaan"].startswith("Pada hari ini, ")
    assert "tahun dua ribu dua puluh" in said["Pembukaan"]


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "nol"), (11, "sebelas"), (19, "sembilan belas"), (20, "dua puluh"), (101, "seratus satu"),
        (1945, "seribu sembilan ratus empat puluh lima"), (2023, "dua ribu dua puluh tiga"),
    ],
)  # fmt: skip
def test_numbers_in_words(number: int, words: str):
    assert in_words(number) == words


@given(st.sets(st.integers(0, 9999), min_size=2, max_size=2))
def test_no_two_numbers_are_said_the_same(numbers: set[int]):
    assert len({in_words(one) for one in numbers}) == 2


@pytest.mark.parametrize("number", [-1, 10_000])
def test_numbers_beyond_are_refused(number: int):
    with pytest.raises(ValueError, match="not between"):
        in_words(number)


def test_day_in_words():
    said = "Kamis tanggal dua puluh bulan Juli tahun dua ribu dua puluh tiga"
    assert day_in_words(date(2023, 7, 20)) == said


def test_content_has_attendance_decisions_and_what_follows(stop: Meeting, clerk: Any):
    present, absent = make_invitation(stop), make_invitation(stop)
    Attendance.objects.create(
        meeting=stop, invitation=present, presence="represented", name="Budi", title="Babinsa"
    )
    Attendance.objects.create(meeting=stop, name="Warga")
    make_follow_up(make_decision(stop, text="Jembatan diperbaiki"), amount=1500000, funding="regency")
    make_decision(stop, text="Konsep saja", status="draft", adopted_at=None)
    content = services.compose(begin(stop, clerk), clerk)
    rows = [(row["title"], row["words"], row["deputy_name"]) for row in content["attendance"]["rows"]]
    assert sorted(rows) == sorted([(present.title, "Diwakili", "Budi"), (absent.title, "Tidak hadir", "")])
    assert (content["attendance"]["invited"], content["attendance"]["guests"]) == (2, 1)
    assert [one["text"] for one in content["decisions"]] == ["Jembatan diperbaiki"]
    assert content["decisions"][0]["follow_ups"][0]["funding"] == "APBD kabupaten, Rp1.500.000"


def test_what_people_wrote_is_kept_when_notes_are_taken_in(stop: Meeting, clerk: Any):
    first, second = item(stop, "Jembatan"), item(stop, "Air", 2)
    minutes = begin(stop, clerk)
    services.edit(minutes, {f"item-{first.pk}": "Tulisan tangan"}, [], edition=0, actor=clerk)
    note(stop, first, "Catatan baru")
    note(stop, second, "Sumur payau")
    assert services.refresh(minutes, actor=clerk) == 1
    minutes.refresh_from_db()
    assert texts(minutes)["1. Jembatan"] == "Tulisan tangan"
    assert texts(minutes)["2. Air"] == "Sumur payau"


def test_two_who_write_at_once_lose_nothing(stop: Meeting, clerk: Any):
    minutes = begin(stop, clerk)
    services.edit(minutes, {"opening": "Satu"}, [], edition=0, actor=clerk)
    with pytest.raises(Conflict, match="Orang lain"):
        services.edit(minutes, {"opening": "Dua"}, [], edition=0, actor=clerk)


@pytest.mark.parametrize("before", MinutesStatus)
@pytest.mark.parametrize("after", MinutesStatus)
def test_every_pair_of_states(stop: Meeting, clerk: Any, camat: Any, before: str, after: str):
    minutes = begin(stop, clerk)
    if before != "draft":
        minutes = services.submit(minutes, actor=clerk)
    if before == "signed":
        minutes = sign(minutes, camat)
    steps = {
        "draft": lambda: services.take_back(minutes, actor=clerk),
        "review": lambda: services.submit(minutes, actor=clerk),
        "signed": lambda: sign(minutes, camat),
    }
    if can(MINUTES, before, after):
        assert steps[after]().status == after
    else:
        with pytest.raises(Conflict):
            steps[after]()


def test_only_who_leads_signs_or_sends_back(stop: Meeting, clerk: Any, camat: Any):
    minutes = services.submit(begin(stop, clerk), actor=clerk)
    with pytest.raises(NotAllowed):
        sign(minutes, clerk)
    with pytest.raises(NotAllowed):
        services.send_back(minutes, "Lengkapi", actor=clerk)
    minutes = services.send_back(minutes, "Lengkapi kehadiran", actor=camat)
    assert (minutes.status, minutes.remark) == ("draft", "Lengkapi kehadiran")


def test_signing_asks_for_a_name_and_for_what_was_read(stop: Meeting, clerk: Any, camat: Any):
    minutes = services.submit(begin(stop, clerk), actor=clerk)
    with pytest.raises(Refused, match="nama dan jabatan"):
        sign(minutes, camat, signer=" ")
    with pytest.raises(Conflict, match="berubah"):
        sign(minutes, camat, edition=9)
    assert not MinutesPaper.objects.exists()


def test_signed_minutes_are_whole_hashed_and_locked(stop: Meeting, clerk: Any, camat: Any):
    minutes = signed(stop, clerk, camat)
    assert minutes.content_hash == services.fingerprint(minutes.content)
    for kept in minutes.papers.all():
        assert bytes(kept.file).startswith(b"%PDF")
        assert kept.file_hash == hashlib.sha256(bytes(kept.file)).hexdigest()
    rows: list[Any] = [minutes, minutes.papers.first()]
    for row in rows:
        with pytest.raises(IntegrityError, match="locked"), transaction.atomic():
            row.save()
        with pytest.raises(IntegrityError, match="locked"), transaction.atomic():
            type(row).objects.filter(pk=row.pk)._raw_delete("default")


def test_what_is_decided_later_does_not_change_what_was_signed(stop: Meeting, clerk: Any, camat: Any):
    minutes = signed(stop, clerk, camat)
    make_decision(stop, text="Kemudian")
    assert Minutes.objects.get(pk=minutes.pk).content["decisions"] == []


def test_amendment_stands_beside_the_signed_version(stop: Meeting, clerk: Any, camat: Any):
    minutes = signed(stop, clerk, camat)
    with pytest.raises(Refused, match="alasan"):
        services.amend(minutes, " ", actor=clerk)
    second = services.amend(minutes, "Nama salah tulis", actor=clerk)
    assert (second.version, second.status, texts(second)) == (2, "draft", texts(minutes))
    with pytest.raises(Refused, match="versi terakhir"):
        services.amend(minutes, "Lagi", actor=clerk)
    assert Minutes.objects.signed().count() == 1


@pytest.mark.parametrize("status", ["draft", "announced", "cancelled"])
def test_nothing_is_written_of_what_has_not_begun(clerk: Any, status: str):
    stop = make_meeting(10, status=status, cancel_reason="Banjir")
    with pytest.raises(Refused, match="dibuka"):
        begin(stop, clerk)


def test_reports_about_the_office_stand_in_no_minutes_of_its_own(clerk: Any):
    stop = make_meeting(10, visibility="internal")
    above = make_user(Role.COORDINATOR, "16.07")
    for report in (make_report(), make_report(concerns="district")):
        propose_agenda(stop, [report], actor=Actor.staff(above, report))
    Meeting.objects.filter(pk=stop.pk).update(status="running")
    titles = [one["key"].split("-")[0] for one in begin(stop, above).sections]
    assert titles == ["opening", "item", "closing"]


def test_minutes_of_an_internal_stop_are_for_who_reads_confidential_reports(clerk: Any):
    stop = make_meeting(10, -5 * HOUR, status="held", visibility="internal")
    with pytest.raises(NotAllowed):
        begin(stop, make_user(Role.SECTION_HEAD, "16.07.14"))
    assert begin(stop, clerk).status == "draft"


@pytest.mark.parametrize(("role", "scope"), [(Role.CLERK, "16.07.13"), (Role.AUDITOR, "16.07.14")])
def test_who_may_not_convene_writes_and_reads_nothing(stop: Meeting, clerk: Any, role: str, scope: str):
    user = make_user(role, scope)
    with pytest.raises(NotAllowed):
        begin(stop, user)
    client = Client()
    client.force_login(user)
    row = begin(stop, clerk)
    base = f"/admin/meetings/meeting/{stop.pk}/minutes/"
    for address in (base, f"{base}{row.pk}/", f"{base}{row.pk}/notulen.pdf"):
        assert client.get(address).status_code == 404


def test_public_paper_tells_no_deputy_s_name_and_no_closed_decision(stop: Meeting, clerk: Any, camat: Any):
    Attendance.objects.create(
        meeting=stop, invitation=make_invitation(stop), presence="represented", name="Budi", title="Babinsa"
    )
    make_decision(stop, text="Tertutup", is_public=False)
    make_decision(stop, text="Terbuka")
    public = services.public_part(services.compose(begin(stop, clerk), clerk))
    row = public["attendance"]["rows"][0]
    assert (row["deputy_name"], row["deputy_title"]) == ("", "Babinsa")
    assert [one["text"] for one in public["decisions"]] == ["Terbuka"]


def test_page_of_a_paper_says_who_signed_and_compares_files(
    client: Client, stop: Meeting, clerk: Any, camat: Any
):
    minutes = signed(stop, clerk, camat)
    address = f"/notulen/{minutes.uid}/"
    page = client.get(address).content.decode()
    assert (CAMAT in page, minutes.content_hash in page) == (True, True)
    file = client.get(f"{address}notulen.pdf").content
    for content, told in ((file, "Sama persis"), (file + b" ", "bukan berkas yang disahkan")):
        sent = SimpleUploadedFile("notulen.pdf", content)
        assert told in client.post(address, {"file": sent}).content.decode()


def test_of_an_internal_stop_the_page_tells_only_that_the_paper_is_genuine(
    client: Client, clerk: Any, camat: Any
):
    stop = make_meeting(10, -5 * HOUR, status="held", visibility="internal", theme="Rahasia")
    minutes = signed(stop, clerk, camat)
    page = client.get(f"/notulen/{minutes.uid}/").content.decode()
    assert (minutes.content_hash in page, CAMAT in page, "Ke-10" in page) == (True, False, False)
    assert client.get(f"/notulen/{minutes.uid}/notulen.pdf").status_code == 404


def test_unsigned_minutes_have_no_public_page(client: Client, stop: Meeting, clerk: Any):
    minutes = begin(stop, clerk)
    assert client.get(f"/notulen/{minutes.uid}/").status_code == 404
    assert client.get(f"/notulen/{minutes.uid}/notulen.pdf").status_code == 404


def test_older_version_leads_to_the_newer(client: Client, stop: Meeting, clerk: Any, camat: Any):
    first = signed(stop, clerk, camat)
    second = sign(services.submit(services.amend(first, "Salah tulis", actor=clerk), actor=clerk), camat)
    assert f"/notulen/{second.uid}/" in client.get(f"/notulen/{first.uid}/").content.decode()


def test_desk_from_notes_to_signature(stop: Meeting, clerk: Any, camat: Any):
    desk, head = Client(), Client()
    desk.force_login(clerk)
    head.force_login(camat)
    base = f"/admin/meetings/meeting/{stop.pk}/minutes/"
    desk.post(base, {"kind": "notulen"})
    row = Minutes.objects.get()
    page = f"{base}{row.pk}/"
    form = {"verb": "save", "edition": "0", "section-opening": "Dibuka Camat.", "signers-TOTAL_FORMS": "1"}
    form |= {"signers-INITIAL_FORMS": "0", "signers-0-title": "Camat", "signers-0-name": "Meri Hasan"}
    assert desk.post(page, form | {"signers-0-nip": "12"}).status_code == 422
    assert desk.post(page, form).status_code == 302
    late = desk.post(page, form | {"section-opening": "Lain"})
    assert (late.status_code, "Lain</textarea>" in late.content.decode()) == (409, True)
    more = {"verb": "submit", "edition": "1", "section-opening": "Dibuka Bupati."}
    assert desk.post(page, form | more).status_code == 302
    assert head.post(page, {"verb": "sign", "signer": CAMAT, "edition": "2"}).status_code == 422
    head.post(page, {"verb": "sign", "signer": CAMAT, "edition": "2", "sure": "on"})
    row.refresh_from_db()
    assert (row.status, row.signer, texts(row)["Pembukaan"]) == ("signed", CAMAT, "Dibuka Bupati.")
    assert [event.text for event in stop.events.all()] == [
        "Notulen v1 disusun",
        "Notulen v1 diajukan untuk disahkan",
        f"Notulen v1 disahkan oleh: {CAMAT}",
    ]
    assert desk.get(f"{page}notulen.pdf").content.startswith(b"%PDF")


def test_nothing_typed_is_lost_by_taking_in_the_notes(stop: Meeting, clerk: Any):
    desk = Client()
    desk.force_login(clerk)
    row = begin(stop, clerk)
    item(stop, "Jembatan")
    form = {"verb": "refresh", "edition": "0", "section-opening": "Dibuka Camat."}
    form |= {"signers-TOTAL_FORMS": "0", "signers-INITIAL_FORMS": "0"}
    desk.post(f"/admin/meetings/meeting/{stop.pk}/minutes/{row.pk}/", form)
    row.refresh_from_db()
    assert (texts(row)["Pembukaan"], "1. Jembatan" in texts(row)) == ("Dibuka Camat.", True)


def test_photos_stand_in_the_paper_and_a_lost_file_keeps_no_one_from_it(stop: Meeting, clerk: Any):
    one = add_pictures(stop, [picture()], actor=clerk, caption="Dialog")[0]
    render_picture(one.pk)
    minutes = begin(stop, clerk)
    content = services.compose(minutes, clerk)
    assert [photo["caption"] for photo in content["photos"]] == ["Dialog"]
    assert b"/Subtype/Image" in paper(minutes, content)
    delete_files(names_of(one))
    assert b"/Subtype/Image" not in paper(minutes, content)


def test_office_written_for_a_name_is_named_once(stop: Meeting, clerk: Any):
    Attendance.objects.create(
        meeting=stop,
        invitation=make_invitation(stop),
        presence="represented",
        name="Babinsa",
        title="Babinsa",
    )
    row = services.compose(begin(stop, clerk), clerk)["attendance"]["rows"][0]
    assert (row["deputy_name"], row["deputy_title"]) == ("", "Babinsa")


def test_costs_the_same_for_one_item_and_for_many(stop: Meeting, clerk: Any):
    desk = Client()
    desk.force_login(clerk)
    item(stop, "Jembatan")
    make_follow_up(make_decision(stop))
    make_invitation(stop)
    row = begin(stop, clerk)
    page = f"/admin/meetings/meeting/{stop.pk}/minutes/{row.pk}/"
    desk.get(page)
    counts = []
    for more in (0, 12):
        for number in range(2, 2 + more):
            note(stop, item(stop, f"Acara {number}", number), "Kata")
            make_follow_up(make_decision(stop))
            make_invitation(stop)
        services.refresh(row, actor=clerk)
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(page).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
