"""The day that the README shows runs, line by line as printed, on the samples that `init` copies."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from telebatch.model.errors import ExitCode
from tests.flow.centre import ROOT

pytestmark = pytest.mark.slow


def day():
    """The lines of the block that begins with `telebatch init`."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"```sh\n(telebatch init.*?)```", text, re.S)
    return block.splitlines()


def test_every_line_of_the_day_does_its_work(tmp_path):
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin" / "telebatch"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m telebatch "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    path = os.pathsep.join([str(program.parent), os.environ["PATH"]])
    room = {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT)}
    place, ended = tmp_path, {}
    for line in day():
        told = subprocess.run(["sh", "-c", line], cwd=place, env=room, capture_output=True, text=True, check=False)
        ended[line] = (told.returncode, told.stderr)
        place = tmp_path / "my-centre"
    assert {code for code, _ in ended.values()} <= {ExitCode.DONE, ExitCode.LOOK}, ended
    for made in ("lists/academies-2026-11", "queues/2026-11-16/manifest.json", "reports/index.html"):
        assert Path(place, made).exists(), ended
