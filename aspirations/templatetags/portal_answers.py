"""Words for what staff write: drafts, proposals, mentions."""

from typing import Any

from django import template
from django.utils.translation import gettext_lazy as _

from aspirations.admin.panels.steps import HEADINGS
from aspirations.models import Approval
from aspirations.services.assignment import person as person_of
from aspirations.workflow import Status

register = template.Library()
_VERBS = {
    "publish": _("Tayangkan"),
    "hide": _("Sembunyikan"),
    "note": _("Catatan internal"),
    "approve": _("Setujui tanggapan"),
    "return": _("Kembalikan dengan catatan"),
    "evidence": _("Foto bukti"),
    "pair": _("Pasangkan foto sebelum dan sesudah"),
    "assign": _("Tugaskan"),
    "correct": _("Perbaiki kategori atau desa"),
}


@register.filter
def person(user: Any) -> str:
    """A member of staff as colleagues call them."""
    return person_of(user) if user else ""


@register.filter
def proposed_by(approval: Approval) -> str:
    """Who wrote the answer: a person, an agency by its link, or the part they play."""
    if approval.proposer:
        return person_of(approval.proposer)
    return approval.signed_by or str(approval.get_proposer_who_display())


@register.filter
def verb_name(verb: str) -> Any:
    """What a panel is called."""
    if verb in Status.values:
        return HEADINGS.get(Status(verb), Status(verb).label)
    return _VERBS.get(verb, verb)
