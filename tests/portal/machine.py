"""The machine around the portal: folders, accounts, processes."""

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from portal.database.account import can_everybody_reach
from portal.database.places import places

ROOT = Path(__file__).resolve().parent.parent.parent
IS_ROOT = os.geteuid() == 0
PATIENCE_SECONDS = 30
_NOT_CHECKOUT = shutil.ignore_patterns(".*", "var", "node_modules", "__pycache__", "docs")
_NOT_PYTHON = shutil.ignore_patterns("__pycache__", "site-packages", "test", "idlelib")


def wait_until(what: Callable[[], Any]) -> Any:
    """The first true answer; the last one where patience ends."""
    until = time.monotonic() + PATIENCE_SECONDS
    while not (answer := what()) and time.monotonic() < until:
        time.sleep(0.05)
    return answer


def processes_of(*marks: Path | str) -> dict[int, str]:
    """Living processes with one of these in their command line, folder or environment."""
    found = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            line, rest = _describe(entry)
            if line and any(str(mark) in line + rest for mark in marks):
                found[int(entry.name)] = line
    return found


def _describe(entry: Path) -> tuple[str, str]:
    try:
        line, environment = ((entry / name).read_bytes() for name in ("cmdline", "environ"))
        rest = environment.decode(errors="replace") + os.readlink(entry / "cwd")
        return line.replace(b"\0", b" ").decode(errors="replace"), rest
    except OSError:
        return "", ""


def kill_all(pids: Any, how: signal.Signals = signal.SIGKILL) -> None:
    for pid in pids:
        try:
            os.kill(pid, how)
        except ProcessLookupError:
            continue


@dataclass
class Installation:
    """A var folder of its own, with the environment and the account that use it."""

    var: Path
    checkout: Path = ROOT
    python: str = sys.executable
    account: dict[str, Any] = field(default_factory=dict)
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        names = ("PATH", "LANG", "PYTHONPATH", "LD_LIBRARY_PATH")
        kept = {name: os.environ[name] for name in names if name in os.environ}
        return kept | {"PORTAL_VAR": str(self.var), "PYTHONDONTWRITEBYTECODE": "1"} | self.settings

    def start(self, *command: str, stdin: int | None = None, **settings: str) -> subprocess.Popen[str]:
        """Python with this command line."""
        return subprocess.Popen(
            [self.python, *command],
            cwd=self.checkout,
            env=self.environment | settings,
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            umask=0o022,
            **self.account,
        )

    def do(self, *command: str, **settings: str) -> tuple[int, str, str]:
        """Exit code, output and complaints of a finished command."""
        with self.start(*command, stdin=None, **settings) as process:
            out, err = process.communicate(timeout=120)
            return process.returncode, out, err

    def processes(self) -> dict[int, str]:
        """Everything that works for this installation."""
        return processes_of(self.var, *self._homes())

    def _homes(self) -> list[Path]:
        # An ordinary user's cluster lies below var.
        return [places(self.var, "server").home] if IS_ROOT and "user" not in self.account else []

    def remove(self) -> None:
        """Nothing of it stays, not even root's cluster outside."""
        kill_all(self.processes())
        wait_until(lambda: not self.processes())
        for folder in (self.var, *self._homes()):
            shutil.rmtree(folder, ignore_errors=True)
            with contextlib.suppress(OSError):
                folder.with_suffix(".txt").unlink()


def ordinary_installation(folder: Path) -> Installation:
    """A checkout in the home of an ordinary user, of mode 700; for root, an unprivileged account's."""
    home = folder / "home"
    checkout, temporary = home / "portal", home / "tmp"
    temporary.mkdir(parents=True)
    shutil.copytree(ROOT, checkout, ignore=_NOT_CHECKOUT)
    home.chmod(0o700)
    if not IS_ROOT:
        return Installation(checkout / "var", checkout, settings={"TMPDIR": str(temporary)})
    entry = pwd.getpwnam("nobody")
    for path in [home, *home.rglob("*")]:
        os.chown(path, entry.pw_uid, entry.pw_gid)
    account = {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    python, settings = reachable_python(folder / "python")
    settings |= {"HOME": str(home), "TMPDIR": str(temporary)}
    return Installation(checkout / "var", checkout, python, account, settings)


def reachable_python(folder: Path) -> tuple[str, dict[str, str]]:
    """This interpreter with these packages where every account can reach them: in place or as hard links."""
    base, site = Path(sys.base_prefix), Path(sysconfig.get_path("purelib"))
    library = Path(sysconfig.get_path("stdlib")).relative_to(base)
    name = f"python3.{sys.version_info.minor}"
    if not can_everybody_reach(site):
        shutil.copytree(site, folder / "site", copy_function=_link)
        site = folder / "site"
    if not can_everybody_reach(base / "bin" / name):
        shutil.copytree(base / library, folder / library, copy_function=_link, ignore=_NOT_PYTHON)
        (folder / "bin").mkdir()
        _link(str((base / "bin" / name).resolve()), str(folder / "bin" / name))
        for path in (base / "lib").glob("libpython*"):
            _link(str(path), str(folder / "lib" / path.name))
        base = folder
    return str(base / "bin" / name), {"PYTHONPATH": str(site), "LD_LIBRARY_PATH": str(base / "lib")}


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


@contextlib.contextmanager
def open_folder() -> Iterator[Path]:
    """A folder that every account can enter, which pytest's own are not."""
    folder = Path(tempfile.mkdtemp(prefix="portal-test-"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
