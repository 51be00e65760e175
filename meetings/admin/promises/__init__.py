"""Janji rakor at the desk: a worklist, and a page for each promise."""

from meetings.admin.promises.lists import FollowUpAdmin, FollowUpStepAdmin

__all__ = ["FollowUpAdmin", "FollowUpStepAdmin"]
