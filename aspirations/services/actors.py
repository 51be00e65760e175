"""Who acts."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from aspirations.models import Aspiration
from aspirations.origins import NOWHERE, Origin
from aspirations.permissions import part_of
from aspirations.services.errors import NotAllowed
from aspirations.workflow import Who

if TYPE_CHECKING:
    from aspirations.models import Dispatch


@dataclass(frozen=True)
class Actor:
    """A part and, for staff, the user who plays it; by an agency's link, the dispatch and who signed."""

    who: Who
    user: Any = None
    dispatch: "Dispatch | None" = None
    signed_by: str = ""
    # From where; of staff alone, a reporter's is never kept.
    origin: Origin = NOWHERE

    @classmethod
    def reporter(cls) -> "Actor":
        """Whoever holds the receipt."""
        return cls(Who.REPORTER)

    @classmethod
    def system(cls) -> "Actor":
        """The worker."""
        return cls(Who.SYSTEM)

    @classmethod
    def staff(cls, user: Any, report: Aspiration, origin: Origin = NOWHERE) -> "Actor":
        """The user in the part that their memberships give them over this report.

        Raises NotAllowed for one who may only read.
        """
        who = part_of(user, report)
        if who is None:
            raise NotAllowed(_("Anda tidak berwenang mengubah laporan ini."))
        return cls(who, user, origin=origin)

    @classmethod
    def by_link(cls, dispatch: "Dispatch", name: str, position: str) -> "Actor":
        """An officer of the agency who holds the link of its dispatch and has no account."""
        agency = dispatch.agency.short_name or dispatch.agency.name
        # The history is kept in one language.
        signed = f"{agency}, lewat tautan: {name.strip()}, {position.strip()}"
        return cls(Who.HANDLER, dispatch=dispatch, signed_by=signed)

    @property
    def is_staff(self) -> bool:
        return self.who in {Who.TRIAGE, Who.HANDLER}
