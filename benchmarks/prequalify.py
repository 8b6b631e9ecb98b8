"""Prequalify against bare Polars and against the script an analyst writes, over the same list."""

from pathlib import Path

import polars as pl

from benchmarks.invent.large import large_list, suppressed
from benchmarks.ours import Ours
from benchmarks.timing import Run, fresh, median, run
from benchmarks.told import Line, Told

#: The register that is joined; it is imported before, outside the timed run.
SUPPRESSED = 10_000_000
#: The script is slow and its time per row is steady, so it gets a part of the list.
SCRIPT_ROWS = 100_000
_AS_OF = "2026-11-20T09:00+09:00"


def bench(folder: Path, rows: int, rounds: int) -> Told:
    """Runs floor, telebatch and script in turn; each is a whole process, its start included."""
    template, (listed,) = prepared(folder, (rows,))
    floors: list[Run] = []
    ours: list[Run] = []
    product = prequalifying(folder, template, listed)
    for _ in range(rounds):
        floors.append(run(["-m", "benchmarks.floor", str(listed), str(fresh(folder / "floor"))]))
        ours.append(product.run())
    script = run(
        [
            "-m",
            "benchmarks.script",
            str(listed),
            str(_register(folder)),
            str(fresh(folder / "script")),
            str(SCRIPT_ROWS),
        ]
    )
    middle = median(ours)
    lines = (
        Line("floor (bare Polars)", rows, median(floors)),
        Line("telebatch prequalify", rows, middle),
        Line("script (pandas)", min(rows, SCRIPT_ROWS), script),
    )
    per_row = script.seconds / min(rows, SCRIPT_ROWS) / (middle.seconds / rows)
    title = f"prequalify, {rows:,} rows, {SUPPRESSED:,} suppressed numbers; {per_row:.0f} x faster than the script"
    return Told(title, lines, product.steps())


def prepared(folder: Path, sizes: tuple[int, ...]) -> tuple[Path, tuple[Path, ...]]:
    """A workspace that knows the register, and a list of each size; made once."""
    return _workspace(folder, _register(folder)), tuple(_list(folder, rows) for rows in sizes)


def prequalifying(folder: Path, template: Path, listed: Path) -> Ours:
    """The command over one list, in copies of the template."""
    return Ours(template, folder / "run", ("prequalify", str(listed), "-p", "study-card", "--as-of", _AS_OF, "--quiet"))


def _list(folder: Path, rows: int) -> Path:
    return _made(folder / f"varied-{rows}.csv", large_list(rows))


def _register(folder: Path) -> Path:
    return _made(folder / f"suppressed-{SUPPRESSED}.csv", suppressed(SUPPRESSED))


def _made(path: Path, rows: pl.LazyFrame) -> Path:
    if not path.exists():
        rows.sink_csv(path.with_suffix(".part"), maintain_order=True)
        path.with_suffix(".part").rename(path)
    return path


def _workspace(folder: Path, register: Path) -> Path:
    """A workspace that knows the register; made once."""
    workspace = folder / "workspace"
    if not (workspace / "imported").exists():
        run(["-m", "telebatch", "init", str(fresh(workspace))])
        run(["-m", "telebatch", "suppress", "import", str(register), "--workspace", str(workspace), "--as-of", _AS_OF])
        (workspace / "imported").touch()
    return workspace
