"""Before and after belong together: chosen by staff, side by side for everybody."""

from typing import Any

import pytest
from django.test import Client

from aspirations import services
from aspirations.models import Aspiration, Photo, PhotoPair
from aspirations.services import Refused
from aspirations.services.photos import render_photo
from government.models import Role
from tests.desk import desk, send
from tests.world import clerk_actor, make_report, make_user, picture, publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def report() -> Aspiration:
    """Two photos before, two after, all shown."""
    made = make_report()
    for stage in ("before", "after"):
        services.add_photos(made, [picture(), picture()], stage=stage, actor=clerk_actor())
    for photo in made.photos.all():
        render_photo(photo.pk)
    return publish(made, photos=[str(photo.uuid) for photo in made.photos.all()])


def photos_of(report: Aspiration) -> list[Photo]:
    return list(report.photos.all())


def pair(report: Aspiration, before: Photo, after: Photo, caption: str = "") -> Any:
    return send(desk(), report, "pair", before=str(before.uuid), after=str(after.uuid), caption=caption)


def public(report: Aspiration) -> str:
    return Client().get(report.get_absolute_url()).content.decode()


def test_pairs_stand_side_by_side_with_their_captions(report: Aspiration):
    first, second, third, fourth = photos_of(report)
    pair(report, first, third, "Jembatan Jalur 8, hubungi 081273456789")
    pair(report, second, fourth)
    shown = public(report)
    assert (shown.count('class="pair"'), "Jembatan Jalur 8, hubungi ▮▮▮▮" in shown) == (2, True)
    assert [str(photo.uuid) in shown for photo in photos_of(report)] == [True] * 4


def test_pair_with_a_hidden_half_is_no_pair(report: Aspiration):
    first, __, third, __ = photos_of(report)
    pair(report, first, third, "Jembatan Jalur 8")
    publish(report, photos=[str(third.uuid)])
    shown = public(report)
    assert ('class="pair"' in shown, str(first.uuid) in shown, str(third.uuid) in shown) == (
        False,
        False,
        True,
    )


def test_pair_is_taken_apart(report: Aspiration):
    first, __, third, __ = photos_of(report)
    pair(report, first, third)
    send(desk(), report, "pair", loosen=[str(PhotoPair.objects.get().pk)])
    assert not PhotoPair.objects.exists()


def test_photo_is_in_one_pair_only(report: Aspiration):
    first, second, third, __ = photos_of(report)
    services.pair_photos(report, str(first.uuid), str(third.uuid), actor=clerk_actor())
    with pytest.raises(Refused):
        services.pair_photos(report, str(second.uuid), str(third.uuid), actor=clerk_actor())


def test_stages_must_fit_and_photos_be_the_report_s(report: Aspiration):
    first, second, third, __ = photos_of(report)
    other = make_report(photos=[picture()])
    for before, after in ((first, second), (third, first), (other.photos.get(), third)):
        with pytest.raises(Refused):
            services.pair_photos(report, str(before.uuid), str(after.uuid), actor=clerk_actor())


def test_villager_s_photo_can_be_the_state_before():
    report = make_report(photos=[picture()])
    services.add_photos(report, [picture()], stage="after", actor=clerk_actor())
    before, after = photos_of(report)
    services.pair_photos(report, str(before.uuid), str(after.uuid), actor=clerk_actor(make_user()))
    assert PhotoPair.objects.get().before == before


def test_half_a_pair_is_a_sentence(report: Aspiration):
    response = send(desk(), report, "pair", before=str(photos_of(report)[0].uuid))
    assert response.status_code == 422


def test_reader_pairs_nothing(report: Aspiration):
    assert send(desk(Role.AUDITOR), report, "pair").status_code == 404
