"""The rakor of 20 July 2023 through the services, as if it were held today; then it is moved to its day.

Time is the one thing that services do not take from outside: dates are written afterwards, as an erasure of
personal data would write to the history.
"""

import tomllib
import uuid
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from aspirations import receipts, services
from aspirations.models import Aspiration, Channel, Event
from aspirations.services import Actor, Submission
from aspirations.workflow import Status, Who
from government.models import Agency, Category, Programme, Region
from meetings.documents.minutes import paper
from meetings.models import (
    AgendaAspiration,
    AgendaItem,
    Attendance,
    Contact,
    Decision,
    FollowUp,
    FollowUpEvent,
    Invitation,
    ItemNote,
    Meeting,
    MeetingEvent,
    Presence,
    Series,
)
from meetings.services import minutes
from meetings.services.agenda import ItemData, add_item, carry
from meetings.services.attendance import Line, note_presence
from meetings.services.decisions import adopt, record_decision
from meetings.services.evidence import add_letter, show_letter
from meetings.services.floor import NoteSave, save_note
from meetings.services.follow_ups import add_follow_up
from meetings.services.invitations import invite
from meetings.services.progress import By, change_follow_up
from meetings.services.stops import change_stop
from meetings.workflow import StopStatus

DISTRICT = "16.07.14"
_FILE = Path(__file__).parent / "rakor.toml"
_HOURS = timedelta(hours=4)


def load_rakor(users: dict[str, Any]) -> None:
    """The stop that was, what became of its promises, and the next one that takes up the rest.

    A stop that is there already is left alone.
    """
    told = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    if not Meeting.objects.filter(series__year=told["stop"]["year"], number=told["stop"]["number"]).exists():
        with transaction.atomic():
            _Stop(told, users).hold()
    _next(told["next"], users)


class _Stop:
    """One stop while it is told."""

    def __init__(self, told: dict[str, Any], users: dict[str, Any]) -> None:
        self.told, self.user, self.camat = told, users["kabupaten"], users["camat"]
        self.clerk = users["petugas"]
        self.host = Region.objects.select_related("parent").get(code=DISTRICT)
        stop = told["stop"]
        self.village = Region.objects.select_related("parent").get(code=f"{DISTRICT}.{stop['village']}")
        self.starts = datetime.combine(stop["date"], stop["from"], self.host.zone)
        self.ends = datetime.combine(stop["date"], stop["to"], self.host.zone)
        series, __ = Series.objects.get_or_create(
            name="Rakor Tingkat Kecamatan", year=stop["year"], region_id=DISTRICT[:5]
        )
        now = timezone.now()
        self.meeting = Meeting.objects.create(
            series=series,
            number=stop["number"],
            host_district=self.host,
            host_village=self.village,
            place=stop["place"],
            theme=stop["theme"],
            starts_at=now,
            ends_at=now + _HOURS,
        )

    def hold(self) -> None:
        """From the announcement to the last that became of it."""
        change_stop(self.meeting, StopStatus.ANNOUNCED, actor=self.user)
        self._invite()
        # Who is invited is invited to what is to come; all that follows has the dates of then.
        Meeting.objects.filter(pk=self.meeting.pk).update(starts_at=self.starts, ends_at=self.ends)
        self.meeting.refresh_from_db()
        change_stop(self.meeting, StopStatus.RUNNING, actor=self.user)
        self._attend()
        item = self._agenda()
        promises = [self._subject(item, one, index) for index, one in enumerate(self.told["subject"], 1)]
        change_stop(self.meeting, StopStatus.HELD, actor=self.user)
        self._move()
        for follow_up, one in zip(promises, self.told["subject"], strict=True):
            self._progress(follow_up, one)
        self._minutes()

    def _invite(self) -> None:
        contacts = [self._contact(one) for one in self.told["invited"]]
        self.meeting.leaders.set(
            contact for contact, one in zip(contacts, self.told["invited"], strict=True) if one.get("leads")
        )
        invite(self.meeting, contacts, actor=self.user)
        Invitation.objects.filter(meeting=self.meeting).update(sent_at=timezone.now())

    def _contact(self, one: dict[str, Any]) -> Contact:
        regency = one["office"] in {"regent", "secretary", "council", "adviser", "agency"}
        contact, __ = Contact.objects.get_or_create(
            title=one["title"],
            region_id=DISTRICT[:5] if regency else DISTRICT,
            defaults={"name": one.get("name", ""), "office": one["office"]},
        )
        return contact

    def _attend(self) -> None:
        deputies = {one["title"]: one["represented"] for one in self.told["invited"] if "represented" in one}
        lines = []
        for row in Invitation.objects.filter(meeting=self.meeting):
            deputy = deputies.get(row.title, "")
            lines.append(
                Line(
                    uid=uuid.uuid4(),
                    noted_at=timezone.now(),
                    presence=Presence.REPRESENTED if deputy else Presence.PRESENT,
                    invitation=row.pk,
                    name=deputy or row.name,
                    title=deputy,
                )
            )
        note_presence(self.meeting, lines, actor=self.user)

    def _agenda(self) -> AgendaItem:
        """Items with what was said; the one that the subjects stand under."""
        found = None
        for position, one in enumerate(self.told["agenda"], start=1):
            item = AgendaItem.objects.create(
                meeting=self.meeting,
                position=position,
                title=one["title"],
                responsible=one["responsible"],
                minutes=one["minutes"],
                state="done",
            )
            for note in one.get("notes", ()):
                self._note(item, note["text"], note["speaker"])
            found = item if one.get("subjects") else found
        if found is None:
            raise ValueError("no item holds the subjects")
        return found

    def _note(self, item: AgendaItem, text: str, speaker: str) -> None:
        save = NoteSave(
            uid=uuid.uuid4(), edit=uuid.uuid4(), seq=1, text=text, speaker_title=speaker, item=item.pk
        )
        save_note(self.meeting, save, actor=self.user)

    def _subject(self, above: AgendaItem, one: dict[str, Any], position: int) -> FollowUp:
        """What was raised becomes a report, a decision and a promise."""
        item = AgendaItem.objects.create(
            meeting=self.meeting, parent=above, position=position, title=one["title"], state="done"
        )
        report = self._report(one)
        AgendaAspiration.objects.create(item=item, meeting=self.meeting, aspiration=report, user=self.user)
        self._note(item, one["text"], "Warga")
        programme = Programme.objects.get(name=one["programme"], programme_set__slug="prioritas-2018")
        decision = record_decision(
            self.meeting,
            actor=self.user,
            text=one["decision"],
            kind=one["answer"],
            item=item,
            reports=[report],
            programme=programme,
        )
        follow_up = add_follow_up(
            decision,
            actor=self.user,
            text=one["follow_up"],
            target_on=one["target"],
            agency=Agency.objects.get(slug=one["owner"]),
            supporters=Agency.objects.filter(slug__in=one.get("supporters", ())),
            village=None,
            funding=one["funding"],
        )
        adopt(decision, actor=self.user)
        return follow_up

    def _report(self, one: dict[str, Any]) -> Aspiration:
        token = receipts.digest(f"demo:rakor:{one['title']}")
        made = services.submit(
            Submission(
                title=one["title"],
                text=one["text"],
                category=Category.objects.select_related("sla_class").get(slug=one["category"]),
                village=self.village,
                kind=one["kind"],
                channel=Channel.MEETING,
                identity="anonymous",
            ),
            token=token,
            actor=Actor(Who.TRIAGE, self.clerk),
            at=self.starts,
        )
        report = Aspiration.objects.for_list().get(number=made.number)
        clerk = Actor(Who.TRIAGE, self.clerk)
        report = services.change_status(report, Status.VERIFIED, actor=clerk, at=self.starts)
        return services.publish(report, title=one["title"], text=one["text"], actor=clerk, at=self.starts)

    def _minutes(self) -> None:
        """Notulen from the notes, signed by the demo's camat."""
        row = minutes.submit(minutes.begin(self.meeting, "notulen", actor=self.user), actor=self.user)
        minutes.sign(row, "Camat Air Salek (peragaan)", edition=row.edition, actor=self.camat, paper=paper)

    def _move(self) -> None:
        """Everything that was written now happened on the day of the stop."""
        meeting = self.meeting
        then = self.ends
        FollowUp.objects.filter(decision__meeting=meeting).update(created_at=then, status_since=then)
        reports = Aspiration.objects.filter(agenda_rows__meeting=meeting)
        keys = list(reports.values_list("pk", flat=True))
        _erasing()
        Event.objects.filter(aspiration__in=keys, at__gt=then).update(at=then)
        Aspiration.objects.filter(pk__in=keys).update(status_since=then, first_answered_at=then)
        MeetingEvent.objects.filter(meeting=meeting).update(at=then)
        FollowUpEvent.objects.filter(follow_up__decision__meeting=meeting).update(at=then)
        Decision.objects.filter(meeting=meeting).update(created_at=then, adopted_at=then)
        ItemNote.objects.filter(meeting=meeting).update(created_at=then, edited_at=then)
        Attendance.objects.filter(meeting=meeting).update(arrived_at=self.starts, noted_at=self.starts)
        announced = self.starts - timedelta(days=14)
        Invitation.objects.filter(meeting=meeting).update(sent_at=announced)
        Meeting.objects.filter(pk=meeting.pk).update(
            announced_at=announced,
            opened_at=self.starts,
            closed_at=self.ends,
        )

    def _progress(self, follow_up: FollowUp, one: dict[str, Any]) -> None:
        for step in one.get("progress", ()):
            follow_up.refresh_from_db()
            if "letter" in step:
                letter = add_letter(follow_up, step["letter"], step["on"], "", by=By(self.user))
                show_letter(letter, is_public=True, by=By(self.user))
            change_follow_up(
                follow_up, step["status"], actor=self.user, text=step["text"], progress=step["percent"]
            )
            self._date(follow_up, step["on"])

    def _date(self, follow_up: FollowUp, day: date) -> None:
        """What was said of a promise just now was said on that day."""
        then = datetime.combine(day, self.starts.timetz())
        recent = timezone.now() - timedelta(hours=1)
        keys = list(follow_up.decision.rows.values_list("aspiration_id", flat=True))
        _erasing()
        FollowUpEvent.objects.filter(follow_up=follow_up, at__gt=recent).update(at=then)
        MeetingEvent.objects.filter(meeting=self.meeting, at__gt=recent).update(at=then)
        Event.objects.filter(aspiration__in=keys, at__gt=recent).update(at=then)
        FollowUp.objects.filter(pk=follow_up.pk).update(status_since=then)
        FollowUp.objects.filter(pk=follow_up.pk, closed_on__isnull=False).update(closed_on=day)
        Aspiration.objects.filter(pk__in=keys).update(status_since=then)


def _erasing() -> None:
    """The history lets itself be written to, until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL portal.erasure = 'on'")


@transaction.atomic
def _next(told: dict[str, Any], users: dict[str, Any]) -> None:
    """The stop to come; what earlier ones did not keep stands first on its agenda."""
    day = timezone.localdate() + timedelta(days=told["days_ahead"])
    while day.weekday() != 3:
        day += timedelta(days=1)
    host = Region.objects.get(code=DISTRICT)
    series, __ = Series.objects.get_or_create(
        name="Rakor Tingkat Kecamatan", year=day.year, region_id=DISTRICT[:5]
    )
    start = datetime.combine(day, datetime.min.time(), host.zone) + timedelta(hours=9)
    meeting, created = Meeting.objects.get_or_create(
        series=series,
        number=told["number"],
        defaults={
            "host_district": host,
            "host_village": Region.objects.get(code=f"{DISTRICT}.{told['village']}"),
            "place": told["place"],
            "theme": told["theme"],
            "starts_at": start,
            "ends_at": start + _HOURS,
        },
    )
    if not created:
        return
    user = users["kabupaten"]
    change_stop(meeting, StopStatus.ANNOUNCED, actor=user)
    add_item(meeting, ItemData("Pembukaan dan sambutan", minutes=30), actor=user)
    above = add_item(meeting, ItemData("Janji rakor yang belum ditepati", minutes=60), actor=user)
    carry(meeting, _unkept(meeting), actor=user, below=above.pk)
    add_item(meeting, ItemData("Aspirasi baru dan jawaban", minutes=90), actor=user)


def _unkept(meeting: Meeting) -> list[FollowUp]:
    rows = FollowUp.objects.public().open().order_by("target_on", "pk")
    return list(rows.filter(decision__meeting__host_district=meeting.host_district_id))
