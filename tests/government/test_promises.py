"""Ordered rules choose the class of a promise; the page that tries them says which one and why."""

import pytest
from django.test import Client

from government.models import Category, Role, SlaClass, SlaRule
from government.promises import promise_for
from tests.world import category, make_user

pytestmark = pytest.mark.django_db
TRY = "/admin/government/slarule/uji/"


def chosen(slug: str = "jembatan", kind: str = "complaint", weight: str = "ordinary"):
    found = promise_for(category(slug), kind, weight)
    return found.sla_class.slug, found.rule and found.rule.slug


@pytest.mark.parametrize(
    ("kind", "weight", "expected"),
    [
        ("complaint", "ordinary", ("non-pengawasan", None)),
        ("complaint", "light", ("ringan", "ringan")),
        ("aspiration", "heavy", ("pengawasan", "berat")),
        ("information", "ordinary", ("informasi", "informasi")),
        # The law asks before the weight does.
        ("information", "light", ("informasi", "informasi")),
    ],
)
def test_first_rule_that_fits_wins_and_else_the_category(kind, weight, expected):
    assert chosen(kind=kind, weight=weight) == expected


def test_rule_of_a_main_category_holds_for_those_below_it_only():
    main = Category.objects.get(slug="pekerjaan-umum")
    SlaRule.objects.create(
        slug="pu", name="PU", position=1, category=main, sla_class=SlaClass.objects.get(slug="normatif")
    )
    assert chosen("jembatan") == ("normatif", "pu")
    assert chosen("dokumen")[1] is None


def test_rule_that_does_not_hold_is_passed_over():
    SlaRule.objects.filter(slug="ringan").update(is_active=False)
    assert chosen(weight="light") == ("non-pengawasan", None)


def test_law_s_days_stand_in_the_rows():
    """UU 14/2008: ten working days, and seven more; verification is part of them."""
    law = SlaClass.objects.get(slug="informasi")
    assert (law.verify_days + law.answer_days, law.verify_days + law.resolve_days) == (10, 17)


def test_new_class_has_the_days_of_sp4n():
    fresh = SlaClass(slug="x", name="X")
    assert (fresh.verify_days, fresh.answer_days, fresh.reporter_days) == (3, 5, 10)


def test_tester_says_class_rule_and_days():
    client = Client()
    client.force_login(make_user())
    pk = category().pk
    page = client.get(TRY, {"category": pk, "kind": "complaint", "weight": "heavy"}).content.decode()
    assert "Kelas “Berkadar pengawasan”, menurut aturan “Perkara berat" in page
    assert "penyelesaian dalam 60 hari kerja" in page
    plain = client.get(TRY, {"category": pk, "kind": "complaint", "weight": "ordinary"}).content.decode()
    assert "dari kategori “Jembatan”: tidak ada aturan yang cocok" in plain


def test_tester_without_a_category_says_so_and_is_closed_to_strangers():
    client = Client()
    assert client.get(TRY).status_code == 302
    client.force_login(make_user())
    response = client.get(TRY, {"category": "", "kind": "complaint", "weight": "light"})
    assert (response.status_code, list(response.context["try_form"].errors)) == (422, ["category"])


@pytest.mark.parametrize(("role", "allowed"), [(Role.COORDINATOR, True), (Role.CAMAT, False)])
def test_only_who_keeps_the_reference_data_edits_rules(role, allowed):
    client = Client()
    client.force_login(make_user(role, "16.07" if role == Role.COORDINATOR else "16.07.14"))
    assert client.get("/admin/government/slarule/").status_code == 200
    assert (client.get("/admin/government/slarule/add/").status_code == 200) == allowed
