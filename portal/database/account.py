"""As whom the server runs, and what that account can reach."""

import contextlib
import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path

# Existing accounts, the most fitting first; none is ever created.
_CANDIDATES = ("postgres", "nobody", "daemon")


@dataclass(frozen=True)
class Account:
    """An operating-system account, other than root."""

    uid: int
    gid: int
    name: str


def server_account(data: Path) -> Account | None:
    """PostgreSQL refuses root: then whoever owns the cluster `data`, or an existing unprivileged account.

    None where the server simply runs as we do. Raises LookupError without any account.
    """
    if os.geteuid() != 0:
        return None
    with contextlib.suppress(FileNotFoundError):
        # A fitter account may have come since; the cluster stays with the one that made it.
        owner = data.stat()
        if owner.st_uid != 0:
            return Account(owner.st_uid, owner.st_gid, str(owner.st_uid))
    for name in _CANDIDATES:
        with contextlib.suppress(KeyError):
            entry = pwd.getpwnam(name)
            if entry.pw_uid != 0:
                return Account(entry.pw_uid, entry.pw_gid, name)
    raise LookupError("no unprivileged account")


def can_everybody_reach(path: Path) -> bool:
    """Whether every folder down to `path` lets others pass; nothing is changed to make it so."""
    path = path.resolve()
    return all(part.stat().st_mode & stat.S_IXOTH for part in [path, *path.parents])
