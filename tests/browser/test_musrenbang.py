"""A villager's report becomes an usulan: scored, ranked, forwarded, budgeted, and the reporter reads it."""

from typing import Any

import pytest

from aspirations.models import Aspiration
from government.models import Role
from meetings.models import Proposal
from meetings.services import proposals as services
from tests.browser.conftest import LAPTOP, PHONE
from tests.browser.test_accessibility import assert_clean
from tests.meetings.musrenbang import make_delegate, make_many, make_musrenbang
from tests.world import advance, make_receipt, make_user


def desk_of(stop: Any, page: str = "") -> str:
    return f"/admin/meetings/meeting/{stop.pk}/proposals/{page}"


def test_report_becomes_an_usulan_and_the_reporter_reads_of_the_budget(sign_in: Any, open_page: Any):
    stop, above = make_musrenbang(), make_musrenbang("regency")
    make_delegate(stop, "Sulastri")
    receipt, __ = make_receipt()
    report = advance(Aspiration.objects.for_list().get(number=receipt.number), "verified")
    desk = sign_in(make_user(first_name="Petugas"))
    desk.goto(desk_of(stop, f"new/?laporan={report.number}"))
    desk.fill("#id_title", "Perbaikan jembatan Jalur 8")
    desk.fill("#id_reason", "Papan lapuk; anak sekolah lewat di situ.")
    desk.fill("#id_cost", "250.000.000")
    desk.fill("#id_proposer_office", "BPD Sri Mulyo")
    desk.click("button:text-is('Ajukan')")
    desk.goto(desk_of(stop, "scores/"))
    desk.fill("#penilai-baru", "Kasi PMD")
    desk.click("button:text-is('Mulai menilai')")
    desk.focus(".usulan-grid input")
    for value in "5432":
        desk.keyboard.type(value)
        desk.keyboard.press("ArrowRight")
    desk.click("button:text-is('Simpan nilai')")
    desk.goto(desk_of(stop, "votes/"))
    desk.select_option("#id_utusan", index=1)
    desk.click("button:text-is('Catat suaranya')")
    desk.check(".usulan-ballot input[type=checkbox]")
    desk.click("button:text-is('Simpan suara')")
    desk.goto(desk_of(stop, "ranking/"))
    desk.click("button:text-is('Kunci daftar')")
    desk.check("input[name=usulan]")
    desk.select_option("#id_to", str(above.pk))
    desk.click("button:has-text('Teruskan')")
    desk.wait_for_selector("text=Usulan diteruskan.")
    top = make_user(Role.COORDINATOR, "16.07")
    services.rank_list(above, actor=top)
    kabupaten = sign_in(top)
    kabupaten.goto(desk_of(above, f"{above.proposals.get().pk}/"))
    kabupaten.click("summary:has-text('Masuk anggaran')")
    kabupaten.fill("#id_budget-reference", "SIPD 7")
    kabupaten.fill("#id_budget-year", "2028")
    kabupaten.fill("#id_budget-amount", "240.000.000")
    kabupaten.click("button:text-is('Catat anggaran')")
    kabupaten.wait_for_selector("text=Tersimpan.")
    phone = open_page()
    phone.goto(f"/lacak/#{receipt.fragment}")
    phone.wait_for_selector(".timeline")
    assert "masuk anggaran tahun 2028 sebesar Rp240.000.000" in phone.inner_text(".timeline")
    phone.goto(stop.proposals.get().get_absolute_url())
    assert "Masuk anggaran tahun 2028" in phone.inner_text("article")


@pytest.fixture
def ranked() -> Any:
    """A stop with locked and open usulan."""
    clerk, stop = make_user(), make_musrenbang()
    make_many(stop, 3)
    services.place(stop.proposals.all()[2], 1, "Jembatan putus", actor=clerk)
    services.rank_list(stop, actor=clerk)
    make_many(stop, 2)
    make_delegate(stop, "Sulastri")
    return stop


@pytest.mark.parametrize("viewport", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_public_pages_are_accessible(open_page: Any, ranked: Any, viewport: dict[str, int]):
    page = open_page(viewport)
    one = Proposal.objects.filter(meeting=ranked, rank=1).get()
    for address in ("/musrenbang/", f"/musrenbang/{ranked.pk}/", one.get_absolute_url()):
        page.goto(address)
        assert_clean(page)


@pytest.mark.parametrize("viewport", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_desk_is_accessible(sign_in: Any, ranked: Any, viewport: dict[str, int]):
    desk = sign_in(make_user(), viewport)
    scorer = services.name_scorer(ranked, "Kasi PMD", actor=make_user())
    pages = (
        "",
        "new/",
        f"{ranked.proposals.all()[0].pk}/",
        f"scores/?penilai={scorer.pk}",
        "votes/",
        "ranking/",
    )
    for page in (*pages, "import/"):
        desk.goto(desk_of(ranked, page))
        assert_clean(desk)
