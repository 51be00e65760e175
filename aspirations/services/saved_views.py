"""A person's own filters of the queue."""

from typing import Any

from django.utils.translation import gettext as _

from aspirations.models import SavedView
from aspirations.services.errors import Refused

MOST = 20


def save_view(user: Any, name: str, query: str) -> SavedView:
    """Keeps the filters under this name, instead of what stood there.

    Raises Refused without a name or filters, and for more than MOST names.
    """
    name = " ".join(name.split())[:40]
    if not name or not query:
        raise Refused(_("Beri nama, dan pilih dulu saringannya."))
    own = SavedView.objects.filter(user=user)
    if own.exclude(name=name).count() >= MOST:
        raise Refused(_("Paling banyak %(most)d saringan tersimpan.") % {"most": MOST})
    return SavedView.objects.update_or_create(user=user, name=name, defaults={"query": query[:500]})[0]


def drop_view(user: Any, pk: int) -> bool:
    """Forgets one of the own filters; False where there is none."""
    deleted, __ = SavedView.objects.filter(user=user, pk=pk).delete()
    return bool(deleted)
