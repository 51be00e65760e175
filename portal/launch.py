"""Prepares the environment before Django reads its settings."""

import contextlib
import os
import secrets
import tempfile
from collections.abc import Iterator
from pathlib import Path

# These need no database.
_WITHOUT_DATABASE = {"help", "version", "messages", "collectstatic"}
_ASKS_FOR_HELP = {"--help", "-h", "--version"}


def var_dir() -> Path:
    """Where files of this installation lie."""
    checkout = Path(__file__).resolve().parent.parent
    return Path(os.environ.get("PORTAL_VAR") or checkout / "var").absolute()


def main(argv: list[str]) -> int:
    """Runs one command; what goes wrong before it is one sentence."""
    from django.core.exceptions import ImproperlyConfigured  # noqa: PLC0415 -- var_dir needs no Django

    from portal.database import Unavailable  # noqa: PLC0415 -- so that var_dir needs no psycopg

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    try:
        with prepared(with_database=needs_database(argv)):
            from django.core.management import execute_from_command_line  # noqa: PLC0415 -- reads settings

            execute_from_command_line(argv)
    except (Unavailable, ImproperlyConfigured) as problem:
        raise SystemExit(str(problem)) from None
    except KeyboardInterrupt:
        return 130
    return 0


def needs_database(argv: list[str]) -> bool:
    """Whether this command line does more than explain itself or write files."""
    return len(argv) > 1 and argv[1] not in _WITHOUT_DATABASE and not _ASKS_FOR_HELP & set(argv[1:])


@contextlib.contextmanager
def prepared(*, with_database: bool) -> Iterator[None]:
    """SECRET_KEY and DATABASE_URL in the environment, the embedded server running meanwhile."""
    # Children may stand in another folder.
    os.environ["PORTAL_VAR"] = str(var_dir())
    if os.environ.get("DATABASE_URL"):
        _check_real_server(os.environ["DATABASE_URL"])
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


def _check_real_server(url: str) -> None:
    from portal.database.url import parse  # noqa: PLC0415 -- only where it is used

    if not os.environ.get("SECRET_KEY"):
        raise SystemExit("SECRET_KEY belum diisi; DATABASE_URL menunjuk ke server sungguhan.")
    try:
        parse(url)
    except ValueError:
        raise SystemExit(
            "DATABASE_URL tidak terbaca; bentuknya postgresql://pengguna:sandi@server:5432/basisdata."
        ) from None


def _own_secret() -> str:
    """This laptop's key, made once, readable by its owner only."""
    path = var_dir() / "secret_key"
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not path.exists():
            _write_once(path, secrets.token_urlsafe(50))
        return path.read_text()
    except OSError as error:
        raise SystemExit(f"Tidak dapat menulis di {path.parent}: {error.strerror}.") from None


def _write_once(path: Path, text: str) -> None:
    """A whole file or none, for its owner only; where another process was faster, its file stays."""
    with tempfile.NamedTemporaryFile("w", dir=path.parent) as fresh:
        fresh.write(text)
        fresh.flush()
        with contextlib.suppress(FileExistsError):
            os.link(fresh.name, path)
