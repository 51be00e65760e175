"""`python -m benchmarks`: an own database, seeded once for each count, and one table."""

import argparse
import os
from collections.abc import Iterator
from contextlib import contextmanager

from portal.database import Unavailable
from portal.database.embedded import attached
from portal.launch import var_dir


@contextmanager
def environment(count: int, days: int = 0) -> Iterator[None]:
    """The server of this count, which outlives the run, and settings as in production.

    With `days` another one, whose reports are of the last days alone.
    """
    with attached(var_dir(), f"bench-{count}" + (f"-{days}" if days else "")) as url:
        os.environ |= {
            "DATABASE_URL": url,
            "SECRET_KEY": "only-for-benchmarks",
            "DEBUG": "0",
            "LOG_LEVEL": "ERROR",
            "DJANGO_SETTINGS_MODULE": "portal.settings",
        }
        yield


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--count", type=int, default=10_000, help="reports in the database (10000)")
    parser.add_argument("--repeat", type=int, default=80, help="measurements of each page (80)")
    parser.add_argument("--only", default="", help="pages whose name holds this word")
    parser.add_argument("--profile", action="store_true", help="show where the pages spend their time")
    return parser.parse_args()


def main() -> None:
    """Seeds, measures, prints, and writes var/benchmarks/latest.json."""
    arguments = _arguments()
    if arguments.count < 100 or arguments.repeat < 1:
        raise SystemExit("At least 100 reports and one repetition.")
    try:
        with environment(arguments.count):
            # Django reads its settings now that they stand in the environment.
            from benchmarks.run import run  # noqa: PLC0415

            run(arguments)
    except Unavailable as problem:
        raise SystemExit(str(problem)) from None


if __name__ == "__main__":
    main()
