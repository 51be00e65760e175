"""A table of reports comes in: uploaded, checked, carried out by the worker, taken back."""

from aspirations.services.imports.checking import check
from aspirations.services.imports.reading import cells_at
from aspirations.services.imports.results import RESULT_HEADER, results
from aspirations.services.imports.running import run
from aspirations.services.imports.steps import confirm, drop, drop_lines, order_undo, prepare, resume
from aspirations.services.imports.tidying import drop_old_tables
from aspirations.services.imports.undoing import undo
from aspirations.services.imports.uploading import upload

__all__ = [
    "RESULT_HEADER",
    "cells_at",
    "check",
    "confirm",
    "drop",
    "drop_lines",
    "drop_old_tables",
    "order_undo",
    "prepare",
    "results",
    "resume",
    "run",
    "undo",
    "upload",
]
