"""The long run: `python -m tests.faults [KILLS OF EACH COMMAND] [SEED]` kills real runs and says what they left."""

import random
import sys
import tempfile
from collections import Counter
from pathlib import Path

from tests.faults.disk import on_a_small_disk
from tests.faults.kills import ends_of, kill, moment
from tests.faults.world import CASES, Case

#: How often each command meets a full, and a read-only, disk.
_DISK_ROUNDS = 5


def main() -> None:
    """Prints a line per command; ends with 1 where a world was neither as before nor as after."""
    kills, seed = (*map(int, sys.argv[1:3]), *(12, 1)[len(sys.argv) - 1 :])
    left = {case.name: _left(case, kills, seed) for case in CASES}
    killed = sum(count for one in left.values() for what, count in one.items() if what != "ended")
    broken = sum(one["BROKEN"] for one in left.values())
    print(f"{killed} kills of {len(left)} commands, {broken} broken")
    for trouble in ("full", "readonly"):
        with tempfile.TemporaryDirectory(prefix="telebatch-faults-") as place:
            print(
                f"{trouble} disk, every command, {_DISK_ROUNDS} times:",
                on_a_small_disk(trouble, Path(place), _DISK_ROUNDS),
            )
    sys.exit(broken > 0)


def _left(case: Case, kills: int, seed: int) -> Counter[str]:
    chance = random.Random(f"{seed} {case.name}")
    left: Counter[str] = Counter()
    with tempfile.TemporaryDirectory(prefix="telebatch-faults-") as place:
        folder = Path(place) / "centre"
        ends = ends_of(case, folder)
        while sum(left.values()) - left["ended"] < kills:
            when = moment(chance, ends)
            try:
                left[kill(case, folder, ends, when)] += 1
            except AssertionError as broken:
                left["BROKEN"] += 1
                print(f"{case.name} {when}: {broken}", file=sys.stderr)
    print(
        f"{case.name:24} {ends.effects:4} effects  " + "  ".join(f"{what} {n}" for what, n in sorted(left.items())),
        flush=True,
    )
    return left


if __name__ == "__main__":
    main()
