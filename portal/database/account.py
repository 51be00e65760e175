"""As whom the server runs, and what that account can reach."""

import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path

# Existing accounts, the most fitting first; none is ever created.
_CANDIDATES = ("postgres", "nobody", "daemon")


@dataclass(frozen=True)
class Account:
    """An operating-system account; None where the server simply runs as we do."""

    uid: int
    gid: int
    name: str


def server_account() -> Account | None:
    """PostgreSQL refuses root: then an existing unprivileged account. Raises LookupError without any."""
    if os.geteuid() != 0:
        return None
    for name in _CANDIDATES:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        if entry.pw_uid != 0:
            return Account(entry.pw_uid, entry.pw_gid, name)
    raise LookupError("no unprivileged account")


def can_everybody_reach(path: Path) -> bool:
    """Whether every folder down to `path` lets others pass; nothing is changed to make it so."""
    path = path.resolve()
    return all(part.stat().st_mode & stat.S_IXOTH for part in [path, *path.parents])
