"""Runs one command and dies of SIGKILL at a chosen moment: `victim.py FOLDER EFFECT WAY COMMAND…`.

The moments are the effects on the workspace: files opened for writing, renames, removals, folders made, syncs, and the
steps of the commit. WAY `at` dies on the spot, before the effect; `after` only tells the parent, who kills a little
later; `count` lives and prints how many effects there were.
"""

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from telebatch.cli import main as telebatch
from telebatch.store import store

_CHANGES = frozenset({"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.truncate", "os.chmod"})


class Moments:
    """Counts what is done to the folder, and does `reach` at the chosen one."""

    def __init__(self, folder: Path, chosen: int, reach: Callable[[], None]) -> None:
        self._folder = str(folder)
        self._chosen = chosen
        self._reach = reach
        self.count = 0

    def passed(self) -> None:
        """One more effect is about to be done."""
        self.count += 1
        if self.count == self._chosen:
            self._reach()

    def heard(self, event: str, told: tuple[object, ...]) -> None:
        """For `sys.addaudithook`."""
        if event == "open" and isinstance(told[2], int):
            wanted = told[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
        else:
            wanted = event in _CHANGES
        if wanted and str(told[0]).startswith(self._folder):
            self.passed()


def _watched(moments: Moments) -> None:
    sys.addaudithook(moments.heard)
    sync = os.fsync

    def synced(number: int) -> None:
        moments.passed()
        sync(number)

    os.fsync = synced
    store._nothing = lambda _step: moments.passed()


def main() -> None:
    folder, chosen, way, *words = sys.argv[1:]
    parent = os.dup(1)
    os.dup2(2, 1)  # the parent hears of the moment, and nothing of what the command says

    def reach() -> None:
        if way == "after":
            os.write(parent, b"x")
        else:
            os.kill(os.getpid(), signal.SIGKILL)

    moments = Moments(Path(folder), int(chosen), reach)
    _watched(moments)
    try:
        telebatch(words)
    finally:
        if way == "count":
            print(f"effects {moments.count}", file=sys.stderr)


if __name__ == "__main__":
    main()
