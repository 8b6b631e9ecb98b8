"""The long run: `python -m tests.fuzz --seconds 600 --seed 0` spoils files for that long and names every find.

Each few hundred cases have a process of their own, so that a reader that ends its process is a find like any other.
"""

import argparse
import collections
import json
import subprocess
import sys
import tempfile
import time
import traceback
from pathlib import Path

from tests.fuzz.proof import COMMANDS, Case, workspace

ROOT = Path(__file__).parents[2]
#: Cases of one process.
_AT_A_TIME = 250
#: Of so many cases one is committed; the others are dry runs.
_COMMITTED = 10


def worker(folder, first):
    """Proves a share of the cases; prints one JSON line for each."""
    root = workspace(folder / "centre")
    for seed in range(first, first + _AT_A_TIME // len(COMMANDS)):
        for command in COMMANDS:
            case = Case(command, seed)
            (folder / "now").write_text(f"{command} {seed}")
            dry = () if seed % _COMMITTED == 0 else ("--dry-run",)
            try:
                said = {"code": case.prove(root, *dry)}
            except BaseException as found:
                last = traceback.extract_tb(found.__traceback__)[-1]
                where = f"{Path(last.filename).name}:{last.lineno}"
                said = {"find": f"{type(found).__name__} in {where}: {str(found)[:300]}", "seed": seed}
            print(json.dumps({"command": command, **said}), flush=True)


def main(seconds, seed):
    """Runs until the time is over; the number of different finds is the exit code."""
    codes, finds = collections.Counter(), {}
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with tempfile.TemporaryDirectory(prefix="telebatch-fuzz-") as name:
            folder = Path(name)
            ended = subprocess.run(
                [sys.executable, "-m", "tests.fuzz", "--worker", name, "--seed", str(seed)],
                cwd=ROOT, capture_output=True, text=True, check=False,
            )  # fmt: skip
            for line in ended.stdout.splitlines():
                said = json.loads(line)
                codes[said["command"], said.get("code")] += 1
                if "find" in said:
                    finds.setdefault((said["command"], said["find"][:120]), said)
            if ended.returncode or "panicked" in ended.stderr:
                now = (folder / "now").read_text() if (folder / "now").exists() else "no case"
                finds.setdefault(
                    ("process", ended.stderr[-200:]), {"seed": now, "find": f"ended by {ended.returncode}"}
                )
        seed += _AT_A_TIME // len(COMMANDS)
        print(f"{sum(codes.values()):,} cases up to seed {seed}, {len(finds)} finds", file=sys.stderr)
    for (command, code), count in sorted(codes.items(), key=str):
        print(f"{command:<12}{'find' if code is None else f'exit {code}':<8}{count:>8,}")
    for (command, _), said in finds.items():
        print(f"FIND {command} seed {said['seed']}: {said['find']}")
    return min(len(finds), 100)


if __name__ == "__main__":
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--seconds", type=float, default=600)
    words.add_argument("--seed", type=int, default=0)
    words.add_argument("--worker", type=Path)
    asked = words.parse_args()
    if asked.worker:
        worker(asked.worker, asked.seed)
    else:
        sys.exit(main(asked.seconds, asked.seed))
