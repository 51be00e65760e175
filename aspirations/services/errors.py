"""What a service answers instead of writing; each message is a sentence for the person who asked."""


class Refused(Exception):
    """The change was not made."""


class NotAllowed(Refused):
    """Not by this person."""


class TransitionRefused(Refused):
    """There is no such road from where the report stands."""


class TransitionIncomplete(Refused):
    """The transition needs something that was not given; `needs` names the fields."""

    def __init__(self, message: str, needs: frozenset[str]) -> None:
        super().__init__(message)
        self.needs = needs


class Conflict(Refused):
    """Somebody else changed the report in the meantime."""


class NeedsApproval(Refused):
    """Somebody else must agree first."""


class PublicationRefused(Refused):
    """This report cannot be shown to the public."""
