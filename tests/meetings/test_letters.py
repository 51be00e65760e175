"""The letter: its text, its number, and one PDF of all."""

from datetime import date, datetime
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from aspirations.services import Conflict, NotAllowed, Refused
from government.models import Role
from meetings import services
from meetings.documents.invitations import addressee, contents, letters
from meetings.documents.printing import run_letters
from meetings.models import Invitation, InvitationLetter, LetterBook, LetterRun, Meeting, RunKind, RunState
from meetings.services import letter_runs
from meetings.services.invitations import secret_of
from meetings.services.letters import draft_letter, numbered, save_letter
from notifications.models import Message
from tests.meetings.makers import HOUR, make_contact, make_meeting
from tests.pdf import pages, words_of
from tests.world import WIB, make_user

pytestmark = pytest.mark.django_db
COLUMNS = ("dated_on", "place", "urgency", "attachment", "subject", "opening", "content", "closing")
SIGNED = ("signer_title", "signer_name", "signer_rank", "signer_nip", "copies", "whatsapp")


@pytest.fixture
def clerk() -> Any:
    return make_user(Role.CLERK)


def text_of(meeting: Meeting) -> dict[str, Any]:
    draft = draft_letter(meeting)
    return {name: getattr(draft, name) for name in (*COLUMNS, *SIGNED)}


def saved(meeting: Meeting, actor: Any, *, gives_number: bool = True, **columns: Any) -> InvitationLetter:
    return save_letter(meeting, text_of(meeting) | columns, gives_number=gives_number, actor=actor)


def invited(meeting: Meeting, actor: Any, count: int = 2, **fields: Any) -> list[Invitation]:
    people = [make_contact(f"Kepala Desa Nomor {n}", name=f"Pejabat{n:03d}", **fields) for n in range(count)]
    services.invite(meeting, people, actor=actor)
    return list(meeting.invitations.select_related("contact"))


def test_first_text_names_the_stop_and_its_camat():
    make_contact("Camat Air Salek", office="camat", name="Sulaiman", nip="197001011990031001")
    letter = draft_letter(make_meeting(10))
    assert letter.subject == "Undangan Rapat koordinasi Ke-10 Kecamatan Air Salek"
    assert (letter.signer_title, letter.signer_name) == ("Camat Air Salek", "Sulaiman")
    assert "{tautan}" in letter.whatsapp


def test_numbers_follow_the_office_s_own_pattern(clerk: Any):
    first = saved(make_meeting(1), clerk)
    LetterBook.objects.update(pattern="005/{nomor}/{kode}/{bulan}/{tahun}", code="KEC.AS", digits=2)
    second = saved(make_meeting(2), clerk, dated_on=date(first.year, 7, 1))
    assert first.number == f"005/001/AS/{first.year}"
    assert second.number == f"005/02/KEC.AS/VII/{first.year}"


def test_number_typed_by_hand_is_passed_over_and_refused_twice(clerk: Any):
    year = timezone.localdate().year
    saved(make_meeting(1), clerk, number=f"005/001/AS/{year}")
    assert saved(make_meeting(2), clerk).number == f"005/002/AS/{year}"
    with pytest.raises(Refused):
        saved(make_meeting(3), clerk, number=f"005/002/AS/{year}")


def test_numbers_begin_anew_each_year_and_stand_apart_in_each_kecamatan(clerk: Any):
    above = make_user(Role.COORDINATOR, "16.07")
    saved(make_meeting(1), clerk, dated_on=date(2026, 1, 5))
    assert saved(make_meeting(2), clerk, dated_on=date(2027, 1, 5)).number == "005/001/AS/2027"
    elsewhere = make_meeting(3, host_district_id="16.07.13")
    assert saved(elsewhere, above, dated_on=date(2026, 1, 5)).number.startswith("005/001/")


def test_longer_counts_are_not_cut():
    assert numbered(LetterBook(code="AS"), 1234, date(2026, 2, 1)) == "005/1234/AS/2026"


def test_each_change_is_a_version_and_no_change_is_none(clerk: Any):
    meeting = make_meeting()
    saved(meeting, clerk)
    assert saved(meeting, clerk).version == 1
    assert saved(meeting, clerk, closing="Terima kasih.").version == 2


def test_strangers_write_no_letter():
    with pytest.raises(NotAllowed):
        saved(make_meeting(), make_user(Role.CLERK, "16.07.13"))


def test_letter_says_what_the_official_form_asks_for(clerk: Any):
    meeting = make_meeting(10, starts_at=datetime(2027, 7, 20, 9, 5, tzinfo=WIB), place="Balai Desa")
    signer: dict[str, Any] = {
        "signer_name": "Sulaiman",
        "signer_rank": "Pembina",
        "signer_nip": "197001011990031001",
    }
    letter = saved(meeting, clerk, copies="Bupati Banyuasin\n\n", **signer)
    [one] = invited(meeting, clerk, 1, address="di Sri Mulyo")
    said = words_of(letters(letter, [one]))
    for words in (
        letter.number,
        "Penting",
        "Yth. Kepala Desa Nomor 0",
        "Sri Mulyo",
        "Selasa, 20 Juli 2027",
        "pukul 09.05 WIB sampai selesai",
        "Balai Desa",
        "Sulaiman",
        "NIP 197001011990031001",
        "Bupati Banyuasin",
        services.spaced_door_code(one.door_code),
    ):
        assert words in said


def test_letter_holds_no_telephone_and_its_secret_only_where_asked(clerk: Any):
    meeting = make_meeting()
    letter = saved(meeting, clerk)
    [one] = invited(meeting, clerk, 1, phone="+6281234567890", email="kades@example.id")
    plain, opening = (contents(letter, [addressee(one, asked)]) for asked in (False, True))
    for hidden in ("81234567890", "kades@example.id", secret_of(one)):
        assert hidden not in str(plain)
    # A longer address makes a larger code.
    assert opening["addressees"][0]["qr"]["size"] > plain["addressees"][0]["qr"]["size"]


def test_three_hundred_letters_are_three_hundred_pages_with_each_name_once(clerk: Any):
    meeting = make_meeting()
    saved(meeting, clerk)
    invited(meeting, clerk, 300)
    run = letter_runs.order_letters(meeting, RunKind.PRINT, actor=clerk)
    run_letters(run.pk)
    run.refresh_from_db()
    assert (run.state, run.done, run.total) == (RunState.DONE, 300, 300)
    with run.file.open("rb") as made:
        found = pages(made.read())
    assert len(found) == 300
    whole = " ".join(found)
    assert [whole.count(f"Pejabat{n:03d}") for n in range(300)] == [1] * 300


def test_stopped_run_leaves_nothing_and_is_taken_up_again(clerk: Any):
    meeting = make_meeting()
    saved(meeting, clerk)
    invited(meeting, clerk)
    run = letter_runs.order_letters(meeting, RunKind.PRINT, actor=clerk)
    letter_runs.stop_run(run, actor=clerk)
    run_letters(run.pk)
    run.refresh_from_db()
    assert (run.state, bool(run.file)) == (RunState.STOPPED, False)
    letter_runs.resume_run(run, actor=clerk)
    run_letters(run.pk)
    run.refresh_from_db()
    assert (run.state, bool(run.file)) == (RunState.DONE, True)


def test_run_that_is_over_runs_no_second_time(clerk: Any):
    meeting = make_meeting()
    saved(meeting, clerk)
    invited(meeting, clerk)
    run = letter_runs.order_letters(meeting, RunKind.PRINT, actor=clerk)
    run_letters(run.pk)
    before = LetterRun.objects.get().file.name
    run_letters(run.pk)
    assert LetterRun.objects.get().file.name == before
    for verb in (letter_runs.stop_run, letter_runs.resume_run):
        with pytest.raises(Conflict):
            verb(LetterRun.objects.get(), actor=clerk)


def test_the_same_is_not_ordered_twice_at_once(clerk: Any):
    meeting = make_meeting()
    saved(meeting, clerk)
    invited(meeting, clerk)
    letter_runs.order_letters(meeting, RunKind.PRINT, actor=clerk)
    with pytest.raises(Conflict):
        letter_runs.order_letters(meeting, RunKind.PRINT, actor=clerk)


def test_nothing_is_ordered_without_letter_invitees_or_right(clerk: Any):
    meeting = make_meeting()
    with pytest.raises(Refused):
        letter_runs.order_letters(meeting, RunKind.PRINT, actor=clerk)
    saved(meeting, clerk)
    with pytest.raises(Refused):
        letter_runs.order_letters(meeting, RunKind.PRINT, actor=clerk)
    invited(meeting, clerk, 1)
    with pytest.raises(NotAllowed):
        letter_runs.order_letters(meeting, RunKind.PRINT, actor=make_user(Role.AUDITOR))


def test_pdf_is_swept_after_some_days(clerk: Any):
    meeting = make_meeting()
    saved(meeting, clerk)
    invited(meeting, clerk)
    run = letter_runs.order_letters(meeting, RunKind.PRINT, actor=clerk)
    run_letters(run.pk)
    name = LetterRun.objects.get().file.name
    assert letter_runs.drop_old_files() == 0
    LetterRun.objects.update(finished_at=timezone.now() - letter_runs.KEEP - HOUR)
    assert letter_runs.drop_old_files() == 1
    assert (LetterRun.objects.get().file.name, default_storage.exists(name)) == ("", False)


def mail(meeting: Meeting, clerk: Any) -> LetterRun:
    run = letter_runs.order_letters(meeting, RunKind.MAIL, actor=clerk)
    run_letters(run.pk)
    run.refresh_from_db()
    return run


def test_mails_go_to_those_who_have_an_address_once_for_each_version(clerk: Any):
    meeting = make_meeting()
    saved(meeting, clerk)
    invited(meeting, clerk, 2, email="kades@example.id")
    services.invite(meeting, [make_contact("Camat Tanpa Alamat", office="camat")], actor=clerk)
    assert [mail(meeting, clerk).mailed for _time in range(2)] == [2, 0]
    saved(meeting, clerk, closing="Terima kasih.")
    assert mail(meeting, clerk).mailed == 2
    assert Message.objects.count() == 4
    assert meeting.invitations.filter(sent_at=None).count() == 1


def test_run_whose_worker_died_goes_on_without_a_second_mail(clerk: Any):
    meeting = make_meeting()
    saved(meeting, clerk)
    invited(meeting, clerk, letter_runs.PIECE + 3, email="kades@example.id")
    run = letter_runs.order_letters(meeting, RunKind.MAIL, actor=clerk)
    begun: Any = letter_runs.begin(run.pk)
    # As far as it came: a piece was committed, its progress was not.
    letter_runs._send_piece(begun, next(iter(letter_runs.pieces(begun))))
    run_letters(run.pk)
    run.refresh_from_db()
    assert (run.state, run.mailed, Message.objects.count()) == (RunState.DONE, run.total, run.total)


def test_mail_holds_a_place_and_not_the_secret(clerk: Any):
    meeting = make_meeting()
    saved(meeting, clerk)
    [one] = invited(meeting, clerk, 1, email="kades@example.id")
    mail(meeting, clerk)
    message = Message.objects.get()
    assert f"/undangan/#{one.door_code}.[[kode]]" in message.body
    assert secret_of(one) not in str(Message.objects.values())


def test_nobody_is_mailed_without_a_server_or_after_the_stop(clerk: Any, settings: Any):
    meeting = make_meeting()
    saved(meeting, clerk)
    invited(meeting, clerk, 1, email="kades@example.id")
    settings.MAIL_ENABLED = False
    with pytest.raises(Refused):
        mail(meeting, clerk)
    settings.MAIL_ENABLED = True
    run = letter_runs.order_letters(meeting, RunKind.MAIL, actor=clerk)
    Meeting.objects.update(starts_at=timezone.now() - 6 * HOUR, ends_at=timezone.now() - HOUR)
    run_letters(run.pk)
    assert (LetterRun.objects.get().state, Message.objects.count()) == (RunState.FAILED, 0)


def test_papers_handed_over_are_noted_once(clerk: Any):
    meeting = make_meeting()
    invited(meeting, clerk)
    assert [letter_runs.mark_delivered(meeting, None, actor=clerk) for _time in range(2)] == [2, 0]
    assert meeting.events.latest("pk").text == "Surat undangan diserahkan: 2"
