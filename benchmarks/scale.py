"""The bar of scale: `python -m benchmarks.scale` asks the desk's pages of 1,000,000 reports and of 1,000.

Each database has a process of its own, and they are asked in turns, so that a busy moment of the machine
strikes both. The small one holds the reports of its last 90 days: as one in fifty of five years is open, its
queues would be empty otherwise, and a page of three rows says nothing about one of fifty.
"""

import argparse
import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from benchmarks.__main__ import environment

SMALL_DAYS = 90
BAR = 1.5


@dataclass
class Times:
    """Milliseconds of each request of a page, and what one request is."""

    queries: int = 0
    rows: int = 0
    cpu: list[float] = field(default_factory=list)
    wall: list[float] = field(default_factory=list)

    def add(self, told: dict[str, Any]) -> None:
        """One more turn."""
        self.queries, self.rows = told["queries"], told["rows"]
        self.cpu += told["cpu"]
        self.wall += told["wall"]


class Asked:
    """A process with one of the databases, which answers questions line by line."""

    def __init__(self, count: int, days: int) -> None:
        command = [sys.executable, "-m", "benchmarks.scale", "--answer", str(count), str(days)]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, question: dict[str, Any]) -> Any:
        """Its answer. Raises SystemExit where the process has ended."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(question) + "\n")
        self._process.stdin.flush()
        told = self._process.stdout.readline()
        if not told:
            raise SystemExit("The measuring process has ended.")
        return json.loads(told)

    def close(self) -> None:
        """Ends it and waits."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()


def answer(count: int, days: int) -> None:
    """The life of such a process: seeds, then a line for each question on standard input."""
    told, sys.stdout = sys.stdout, sys.stderr
    with environment(count, days):
        # Django reads its settings now that they stand in the environment.
        from benchmarks.scalepages import Desk, prepare  # noqa: PLC0415

        prepare(count, days)
        desk = Desk()
        for line in sys.stdin:
            print(json.dumps(desk.answer(json.loads(line))), file=told, flush=True)


def measure(large: Asked, small: Asked, name: str, turns: int) -> tuple[Times, Times]:
    """A page in both databases, in turns."""
    found = Times(), Times()
    # The page as everybody finds it who is not the first of the day.
    for one in (large, small):
        one.ask({"page": name, "repeat": 2})
    for __ in range(turns):
        for times, one in zip(found, (large, small), strict=True):
            times.add(one.ask({"page": name, "repeat": 3}))
    return found


def row(name: str, large: Times, small: Times) -> str:
    """A line of the table; no ratio where the two show unequally much."""
    cells = [name, f"{large.rows or ''} : {small.rows or ''}", f"{large.queries} : {small.queries}"]
    for measured in ("cpu", "wall"):
        found = [median(getattr(one, measured)) for one in (large, small)]
        cells.append(f"{found[0]:.1f} : {found[1]:.1f}")
    cells += [
        f"{min(large.wall):.1f} : {min(small.wall):.1f}",
        f"{ratio(large, small):.2f}" if large.rows == small.rows else "–",
    ]
    return f"| {' | '.join(cells)} |"


def ratio(large: Times, small: Times) -> float:
    """How much longer the large one takes, by the clock; the minima, which other work disturbs least."""
    return min(large.wall) / min(small.wall)


def keeps_the_bar(large: Times, small: Times) -> bool:
    """As many queries, and not much longer for as many rows."""
    return large.queries == small.queries and (large.rows != small.rows or ratio(large, small) <= BAR)


def run(arguments: argparse.Namespace) -> bool:
    """Prints the table; whether the bar holds."""
    large, small = Asked(arguments.count, 0), Asked(arguments.small, SMALL_DAYS)
    try:
        held = [one.ask({"page": "", "repeat": 0}) for one in (large, small)]
        told = " : ".join(f"{one['reports']} reports, {one['open']} open" for one in held)
        print(f"{told}; {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; milliseconds\n")
        print("| page | rows | queries | CPU, median | wall, median | wall, least | ratio |")
        print("|---|---:|---:|---:|---:|---:|---:|", flush=True)
        holds = True
        for name in told_names(large, arguments.only):
            found = measure(large, small, name, arguments.turns)
            print(row(name, *found), flush=True)
            holds &= not name.startswith("queue") or keeps_the_bar(*found)
    finally:
        for one in (large, small):
            one.close()
    print(f"\nThe queue's bar, as many queries and {BAR} times: {'holds' if holds else 'DOES NOT HOLD'}.")
    return holds


def told_names(asked: Asked, only: str) -> list[str]:
    """The pages that were chosen."""
    return [name for name in asked.ask({"names": True}) if only in name]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale", description=__doc__)
    parser.add_argument("--count", type=int, default=1_000_000, help="reports of the large one (1000000)")
    parser.add_argument("--small", type=int, default=1_000, help="reports of the small one (1000)")
    parser.add_argument("--turns", type=int, default=8, help="turns of three requests each (8)")
    parser.add_argument("--only", default="", help="pages whose name holds this word")
    parser.add_argument("--answer", nargs=2, type=int, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.answer:
        answer(*arguments.answer)
    elif not run(arguments):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
