"""The writers of usulan: made, scored, ranked, sent up, and answered."""

from meetings.services.proposals.course import budget, decline, forward, send_back, targets
from meetings.services.proposals.holding import MUSRENBANG_ONLY, hold_proposal, is_musrenbang
from meetings.services.proposals.importing import (
    drop_import,
    run_import,
    set_columns,
    take_in,
    tried,
    undo_import,
)
from meetings.services.proposals.making import (
    EDITABLE,
    edit,
    hand_in_again,
    next_number,
    submit,
    take_reports,
)
from meetings.services.proposals.prefill import from_report, open_reports, territory_of
from meetings.services.proposals.ranking import Standing, place, preview, rank_list, unlock
from meetings.services.proposals.reading import Stage, trail
from meetings.services.proposals.rules import fill_rules, rules_of
from meetings.services.proposals.scoring import (
    delegates_of,
    give_scores,
    name_scorer,
    set_votes,
    tally,
    votes_of,
)

__all__ = [
    "EDITABLE",
    "MUSRENBANG_ONLY",
    "Stage",
    "Standing",
    "budget",
    "decline",
    "delegates_of",
    "drop_import",
    "edit",
    "fill_rules",
    "forward",
    "from_report",
    "give_scores",
    "hand_in_again",
    "hold_proposal",
    "is_musrenbang",
    "name_scorer",
    "next_number",
    "open_reports",
    "place",
    "preview",
    "rank_list",
    "rules_of",
    "run_import",
    "send_back",
    "set_columns",
    "set_votes",
    "submit",
    "take_in",
    "take_reports",
    "tally",
    "targets",
    "territory_of",
    "trail",
    "tried",
    "undo_import",
    "unlock",
    "votes_of",
]
