"""Takes room or permission from real runs: `disk.py full|readonly FOLDER ROUNDS`, in a mount namespace of its own.

FOLDER is a small disk of its own there, so nobody else meets its troubles.
"""

import random
import subprocess
import sys
from collections import Counter
from pathlib import Path

from tests.faults.kills import ROOT, Ends, Moment, ends_of, next_writing, start
from tests.faults.proof import differences, prove_laws, seen
from tests.faults.world import CASES, Case, fresh

#: Done, done but look, store not writable; 3 where no input could be taken. Never 1: that is a fault of telebatch.
_GOOD = frozenset({0, 3, 4, 5})
_BLOCK = 4096


def on_a_small_disk(trouble: str, folder: Path, rounds: int) -> dict[int, int] | None:
    """Runs this module in a mount namespace, so that root too meets a disk that does not let it write.

    Returns:
      Exit code → how many runs ended so; None where no namespace can be had.
    """
    enter = ["unshare", "-Urm", "sh", "-c", f'mount -t tmpfs -o size=64m none {folder} && exec "$@"', "sh"]
    if subprocess.run([*enter, "true"], capture_output=True, check=False).returncode:
        return None
    words = [sys.executable, "-m", "tests.faults.disk", trouble, str(folder), str(rounds)]
    done = subprocess.run([*enter, *words], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return {int(code): int(count) for code, count in (pair.split(":") for pair in done.stdout.split())}


def full(case: Case, folder: Path, ends: Ends, chance: random.Random) -> int:
    """The disk has only a little room left, from nothing to all that the run needs."""
    fresh(case, folder)
    filler = folder.parent / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"x" * _BLOCK)
        except OSError:
            pass
    size = filler.stat().st_size
    with filler.open("r+b") as file:
        file.truncate(max(0, size - chance.randrange(0, 100) * _BLOCK))
    code = _ended(start(case, folder, Moment("count", 0, 0)))
    filler.unlink()
    return code


def readonly(case: Case, folder: Path, ends: Ends, chance: random.Random) -> int:
    """From some effect on nothing under one of the folders can be written."""
    fresh(case, folder)
    places = [folder, *(path for path in folder.rglob("*") if path.is_dir())]
    place = chance.choice(places)
    _mount("--bind", str(place), str(place))
    if chance.random() < 0.5:
        _mount("-o", "remount,bind,ro", str(place))
        run = start(case, folder, Moment("count", 0, 0))
    else:
        run = start(case, folder, Moment("after", chance.randint(1, ends.effects), 0))
        run.stdout.read(1)
        _mount("-o", "remount,bind,ro", str(place), must=False)  # refused while a file there is being written
    code = _ended(run)
    subprocess.run(["umount", "--lazy", str(place)], check=True)
    return code


def _mount(*words: str, must: bool = True) -> None:
    subprocess.run(["mount", *words], check=must, capture_output=True)


def _ended(run: "subprocess.Popen[str]") -> int:
    with run:
        _, said = run.communicate()
    assert run.returncode in _GOOD, (run.returncode, said)
    return run.returncode


def main() -> None:
    """Every case, some rounds each; prints how the runs ended."""
    trouble, place, rounds = {"full": full, "readonly": readonly}[sys.argv[1]], Path(sys.argv[2]), int(sys.argv[3])
    folder, codes = place / "centre", Counter[int]()
    for case in CASES[:: 1 if rounds > 1 else 4]:
        chance = random.Random(f"{trouble.__name__} {case.name}")
        ends = ends_of(case, folder)
        for _ in range(rounds):
            codes[trouble(case, folder, ends, chance)] += 1
            next_writing(case, folder)
            now = seen(folder)
            from_before, from_after = differences(now, ends.before), differences(now, ends.after)
            assert not from_before or not from_after, (case.name, from_before, from_after)
            prove_laws(folder)
    print(" ".join(f"{code}:{count}" for code, count in sorted(codes.items())))


if __name__ == "__main__":
    main()
