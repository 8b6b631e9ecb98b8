"""Commands about one person: show a lead, set something on it, forget somebody on request."""

from __future__ import annotations

import click

from telebatch.cli.options import Common, common, writing

#: A paragraph that begins with a backspace stays as it is laid out.
_FIELDS = """\b
Fields:
  callback=2026-11-24T14:30  when to call again (the project's time zone)
  close                      no further calls; reopen takes it back
  hold_until=2026-12-01      no calls before that day
  agent=NAME                 only this agent calls
  key_person=yes|no          confirmed or not, whatever the title says
  number=010-1234-5678       a number to be dialled first
  title=TITLE                judged again, in every project
"""


@click.group()
def lead() -> None:
    """One lead: show how it stands, or set callback, close, hold, agent, number, title."""


@lead.command()
@click.argument("lead_id", metavar="LEAD")
@common
def show(common: Common, lead_id: str) -> None:
    """How one lead stands now, and what calls brought."""
    from telebatch.pipeline.lead import show_lead

    common.say(show_lead(common.house(), lead_id))


@lead.command("set", epilog=_FIELDS)
@click.argument("lead_id", metavar="LEAD")
@click.argument("changes", nargs=-1, required=True, metavar="FIELD=VALUE...")
@click.option("--by", required=True, help="Who decides it.")
@click.option("--why", required=True, help="Why.")
@writing
def set_fields(common: Common, lead_id: str, changes: tuple[str, ...], by: str, why: str) -> None:
    """Set fields of one lead; FIELD= takes an earlier value back."""
    from telebatch.pipeline.lead import LeadOrder, set_lead

    common.say(set_lead(common.house(), LeadOrder(lead_id, changes, by, why), dry_run=common.dry_run))


@click.command()
@click.argument("whom", nargs=-1, required=True, metavar="LEAD|PERSON|NUMBER...")
@click.option("--by", required=True, help="Who decides it.")
@click.option("--why", required=True, help="Why: the request's date or file; no names.")
@writing
def forget(common: Common, whom: tuple[str, ...], by: str, why: str) -> None:
    """Erase persons for good: names, numbers, memos go, counts stay, and their numbers are never called again.

    It cannot be undone. --dry-run tells what would go, and which files hold them.
    """
    from telebatch.pipeline.forget import ForgetOrder
    from telebatch.pipeline.forget import forget as forget_persons

    common.say(forget_persons(common.house(), ForgetOrder(whom, by, why), dry_run=common.dry_run))
