"""Why a backup was not made, or not restored."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

from portal.database.problems import Unavailable, is_disk_full


class Refused(Exception):
    """The message is one sentence."""


@contextlib.contextmanager
def one_sentence(folder: Path) -> Iterator[None]:
    """Errors of files and of the server as Refused."""
    try:
        yield
    except Unavailable as problem:
        raise Refused(str(problem)) from problem
    except OSError as error:
        if is_disk_full(error):
            raise Refused(f"Cakram penuh: tidak ada ruang di {folder}.") from error
        raise Refused(f"{error.filename or folder}: {error.strerror or error}.") from error
