"""The secretary's screen while a stop runs, and what the projector shows."""

from django.utils.translation import gettext_lazy as _

from meetings.admin.floor import acts, notes, pages, projector, voices
from meetings.admin.tabs import Tab, register
from meetings.permissions import may_convene

register(
    Tab(
        "floor",
        _("Hari-H"),
        50,
        pages.page,
        may_convene,
        (
            ("changes/", "changes", pages.changes),
            ("note/", "note", notes.receive),
            ("item/", "item", acts.item),
            ("stop/", "stop", acts.stop),
            ("decision/", "decision", acts.decision),
            ("voice/", "voice", voices.receive),
            ("screen/", "screen", acts.screen),
            ("show/", "show", acts.show_row),
            ("projector/", "projector", projector.page),
            ("projector/state/", "projector_state", projector.state),
        ),
    )
)
