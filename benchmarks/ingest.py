"""Speed of ingest: a large night against bare Polars on the same file, and a small file into a large store.

python -m benchmarks.ingest [ROWS] [LEADS OF THE LARGE STORE] [FOLDER]
"""

import json
import shutil
import statistics
import sys
from pathlib import Path

from benchmarks.invent.calls import centre, vicidial_export
from benchmarks.timing import fresh, run

_NIGHTS = 10
_SMALL = 200
_TIMES = 3


def main() -> None:
    """Prints both cases with their bars and the time per step of the large one."""
    told = [int(word) for word in sys.argv[1:3]]
    rows, many = (*told, *(2_000_000, 5_000_000)[len(told) :])
    folder = Path(sys.argv[3] if len(sys.argv) > 3 else "build/benchmarks/ingest")
    large_night(fresh(folder / "night"), rows)
    small_file(fresh(folder / "store"), many)


def large_night(folder: Path, rows: int) -> None:
    """A VICIdial export of so many calls of leads that were listed before."""
    leads = max(1, rows // 2)
    export = folder / "export.txt"
    _written(export, rows, leads)
    known = centre(folder / "known", leads)
    floor, mine = [], []
    for _ in range(_TIMES):
        floor.append(run(["-m", "benchmarks.floor", str(export), str(fresh(folder / "floor")), "\t"]).seconds)
        work = folder / "work"
        shutil.rmtree(work, ignore_errors=True)
        shutil.copytree(known, work)
        words = ["ingest", str(export), "--source", "vicidial", "--workspace", str(work), "--as-of", "2026-11-21T08:00"]
        mine.append(run(["-m", "benchmarks.steps", str(folder / "steps.json"), *words]))
    base = statistics.median(floor)
    best = sorted(mine, key=lambda one: one.seconds)[len(mine) // 2]
    print(f"ingest and classify {rows:,} rows: {best.seconds:.1f} s, floor {base:.1f} s, "
          f"{best.seconds / base:.1f} × floor (bar 4), peak {best.peak_mib:,.0f} MiB")  # fmt: skip
    for step, seconds in json.loads((folder / "steps.json").read_text(encoding="utf-8")).items():
        print(f"  {step:<24} {seconds[0]:6.2f} s")


def small_file(folder: Path, leads: int) -> None:
    """A few rows into a store of ten nights of calls of so many leads; the start-up is a file taken before."""
    place = centre(folder / "centre", leads, _NIGHTS, has_state=False)
    took, start = [], []
    for day in range(_TIMES):
        export = folder / f"small-{day}.txt"
        _written(export, _SMALL, leads, f"2026-11-{20 + day}", 1 + day * 1000)
        words = ["-m", "telebatch", "ingest", str(export), "--source", "vicidial", "--workspace", str(place)]
        took.append(run(words).seconds)
        start.append(run(words).seconds)
    over = statistics.median(took) - statistics.median(start)
    print(f"{_SMALL} rows into {leads * _NIGHTS:,} attempts: {statistics.median(took):.2f} s, "
          f"{over:.2f} s over start-up (bar 2)")  # fmt: skip


def _written(path: Path, rows: int, leads: int, day: str = "2026-11-20", first: int = 1) -> None:
    vicidial_export(rows, leads, day, first).sink_csv(path, separator="\t", line_terminator="\r\n", maintain_order=True)


if __name__ == "__main__":
    main()
