"""A stop of another kecamatan with what hangs on it; each room of its desk adds its own rows and keys."""

from typing import Any

from meetings.models import (
    AgendaItem,
    Attendance,
    ContactList,
    ItemNote,
    LetterBook,
    Minutes,
    NoteVersion,
    Projector,
    Proposal,
    ProposalImport,
    Series,
)
from tests.meetings.makers import (
    make_contact,
    make_decision,
    make_follow_up,
    make_invitation,
    make_letter_run,
    make_meeting,
)
from tests.world import agency


class StopElsewhere:
    """Held internally in 16.07.13; every word of it is one that a walk looks for."""

    def __init__(self, *, title: str, text: str, name: str, phone: str, user: Any) -> None:
        self.meeting = make_meeting(
            99, host_district_id="16.07.13", theme=title, place=text, visibility="internal"
        )
        # Of a musrenbang all rooms of the desk are offered.
        self.meeting.series = Series.objects.create(
            name="Musrenbang", year=2026, region_id="16.07", kind=Series.Kind.MUSRENBANG
        )
        self.meeting.save()
        self.proposal = Proposal.objects.create(
            meeting=self.meeting,
            number=1,
            level="district",
            title=title,
            village_id="16.07.13.2001",
            reason=text,
            proposer_name=name,
            proposer_office=text,
        )
        self.table = ProposalImport.objects.create(
            meeting=self.meeting, name=title, header=[title], lines=[[2, [text]]], user=user
        )
        self.item = AgendaItem.objects.create(meeting=self.meeting, position=1, title=text)
        self.contact = make_contact(title, name=name, phone=phone, region_id="16.07.13")
        self.invitation = make_invitation(self.meeting, self.contact)
        self.list = ContactList.objects.create(name=title, region_id="16.07.13")
        self.book = LetterBook.objects.create(region_id="16.07.13", code=name)
        self.letter_run = make_letter_run(self.meeting, subject=title, opening=text, signer_name=name)
        self.attendance = Attendance.objects.create(meeting=self.meeting, name=name, title=title)
        self.decision = make_decision(self.meeting, item=self.item, text=text)
        # Of an agency that no walker works in: an owner sees its own promises everywhere.
        self.follow_up = make_follow_up(self.decision, text=text, agency=agency("bpbd"))
        section = {"key": "opening", "title": title, "text": text, "is_edited": True, "is_public": True}
        self.minutes = Minutes.objects.create(meeting=self.meeting, sections=[section])
        self.note = ItemNote.objects.create(
            meeting=self.meeting, item=self.item, position=1, text=text, speaker_name=name
        )
        self.version = NoteVersion.objects.create(note=self.note, kind="other", edit=self.note.uid, text=text)
        self.projector = Projector.objects.create(meeting=self.meeting)

    def keys(self) -> dict[str, Any]:
        """The row that stands for each model, by label."""
        return {
            "meetings.meeting": self.meeting.pk,
            "meetings.series": self.meeting.series_id,
            "meetings.contact": self.contact.pk,
            "meetings.contactlist": self.list.pk,
            "meetings.letterbook": self.book.pk,
            "meetings.followup": self.follow_up.pk,
        }

    def arguments(self) -> dict[str, dict[str, Any]]:
        """The keys beside the stop's own that addresses of its desk take, by the address's name."""
        decision = {"decision": self.decision.pk}
        return {
            "meetings_meeting_briefing_evaluation": {"year": 2026},
            "meetings_meeting_proposals_one": {"proposal": self.proposal.pk},
            "meetings_meeting_proposals_table": {"table": self.table.pk},
            "meetings_meeting_minutes_version": {"minutes": self.minutes.pk},
            "meetings_meeting_minutes_pdf": {"minutes": self.minutes.pk},
            "meetings_meeting_invitations_one": {"invitation": self.invitation.pk},
            "meetings_meeting_invitations_paper": {"invitation": self.invitation.pk},
            "meetings_meeting_invitations_run": {"run": self.letter_run.pk},
            "meetings_meeting_invitations_file": {"run": self.letter_run.pk},
            "meetings_meeting_decisions_one": decision,
            "meetings_meeting_decisions_revoke": decision,
            "meetings_meeting_decisions_promises": decision,
            "meetings_meeting_decisions_promise": {"follow_up": self.follow_up.pk},
            "meetings_meeting_agenda_item": {"item": self.item.pk},
        }

    def rows(self) -> list[Any]:
        """What nobody of elsewhere may have changed."""
        watched = [
            self.list,
            self.book,
            self.letter_run,
            self.meeting.letter,
            self.meeting,
            self.item,
            self.contact,
            self.invitation,
            self.decision,
            self.follow_up,
            self.minutes,
            self.attendance,
            self.note,
            self.version,
            self.projector,
            self.proposal,
            self.table,
        ]
        found = [type(row)._default_manager.filter(pk=row.pk).values() for row in watched]
        return [*map(list, found), self.meeting.events.count(), self.meeting.attendances.count()]
