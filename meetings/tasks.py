"""What the worker does for meetings; each job may run twice without harm."""

from django.conf import settings
from django.utils.translation import override
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from meetings import calendars, notifications
from meetings.documents import printing
from meetings.models import Meeting, MeetingEvent, MeetingEventKind
from meetings.services import announcing, letter_runs, news, pictures
from meetings.services.promise_digests import send_promise_mails
from meetings.services.promise_ladder import escalate_promises
from meetings.services.reminders import remind_invited
from meetings.workflow import StopStatus
from notifications.services import Attachment


@app.task(name="meetings.render_picture", retry=RetryStrategy(max_attempts=5, exponential_wait=5))
def render_picture(picture_id: int) -> None:
    """Makes a photo's derivatives."""
    pictures.render_picture(picture_id)


@app.periodic(cron="50 * * * *")
@app.task(name="meetings.tidy", queueing_lock="meetings.tidy", pass_context=False)
def tidy(timestamp: int) -> None:
    """Drops files of photos that nobody has."""
    pictures.drop_orphans()


@app.task(name="meetings.tell_invited", retry=RetryStrategy(max_attempts=5, exponential_wait=5))
def tell_invited(event_id: int, what: str) -> None:
    """Mails to those invited: moved, called off, put off, on again; what was overtaken since has its own."""
    event = MeetingEvent.objects.get(pk=event_id)
    meeting = Meeting.objects.named().get(pk=event.meeting_id)
    if _is_overtaken(event, what):
        return
    with override(settings.LANGUAGE_CODE):
        facts = calendars.facts(meeting)
        notifications.stop_changed(meeting, event, what, facts=facts, attachment=_file(meeting))


def _is_overtaken(event: MeetingEvent, what: str) -> bool:
    kinds = [MeetingEventKind.STATUS, *([MeetingEventKind.MOVED] if what == news.MOVED else [])]
    return MeetingEvent.objects.filter(meeting=event.meeting_id, pk__gt=event.pk, kind__in=kinds).exists()


def _file(meeting: Meeting) -> Attachment | None:
    """Of a draft nobody knows the hour yet."""
    if meeting.status == StopStatus.DRAFT:
        return None
    return Attachment("pertemuan.ics", "text/calendar", calendars.single(meeting).decode())


@app.periodic(cron="10 * * * *")
@app.task(name="meetings.escalate", queueing_lock="meetings.escalate", pass_context=False)
def escalate(timestamp: int) -> None:
    """Takes the steps of the ladder of promises that have come; writes the morning's mails."""
    escalate_promises()
    send_promise_mails()


@app.task(name="meetings.run_letters", retry=RetryStrategy(max_attempts=3, exponential_wait=5))
def run_letters(run_id: int) -> None:
    """Makes or sends the letters of a stop."""
    printing.run_letters(run_id)


@app.periodic(cron="10 * * * *")
@app.task(name="meetings.remind_invited", queueing_lock="meetings.remind_invited", pass_context=False)
def remind(timestamp: int) -> None:
    """Reminds those invited, on the days that the settings name."""
    remind_invited()


@app.periodic(cron="25 * * * *")
@app.task(name="meetings.drop_letters", queueing_lock="meetings.drop_letters", pass_context=False)
def drop_letters(timestamp: int) -> None:
    """Deletes PDFs of letters after some days."""
    letter_runs.drop_old_files()


@app.task(name="meetings.announce", retry=RetryStrategy(max_attempts=5, exponential_wait=5))
def announce(announcement_id: int) -> None:
    """Announces the stops of an order that are still to be announced."""
    announcing.run(announcement_id)
