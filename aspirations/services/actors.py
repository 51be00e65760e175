"""Who acts."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from aspirations.models import Aspiration
from aspirations.permissions import part_of
from aspirations.services.errors import NotAllowed
from aspirations.workflow import Who


@dataclass(frozen=True)
class Actor:
    """A part and, for staff, the user who plays it."""

    who: Who
    user: Any = None

    @classmethod
    def reporter(cls) -> "Actor":
        """Whoever holds the receipt."""
        return cls(Who.REPORTER)

    @classmethod
    def system(cls) -> "Actor":
        """The worker."""
        return cls(Who.SYSTEM)

    @classmethod
    def staff(cls, user: Any, report: Aspiration) -> "Actor":
        """The user in the part that their memberships give them over this report.

        Raises NotAllowed for one who may only read.
        """
        who = part_of(user, report)
        if who is None:
            raise NotAllowed(_("Anda tidak berwenang mengubah laporan ini."))
        return cls(who, user)

    @property
    def is_staff(self) -> bool:
        return self.who in {Who.TRIAGE, Who.HANDLER}
