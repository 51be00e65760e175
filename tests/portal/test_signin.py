"""Staff sign in: slowed for an account from an address, nobody else is locked out."""

from typing import Any

import pytest
from django.test import Client

from aspirations.services import SIGN_IN
from tests.world import make_report, make_user

pytestmark = pytest.mark.django_db


def sign_in(username: str, password: str, address: str = "203.0.113.7") -> Any:
    data = {"username": username, "password": password, "next": "/admin/"}
    return Client(REMOTE_ADDR=address).post("/admin/login/", data)


def guess(username: str) -> None:
    for _ in range(SIGN_IN.most):
        sign_in(username, "wrong")


def test_right_password_opens_the_desk():
    assert sign_in(make_user().username, "x").status_code == 302


def test_guessing_is_slowed_even_for_the_right_password():
    user = make_user()
    guess(user.username.upper())
    assert "Terlalu banyak percobaan" in sign_in(user.username, "x").content.decode()


def test_owner_elsewhere_and_colleagues_here_are_not_locked_out():
    user, colleague = make_user(), make_user()
    guess(user.username)
    assert sign_in(user.username, "x", address="203.0.113.8").status_code == 302
    assert sign_in(colleague.username, "x").status_code == 302


def test_unknown_account_is_answered_like_a_wrong_password():
    known, unknown = sign_in(make_user().username, "wrong"), sign_in("siapa", "wrong")
    assert known.context["form"].non_field_errors() == unknown.context["form"].non_field_errors()


def test_short_links_of_the_admin_cross_no_territory():
    report = make_report()
    client = Client()
    client.force_login(make_user(scope="16.07.13"))
    for kind in range(1, 30):
        assert client.get(f"/admin/r/{kind}/{report.pk}/").status_code == 404
