"""Where a server's files lie."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from portal.database.account import Account, server_account

ROOT_FOLDER = Path("/var/lib/portal-postgresql")


@dataclass(frozen=True)
class Places:
    """Files of one server, by name ("server" to work with, "test" for tests) and checkout."""

    state: Path  # locks and notes, ours
    data: Path  # the cluster, the server account's
    log: Path
    account: Account | None

    @property
    def note(self) -> Path:
        """Where the running server can be found."""
        return self.state / "running.json"

    @property
    def start_lock(self) -> Path:
        return self.state / "start.lock"

    @property
    def users_lock(self) -> Path:
        """Held shared by everybody who uses the server; the guard waits until nobody does."""
        return self.state / "users.lock"


def places(var: Path, name: str) -> Places:
    """Everything below `var`, but root's cluster in a folder that the server account can reach."""
    state = var.resolve() / "postgresql" / name
    account = server_account()
    if account is None:
        return Places(state, state / "data", state / "server.log", None)
    key = hashlib.sha256(str(state).encode()).hexdigest()[:16]
    own = ROOT_FOLDER / key
    return Places(state, own / "data", own / "server.log", account)
