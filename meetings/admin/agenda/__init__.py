"""The agenda of a stop at the desk."""

from django.utils.translation import gettext_lazy as _

from meetings.admin.agenda.item import item_page
from meetings.admin.agenda.paper import pdf, print_view
from meetings.admin.agenda.suggestions import suggestions_page
from meetings.admin.agenda.tree import page
from meetings.admin.tabs import Tab, register

register(
    Tab(
        "agenda",
        _("Agenda"),
        20,
        page,
        paths=(
            ("mata-acara/<int:item>/", "item", item_page),
            ("usulan/", "suggestions", suggestions_page),
            ("susunan-acara.pdf", "pdf", pdf),
            ("cetak/", "print", print_view),
        ),
    )
)
