"""The desk of a musrenbang: usulan, their scores, votes and ranking, and the way up."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from meetings.admin.proposals.importing import import_page, table_page
from meetings.admin.proposals.listing import page
from meetings.admin.proposals.one import new, one
from meetings.admin.proposals.papers import list_paper, minutes_paper, workbook
from meetings.admin.proposals.ranking import ranking
from meetings.admin.proposals.scoring import scores, votes
from meetings.admin.tabs import Tab, register
from meetings.models import Meeting
from meetings.permissions import may_see
from meetings.services.proposals import is_musrenbang


def _may(user: Any, meeting: Meeting) -> bool:
    return is_musrenbang(meeting) and may_see(user, meeting)


register(
    Tab(
        "proposals",
        _("Usulan musrenbang"),
        90,
        page,
        _may,
        (
            ("new/", "new", new),
            ("<int:proposal>/", "one", one),
            ("scores/", "scores", scores),
            ("votes/", "votes", votes),
            ("ranking/", "ranking", ranking),
            ("import/", "import", import_page),
            ("import/<int:table>/", "table", table_page),
            ("usulan.xlsx", "workbook", workbook),
            ("usulan.pdf", "list_paper", list_paper),
            ("berita-acara.pdf", "minutes_paper", minutes_paper),
        ),
    )
)
