"""Supporters, counted once."""

from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from aspirations import receipts
from aspirations.models import Aspiration, Support
from aspirations.services.errors import Refused
from aspirations.services.guesses import SUPPORT, count_guess, is_slowed


@transaction.atomic
def support(report: Aspiration, device: str, *, address: str) -> bool:
    """Counts this device's support; False where it was counted before.

    Raises Refused where one address brings ever new devices: somebody throws their cookie away each time; and
    where the report was merged while the page was open.
    """
    if is_slowed(address, SUPPORT, about=report.number):
        raise Refused(_("Terlalu banyak dukungan dari jaringan ini. Coba lagi nanti."))
    # A merger counts the supporters of both: none may come in between.
    held = Aspiration.objects.select_for_update().only("merged_into").get(pk=report.pk)
    if held.merged_into_id is not None:
        raise Refused(_("Laporan ini baru saja digabung dengan laporan lain."))
    found, created = Support.objects.get_or_create(aspiration=report, device_hash=receipts.digest(device))
    if found.came_from_id is not None:
        # Came with a merged report, and would leave with it: now it is this one's own.
        Support.objects.filter(pk=found.pk).update(came_from=None)
    if created:
        count_guess(address, SUPPORT, about=report.number)
        _count(report)
    return created


def join_supports(target: Aspiration) -> None:
    """Writes anew which supports a report has from those merged into it; the rows must be locked.

    Each merged report brings its own supporters and its reporter. Who supports several counts once, and the
    target's reporter not at all.
    """
    Support.objects.filter(aspiration=target, came_from__isnull=False).delete()
    merged = list(target.merged_reports.order_by("pk"))
    if merged:
        origins = {reporter_key(one): one.pk for one in reversed(merged)}
        devices = Support.objects.filter(aspiration__in=merged, came_from__isnull=True).order_by(
            "-aspiration"
        )
        origins |= dict(devices.values_list("device_hash", "aspiration_id"))
        origins.pop(reporter_key(target), None)
        Support.objects.bulk_create(
            (Support(aspiration=target, device_hash=key, came_from_id=pk) for key, pk in origins.items()),
            ignore_conflicts=True,
        )
    _count(target)


def reporter_key(report: Aspiration) -> str:
    """Stands for the reporter among the devices: the same for two reports from one number or address."""
    return person_key(report.reporter_phone, report.reporter_email, report.number)


def person_key(phone: str, email: str, number: str) -> str:
    """The same from a reporter's phone and address, either of which may be empty, and the report's number."""
    who = phone or email.lower() or number
    return salted_hmac("aspirations.supporter", who, algorithm="sha256").hexdigest()


def _count(report: Aspiration) -> None:
    Aspiration.objects.filter(pk=report.pk).update(
        support_count=Support.objects.filter(aspiration=report).count()
    )
