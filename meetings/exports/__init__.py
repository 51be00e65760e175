"""Promises as data for everybody: nothing here that the public pages do not show."""

from meetings.exports.ledger import as_data, header, line
from meetings.exports.meetings import meeting_data

__all__ = ["as_data", "header", "line", "meeting_data"]
