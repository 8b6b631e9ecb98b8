"""The command for cron."""

from __future__ import annotations

import click

from telebatch.cli.options import Common, writing


@click.command()
@click.option(
    "--pause", type=click.FloatRange(0, 600), default=2.0, show_default=True,
    help="Seconds between two looks at the inbox; a file that changes in between waits.",
)  # fmt: skip
@writing
def nightly(common: Common, pause: float) -> None:
    """Take in every file of the inbox, render the reviews that are due, build the next shift of each project.

    Files go to inbox/SOURCE/done/ or inbox/SOURCE/refused/. Queues are built, never released. Ends with 5 where a
    person should look: a file refused, rows in quarantine, a code in no map, an expected file missing.
    """
    from telebatch.pipeline.nightly import night

    common.say(night(common.house(), pause, dry_run=common.dry_run))
