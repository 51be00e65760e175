"""Reports, and what hangs on each."""

from typing import Any

from aspirations.models import Access, Aspiration, Photo, ReceiptCounter, Support
from government.models import Agency
from tests.refused.makers import Refused, itself, twice
from tests.world import MONDAY, make_published, make_report, make_user


def report(**columns: Any) -> None:
    """A row of a report becomes so by a raw UPDATE."""
    Aspiration.objects.filter(pk=make_report().pk).update(**columns)


def merged_into_itself() -> None:
    make_report()
    itself(Aspiration, "merged_into", status="merged")


def published_and_confidential() -> None:
    Aspiration.objects.filter(pk=make_published().pk).update(identity="confidential")


def access(kind: str, **columns: Any) -> None:
    Access.objects.create(kind=kind, **columns)


REFUSED: Refused = {
    "access_kind_known": [lambda: access("peeked", user=make_user())],
    "access_identity_has_report": [
        lambda: access("identity", user=make_user()),
        lambda: access("login", user=make_user(), aspiration=make_report()),
    ],
    "access_has_somebody": [
        lambda: access("login"),
        lambda: access("login", user=make_user(), account_key="x"),
        lambda: access("failed"),
        lambda: access("failed", user=make_user(), account_key="x"),
        lambda: access("failed", agency=Agency.objects.first(), account_key="x"),
        lambda: access("login", agency=Agency.objects.first()),
        lambda: access("identity", user=make_user(), agency=Agency.objects.first(), aspiration=make_report()),
    ],
    "access_export_is_named": [
        lambda: access("export", user=make_user(), count=1),
        lambda: access("export", user=make_user(), what="Laporan"),
    ],
    "aspiration_status_known": [lambda: report(status="flying")],
    "aspiration_weight_known": [lambda: report(weight="feather")],
    "aspiration_publication_known": [lambda: report(publication="whispered")],
    "aspiration_concern_known": [lambda: report(concerns="bupati")],
    "aspiration_concerned_agency_fits": [
        lambda: report(concerned_agency=Agency.objects.first()),
        lambda: report(concerned_agency=Agency.objects.first(), concerns="village"),
    ],
    "aspiration_confidential_never_public": [published_and_confidential],
    "aspiration_published_is_complete": [
        lambda: report(publication="published", public_text="Isi"),
        lambda: report(publication="published", published_at=MONDAY),
    ],
    "aspiration_merged_has_target": [
        lambda: report(status="merged"),
        lambda: report(merged_into=make_report()),
    ],
    "aspiration_not_merged_into_itself": [merged_into_itself],
    "aspiration_dispatched_has_agency": [lambda: report(status="dispatched")],
    "aspiration_plan_is_named": [lambda: report(status="planned")],
    "aspiration_answered_closes": [
        lambda: report(status="answered"),
        lambda: report(closes_at=MONDAY),
    ],
    "aspiration_asked_clock_stands": [
        lambda: report(status="needs_info", due_at=None, resume_status="submitted"),
        lambda: report(status="needs_info", days_left=2, resume_status="submitted"),
        lambda: report(status="needs_info", days_left=2, due_at=None),
        lambda: report(days_left=2),
    ],
    "aspiration_point_is_whole": [
        lambda: report(latitude=-2.6),
        lambda: report(longitude=105),
        lambda: report(latitude=91, longitude=105),
        lambda: report(latitude=-2.6, longitude=181),
    ],
    "aspiration_rating_in_range": [lambda: report(rating=0), lambda: report(rating=5)],
    "aspiration_authority_known": [lambda: report(authority="galaxy")],
    "photo_belongs_somewhere": [lambda: Photo.objects.create(original="x")],
    "receipt_counter_once": [lambda: twice(ReceiptCounter, district_id="16.07.14", year=2026)],
    "support_once_per_device": [lambda: twice(Support, aspiration=make_report(), device_hash="x")],
}
