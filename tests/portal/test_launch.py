"""What is prepared before Django reads its settings."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal import launch
from tests.portal.machine import Installation, open_folder


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Nothing is set but the folder."""
    for name in ("DATABASE_URL", "SECRET_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PORTAL_VAR", str(tmp_path / "var"))
    return tmp_path / "var"


@pytest.fixture
def installation() -> Iterator[Installation]:
    with open_folder() as folder:
        made = Installation(folder / "var")
        yield made
        made.remove()


def secret() -> str:
    with launch.prepared(with_database=False):
        return os.environ.pop("SECRET_KEY")


@pytest.mark.parametrize(
    "line", ["help", "help run", "run --help", "version", "--version", "collectstatic", ""]
)
def test_no_database_for_what_only_explains_or_writes_files(line: str):
    assert not launch.needs_database(["manage.py", *line.split()])


@pytest.mark.parametrize("line", ["run", "migrate", "backup", "demo_reset --yes"])
def test_a_database_for_what_works_on_it(line: str):
    assert launch.needs_database(["manage.py", *line.split()])


def test_secret_key_is_made_once_for_its_owner_alone(bare: Path):
    first = secret()
    assert len(first) >= 50
    assert secret() == first
    modes = [stat.S_IMODE(path.stat().st_mode) for path in (bare, bare / "secret_key")]
    assert modes == [0o700, 0o600]
    assert os.listdir(bare) == ["secret_key"]


def test_key_of_a_start_that_was_faster_is_kept(bare: Path):
    bare.mkdir()
    launch._write_once(bare / "secret_key", "theirs")
    launch._write_once(bare / "secret_key", "ours")
    assert secret() == "theirs"


def test_key_from_the_environment_goes_first(bare: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SECRET_KEY", "given")
    assert secret() == "given"
    assert not bare.exists()


def test_folder_that_cannot_be_written_is_one_sentence(bare: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PORTAL_VAR", "/dev/null/var")
    with pytest.raises(SystemExit) as refused:
        secret()
    assert refused.value.code == "Tidak dapat menulis di /dev/null/var: Not a directory."


def test_real_server_needs_a_key_of_its_own(bare: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://db/portal")
    with pytest.raises(SystemExit) as refused:
        secret()
    assert refused.value.code == "SECRET_KEY belum diisi; DATABASE_URL menunjuk ke server sungguhan."
    monkeypatch.setenv("SECRET_KEY", "given")
    assert secret() == "given"


@pytest.mark.parametrize(
    "url", ["mysql://db/portal", "postgresql://db", "postgresql://db:x/portal", "portal"]
)
def test_address_that_cannot_be_read_is_one_sentence(bare: Path, monkeypatch: pytest.MonkeyPatch, url: str):
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("SECRET_KEY", "given")
    with pytest.raises(SystemExit) as refused:
        secret()
    assert str(refused.value.code).startswith("DATABASE_URL tidak terbaca; bentuknya postgresql://")


@pytest.mark.slow
def test_static_files_are_collected_without_a_database(installation: Installation):
    code, out, err = installation.do("manage.py", "collectstatic", "--no-input", "-v0")
    assert (code, out, err) == (0, "", "")
    assert sorted(os.listdir(installation.var)) == ["secret_key", "static"]


@pytest.mark.slow
def test_two_starts_at_once_agree_on_the_key(installation: Installation):
    command = ("-c", "from portal import launch; print(launch._own_secret())")
    started = [installation.start(*command) for _ in range(4)]
    answers = {process.communicate()[0] for process in started}
    assert answers == {(installation.var / "secret_key").read_text() + "\n"}
