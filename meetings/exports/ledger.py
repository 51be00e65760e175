"""A promise as a line of a table, and as JSON."""

from typing import Any

from django.conf import settings

from meetings.models import FollowUp

_COLUMNS = (
    "nomor", "pertemuan", "tanggal_janji", "kecamatan", "desa", "tempat", "keputusan", "tindak_lanjut",
    "penanggung_jawab", "pihak_terkait", "program", "target", "keadaan", "kemajuan_persen", "umur_hari",
    "selesai", "alasan", "sumber_dana", "nilai_rp", "alamat",
)  # fmt: skip


def header() -> list[str]:
    """Names of columns, the same in every language: programs read them."""
    return list(_COLUMNS)


def line(one: FollowUp) -> list[Any]:
    """The cells; of a follow-up read by `for_ledger`, without a further query."""
    decision = one.decision
    return [
        one.pk,
        str(decision.meeting),
        one.promised_on,
        decision.meeting.host_district.name,
        one.village.name if one.village else "",
        one.place,
        decision.text,
        one.text,
        one.owner,
        "; ".join(str(agency) for agency in one.supporters.all()),
        decision.programme.name if decision.programme else "",
        one.target_on,
        str(one.standing.label),
        one.progress,
        one.age_days,
        one.closed_on,
        one.drop_reason,
        str(one.get_funding_display()),
        one.amount,
        _address(one),
    ]


def as_data(one: FollowUp) -> dict[str, Any]:
    """The same by stable names and codes; days as ISO 8601, money in rupiah, progress in percent."""
    decision = one.decision
    meeting = decision.meeting
    return {
        "id": one.pk,
        "url": _address(one),
        "meeting": {"id": meeting.pk, "name": str(meeting), "date": one.promised_on.isoformat()},
        "district": {"code": meeting.host_district_id, "name": meeting.host_district.name},
        "village": {"code": one.village_id, "name": one.village.name} if one.village else None,
        "place": one.place,
        "decision": {"number": decision.number, "kind": decision.kind, "text": decision.text},
        "text": one.text,
        "owner": one.owner,
        "supporting": [str(agency) for agency in one.supporters.all()],
        "programme": decision.programme.name if decision.programme else None,
        "target": one.target_on.isoformat(),
        "standing": str(one.standing),
        "status": one.status,
        "progress": one.progress,
        "age_days": one.age_days,
        "closed": one.closed_on.isoformat() if one.closed_on else None,
        "reason": one.drop_reason,
        "funding": one.funding,
        "amount": int(one.amount) if one.amount is not None else None,
    }


def _address(one: FollowUp) -> str:
    return f"{settings.SITE_URL.rstrip('/')}{one.get_absolute_url()}"
