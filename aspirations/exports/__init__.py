"""What one may see, as a table for elsewhere: formula-safe cells, at flat memory however many rows."""

from aspirations.exports.cells import safe_line
from aspirations.exports.rows import header, rows
from aspirations.exports.writers import MOST_IN_WORKBOOK, csv_chunks, download, pieces, write_workbook

__all__ = [
    "MOST_IN_WORKBOOK",
    "csv_chunks",
    "download",
    "header",
    "pieces",
    "rows",
    "safe_line",
    "write_workbook",
]
