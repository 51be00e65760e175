"""Undangan at the desk of a stop: for who convenes, and for nobody who only reads."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from government.models import Role
from meetings import services
from meetings.documents.printing import run_letters
from meetings.models import Contact, ContactList, Invitation, LetterRun, Meeting, Reply
from meetings.services.invitations import secret_of
from tests.meetings.makers import make_contact, make_letter_run, make_meeting
from tests.world import make_user

pytestmark = pytest.mark.django_db
PHONE = "+6281234567890"


@pytest.fixture
def clerk() -> Any:
    return make_user(Role.CLERK)


@pytest.fixture
def desk(client: Client, clerk: Any) -> Client:
    client.force_login(clerk)
    return client


@pytest.fixture
def meeting() -> Meeting:
    return make_meeting()


def address(meeting: Meeting, page: str = "") -> str:
    return f"/admin/meetings/meeting/{meeting.pk}/invitations/{page}"


def text_of(response: Any) -> str:
    return str(response.content.decode())


def invited(meeting: Meeting, actor: Any, **fields: Any) -> Invitation:
    return services.invite(meeting, [make_contact("Kepala Desa Upang", **fields)], actor=actor)[0]


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.VILLAGE_OPERATOR])
def test_who_only_reads_finds_no_invitations_and_no_contacts(client: Client, meeting: Meeting, role: str):
    client.force_login(make_user(role, "16.07.14"))
    pages = [address(meeting), "/admin/meetings/contact/", "/admin/meetings/contact/ekspor/"]
    answers = [client.get(page).status_code for page in pages]
    assert [answer for answer in answers if answer not in {403, 404}] == []
    assert "Undangan</a>" not in text_of(client.get(f"/admin/meetings/meeting/{meeting.pk}/agenda/"))


def test_groups_lists_and_names_are_invited_each_once(desk: Client, meeting: Meeting):
    heads = [make_contact(f"Kepala Desa {n}") for n in range(3)]
    teacher = make_contact("Korwil Pendidikan", office="education")
    police = make_contact("Kapolsek", office="police")
    listed = ContactList.objects.create(name="Biasa", region_id="16.07.14")
    listed.contacts.set([heads[0], teacher])
    data = {"offices": ["village_head"], "lists": [listed.pk], "contacts": [police.pk], "q": "Kapolsek"}
    desk.post(address(meeting, "tambah/"), data)
    assert set(meeting.invitations.values_list("contact", flat=True)) == {
        *(one.pk for one in heads), teacher.pk, police.pk
    }  # fmt: skip


def test_contacts_of_elsewhere_are_neither_found_nor_invited(desk: Client, meeting: Meeting):
    stranger = make_contact("Kepala Desa Seberang", region_id="16.07.13")
    page = address(meeting, "tambah/")
    assert "Seberang" not in text_of(desk.get(page, {"q": "Seberang kepala"})).replace("Seberang kepala", "")
    response = desk.post(page, {"contacts": [stranger.pk]})
    assert (response.status_code, meeting.invitations.count()) == (422, 0)


def test_nobody_chosen_is_said(desk: Client, meeting: Meeting):
    response = desk.post(address(meeting, "tambah/"), {})
    assert (response.status_code, "Pilih dahulu siapa" in text_of(response)) == (422, True)


def test_list_shows_answers_forecast_and_a_place_too_small(desk: Client, clerk: Any):
    meeting = make_meeting(capacity=1, quorum_percent=60)
    people = [make_contact(f"Kepala Desa {n}") for n in range(4)]
    rows = services.invite(meeting, people, actor=clerk)
    services.record_reply(rows[0], Reply.COMING)
    services.record_reply(rows[1], Reply.DEPUTY, deputy_name="Budi")
    text = text_of(desk.get(address(meeting)))
    assert "2 akan hadir atau diwakili (50%), dibutuhkan 3" in text
    assert "Masih kurang 1." in text
    assert "Yang akan hadir 2, padahal tempat hanya menampung 1 orang." in text


def test_quorum_out_of_reach_is_said(desk: Client, clerk: Any):
    meeting = make_meeting(quorum_percent=100)
    services.record_reply(invited(meeting, clerk), Reply.DECLINED)
    assert "Kuorum tidak akan tercapai" in text_of(desk.get(address(meeting)))


def test_filters_find_who_has_not_answered(desk: Client, clerk: Any, meeting: Meeting):
    silent, coming = (make_contact(f"Kepala Desa {name}") for name in ("Diam", "Datang"))
    rows = services.invite(meeting, [silent, coming], actor=clerk)
    services.record_reply(next(row for row in rows if row.contact_id == coming.pk), Reply.COMING)
    text = text_of(desk.get(address(meeting), {"jawaban": "none"}))
    assert ("Kepala Desa Diam" in text, "Kepala Desa Datang" in text) == (True, False)
    assert "Tidak ada undangan yang cocok" in text_of(desk.get(address(meeting), {"q": "xyz"}))


def test_list_costs_the_same_for_one_and_for_many(desk: Client, clerk: Any, meeting: Meeting):
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            desk.get(address(meeting))
        return len(found)

    services.invite(meeting, [make_contact()], actor=clerk)
    one = queries()
    services.invite(meeting, [make_contact() for _n in range(30)], actor=clerk)
    assert queries() == one


def test_reply_by_telephone_is_written_down(desk: Client, clerk: Any, meeting: Meeting):
    row = invited(meeting, clerk)
    page = address(meeting, f"{row.pk}/")
    assert desk.post(page, {"act": "reply", "reply": "deputy"}).status_code == 422
    desk.post(page, {"act": "reply", "reply": "deputy", "deputy_name": "Budi"})
    row.refresh_from_db()
    assert (row.reply, row.deputy_name, meeting.events.latest("pk").user) == ("deputy", "Budi", clerk)


def test_link_stands_in_the_answer_to_a_post_alone(desk: Client, clerk: Any, meeting: Meeting):
    row = invited(meeting, clerk)
    page, secret = address(meeting, f"{row.pk}/"), secret_of(row)
    shown = desk.post(page, {"act": "link"})
    assert [secret in text_of(one) for one in (desk.get(page), shown)] == [False, True]
    assert "no-store" in shown["Cache-Control"]


def test_invitation_of_another_stop_is_not_there(desk: Client, clerk: Any, meeting: Meeting):
    row = invited(make_meeting(2), clerk)
    assert desk.get(address(meeting, f"{row.pk}/")).status_code == 404
    assert desk.post(address(meeting, f"{row.pk}/"), {"act": "withdraw"}).status_code == 404


def test_withdrawing_is_one_press_and_one_more(desk: Client, clerk: Any, meeting: Meeting):
    row = invited(meeting, clerk)
    assert "Ya, tarik" in text_of(desk.get(address(meeting, f"{row.pk}/")))
    desk.post(address(meeting, f"{row.pk}/"), {"act": "withdraw"})
    assert meeting.invitations.count() == 0


def test_letter_is_written_numbered_and_shown(desk: Client, meeting: Meeting):
    page = address(meeting, "surat/")
    form = desk.get(page).context["form"]
    data = {name: form[name].value() or "" for name in form.fields} | {"gives_number": "on"}
    desk.post(page, data)
    assert meeting.letter.number == f"005/001/AS/{timezone.localdate().year}"
    made = desk.get(address(meeting, "surat/pratinjau.pdf"))
    assert (made.content[:5], "no-store" in made["Cache-Control"]) == (b"%PDF-", True)


def test_letter_with_an_error_keeps_what_was_typed(desk: Client, meeting: Meeting):
    page = address(meeting, "surat/")
    form = desk.get(page).context["form"]
    data = {name: form[name].value() or "" for name in form.fields}
    response = desk.post(page, data | {"whatsapp": "Tanpa tautan", "closing": "Salam hormat"})
    assert (response.status_code, "Salam hormat" in text_of(response)) == (422, True)
    assert not hasattr(Meeting.objects.get(), "letter")


def test_all_letters_are_ordered_watched_and_fetched(desk: Client, clerk: Any, meeting: Meeting):
    make_letter_run(meeting)
    invited(meeting, clerk)
    ordered = desk.post(address(meeting, "kirim/"), {"what": "print", "links": "on"})
    run = LetterRun.objects.latest("pk")
    assert ordered["Location"].endswith(f"/pekerjaan/{run.pk}/")
    assert "Hentikan" in text_of(desk.get(ordered["Location"]))
    run_letters(run.pk)
    assert "Unduh PDF" in text_of(desk.get(ordered["Location"]))
    made = desk.get(address(meeting, f"pekerjaan/{run.pk}/surat.pdf"))
    assert (b"".join(made)[:5], "no-store" in made["Cache-Control"]) == (b"%PDF-", True)


def test_pdf_is_for_who_convenes_alone(client: Client, clerk: Any, meeting: Meeting):
    run = make_letter_run(meeting)
    for user in (make_user(Role.AUDITOR), make_user(Role.CLERK, "16.07.13")):
        client.force_login(user)
        assert client.get(address(meeting, f"pekerjaan/{run.pk}/surat.pdf")).status_code == 404


def test_whatsapp_text_is_made_by_post_and_kept_by_nothing(desk: Client, clerk: Any, meeting: Meeting):
    row = invited(meeting, clerk, phone=PHONE)
    page = address(meeting, "whatsapp/")
    quiet, ready = desk.get(page), desk.post(page, {"act": "prepare", "invitation": row.pk})
    assert [secret_of(row) in text_of(one) for one in (quiet, ready)] == [False, True]
    assert "https://wa.me/6281234567890?text=Yth.%20Kepala%20Desa%20Upang" in text_of(ready)
    assert "no-store" in ready["Cache-Control"]


def test_sent_leads_to_the_next_until_all_have_it(desk: Client, clerk: Any, meeting: Meeting):
    people = [make_contact(f"Kepala Desa {n}", phone=f"+62812345678{n}0") for n in (1, 2)]
    first, second = sorted(services.invite(meeting, people, actor=clerk), key=lambda one: one.title)
    page = address(meeting, "whatsapp/")
    following = desk.post(page, {"act": "sent_next", "invitation": first.pk})
    assert "wa.me/62812345678" + "20" in text_of(following)
    desk.post(page, {"act": "sent_next", "invitation": second.pk})
    assert "Semua yang punya nomor sudah dikirimi" in text_of(desk.get(page))
    assert meeting.invitations.filter(whatsapp_at=None).count() == 0


def test_usual_offices_are_prepared_once(desk: Client):
    page = "/admin/meetings/contact/siapkan/"
    assert "Kepala Desa Sri Mulyo" in text_of(desk.get(page))
    for _time in range(2):
        desk.post(page, {"region": "16.07.14"})
    heads = Contact.objects.filter(office="village_head")
    assert (heads.count(), Contact.objects.filter(title="Danramil Air Salek").count()) == (14, 1)
    assert "sudah ada di buku kontak" in text_of(desk.get(page))


def test_list_takes_whole_groups_and_other_lists(desk: Client):
    heads = [make_contact(f"Kepala Desa {n}", region_id="16.07.14.2002") for n in range(2)]
    other = ContactList.objects.create(name="Lain", region_id="16.07.14")
    other.contacts.add(make_contact("Camat Air Salek", office="camat"))
    data = {"name": "Rakor", "region": "16.07.14", "add_offices": ["village_head"], "add_list": other.pk}
    desk.post("/admin/meetings/contactlist/add/", data)
    made = ContactList.objects.get(name="Rakor")
    assert set(made.contacts.all()) == {*heads, *other.contacts.all()}


def test_contact_twice_is_refused_kindly(desk: Client):
    make_contact("Camat Air Salek", name="Sulaiman", office="camat")
    data = {"title": "camat air salek", "name": "sulaiman", "office": "camat", "region": "16.07.14"}
    response = desk.post("/admin/meetings/contact/add/", data | {"is_active": "on"})
    assert "sudah ada di buku kontak wilayah itu" in text_of(response)
    assert Contact.objects.count() == 1


def test_number_is_taken_as_people_write_it(desk: Client):
    data = {"title": "Camat", "office": "camat", "region": "16.07.14", "is_active": "on"}
    desk.post(
        "/admin/meetings/contact/add/", data | {"phone": "0812 3456 7890", "nip": "19700101 199003 1 001"}
    )
    one = Contact.objects.get()
    assert (one.phone, one.nip) == (PHONE, "197001011990031001")
