"""A call centre to test in: the program run as a process, and folders compared byte by byte."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def telebatch(*arguments, cwd, threads=None, program=(sys.executable, "-m", "telebatch"), path=ROOT):
    """Runs one command and returns (exit code, stdout, stderr)."""
    env = {**os.environ, "PYTHONPATH": str(path)} if path else dict(os.environ)
    if threads:
        env["POLARS_MAX_THREADS"] = str(threads)
    ended = subprocess.run(
        [*program, *map(str, arguments)], cwd=cwd, env=env, capture_output=True, text=True, check=False
    )
    return ended.returncode, ended.stdout, ended.stderr


def told(*arguments, cwd):
    """Runs one command with --json; returns (exit code, object)."""
    code, out, err = telebatch(*arguments, "--json", cwd=cwd)
    assert out, err
    return code, json.loads(out)


def bytes_of(folder, *, but=("ledger", ".lock")):
    """Relative path → SHA-256 of every file a person may look at; the ledger's own bytes are SQLite's business."""
    found = {}
    for path in sorted(folder.rglob("*")):
        name = str(path.relative_to(folder))
        if path.is_file() and not any(part in name for part in but):
            found[name] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found
