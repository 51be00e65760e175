"""Who comes: the desk's list, the app at the door, the code on the wall, the papers."""

from django.utils.translation import gettext_lazy as _

from meetings.admin.attendance import door, page, papers, venue
from meetings.admin.tabs import Tab, register

register(
    Tab(
        "attendance",
        _("Kehadiran"),
        40,
        page.page,
        paths=(
            ("door/", "door", door.page),
            ("door/worker.js", "worker", door.worker),
            ("door/data/", "data", door.data),
            ("door/send/", "send", door.send),
            ("venue/", "venue", venue.page),
            ("daftar-hadir-kosong.pdf", "blank", papers.blank),
            ("daftar-hadir.pdf", "filled", papers.filled),
            ("daftar-hadir.xlsx", "xlsx", papers.workbook),
            ("daftar-hadir.csv", "csv", papers.table),
        ),
    )
)
