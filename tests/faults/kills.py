"""Kills real runs at random moments, and proves after each that the world is as before or as after."""

import random
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from tests.faults.proof import differences, knowledge, prove_laws, seen
from tests.faults.world import NEXT, NIGHT, Case, fresh, good
from tests.pipeline.small import told

ROOT = Path(__file__).resolve().parents[2]
#: A little later than an effect: so long that a sync or a ledger's transaction is met half-way.
_LITTLE_SECONDS = 0.008


@dataclass(frozen=True)
class Ends:
    """The two worlds a killed run may leave, each as the next writing command shows it; and how long the run is.

    Attributes:
      before, after: What is to be seen after NEXT, where the run never came and where it was whole.
      effects: How many there are in a run.
      seconds: A run's, its start included.
    """

    before: dict[str, object]
    after: dict[str, object]
    known_before: dict[int, dict[str, object]]
    known_after: dict[int, dict[str, object]]
    effects: int
    seconds: float


@dataclass(frozen=True)
class Moment:
    """When to kill: at or shortly after an effect, or so many seconds after the start."""

    way: str
    effect: int
    seconds: float


def next_writing(case: Case, folder: Path) -> None:
    """The command that comes after a killed one."""
    good(folder, *(case.of(folder) if case.again else NEXT))


def ends_of(case: Case, folder: Path) -> Ends:
    """Runs the case whole, and not at all."""
    fresh(case, folder)
    next_writing(case, folder)
    before, known_before = seen(folder), knowledge(folder)
    fresh(case, folder)
    began = time.perf_counter()
    run = start(case, folder, Moment("count", 0, 0))
    _, said = run.communicate()
    assert run.returncode in {0, 5}, said
    seconds, effects = time.perf_counter() - began, int(said.split("effects ")[1])
    next_writing(case, folder)
    prove_laws(folder)
    return Ends(before, seen(folder), known_before, knowledge(folder), effects, seconds)


def moment(chance: random.Random, ends: Ends) -> Moment:
    """One in four anywhere in the run; the others where the workspace is changed, the last third of it twice as often."""
    if chance.random() < 0.25:
        return Moment("timed", 0, chance.uniform(0, ends.seconds))
    part = chance.choice([(0, 1), (2 / 3, 1)])
    effect = 1 + int(chance.uniform(*part) * ends.effects)
    return Moment(chance.choice(["at", "after"]), min(effect, ends.effects), chance.uniform(0, _LITTLE_SECONDS))


def kill(case: Case, folder: Path, ends: Ends, when: Moment) -> str:
    """Kills one run; returns whether it left the world `before` or `after`, or `ended` where it was too quick.

    Raises:
      AssertionError: The world is neither, or a law is broken.
    """
    fresh(case, folder)
    was_killed = _killed(start(case, folder, when), when)
    next_writing(case, folder)
    now = seen(folder)
    from_before, from_after = differences(now, ends.before), differences(now, ends.after)
    assert not from_before or not from_after, f"{case.name} {when}: not before {from_before}, not after {from_after}"
    prove_laws(folder)
    if case.takes:
        _prove_taken_once(case, folder, ends)
    if not was_killed:
        return "ended"
    return "after" if not from_after else "before"


def start(case: Case, folder: Path, when: Moment) -> "subprocess.Popen[str]":
    """Starts the case as a process that comes to the moment."""
    words = [*case.of(folder), "--workspace", str(folder), "--as-of", NIGHT]
    command = [sys.executable, "-m", "tests.faults.victim", str(folder), str(when.effect), when.way, *words]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def _killed(run: "subprocess.Popen[str]", when: Moment) -> bool:
    """Waits for the moment and kills; whether there was still something to kill."""
    with run:
        if when.way == "timed" or (when.way == "after" and run.stdout.read(1)):
            time.sleep(when.seconds)
            run.send_signal(signal.SIGKILL)
        _, said = run.communicate()
    assert run.returncode in {-signal.SIGKILL, 0, 5}, said
    return run.returncode == -signal.SIGKILL


def _prove_taken_once(case: Case, folder: Path, ends: Ends) -> None:
    """Laws 2 and 7: told again it is as if told once; taken back, as if never."""
    good(folder, *case.of(folder))
    assert knowledge(folder) == ends.known_after
    prove_laws(folder)
    _, answer = told(folder, *case.of(folder), as_of=NIGHT)
    good(folder, "batches", "undo", str(answer["batch"]), "--with-do-not-calls")
    assert knowledge(folder) == ends.known_before
    prove_laws(folder)
