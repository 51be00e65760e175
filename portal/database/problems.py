"""What can go wrong with a server, as one sentence for the person at the keyboard."""

import contextlib
import errno
import re
from collections.abc import Iterator
from pathlib import Path

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_FULL_WORDS = re.compile(
    r"No space left on device|Disk quota exceeded|File too large|File size limit exceeded"
)


class Unavailable(Exception):
    """The server cannot run; the message is one sentence."""


def is_disk_full(error: BaseException) -> bool:
    """Whether a full disk (or a quota) is behind an error of ours, of copytree or of PostgreSQL."""
    return getattr(error, "errno", None) in _FULL or bool(_FULL_WORDS.search(str(error)))


@contextlib.contextmanager
def one_sentence(folder: Path) -> Iterator[None]:
    """Errors of files as Unavailable: a full disk, a forbidden folder, a read-only one."""
    try:
        yield
    except OSError as error:
        if is_disk_full(error):
            raise Unavailable(f"Cakram penuh: tidak ada ruang untuk {folder}.") from error
        where = error.filename or folder
        raise Unavailable(f"Tidak dapat menulis di {where}: {error.strerror or error}.") from error


def explain(output: str, folder: Path, log: Path) -> str:
    """A sentence from what PostgreSQL said."""
    if _FULL_WORDS.search(output):
        return f"Cakram penuh: PostgreSQL tidak dapat menulis di {folder}."
    if re.search(r"[Pp]ermission denied", output):
        return f"PostgreSQL tidak boleh menulis di {folder}."
    lines = [line for line in output.splitlines() if "FATAL" in line or "error" in line.lower()]
    return f"PostgreSQL tidak dapat dijalankan: {(lines or [f'lihat {log}'])[0].strip()}"
