"""How long does `--help` take, against a program of bare click?"""

from pathlib import Path

from benchmarks.timing import median, run
from benchmarks.told import Line, Told

#: As many commands as there are verbs; nothing else.
_BARE = """\
import click

@click.group()
def program():
    "A bare program."

for name in ("prequalify", "split", "ingest", "classify", "report"):
    program.command(name)(lambda: None)

program()
"""
_STARTS_PER_ROUND = 7


def bench(folder: Path, rows: int, rounds: int) -> Told:
    """Starts both in turns; a start is a row, whatever `rows` says."""
    del rows
    bare = folder / "bare_click.py"
    bare.write_text(_BARE, encoding="utf-8")
    commands = {"bare click": [str(bare), "--help"], "telebatch --help": ["-m", "telebatch", "--help"]}
    taken = {name: [] for name in commands}
    for _ in range(rounds * _STARTS_PER_ROUND):
        for name, arguments in commands.items():
            taken[name].append(run(arguments))
    return Told("--help", tuple(Line(name, 1, median(runs)) for name, runs in taken.items()), {})
