"""Runs the benchmarks and prints ratios with the time per step: `python -m benchmarks [BENCH] [ROWS] [ROUNDS]`."""

import argparse
import os
from collections.abc import Callable
from pathlib import Path
from types import MappingProxyType

import polars as pl

from benchmarks import desk, growth, ingest, phones, prequalify
from benchmarks import help as help_bench
from benchmarks.told import Told

#: Name → what it measures: folder of lists, rows, rounds → what to print.
BENCHES: MappingProxyType[str, Callable[[Path, int, int], Told]] = MappingProxyType(
    {
        "help": help_bench.bench,
        "phones": phones.bench,
        "prequalify": prequalify.bench,
        "growth": growth.bench,
        "ingest": ingest.night,
        "ingest-small": ingest.small_file,
        "split": desk.shift,
        "report": desk.review,
    }
)
_FOLDER = Path("build/bench")


def main() -> None:
    """Runs the benches asked for, all by default."""
    asked = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    asked.add_argument("bench", nargs="?", choices=[*BENCHES, "all"], default="all")
    asked.add_argument(
        "rows",
        nargs="?",
        type=int,
        default=2_000_000,
        help="rows of the list, numbers, attempts in the store, or leads of the shift [2000000]",
    )
    asked.add_argument("rounds", nargs="?", type=int, default=3, help="rounds A B A B, the median counts [3]")
    given = asked.parse_args()
    _FOLDER.mkdir(parents=True, exist_ok=True)
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}, polars {pl.__version__}")
    for name in BENCHES if given.bench == "all" else (given.bench,):
        print(BENCHES[name](_FOLDER, given.rows, given.rounds))


if __name__ == "__main__":
    main()
