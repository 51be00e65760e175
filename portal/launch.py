"""Prepares the environment before Django reads its settings."""

import contextlib
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

# These need no database.
_WITHOUT_DATABASE = {"help", "--help", "-h", "version", "--version", "messages", "collectstatic"}


def var_dir() -> Path:
    """Where files of this installation lie."""
    return Path(os.environ.get("PORTAL_VAR") or Path(__file__).resolve().parent.parent / "var")


def main(argv: list[str]) -> int:
    """Runs one command; what goes wrong before it is one sentence."""
    from portal.database import Unavailable  # noqa: PLC0415 -- so that --help works without psycopg

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    try:
        with prepared(with_database=len(argv) > 1 and argv[1] not in _WITHOUT_DATABASE):
            from django.core.management import execute_from_command_line  # noqa: PLC0415 -- reads settings

            execute_from_command_line(argv)
    except Unavailable as problem:
        raise SystemExit(str(problem)) from None
    except KeyboardInterrupt:
        return 130
    return 0


@contextlib.contextmanager
def prepared(*, with_database: bool) -> Iterator[None]:
    """SECRET_KEY and DATABASE_URL in the environment, the embedded server running meanwhile."""
    if os.environ.get("DATABASE_URL"):
        if not os.environ.get("SECRET_KEY"):
            raise SystemExit("SECRET_KEY belum diisi; DATABASE_URL menunjuk ke server sungguhan.")
        yield
        return
    os.environ["SECRET_KEY"] = os.environ.get("SECRET_KEY") or _own_secret()
    if not with_database:
        yield
        return
    from portal.database.embedded import attached  # noqa: PLC0415 -- only where it is used

    with attached(var_dir()) as url:
        os.environ["DATABASE_URL"] = url
        try:
            yield
        finally:
            del os.environ["DATABASE_URL"]


def _own_secret() -> str:
    """This laptop's key, made once, readable by its owner only."""
    path = var_dir() / "secret_key"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(FileExistsError):
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w") as file:
                file.write(secrets.token_urlsafe(50))
        return path.read_text()
    except OSError as error:
        raise SystemExit(f"Tidak dapat menulis di {path.parent}: {error.strerror}.") from None
