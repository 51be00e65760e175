"""The writers of photos of stops and promises."""

import re
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy
from procrastinate.contrib.django import app

from aspirations.media.files import (
    delete_files,
    derivative_names,
    forget_originals,
    make,
    path_of,
    store_originals,
)
from aspirations.models import PhotoState
from aspirations.services import Conflict, NotAllowed, Refused
from meetings.models import FollowUp, Meeting, MeetingEventKind, Picture, PictureStage, Proposal
from meetings.services.history import record
from meetings.services.stops import hold

MOST_PER_OWNER = 60
# Longer than any request that writes a file before its row.
ORPHAN_HOURS = 24

Owner = Meeting | FollowUp | Proposal


def stop_of(owner: Owner) -> Meeting:
    """The stop whose territory and history an owner belongs to."""
    if isinstance(owner, Proposal):
        return owner.meeting
    return owner if isinstance(owner, Meeting) else owner.decision.meeting


def pictures_of(owner: Owner) -> Any:
    """All pictures of an owner, the eldest first; the caller has checked who looks."""
    return Picture.objects.filter(**_column(owner))


def _column(owner: Owner) -> dict[str, Any]:
    if isinstance(owner, Proposal):
        return {"proposal": owner}
    return {"meeting" if isinstance(owner, Meeting) else "follow_up": owner}


@transaction.atomic
def add_pictures(
    owner: Owner,
    files: Sequence[File],
    *,
    actor: Any,
    signed_by: str = "",
    stage: str = PictureStage.OTHER,
    caption: str = "",
    is_public: bool = False,
) -> list[Picture]:
    """More photos of a stop or a promise, checked by `PhotosField`; the worker makes what pages show.

    `actor` is a user who may convene there; or None with `signed_by`, whose link the caller has checked.
    Raises NotAllowed, and Refused where there are too many.
    """
    if not files:
        return []
    stop = _held(stop_of(owner), actor, signed_by)
    if pictures_of(owner).count() + len(files) > MOST_PER_OWNER:
        raise Refused(_("Sudah terlalu banyak foto. Hapus beberapa lebih dulu."))
    given: dict[str, Any] = {
        **_column(owner),
        "stage": stage,
        "caption": caption.strip(),
        "is_public": is_public,
        "added_by": actor,
        "signed_by": signed_by,
    }
    pictures = _store(files, given)
    text = ngettext_lazy("%(count)d foto ditambahkan.", "%(count)d foto ditambahkan.", "count")
    _tell(stop, owner, text % {"count": len(files)}, actor, signed_by)
    calls: list[Any] = [{"picture_id": picture.pk} for picture in pictures]
    app.configure_task("meetings.render_picture").batch_defer(*calls)
    return pictures


def _held(meeting: Meeting, actor: Any, signed_by: str) -> Meeting:
    if actor is not None:
        return hold(meeting, actor=actor)
    if not signed_by:
        raise NotAllowed(_("Anda tidak berwenang mengubah pertemuan ini."))
    return Meeting.objects.select_for_update(of=["self"]).named().get(pk=meeting.pk)


def _store(files: Sequence[File], given: dict[str, Any]) -> list[Picture]:
    pictures = [Picture(**given) for __ in files]
    try:
        store_originals(pictures, files)
        return Picture.objects.bulk_create(pictures)
    except BaseException:
        forget_originals(pictures)
        raise


def _tell(stop: Meeting, owner: Owner, text: Any, actor: Any, signed_by: str = "") -> None:
    if isinstance(owner, FollowUp):
        kind = MeetingEventKind.FOLLOW_UP
        details = {"follow_up": owner.pk}
    elif isinstance(owner, Proposal):
        kind, details = MeetingEventKind.PROPOSAL, {"proposal": owner.pk}
    else:
        kind, details = MeetingEventKind.CHANGED, None
    record(stop, kind, text, actor=actor, signed_by=signed_by, details=details)


def owner_of(picture: Picture) -> Owner:
    """A stop, a promise or an usulan."""
    if picture.proposal is not None:
        return picture.proposal
    if picture.follow_up is not None:
        return picture.follow_up
    meeting: Any = picture.meeting
    found: Meeting = meeting
    return found


@transaction.atomic
def drop_picture(picture: Picture, *, actor: Any) -> None:
    """Deletes it with its files. Raises NotAllowed, and Conflict where somebody else did."""
    owner = owner_of(picture)
    stop = hold(stop_of(owner), actor=actor)
    if not _delete([picture]):
        raise Conflict(_("Foto ini sudah dihapus."))
    _tell(stop, owner, gettext_lazy("1 foto dihapus."), actor)


@transaction.atomic
def drop_pictures_of(owner: Owner, *, actor: Any) -> int:
    """All of an owner that is about to be deleted; returns how many. Raises NotAllowed."""
    stop = hold(stop_of(owner), actor=actor)
    count = _delete(list(pictures_of(owner)))
    if count:
        text = ngettext_lazy("%(count)d foto dihapus.", "%(count)d foto dihapus.", "count")
        _tell(stop, owner, text % {"count": count}, actor)
    return count


def _delete(pictures: Sequence[Picture]) -> int:
    names = [name for picture in pictures for name in names_of(picture)]
    count, __ = Picture.objects.filter(pk__in=[picture.pk for picture in pictures]).delete()
    transaction.on_commit(lambda: delete_files(names))
    return count


def names_of(picture: Picture) -> list[str]:
    """Every file that it may have, whatever the worker is doing."""
    return [path_of(picture.folder, picture.uuid, "original"), *derivative_names(picture)]


@transaction.atomic
def publish(picture: Picture, is_public: bool, *, actor: Any) -> None:
    """Shows it to whoever may read its owner, or no longer. Raises NotAllowed, Refused, Conflict."""
    owner = owner_of(picture)
    stop = hold(stop_of(owner), actor=actor)
    held = Picture.objects.filter(pk=picture.pk).first()
    if held is None:
        raise Conflict(_("Foto ini sudah dihapus."))
    if is_public and held.state != PhotoState.READY:
        raise Refused(_("Foto ini belum siap. Coba lagi sebentar."))
    if not Picture.objects.filter(pk=picture.pk, is_public=not is_public).update(is_public=is_public):
        return
    shown = gettext_lazy("1 foto ditayangkan."), gettext_lazy("1 foto tidak lagi ditayangkan.")
    _tell(stop, owner, shown[0 if is_public else 1], actor)


@transaction.atomic
def describe(picture: Picture, *, caption: str, stage: str, actor: Any) -> None:
    """What it shows. Raises NotAllowed, Conflict."""
    hold(stop_of(owner_of(picture)), actor=actor)
    columns = {"caption": caption.strip(), "stage": stage}
    if not Picture.objects.filter(pk=picture.pk).update(**columns):
        raise Conflict(_("Foto ini sudah dihapus."))


def render_picture(picture_id: int) -> None:
    """Makes the derivatives and drops the original with its metadata; safe to run twice.

    Raises RenderingFailed where another try may succeed; the original then stays.
    """
    picture = Picture.objects.filter(pk=picture_id, state=PhotoState.PENDING).first()
    if picture is None:
        return
    made = make(picture, str(picture.original.name))
    columns: dict[str, Any] = {"state": PhotoState.FAILED, "is_public": False, "original": ""}
    if made is not None:
        columns = {"state": PhotoState.READY, "original": "", "width": made.width, "height": made.height}
    with transaction.atomic():
        done = Picture.objects.filter(pk=picture_id, state=PhotoState.PENDING).update(**columns)
        gone = [str(picture.original.name)] if done and picture.original else []
        if not done and not Picture.objects.filter(pk=picture_id).exists():
            # Dropped meanwhile, and with it what was just made.
            gone = names_of(picture)
        transaction.on_commit(lambda: delete_files(gone))


def drop_orphans() -> int:
    """Deletes files whose row was never committed or is gone, a day later; returns how many rows they had."""
    limit = timezone.now() - timedelta(hours=ORPHAN_HOURS)
    count = 0
    for prefix in _folders(Picture.folder):
        keys = _folders(f"{Picture.folder}/{prefix}")
        known = {uuid.hex for uuid in Picture.objects.filter(uuid__in=keys).values_list("uuid", flat=True)}
        for key in set(keys) - known:
            count += _sweep(f"{Picture.folder}/{prefix}/{key}", limit)
    return count


def _folders(path: str) -> list[str]:
    """Names of our making only."""
    try:
        return [
            name
            for name in default_storage.listdir(path)[0]
            if re.fullmatch(r"[0-9a-f]{2}|[0-9a-f]{32}", name)
        ]
    except FileNotFoundError:
        return []


def _sweep(path: str, limit: Any) -> bool:
    names = [f"{path}/{name}" for name in default_storage.listdir(path)[1]]
    if any(default_storage.get_modified_time(name) >= limit for name in names):
        return False
    delete_files(names)
    return bool(names)
