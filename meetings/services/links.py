"""The links by which agencies report on their promises: one for each agency and kecamatan."""

from collections.abc import Iterable, Sequence
from datetime import datetime, time, timedelta
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.conf import settings
from django.db import transaction
from django.db.models import Max, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from aspirations import receipts
from aspirations.services import Refused
from aspirations.services.guesses import Limit, count_guess, is_slowed
from meetings.models import Decision, FollowUp, FollowUpEventKind, OwnerLink
from meetings.models.links import GRACE, lasts_until
from meetings.services import promise_mails
from meetings.services.progress import By, hold_follow_up, note_event
from meetings.workflow import DecisionStatus
from notifications import sealing

# A whole office can share one address.
_LINKS = Limit("owners", 100)
_LINK = Limit("owner", 10)  # about one number


class Shown(NamedTuple):
    """What the desk hands on: "" where the database cannot tell it any more."""

    address: str
    code: str
    whatsapp: str


@transaction.atomic
def issue_links(decision: Decision, actor: Any) -> list[OwnerLink]:
    """Called where a decision is adopted, in its transaction: each agency's link, and the mail with it.

    A link that lasts is used again, so that the agency keeps one address; one that was revoked or has ended
    gets another secret. Units of the office have accounts.
    """
    rows = decision.follow_ups.filter(agency__isnull=False).select_related(
        "agency", "decision__meeting__series", "decision__meeting__host_district"
    )
    by_agency: dict[int, list[FollowUp]] = {}
    for one in rows.order_by("number"):
        by_agency.setdefault(one.agency_id or 0, []).append(one)
    return [_issue(promises, By(actor)) for promises in by_agency.values()]


def issue_for(held: FollowUp, by: By) -> OwnerLink | None:
    """The link of who owns a promise now; must run in the transaction that holds it."""
    return _issue([held], by) if held.agency_id else None


def _issue(promises: Sequence[FollowUp], by: By) -> OwnerLink:
    first = promises[0]
    district = first.decision.meeting.host_district
    held = OwnerLink.objects.select_for_update(of=["self"]).select_related("agency", "district")
    ends = _ends(promises)
    link, created = held.get_or_create(
        agency=first.agency, district=district, defaults=_secret_columns() | {"expires_at": ends}
    )
    if not created:
        _set(link, **({} if link.is_alive else _secret_columns()), expires_at=max(link.expires_at, ends))
    for one in promises:
        _note(one, by, f"Tautan {link.number} untuk {link.agency}" + _sent(link))
    promise_mails.promised(link, promises)
    return link


def stretch_link(held: FollowUp) -> None:
    """A target that moved away takes the link's end along."""
    for link in links_of(held).filter(expires_at__lt=_ends([held])):
        _set(link, expires_at=_ends([held]))


@transaction.atomic
def renew_link(follow_up: FollowUp, *, by: By) -> OwnerLink:
    """A new secret in place of the old one, which opens nothing from now on. Raises NotAllowed, Refused."""
    held = hold_follow_up(follow_up, by)
    if held.agency is None:
        raise Refused(_("Unit kantor melapor dengan akunnya sendiri."))
    if held.decision.status == DecisionStatus.DRAFT:
        raise Refused(_("Keputusannya belum ditetapkan, jadi belum ada tautan."))
    link = links_of(held).select_for_update(of=["self"]).first()
    if link is None:
        return _issue([held], by)
    _set(link, **_secret_columns(), expires_at=_ends(promises_of(link)))
    _note(held, by, f"Tautan {link.number} diperbarui" + _sent(link))
    promise_mails.promised(link, [held])
    return link


@transaction.atomic
def revoke_link(follow_up: FollowUp, *, by: By) -> None:
    """The link opens nothing any more, for those who are in, too. Raises NotAllowed, Refused."""
    held = hold_follow_up(follow_up, by)
    link = links_of(held).filter(revoked_at=None).first()
    if link is None:
        raise Refused(_("Tautan ini sudah dicabut."))
    _set(link, revoked_at=timezone.now())
    _note(held, by, f"Tautan {link.number} dicabut.")


def links_of(follow_up: FollowUp) -> QuerySet[OwnerLink]:
    """The link of its owner in its kecamatan, where there is one."""
    rows = OwnerLink.objects.filter(
        agency=follow_up.agency_id, district=follow_up.decision.meeting.host_district_id
    )
    return rows.select_related("agency", "district")


def promises_of(link: OwnerLink) -> Any:
    """What the link shows: all that its agency promised to this kecamatan, once it was decided."""
    rows = FollowUp.objects.filter(agency=link.agency_id, decision__meeting__host_district=link.district_id)
    return rows.exclude(decision__status=DecisionStatus.DRAFT)


def secret_of(link: OwnerLink) -> str:
    """The secret, to be shown again; "" where SECRET_KEY was changed since: renew it then."""
    secret = sealing.derive(promise_mails.seed_of(link))
    return secret if receipts.digest(secret) == link.secret_hash else ""


def shown(link: OwnerLink, promises: Sequence[FollowUp]) -> Shown:
    """Address, code and a WhatsApp text that names the promises, for the desk alone."""
    secret = secret_of(link)
    if not secret:
        return Shown("", "", "")
    code = sealing.spaced(secret)
    address = f"{settings.SITE_URL}{reverse('meetings:owner_open')}#{link.number}.{secret}"
    text = _(
        "Yth. %(agency)s, berikut janji Bapak/Ibu dalam rakor Kecamatan %(district)s:\n%(promises)s\n"
        "Lihat dan laporkan kemajuannya di sini, tanpa akun:\n%(address)s\n"
        "Kalau tidak terbuka, ketik nomor %(number)s dan kode %(code)s."
    ) % {
        "agency": link.agency.name,
        "district": link.district.name,
        "promises": "\n".join(promise_mails.line(one) for one in promises[:5]),
        "address": address,
        "number": link.number,
        "code": code,
    }
    phone = link.agency.phone.removeprefix("+")
    return Shown(address, code, f"https://wa.me/{phone}?{urlencode({'text': text})}")


def is_link_slowed(address: str, number: str) -> bool:
    """Whether links can be tried from there now: this one, or any."""
    return is_slowed(address, _LINK, about=number) or is_slowed(address, _LINKS)


def count_wrong_link(address: str, number: str) -> None:
    """Notes a link that opened nothing, whatever the reason."""
    count_guess(address, _LINK, about=number)
    count_guess(address, _LINKS)


def opened(link: OwnerLink) -> None:
    """Somebody of the agency looks at it; the first time is kept."""
    OwnerLink.objects.filter(pk=link.pk, opened_at=None).update(opened_at=timezone.now())


def _ends(promises: Iterable[FollowUp] | QuerySet[FollowUp]) -> datetime:
    """The last second of the day that is GRACE after the last target, never sooner than GRACE from now."""
    if isinstance(promises, QuerySet):
        last = promises.aggregate(last=Max("target_on"))["last"]
    else:
        last = max(one.target_on for one in promises)
    now = timezone.now()
    end = datetime.combine(lasts_until(last), time(23, 59, 59), timezone.get_current_timezone())
    return max(end, now + GRACE, now + timedelta(days=1))


def _secret_columns() -> dict[str, Any]:
    token = receipts.new_token()
    secret = sealing.derive(promise_mails.seed_of_token(token))
    return {
        "token": token,
        "secret_hash": receipts.digest(secret),
        "revoked_at": None,
        "issued_at": timezone.now(),
        "opened_at": None,
    }


def _set(link: OwnerLink, **columns: Any) -> None:
    for name, value in columns.items():
        setattr(link, name, value)
    link.save(update_fields=list(columns))


def _sent(link: OwnerLink) -> str:
    return " dikirim lewat email." if link.agency.email else " dibuat; instansi ini belum punya email."


def _note(held: FollowUp, by: By, text: str) -> None:
    note_event(held, FollowUpEventKind.LINK, By(by.user, by.signed_by), text=text)
