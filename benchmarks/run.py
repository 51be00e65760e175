"""Seeds, measures, and says what came out."""

import argparse
import json
import os
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from django import setup
from tqdm import tqdm

from portal.launch import var_dir

setup()

from aspirations.models import Aspiration  # noqa: E402
from benchmarks.cases import cases, tidied  # noqa: E402
from benchmarks.measure import Result, measure  # noqa: E402
from benchmarks.profiling import profile  # noqa: E402
from benchmarks.seed import seed  # noqa: E402


def run(arguments: argparse.Namespace) -> None:
    """All that the command does once the database runs."""
    seed(arguments.count)
    with tidied():
        chosen = [case for case in cases() if arguments.only in case.name]
        if arguments.profile:
            for case in chosen:
                profile(case, arguments.repeat)
            return
        results = [measure(case, arguments.repeat) for case in tqdm(chosen, unit=" pages", leave=False)]
    print(table(results, arguments))
    print(f"\nWritten to {_write(results, arguments)}")


def table(results: list[Result], arguments: argparse.Namespace) -> str:
    """As in docs/performance.md."""
    lines = [
        f"{arguments.count} reports, median of {arguments.repeat}, {os.cpu_count()} cores; milliseconds",
        "",
        "| page | rows | queries | CPU | wall | waiting | nothing remembered | floor CPU | ratio |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for one in results:
        lines.append(
            f"| {one.name} | {one.rows or ''} | {one.queries} | {one.cpu:.2f} | {one.wall:.2f} |"
            f" {one.waiting:.2f} | {one.cold_cpu:.2f} | {one.floor_cpu:.2f} | {one.ratio:.1f} |"
        )
    return "\n".join(lines)


def _write(results: list[Result], arguments: argparse.Namespace) -> Path:
    path = var_dir() / "benchmarks" / "latest.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = [asdict(one) | {"ratio": round(one.ratio, 2)} for one in results]
    told = {
        "at": datetime.now().astimezone().isoformat(timespec="seconds"),
        "count": arguments.count,
        "reports": Aspiration.objects.count(),
        "repeat": arguments.repeat,
        "cores": os.cpu_count(),
        "results": rows,
    }
    path.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    return path
