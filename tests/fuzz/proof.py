"""One spoiled file through one command, and what must hold whatever it does."""

import contextlib
import io
import json
import random
import resource
import sys
from dataclasses import dataclass

from telebatch.cli import main
from tests.fuzz.mutate import mutated
from tests.fuzz.seeds import answers, lists, samples, touches
from tests.pipeline.small import NOW, run

MOST_BYTES = 3 << 30
"""Memory a small file may ever take."""
_VERDICTS = ("callable", "verify", "rejected")
#: Counts that are no place of a record: the sum on the other side, and what is counted apart.
_APART = ("records", "unfolded", "blank_lines", "calls", "leads", "known")
#: Command → (arguments before the file, arguments after it, where its sound files are).
COMMANDS = {
    "prequalify": (("prequalify",), ("-p", "health-two-calls"), lists),
    "ingest": (("ingest",), (), lambda: samples("inbox")),
    "suppress": (("suppress", "import"), (), lambda: lists() | samples("lists")),
    "touch": (("touch",), ("-p", "study-card", "--medium", "catalogue"), touches),
    "verify": (("verify", "import"), ("--supplier", "x"), answers),
}


def workspace(root):
    """A new workspace whose sample lists were taken in."""
    with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):
        main(["init", str(root)])
    for name, project in (("academies-2026-11", "study-card"), ("health-members", "health-two-calls")):
        code, out, err = run(root, "prequalify", root / f"lists/{name}.csv", "-p", project, as_of="2026-11-02T09:00")
        assert code in {0, 5}, out + err
    return root


@dataclass(frozen=True)
class Case:
    """One spoiled file, found again by its seed and command."""

    command: str
    seed: int

    def made(self):
        """(name, content); the same for the same seed."""
        chance = random.Random(f"{self.command} {self.seed}")
        found = COMMANDS[self.command][2]()
        name = chance.choice(sorted(found))
        return name.replace("/", "-"), mutated(found[name], chance, [found[other] for other in sorted(found)])

    def prove(self, folder, *more):
        """Runs the command on the file in a workspace; an AssertionError or any other error is a find.

        Returns:
          The exit code.
        """
        name, content = self.made()
        file = folder / "fuzz" / name
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(content)
        before, after, _ = COMMANDS[self.command]
        code, out, err = run(folder, *before, file, *after, *more, "--json", "--debug", as_of=NOW)
        assert code in {0, 3, 5}, (code, out[-500:], err[-500:])
        assert "Traceback" not in err and "panicked" not in err, err[-500:]
        told = json.loads(out)
        if code == 3:
            said = told.get("error", told.get("warnings"))
            assert said and all("; " in one for one in said), told
        else:
            self._conserved(told["counts"])
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
        assert peak < MOST_BYTES, f"{peak:,} bytes"
        file.unlink()
        return code

    def _conserved(self, counts):
        if self.command == "prequalify":
            assert counts["records"] + counts.get("unfolded", 0) == sum(counts[name] for name in _VERDICTS), counts
        elif self.command == "ingest" and "unfolded" in counts:
            places = sum(count for name, count in counts.items() if name not in _APART)
            assert counts["records"] + counts["unfolded"] == places, counts
        elif self.command == "suppress":
            assert counts["records"] == sum(
                counts[name] for name in ("suppressed", "repeated", "unusable", "skipped")
            ), counts
        elif self.command == "touch":
            assert counts["records"] == counts["touches"] + counts["quarantined"] + counts["skipped"], counts
