"""Does ten times the list take ten times as long? The same command over a list and over a tenth of it, in turns."""

from pathlib import Path

from benchmarks.prequalify import SUPPRESSED, prepared, prequalifying
from benchmarks.timing import Run, median
from benchmarks.told import Line, Told

#: How many times as long ten times the rows may take (the product's own bar).
BAR = 11.0
TIMES = 10


def bench(folder: Path, rows: int, rounds: int) -> Told:
    """Prequalify of `rows` rows against a tenth of them; 10,000,000 rows are what the bar speaks of."""
    template, (small, large) = prepared(folder, (rows // TIMES, rows))
    tenth, whole = (prequalifying(folder, template, listed) for listed in (small, large))
    few: list[Run] = []
    many: list[Run] = []
    for _ in range(rounds):
        few.append(tenth.run())
        many.append(whole.run())
    begun, middle = median(few), median(many)
    lines = (Line("prequalify, a tenth", rows // TIMES, begun), Line("prequalify, all", rows, middle))
    return Told(_title(rows, begun, middle), lines, whole.steps())


def _title(rows: int, few: Run, many: Run) -> str:
    wall, cpu = many.seconds / few.seconds, many.cpu_seconds / few.cpu_seconds
    return (
        f"growth of prequalify, {rows // TIMES:,} to {rows:,} rows, {SUPPRESSED:,} suppressed numbers: "
        f"{wall:.1f} x the time, {cpu:.1f} x the processor time (bar {BAR:.0f} x)"
    )
