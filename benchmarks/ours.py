"""The product's runs: a command as people give it, and once more with a clock around its steps."""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

from benchmarks.timing import Run, run


@dataclass(frozen=True)
class Ours:
    """One command in a workspace of its own: each run begins with a fresh copy.

    Attributes:
      template: The workspace as it is before the command.
      work: Where the copy lies.
      words: The command, without its workspace.
    """

    template: Path
    work: Path
    words: tuple[str, ...]

    def run(self) -> Run:
        """The whole process, timed as it stands: nothing of a bench is loaded into it."""
        return run(["-m", "telebatch", *self._fresh()])

    def steps(self) -> dict[str, list[float]]:
        """What each step took in a run of its own: step → wall seconds, processor seconds, peak MiB.

        The clock has to load what it times beforehand, so that this run is a little slower as a whole.
        """
        told = self.work.with_name("steps.json")
        run(["-m", "benchmarks.steps", str(told), *self._fresh()])
        found: dict[str, list[float]] = json.loads(told.read_text(encoding="utf-8"))
        return found

    def _fresh(self) -> list[str]:
        shutil.rmtree(self.work, ignore_errors=True)
        shutil.copytree(self.template, self.work)
        return [*self.words, "--workspace", str(self.work)]
