"""How an answer is said: figures to stdout, words to stderr, one JSON object on request."""

from __future__ import annotations

import errno
import json
import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from telebatch.model.errors import ExitCode, StoreRefused, TelebatchError

if TYPE_CHECKING:
    from telebatch.pipeline.told import Told

_DISK = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO, errno.EACCES, errno.EPERM})


def say(told: Told, *, as_json: bool, quiet: bool) -> NoReturn:
    """Prints one answer and ends the program with its exit code."""
    if as_json:
        click.echo(json.dumps(told.as_json(), ensure_ascii=False, indent=2))
    else:
        _say_figures(told, quiet=quiet)
        for mistake in (*told.refused, *(() if quiet else told.warnings)):
            click.echo(f"{'refused' if mistake in told.refused else 'note'}: {mistake}", err=True)
    sys.exit(int(told.exit_code))


def _say_figures(told: Told, *, quiet: bool) -> None:
    # A quiet night prints nothing; one that needs a person prints its figures all the same.
    if quiet and told.exit_code is ExitCode.DONE:
        return
    for line in told.shown:
        click.echo(line)
    for mistake in told.looks:
        click.echo(f"look: {mistake}")
    for one in told.inputs:
        if one.state == "same_as_before":
            batch = "" if one.batch is None else f" as batch {one.batch}"
            click.echo(f"{one.path}: already taken{batch}, nothing changed", err=True)
    _say_table("", told.counts)
    _say_table("  ", told.reasons)
    for name in told.files:
        click.echo(name)


def _say_table(indent: str, figures: object) -> None:
    rows = dict(figures)  # type: ignore[call-overload] # any mapping of name to number
    width = max((len(name) for name in rows), default=0)
    for name, count in rows.items():
        click.echo(f"{indent}{name:<{width}}  {count:>12,}")


def say_error(error: TelebatchError, *, as_json: bool) -> None:
    """Prints every mistake of an error and ends the program with its exit code."""
    if as_json:
        told = {"error": [str(mistake) for mistake in error.mistakes], "exit_code": int(error.exit_code)}
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
    for mistake in error.mistakes:
        click.echo(f"error: {mistake}", err=True)
    sys.exit(int(error.exit_code))


def say_disk(fault: OSError, *, as_json: bool, debug: bool) -> None:
    """A disk without room or permission is no fault of ours: said as the store's own troubles are, exit 4."""
    number = fault.errno or _number_in(str(fault))
    if number not in _DISK:
        say_fault(fault, as_json=as_json, debug=debug)
    what = f"a file of the workspace cannot be read or written: {os.strerror(number)}"
    remedy = "free some space or mend the permissions, then run again: what is done already is not done twice"
    say_error(StoreRefused(what, place=Path(str(fault.filename or "")).name, remedy=remedy), as_json=as_json)


def _number_in(words: str) -> int:
    """Polars tells the system's number in words only: `… (os error 28)`."""
    found = re.search(r"os error (\d+)", words)
    return int(found.group(1)) if found else 0


def say_fault(fault: BaseException, *, as_json: bool, debug: bool) -> None:
    """Prints a fault of ours without a traceback and without any cell value, and exits 1."""
    if debug:
        raise fault
    place = fault.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    where = f"{place.tb_frame.f_code.co_name}, line {place.tb_lineno}" if place else "unknown place"
    what = f"a fault of telebatch ({type(fault).__name__} in {where}); nothing was changed"
    remedy = "run the command again with --debug and send us what it prints, after removing customers' values"
    say_error(TelebatchError(what, remedy=remedy), as_json=as_json)
