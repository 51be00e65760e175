"""What everybody reads of the way of a promise: facts at once, words and evidence by the desk's choice."""

import pytest
from django.test import Client

from meetings.services import evidence, pictures
from meetings.services.pictures import render_picture
from meetings.services.progress import change_follow_up, report_progress
from tests.meetings.promises import clerk, make_promise, owner
from tests.world import make_user, picture

pytestmark = pytest.mark.django_db


def test_facts_are_public_and_words_and_evidence_by_choice(client: Client):
    promise, by = make_promise(), clerk()
    evidence.add_milestone(promise, "Survei lapangan", None, by=by)
    report_progress(promise, 40, "Kata instansi", by=owner())
    hidden, shown = (
        evidence.add_letter(promise, number, promise.target_on, "", by=by) for number in ("600/1", "600/2")
    )
    evidence.show_letter(shown, is_public=True, by=by)
    evidence.add_note(promise, "Catatan dalam", "desk", by=by)
    evidence.add_note(promise, "Kabar untuk warga", "public", by=by)
    text = client.get(f"/janji/{promise.pk}/").content.decode()
    for words in ("Survei lapangan", "40%", "Dikerjakan", "600/2", "Kabar untuk warga"):
        assert words in text
    for words in ("Kata instansi", "Catatan dalam", hidden.number, "Budi"):
        assert words not in text


def test_photo_stands_there_once_the_desk_shows_it(client: Client):
    promise, user = make_promise(), make_user()
    (photo,) = pictures.add_pictures(promise, [picture()], actor=user, stage="after")
    render_picture(photo.pk)
    assert photo.uuid.hex not in client.get(f"/janji/{promise.pk}/").content.decode().replace("-", "")
    pictures.publish(photo, True, actor=user)
    assert photo.uuid.hex in client.get(f"/janji/{promise.pk}/").content.decode().replace("-", "")


def test_kept_promise_tells_its_way(client: Client):
    promise = make_promise("working")
    change_follow_up(promise, "kept", actor=make_user(), text="Jembatan dapat dilewati")
    events = client.get(f"/janji/{promise.pk}/").context["events"]
    assert [event.label for event in events] == ["Dikerjakan", "Ditepati"]
