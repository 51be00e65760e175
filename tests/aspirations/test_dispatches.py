"""A report sent to an agency: one open dispatch, whatever becomes of the report."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from aspirations import receipts, services
from aspirations.models import Aspiration, Dispatch
from aspirations.services import Refused, Sending
from notifications.models import Message
from notifications.services import deliver
from tests.world import (
    HANDLER,
    MONDAY,
    REPORTER,
    UPANG,
    advance,
    agency,
    clerk_actor,
    make_report,
    make_user,
)

pytestmark = pytest.mark.django_db


def send(report: Aspiration, slug: str = "dinas-pupr", **fields: Any) -> Dispatch:
    """The dispatch of a verified report."""
    step: Any = {name: fields.pop(name) for name in ("due_on", "at", "actor") if name in fields}
    step.setdefault("actor", clerk_actor())
    report = services.change_status(
        report, "dispatched", agency=agency(slug), sending=Sending(**fields), **step
    )
    return report.dispatches.open().get()


def sent(**fields: Any) -> Dispatch:
    return send(advance(make_report(), "verified"), **fields)


def test_step_to_an_agency_makes_a_dispatch_with_all_that_was_said():
    clerk = make_user()
    made = sent(instruction="Tinjau papan. ", urgency="urgent", shows_reporter=True, actor=clerk_actor(clerk))
    assert (made.agency, made.instruction, made.urgency) == (agency(), "Tinjau papan.", "urgent")
    assert (made.shows_reporter, made.sent_by, made.state, made.opened_at) == (True, clerk, "sent", None)


def test_numbers_count_by_kecamatan_and_year_apart_from_receipts():
    reports = [advance(make_report(village), "verified") for village in ("16.07.14.2002", UPANG)]
    numbers = [send(report, at=MONDAY).number for report in reports]
    assert numbers == ["AS-D-2026-00001", "AS-D-2026-00002"]


def test_number_of_a_refused_step_is_not_lost():
    report = advance(make_report(), "verified")
    with pytest.raises(Refused):
        send(report, due_on=date(2020, 1, 1))
    assert send(report, at=MONDAY).number == "AS-D-2026-00001"


def test_due_day_is_the_one_named_or_the_promise_s():
    report = advance(make_report(), "verified")
    promised = send(report)
    assert promised.due_on == report.due_at.date()
    sooner = report.due_at.date() - timedelta(days=1)
    report.refresh_from_db()
    at = report.submitted_at
    assert send(report, due_on=sooner, at=at).due_on == sooner


def test_reporter_is_shown_only_where_there_is_a_name():
    report = advance(make_report(identity="anonymous", reporter_name=""), "verified")
    assert send(report, shows_reporter=True).shows_reporter is False


def test_sending_it_on_replaces_the_former():
    first = sent()
    second = send(first.aspiration, "bpbd")
    first.refresh_from_db()
    assert (first.state, second.state) == ("superseded", "sent")


@pytest.mark.parametrize(
    ("step", "actor", "state"),
    [
        ("in_progress", clerk_actor(), "working"),
        ("planned", HANDLER, "planned"),
        ("answered", HANDLER, "done"),
        ("verified", HANDLER, "refused"),
        ("verified", clerk_actor(), "superseded"),
        ("needs_info", clerk_actor(), "sent"),
        ("not_competent", clerk_actor(), "superseded"),
        ("withdrawn", REPORTER, "superseded"),
    ],
)
def test_dispatch_goes_along_with_its_report(step: str, actor: Any, state: str):
    made = sent()
    services.change_status(made.aspiration, step, actor=actor, note="Keterangan", planned_for="APBD 2027")
    made.refresh_from_db()
    assert made.state == state


def test_merged_report_s_dispatch_ends():
    made = sent()
    services.merge(made.aspiration, make_report(), actor=clerk_actor())
    made.refresh_from_db()
    assert made.state == "superseded"


def test_reply_of_the_reporter_keeps_the_dispatch():
    made = sent()
    asked = advance(made.aspiration, "needs_info")
    services.reply(asked, "Di Jalur 8.")
    assert list(Dispatch.objects.open()) == [made]


def test_secret_is_derived_and_only_its_hash_is_kept():
    made = sent()
    secret = services.secret_of(made)
    assert receipts.matches(secret, made.secret_hash)
    stored = " ".join(str(value) for value in Dispatch.objects.values_list().get())
    assert secret not in stored


def test_another_key_finds_no_secret(settings: Any):
    made = sent()
    settings.SECRET_KEY = "another"
    assert services.secret_of(made) == ""


def test_link_lasts_as_set_and_never_ends_before_the_due_day(settings: Any):
    settings.DISPATCH_LINK_DAYS = 60
    made = sent()
    assert made.expires_at == made.sent_at + timedelta(days=60)
    settings.DISPATCH_LINK_DAYS = 1
    made = sent()
    assert timezone.localtime(made.expires_at).date() == made.due_on


def test_renewed_link_has_another_secret_and_the_revoked_one_none():
    made = sent()
    old = services.secret_of(made)
    services.revoke_link(made, actor=clerk_actor())
    with pytest.raises(Refused):
        services.revoke_link(made, actor=clerk_actor())
    assert not Dispatch.objects.linked().exists()
    renewed = services.renew_link(made, 7, actor=clerk_actor())
    assert (services.secret_of(renewed) == old, renewed.is_link_alive) == (False, True)


def test_link_of_what_is_over_is_not_renewed():
    made = sent()
    advance(made.aspiration, "answered")
    with pytest.raises(Refused):
        services.renew_link(made, 7, actor=clerk_actor())


def test_agency_with_an_address_is_sent_the_link_and_the_database_holds_no_secret(mailoutbox: Any):
    pupr = agency()
    pupr.email = "pupr@example.org"
    pupr.save()
    made = sent(instruction="Tinjau papan.")
    message = Message.objects.get()
    secret = receipts.Receipt("", services.secret_of(made)).spaced_secret
    assert secret not in message.body
    deliver(message.pk)
    body = mailoutbox[0].body
    assert f"/disposisi/#{made.number}.{secret}" in body
    assert ("Tinjau papan." in body, "Suparno" in body) == (True, False)


def test_mail_about_a_confidential_report_names_nothing(mailoutbox: Any):
    pupr = agency()
    pupr.email = "pupr@example.org"
    pupr.save()
    send(advance(make_report(identity="confidential", reporter_name=""), "verified"))
    message = Message.objects.get()
    assert ("Jembatan" in message.subject + message.body, "[[kode]]" in message.body) == (False, False)


def test_level_is_the_agency_s_and_goes_with_it():
    made = sent()
    assert made.aspiration.authority == "regency"
    returned = services.change_status(made.aspiration, "verified", actor=HANDLER, note="Bukan kami.")
    assert returned.authority == ""


def test_level_of_what_is_beyond_us_stays_to_the_end():
    report = services.change_status(
        advance(make_report(), "verified"),
        "not_competent",
        actor=clerk_actor(),
        note="Ke BPJN di Palembang.",
        authority="national",
    )
    assert (report.authority, report.handled_at) == ("national", "tingkat pusat")
