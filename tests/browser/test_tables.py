"""Tables in and out, as a person walks through them."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from aspirations.models import Aspiration
from tests.browser.conftest import LAPTOP, PHONE
from tests.browser.test_accessibility import assert_clean
from tests.tables import row, xlsx_file
from tests.worker import work
from tests.world import make_report, make_user


@pytest.mark.parametrize("viewport", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_book_comes_in_and_is_taken_back(sign_in: Any, tmp_path: Path, viewport: dict[str, int]):
    book = tmp_path / "buku.xlsx"
    book.write_bytes(xlsx_file([row(1), row(2, Desa="Atlantis"), row(3)], above=["BUKU 2025"]).read())
    desk = sign_in(make_user(), viewport)
    desk.goto("/admin/aspirations/import/")
    assert_clean(desk)
    desk.click("text=Impor dari berkas")
    assert_clean(desk)
    desk.set_input_files("[type=file]", book)
    desk.click("text=Unggah dan cocokkan kolom")
    expect(desk.locator("#id_column_village")).to_have_value("4")
    assert_clean(desk)
    desk.click("text=Uji coba")
    expect(desk.locator("[role=status]")).to_contain_text("Sedang diperiksa")
    work()
    expect(desk.locator(".import-fault")).to_contain_text("Desa “Atlantis” tidak ada di wilayah Anda.")
    assert_clean(desk)
    desk.click("text=Masukkan 2 baris yang siap")
    work()
    expect(desk.locator("[role=status]")).to_contain_text("Selesai")
    assert Aspiration.objects.count() == 2
    assert_clean(desk)
    desk.click("summary:has-text('Batalkan impor ini')")
    desk.check("#id_sure")
    desk.click("button:has-text('Batalkan impor')")
    work()
    expect(desk.locator("[role=status]")).to_contain_text("Dibatalkan")
    assert set(Aspiration.objects.values_list("status", flat=True)) == {"withdrawn"}


@pytest.mark.parametrize("viewport", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_list_is_downloaded_as_it_is_filtered(sign_in: Any, viewport: dict[str, int]):
    make_report()
    desk = sign_in(make_user(), viewport)
    desk.goto("/admin/aspirations/aspiration/?status=submitted")
    desk.click("text=Ekspor daftar ini")
    expect(desk.locator("[role=status]")).to_have_text("1 laporan")
    assert_clean(desk)
    with desk.expect_download() as download:
        desk.click("button:has-text('Unduh')")
    assert download.value.suggested_filename.endswith(".xlsx")
