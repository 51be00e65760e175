"""@name in a note reaches somebody who may see the report, and tells nothing of anybody else."""

from typing import Any

import pytest

from aspirations import services
from aspirations.models import Aspiration, Mention
from aspirations.services import Refused, names_in
from government.models import Role
from notifications.models import Message
from tests.desk import desk, page_of, panel_of, send, signed_in, text_of
from tests.world import clerk_actor, make_report, make_user

pytestmark = pytest.mark.django_db


def note(author: Any, report: Aspiration, text: str) -> Any:
    return send(signed_in(author), report, "note", text=text)


def inbox(user: Any) -> list[str]:
    page = signed_in(user).get("/admin/aspirations/aspiration/", {"antrean": "disebut"})
    return [report.number for report in page.context["cl"].result_list]


def mark_read(user: Any, report: Aspiration) -> int:
    return signed_in(user).post(f"/admin/aspirations/aspiration/{report.pk}/mentions/").status_code


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("@rohani tolong dicek", ["rohani"]),
        ("Sudah ditanya @rohani, @budi.s dan @rohani.", ["rohani", "budi.s"]),
        ("(@rohani)", ["rohani"]),
        ("kirim ke rohani@contoh.id", []),
        ("jam 8 @ balai desa", []),
    ],
)
def test_names_are_found(text: str, names: list[str]):
    assert names_in(text) == names


def test_named_colleague_finds_it_and_marks_it_read():
    author, colleague, report = make_user(first_name="Rohani"), make_user(), make_report()
    note(author, report, f"@{colleague.username} tolong dicek")
    assert (inbox(colleague), inbox(author)) == ([report.number], [])
    assert "Rohani menyebut Anda" in text_of(signed_in(colleague), report)
    mark_read(colleague, report)
    assert (inbox(colleague), "menyebut Anda" in text_of(signed_in(colleague), report)) == ([], False)


def test_mere_reader_may_be_named_too():
    auditor, report = make_user(Role.AUDITOR), make_report()
    note(make_user(), report, f"@{auditor.username} silakan")
    assert inbox(auditor) == [report.number]
    mark_read(auditor, report)
    assert inbox(auditor) == []


def test_another_s_mark_stays():
    first, second, report = make_user(), make_user(), make_report()
    note(make_user(), report, f"@{first.username} @{second.username}")
    mark_read(first, report)
    assert inbox(second) == [report.number]


def test_who_may_not_see_it_and_who_does_not_exist_are_answered_alike():
    report, stranger = make_report(), make_user(Role.CLERK, "16.07.13")
    for name in (stranger.username, "tidakada"):
        response = note(make_user(), report, f"Tanya @{name} ya")
        shown = response.content.decode()
        assert response.status_code == 422
        assert f"@{name} tidak ditemukan di antara petugas laporan ini." in shown
        assert f"Tanya @{name} ya" in shown
    assert (Mention.objects.count(), report.events.filter(kind="note").count()) == (0, 0)


def test_confidential_report_names_nobody_who_may_not_read_it():
    report = make_report(identity="confidential")
    operator = make_user(Role.VILLAGE_OPERATOR, "16.07.14.2002")
    with pytest.raises(Refused):
        services.add_note(report, f"@{operator.username}", actor=clerk_actor(make_user()))


def test_naming_oneself_calls_nobody():
    author, report = make_user(), make_report()
    assert note(author, report, f"@{author.username} ingat").status_code == 302
    assert Mention.objects.count() == 0


def test_mail_holds_the_number_and_who_and_nothing_else():
    report = make_report(title="Jembatan roboh", reporter_name="Suparno")
    colleague = make_user(email="budi@contoh.id")
    note(make_user(first_name="Rohani"), report, f"@{colleague.username} Pak Joko menelepon")
    (mail,) = Message.objects.all()
    assert (mail.recipient, mail.subject) == ("budi@contoh.id", f"Anda disebut pada laporan {report.number}")
    assert f"Rohani menyebut Anda dalam catatan internal laporan {report.number}." in mail.body
    assert not any(word in mail.body for word in ("Joko", "Suparno", "Jembatan"))


def test_names_that_may_be_called_stand_below_the_field():
    colleague, report = make_user(first_name="Rohani"), make_report()
    stranger = make_user(Role.CLERK, "16.07.13")
    people = dict(panel_of(desk(), report, "note").form.people)
    assert (people[colleague.username], stranger.username in people) == ("Rohani", False)


def test_mentions_of_a_report_one_does_not_see_cannot_be_read():
    report, stranger = make_report(), make_user(Role.CLERK, "16.07.13")
    assert mark_read(stranger, report) == 404
    assert page_of(signed_in(stranger), report).status_code == 404
