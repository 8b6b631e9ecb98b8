"""The five verbs."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Literal

import click

from telebatch.cli.options import DATE_ORDER, DAY, ENCODING, FILE, ORDERS, SHEET, Common, writing
from telebatch.model.date_orders import DateOrder


@click.command()
@click.argument("lists", nargs=-1, type=FILE, metavar="LIST...")
@click.option("-p", "--project", required=True, help="Project the contacts are for.")
@click.option("--list", "name", default="", help="Named list [default: the file's name].")
@click.option("--supplier", help="Who delivered the list.")
@click.option("--received-on", type=DAY, help="Day of delivery [default: today].")
@click.option("--use-until", type=DAY, help="Last day on which the list may be used.")
@click.option("--consent", help="How the people on the list agreed, in words.")
@click.option("--price", help="Price of the list with currency: 500000 KRW.")
@ENCODING
@click.option("--delimiter", help="Cell separator [default: decided from content].")
@SHEET
@click.option(
    "--header",
    type=click.Choice(["find", "first", "none"]),
    default="find",
    show_default=True,
    help="Where the header stands: found under titles, the first filled row, or nowhere (columns are c1, c2 …).",
)
@DATE_ORDER
@click.option(
    "--region",
    metavar="REGION",
    help="Whose national numbers the list holds, one of the project's regions: JP [default: decided from content].",
)
@click.option("--withdraw-missing", is_flag=True, help="The file is the whole list: withdraw whom it no longer holds.")
@click.option("--again", is_flag=True, help="No LIST: decide again on all lists of the project by today's rules.")
@writing
def prequalify(
    common: Common, lists: tuple[Path, ...], project: str, name: str, supplier: str | None,
    received_on: datetime | None, use_until: datetime | None, consent: str | None, price: str | None,
    encoding: str | None, delimiter: str | None, sheet: str | None, header: Literal["find", "first", "none"],
    date_order: DateOrder | None, region: str | None, withdraw_missing: bool, again: bool,
) -> None:  # fmt: skip
    """Contact lists → verdicts: who may be called, who must be verified first, who not, and why.

    Writes lists/LIST/FILE-sha8/callable.csv, verify.csv, rejected.csv and summary.json.
    """
    if again == bool(lists):
        raise click.UsageError("give either lists or --again")
    if again and (encoding or delimiter or sheet or date_order or region or header != "find"):
        raise click.UsageError("--again reads every list as it was read before; how to read goes with a list")
    if again:
        from telebatch.pipeline.again import prequalify_again

        if any((name, supplier, received_on, use_until, consent, price, withdraw_missing)):
            raise click.UsageError("--again keeps what was told about every list; that goes with a list")
        common.say(prequalify_again(common.house(), project, dry_run=common.dry_run))
    from telebatch.model.records import ReadOptions
    from telebatch.pipeline.ahead import begin_reading

    options = ReadOptions(
        encoding=encoding,
        delimiter=delimiter,
        sheet=sheet,
        header=header,
        date_order=date_order,
        region=region.strip().upper() if region else None,
    )
    begun = begin_reading(Path.cwd(), common.workspace, lists[0], options)
    click.get_current_context().call_on_close(begun.end)
    # Loaded while the first list is being read.
    from telebatch.pipeline.lists.deliveries import ListFacts
    from telebatch.pipeline.prequalify import prequalify_lists
    from telebatch.pipeline.values import money

    minor, currency = money(price, "--price")
    facts = ListFacts(
        name, supplier, received_on.date() if received_on else None, use_until.date() if use_until else None, consent,
        minor, currency, withdraw_missing,
    )  # fmt: skip
    house = replace(common.house(), begun=begun)
    common.say(prequalify_lists(house, lists, project, facts, options, dry_run=common.dry_run))


@click.command()
@click.option("--on", "shift", metavar="SHIFT", help="2026-11-23, 2026-11-23am or 2026-11-23pm [default: today].")
@click.option("-p", "--project", "projects", multiple=True, help="Only these projects.")
@click.option("--release", is_flag=True, help="Hand the queues out: each call is then awaited.")
@click.option("--add", "top_up", is_flag=True, help="A further part for a shift that is already released.")
@click.option("--close", "closed", metavar="QUEUE", multiple=True, help="Close a queue; rows without result return.")
@click.option("--absent", multiple=True, metavar="AGENT", help="Agents who are not there.")
@click.option("--agent", metavar="AGENT", help="Her queue alone, beside what the others have.")
@click.option("--without-results", is_flag=True, help="Do not wait for results of released calls.")
@writing
def split(
    common: Common, shift: str | None, projects: tuple[str, ...], release: bool, top_up: bool, closed: tuple[str, ...],
    absent: tuple[str, ...], agent: str | None, without_results: bool,
) -> None:  # fmt: skip
    """Facts → call queues by project type and media combination, with call sheets and mailing lists.

    Every lead is queued, or stands in queues/SHIFT/not_queued.csv with its reason and next possible date.
    """
    from telebatch.pipeline.close import close_queues
    from telebatch.pipeline.queues.shift_asked import SplitOrder
    from telebatch.pipeline.split import split_shift

    house = common.house()
    if closed:
        common.say(close_queues(house, closed, dry_run=common.dry_run))
    order = SplitOrder(shift, projects, release, top_up, absent, without_results, agent)
    common.say(split_shift(house, order, dry_run=common.dry_run))


@click.command()
@click.argument("files", nargs=-1, required=True, type=FILE, metavar="FILE...")
@click.option("--source", help="Source the files came from [default: their folder, else recognised].")
@click.option("--format", "profile", metavar="FORMAT", help="Format profile [default: recognised by content].")
@click.option("-p", "--project", help="Project of every row [default: the source's map].")
@click.option("--zone", help="Time zone of times in the file.")
@ENCODING
@SHEET
@click.option("--date-order", type=ORDERS, help="How days like 12/11/2026 are written [default: decided by the file].")
@click.option(
    "--exported", metavar="TIME", help="When the file was made: of two files that tell of one call, the later counts."
)
@writing
def ingest(
    common: Common,
    files: tuple[Path, ...],
    source: str | None,
    profile: str | None,
    project: str | None,
    zone: str | None,
    encoding: str | None,
    sheet: str | None,
    date_order: DateOrder | None,
    exported: str | None,
) -> None:
    """Result files → attempts and outcomes; rows that cannot be taken in stand in quarantine/ with a remedy."""
    from telebatch.pipeline.ingest import ingest_files
    from telebatch.pipeline.results.made import exported_said
    from telebatch.pipeline.results.result_file import IngestOrder

    house = common.house()
    order = IngestOrder(source, profile, project, zone, exported_said(house, exported), date_order, encoding, sheet)
    common.say(ingest_files(house, files, order, dry_run=common.dry_run))


@click.command()
@click.option("--codes", is_flag=True, help="List every result code met, unmapped first; change nothing.")
@click.option(
    "--drift", "drift_days", type=click.IntRange(1, 3650), metavar="DAYS", default=7, show_default=True,
    help="With --codes: compare shares of the last DAYS days with the DAYS before.",
)  # fmt: skip
@writing
def classify(common: Common, codes: bool, drift_days: int) -> None:
    """Decide again on every stored result by today's maps, show what changes, and commit."""
    from telebatch.pipeline.classify import classify_again, list_codes

    house = common.house()
    common.say(list_codes(house, drift_days) if codes else classify_again(house, dry_run=common.dry_run))


@click.command()
@click.option("-p", "--project", "projects", multiple=True, help="Only these projects.")
@click.option("--period", metavar="PERIOD", help="2026-W47, 2026-11-23, 2026-11-23am, 2026-11 or A..B [default: last].")
@click.option("--format", "forms", metavar="FORMS", default="html,json", help="html, json, text [default: html,json].")
@click.option("--language", type=click.Choice(["en", "ko"]), help="Language of the review [default: the project's].")
@click.option("--rows", "kpi", metavar="NAME", help="List the rows behind one KPI or oddity instead.")
@click.option("--at-batch", type=int, help="As it was known after that batch.")
@click.option("--close", "closes", is_flag=True, help="Close the period: later changes stand in the next review.")
@writing
def report(
    common: Common, projects: tuple[str, ...], period: str | None, forms: str, language: str | None, kpi: str | None,
    at_batch: int | None, closes: bool,
) -> None:  # fmt: skip
    """Render the review of each project for a week, a day or a half-day, and reports/index.html."""
    from telebatch.pipeline.report import ReportOrder, report_projects

    order = ReportOrder(projects, period, tuple(forms.split(",")), language, kpi, at_batch, closes, common.dry_run)
    common.say(report_projects(common.house(), order))
