"""Undangan of a stop: who is invited, the letter, what they answered; for who convenes alone."""

from django.utils.translation import gettext_lazy as _

from meetings.admin.invitations import letter, one, overview, picking, runs, whatsapp
from meetings.admin.tabs import Tab, register
from meetings.permissions import may_convene

register(
    Tab(
        "invitations",
        _("Undangan"),
        30,
        overview.page,
        may_convene,
        (
            ("tambah/", "add", picking.page),
            ("surat/", "letter", letter.page),
            ("surat/pratinjau.pdf", "preview", letter.preview),
            ("kirim/", "send", runs.send),
            ("pekerjaan/<int:run>/", "run", runs.page),
            ("pekerjaan/<int:run>/surat.pdf", "file", runs.file),
            ("whatsapp/", "whatsapp", whatsapp.page),
            ("<int:invitation>/", "one", one.page),
            ("<int:invitation>/surat.pdf", "paper", one.paper),
        ),
    )
)
