"""A person's own filters of the queue."""

from typing import Any

import pytest
from django.test import Client

from aspirations import services
from aspirations.models import SavedView
from aspirations.services.saved_views import MOST
from tests.world import make_report, make_user

pytestmark = pytest.mark.django_db
QUEUE = "/admin/aspirations/aspiration/"


@pytest.fixture
def clerk() -> Any:
    return make_user()


@pytest.fixture
def desk(clerk: Any) -> Client:
    client = Client()
    client.force_login(clerk)
    return client


def save(client: Client, name: str, query: str) -> Any:
    return client.post(f"{QUEUE}views/save/", {"name": name, "query": query}, follow=True)


def test_filters_are_kept_and_become_a_tab(desk: Client):
    make_report()
    page = save(desk, "  Jembatan   saya ", "status=submitted&antrean=semua").content.decode()
    assert SavedView.objects.get().query == "antrean=semua&status=submitted"
    assert 'href="?antrean=semua&amp;status=submitted" aria-current="page">Jembatan saya<' in page


def test_same_name_again_replaces_it(desk: Client):
    save(desk, "Saya", "antrean=saya")
    save(desk, "Saya", "antrean=bebas")
    assert [view.query for view in SavedView.objects.all()] == ["antrean=bebas"]


@pytest.mark.parametrize(
    ("name", "query"), [("", "antrean=saya"), (" ", "antrean=saya"), ("A", ""), ("A", "next=//evil.example")]
)
def test_without_a_name_or_filters_nothing_is_kept(desk: Client, name: str, query: str):
    assert "Beri nama" in save(desk, name, query).content.decode()
    assert SavedView.objects.count() == 0


def test_only_filters_are_kept_of_an_address(desk: Client):
    save(desk, "A", "antrean=saya&p=4&e=1&reporter_name__startswith=S&q=jembatan")
    assert SavedView.objects.get().query == "antrean=saya&q=jembatan"


def test_too_many_are_refused(clerk: Any):
    for number in range(MOST):
        services.save_view(clerk, f"A{number}", "antrean=saya")
    with pytest.raises(services.Refused):
        services.save_view(clerk, "lagi", "antrean=saya")
    assert services.save_view(clerk, "A0", "antrean=bebas").query == "antrean=bebas"


def test_each_sees_and_drops_the_own_ones_only(desk: Client):
    theirs = services.save_view(make_user(), "Rahasia orang", "antrean=saya")
    assert "Rahasia orang" not in desk.get(QUEUE).content.decode()
    assert desk.post(f"{QUEUE}views/{theirs.pk}/drop/").status_code == 404
    assert SavedView.objects.count() == 1


def test_own_one_is_dropped(desk: Client):
    save(desk, "Saya", "antrean=saya")
    desk.post(f"{QUEUE}views/{SavedView.objects.get().pk}/drop/")
    assert SavedView.objects.count() == 0
