"""Words for what staff write: drafts, proposals, mentions."""

from typing import Any

from django import template
from django.utils.translation import gettext_lazy as _

from aspirations.admin.panels.steps import HEADINGS
from aspirations.services.assignment import person as person_of
from aspirations.workflow import Status

register = template.Library()
_VERBS = {
    "publish": _("Tayangkan"),
    "hide": _("Sembunyikan"),
    "note": _("Catatan internal"),
    "evidence": _("Foto bukti"),
    "assign": _("Tugaskan"),
    "correct": _("Perbaiki kategori atau desa"),
}


@register.filter
def person(user: Any) -> str:
    """A member of staff as colleagues call them."""
    return person_of(user) if user else ""


@register.filter
def verb_name(verb: str) -> Any:
    """What a panel is called."""
    if verb in Status.values:
        return HEADINGS.get(Status(verb), Status(verb).label)
    return _VERBS.get(verb, verb)
