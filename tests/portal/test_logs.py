"""What must not reach a log."""

import io
import logging
from typing import Any

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction

from aspirations.models import Aspiration
from portal.logs import WithoutRowValues
from tests.world import make_report


@pytest.fixture
def written() -> Any:
    """A logger and what it wrote, through the filter that the settings name."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.addFilter(WithoutRowValues())
    logger = logging.getLogger("tests.portal.logs")
    logger.addHandler(handler)
    yield logger, stream
    logger.removeHandler(handler)


def test_console_uses_the_filter():
    assert settings.LOGGING["handlers"]["console"]["filters"] == ["rows"]
    assert settings.LOGGING["filters"]["rows"] == {"()": "portal.logs.WithoutRowValues"}


@pytest.mark.django_db
def test_failing_row_is_named_by_its_constraint_only(written: Any):
    logger, stream = written
    report = make_report(text="Jembatan rusak.\nTelepon 0812-7345-6789.", reporter_phone="+6281273456789")
    try:
        with transaction.atomic():
            Aspiration.objects.filter(pk=report.pk).update(rating=9)
    except IntegrityError:
        logger.exception("failed")
    assert "aspiration_rating_in_range" in stream.getvalue()
    for secret in ("6789", "Suparno", "Failing row"):
        assert secret not in stream.getvalue()


@pytest.mark.django_db
def test_error_that_is_only_named_is_short_too(written: Any):
    logger, stream = written
    report = make_report(reporter_phone="+6281273456789")
    try:
        with transaction.atomic():
            Aspiration.objects.filter(pk=report.pk).update(rating=9)
    except IntegrityError as error:
        logger.warning("failed: %s", error)
    assert "aspiration_rating_in_range" in stream.getvalue()
    assert "6789" not in stream.getvalue()


def test_other_errors_stay_as_they_are(written: Any):
    logger, stream = written
    try:
        raise ValueError("first\nsecond")
    except ValueError:
        logger.exception("failed")
    assert "first\nsecond" in stream.getvalue()
