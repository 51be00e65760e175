"""Dates and numbers as the office writes them, in both languages; input is day first."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django import forms
from django.template import Context, Template
from django.test import Client
from django.utils.translation import override

from aspirations.forms.fields import DayField
from government.models import Region
from meetings.models import Meeting, Series
from tests.world import WIB

THURSDAY = datetime(2023, 7, 20, 9, 5, tzinfo=WIB)


@pytest.mark.parametrize(
    ("language", "name", "written"),
    [
        ("id", "DATE_FORMAT", "Kamis, 20 Juli 2023"),
        ("id", "SHORT_DATE_FORMAT", "20 Jul 2023"),
        ("id", "TIME_FORMAT", "09.05"),
        ("id", "DATETIME_FORMAT", "Kamis, 20 Juli 2023, 09.05 WIB"),
        ("en", "DATE_FORMAT", "Thursday, 20 July 2023"),
        ("en", "SHORT_DATE_FORMAT", "20 Jul 2023"),
        ("en", "TIME_FORMAT", "09.05"),
        ("en", "DATETIME_FORMAT", "Thursday, 20 July 2023, 09.05 WIB"),
    ],
)
def test_moments_are_written_out(language: str, name: str, written: str):
    page = Template(f'{{{{ moment|date:"{name}" }}}}')
    with override(language):
        assert page.render(Context({"moment": THURSDAY})) == written


@pytest.mark.parametrize(("language", "written"), [("id", "1.234.567,5"), ("en", "1,234,567.5")])
def test_numbers_are_grouped(settings: Any, language: str, written: str):
    settings.USE_THOUSAND_SEPARATOR = True
    with override(language):
        assert Template("{{ number }}").render(Context({"number": 1234567.5})) == written


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("field", [forms.DateField, DayField])
@pytest.mark.parametrize("typed", ["20-07-2023", "20/07/2023", "20.07.2023", "2023-07-20"])
def test_day_comes_first(language: str, field: type[forms.DateField], typed: str):
    with override(language):
        assert field().clean(typed) == date(2023, 7, 20)


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("field", [forms.DateField, DayField])
@pytest.mark.parametrize("typed", ["07-20-2023", "12/25/2023", "20-07-23", "31-02-2023"])
def test_month_first_and_short_years_are_refused(language: str, field: type[forms.DateField], typed: str):
    with override(language), pytest.raises(forms.ValidationError):
        field().clean(typed)


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("typed", ["20 Juli 2023", "20 July 2023", "20 jul 2023"])
def test_month_may_be_a_word(language: str, typed: str):
    with override(language):
        assert DayField().clean(typed) == date(2023, 7, 20)


@pytest.mark.django_db
@pytest.mark.parametrize(("prefix", "day"), [("", "Selasa, 20 Juli 2083"), ("/en", "Tuesday, 20 July 2083")])
def test_meeting_names_its_zone(client: Client, prefix: str, day: str):
    starts = THURSDAY.replace(year=2083)
    Meeting.objects.create(
        status="announced",
        announced_at=starts,
        series=Series.objects.create(name="Rakor", year=2083, region_id="16.07"),
        number=10,
        host_district=Region.objects.get(code="16.07.14"),
        place="Balai Desa",
        starts_at=starts,
        ends_at=starts + timedelta(hours=2),
    )
    assert f"{day}, 09.05 WIB</time>" in client.get(f"{prefix}/").content.decode()
