"""The desk's forms: a step asks for what it needs, a publication masks, a correction stays near."""

from datetime import date

import pytest
from django.utils.datastructures import MultiValueDict

from aspirations import services
from aspirations.forms.triage import CorrectForm, PublishForm, StepForm
from aspirations.workflow import Status, Who, allowed
from government.models import Agency
from tests.world import REPORTER, advance, agency, make_report, make_user, picture

pytestmark = pytest.mark.django_db


def step_form(report, to: str, user=None, **data) -> StepForm:
    """The desk's form for a step, as it would be sent."""
    rule = allowed(report.status, Who.TRIAGE, resume=report.resume_status)[Status(to)]
    sent = {
        f"{to}-{name}": value for name, value in {"seen": report.status_since.isoformat(), **data}.items()
    }
    return StepForm(sent, MultiValueDict(), report=report, to=Status(to), rule=rule, user=user)


def test_step_asks_for_what_its_rule_needs():
    report = advance(make_report(), Status.VERIFIED)
    assert step_form(report, "dispatched").errors == {"agency": ["Bidang ini tidak boleh kosong."]}
    assert set(step_form(report, "planned").errors) == {"planned_for", "note"}
    assert step_form(report, "in_progress").errors == {}


def test_step_on_an_old_page_is_refused():
    report = make_report()
    form = step_form(report, "verified", seen="2020-01-01T00:00:00+00:00")
    assert "sudah diubah orang lain" in form.errors["seen"][0]


def test_agency_must_serve_the_place_and_be_open():
    report = advance(make_report(), Status.VERIFIED)
    far = Agency.objects.create(slug="jauh", name="Dinas jauh", level="regency", region_id="16.01")
    assert step_form(report, "dispatched", agency=agency().pk).errors == {}
    assert list(step_form(report, "dispatched", agency=far.pk).errors) == ["agency"]
    Agency.objects.filter(slug="dinas-pupr").update(is_active=False)
    assert list(step_form(report, "dispatched", agency=agency().pk).errors) == ["agency"]


def test_merge_target_is_a_report_the_clerk_can_see():
    report, target = make_report(), make_report()
    secret = make_report(identity="confidential")
    clerk, auditor = make_user(), make_user("auditor")
    assert step_form(report, "merged", clerk, merged_into=target.number.lower()).errors == {}
    assert step_form(report, "merged", clerk, merged_into=secret.number).errors == {}
    for number in (secret.number, "AS-2026-99999", "\0", "x"):
        assert list(step_form(report, "merged", auditor, merged_into=number).errors) == ["merged_into"]


def test_due_date_of_a_step_is_day_first_too():
    report = advance(make_report(), Status.VERIFIED)
    form = step_form(report, "in_progress", due_on="20 Juli 2030")
    assert form.is_valid()
    assert form.cleaned_data["due_on"] == date(2030, 7, 20)
    assert list(step_form(report, "in_progress", due_on="12/25/2030").errors) == ["due_on"]


def test_publication_offers_the_text_masked():
    report = make_report(title="Hubungi 081234567890", text="NIK saya 1607140505900003, tolong dibantu")
    form = PublishForm(report=report)
    assert form.initial["public_title"] == "Hubungi ▮▮▮▮"
    assert form.initial["public_text"] == "NIK saya ▮▮▮▮, tolong dibantu"


def test_publication_takes_only_photos_of_the_report():
    report, other = make_report(), make_report()
    (mine,) = services.add_photos(report, [picture()], actor=REPORTER)
    (theirs,) = services.add_photos(other, [picture()], actor=REPORTER)
    sent = {"publish-public_title": "Judul", "publish-public_text": "Isi"}
    assert PublishForm(sent | {"publish-photos": [str(mine.uuid)]}, report=report).is_valid()
    assert list(PublishForm(sent | {"publish-photos": [str(theirs.uuid)]}, report=report).errors) == [
        "photos"
    ]


def test_correction_stays_in_the_kecamatan():
    report = make_report()
    villages = CorrectForm(report=report).fields["village"].queryset
    assert {village.district_code for village in villages} == {"16.07.14"}
    assert villages.count() == 14
