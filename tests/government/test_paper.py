"""Papers: the office's head on them, and data that stay data."""

import pytest
import typst

from government.models import Agency
from government.paper import letterhead, qr_svg, render
from tests.world import region

pytestmark = pytest.mark.django_db


def specimen(**data: object) -> bytes:
    head = letterhead(region("16.07.14"))
    return render("specimen.typ", {"letterhead": head, "title": "Contoh", "text": "Isi"} | data)


def test_paper_is_a_pdf_with_tags_for_screen_readers():
    made = specimen()
    assert (made[:5], b"/StructTreeRoot" in made, b"/Lang" in made) == (b"%PDF-", True, True)


def test_letterhead_names_the_office_of_the_kecamatan():
    Agency.objects.filter(level="district").delete()
    Agency.objects.create(
        slug="air-salek", name="Kantor Camat Air Salek", level="district", region=region("16.07.14"),
        address="Jalan Poros 1",
    )  # fmt: skip
    assert letterhead(region("16.07.14")) == {
        "regency": "Pemerintah Kabupaten Banyuasin",
        "office": "Kantor Camat Air Salek",
        "address": "Jalan Poros 1",
    }


def test_office_that_is_no_agency_is_named_by_its_place():
    Agency.objects.filter(level="district").delete()
    assert letterhead(region("16.07.14"))["office"] == "Kecamatan Air Salek"


def test_text_of_a_stranger_is_no_markup():
    # Markup that read a file would fail: it does not exist.
    assert specimen(text='#read("/no/such/file")')[:5] == b"%PDF-"


def test_template_that_lacks_data_says_so():
    with pytest.raises(typst.TypstError):
        render("specimen.typ", {"title": "Tanpa kop"})


def test_qr_of_an_address_is_an_svg():
    assert qr_svg("https://example.org/x").startswith("<svg ")
