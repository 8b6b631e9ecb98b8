"""Commands that take in what stands beside contact lists: suppressions and touches."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from telebatch.cli.options import Common, common, writing

_FILE = click.Path(path_type=Path, dir_okay=False)
_DAY = click.DateTime(["%Y-%m-%d"])


@click.group()
def suppress() -> None:
    """Numbers that must not be called: add, import, remove, test."""


@suppress.command()
@click.argument("numbers", nargs=-1, required=True, metavar="NUMBER...")
@click.option("--list", "name", default="do-not-call", show_default=True, help="Named list.")
@click.option("-p", "--project", help="Only for this project.")
@click.option("--channel", type=click.Choice(["any", "call", "mail", "email"]), default="any", show_default=True)
@click.option("--from", "since", type=_DAY, help="First day.")
@click.option("--until", type=_DAY, help="Last day [default: for good].")
@click.option("--by", help="Who asked.")
@click.option("--note", help="Why.")
@writing
def add(
    common: Common, numbers: tuple[str, ...], name: str, project: str | None, channel: str, since: datetime | None,
    until: datetime | None, by: str | None, note: str | None,
) -> None:  # fmt: skip
    """Suppress numbers given by hand."""
    from telebatch.pipeline.suppress import SuppressionOrder, add_suppressions

    order = SuppressionOrder(
        name, project, channel, since.date() if since else None, until.date() if until else None, by, note
    )
    common.say(add_suppressions(common.house(), numbers, order, dry_run=common.dry_run))


@suppress.command()
@click.argument("numbers", nargs=-1, required=True, metavar="NUMBER...")
@click.option("--list", "name", default="do-not-call", show_default=True, help="Named list.")
@click.option("--by", required=True, help="Who takes it back.")
@click.option("--why", required=True, help="Why.")
@writing
def remove(common: Common, numbers: tuple[str, ...], name: str, by: str, why: str) -> None:
    """Take numbers back from a list; the history stays."""
    from telebatch.pipeline.suppress import SuppressionOrder, add_suppressions

    order = SuppressionOrder(name, asked_by=by, note=why, is_removal=True)
    common.say(add_suppressions(common.house(), numbers, order, dry_run=common.dry_run))


@suppress.command("import")
@click.argument("file", type=_FILE)
@click.option("--list", "name", default="do-not-call", show_default=True, help="Named list.")
@click.option("-p", "--project", help="Only for this project.")
@click.option("--until", type=_DAY, help="Last day [default: for good].")
@click.option("--by", help="Who asked.")
@writing
def import_file(
    common: Common, file: Path, name: str, project: str | None, until: datetime | None, by: str | None
) -> None:
    """Suppress every number of a file."""
    from telebatch.model.records import ReadOptions
    from telebatch.pipeline.suppress import SuppressionOrder, import_suppressions

    order = SuppressionOrder(name, project, until_on=until.date() if until else None, asked_by=by)
    common.say(import_suppressions(common.house(), file, order, ReadOptions(), dry_run=common.dry_run))


@suppress.command()
@click.argument("numbers", nargs=-1, required=True, metavar="NUMBER...")
@common
def test(common: Common, numbers: tuple[str, ...]) -> None:
    """Say for each number on which lists it stands, since when, and who asked."""
    from telebatch.pipeline.suppress import test_numbers

    common.say(test_numbers(common.house(), numbers))


@click.command()
@click.argument("file", type=_FILE)
@click.option("-p", "--project", required=True, help="Project the touches belong to.")
@click.option("--medium", help="Medium of every row [default: the file's column].")
@writing
def touch(common: Common, file: Path, project: str, medium: str | None) -> None:
    """Take in what was sent by other media: drop logs, bounces, returned post."""
    from telebatch.pipeline.touch import take_touches

    common.say(take_touches(common.house(), file, project, medium, dry_run=common.dry_run))
