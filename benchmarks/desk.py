"""Speed of a morning and of a review: split and report over a store of called leads, against bare Polars."""

from pathlib import Path

from benchmarks.invent.calls import centre
from benchmarks.ours import Ours
from benchmarks.timing import Run, fresh, median, run
from benchmarks.told import Line, Told

#: Calls of each lead before, one a night.
_NIGHTS = 5
#: The nights of `centre` are those from 1 October on: the week holds four of them.
_WEEK, _SUNDAY = "2026-W40", "2026-10-05T08:00+09:00"
_SHIFT, _MORNING = "2026-11-23", "2026-11-23T07:00+09:00"


def shift(folder: Path, rows: int, rounds: int) -> Told:
    """Split of one shift over so many leads, each called five times, every project built."""
    words = ("split", "--on", _SHIFT, "--as-of", _MORNING, "--quiet")
    return _bench(folder, "split", rows, (rows, rounds), words)


def review(folder: Path, rows: int, rounds: int) -> Told:
    """Weekly reviews of every project over so many attempts."""
    words = ("report", "--period", _WEEK, "--as-of", _SUNDAY, "--quiet")
    return _bench(folder, "report", rows, (max(1, rows // _NIGHTS), rounds), words)


def _bench(folder: Path, command: str, rows: int, size: tuple[int, int], words: tuple[str, ...]) -> Told:
    leads, rounds = size
    known = _known(folder, leads)
    floors: list[Run] = []
    ours: list[Run] = []
    product = Ours(known, folder / "run", words)
    for _ in range(rounds):
        floors.append(run(["-m", f"benchmarks.floor_{command}", str(known / "store"), str(fresh(folder / "floor"))]))
        ours.append(product.run())
    lines = (Line("floor (bare Polars)", rows, median(floors)), Line(f"telebatch {command}", rows, median(ours)))
    title = f"{command}, {leads:,} leads with {leads * _NIGHTS:,} attempts"
    return Told(title, lines, product.steps())


def _known(folder: Path, leads: int) -> Path:
    """A centre whose leads were called and stand as those calls say; made once."""
    place = folder / f"desk-{leads}"
    if not (place / "made").exists():
        centre(fresh(place), leads, _NIGHTS)
        (place / "made").touch()
    return place
