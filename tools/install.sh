#!/bin/sh
# Makes the virtual environment and installs pinned packages; what goes wrong is one sentence.
# Usage: install.sh PYTHON VENV REQUIREMENTS
set -u
python=$1 venv=$2 requirements=$3
log=$(mktemp) || { echo "Cakram penuh: tidak dapat menulis di folder sementara." >&2; exit 1; }
trap 'rm -f "$log"' EXIT

fail() {
  if grep -qiE 'No space left|Errno 28' "$log"; then
    echo "Cakram penuh: paket tidak dapat dipasang di $venv." >&2
  elif grep -qiE 'Name or service not known|Temporary failure|ConnectionError|NewConnectionError|Connection refused|ReadTimeout|ProxyError|Network is unreachable|Could not find a version' "$log"; then
    echo "Paket tidak dapat diunduh: periksa jaringan, lalu ulangi perintah ini." >&2
  elif grep -qiE 'ensurepip is not available|No module named venv' "$log"; then
    echo "Python di mesin ini tanpa modul venv: pasang dulu, misalnya apt-get install python3-venv." >&2
  else
    tail -n 5 "$log" >&2
    echo "Pemasangan gagal." >&2
  fi
  exit 1
}

command -v "$python" >/dev/null 2>&1 || { echo "$python tidak ditemukan: pasang Python 3.11 atau lebih baru." >&2; exit 1; }
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Perlu Python 3.11 atau lebih baru; $python adalah versi lama." >&2; exit 1; }
if [ ! -x "$venv/bin/pip" ]; then
  echo "Menyiapkan lingkungan Python di $venv …"
  "$python" -m venv "$venv" >"$log" 2>&1 || fail
fi
echo "Memasang paket dari $requirements …"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check -r "$requirements" >"$log" 2>&1 || fail
