"""Before anything is shown: the page as everybody would read it, and what was changed of the original."""

import pytest
from django.test import Client

from aspirations.models import Aspiration
from aspirations.services.photos import render_photo
from government.models import Role
from tests.desk import desk, send, text_of
from tests.world import make_report, picture, publish

pytestmark = pytest.mark.django_db
SENT = {"public_title": "Jembatan rusak", "public_text": "Papan jembatan hilang, telepon 081273456789."}


def test_preview_shows_the_page_and_writes_nothing():
    report = make_report()
    before = Aspiration.objects.values().get(pk=report.pk)
    response = send(desk(), report, "publish", _preview="1", **SENT)
    shown = response.content.decode()
    assert (response.status_code, "no-store" in response["Cache-Control"]) == (200, True)
    assert "Papan jembatan hilang, telepon ▮▮▮▮." in shown
    assert "Pratinjau: beginilah laporan ini tampil bagi umum." in shown
    assert Aspiration.objects.values().get(pk=report.pk) == before


def test_preview_has_the_chosen_photos_only():
    report = make_report(photos=[picture(), picture()])
    first, second = report.photos.all()
    for photo in (first, second):
        render_photo(photo.pk)
    shown = send(desk(), report, "publish", _preview="1", photos=[str(first.uuid)], **SENT).content.decode()
    assert (str(first.uuid) in shown, str(second.uuid) in shown) == (True, False)


def test_preview_of_half_a_form_shows_the_error_and_what_was_typed():
    response = send(desk(), make_report(), "publish", _preview="1", public_title="", public_text="Isi baru")
    assert (response.status_code, "Isi baru" in response.content.decode()) == (422, True)


def test_preview_is_for_who_may_publish():
    assert send(desk(Role.AUDITOR), make_report(), "publish", _preview="1", **SENT).status_code == 404


def test_differences_are_marked_for_staff_and_never_for_the_public():
    report = publish(make_report(text="Papan di rumah Pak Joko hilang."), text="Papan hilang.")
    assert '<del><span class="visually-hidden">dihapus: </span>' in text_of(desk(), report)
    public = Client().get(report.get_absolute_url()).content.decode()
    assert ("Joko" in public, "<del>" in public) == (False, False)


def test_differences_follow_what_was_typed_when_the_form_comes_back():
    report = make_report(text="Papan hilang.")
    shown = send(desk(), report, "publish", public_title="", public_text="Papan patah.").content.decode()
    assert 'id="perbedaan" open' in shown


def test_nothing_changed_shows_no_difference():
    report = publish(make_report())
    assert 'id="perbedaan"' not in text_of(desk(), report)
