"""An agency is reminded of what it was sent: once on the working day before it is due, once after."""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from aspirations import notifications
from aspirations.models import Audience, Dispatch, DispatchState, EventKind
from aspirations.services.actors import Actor
from aspirations.services.history import record
from aspirations.workflow import Status
from government.calendars import calendar_for
from government.workdays import Calendar, add_working_days, is_working_day, local_date

# Holidays in a row are fewer; what is longer past is no news to anybody.
_AHEAD, _BACK = timedelta(days=14), timedelta(days=30)
# Where the agency waits for the office, or has named a day of its own.
_NOT_THEIR_TURN = (DispatchState.ASKED, DispatchState.PLANNED)


def send_reminders(*, at: datetime | None = None) -> int:
    """Writes the mails whose morning has come; returns how many. Safe to run twice and at once.

    On working days of the place, not before ESCALATION_HOUR there; nothing where there is no mail server.
    """
    at = at or timezone.now()
    if not settings.MAIL_ENABLED:
        return 0
    return sum(_remind(dispatch, at) for dispatch in _candidates(at).iterator(chunk_size=500))


def _candidates(at: datetime) -> QuerySet[Dispatch]:
    """By the index of due days."""
    today = timezone.localdate(at)
    ahead = Q(due_on__range=(today, today + _AHEAD), reminded_at=None)
    back = Q(due_on__range=(today - _BACK, today), warned_at=None)
    rows = Dispatch.objects.open().filter(ahead | back).exclude(state__in=_NOT_THEIR_TURN)
    # While the reporter is asked the clock stands.
    rows = rows.exclude(aspiration__status=Status.NEEDS_INFO).exclude(agency__email="")
    return rows.select_related("agency", "aspiration__village")


def _remind(dispatch: Dispatch, at: datetime) -> bool:
    calendar = calendar_for(dispatch.aspiration.village)
    local = at.astimezone(calendar.zone)
    if local.hour < settings.ESCALATION_HOUR or not is_working_day(local.date(), calendar):
        return False
    column = _turn(dispatch, at, calendar)
    return column != "" and dispatch.is_link_alive and _write(dispatch, column, at)


def _turn(dispatch: Dispatch, at: datetime, calendar: Calendar) -> str:
    """The column of the reminder whose day this is; "" where it is none's."""
    today, due = local_date(at, calendar), dispatch.due_on
    if due is None:
        return ""
    if due < today:
        return "warned_at" if dispatch.warned_at is None else ""
    is_new = local_date(dispatch.sent_at, calendar) >= today
    if is_new or dispatch.reminded_at is not None or due > _next_working_day(at, calendar):
        return ""
    return "reminded_at" if due > today else ""


def _next_working_day(at: datetime, calendar: Calendar) -> date:
    return local_date(add_working_days(at, 1, calendar), calendar)


@transaction.atomic
def _write(dispatch: Dispatch, column: str, at: datetime) -> bool:
    still = Dispatch.objects.open().filter(pk=dispatch.pk, **{column: None}, due_on=dispatch.due_on)
    if not still.update(**{column: at}):
        return False
    is_late = column == "warned_at"
    # Histories are kept in one language.
    why = "batas waktu lewat" if is_late else "hampir jatuh tempo"
    record(
        dispatch.aspiration,
        EventKind.LINK,
        actor=Actor.system(),
        at=at,
        audience=Audience.STAFF,
        text=f"Pengingat disposisi {dispatch.number} dikirim: {why}.",
        agency=dispatch.agency,
        dispatch=dispatch,
    )
    notifications.agency_reminded(dispatch, is_late=is_late)
    return True
