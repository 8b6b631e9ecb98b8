"""Speed of ingest: a large night against bare Polars on the same file, and a small file into a large store."""

from pathlib import Path

import polars as pl

from benchmarks.invent.calls import centre
from benchmarks.invent.night import night as invented_night
from benchmarks.ours import Ours
from benchmarks.timing import Run, fresh, median, run
from benchmarks.told import Line, Told

_NIGHTS = 10
#: The first twentieth of the calls stood in an export of the same day.
_EARLY = 20
_SMALL = 200
_AS_OF = ("--as-of", "2026-11-21T08:00")


def night(folder: Path, rows: int, rounds: int) -> Told:
    """A VICIdial export of so many calls of half as many leads, the first of which an earlier export told already."""
    folder = fresh(folder / "night")
    export, leads = folder / "export.txt", max(1, rows // 2)
    _written(export, invented_night(rows, leads))
    known = centre(folder / "known", leads)
    _written(folder / "early.txt", invented_night(rows // _EARLY, leads, is_early=True))
    run(["-m", "telebatch", *_words(folder / "early.txt"), "--workspace", str(known), *_AS_OF])
    floors: list[Run] = []
    ours: list[Run] = []
    # In a copy of the centre that knows the leads.
    product = Ours(known, folder / "work", (*_words(export), *_AS_OF))
    for _ in range(rounds):
        floors.append(run(["-m", "benchmarks.floor", str(export), str(fresh(folder / "floor")), "\t"]))
        ours.append(product.run())
    lines = (Line("floor (bare Polars)", rows, median(floors)), Line("telebatch ingest", rows, median(ours)))
    return Told(f"ingest and classify, {rows:,} rows", lines, product.steps())


def small_file(folder: Path, rows: int, rounds: int) -> Told:
    """A few rows into a store of so many attempts, ten nights of calls; the start-up is a file taken before."""
    folder, leads = fresh(folder / "store"), max(1, rows // _NIGHTS)
    place = centre(folder / "centre", leads, _NIGHTS, has_state=False)
    took: list[Run] = []
    start: list[Run] = []
    for day in range(rounds):
        export = folder / f"small-{day}.txt"
        _written(export, invented_night(_SMALL, leads, f"2026-11-{20 + day}", 1 + day * 1000))
        words = ["-m", "telebatch", *_words(export), "--workspace", str(place)]
        took.append(run(words))
        start.append(run(words))
    over = median(took).seconds - median(start).seconds
    lines = (Line("start-up (taken before)", _SMALL, median(start)), Line("telebatch ingest", _SMALL, median(took)))
    title = f"ingest of {_SMALL} rows into {leads * _NIGHTS:,} attempts: {over:.2f} s over start-up"
    return Told(title, lines, {})


def _words(export: Path) -> tuple[str, ...]:
    return "ingest", str(export), "--source", "vicidial"


def _written(path: Path, rows: pl.LazyFrame) -> None:
    rows.sink_csv(path, separator="\t", line_terminator="\r\n", maintain_order=True)
