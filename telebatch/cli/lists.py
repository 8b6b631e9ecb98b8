"""Commands that keep contact lists clean: suppressions, register scrubs, touches, a data supplier's answers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from telebatch.cli.options import DATE_ORDER, DAY, ENCODING, FILE, Common, common, writing

#: Option → field of Named.
_KINDS = (
    ("--lead", "leads", "Lead, by lead_id."),
    ("--person", "persons", "Person with every number known now and later, by person_id."),
    ("--email", "emails", "E-mail address."),
    ("--company", "companies", "Company, in any spelling of its name."),
    ("--prefix", "prefixes", "Numbers that begin so: '+82 2 555*'."),
    ("--record", "records", "The client's own key of a record."),
)
_LIST_NAME = "do-not-call"
_LIST = click.option("--list", "name", default=_LIST_NAME, show_default=True, help="Named list.")
_PROJECT = click.option("-p", "--project", help="Only for this project.")
_CHANNELS = click.Choice(["any", "call", "mail", "email"])
_CHANNEL = click.option("--channel", type=_CHANNELS, default="any", show_default=True)


def _named(command: Callable[..., None]) -> Callable[..., None]:
    """Numbers and everything else that can be named."""
    for option, field, told in reversed(_KINDS):
        command = click.option(option, field, multiple=True, help=told)(command)
    return click.argument("numbers", nargs=-1, metavar="[NUMBER]...")(command)


def _split(rest: dict[str, Any]) -> Any:  # noqa: ANN401 - Named is imported late
    from telebatch.pipeline.people.named import Named

    return Named(**{field: rest.pop(field) for field in ("numbers", *(field for _, field, _ in _KINDS))})


def _date(day: datetime | None) -> date | None:
    return day.date() if day else None


@click.group()
def suppress() -> None:
    """Who must not be contacted: add, import, remove, test, export; scrubs against registers."""


@suppress.command()
@_named
@_LIST
@_PROJECT
@_CHANNEL
@click.option("--from", "since", type=DAY, help="First day [default: always was].")
@click.option("--until", type=DAY, help="Last day [default: for good].")
@click.option("--by", help="Who asked.")
@click.option("--why", "--note", "note", help="Why.")
@writing
def add(common: Common, name: str, project: str | None, channel: str, **rest: Any) -> None:  # noqa: ANN401
    """Suppress what is named by hand; handed-out calls it stops stand in queues/SHIFT/withdraw.csv."""
    from telebatch.pipeline.care.suppress import SuppressionOrder, add_suppressions

    named = _split(rest)
    order = SuppressionOrder(
        name, project, channel, _date(rest["since"]), _date(rest["until"]), rest["by"], rest["note"]
    )
    common.say(add_suppressions(common.house(), named, order, dry_run=common.dry_run))


@suppress.command()
@_named
@_LIST
@click.option("-p", "--project", help="Only what was asked for this project [default: whatever project].")
@click.option("--all-projects", is_flag=True, help="Only what was asked for all projects at once.")
@click.option(
    "--channel", type=_CHANNELS, help="Only what was asked for this channel; any: for every one [default: whatever]."
)
@click.option("--by", required=True, help="Who takes it back.")
@click.option("--why", required=True, help="Why.")
@writing
def remove(common: Common, name: str, project: str | None, channel: str | None, by: str, why: str, **rest: Any) -> None:  # noqa: ANN401
    """Take entries back from a list; the history stays."""
    from telebatch.model.list_tables import WHOLE
    from telebatch.pipeline.care.suppress import SuppressionOrder, remove_suppressions

    is_general = rest.pop("all_projects")
    if project and is_general:
        raise click.UsageError("--project and --all-projects exclude each other")
    scope = WHOLE if is_general else project
    against = {None: "any", "any": WHOLE}.get(channel, channel)
    order = SuppressionOrder(name, scope, str(against), asked_by=by, note=why, is_removal=True)
    common.say(remove_suppressions(common.house(), _split(rest), order, dry_run=common.dry_run))


@suppress.command("import")
@click.argument("file", type=FILE)
@_LIST
@_PROJECT
@_CHANNEL
@click.option("--from", "since", type=DAY, help="First day [default: the row's own date, else always was].")
@click.option("--until", type=DAY, help="Last day [default: the row's own, else for good].")
@click.option("--by", help="Who asked.")
@click.option("--scrub", is_flag=True, help="FILE is a register's answer to an export.")
@click.option("--register", metavar="REGION", help="Register that answered, with --scrub: KR.")
@click.option("--on", type=DAY, help="Day of the comparison, with --scrub [default: today].")
@ENCODING
@DATE_ORDER
@writing
def import_file(common: Common, file: Path, name: str, project: str | None, channel: str, **rest: Any) -> None:  # noqa: ANN401
    """Suppress every number and e-mail address of a file, or take a register's answer."""
    from telebatch.model.records import ReadOptions

    options = ReadOptions(encoding=rest["encoding"], date_order=rest["date_order"])
    if rest["scrub"] != bool(rest["register"]):
        raise click.UsageError("--scrub and --register go together")
    of_lists = project or channel != "any" or name != _LIST_NAME or any(rest[one] for one in ("since", "until", "by"))
    if rest["scrub"] and of_lists:
        raise click.UsageError("a register's answer has its own list, scope and days: leave out what names others")
    if rest["on"] and not rest["scrub"]:
        raise click.UsageError("--on is the day of a comparison, with --scrub; write --from for the first day")
    if rest["scrub"]:
        from telebatch.pipeline.care.scrub_answers import import_answer

        on = _date(rest["on"])
        common.say(import_answer(common.house(), file, rest["register"], options, on=on, dry_run=common.dry_run))
    else:
        from telebatch.pipeline.care.suppress import SuppressionOrder
        from telebatch.pipeline.care.suppress_import import import_suppressions

        order = SuppressionOrder(name, project, channel, _date(rest["since"]), _date(rest["until"]), rest["by"])
        common.say(import_suppressions(common.house(), file, order, options, dry_run=common.dry_run))


@suppress.command()
@_named
@common
def test(common: Common, **rest: Any) -> None:  # noqa: ANN401
    """Say for each thing named on which lists it stands, since when, and who asked."""
    from telebatch.pipeline.care.suppress import test_named

    common.say(test_named(common.house(), _split(rest)))


@suppress.command()
@_LIST
@click.option("--register", metavar="REGION", help="Instead: numbers due for a comparison with this register.")
@click.option("--within", type=click.IntRange(0), default=0, show_default=True, help="Days ahead, with --register.")
@click.option("--history", is_flag=True, help="All that was ever put on the list and taken off: when, by whom, why.")
@writing
def export(common: Common, name: str, register: str | None, within: int, *, history: bool) -> None:
    """Write a named list, or the numbers that a register must be asked about."""
    if register is not None and history:
        raise click.UsageError("--history is of a named list, not of a --register")
    if register is None and within:
        raise click.UsageError("--within is of a --register")
    if history:
        from telebatch.pipeline.care.suppress_log import export_history

        common.say(export_history(common.house(), name, dry_run=common.dry_run))
    elif register is not None:
        from telebatch.pipeline.care.scrub import export_due

        common.say(export_due(common.house(), register, within=within, dry_run=common.dry_run))
    else:
        from telebatch.pipeline.care.suppress_export import export_list

        common.say(export_list(common.house(), name, dry_run=common.dry_run))


@suppress.command()
@_LIST
@click.option("--register", metavar="REGION", help="Instead: every comparison with this register.")
@common
def log(common: Common, name: str, register: str | None) -> None:
    """Print what was put on a named list and taken off, or every comparison with a register, for an inspector."""
    if register is not None:
        from telebatch.pipeline.care.scrub import scrub_log

        common.say(scrub_log(common.house(), register))
    else:
        from telebatch.pipeline.care.suppress_log import list_log

        common.say(list_log(common.house(), name))


@click.group()
def verify() -> None:
    """Ask a data supplier about persons, numbers and addresses, and take the answers."""


@verify.command("export")
@click.option("--supplier", required=True, help="Who is asked.")
@click.option("-p", "--project", help="Only leads of this project.")
@click.option("--limit", type=click.IntRange(1), help="At most so many persons, the best scored first.")
@writing
def export_questions(common: Common, supplier: str, project: str | None, limit: int | None) -> None:
    """Unknown or stale key persons, bad numbers, returned addresses → a file for the data supplier."""
    from telebatch.pipeline.care.verify import export_questions as export
    from telebatch.pipeline.care.verify import named_supplier

    house = common.house()
    common.say(export(house, named_supplier(house, supplier), project, limit, dry_run=common.dry_run))


@verify.command("import")
@click.argument("file", type=FILE)
@click.option("--supplier", required=True, help="Who answered.")
@click.option("--cost", help="Price of one answer with currency: 120 KRW.")
@click.option("--on", type=DAY, help="Day of the answers [default: the row's own, else today].")
@ENCODING
@DATE_ORDER
@writing
def import_answers(
    common: Common,
    file: Path,
    supplier: str,
    cost: str | None,
    on: datetime | None,
    **told: Any,  # noqa: ANN401
) -> None:
    """A supplier's answers: confirmed, changed, left, closed, not found; leads are decided again at once."""
    from telebatch.model.records import ReadOptions
    from telebatch.pipeline.care.verify import named_supplier
    from telebatch.pipeline.care.verify_import import AnswerOrder
    from telebatch.pipeline.care.verify_import import import_answers as take
    from telebatch.pipeline.values import money

    minor, currency = money(cost, "--cost")
    house = common.house()
    order = AnswerOrder(named_supplier(house, supplier), minor, currency, _date(on))
    common.say(take(house, file, order, ReadOptions(**told), dry_run=common.dry_run))


@verify.command("yield")
@common
def show_yield(common: Common) -> None:
    """What each supplier was asked, answered and cost."""
    from telebatch.pipeline.care.verify import supplier_yield

    common.say(supplier_yield(common.house()))


@click.command()
@click.argument("file", type=FILE)
@click.option("-p", "--project", required=True, help="Project the touches belong to.")
@click.option("--medium", help="Medium of every row [default: the file's column].")
@ENCODING
@DATE_ORDER
@writing
def touch(common: Common, file: Path, project: str, medium: str | None, **told: Any) -> None:  # noqa: ANN401
    """Take in what was sent by other media: drop logs, bounces, returned post."""
    from telebatch.model.records import ReadOptions
    from telebatch.pipeline.touch import take_touches

    common.say(take_touches(common.house(), file, project, medium, ReadOptions(**told), dry_run=common.dry_run))
