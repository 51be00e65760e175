"""What everybody may read, and nothing else."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from aspirations import services
from aspirations.services.guesses import SUPPORT
from tests.world import (
    MONDAY,
    UPANG,
    advance,
    category,
    clerk_actor,
    make_published,
    make_report,
    make_user,
    picture,
    publish,
)

pytestmark = pytest.mark.django_db
PRIVATE = "Rumah saya di sebelah musala, NIK 1607140509900003, telepon 0812-7345-6789."


def text_of(client: Client, address: str, **query: Any) -> str:
    return client.get(address, query).content.decode()


def test_unpublished_report_does_not_exist(client: Client):
    report = make_report()
    assert client.get(report.get_absolute_url()).status_code == 404
    assert report.title not in text_of(client, "/laporan/")


@pytest.mark.parametrize("step", ["withdrawn", "rejected", "merged"])
def test_published_report_that_ends_so_leaves_the_public_pages(client: Client, step: str):
    report = make_published(title="Dermaga patah")
    if step == "merged":
        services.merge(report, make_report(), actor=clerk_actor())
    else:
        advance(report, step)
    assert client.get(report.get_absolute_url()).status_code == 404
    assert "Dermaga patah" not in text_of(client, "/laporan/")
    assert "Dermaga patah" not in text_of(client, "/laporan/", q="dermaga")


def test_hidden_report_is_gone_from_page_list_and_search(client: Client):
    report = make_published(title="Dermaga patah")
    services.hide(report, actor=clerk_actor(), reason="Menyebut nama orang")
    assert client.get(report.get_absolute_url()).status_code == 404
    assert "Dermaga patah" not in text_of(client, "/laporan/", q="dermaga")


def test_merged_report_leads_to_the_published_one(client: Client):
    target, report = make_published(), make_published()
    services.merge(report, target, actor=clerk_actor())
    assert client.get(report.get_absolute_url())["Location"] == target.get_absolute_url()


def test_detail_shows_the_cleaned_text_only(client: Client):
    report = publish(make_report(text=PRIVATE, reporter_phone="+6281273456789"), text="Di dekat musala.")
    shown = text_of(client, report.get_absolute_url())
    for secret in ("1607140509900003", "6789", "sebelah", "Suparno"):
        assert secret not in shown


def test_notes_to_the_public_are_masked(client: Client):
    report = make_published()
    advance(report, "verified")
    services.change_status(report, "answered", actor=clerk_actor(), note="Hubungi 0812-7345-6789.")
    shown = text_of(client, report.get_absolute_url())
    assert "6789" not in shown
    assert "Hubungi ▮▮▮▮." in shown


def test_question_to_the_reporter_is_not_public(client: Client):
    report = make_published()
    advance(report, "verified")
    services.change_status(report, "needs_info", actor=clerk_actor(), note="Siapa nama ketua RT Anda?")
    assert "ketua RT" not in text_of(client, report.get_absolute_url())


def test_text_is_escaped(client: Client):
    report = publish(make_report(), title="<script>alert(1)</script>", text="<img src=x onerror=alert(1)>")
    shown = text_of(client, report.get_absolute_url())
    assert "<script>alert" not in shown
    assert "<img src=x" not in shown


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "jmbtn rsk"}, True),
        ({"q": "kerusakan"}, True),
        ({"q": "sertifikat"}, False),
        ({"desa": "16.07.14.2002"}, True),
        ({"desa": UPANG}, False),
        ({"jenis": "complaint"}, True),
        ({"jenis": "information"}, False),
        ({"status": "submitted"}, True),
        ({"status": "resolved"}, False),
        ({"tahun": "2026"}, True),
        ({"tahun": "2025"}, False),
    ],
)
def test_filters(client: Client, query: dict[str, str], found: bool):
    make_published(title="Titian rusak", text="Jembatan di Jalur 8 sudah rusak.")
    assert ("Titian rusak" in text_of(client, "/laporan/", **query)) == found


def test_category_filter(client: Client):
    make_published(title="Titian sungai")
    assert "Titian sungai" in text_of(client, "/laporan/", kategori=category("jembatan").pk)
    assert "Titian sungai" not in text_of(client, "/laporan/", kategori=category("listrik").pk)


@pytest.mark.parametrize(
    "query", [{"desa": "16.07.13.2001"}, {"status": "rejected"}, {"tahun": "1999"}, {"kategori": "x"}]
)
def test_tampered_filter_is_a_sentence(client: Client, query: dict[str, str]):
    response = client.get("/laporan/", query)
    assert response.status_code == 422
    assert "invalid-feedback" in response.content.decode()


@pytest.mark.parametrize("query", [{"q": "\0"}, {"hal": "\0"}, {"hal": "bm90aGluZw"}, {"q": "' OR 1=1 --"}])
def test_hostile_query_is_no_error(client: Client, query: dict[str, str]):
    assert client.get("/laporan/", query).status_code in {200, 422}


def test_filter_survives_paging(client: Client):
    for number in range(25):
        make_published(title=f"Titian {number}")
    first = client.get("/laporan/", {"q": "titian", "jenis": "complaint"}).content.decode()
    assert first.count('class="report-card"') == 20
    assert "?q=titian&amp;jenis=complaint&amp;hal=" in first
    last = text_of(client, "/laporan/", q="titian", hal="end")
    assert last.count('class="report-card"') == 20
    assert 'rel="next"' not in last


def test_support_counts_once_per_device(client: Client):
    report = make_published()
    for _ in range(2):
        client.post(f"/laporan/{report.number}/dukung/")
    Client().post(f"/laporan/{report.number}/dukung/")
    report.refresh_from_db()
    assert report.support_count == 2


def test_one_address_with_ever_new_devices_is_stopped():
    report = make_published()
    for _ in range(SUPPORT.most + 5):
        Client().post(f"/laporan/{report.number}/dukung/")
    report.refresh_from_db()
    assert report.support_count == SUPPORT.most


def test_unpublished_report_cannot_be_supported(client: Client):
    report = make_report()
    assert client.post(f"/laporan/{report.number}/dukung/").status_code == 404


def test_map_points_are_blurred_and_leave_delicate_subjects_out(client: Client):
    place: Any = {"latitude": "-2.61234", "longitude": "105.04321"}
    publish(make_report(title="Titian sungai", **place), show_point=True)
    publish(make_report(title="Kasus di sekolah", category=sensitive(), **place), show_point=True)
    assert client.get("/lapor/titik.json").json() == {
        "points": [{"name": "Titian sungai", "lat": -2.612, "lng": 105.043}]
    }


def sensitive() -> Any:
    found = category("jembatan")
    type(found).objects.filter(slug="listrik").update(is_sensitive=True)
    return category("listrik")


def test_before_and_after_stand_side_by_side(client: Client):
    report = make_report(photos=[picture()])
    after = services.add_photos(report, [picture()], actor=clerk_actor(), stage="after")
    ids = [str(photo.uuid) for photo in [*report.photos.all(), *after]]
    report.photos.update(state="ready", width=640, height=480)
    publish(report, photos=ids)
    shown = text_of(client, report.get_absolute_url())
    assert shown.count("<figure>") == 2
    assert shown.count("<figcaption>") == 2


def test_share_card_speaks_the_language_of_the_page(client: Client):
    address = make_published().get_absolute_url()
    assert 'og:locale" content="id_ID"' in text_of(client, address)
    english = text_of(client, f"/en{address}")
    assert 'og:locale" content="en_US"' in english
    assert f'hreflang="id" href="http://testserver{address}"' in english


def test_home_shows_figures_and_what_was_solved(client: Client):
    solved = advance(make_published(title="Titian baru"), "verified", "answered", "resolved")
    make_report()
    shown = client.get("/")
    assert solved.public_title in shown.content.decode()
    assert shown.context["figures"]["received"] == 2
    assert shown.context["figures"]["resolved"] == 1


def many(count: int) -> None:
    for number in range(count):
        report = make_published(at=MONDAY + timedelta(minutes=number))
        advance(report, "verified", "dispatched", "answered", "resolved")


@pytest.mark.parametrize(
    ("address", "queries"),
    [("/", 2), ("/laporan/", 1), ("/laporan/?q=jembatan", 1), ("/laporan/?hal=end", 1)],
)
def test_lists_take_the_same_queries_for_one_and_thirty(
    client: Client, django_assert_num_queries: Any, address: str, queries: int
):
    many(1)
    client.get(address)
    with django_assert_num_queries(queries):
        client.get(address)
    many(29)
    with django_assert_num_queries(queries):
        client.get(address)


def test_narrowed_list_marks_what_was_chosen(client: Client):
    client.get("/laporan/")
    chosen = client.get("/laporan/", {"status": "planned"}).content.decode()
    assert '<option value="planned" selected>' in chosen
    assert "selected>Direncanakan" not in client.get("/laporan/").content.decode()


def test_error_in_a_filter_is_shown_to_its_sender_only(client: Client):
    refused = client.get("/laporan/", {"desa": "x\0"})
    assert refused.status_code == 422
    assert "invalid-feedback" in refused.content.decode()
    assert "invalid-feedback" not in client.get("/laporan/").content.decode()


def test_hidden_report_leaves_the_home_page_at_once(client: Client):
    report = advance(make_published(), "verified", "answered", "resolved")
    assert report.public_title in client.get("/").content.decode()
    services.hide(report, actor=clerk_actor())
    assert report.public_title not in client.get("/").content.decode()


def test_detail_takes_the_same_queries_for_any_history(client: Client, django_assert_num_queries: Any):
    report = make_published()
    with django_assert_num_queries(4):
        client.get(report.get_absolute_url())
    advance(report, "verified", "dispatched")
    for _ in range(10):
        advance(report, "in_progress", "dispatched")
    with django_assert_num_queries(4):
        client.get(report.get_absolute_url())


def test_staff_see_no_more_on_public_pages(client: Client):
    report = make_report()
    client.force_login(make_user())
    assert client.get(report.get_absolute_url()).status_code == 404
