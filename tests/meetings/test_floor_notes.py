"""Nothing that a secretary typed is lost, and nothing is written twice."""

from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from aspirations.services import NotAllowed, Refused
from government.models import Role
from meetings import services
from meetings.models import AgendaAspiration, AgendaItem, ItemNote, Meeting, NoteVersion
from meetings.services import NoteSave, Saved
from tests.meetings.makers import make_meeting
from tests.threads import pile_up
from tests.world import make_report, make_user

pytestmark = pytest.mark.django_db
UID, ANDI, RINA = uuid4(), uuid4(), uuid4()


@pytest.fixture
def meeting() -> Meeting:
    return make_meeting(status="running")


@pytest.fixture
def clerk() -> Any:
    return make_user()


def save(
    meeting: Meeting, user: Any, text: str, seq: int, base: int = 0, edit: UUID = ANDI, **more: Any
) -> Saved:
    one = NoteSave(uid=more.pop("uid", UID), edit=edit, seq=seq, base=base, text=text, **more)
    return services.save_note(meeting, one, actor=user)


def others(note: ItemNote) -> list[str]:
    rows = note.versions.filter(kind=NoteVersion.Kind.OTHER, settled_at=None)
    return [row.text for row in rows]


def test_a_note_is_written_once_however_often_it_is_sent(meeting: Meeting, clerk: Any):
    item = AgendaItem.objects.create(meeting=meeting, position=1, title="Jalan")
    for __ in range(3):
        save(meeting, clerk, "Jalan poros dahulu", 1, item=item.pk, speaker_name="Bupati")
    note = ItemNote.objects.get()
    assert (note.said, note.item, note.version, note.author) == (
        ("Bupati", "", "Jalan poros dahulu"),
        item,
        1,
        clerk,
    )


def test_typing_on_and_a_late_save_of_before(meeting: Meeting, clerk: Any):
    save(meeting, clerk, "Jalan", 1)
    # The first answer was lost, so it is still typed upon nothing.
    save(meeting, clerk, "Jalan poros dahulu", 3)
    save(meeting, clerk, "Jalan poros", 2)
    assert [(note.text, note.version) for note in ItemNote.objects.all()] == [("Jalan poros dahulu", 2)]


def test_two_on_the_same_note_lose_nothing(meeting: Meeting, clerk: Any):
    rina = make_user(first_name="Rina")
    save(meeting, clerk, "Jalan", 1)
    save(meeting, rina, "Jalan desa", 1, base=1, edit=RINA)
    for seq, text in ((2, "Jalan po"), (3, "Jalan poros")):
        found = save(meeting, clerk, text, seq, base=1, edit=UUID(int=7))
    assert found.other
    assert found.other.text == "Jalan poros"
    note = ItemNote.objects.get()
    assert (note.text, note.version, note.edited_by) == ("Jalan desa", 2, rina)
    assert others(note) == ["Jalan poros"]


def test_the_same_words_from_two_hands_are_no_conflict(meeting: Meeting, clerk: Any):
    save(meeting, clerk, "Jalan", 1)
    save(meeting, clerk, "Jalan desa", 1, base=1, edit=RINA)
    assert save(meeting, clerk, "Jalan desa", 1, base=1, edit=UUID(int=7)).other is None


def test_two_versions_become_one_and_both_are_kept(meeting: Meeting, clerk: Any):
    save(meeting, clerk, "Jalan", 1)
    save(meeting, clerk, "Jalan desa", 1, base=1, edit=RINA)
    other = save(meeting, make_user(), "Jalan poros", 1, base=1, edit=UUID(int=7)).other
    assert other
    save(meeting, make_user(), "Jalan desa, jalan poros", 1, base=2, edit=UUID(int=8), settles=[other.pk])
    note = ItemNote.objects.get()
    assert (note.text, others(note)) == ("Jalan desa, jalan poros", [])
    assert {row.text for row in note.versions.all()} == {"Jalan desa", "Jalan poros"}


def test_a_version_typed_on_after_it_was_settled_stands_there_again(meeting: Meeting, clerk: Any):
    save(meeting, clerk, "Jalan", 1)
    save(meeting, clerk, "Jalan desa", 1, base=1, edit=RINA)
    other = save(meeting, clerk, "Jalan poros", 1, base=1, edit=UUID(int=7)).other
    assert other
    save(meeting, clerk, "Jalan desa", 2, base=2, edit=RINA, settles=[other.pk])
    assert others(ItemNote.objects.get()) == []
    save(meeting, clerk, "Jalan poros 8 km", 2, base=1, edit=UUID(int=7))
    assert others(ItemNote.objects.get()) == ["Jalan poros 8 km"]


def test_what_it_said_before_is_kept_of_another_hand_and_where_much_goes(meeting: Meeting, clerk: Any):
    long = "Jalan poros dari Jalur 8 sampai Jalur 10 didahulukan"
    save(meeting, clerk, "Jalan", 1)
    save(meeting, clerk, long, 2)
    assert not NoteVersion.objects.exists()
    save(meeting, clerk, "", 3)
    save(meeting, make_user(), "Air bersih", 1, base=3, edit=RINA)
    assert [row.text for row in NoteVersion.objects.all()] == [long, ""]


def test_an_hour_of_typing_is_not_thousands_of_versions(meeting: Meeting, clerk: Any):
    for seq in range(1, 20):
        save(meeting, clerk, "a" * seq, seq)
    assert NoteVersion.objects.count() == 0
    ItemNote.objects.update(created_at=timezone.now() - timedelta(minutes=2))
    save(meeting, clerk, "a" * 20, 20)
    assert [row.text for row in NoteVersion.objects.all()] == ["a" * 19]


def test_deleting_is_taken_back_by_undo_and_by_who_still_types(meeting: Meeting, clerk: Any):
    save(meeting, clerk, "Jalan", 1)
    services.delete_note(meeting, UID, actor=clerk)
    assert not ItemNote.objects.standing().exists()
    save(meeting, clerk, "Jalan", 1)
    assert not ItemNote.objects.standing().exists()
    services.restore_note(meeting, UID, actor=clerk)
    services.delete_note(meeting, UID, actor=clerk)
    save(meeting, clerk, "Jalan poros", 2)
    assert ItemNote.objects.standing().get().text == "Jalan poros"


def test_a_note_whose_item_left_the_agenda_stands_under_the_meeting(meeting: Meeting, clerk: Any):
    item = AgendaItem.objects.create(meeting=meeting, position=1, title="Jalan")
    save(meeting, clerk, "Jalan", 1, item=item.pk)
    item.delete()
    save(meeting, clerk, "Air", 1, uid=uuid4(), item=item.pk or 10**6)
    assert [(note.text, note.item) for note in meeting.notes.all()] == [("Jalan", None), ("Air", None)]


def test_who_may_not_convene_and_what_is_of_another_stop(meeting: Meeting, clerk: Any):
    other = make_meeting(2)
    save(other, clerk, "Jalan", 1)
    item = AgendaItem.objects.create(meeting=other, position=1, title="Jalan")
    with pytest.raises(NotAllowed):
        save(meeting, make_user(Role.AUDITOR), "x", 1, uid=uuid4())
    foreign: list[dict[str, Any]] = [{}, {"uid": uuid4(), "item": item.pk}]
    for more in foreign:
        with pytest.raises(Refused, match="bukan milik pertemuan ini"):
            save(meeting, clerk, "x", 2, **more)
    with pytest.raises(Refused, match="Tulis catatannya"):
        save(meeting, clerk, "", 1, uid=uuid4())
    with pytest.raises(Refused, match="dibatalkan"):
        save(make_meeting(3, status="cancelled", cancel_reason="x"), clerk, "x", 1, uid=uuid4())
    assert ItemNote.objects.get().text == "Jalan"


def test_notes_on_a_hidden_report_do_not_exist_for_who_may_not_see_it(clerk: Any):
    meeting = make_meeting(visibility="internal", status="running")
    item = AgendaItem.objects.create(meeting=meeting, position=1, title="Rahasia")
    hidden = make_report(identity="confidential")
    AgendaAspiration.objects.create(item=item, meeting=meeting, aspiration=hidden)
    save(meeting, clerk, "Tertutup", 1, item=item.pk)
    head = make_user(Role.SECTION_HEAD)
    assert (ItemNote.objects.seen_by(clerk).count(), ItemNote.objects.seen_by(head).count()) == (1, 0)
    with pytest.raises(Refused):
        save(meeting, head, "x", 1, base=1, edit=RINA)
    with pytest.raises(Refused):
        services.delete_note(meeting, UID, actor=head)


@pytest.mark.django_db(transaction=True)
def test_two_at_the_same_moment(committed_world: None):
    meeting, clerk, rina = make_meeting(status="running"), make_user(), make_user()
    first = partial(save, meeting, clerk, "Jalan", 1)
    assert len({found.note.pk for found in pile_up(Meeting.objects.all(), first, first)}) == 1
    one = partial(save, meeting, clerk, "Jalan poros", 1, 1, UUID(int=7))
    two = partial(save, meeting, rina, "Jalan desa", 1, 1, RINA)
    found = pile_up(Meeting.objects.all(), one, two)
    assert sorted(bool(saved.other) for saved in found) == [False, True]
    note = ItemNote.objects.get()
    assert {note.text, *others(note)} == {"Jalan poros", "Jalan desa"}
