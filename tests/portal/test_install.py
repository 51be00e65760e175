"""What `make run` says when packages cannot be installed."""

import os
import resource
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.portal.machine import ROOT

pytestmark = pytest.mark.slow

# Nothing listens there, and no other source of packages is known.
NO_NETWORK = {
    "PIP_CONFIG_FILE": os.devnull,
    "PIP_INDEX_URL": "http://127.0.0.1:9/simple",
    "PIP_RETRIES": "0",
    "PIP_NO_CACHE_DIR": "1",
}


def install(folder: Path, python: str = sys.executable, **how: Any) -> tuple[int, str]:
    """Exit code and complaints."""
    requirements = folder / "requirements.txt"
    requirements.write_text("rules==3.5\n")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "PYTHON"))}
    done = subprocess.run(
        ["sh", str(ROOT / "tools" / "install.sh"), python, str(folder / "venv"), str(requirements)],
        capture_output=True,
        text=True,
        check=False,
        env=kept | {"TMPDIR": str(folder)} | NO_NETWORK,
        **how,
    )
    return done.returncode, done.stderr


def test_environment_is_made_anew_and_no_network_is_one_sentence(tmp_path: Path):
    bin_folder = tmp_path / "venv" / "bin"
    bin_folder.mkdir(parents=True)
    (bin_folder / "python").symlink_to("/a/python/that/is/gone")
    sentence = "Paket tidak dapat diunduh: periksa jaringan, lalu ulangi perintah ini.\n"
    assert install(tmp_path) == (1, sentence)
    assert subprocess.run([bin_folder / "python", "-m", "pip", "--version"], check=False).returncode == 0
    assert sorted(os.listdir(tmp_path)) == ["requirements.txt", "venv"]


def test_full_disk_is_one_sentence(tmp_path: Path):
    # A limit on the size of files fails in the same places as a disk without room.
    limit = (100_000, resource.getrlimit(resource.RLIMIT_FSIZE)[1])
    refused = install(tmp_path, preexec_fn=partial(resource.setrlimit, resource.RLIMIT_FSIZE, limit))
    assert refused == (1, f"Cakram penuh: paket tidak dapat dipasang di {tmp_path}/venv.\n")


def test_missing_python_is_one_sentence(tmp_path: Path):
    sentence = "python-9 tidak ditemukan: pasang Python 3.11 atau lebih baru.\n"
    assert install(tmp_path, "python-9") == (1, sentence)


def test_what_is_not_known_is_shown(tmp_path: Path):
    (tmp_path / "venv").write_text("a file, no folder")
    code, said = install(tmp_path)
    assert (code, len(said.splitlines()), said.splitlines()[-1]) == (1, 2, "Pemasangan gagal.")
