"""Who is invited, in which order, and what they answer."""

from datetime import timedelta
from typing import Any

import pytest

from aspirations.services import Conflict, NotAllowed, Refused
from government.models import Role
from meetings import services
from meetings.models import Attendance, Invitation, Meeting, Office, Reply
from meetings.services.invitations import renew_link, revoke_link, secret_of
from meetings.workflow import StopStatus
from notifications.models import Message
from tests.meetings.makers import HOUR, make_contact, make_meeting
from tests.threads import at_once
from tests.world import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk() -> Any:
    return make_user(Role.CLERK)


def titles(meeting: Meeting) -> list[str]:
    return list(meeting.invitations.order_by("position").values_list("title", flat=True))


def invited(clerk: Any, meeting: Meeting | None = None, **fields: Any) -> Invitation:
    contact = make_contact("Kepala Desa Sri Mulyo", **fields)
    return services.invite(meeting or make_meeting(), [contact], actor=clerk)[0]


def history(meeting: Meeting) -> list[str]:
    return list(meeting.events.values_list("text", flat=True))


def test_invited_stand_in_the_order_of_protocol(clerk: Any):
    meeting = make_meeting()
    heads = [make_contact(f"Kepala Desa {number}") for number in (10, 9)]
    camat = make_contact("Camat Air Salek", office=Office.CAMAT)
    services.invite(meeting, heads, actor=clerk)
    services.invite(meeting, [camat, heads[0]], actor=clerk)
    assert titles(meeting) == ["Camat Air Salek", "Kepala Desa 9", "Kepala Desa 10"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("committed_world")
def test_invited_twice_at_once_is_one_invitation():
    clerk, meeting, contact = make_user(Role.CLERK), make_meeting(), make_contact("Camat Air Salek")
    at_once(*[lambda: services.invite(meeting, [contact], actor=clerk)] * 2)
    assert titles(meeting) == ["Camat Air Salek"]


def test_who_left_the_office_is_not_invited(clerk: Any):
    assert services.invite(make_meeting(), [make_contact(is_active=False)], actor=clerk) == []


def test_strangers_invite_nobody():
    meeting, contact = make_meeting(), make_contact()
    for user in (
        make_user(Role.CLERK, "16.07.13"),
        make_user(Role.AUDITOR),
        make_user(Role.VILLAGE_OPERATOR),
    ):
        with pytest.raises(NotAllowed):
            services.invite(meeting, [contact], actor=user)
    assert meeting.invitations.count() == 0


def test_nobody_is_invited_to_what_is_over_or_cancelled(clerk: Any):
    over = make_meeting(1, starts=-6 * HOUR)
    cancelled = make_meeting(2, status=StopStatus.CANCELLED, cancel_reason="Banjir")
    for meeting in (over, cancelled):
        with pytest.raises(Refused):
            services.invite(meeting, [make_contact()], actor=clerk)


def test_door_codes_are_short_and_read_in_every_form(clerk: Any):
    code = invited(clerk).door_code
    spaced = services.spaced_door_code(code)
    for text in (code, spaced.lower(), f"http://x/undangan/#{code}", f"http://x/undangan/#{code}.SECRET"):
        assert services.read_door_code(text) == code
    assert [services.read_door_code(text) for text in ("", "http://x/", "1234567", f"{code}9")] == [""] * 4


def test_secret_is_derived_and_only_its_hash_is_kept(clerk: Any):
    invitation = invited(clerk)
    secret = secret_of(invitation)
    row = str(Invitation.objects.filter(pk=invitation.pk).values())
    assert (len(secret), secret in row) == (16, False)


def test_withdrawn_before_it_was_sent_is_gone(clerk: Any):
    invitation = invited(clerk, email="kades@example.id")
    services.withdraw(invitation, actor=clerk)
    assert (Invitation.objects.count(), Message.objects.count()) == (0, 0)
    assert history(invitation.meeting)[-1] == "Undangan ditarik: Kepala Desa Sri Mulyo"


def test_withdrawn_after_it_was_sent_is_told(clerk: Any):
    invitation = invited(clerk, email="kades@example.id")
    Invitation.objects.update(sent_at=invitation.meeting.starts_at)
    services.withdraw(invitation, actor=clerk)
    message = Message.objects.get()
    assert message.subject == f"Undangan {invitation.meeting} ditarik"
    assert "tidak perlu hadir" in message.body
    with pytest.raises(Conflict):
        services.withdraw(invitation, actor=clerk)


def test_who_is_on_the_attendance_list_stays(clerk: Any):
    invitation = invited(clerk)
    Attendance.objects.create(meeting=invitation.meeting, invitation=invitation)
    with pytest.raises(Refused):
        services.withdraw(invitation, actor=clerk)


def test_invited_again_gets_another_link_and_no_old_answer(clerk: Any):
    invitation = invited(clerk)
    before = secret_of(invitation)
    services.record_reply(invitation, Reply.COMING)
    Invitation.objects.update(sent_at=invitation.meeting.starts_at)
    services.withdraw(invitation, actor=clerk)
    again = services.invite(invitation.meeting, [invitation.contact], actor=clerk)[0]
    assert (again.pk, again.reply, again.sent_at) == (invitation.pk, Reply.NONE, None)
    assert secret_of(again) not in {"", before}


def test_answer_is_kept_with_who_gave_it(clerk: Any):
    invitation = invited(clerk, name="Sutrisno")
    services.record_reply(invitation, Reply.DEPUTY, deputy_name=" Budi ", deputy_title="Sekdes")
    invitation.refresh_from_db()
    assert (invitation.reply, invitation.deputy_name) == (Reply.DEPUTY, "Budi")
    event = invitation.meeting.events.latest("pk")
    assert event.text == "Kepala Desa Sri Mulyo (Sutrisno): diwakili Budi, Sekdes"
    assert (event.user, event.signed_by) == (None, "Kepala Desa Sri Mulyo (Sutrisno)")


def test_answer_changes_and_the_deputy_goes(clerk: Any):
    invitation = invited(clerk)
    services.record_reply(invitation, Reply.DEPUTY, deputy_name="Budi")
    services.record_reply(invitation, Reply.DECLINED, deputy_name="Budi", note="Dinas luar")
    invitation.refresh_from_db()
    assert (invitation.reply, invitation.deputy_name, invitation.reply_note) == ("declined", "", "Dinas luar")


def test_same_answer_twice_is_one_line_of_history(clerk: Any):
    invitation = invited(clerk)
    before = invitation.meeting.events.count()
    for _time in range(2):
        services.record_reply(invitation, Reply.COMING)
    assert invitation.meeting.events.count() == before + 1


def test_deputy_needs_a_name(clerk: Any):
    with pytest.raises(Refused):
        services.record_reply(invited(clerk), Reply.DEPUTY, deputy_name="  ")


def test_link_answers_until_the_stop_starts_and_the_desk_until_it_is_over(clerk: Any):
    invitation = invited(clerk)
    Meeting.objects.update(starts_at=invitation.meeting.starts_at - 2 * HOUR)
    with pytest.raises(Refused):
        services.record_reply(invitation, Reply.COMING)
    services.record_reply(invitation, Reply.COMING, actor=clerk)
    Meeting.objects.update(ends_at=invitation.meeting.starts_at - timedelta(minutes=61))
    with pytest.raises(Refused):
        services.record_reply(invitation, Reply.DECLINED, actor=clerk)


def test_desk_of_elsewhere_writes_no_answer(clerk: Any):
    with pytest.raises(NotAllowed):
        services.record_reply(invited(clerk), Reply.COMING, actor=make_user(Role.CLERK, "16.07.13"))


def test_withdrawn_answers_nothing(clerk: Any):
    invitation = invited(clerk)
    Invitation.objects.update(withdrawn_at=invitation.meeting.starts_at)
    with pytest.raises(Conflict):
        services.record_reply(invitation, Reply.COMING)


def test_renewed_link_ends_the_old_one_and_a_revoked_one_is_revoked_once(clerk: Any):
    invitation = invited(clerk)
    before = secret_of(invitation)
    revoke_link(invitation, actor=clerk)
    with pytest.raises(Conflict):
        revoke_link(invitation, actor=clerk)
    again = renew_link(invitation, actor=clerk)
    assert again.revoked_at is None
    assert secret_of(again) not in {"", before}
