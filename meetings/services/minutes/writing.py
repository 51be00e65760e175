"""From a draft to a signed paper, and to the version after it."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from aspirations.services import Conflict, NotAllowed, Refused
from meetings.models import Meeting, MeetingEventKind, Minutes, MinutesKind, MinutesPaper
from meetings.permissions import may_minute, may_sign
from meetings.services.history import record
from meetings.services.minutes.content import compose, fingerprint, public_part, sections_of
from meetings.services.stops import hold
from meetings.workflow import MINUTES, MinutesStatus, StopStatus, can

Paper = Callable[[Minutes, dict[str, Any]], bytes]


@transaction.atomic
def begin(meeting: Meeting, kind: str, *, actor: Any) -> Minutes:
    """The first version, written from the notes.

    Raises NotAllowed, or Refused where there is one already and for a stop that has not begun.
    """
    held = _held_stop(meeting, actor)
    if held.status not in {StopStatus.RUNNING, StopStatus.HELD}:
        raise Refused(_("Notulen disusun setelah rapat dibuka."))
    if Minutes.objects.filter(meeting=held, kind=kind).exists():
        raise Refused(_("Sudah ada. Buka versi yang ada."))
    minutes = Minutes.objects.create(
        meeting=held,
        kind=kind,
        sections=sections_of(held, kind, actor),
        signers=_signers(held),
        created_by=actor,
    )
    _record(minutes, gettext_lazy("disusun"), actor)
    return minutes


def _signers(meeting: Meeting) -> list[dict[str, str]]:
    """The leaders of the stop, then the camat of the place."""
    leaders = meeting.leaders.order_by("pk")
    return [{"title": one.title, "name": one.name, "nip": one.nip} for one in leaders]


@transaction.atomic
def edit(
    minutes: Minutes,
    texts: Mapping[str, str],
    signers: Sequence[Mapping[str, str]],
    *,
    edition: int,
    actor: Any,
) -> Minutes:
    """Writes sections by their keys, and who signs on paper.

    `edition` is the save that the writer saw. Raises NotAllowed, and Conflict where somebody saved since.
    """
    held = _open(minutes, {MinutesStatus.DRAFT}, actor)
    if held.edition != edition:
        raise Conflict(
            _("Orang lain menyimpan perubahan sejak halaman ini dibuka. Bandingkan, lalu simpan lagi.")
        )
    held.sections = [_edited(one, texts) for one in held.sections]
    held.signers = [dict(one) for one in signers if one.get("title") or one.get("name")]
    held.edition += 1
    held.save(update_fields=["sections", "signers", "edition"])
    return held


def _edited(section: dict[str, Any], texts: Mapping[str, str]) -> dict[str, Any]:
    text = texts.get(section["key"], section["text"]).replace("\r\n", "\n").strip()
    return section if text == section["text"] else section | {"text": text, "is_edited": True}


@transaction.atomic
def refresh(minutes: Minutes, *, actor: Any) -> int:
    """Takes in what was noted since and returns how many sections changed; what people wrote stays."""
    held = _open(minutes, {MinutesStatus.DRAFT}, actor)
    old = {one["key"]: one for one in held.sections}
    fresh = sections_of(held.meeting, held.kind, actor)
    merged = [_kept(old.get(one["key"]), one) for one in fresh]
    keys = {one["key"] for one in merged}
    # An item that is gone takes no words with it.
    merged += [one for key, one in old.items() if key not in keys and one["is_edited"]]
    changed: int = sum(old.get(one["key"]) != one for one in merged)
    if changed or len(merged) != len(held.sections):
        held.sections = merged
        held.edition += 1
        held.save(update_fields=["sections", "edition"])
    return changed


def _kept(old: dict[str, Any] | None, fresh: dict[str, Any]) -> dict[str, Any]:
    if old is None or not old["is_edited"]:
        return fresh
    return fresh | {"text": old["text"], "is_edited": True}


@transaction.atomic
def submit(minutes: Minutes, *, actor: Any) -> Minutes:
    """Asks for the signature. Raises NotAllowed, or Conflict from another state."""
    held = _step(minutes, MinutesStatus.REVIEW, actor)
    _set(held, status=MinutesStatus.REVIEW, submitted_by=actor, submitted_at=timezone.now())
    _record(held, gettext_lazy("diajukan untuk disahkan"), actor)
    return held


@transaction.atomic
def take_back(minutes: Minutes, *, actor: Any) -> Minutes:
    """Who wrote it goes on writing."""
    held = _step(minutes, MinutesStatus.DRAFT, actor)
    _set(held, status=MinutesStatus.DRAFT, submitted_by=None, submitted_at=None)
    _record(held, gettext_lazy("ditarik kembali"), actor)
    return held


@transaction.atomic
def send_back(minutes: Minutes, remark: str, *, actor: Any) -> Minutes:
    """Who should sign asks for changes. Raises NotAllowed, Refused without a remark."""
    held = _step(minutes, MinutesStatus.DRAFT, actor)
    _check_signer(held, actor)
    if not remark.strip():
        raise Refused(_("Tulis apa yang perlu diperbaiki."))
    _set(held, status=MinutesStatus.DRAFT, remark=remark.strip(), submitted_by=None, submitted_at=None)
    _record(held, gettext_lazy("dikembalikan"), actor, remark.strip())
    return held


@transaction.atomic
def sign(minutes: Minutes, signer: str, *, edition: int, actor: Any, paper: Paper) -> Minutes:
    """Freezes what it says, hashes it and keeps the papers; nothing of it changes after that.

    `signer` is the name and title that stand on the paper, `paper` sets the PDF of some content. Raises
    NotAllowed, Refused without a signer, and Conflict where it is not the edition that was read.
    """
    held = _step(minutes, MinutesStatus.SIGNED, actor)
    _check_signer(held, actor)
    if not signer.strip():
        raise Refused(_("Tulis nama dan jabatan yang mengesahkan."))
    if held.edition != edition:
        raise Conflict(_("Isinya berubah sejak halaman dibuka. Baca lagi sebelum mengesahkan."))
    content = compose(held, actor)
    _set(
        held,
        status=MinutesStatus.SIGNED,
        signed_by=actor,
        signed_at=timezone.now(),
        signer=signer.strip()[:300],
        remark="",
        content=content,
        content_hash=fingerprint(content),
    )
    _keep(held, content, paper, is_public=False)
    if held.meeting.is_public:
        _keep(held, public_part(content), paper, is_public=True)
    _record(held, gettext_lazy("disahkan oleh"), actor, held.signer)
    return held


def _keep(minutes: Minutes, content: dict[str, Any], paper: Paper, *, is_public: bool) -> None:
    file = paper(minutes, content)
    MinutesPaper.objects.create(
        minutes=minutes, is_public=is_public, file=file, file_hash=hashlib.sha256(file).hexdigest()
    )


@transaction.atomic
def amend(minutes: Minutes, reason: str, *, actor: Any) -> Minutes:
    """A new draft with the words of the last signed version, which stays beside it.

    Raises NotAllowed, and Refused without a reason, for an older version or beside an open one.
    """
    meeting = _held_stop(minutes.meeting, actor)
    versions = list(Minutes.objects.filter(meeting=meeting, kind=minutes.kind).order_by("-version"))
    if not reason.strip():
        raise Refused(_("Tulis alasan perubahan."))
    if versions[0].pk != minutes.pk or versions[0].is_open:
        raise Refused(_("Perubahan dibuat dari versi terakhir yang sudah disahkan."))
    last = versions[0]
    made = Minutes.objects.create(
        meeting=meeting,
        kind=last.kind,
        version=last.version + 1,
        sections=[one | {"is_edited": True} for one in last.sections],
        signers=last.signers,
        reason=reason.strip(),
        created_by=actor,
    )
    _record(made, gettext_lazy("versi baru disusun"), actor, reason.strip())
    return made


def _held_stop(meeting: Meeting, actor: Any) -> Meeting:
    held = hold(meeting, actor=actor)
    if not may_minute(actor, held):
        raise NotAllowed(_("Anda tidak berwenang menyusun notulen pertemuan ini."))
    return held


def _open(minutes: Minutes, states: set[MinutesStatus], actor: Any) -> Minutes:
    meeting = _held_stop(minutes.meeting, actor)
    held = Minutes.objects.select_for_update().get(pk=minutes.pk)
    held.meeting = meeting
    if held.status not in states:
        raise Conflict(
            _("Notulen berstatus “%(status)s”; langkah ini tidak dapat diambil lagi.")
            % {"status": held.get_status_display()}
        )
    return held


def _step(minutes: Minutes, to: MinutesStatus, actor: Any) -> Minutes:
    return _open(minutes, {state for state in MinutesStatus if can(MINUTES, state, to)}, actor)


def _check_signer(minutes: Minutes, actor: Any) -> None:
    if not may_sign(actor, minutes.meeting):
        raise NotAllowed(_("Hanya camat atau koordinator yang mengesahkan notulen."))


def _set(minutes: Minutes, **columns: Any) -> None:
    for name, value in columns.items():
        setattr(minutes, name, value)
    minutes.save(update_fields=list(columns))


def _record(minutes: Minutes, what: Any, actor: Any, more: str = "") -> None:
    # The history is kept in one language.
    with override(settings.LANGUAGE_CODE):
        text = f"{MinutesKind(minutes.kind).label} v{minutes.version} {what}" + (f": {more}" if more else "")
    record(minutes.meeting, MeetingEventKind.MINUTES, text, actor=actor)
