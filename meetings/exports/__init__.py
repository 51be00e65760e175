"""Promises as data for everybody: nothing here that the public pages do not show."""

from meetings.exports.ledger import as_data, header, line

__all__ = ["as_data", "header", "line"]
