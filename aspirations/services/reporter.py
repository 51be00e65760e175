"""What the holder of a receipt may do."""

from collections.abc import Sequence

from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aspirations.models import Aspiration, Audience, EventKind
from aspirations.services.actors import Actor
from aspirations.services.errors import Refused, TransitionIncomplete, TransitionRefused
from aspirations.services.history import record
from aspirations.services.photos import add_photos
from aspirations.services.transitions import change_status
from aspirations.workflow import NOTE, Status


@transaction.atomic
def reply(report: Aspiration, text: str, *, photos: Sequence[File] = ()) -> Aspiration:
    """Supplies what the office asked for; the clock runs on from where it stood."""
    if report.status != Status.NEEDS_INFO:
        raise TransitionRefused(_("Laporan ini sedang tidak menunggu jawaban Anda."))
    actor = Actor.reporter()
    if not text.strip() and not photos:
        raise TransitionIncomplete(_("Tulis jawaban Anda atau tambahkan foto."), frozenset({NOTE}))
    report = change_status(report, report.resume_status, actor=actor, note=text)
    add_photos(report, photos, actor=actor)
    return report


def confirm(report: Aspiration) -> Aspiration:
    """The reporter agrees that it is solved."""
    return change_status(report, Status.RESOLVED, actor=Actor.reporter())


def dispute(report: Aspiration, reason: str) -> Aspiration:
    """The reporter says it is not solved: once, with a reason."""
    if report.disputed_at is not None:
        raise TransitionRefused(_("Sanggahan hanya dapat dikirim satu kali untuk setiap laporan."))
    return change_status(report, Status.REOPENED, actor=Actor.reporter(), note=reason)


def withdraw(report: Aspiration, reason: str = "") -> Aspiration:
    """The reporter takes the report back; it leaves the public pages."""
    return change_status(report, Status.WITHDRAWN, actor=Actor.reporter(), note=reason)


@transaction.atomic
def rate(report: Aspiration, rating: int, comment: str = "") -> Aspiration:
    """How the service was, 1 (not good) to 4 (very good), once, after the end.

    The four steps are those of the public satisfaction survey (Permenpan RB 14/2017).
    """
    if rating not in {1, 2, 3, 4}:
        raise Refused(_("Pilih penilaian 1 sampai 4."))
    changed = Aspiration.objects.filter(pk=report.pk, status=Status.RESOLVED, rating__isnull=True).update(
        rating=rating, rating_comment=comment.strip()
    )
    if not changed:
        raise Refused(_("Penilaian dapat diberikan satu kali, setelah laporan selesai."))
    record(report, EventKind.RATED, actor=Actor.reporter(), at=timezone.now(), audience=Audience.REPORTER)
    report.refresh_from_db()
    return report
