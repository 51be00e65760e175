"""Which unit of the office a report lies in, and who of the staff holds it."""

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from aspirations.models import Aspiration, Audience, EventKind
from aspirations.permissions import part_of
from aspirations.services.actors import Actor
from aspirations.services.errors import Conflict, Refused
from aspirations.services.history import record
from government.models import Unit
from government.permissions import units_of


@transaction.atomic
def assign(report: Aspiration, assignee: Any, *, actor: Actor, unit: Unit | None = None) -> Aspiration:
    """Gives the report to a unit, to a person, to a person of a unit, or to nobody.

    A person without a named unit brings the own one. Raises Refused for somebody who may not act on it or
    does not work in the unit, for a unit of another office, or where nothing would change; Conflict when
    somebody else was faster.
    """
    if assignee is not None and part_of(assignee, report) is None:
        raise Refused(_("%(name)s tidak bertugas untuk laporan ini.") % {"name": person(assignee)})
    if unit is None and assignee is not None:
        unit = unit_of(assignee, report)
    _check_unit(report, unit, assignee)
    if (report.assigned_to_id, report.unit_id) == (assignee and assignee.pk, unit and unit.pk):
        raise Refused(_("Tidak ada yang berubah."))
    changed = Aspiration.objects.filter(
        pk=report.pk, assigned_to=report.assigned_to_id, unit=report.unit_id
    ).update(assigned_to=assignee, unit=unit)
    if not changed:
        raise Conflict(_("Laporan ini baru saja diubah orang lain. Muat ulang halaman, lalu coba lagi."))
    record(
        report,
        EventKind.ASSIGNED,
        actor=actor,
        at=timezone.now(),
        audience=Audience.STAFF,
        text=holder(unit, assignee),
    )
    report.refresh_from_db()
    return report


@transaction.atomic
def hand(
    report: Aspiration, wanted: Any, unit_id: Any, *, back_from: dict[str, Any] | None, actor: Actor
) -> dict[str, Any]:
    """One report of an act on many, by keys; returns from whom to whom, which an undo gets as `back_from`.

    Raises as `assign`, and Refused for an account that is gone or an undo of what somebody changed since.
    """
    before = [report.assigned_to_id, report.unit_id]
    if back_from is not None:
        if before != back_from["to"]:
            raise Refused(_("Sudah dipegang orang lain."))
        wanted, unit_id = back_from["from"]
    assignee = get_user_model().objects.filter(pk=wanted, is_active=True).first() if wanted else None
    if wanted and assignee is None:
        raise Refused(_("Akun itu tidak ada lagi."))
    unit = Unit.objects.filter(pk=unit_id).first() if unit_id else None
    report = assign(report, assignee, unit=unit, actor=actor)
    return {"from": before, "to": [report.assigned_to_id, report.unit_id]}


def release(report: Aspiration, *, actor: Actor) -> Aspiration:
    """Out of the person's hand; it stays in the unit. Raises as `assign`."""
    return assign(report, None, unit=report.unit, actor=actor)


def unit_of(user: Any, report: Aspiration) -> Unit | None:
    """Where a person who takes the report would have it: in its own unit if the person works there."""
    own = units_of(user)
    if report.unit_id in own:
        return report.unit
    return Unit.objects.active().serving(report.village_id).filter(pk__in=own).first() if own else None


def holder(unit: Unit | None, assignee: Any) -> str:
    """Who has it, as the history says it: in one language, whichever the clerk works in."""
    with override(settings.LANGUAGE_CODE):
        parts = [unit and str(unit), assignee and person(assignee)]
        return ": ".join(part for part in parts if part) or _("Tidak dipegang siapa pun")


def person(user: Any) -> str:
    """A member of staff as colleagues call them."""
    return str(user.get_full_name() or user.get_username())


def _check_unit(report: Aspiration, unit: Unit | None, assignee: Any) -> None:
    if unit is None:
        return
    if not unit.is_active or unit.region_id not in {report.village_id[:5], report.village_id[:8]}:
        raise Refused(_("%(unit)s bukan bagian kantor untuk desa ini.") % {"unit": unit})
    if assignee is not None and unit.pk not in units_of(assignee):
        raise Refused(_("%(name)s tidak bertugas di %(unit)s.") % {"name": person(assignee), "unit": unit})
