"""The project speaks of the project alone, and holds no address of the machine it was made on."""

import re
import subprocess

from tests.gates.house import ROOT

#: Written in pieces, so that this file does not find itself.
STRANGERS = re.compile(
    "|".join(
        [
            r"/wo" + r"rk/",
            r"/ro" + r"ot/",
            r"\.\./sha" + r"red",
            r"\bsub" + r"agent",
            r"\bfarm" + r"-(bench|studio)",
            r"pypi\.o" + r"rg/simple",
            r"files\.pythonh" + r"osted",
        ]
    )
)


def strangers_in(text):
    return [line.strip()[:80] for line in text.splitlines() if STRANGERS.search(line)]


def tracked_texts():
    names = (
        subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.decode().split("\0")
    )
    for name in filter(None, names):
        path = ROOT / name
        if path.is_file() and path.stat().st_size < 2_000_000:
            try:
                yield name, path.read_text(encoding="utf-8")
            except UnicodeDecodeError:
                continue


def test_no_file_speaks_of_the_workplace():
    assert {name: found for name, text in tracked_texts() if (found := strangers_in(text))} == {}


def test_the_gate_bites_on_a_planted_path():
    assert strangers_in("see /wo" + "rk/main/x") != []
