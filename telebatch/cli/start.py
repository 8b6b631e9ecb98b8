"""Commands to begin with: a new workspace, a check of everything written, and the demo."""

from __future__ import annotations

import os
import shlex
import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from telebatch.cli.options import Common, common
from telebatch.model.errors import ExitCode

_FOLDER = click.Path(path_type=Path, file_okay=False)


@click.command()
@click.argument("folder", type=_FOLDER, default=Path(), metavar="[DIR]")
@click.option("--language", type=click.Choice(["en", "ko"]), default="ko", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--quiet", is_flag=True, help="Print nothing unless a person should look.")
@click.option("--debug", is_flag=True, hidden=True)
def init(folder: Path, language: str, as_json: bool, quiet: bool, debug: bool) -> None:
    """Make a working workspace: two example projects, sample lists and result files."""
    del debug
    from telebatch.cli.say import say
    from telebatch.pipeline.start import init_house

    say(init_house(folder, language, datetime.now(UTC)), as_json=as_json, quiet=quiet)


@click.command()
@common
def check(common: Common) -> None:
    """Read everything a person can edit and report all mistakes at once."""
    from telebatch.pipeline.start import check_house

    common.say(check_house(common.proved_house()))


@click.command()
@click.argument("folder", type=_FOLDER, default=Path("demo"), metavar="[DIR]")
@click.option("--debug", is_flag=True, hidden=True)
def demo(folder: Path, debug: bool) -> None:
    """Run the main job on the sample lists, from contact list to review report, and say where to look."""
    del debug
    from telebatch.cli.group import program
    from telebatch.pipeline.start import demo_lines

    _run(program, ["init", str(folder), "--quiet"])
    began = Path.cwd()
    os.chdir(folder)
    for line in demo_lines():
        click.echo(f"\n$ telebatch {line}", err=True)
        _run(program, shlex.split(line))
    os.chdir(began)
    click.echo(f"\nLook at {folder / 'reports' / 'index.html'}, {folder / 'queues'} and {folder / 'lists'}.")


def _run(program: click.Group, arguments: list[str]) -> None:
    """One command of the demo; 0 and 5 are how good commands end."""
    try:
        program.main(arguments, prog_name="telebatch", standalone_mode=False)
    except SystemExit as ended:
        if ended.code not in {ExitCode.DONE, ExitCode.LOOK}:
            sys.exit(ended.code)
