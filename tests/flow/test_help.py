"""Help is quick: it imports neither frames nor database nor terminal colours."""

import subprocess
import sys

import pytest

from tests.flow.centre import ROOT
from tests.pages.commands import helps

HEAVY = ("polars", "sqlalchemy", "rich", "pyarrow", "jinja2", "phonenumbers", "pydantic")


@pytest.mark.parametrize("arguments", [["--help"], ["prequalify", "--help"], ["--version"]])
def test_help_imports_nothing_heavy(arguments):
    told = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "telebatch", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    imported = {line.rsplit("|", 1)[-1].strip().split(".")[0] for line in told.stderr.splitlines() if "|" in line}
    assert imported & set(HEAVY) == set()
    assert "click" in imported


def test_every_command_tells_what_it_does():
    told = list(helps())
    assert len(told) > 20
    for name, text in told:
        assert len(text.splitlines()) > 3, name
        assert "Options:" in text, name
