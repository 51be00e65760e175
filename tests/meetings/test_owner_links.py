"""The links of owners: who gets one, how long it lasts; nothing leaves a transaction that fails."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from aspirations.services import NotAllowed, Refused
from government.models import Agency
from meetings.models import FollowUp, OwnerLink
from meetings.services import evidence, links
from meetings.services.progress import By
from meetings.workflow import DecisionStatus
from notifications.models import Message
from notifications.sealing import unseal
from tests.meetings.makers import make_decision, make_follow_up, make_meeting
from tests.meetings.promises import clerk, make_promise, owner
from tests.world import agency, make_user, unit

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _agencies_have_mail(db: None) -> None:
    Agency.objects.update(email="opd@contoh.go.id")


def issued(promise: FollowUp) -> OwnerLink:
    (link,) = links.issue_links(promise.decision, make_user())
    return link


@transaction.atomic
def issue_and_fail(promise: FollowUp) -> None:
    links.issue_links(promise.decision, make_user())
    raise ZeroDivisionError


def test_each_agency_gets_one_link_and_one_mail_with_all_it_promised():
    decision = make_decision(make_meeting())
    for text in ("Memasang papan", "Mengecat"):
        make_follow_up(decision, text=text)
    make_follow_up(decision, agency=agency("bpbd"), text="Menguruk")
    make_follow_up(decision, unit=unit(), text="Menyurati")
    assert len(links.issue_links(decision, make_user())) == 2
    bodies = Message.objects.order_by("pk").values_list("body", flat=True)
    said = [[t for t in ("papan", "Mengecat", "Menguruk", "Menyurati") if t in body] for body in bodies]
    assert said == [["papan", "Mengecat"], ["Menguruk"]]


def test_mail_holds_the_secret_only_when_it_is_sent():
    link = issued(make_promise())
    message = Message.objects.get()
    secret = links.secret_of(link)
    assert secret not in message.body.replace("-", "")
    assert secret in unseal(message.body, message.seed).replace("-", "")
    assert secret not in {link.token, link.secret_hash}


def test_link_is_used_again_for_the_next_promise_in_that_kecamatan_and_lasts_longer():
    link = issued(make_promise())
    later = make_promise(number=2, target_on=timezone.localdate() + timedelta(days=400))
    again = issued(later)
    assert (again.pk, again.secret_hash) == (link.pk, link.secret_hash)
    assert again.expires_at > link.expires_at
    elsewhere = make_follow_up(make_decision(make_meeting(3, host_district_id="16.07.13")))
    assert issued(elsewhere).pk != link.pk


def test_revoked_link_comes_back_with_another_secret():
    promise = make_promise()
    link = issued(promise)
    links.revoke_link(promise, by=clerk())
    link.refresh_from_db()
    assert link.is_alive is False
    with pytest.raises(Refused):
        links.revoke_link(promise, by=clerk())
    again = links.renew_link(promise, by=clerk())
    assert again.is_alive is True
    assert again.secret_hash != link.secret_hash


@pytest.mark.parametrize(("role", "scope"), [("clerk", "16.07.13"), ("agency_officer", "dinas-pupr")])
def test_strangers_neither_renew_nor_revoke(role: str, scope: str):
    promise = make_promise()
    issued(promise)
    for act in (links.renew_link, links.revoke_link):
        with pytest.raises(NotAllowed):
            act(promise, by=By(make_user(role, scope)))


def test_draft_and_unit_have_no_link():
    draft = make_decision(make_meeting(), status=DecisionStatus.DRAFT, adopted_at=None)
    for promise in (make_follow_up(draft), make_promise(number=2, unit=unit())):
        with pytest.raises(Refused):
            links.renew_link(promise, by=clerk())


def test_link_outlives_a_target_that_moves():
    promise = make_promise()
    link = issued(promise)
    evidence.move_target(promise, promise.target_on + timedelta(days=300), "Air pasang", by=clerk())
    moved = OwnerLink.objects.get(pk=link.pk)
    assert (moved.expires_at - link.expires_at).days == 300


def test_link_shows_what_was_decided_of_its_agency_in_its_kecamatan():
    promise = make_promise()
    link = issued(promise)
    draft = make_decision(promise.decision.meeting, status=DecisionStatus.DRAFT, adopted_at=None)
    make_follow_up(draft)
    make_follow_up(promise.decision, agency=agency("bpbd"))
    make_follow_up(make_decision(make_meeting(3, host_district_id="16.07.13")))
    assert [*links.promises_of(link)] == [promise]


def test_promise_handed_over_brings_the_other_agency_its_link():
    promise = make_promise()
    ask = evidence.disown(promise, agency("bpbd"), "Tanggul milik BPBD", by=owner())
    evidence.answer_ask(ask, is_granted=True, answer="", by=clerk())
    assert OwnerLink.objects.get().agency == agency("bpbd")


def test_nothing_is_sent_where_the_transaction_fails():
    promise = make_promise()
    with pytest.raises(ZeroDivisionError):
        issue_and_fail(promise)
    assert (Message.objects.count(), OwnerLink.objects.count(), promise.events.count()) == (0, 0, 0)


def test_whatsapp_text_names_promise_and_link_for_the_desk():
    promise = make_promise()
    link = issued(promise)
    shown = links.shown(link, [promise])
    assert shown.address == f"http://testserver/janji/lapor/#{link.number}.{links.secret_of(link)}"
    assert "Memperbaiki+jembatan" in shown.whatsapp


def test_secret_that_the_database_cannot_tell_any_more_is_not_shown(settings):
    link = issued(make_promise())
    settings.SECRET_KEY = "another"
    assert links.shown(link, []) == ("", "", "")
