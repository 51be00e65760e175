"""How many were invited and what they answered: the forecast of a stop."""

from dataclasses import dataclass

from django.db.models import Count, Q

from meetings.models import Meeting, Reply


@dataclass(frozen=True)
class Turnout:
    """Of those whose invitation stands; `needed` is what the quorum asks, 0 where none is asked."""

    invited: int
    coming: int
    deputies: int
    declined: int
    silent: int
    unsent: int
    needed: int
    capacity: int | None

    @property
    def expected(self) -> int:
        """Offices that will be there."""
        return self.coming + self.deputies

    @property
    def percent(self) -> int:
        return self.expected * 100 // self.invited if self.invited else 0

    @property
    def has_quorum(self) -> bool:
        return self.expected >= self.needed

    @property
    def missing(self) -> int:
        """How many more must come."""
        return max(self.needed - self.expected, 0)

    @property
    def is_out_of_reach(self) -> bool:
        """Not even if all come who have not answered."""
        return self.expected + self.silent < self.needed

    @property
    def is_overfull(self) -> bool:
        """More will come than the place holds."""
        return self.capacity is not None and self.expected > self.capacity

    @property
    def may_be_overfull(self) -> bool:
        """More would, if all came who have not answered."""
        return self.capacity is not None and self.expected + self.silent > self.capacity


def turnout(meeting: Meeting) -> Turnout:
    """One query."""
    counts = meeting.invitations.standing().aggregate(
        invited=Count("pk"),
        coming=Count("pk", filter=Q(reply=Reply.COMING)),
        deputies=Count("pk", filter=Q(reply=Reply.DEPUTY)),
        declined=Count("pk", filter=Q(reply=Reply.DECLINED)),
        silent=Count("pk", filter=Q(reply=Reply.NONE)),
        unsent=Count("pk", filter=Q(sent_at=None)),
    )
    # Rounded up: half of 15 are 8.
    needed = -(-counts["invited"] * (meeting.quorum_percent or 0) // 100)
    return Turnout(needed=needed, capacity=meeting.capacity, **counts)
