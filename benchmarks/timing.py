"""Runs a command as a process and tells how long it took and how much memory it held at its peak."""

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

#: What telebatch sets for itself when it is imported here must not reach the programs it is compared with; and every
#: program keeps its bytecode, as an installed one does.
_APART = frozenset(("_RJEM_MALLOC_CONF", "PYTHONDONTWRITEBYTECODE"))


@dataclass(frozen=True)
class Run:
    """One finished process: wall seconds, processor seconds, peak memory in MiB."""

    seconds: float
    cpu_seconds: float
    peak_mib: float


def run(arguments: list[str], *, good: frozenset[int] = frozenset({0, 5})) -> Run:
    """Runs `python ARGUMENTS` and waits for it; an exit code that is not good ends the benchmark.

    What was written before is on the disk by then, so that no run waits for another's files.
    """
    env = {name: value for name, value in os.environ.items() if name not in _APART}
    os.sync()
    began = time.perf_counter()
    child = subprocess.Popen([sys.executable, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=env)
    said = child.stderr.read() if child.stderr else b""
    _, status, used = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - began
    code = os.waitstatus_to_exitcode(status)
    if code not in good:
        raise SystemExit(f"{' '.join(arguments[:4])} ended with {code}: {said.decode(errors='replace')[-800:]}")
    return Run(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def median(runs: list[Run]) -> Run:
    """The run of median wall time."""
    return sorted(runs, key=lambda one: one.seconds)[len(runs) // 2]


def fresh(folder: Path) -> Path:
    """An empty folder."""
    subprocess.run(["rm", "-rf", str(folder)], check=True)
    folder.mkdir(parents=True)
    return folder
