"""The report's numbers in other systems."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aspirations.models import (
    Aspiration,
    Audience,
    EventKind,
    Reference,
    ReferenceSystem,
    reference_key,
)
from aspirations.services.actors import Actor
from aspirations.services.errors import Refused
from aspirations.services.history import record


@transaction.atomic
def set_reference(report: Aspiration, system: ReferenceSystem, number: str, *, actor: Actor) -> None:
    """Notes or changes the number there; an empty one takes it away. Raises Refused where nothing changes."""
    number = number.strip()
    before = Reference.objects.select_for_update().filter(aspiration=report, system=system).first()
    if number == (before.number if before else ""):
        raise Refused(_("Tidak ada yang berubah."))
    if not number and before is not None:
        before.delete()
        text = f"{system.name}: {before.number} dihapus"
    else:
        key = reference_key(number)
        if not key:
            raise Refused(_("Nomor rujukan harus berisi huruf atau angka."))
        Reference.objects.update_or_create(
            aspiration=report,
            system=system,
            defaults={"number": number, "key": key, "added_by": actor.user, "added_at": timezone.now()},
        )
        text = f"{system.name}: {number}"
    record(
        report,
        EventKind.REFERENCE,
        actor=actor,
        at=timezone.now(),
        audience=Audience.REPORTER,
        text=text,
    )
