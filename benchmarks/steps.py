"""Runs one telebatch command and tells how long each of its steps took, without a line of this in the product.

python -m benchmarks.steps OUT.json COMMAND…
"""

import functools
import importlib
import json
import resource
import sys
import threading
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
#: Command → (step, the function that does it as its caller names it). A step within a step is taken off the outer one;
#: "- " is a part of the step before that runs in several threads at once: its seconds are summed over them.
STEPS = MappingProxyType(
    {
        "prequalify": (
            ("settings", "telebatch.pipeline.house:open_house"),
            ("read", "telebatch.pipeline.prequalify:delivery_of"),
            ("normalise", "telebatch.pipeline.lists.read_people:normalise"),
            ("- columns", "telebatch.normalise.candidates:own_columns"),
            ("- names, companies", "telebatch.normalise.candidates:_with_keys"),
            ("- titles", "telebatch.normalise.candidates:_with_role"),
            ("- phones", "telebatch.normalise.numbers:phone_answers"),
            ("- numbers", "telebatch.normalise.candidates:numbers_of"),
            ("- first usable", "telebatch.normalise.candidates:first_usable"),
            ("- shared lines", "telebatch.normalise.candidates:shared_lines"),
            ("identify", "telebatch.pipeline.lists.verdicts:identify"),
            ("duplicates", "telebatch.pipeline.lists.verdicts:mark_duplicates"),
            ("suppressions", "telebatch.pipeline.lists.verdicts:mark_requests"),
            ("decide", "telebatch.pipeline.prequalify:verdicts"),
            ("keep", "telebatch.pipeline.prequalify:kept_list"),
            ("refresh", "telebatch.pipeline.prequalify:refresh"),
            ("refresh: alike", "telebatch.pipeline.known.refresh:alike"),
            ("refresh: fold", "telebatch.pipeline.known.refresh:states_of"),
            ("outputs", "telebatch.pipeline.lists.verdict_files:write"),
            ("changes", "telebatch.pipeline.prequalify:changes_and_conflicts"),
            *_STORE,
        ),
        "ingest": (
            ("settings", "telebatch.pipeline.house:open_house"),
            ("read", "telebatch.pipeline.results.result_file:read"),
            ("lookups", "telebatch.pipeline.results.lookups:phones"),
            ("ingest: rest", "telebatch.pipeline.ingest:ingest"),
            ("ingest: cells", "telebatch.ingest.front:cells_of"),
            ("ingest: typed", "telebatch.ingest.front:typed"),
            ("ingest: find leads", "telebatch.ingest.front:find_leads"),
            ("ingest: places", "telebatch.ingest.front:_placed"),
            ("ingest: attempts", "telebatch.ingest.front:attempts_of"),
            ("known calls", "telebatch.pipeline.ingest:calls_known"),
            ("count repeats", "telebatch.pipeline.ingest:sort_out_repeats"),
            ("refresh: rest", "telebatch.pipeline.ingest:refresh"),
            ("refresh: reach", "telebatch.pipeline.known.refresh:reached"),
            ("refresh: classify", "telebatch.pipeline.known.refresh:classified"),
            ("refresh: fold", "telebatch.pipeline.known.refresh:states_of"),
            ("unmapped", "telebatch.pipeline.ingest:unmapped"),
            ("quarantine file", "telebatch.pipeline.ingest:quarantine_file"),
            *_STORE,
        ),
        "split": (
            ("settings", "telebatch.pipeline.house:open_house"),
            ("calls", "telebatch.pipeline.queues.shift_asked:_outcomes"),
            ("inputs: rest", "telebatch.pipeline.split:split_inputs"),
            ("judge", "telebatch.split.front:_judged"),
            ("places", "telebatch.split.front:placed"),
            ("lay out: rest", "telebatch.pipeline.split:split"),
            ("write", "telebatch.pipeline.split:write_shift"),
            *_STORE,
        ),
        "report": (
            ("settings", "telebatch.pipeline.house:open_house"),
            ("calls", "telebatch.pipeline.reviews.report_facts:calls_counted"),
            ("gather", "telebatch.report.front:gathered"),
            ("count", "telebatch.report.front:_counted"),
            ("figures", "telebatch.report.front:_told"),
            ("render", "telebatch.pipeline.report:_one"),
            *_STORE,
        ),
    }
)


class Clock:
    """What each step took, without the steps inside it: wall seconds, processor seconds, peak MiB when it last ended."""

    def __init__(self) -> None:
        self.steps: dict[str, list[float]] = {}
        self._here = threading.local()
        self._mine = threading.Lock()

    def timed(self, step: str, run: Callable[..., Any]) -> Callable[..., Any]:
        """The same function; what it takes is noted under the step's name."""

        @functools.wraps(run)
        def measured(*given: object, **named: object) -> object:
            inside = self._here.__dict__.setdefault("inside", [])
            inside.append([0.0, 0.0])
            began = _now()
            try:
                return run(*given, **named)
            finally:
                whole = [now - then for now, then in zip(_now(), began, strict=True)]
                own = [all_ - inner for all_, inner in zip(whole, inside.pop(), strict=True)]
                self._note(step, own)
                if inside:
                    inside[-1] = [outer + inner for outer, inner in zip(inside[-1], whole, strict=True)]

        return measured

    def _note(self, step: str, own: list[float]) -> None:
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        with self._mine:
            before = self.steps.get(step, [0.0, 0.0])
            self.steps[step] = [before[0] + own[0], before[1] + own[1], peak]


def watch(clock: Clock, command: str) -> None:
    """Puts the clock around every step of the command."""
    for step, place in STEPS[command]:
        module, _, path = place.partition(":")
        *owners, name = path.split(".")
        owner = functools.reduce(getattr, owners, importlib.import_module(module))
        setattr(owner, name, clock.timed(step, getattr(owner, name)))


def _now() -> tuple[float, float]:
    return time.perf_counter(), time.process_time()


def main() -> None:
    """Runs the command and writes `{step: [wall seconds, processor seconds, peak MiB]}`; `start` is importing it."""
    out, arguments = Path(sys.argv[1]), sys.argv[2:]
    clock = Clock()
    telebatch = clock.timed("start", _imported)(clock, arguments[0])
    try:
        clock.timed("rest", telebatch)(arguments)
    finally:
        out.write_text(json.dumps(clock.steps, indent=1), encoding="utf-8")


def _imported(clock: Clock, command: str) -> Callable[[list[str]], None]:
    watch(clock, command)
    begin: Callable[[list[str]], None] = importlib.import_module("telebatch.cli").main
    return begin


if __name__ == "__main__":
    main()
