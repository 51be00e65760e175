"""Who of the staff holds a report."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aspirations.models import Aspiration, Audience, EventKind
from aspirations.permissions import part_of
from aspirations.services.actors import Actor
from aspirations.services.errors import Conflict, Refused
from aspirations.services.history import record


@transaction.atomic
def assign(report: Aspiration, assignee: Any, *, actor: Actor) -> Aspiration:
    """Gives the report to a person, or to nobody (None).

    Raises Refused for somebody who may not act on it or where nothing would change, Conflict when somebody
    else was faster.
    """
    if assignee is not None and part_of(assignee, report) is None:
        raise Refused(_("%(name)s tidak bertugas untuk laporan ini.") % {"name": person(assignee)})
    if report.assigned_to_id == (assignee and assignee.pk):
        raise Refused(_("Tidak ada yang berubah."))
    changed = Aspiration.objects.filter(pk=report.pk, assigned_to=report.assigned_to_id).update(
        assigned_to=assignee
    )
    if not changed:
        raise Conflict(_("Laporan ini baru saja diubah orang lain. Muat ulang halaman, lalu coba lagi."))
    record(
        report,
        EventKind.ASSIGNED,
        actor=actor,
        at=timezone.now(),
        audience=Audience.STAFF,
        # The history is kept in one language, whichever the clerk works in.
        text=person(assignee) if assignee else "Tidak dipegang siapa pun",
    )
    report.refresh_from_db()
    return report


def person(user: Any) -> str:
    """A member of staff as colleagues call them."""
    return str(user.get_full_name() or user.get_username())
