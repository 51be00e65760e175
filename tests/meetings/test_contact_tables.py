"""The directory goes out as a table and comes in again."""

import io
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from aspirations.services import NotAllowed
from government.models import Region, Role
from meetings.models import Contact
from meetings.services.directory import take_table
from tests.meetings.makers import make_contact
from tests.world import make_user

pytestmark = pytest.mark.django_db
HEADER = "Jabatan,Nama,Golongan,Wilayah,Telepon,Email"


def take(*lines: str, header: str = HEADER, user: Any = None) -> Any:
    data = "\n".join(["BUKU KONTAK 2026", header, *lines]).encode()
    region = Region.objects.get(code="16.07.14")
    return take_table(io.BytesIO(data), len(data), region, actor=user or make_user(Role.CLERK))


def test_table_comes_in_with_numbers_and_places_as_offices_write_them():
    taken = take(
        "Kepala Desa Srimulyo,Sutrisno,Kepala desa,Sri Mulyo,0812-3456-7890,", "Camat,,camat,,,a@b.id"
    )
    assert (taken.added, taken.problems) == (2, [])
    head = Contact.objects.get(office="village_head")
    assert (head.region_id, head.phone, head.name) == ("16.07.14.2002", "+6281234567890", "Sutrisno")


def test_who_is_there_is_passed_over():
    make_contact("Camat Air Salek", name="Sulaiman", office="camat")
    taken = take("camat air salek,SULAIMAN,Camat,,,", "Danramil,,military,,,", "Danramil,,military,,,")
    assert (taken.added, taken.same) == (1, 2)


def test_one_bad_row_keeps_all_out_and_each_is_named():
    taken = take(
        "Camat,,Camat,,,", "Kades,,Raja,,,", "Kades,,Kepala desa,Entah,,", "Kades,,BPD,,12,", "X,,BPD,,,y"
    )
    assert [problem.partition(":")[0] for problem in taken.problems] == [f"Baris {n}" for n in (4, 5, 6, 7)]
    assert Contact.objects.count() == 0


def test_desk_of_elsewhere_takes_nothing_in():
    with pytest.raises(NotAllowed):
        take("Camat,,Camat,,,", user=make_user(Role.CLERK, "16.07.13"))


def test_what_is_no_table_is_said(client: Client):
    client.force_login(make_user(Role.CLERK))
    file = io.BytesIO(b"Nama\nBudi")
    file.name = "x.csv"
    response = client.post("/admin/meetings/contact/impor/", {"file": file, "region": "16.07.14"})
    assert (response.status_code, "Tidak ada kolom “Jabatan”" in response.content.decode()) == (422, True)


def test_export_comes_in_again_as_it_was(client: Client):
    client.force_login(make_user(Role.CLERK))
    make_contact("Kepala Desa Upang", name="=Budi", region_id="16.07.14.2013", phone="+6281234567890")
    make_contact("Kepala Desa Seberang", region_id="16.07.13")
    data = b"".join(client.get("/admin/meetings/contact/ekspor/"))
    before = list(
        Contact.objects.filter(region__code__startswith="16.07.14").values("title", "name", "phone")
    )
    Contact.objects.all().delete()
    file = io.BytesIO(data)
    file.name = "kontak.xlsx"
    client.post("/admin/meetings/contact/impor/", {"file": file, "region": "16.07.14"})
    assert list(Contact.objects.values("title", "name", "phone")) == before


def test_command_prepares_a_kecamatan_and_refuses_what_is_none(capsys: Any):
    call_command("prepare_contacts", "16.07.14")
    assert Contact.objects.filter(title="Bupati Banyuasin", region_id="16.07").count() == 1
    call_command("prepare_contacts", "16.07.14")
    assert capsys.readouterr().out.endswith("0 kontak ditambah.\n")
    with pytest.raises(CommandError):
        call_command("prepare_contacts", "16.07.14.2002")
