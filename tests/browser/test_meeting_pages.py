"""axe finds nothing on the pages of a stop, for everybody and at the desk, at phone and laptop width."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from aspirations.models import Aspiration
from government.models import Role
from meetings import services
from meetings.documents.minutes import paper
from meetings.models import AgendaItem, Contact, Invitation, Meeting, Minutes
from meetings.services import minutes as papers
from meetings.services.invitations import secret_of
from tests.browser.conftest import LAPTOP, PHONE
from tests.browser.test_accessibility import assert_clean
from tests.meetings.makers import (
    HOUR,
    make_contact,
    make_decision,
    make_follow_up,
    make_letter_run,
    make_meeting,
)
from tests.world import advance, clerk_actor, make_published, make_receipt, make_user

BOTH = pytest.mark.parametrize("viewport", [PHONE, LAPTOP], ids=["phone", "laptop"])


@pytest.fixture
def clerk(committed_world: None) -> Any:
    return make_user(first_name="Petugas")


@pytest.fixture
def held(clerk: Any) -> Meeting:
    """Over: one item with a report, what was decided about it, kept and dropped promises."""
    meeting = make_meeting(10, -5 * HOUR, status="held", theme="Jalan dan jembatan")
    report, day = advance(make_published(), "verified"), timezone.localdate()
    item = AgendaItem.objects.create(meeting=meeting, position=1, title="Jembatan", minutes=30)
    decision = make_decision(meeting, item=item)
    decision.rows.create(aspiration=report)
    make_follow_up(decision, status="kept", progress=100, closed_on=day, target_on=day)
    make_follow_up(decision, status="dropped", drop_reason="Dana dialihkan", closed_on=day)
    make_decision(meeting, kind="refused", reason="Bukan wewenang kecamatan")
    return meeting


@pytest.fixture
def coming(clerk: Any) -> Meeting:
    """Announced: an agenda with a report, somebody invited, a letter, and an unfinished promise before it."""
    earlier = make_decision(make_meeting(9, -240 * HOUR, status="held"))
    make_follow_up(earlier, target_on=timezone.localdate() - timedelta(days=9))
    meeting = make_meeting(11, 24 * HOUR, quorum_percent=50)
    item = AgendaItem.objects.create(meeting=meeting, position=1, title="Jembatan", minutes=30)
    services.propose_agenda(meeting, [make_published()], actor=clerk_actor(clerk), item=item)
    AgendaItem.objects.create(meeting=meeting, position=1, parent=item, title="Tanya jawab")
    make_published("16.07.14.2013", title="Jalan rusak")
    make_contact("Ketua BPD Upang", email="bpd@example.test", phone="+6281234567890")
    invited = make_contact("Kepala Desa Sri Mulyo", name="Hasan", phone="+6281234567891")
    services.invite(meeting, [invited], actor=clerk)
    return meeting


def signed(meeting: Meeting, clerk: Any) -> Minutes:
    draft = papers.begin(meeting, "notulen", actor=clerk)
    camat = make_user(Role.CAMAT, first_name="Meri")
    papers.submit(draft, actor=clerk)
    draft.refresh_from_db()
    return papers.sign(draft, "Meri, Camat", edition=draft.edition, actor=camat, paper=paper)


def look(page: Page, base: str, *addresses: str) -> None:
    """Every page below `base`, with what is folded in it opened."""
    for address in addresses:
        response = page.goto(f"{base}{address}")
        assert response is not None
        assert response.status == 200
        assert_clean(page)
        for summary in page.locator("main summary, #content summary").all():
            if summary.is_visible() and not summary.locator("xpath=..").get_attribute("open") is not None:
                summary.click()
        assert_clean(page)


@BOTH
def test_what_everybody_reads_of_a_stop_that_was_held(
    open_page: Any, held: Meeting, clerk: Any, viewport: dict[str, int]
):
    found = signed(held, clerk)
    kept, dropped = held.decisions.get(number=1).follow_ups.order_by("number")
    page = open_page(viewport)
    look(page, "", f"/pertemuan/{held.pk}/", f"/notulen/{found.uid}/", "/janji/?keadaan=kept")
    look(page, "", kept.get_absolute_url(), dropped.get_absolute_url())


@BOTH
def test_what_everybody_reads_of_a_stop_to_come(open_page: Any, coming: Meeting, viewport: dict[str, int]):
    page = open_page(viewport)
    look(page, "", f"/pertemuan/{coming.pk}/")


@BOTH
def test_reporter_who_may_ask_and_who_reads_the_answer(
    open_page: Any, coming: Meeting, held: Meeting, viewport: dict[str, int]
):
    made, __ = make_receipt()
    held.decisions.get(number=1).rows.create(aspiration=Aspiration.objects.get(number=made.number))
    page = open_page(viewport)
    page.goto(f"/lacak/#{made.fragment}")
    page.wait_for_selector(".wish")
    page.wait_for_selector(".decided")
    assert_clean(page)
    page.click("button:text-is('Minta dibahas')")
    page.wait_for_selector("button[name=undo]")
    assert_clean(page)


@BOTH
def test_invitation_and_its_answer(open_page: Any, coming: Meeting, viewport: dict[str, int]):
    made = Invitation.objects.get(name="Hasan")
    page = open_page(viewport)
    look(page, "", "/undangan/")
    page.fill("#id_number", made.door_code)
    page.fill("#id_secret", "AAAABBBBCCCCDDDD")
    page.click("text=Buka undangan")
    page.wait_for_selector("text=Tautan ini tidak berlaku")
    assert_clean(page)
    page.goto(f"/undangan/#{made.door_code}.{secret_of(made)}")
    page.wait_for_selector("#jawaban")
    assert_clean(page)
    page.check("text=Saya mewakilkan")
    page.click("text=Kirim jawaban")
    page.wait_for_selector(".invalid-feedback, .is-invalid")
    assert_clean(page)


@BOTH
def test_agenda_and_invitations_at_the_desk(
    sign_in: Any, coming: Meeting, clerk: Any, viewport: dict[str, int]
):
    desk, base = sign_in(clerk, viewport), f"/admin/meetings/meeting/{coming.pk}/"
    item = coming.agenda_items.get(title="Jembatan")
    look(desk, base, "agenda/", f"agenda/mata-acara/{item.pk}/?q=jalan", "agenda/usulan/", "agenda/cetak/")
    run, invited = make_letter_run(coming), Invitation.objects.get(name="Hasan")
    pages = ("", "tambah/?q=bpd", "surat/", f"pekerjaan/{run.pk}/", "whatsapp/", f"{invited.pk}/")
    look(desk, f"{base}invitations/", *pages)
    desk.click("text=Tampilkan tautan dan QR")
    desk.wait_for_selector(".invite-qr")
    assert_clean(desk)


@BOTH
def test_minutes_photos_and_briefing_at_the_desk(
    sign_in: Any, held: Meeting, clerk: Any, viewport: dict[str, int]
):
    camat = make_user(Role.CAMAT, first_name="Meri")
    desk, base = sign_in(camat, viewport), f"/admin/meetings/meeting/{held.pk}/"
    look(
        desk,
        base,
        "minutes/",
        "photos/",
        "briefing/",
        f"briefing/evaluasi/{timezone.localdate().year}/",
        "change/",
    )
    draft = papers.begin(held, "notulen", actor=clerk)
    look(desk, base, f"minutes/{draft.pk}/")
    papers.submit(draft, actor=clerk)
    look(desk, base, f"minutes/{draft.pk}/")
    draft.refresh_from_db()
    papers.sign(draft, "Meri, Camat", edition=draft.edition, actor=camat, paper=paper)
    look(desk, base, "minutes/", f"minutes/{draft.pk}/")


@BOTH
def test_directory_and_what_is_kept_for_all_stops(sign_in: Any, coming: Meeting, viewport: dict[str, int]):
    desk = sign_in(make_user(Role.COORDINATOR, "16.07"), viewport)
    contact = Contact.objects.get(name="Hasan")
    contacts = ("", "add/", f"{contact.pk}/change/", "siapkan/", "impor/")
    look(desk, "/admin/meetings/contact/", *contacts)
    for model in ("contactlist", "letterbook", "agendatemplate", "series", "meeting", "followupstep"):
        look(desk, f"/admin/meetings/{model}/", "", "add/")
    look(desk, f"/admin/meetings/series/{coming.series_id}/", "change/")


@BOTH
def test_forms_of_decisions_at_the_desk(sign_in: Any, held: Meeting, viewport: dict[str, int]):
    desk, base = sign_in(make_user(Role.CAMAT), viewport), f"/admin/meetings/meeting/{held.pk}/decisions/"
    decision = held.decisions.get(number=2)
    promise = make_follow_up(decision)
    look(desk, base, "new/", f"{decision.pk}/revoke/", f"promise/{promise.pk}/")
