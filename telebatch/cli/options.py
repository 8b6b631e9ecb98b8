"""Options that every command shares, and how they become one house to work in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from telebatch import memory
from telebatch.model.date_orders import DATE_ORDERS

if TYPE_CHECKING:
    from telebatch.pipeline.house import House, Reader
    from telebatch.pipeline.told import Told

FILE = click.Path(path_type=Path, dir_okay=False)
DAY = click.DateTime(["%Y-%m-%d"])
#: Day, month and year in the order in which dates are written.
ORDERS = click.Choice(DATE_ORDERS)
ENCODING = click.option("--encoding", help="Encoding of the file [default: decided from content].")
SHEET = click.option(
    "--sheet", help="Sheet of a workbook, file of an archive or table of a JSON text [default: every visible one]."
)
DATE_ORDER = click.option(
    "--date-order", type=ORDERS, help="How dates like 01/02/2026 are written [default: decided by column]."
)


@dataclass(frozen=True)
class Common:
    """What was said with the options every command has."""

    workspace: Path | None
    as_of: str | None
    as_json: bool
    quiet: bool
    dry_run: bool = False
    lock_timeout: float | None = None
    opened: list[House] = field(default_factory=list, compare=False)

    def house(self) -> House:
        """Opens the workspace; the clock is read here and nowhere else."""
        from telebatch.pipeline.house import read_settings

        return self._opened(read_settings)

    def proved_house(self) -> House:
        """As `house`, with everything a person can edit proved first."""
        from telebatch.pipeline.written import load_whole

        return self._opened(load_whole)

    def _opened(self, read: Reader) -> House:
        from telebatch.pipeline.house import Asked, open_house

        asked = Asked(self.workspace, self.as_of, self.lock_timeout)
        house = open_house(Path.cwd(), asked, now=datetime.now(UTC), read=read)
        self.opened.append(house)
        click.get_current_context().call_on_close(house.store.close)
        return house

    def say(self, told: Told) -> NoReturn:
        """Prints the answer, with the outputs that could not be put in place, and ends the program."""
        from telebatch.cli.say import say

        told = told.uncommitted() if self.dry_run else told
        left = tuple(mistake for house in self.opened for mistake in house.store.left)
        if left:
            told = replace(told, looks=(*told.looks, *left))
        say(told, as_json=self.as_json, quiet=self.quiet)


def common(command: Callable[..., None]) -> Callable[..., None]:
    """Adds the shared options and hands them on as one `common` argument."""
    return _shared(command, writes=False)


def writing(command: Callable[..., None]) -> Callable[..., None]:
    """As `common`, with `--dry-run` and `--lock-timeout` for commands that write."""
    return _shared(command, writes=True)


def _shared(command: Callable[..., None], *, writes: bool) -> Callable[..., None]:
    def run(
        workspace: Path | None,
        as_of: str | None,
        as_json: bool,
        quiet: bool,
        **rest: Any,  # noqa: ANN401
    ) -> None:
        rest.pop("debug", None)  # read from the command line itself, where errors end
        dry_run, lock_timeout = bool(rest.pop("dry_run", False)), rest.pop("lock_timeout", None)
        memory.before_work()
        command(Common(workspace, as_of, as_json, quiet, dry_run, lock_timeout), **rest)

    run.__name__, run.__doc__ = command.__name__, command.__doc__
    run.__click_params__ = getattr(command, "__click_params__", [])  # type: ignore[attr-defined] # click's own protocol
    decorated: Callable[..., None] = run
    for option in reversed(_options(writes=writes)):
        decorated = option(decorated)
    return decorated


def _options(*, writes: bool) -> list[Callable[[Callable[..., None]], Callable[..., None]]]:
    folder = click.Path(path_type=Path, file_okay=False)
    options: list[Callable[[Callable[..., None]], Callable[..., None]]] = [
        click.option(
            "--workspace", type=folder, help="Workspace folder [default: nearest parent with telebatch.toml]."
        ),
        click.option(
            "--as-of",
            metavar="TIME",
            help="Set the clock: 2026-11-23T08:00[+09:00]; no offset: workspace zone.",
        ),
        click.option("--json", "as_json", is_flag=True, help="Print one JSON object."),
        click.option("--quiet", is_flag=True, help="Print nothing unless a person should look."),
        click.option("--debug", is_flag=True, hidden=True),
    ]
    if writes:
        options += [
            click.option(
                "--lock-timeout",
                type=click.FloatRange(0),
                metavar="SECONDS",
                help="Wait so long for another command to finish [default: lock_timeout_seconds of the workspace].",
            ),
            click.option("--dry-run", is_flag=True, help="Compute and show everything, change nothing."),
        ]
    return options
