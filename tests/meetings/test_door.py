"""What the page at the door loads and sends."""

import json
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from government.models import Role
from meetings.models import Attendance, Meeting
from tests.desk import desk, signed_in
from tests.meetings.makers import HOUR, make_contact, make_invitation, make_meeting
from tests.world import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting() -> Meeting:
    return make_meeting(starts=-HOUR, status="running")


def address(meeting: Meeting, route: str = "") -> str:
    return f"/admin/meetings/meeting/{meeting.pk}/attendance/door/{route}"


def line(**fields: Any) -> dict[str, Any]:
    made = {"uid": str(uuid.uuid4()), "noted_at": timezone.now().isoformat(), "method": "desk"}
    return {**made, "presence": "present", **fields}


def send(client: Client, meeting: Meeting, *lines: Any, **more: Any) -> Any:
    body = {"lines": lines, "sent_at": timezone.now().isoformat(), **more}
    return client.post(address(meeting, "send/"), json.dumps(body), content_type="application/json")


def test_each_line_is_answered(meeting: Meeting):
    client, one = desk(), make_invitation(meeting, door_code="7KMPQ2XH")
    first = line(door_code="7KMP-Q2XH", noted_at=(timezone.now() - HOUR).isoformat())
    lines = [
        first,
        first,
        line(invitation=one.pk, presence="excused"),
        line(name="Joko", method="walk_in"),
        line(door_code="XXXXXXXX"),
    ]
    answers = send(client, meeting, *lines).json()["answers"]
    assert [answer["outcome"] for answer in answers] == [
        "accepted",
        "known",
        "replaced",
        "accepted",
        "refused",
    ]
    assert answers[-1] == {
        "uid": lines[-1]["uid"],
        "outcome": "refused",
        "reason": "Kode undangan ini tidak dikenal di pertemuan ini.",
    }


@pytest.mark.parametrize(
    "wrong",
    [
        {"presence": "x"},
        {"noted_at": "kemarin"},
        {"noted_at": "2026-01-01T00:00:00"},
        {"name": "x" * 121},
        {"title": "\ud800"},
    ],
)
def test_line_that_cannot_be_read_is_refused_beside_a_good_one(meeting: Meeting, wrong: dict[str, str]):
    bad = line(**({"name": "Joko"} | wrong))
    answers = send(desk(), meeting, bad, line(name="Siti")).json()["answers"]
    assert {answer["uid"]: answer["outcome"] for answer in answers}[bad["uid"]] == "refused"
    assert meeting.attendances.get().name == "Siti"


def test_line_of_the_closing_is_known_by_its_key(meeting: Meeting):
    closed = Attendance.objects.create(
        meeting=meeting, invitation=make_invitation(meeting), presence="absent", method="closing"
    )
    (answer,) = send(desk(), meeting, line(uid=str(closed.uid), name="Joko")).json()["answers"]
    assert (answer["outcome"], meeting.attendances.get()) == ("known", closed)


def test_wrong_clock_of_a_device_is_put_right(meeting: Meeting):
    years = timedelta(days=900)
    noted = timezone.now() - timedelta(minutes=10)
    sent = (timezone.now() - years).isoformat()
    send(desk(), meeting, line(name="Joko", noted_at=(noted - years).isoformat()), sent_at=sent)
    assert abs(meeting.attendances.get().noted_at - noted) < timedelta(seconds=30)


@pytest.mark.parametrize("body", ["", "[]", "{", "[" * 9999, '{"lines": 3}', '{"lines": ["x"]}', '{"x": 1}'])
def test_what_is_no_list_of_lines_is_refused(meeting: Meeting, body: str):
    response = desk().post(address(meeting, "send/"), body, content_type="application/json")
    assert (response.status_code, meeting.events.count()) == (400, 0)


def test_too_many_at_once_are_refused(meeting: Meeting):
    assert send(desk(), meeting, *[line(name="x")] * 201).status_code == 400


def test_list_has_names_codes_and_lines_of_other_devices(meeting: Meeting):
    one = make_invitation(
        meeting, make_contact("Camat", name="Suparno", phone="+62812345678", email="a@b.id")
    )
    make_invitation(meeting, withdrawn_at=timezone.now())
    send(desk(), meeting, line(invitation=one.pk), line(name="Joko"))
    found = desk().get(address(meeting, "data/")).json()
    (invited,) = found["invited"]
    assert set(invited) == {"id", "name", "title", "office", "code", "deputy", "line", "twice"}
    assert (invited["title"], invited["line"]["presence"]) == ("Camat", "present")
    assert [guest["name"] for guest in found["guests"]] == ["Joko"]
    assert "812345678" not in json.dumps(found)
    assert "a@b.id" not in json.dumps(found)


def test_token_of_the_list_sends_lines(meeting: Meeting):
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_user())
    token = client.get(address(meeting, "data/")).json()["token"]
    body = json.dumps({"lines": [line(name="Joko")]})
    kind = "application/json"
    assert client.post(address(meeting, "send/"), body, content_type=kind).status_code == 403
    answer = client.post(address(meeting, "send/"), body, content_type=kind, headers={"X-CSRFToken": token})
    assert answer.json()["answers"][0]["outcome"] == "accepted"


def test_worker_answers_for_the_page_s_addresses_alone(meeting: Meeting):
    response = desk().get(address(meeting, "worker.js"))
    assert response["Content-Type"].startswith("text/javascript")
    # Without this header its scope is the folder in which it stands.
    assert "Service-Worker-Allowed" not in response
    text = response.content.decode()
    assert "/static/vendor/qr/decode.js" in text
    assert "{{" not in text


def test_shell_has_no_names_and_no_token(meeting: Meeting):
    user = make_user(first_name="Petugasnya")
    make_invitation(meeting, make_contact("Camat", name="Suparno"))
    text = signed_in(user).get(address(meeting)).content.decode()
    assert [word for word in ("Suparno", "Petugasnya", "csrf") if word in text] == []


@pytest.mark.parametrize("route", ["", "worker.js", "data/", "send/"])
@pytest.mark.parametrize(("role", "scope"), [(Role.AUDITOR, "16.07.14"), (Role.CLERK, "16.07.13")])
def test_only_who_convenes_opens_it(meeting: Meeting, route: str, role: str, scope: str):
    client = desk(role, scope)
    assert client.get(address(meeting, route)).status_code == 404
    assert client.post(address(meeting, route)).status_code == 404


def test_signed_out_device_is_sent_to_the_sign_in(meeting: Meeting):
    response = send(Client(), meeting, line(name="Joko"))
    assert (response.status_code, meeting.events.count()) == (302, 0)
