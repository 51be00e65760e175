"""Where a page spends its time."""

import cProfile
import pstats

from benchmarks.cases import Case
from benchmarks.handlers import portal_handler, send

_LINES = 35


def profile(case: Case, repeat: int) -> None:
    """Prints the functions that hold most of the time."""
    handler = portal_handler()
    send(handler, case.page())
    profiler = cProfile.Profile()
    for __ in range(repeat):
        call = case.page()
        profiler.enable()
        send(handler, call)
        profiler.disable()
    print(f"\n== {case.name}, {repeat} times")
    pstats.Stats(profiler).sort_stats("cumulative").print_stats(_LINES)
