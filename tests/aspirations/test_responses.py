"""Response templates: filled for the report at hand, their placeholders checked."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from aspirations.loading import load_responses
from aspirations.models import ResponseTemplate
from aspirations.responses import PLACEHOLDERS, fill, unknown_placeholders
from aspirations.workflow import Status
from government.models import Role
from tests.desk import desk, page_of, panel_of
from tests.world import MONDAY, advance, category, make_report, make_user

EVERYTHING = "{nomor} {desa} {kategori} {instansi} {jatuh_tempo}"


def make_template(**fields: Any) -> ResponseTemplate:
    data = {"name": "Contoh", "step": "verified", "text": "Laporan {nomor}."} | fields
    return ResponseTemplate.objects.create(**data)


def offered(report: Any) -> dict[str, list[tuple[str, str]]]:
    found = page_of(desk(), report).context["responses"]
    return {step: [(name, text) for __, name, text in rows] for step, rows in found.items()}


@pytest.mark.django_db
def test_placeholders_are_filled():
    report = advance(make_report(), "verified", "dispatched", at=MONDAY)
    agency = "Dinas Pekerjaan Umum dan Penataan Ruang"
    assert fill(EVERYTHING, report) == f"{report.number} Sri Mulyo Jembatan {agency} Senin, 15 Juni 2026"


@pytest.mark.django_db
def test_what_is_not_known_yet_is_an_ellipsis():
    report = advance(make_report(), "rejected")
    assert fill("{instansi} {jatuh_tempo}", report) == "… …"


@given(st.text())
def test_text_without_placeholders_stays_as_it_is(text: str):
    if not any(f"{{{name}}}" in text for name in PLACEHOLDERS):
        assert fill(text, None) == text


@pytest.mark.parametrize("text", ["{nama}", "{0}", "{}", "{nomor} {reporter_phone}"])
def test_unknown_placeholder_is_a_sentence(text: str):
    with pytest.raises(ValidationError, match="tidak dikenal"):
        ResponseTemplate(name="x", step="verified", text=text).clean()


def test_braces_reach_into_nothing():
    assert unknown_placeholders("{nomor.secret_hash} {nomor!r}") == []
    assert fill("{nomor.secret_hash} {nomor!r}", None) == "{nomor.secret_hash} {nomor!r}"


@pytest.mark.django_db
def test_template_is_offered_at_its_step_filled():
    make_template()
    report = make_report()
    assert offered(report) == {"verified": [("Contoh", f"Laporan {report.number}.")]}


@pytest.mark.django_db
@pytest.mark.parametrize("fields", [{"is_active": False}, {"category": "listrik"}, {"region_id": "16.07.13"}])
def test_switched_off_or_of_another_category_is_not_offered(fields: dict[str, Any]):
    if "category" in fields:
        fields = {"category": category(fields["category"])}
    make_template(**fields)
    assert offered(make_report()) == {}


@pytest.mark.django_db
def test_starting_set_fits_the_workflow_and_leaves_edits_alone():
    count = load_responses()
    for template in ResponseTemplate.objects.all():
        template.full_clean()
        assert template.step in Status.values
    ResponseTemplate.objects.filter(name="Perlu foto").update(text="Fotonya?")
    assert load_responses() == count == ResponseTemplate.objects.count()
    assert ResponseTemplate.objects.get(name="Perlu foto").text == "Fotonya?"


@pytest.mark.django_db
def test_coordinator_edits_them_and_is_told_of_an_unknown_placeholder():
    client = Client()
    client.force_login(make_user(Role.COORDINATOR, "16.07"))
    data = {"name": "Baru", "step": "answered", "text": "Halo {nama}", "position": "0", "is_active": "on"}
    page = client.post("/admin/aspirations/responsetemplate/add/", data)
    assert "Isian {nama} tidak dikenal." in page.content.decode()
    client.post("/admin/aspirations/responsetemplate/add/", data | {"text": "Halo {desa}"})
    assert ResponseTemplate.objects.get().text == "Halo {desa}"


@pytest.mark.django_db
def test_template_of_the_place_is_offered():
    make_template(region_id="16.07.14")
    assert list(offered(make_report())) == ["verified"]


@pytest.mark.django_db
def test_without_javascript_a_link_puts_it_into_the_note():
    template, report = make_template(), make_report()
    page = page_of(desk(), report, f"?panel=verified&templat={template.pk}")
    (panel,) = (one for one in page.context["panels"]["steps"] if one.verb == "verified")
    assert (panel.is_open, panel.form["note"].value()) == (True, f"Laporan {report.number}.")
    assert panel_of(desk(), report, "verified").form["note"].value() is None


@pytest.mark.django_db
def test_template_is_looked_at_with_a_report_or_an_example():
    template, report = make_template(), make_report()
    address = f"/admin/aspirations/responsetemplate/{template.pk}/preview/"
    shown = desk().get(address, {"laporan": report.number})
    assert (shown.context["text"], shown.context["report"]) == (f"Laporan {report.number}.", report)
    assert desk().get(address).context["text"] == "Laporan AS-2026-00412."


@pytest.mark.django_db
def test_report_that_this_user_does_not_see_is_an_example():
    template, report = make_template(), make_report()
    address = f"/admin/aspirations/responsetemplate/{template.pk}/preview/"
    shown = desk(Role.CLERK, "16.07.13").get(address, {"laporan": report.number})
    assert (shown.context["report"], "Nomor ini tidak ditemukan" in shown.content.decode()) == (None, True)
