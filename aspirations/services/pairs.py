"""Before and after, joined by staff."""

from collections.abc import Sequence

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from aspirations.masking import mask
from aspirations.models import Aspiration, Audience, EventKind, Photo, PhotoPair, Stage
from aspirations.services.actors import Actor
from aspirations.services.errors import Refused
from aspirations.services.history import record


def pair_photos(report: Aspiration, before: str, after: str, *, actor: Actor, caption: str = "") -> PhotoPair:
    """Joins two photos by their ids; the caption is for everybody, and masked. Raises Refused."""
    found = {str(photo.uuid): photo for photo in Photo.objects.filter(aspiration=report)}
    first, second = found.get(before), found.get(after)
    if first is None or second is None or first.stage == Stage.AFTER or second.stage != Stage.AFTER:
        raise Refused(_("Pilih satu foto sebelum dan satu foto sesudah dari laporan ini."))
    try:
        with transaction.atomic():
            made = PhotoPair.objects.create(
                aspiration=report, before=first, after=second, caption=mask(caption.strip())
            )
            _tell(report, actor, joined=True)
    except IntegrityError:
        raise Refused(_("Salah satu foto ini sudah punya pasangan.")) from None
    return made


@transaction.atomic
def loosen_pairs(report: Aspiration, pairs: Sequence[str], *, actor: Actor) -> int:
    """Takes pairs apart; the photos stay. Returns how many."""
    count, __ = PhotoPair.objects.filter(aspiration=report, pk__in=pairs).delete()
    if count:
        _tell(report, actor, joined=False)
    return count


def _tell(report: Aspiration, actor: Actor, *, joined: bool) -> None:
    # The history is kept in one language.
    with override(settings.LANGUAGE_CODE):
        text = _("Foto sebelum dan sesudah dipasangkan.") if joined else _("Pasangan foto dilepas.")
    record(report, EventKind.PHOTOS, actor=actor, at=timezone.now(), audience=Audience.STAFF, text=text)
