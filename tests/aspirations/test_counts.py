"""Counts beside the queues: exact while they are few, bounded where they are many."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from aspirations import services
from aspirations.admin import counts
from aspirations.admin.queues import queue
from aspirations.models import Aspiration
from government.loading import activate
from tests.world import ELSEWHERE, advance, clerk_actor, make_report, make_user, picture, publish

pytestmark = pytest.mark.django_db


def tabs(user: Any, **query: str) -> list[str]:
    client = Client()
    client.force_login(user)
    shown = client.get("/admin/aspirations/aspiration/", query).context["tabs"]
    return [link.name for link in shown["beside"]]


def test_each_queue_counts_what_its_list_holds():
    clerk = make_user()
    make_report()
    advance(make_report(at=timezone.now()), "verified")
    shown = publish(make_report())
    services.add_photos(shown, [picture()], actor=clerk_actor(clerk), stage="after")
    shown.photos.update(state="ready", width=4, height=3)
    activate("16.07.13")
    make_report(ELSEWHERE)
    visible = Aspiration.objects.visible_to(clerk)
    found = counts.counts(clerk)
    assert found == {name: queue(visible, name, clerk).count() for name in found}
    assert (found[""], found["tayang"], found["saya"]) == (3, 2, 0)


def test_many_are_not_counted_to_the_end(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(counts, "MOST", 2)
    clerk = make_user()
    for number, text in ((1, "1"), (2, "2"), (3, "2+"), (4, "2+")):
        make_report()
        assert (counts.shown(counts.counts(clerk)[""]), number) == (text, number)


def test_rare_queues_are_folded_until_they_hold_something_or_are_chosen():
    clerk = make_user()
    report = make_report()
    assert "ditandai" not in tabs(clerk)
    assert "ditandai" in tabs(clerk, antrean="ditandai")
    services.flag(report, "false", actor=clerk_actor(clerk))
    assert "ditandai" in tabs(clerk)
