#!/bin/sh
# Makes the virtual environment and installs pinned packages; what goes wrong is one sentence.
# Usage: install.sh PYTHON VENV REQUIREMENTS
set -u
python=$1 venv=$2 requirements=$3

say() { echo "$1" >&2; exit 1; }

log=$(mktemp 2>/dev/null) || say "Folder sementara tidak dapat ditulis; mungkin cakram penuh."
trap 'rm -f "$log"' EXIT
trap 'exit 130' INT TERM

fail() {
  if grep -qiE 'No space left|Errno 28|Disk quota|Errno 122|File too large|Errno 27' "$log"; then
    say "Cakram penuh: paket tidak dapat dipasang di $venv."
  elif grep -qiE 'ensurepip is not available|No module named .?(venv|ensurepip)' "$log"; then
    say "Python di mesin ini tanpa modul venv: pasang dulu, misalnya apt-get install python3-venv."
  elif grep -qiE 'Name or service not known|Temporary failure|ConnectionError|NewConnectionError|Connection refused|ReadTimeout|ProxyError|SSLError|Network is unreachable|Could not find a version' "$log"; then
    say "Paket tidak dapat diunduh: periksa jaringan, lalu ulangi perintah ini."
  elif grep -qiE 'Permission denied|Errno 13|Read-only file system|Errno 30' "$log"; then
    say "Tidak boleh menulis di $venv."
  fi
  tail -n 5 "$log" >&2
  say "Pemasangan gagal."
}

command -v "$python" >/dev/null 2>&1 || say "$python tidak ditemukan: pasang Python 3.11 atau lebih baru."
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null ||
  say "Perlu Python 3.11 atau lebih baru; $python adalah versi lama."
# Absent, half made, or made by a Python that is gone or in a folder that was moved.
if ! "$venv/bin/python" -m pip --version >/dev/null 2>&1; then
  echo "Menyiapkan lingkungan Python di $venv …"
  # In two steps: venv keeps to itself why ensurepip failed.
  "$python" -m venv --clear --without-pip "$venv" >"$log" 2>&1 || fail
  "$venv/bin/python" -m ensurepip --upgrade --default-pip >"$log" 2>&1 || fail
fi
echo "Memasang paket dari $requirements; pertama kali perlu beberapa menit …"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check -r "$requirements" >"$log" 2>&1 || fail
