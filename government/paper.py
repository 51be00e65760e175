"""Papers of an office as PDF: Typst sets them, the data travel as JSON and are never read as markup.

The templates lie in templates/documents; PDF/UA tags come from their headings and tables. Measured on a page
with a table of 40 rows: 6 ms, and 38 MB of memory once a process.
"""

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import segno
import typst
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from government import typesetting
from government.models import Agency, Level, Region

_FOLDER = "templates/documents"


class PaperFailed(Exception):
    """A long paper was not made; the message says at which code its process ended."""


def render(template: str, data: dict[str, Any], *, footer: str = "") -> bytes:
    """The PDF of a template such as "disposisi.typ" with plain data (what JSON can hold).

    The template reads `data`: what is given, `language` and `footer`. Raises typst.TypstError where it asks
    for more.
    """
    folder = settings.BASE_DIR / _FOLDER
    return typst.compile(
        folder / template,
        root=folder,
        sys_inputs={"data": _payload(data, footer)},
        # The same letters on every machine: only those that the package brings.
        ignore_system_fonts=True,
    )


def render_to(
    target: Path, template: str, data: dict[str, Any], *, footer: str = "", seconds: int = 300
) -> None:
    """The same into a file, by a process of its own that gives its memory back: for hundreds of pages.

    Raises PaperFailed, also where it takes longer than so many seconds.
    """
    folder = settings.BASE_DIR / _FOLDER
    command = [sys.executable, "-P", typesetting.__file__, str(folder / template), str(folder), str(target)]
    try:
        done = subprocess.run(
            command,
            input=_payload(data, footer).encode(),
            stderr=subprocess.DEVNULL,
            check=False,
            timeout=seconds,
        )
    except subprocess.TimeoutExpired:
        raise PaperFailed("timeout") from None
    if done.returncode:
        raise PaperFailed(str(done.returncode))


def _payload(data: dict[str, Any], footer: str) -> str:
    shared = {"language": get_language() or settings.LANGUAGE_CODE, "footer": footer or settings.SITE_NAME}
    return json.dumps(shared | data)


def letterhead(region: Region) -> dict[str, str]:
    """The kop of the office of a kecamatan (or of the kabupaten, for one): plain data for `render`."""
    regency = region if region.level <= Level.REGENCY else _above(region, Level.REGENCY)
    office = _office(region)
    contacts = (office.address, office.phone, office.email) if office else ()
    return {
        "regency": _("Pemerintah %(regency)s") % {"regency": regency.name if regency else ""},
        "office": office.name if office else f"{Level(region.level).label} {region.name}",
        "address": ", ".join(part for part in contacts if part),
    }


def qr_svg(link: str) -> str:
    """A QR code of an address as SVG of no size of its own, for a template's `qr` or a page."""
    out = io.BytesIO()
    segno.make(link, error="m").save(
        out, kind="svg", border=2, xmldecl=False, omitsize=True, dark="#000", light="#fff"
    )
    return out.getvalue().decode()


def qr_bits(link: str) -> dict[str, Any]:
    """The same as plain dots, for a template's `qr-dots`: a fifth less memory where there are hundreds."""
    rows = [list(row) for row in segno.make(link, error="m").matrix_iter(border=2)]
    return {"size": len(rows), "bits": "".join("1" if dot else "0" for row in rows for dot in row)}


_AGENCY_LEVELS: dict[int, str] = {
    Level.VILLAGE: Agency.Level.VILLAGE,
    Level.DISTRICT: Agency.Level.DISTRICT,
    Level.REGENCY: Agency.Level.REGENCY,
}


def _office(region: Region) -> Agency | None:
    """The agency that is the government of this place."""
    level = _AGENCY_LEVELS.get(region.level, "")
    return Agency.objects.filter(region=region, level=level).order_by("pk").first()


def _above(region: Region, level: Level) -> Region | None:
    """The region of that level around this one."""
    code = region.code[: {Level.REGENCY: 5, Level.DISTRICT: 8}[level]]
    return Region.objects.filter(code=code).first()
