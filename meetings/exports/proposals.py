"""Usulan as a workbook that can be imported again, as lines for everybody, and as JSON."""

from collections.abc import Iterator
from typing import IO, Any

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext as _

from aspirations.exports import write_workbook
from government.models import Region
from meetings.models import Meeting, Proposal
from meetings.sheets import header, readiness_cell

_KINDS = {"physical": "Fisik", "non_physical": "Non-fisik"}
_COLUMNS = (
    "nomor", "peringkat", "usulan", "jenis", "desa", "rt", "rw", "lokasi", "volume", "satuan",
    "perkiraan_biaya_rp", "opd", "alasan", "lembaga_pengusul", "program", "keadaan", "nilai",
    "nilai_kriteria", "nilai_suara", "suara", "kesiapan", "pendukung", "alasan_urutan", "jawaban",
    "nomor_anggaran", "tahun_anggaran", "anggaran_rp", "alamat",
)  # fmt: skip


def write(target: IO[bytes], meeting: Meeting, territory: str) -> None:
    """Every usulan of the stop; three queries for any number of them."""
    write_workbook(target, header(), rows(meeting, territory), sheet=_("Usulan"))


def rows(meeting: Meeting, territory: str) -> Iterator[list[Any]]:
    """In their rank, cells as `meetings.sheets` reads them; desa of one name within it go by their code."""
    namesake = Region.objects.within(territory).villages().filter(name=OuterRef("village__name"))
    found = meeting.proposals.named().annotate(
        photos=Count("pictures"), is_ambiguous=Exists(namesake.exclude(pk=OuterRef("village_id")))
    )
    for one in found.in_rank().prefetch_related("ready__item"):
        ready = [(item.item.name, item.document) for item in one.ready.all()]
        village = f"{one.village.name} ({one.village_id})" if one.is_ambiguous else one.village.name
        yield [
            one.rank or one.priority,
            one.title,
            _KINDS[one.kind],
            village,
            one.rt,
            one.rw,
            one.landmark,
            one.volume,
            one.unit,
            one.cost,
            one.agency.name if one.agency else "",
            one.reason,
            one.proposer_office,
            one.proposer_name,
            one.photos,
            readiness_cell(ready),
        ]


def public_header() -> list[str]:
    """Names of columns, the same in every language: programs read them."""
    return list(_COLUMNS)


def public_line(one: Proposal) -> list[Any]:
    """What everybody may read of an usulan read by `for_public`; never the proposer's name."""
    parts = one.parts or {}
    return [
        one.number,
        one.rank,
        one.title,
        _KINDS[one.kind],
        one.village.name,
        one.rt,
        one.rw,
        one.landmark,
        one.volume,
        one.unit,
        one.cost,
        one.agency.name if one.agency else "",
        one.reason,
        one.proposer_office,
        one.programme.name if one.programme else "",
        str(one.get_status_display()),
        one.score,
        parts.get("criteria_points", ""),
        parts.get("votes_points", ""),
        parts.get("votes"),
        parts.get("readiness"),
        parts.get("supporters"),
        one.wanted_reason,
        one.returned_reason,
        one.budget_reference,
        one.budget_year,
        one.budget_amount,
        f"{settings.SITE_URL}{one.get_absolute_url()}",
    ]


def as_data(one: Proposal) -> dict[str, Any]:
    """The same by stable names and codes; money in rupiah, scores of 100."""
    return {
        "id": one.pk,
        "url": f"{settings.SITE_URL}{one.get_absolute_url()}",
        "meeting": one.meeting_id,
        "number": one.number,
        "level": one.level,
        "title": one.title,
        "kind": one.kind,
        "village": {"code": one.village_id, "name": one.village.name},
        "rt": one.rt,
        "rw": one.rw,
        "landmark": one.landmark,
        "volume": _number(one.volume),
        "unit": one.unit,
        "cost": _number(one.cost),
        "agency": one.agency.name if one.agency else None,
        "programme": one.programme.name if one.programme else None,
        "reason": one.reason,
        "proposer": one.proposer_office,
        "status": one.status,
        "status_since": one.status_since.isoformat(),
        "answer": one.returned_reason or None,
        "rank": one.rank,
        "rank_reason": one.wanted_reason or None,
        "score": _number(one.score),
        "parts": one.parts,
        "budget": {
            "reference": one.budget_reference,
            "year": one.budget_year,
            "amount": _number(one.budget_amount),
        }
        if one.budget_year
        else None,
        "came_from": one.came_from_id if getattr(one, "source_is_public", False) else None,
    }


def _number(value: Any) -> float | int | None:
    if value is None:
        return None
    return int(value) if value == int(value) else float(value)


def for_public(rows: Any) -> Any:
    """With what the pages and files of everybody ask for; one query."""
    source = Proposal.objects.public().filter(pk=OuterRef("came_from"))
    shown = Q(pictures__is_public=True, pictures__state="ready")
    return rows.named().annotate(source_is_public=Exists(source), photos=Count("pictures", filter=shown))
