"""Takes pictures of a running portal with its demo data, at phone and laptop width.

`make screenshots` writes those of README and docs; `make screenshots ARGS="--all FOLDER"` every page kind.
"""

import argparse
import os
import shutil
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

WIDTHS = {"phone": (360, 780), "laptop": (1280, 800)}
DOCS = Path(__file__).resolve().parent.parent / "docs" / "img"
PASSWORD = "air-salek-2026"  # noqa: S105 -- printed by `make run`
PUBLIC = {
    "home": "/",
    "home-en": "/en/",
    "report": "/lapor/",
    "list": "/laporan/",
    "list-filtered": "/laporan/?q=jembatan",
    "list-empty": "/laporan/?q=tidakada",
    "track": "/lacak/",
    "calendar": "/pertemuan/?tampil=lalu",
    "promises": "/janji/",
    "promises-filtered": "/janji/?keadaan=kept",
    "musrenbang": "/musrenbang/",
    "privacy": "/privasi/",
    "not-found": "/tidak-ada/",
}
STAFF = {
    "admin": "/admin/",
    "queue": "/admin/aspirations/aspiration/",
    "queue-all": "/admin/aspirations/aspiration/?antrean=semua",
    "meetings": "/admin/meetings/meeting/",
    "follow-ups": "/admin/meetings/followup/",
    "contacts": "/admin/meetings/contact/",
    "categories": "/admin/government/category/",
    "holidays": "/admin/government/holiday/",
    "memberships": "/admin/government/membership/",
    "grant": "/admin/government/membership/add/",
}


def main() -> None:
    """Reads the arguments, starts Chromium, takes the pictures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--address", default="http://localhost:8000")
    parser.add_argument("--all", type=Path, metavar="FOLDER")
    options = parser.parse_args()
    flags = ["--disable-gpu", "--disable-background-networking"]
    flags += ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=flags)
        if options.all:
            take_all(chromium, options.address, options.all)
        else:
            take_docs(chromium, options.address)
        chromium.close()


def open_page(chromium: Browser, address: str, width: str) -> Page:
    """A new window of a phone or a laptop."""
    size: Any = dict(zip(("width", "height"), WIDTHS[width], strict=True))
    context = chromium.new_context(
        viewport=size, base_url=address, locale="id-ID", timezone_id="Asia/Jakarta"
    )
    return context.new_page()


def sign_in(page: Page, username: str) -> None:
    """As one of the demo accounts."""
    page.goto("/admin/login/")
    page.fill("#id_username", username)
    page.fill("#id_password", PASSWORD)
    page.click("[type=submit]")


def take_docs(chromium: Browser, address: str) -> None:
    """The pictures that are committed."""
    DOCS.mkdir(parents=True, exist_ok=True)
    phone = open_page(chromium, address, "phone")
    shoot(phone, PUBLIC["report"], DOCS / "report.png", whole=False)
    shoot(phone, PUBLIC["promises"], DOCS / "promises.png", whole=False)
    desk = open_page(chromium, address, "laptop")
    sign_in(desk, "petugas")
    shoot(desk, STAFF["queue"], DOCS / "queue.png", whole=False)


def take_all(chromium: Browser, address: str, folder: Path) -> None:
    """Every page kind at both widths, whole pages."""
    folder.mkdir(parents=True, exist_ok=True)
    for width in WIDTHS:
        page = open_page(chromium, address, width)
        for name, path in PUBLIC.items():
            shoot(page, path, folder / f"{name}-{width}.png")
        page.goto("/laporan/?q=jembatan")
        shoot(page, page.get_attribute(".report-card-title a", "href") or "/", folder / f"detail-{width}.png")
        take_errors(page, folder, width)
        take_receipt(page, folder, width)
        desk = open_page(chromium, address, width)
        shoot(desk, "/admin/login/", folder / f"login-{width}.png")
        sign_in(desk, "camat")
        for name, path in STAFF.items():
            shoot(desk, path, folder / f"{name}-{width}.png")
        desk.goto(STAFF["queue"])
        first = desk.get_attribute("#result_list tbody th a", "href")
        shoot(desk, first or "/", folder / f"triage-{width}.png")


def shoot(page: Page, path: str, file: Path, *, whole: bool = True) -> None:
    """One page, photos included."""
    page.goto(path)
    page.evaluate("document.querySelectorAll('img[loading]').forEach((i) => { i.loading = 'eager'; })")
    page.wait_for_load_state("networkidle")
    page.screenshot(path=file, full_page=whole)


def take_errors(page: Page, folder: Path, width: str) -> None:
    """The report form, sent empty."""
    page.goto("/lapor/")
    page.click("[data-report-form] button[type=submit]")
    page.wait_for_selector(".notice-danger")
    page.screenshot(path=folder / f"report-errors-{width}.png", full_page=True)


def take_receipt(page: Page, folder: Path, width: str) -> None:
    """A report, its receipt and its tracking page."""
    page.goto("/lapor/")
    page.fill("#id_text", f"Lampu jalan di depan balai desa mati sejak tiga malam ({width}).")
    page.select_option("#id_category", label="Listrik")
    page.select_option("#id_village", label="Upang")
    page.fill("#id_reporter_name", "Nurhayati")
    page.check("#id_consent")
    for _try in range(2):
        page.click("[data-report-form] button[type=submit]")
        page.wait_for_load_state("networkidle")
        if page.locator("[data-number]").count():
            break
    page.screenshot(path=folder / f"receipt-{width}.png", full_page=True)
    number, secret = page.inner_text("[data-number]"), page.inner_text("[data-secret]")
    page.goto("/lacak/")
    page.fill("#id_number", number)
    page.fill("#id_secret", secret)
    page.click("[data-track-form] button[type=submit]")
    page.wait_for_selector(".timeline")
    page.screenshot(path=folder / f"tracked-{width}.png", full_page=True)


if __name__ == "__main__":
    main()
