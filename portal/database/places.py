"""Where a server's files lie."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from portal.database.account import Account, server_account

ROOT_FOLDER = Path("/var/lib/portal-postgresql")
SOCKET = ".s.PGSQL.5432"


@dataclass(frozen=True)
class Places:
    """Files of one server, by name ("server" to work with, "test" for tests) and checkout."""

    state: Path  # locks, notes and the log, ours
    home: Path  # the cluster and its socket, the server account's
    account: Account | None  # None: ours

    @property
    def data(self) -> Path:
        """The cluster."""
        return self.home / "data"

    @property
    def label(self) -> Path:
        """Beside root's home of the cluster: which checkout it belongs to."""
        return self.home.with_suffix(".txt")

    @property
    def log(self) -> Path:
        return self.state / "server.log"

    @property
    def guard_log(self) -> Path:
        return self.state / "guard.log"

    @property
    def note(self) -> Path:
        """Where the running server can be found."""
        return self.state / "running.json"

    @property
    def start_lock(self) -> Path:
        """Held while somebody looks for the server or starts it."""
        return self.state / "start.lock"

    @property
    def users_lock(self) -> Path:
        """Held shared by everybody who uses the server; the guard waits until nobody does."""
        return self.state / "users.lock"

    @property
    def guard_lock(self) -> Path:
        """Held by the guard as long as it lives."""
        return self.state / "guard.lock"


def places(var: Path, name: str) -> Places:
    """Everything below `var`, but root's cluster in a folder that the server account can reach.

    Raises LookupError where root finds no account to run the server.
    """
    state = var.resolve() / "postgresql" / name
    key = hashlib.sha256(str(state).encode()).hexdigest()[:16]
    account = server_account(ROOT_FOLDER / key / "data")
    return Places(state, ROOT_FOLDER / key if account else state, account)
