"""Tables in and out: `python -m benchmarks.tables`, each step in a process of its own whose peak is told."""

import argparse
import csv
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import xlsxwriter

from benchmarks.__main__ import environment
from portal.launch import var_dir

HEADER = ("No Register", "Tgl Masuk", "Nama Pelapor", "No HP", "Desa", "Kategori", "Isi Laporan")
# Of so many rows one is wrong, in turns in each of these ways.
BAD_EVERY = 50
WRONG = ({"Tgl Masuk": "31/02/2025"}, {"Desa": "Atlantis"}, {"Kategori": "Gaib"}, {"No HP": "12"})


def book(count: int, seed: int = 1) -> Iterator[list[Any]]:
    """Rows of an old book, with texts as long as those of 12,530 real complaints."""
    from government.models import Region  # noqa: PLC0415 -- once Django is set up
    from portal.demo.generator.texts import Writer, draw_place  # noqa: PLC0415

    dice, writer = Random(seed), Writer()
    villages = list(Region.objects.active().villages().order_by("code").values_list("name", flat=True))
    for number in range(1, count + 1):
        village = dice.choice(villages)
        cells = {
            "No Register": f"REG/{seed}/{number}",
            "Tgl Masuk": (date(2024, 1, 2) + timedelta(days=number % 700)).strftime("%d/%m/%Y"),
            "Nama Pelapor": f"Warga {number}",
            "No HP": f"0812{70000000 + number}",
            "Desa": village,
            "Kategori": "Jembatan",
            "Isi Laporan": writer.write(dice, "jembatan", draw_place(dice, village)),
        }
        if number % BAD_EVERY == 0:
            cells |= WRONG[number // BAD_EVERY % len(WRONG)]
        yield list(cells.values())


def make_files(count: int, folder: Path) -> dict[str, Path]:
    """The same book as CSV and as a workbook."""
    files = {"csv": folder / "book.csv", "xlsx": folder / "book.xlsx"}
    with files["csv"].open("w", newline="", encoding="utf-8") as out:
        csv.writer(out).writerows([HEADER, *book(count)])
    with xlsxwriter.Workbook(files["xlsx"], {"constant_memory": True}) as workbook:
        sheet = workbook.add_worksheet()
        for number, cells in enumerate([HEADER, *book(count)]):
            sheet.write_row(number, 0, cells)
    return files


def step(name: str, argument: str) -> dict[str, Any]:
    """One step in this process; what it made, or how many rows it saw."""
    from benchmarks import tablesteps  # noqa: PLC0415 -- sets Django up

    start, cpu = time.perf_counter(), time.process_time()
    found = getattr(tablesteps, name)(argument)
    used = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return {
        "found": found,
        "cpu": round(time.process_time() - cpu, 1),
        "seconds": round(time.perf_counter() - start, 1),
        "peak": round(used[0].ru_maxrss / 1024),
        "child": round(used[1].ru_maxrss / 1024),
    }


def apart(name: str, argument: Any = "") -> dict[str, Any]:
    """The same in a process of its own, whose peak is its own."""
    command = [sys.executable, "-m", "benchmarks.tables", "--step", name, str(argument)]
    told = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    # Seeding talks too.
    return dict(json.loads(told.splitlines()[-1]))


def show(name: str, argument: Any = "") -> Any:
    """A line of the table; what the step found."""
    told = apart(name, argument)
    cells = (f"{name} {told['found']}", told["seconds"], told["cpu"], told["peak"], told["child"] or "")
    print(f"| {' | '.join(map(str, cells))} |", flush=True)
    return told["found"]


def run(count: int, reports: int) -> None:
    """Every step, in the order in which people take them."""
    folder = var_dir() / "benchmarks"
    folder.mkdir(parents=True, exist_ok=True)
    apart("prepare", reports)
    files = apart("write_files", f"{count} {folder}")["found"]
    print(f"{count} rows beside {reports} reports, {os.cpu_count()} cores", flush=True)
    print("| step | seconds | CPU | peak MB | child's peak MB |\n|---|---:|---:|---:|---:|")
    for name in ("xlsx", "csv"):
        key = show("upload", files[name])
        for one in ("check", "carry_out", "take_back"):
            show(one, key)
    show("export_csv")
    show("export_xlsx")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.tables", description=__doc__)
    parser.add_argument("--rows", type=int, default=12_500, help="rows of the table (12500)")
    parser.add_argument("--count", type=int, default=10_000, help="reports in the database (10000)")
    parser.add_argument("--step", nargs=2, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.step:
        print(json.dumps(step(*arguments.step)))
        return
    with environment(arguments.count):
        run(arguments.rows, arguments.count)


if __name__ == "__main__":
    main()
