"""`python -m benchmarks.letters`: the letters of one stop as a single PDF, in seconds and peak memory.

No database: what is measured is the setting, which is where the memory goes.
"""

import argparse
import os
import resource
import tempfile
import time
from pathlib import Path
from typing import Any

MEGABYTE = 1024  # ru_maxrss is in KiB on Linux


def main() -> None:
    """Prints one line for this process and one for the child that sets the pages."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.letters", description=__doc__)
    parser.add_argument("--count", type=int, default=300, help="letters (300)")
    count = parser.parse_args().count
    os.environ.setdefault("SECRET_KEY", "only-for-benchmarks")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    import django  # noqa: PLC0415 -- reads its settings, which stand in the environment now

    django.setup()
    from government.paper import render_to  # noqa: PLC0415 -- needs Django

    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder, "letters.pdf")
        start = time.perf_counter()
        render_to(target, "undangan.typ", _data(count))
        seconds, size = time.perf_counter() - start, target.stat().st_size
    own, child = (
        resource.getrusage(who).ru_maxrss / MEGABYTE
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    print(f"{count} letters: {seconds:.1f} s, {size / 1_000_000:.1f} MB")
    print(f"peak memory: worker {own:.0f} MB, setting {child:.0f} MB")


def _data(count: int) -> dict[str, Any]:
    from government.paper import qr_bits  # noqa: PLC0415 -- needs Django

    paragraph = "Dalam rangka rapat koordinasi tingkat kecamatan kami mengundang Bapak/Ibu untuk hadir. " * 3
    facts = [["Hari, tanggal", "Kamis, 20 Juli 2023"], ["Waktu", "pukul 09.00 WIB"], ["Tempat", "Sri Mulyo"]]
    signer = {"title": "Camat", "name": "Sulaiman", "rank": "Pembina", "nip": "197001011990031001"}
    return {
        "letterhead": {"regency": "Pemerintah Kabupaten", "office": "Kecamatan", "address": "Jalan Poros 1"},
        "letter": {
            "place": "Air Salek",
            "date": "10 Juli 2023",
            "subject": "Undangan",
            "head": facts,
            "opening": paragraph,
            "event": facts,
            "content": paragraph,
            "closing": paragraph,
            "signer": signer,
            "copies": ["Bupati", "Arsip"],
        },
        "addressees": [
            {
                "title": f"Kepala Desa {number}",
                "name": f"Nama {number}",
                "at": "tempat",
                "code": "7KMP-Q2XH",
                "hint": "Tunjukkan saat datang.",
                "qr": qr_bits(f"https://lapor.example/undangan/#7KMPQ2XH.K7QM3XWD9R2F{number:04d}"),
            }
            for number in range(count)
        ],
        "words": dict.fromkeys(("dear", "at", "nip", "copies", "code", "qr"), "Yth."),
    }


if __name__ == "__main__":
    main()
