"""Cells that a spreadsheet shows and does not carry out; pure."""

import re
from collections.abc import Iterable
from typing import Any

# OWASP, "CSV Injection": what these begin, a spreadsheet takes for a formula.
_DANGEROUS = frozenset("=+-@\t\r\n＝＋－＠")


# Where the list separator is a semicolon, as in Indonesia, a spreadsheet cuts a line of CSV there too, and at
# line breaks that stand between quotes it no longer sees.
_CUT = re.compile(r"([;\t\r\n][\s\"]*)(?=[=+\-@＝＋－＠])")


def safe(value: Any) -> Any:
    """Text that would be read as a formula behind an apostrophe; all else as it is."""
    if value.__class__ is str and value and value[0] in _DANGEROUS:
        return f"'{value}"
    return value


def safe_line(cells: Iterable[Any]) -> list[Any]:
    """The cells of a line of CSV, safe at whichever separator the reader cuts it."""
    return [_CUT.sub(r"\1'", safe(cell)) if cell.__class__ is str else cell for cell in cells]
