"""Runs one telebatch command and tells how long each of its steps took, without a line of this in the product.

python -m benchmarks.steps OUT.json COMMAND…
"""

import functools
import importlib
import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import MappingProxyType
from typing import Any

_STORE = (
    ("store: segments", "telebatch.store.commit:Commit.add"),
    ("store: archive", "telebatch.store.commit:Commit.archive"),
    ("store: hash outputs", "telebatch.store.commit:Commit.change"),
    ("store: sync", "telebatch.store.commit:Commit.make_last"),
    ("store: publish", "telebatch.store.store:Store._publish"),
)
#: Command → (step, the function that does it as its caller names it). A step within a step is taken off the outer one.
STEPS = MappingProxyType(
    {
        "prequalify": (
            ("settings", "telebatch.pipeline.house:open_house"),
            ("read", "telebatch.pipeline.prequalify:delivery_of"),
            ("normalise: rest", "telebatch.pipeline.prequalify:normalise"),
            ("normalise: columns", "telebatch.normalise.candidates:_named"),
            ("normalise: names, companies", "telebatch.normalise.candidates:_with_keys"),
            ("normalise: titles", "telebatch.normalise.candidates:_with_role"),
            ("normalise: phones", "telebatch.normalise.numbers:phones"),
            ("normalise: numbers", "telebatch.normalise.candidates:numbers_of"),
            ("normalise: first usable", "telebatch.normalise.candidates:first_usable"),
            ("normalise: shared lines", "telebatch.normalise.candidates:shared_lines"),
            ("identify", "telebatch.pipeline.prequalify:identify"),
            ("duplicates", "telebatch.pipeline.prequalify:mark_duplicates"),
            ("suppressions", "telebatch.pipeline.prequalify:mark_requests"),
            ("decide", "telebatch.pipeline.prequalify:verdicts"),
            ("keep", "telebatch.pipeline.prequalify:kept_list"),
            ("refresh", "telebatch.pipeline.prequalify:refresh"),
            ("refresh: alike", "telebatch.pipeline.refresh:alike"),
            ("refresh: fold", "telebatch.pipeline.refresh:states_of"),
            ("outputs", "telebatch.pipeline.verdict_files:write"),
            ("changes", "telebatch.pipeline.prequalify:write_changes"),
            *_STORE,
        ),
        "ingest": (
            ("settings", "telebatch.pipeline.house:open_house"),
            ("read", "telebatch.pipeline.results:read"),
            ("lookups", "telebatch.pipeline.ingest:lookups_for"),
            ("ingest: rest", "telebatch.pipeline.ingest:ingest"),
            ("ingest: cells", "telebatch.ingest.front:cells_of"),
            ("ingest: typed", "telebatch.ingest.front:typed"),
            ("ingest: find leads", "telebatch.ingest.front:find_leads"),
            ("ingest: places", "telebatch.ingest.front:_placed"),
            ("ingest: attempts", "telebatch.ingest.front:attempts_of"),
            ("count repeats", "telebatch.pipeline.ingest:_counted"),
            ("refresh: rest", "telebatch.pipeline.ingest:refresh"),
            ("refresh: classify", "telebatch.pipeline.refresh:classified"),
            ("refresh: fold", "telebatch.pipeline.refresh:fold"),
            ("unmapped", "telebatch.pipeline.ingest:_unmapped"),
            ("quarantine file", "telebatch.pipeline.ingest:quarantine_file"),
            *_STORE,
        ),
    }
)


class Clock:
    """Seconds per step, each without the steps inside it, and the process's peak memory when it last ended."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self.peak_mib: dict[str, float] = {}
        self._inside: list[float] = []

    def timed(self, step: str, run: Callable[..., Any]) -> Callable[..., Any]:
        """The same function; what it takes is noted under the step's name."""

        @functools.wraps(run)
        def measured(*given: object, **named: object) -> object:
            self._inside.append(0.0)
            began = time.perf_counter()
            try:
                return run(*given, **named)
            finally:
                whole = time.perf_counter() - began
                self.seconds[step] = self.seconds.get(step, 0.0) + whole - self._inside.pop()
                self.peak_mib[step] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
                if self._inside:
                    self._inside[-1] += whole

        return measured


def watch(clock: Clock, command: str) -> None:
    """Puts the clock around every step of the command."""
    for step, place in STEPS[command]:
        module, _, path = place.partition(":")
        *owners, name = path.split(".")
        owner = functools.reduce(getattr, owners, importlib.import_module(module))
        setattr(owner, name, clock.timed(step, getattr(owner, name)))


def main() -> None:
    """Runs the command and writes `{step: [seconds, peak MiB]}`; `start` is what it took to import and begin."""
    out, arguments = Path(sys.argv[1]), sys.argv[2:]
    clock, began = Clock(), time.perf_counter()
    from telebatch.cli import main as telebatch

    watch(clock, arguments[0])
    clock.seconds["start"] = time.perf_counter() - began
    try:
        clock.timed("rest", telebatch)(arguments)
    finally:
        told = {step: [seconds, clock.peak_mib.get(step, 0.0)] for step, seconds in clock.seconds.items()}
        out.write_text(json.dumps(told, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
