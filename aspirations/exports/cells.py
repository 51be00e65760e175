"""Cells that a spreadsheet shows and does not carry out; pure."""

from collections.abc import Iterable
from typing import Any

# OWASP, "CSV Injection": what these begin, a spreadsheet takes for a formula.
_DANGEROUS = frozenset("=+-@\t\r\n＝＋－＠")


def safe(value: Any) -> Any:
    """Text that would be read as a formula behind an apostrophe; all else as it is."""
    if value.__class__ is str and value and value[0] in _DANGEROUS:
        return f"'{value}"
    return value


def safe_row(cells: Iterable[Any]) -> list[Any]:
    """All cells of a row."""
    return [
        f"'{cell}" if cell.__class__ is str and cell and cell[0] in _DANGEROUS else cell for cell in cells
    ]
