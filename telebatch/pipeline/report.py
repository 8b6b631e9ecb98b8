"""Reviews: the figures of each project for one period, rendered, with an index of all there are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from types import MappingProxyType

import polars as pl

from telebatch.model.currencies import DECIMALS
from telebatch.model.errors import Mistake, WrongUsage
from telebatch.model.ids import lead_id
from telebatch.model.periods import Period, parse_period
from telebatch.model.project import Project
from telebatch.model.review import ReportRules, Review
from telebatch.pipeline.house import House
from telebatch.pipeline.reviews.closing import (
    REPORTS,
    Asked,
    Moment,
    close_periods,
    closings,
    refuse_closing,
)
from telebatch.pipeline.reviews.report_facts import by_moment, report_facts
from telebatch.pipeline.reviews.since_closed import changed_since, reviewed
from telebatch.pipeline.told import Told
from telebatch.pipeline.written import all_templates, own_templates
from telebatch.render import render_index, render_review, render_text, review_json
from telebatch.report import CALLS_READ, rows
from telebatch.store import Commit
from telebatch.write import write_csv, write_text

_ENDINGS = MappingProxyType({"html": "html", "json": "json", "text": "txt"})
_RENDERERS = MappingProxyType({"html": render_review, "text": render_text})


@dataclass(frozen=True)
class ReportOrder:
    """What was asked.

    Attributes:
      projects: Empty: every project that has results or leads.
      period: null: the last full one of each project's own cadence.
      kpi: List the rows behind this KPI instead of rendering.
      at_batch: As known after that batch; null: now.
      closes: From now on the reviews change no more; see `closing`.
    """

    projects: tuple[str, ...] = ()
    period: str | None = None
    forms: tuple[str, ...] = ("html", "json")
    language: str | None = None
    kpi: str | None = None
    at_batch: int | None = None
    closes: bool = False
    dry_run: bool = False


def report_projects(house: House, order: ReportOrder) -> Told:
    """Renders the review of each project; that of a closed period by what was known when it was closed.

    Raises:
      WrongUsage: Unknown project, period, format or KPI, a period that has not begun, or one that cannot be closed.
    """
    _refuse(house, order)
    names = order.projects or tuple(sorted(house.settings.projects))
    asked = [(house.project(name), _period(house, house.project(name), order.period)) for name in names]
    if order.closes:
        refuse_closing(house, asked)
    if order.kpi:
        return _rows_behind(house, asked, order)
    with house.writing(REPORTS[order.closes], dry_run=order.dry_run) as commit:
        now = _now(house, order)
        said = close_periods(commit, now, asked) if order.closes else ()
        made = _reviews(now, asked, closes=order.closes)
        files = [name for review in made for name in _one(house, commit, review, order)]
        files += _index(house, commit, made, order)
        commit.counts["reviews"] = len(made)
        counts = dict(commit.counts)
    warnings = (*said, *_below_floor(made))
    batch = commit.batch if order.closes else None
    return Told("report", house.as_of.isoformat(), batch, counts=counts, files=tuple(files), warnings=warnings)


def _refuse(house: House, order: ReportOrder) -> None:
    unknown = [form for form in order.forms if form not in _ENDINGS]
    if unknown:
        raise WrongUsage(f"no format {unknown[0]!r}", place="--format", remedy=f"choose of {', '.join(_ENDINGS)}")
    if order.at_batch:
        house.store.batch(order.at_batch)  # refuses one there is not
    if order.closes and (order.kpi or order.at_batch is not None):
        raise WrongUsage("a period is closed by what is known now", place="--close", remedy="leave --rows, --at-batch")


def _now(house: House, order: ReportOrder) -> Moment:
    """What is known now; or at the batch asked for, when no closing plays a part."""
    view, settings = house.store.view(order.at_batch), house.recorded(order.at_batch) or house.settings
    return Moment(house, view, settings, closings(view) if order.at_batch is None else {})


def _reviews(now: Moment, asked: Sequence[Asked], *, closes: bool = False) -> list[Review]:
    """Of each project and period, in their order; calls are read once for all that share a moment."""
    made = []
    for one, moment, calls in by_moment(now, asked, CALLS_READ):
        review = reviewed(moment, calls, one)
        is_closed = closes or moment.closing is not None
        made.append(replace(review, is_closed=is_closed, after_closing=changed_since(moment, review, one)))
    return made


def _period(house: House, project: Project, text: str | None) -> Period:
    zone = str(house.project_zone(project))
    if text is None:
        text = last_period(project, house.as_of.astimezone(house.project_zone(project)))
    period = parse_period(text, zone, project.cycle.cut_off)
    if period.start_utc > house.as_of:
        now = house.as_of.astimezone(house.project_zone(project))
        raise WrongUsage(
            f"{period.text} has not begun: it is {now:%Y-%m-%d %H:%M} in {project.name}", place="--period",
            remedy="name a period that runs or is over",
        )  # fmt: skip
    return period


def last_period(project: Project, now: datetime) -> str:
    """The latest period of the project's cadence that is over at `now` (project zone)."""
    if project.cycle.review == "weekly":
        year, week, _ = (now.date() - timedelta(days=7)).isocalendar()
        return f"{year}-W{week:02d}"
    yesterday: date = now.date() - timedelta(days=1)
    if project.cycle.review == "daily":
        return yesterday.isoformat()
    return f"{now.date()}am" if now.time() >= project.cycle.cut_off else f"{yesterday}pm"


def _one(house: House, commit: Commit, review: Review, order: ReportOrder) -> list[str]:
    """Writes one review in every form asked for; returns the paths."""
    project = house.settings.projects[review.card.name]
    language = order.language or house.language(project)
    templates, wording = _templates(house), _words(house)
    folder = Path("reports") / project.name
    written = []
    for form in order.forms:
        # A review of what was once known stands beside today's, not in its place.
        known = "" if order.at_batch is None else f"-batch{order.at_batch}"
        path = folder / f"{review.period.text}{known}.{_ENDINGS[form]}"
        if form == "json":
            text = review_json(review)
        else:
            text = _RENDERERS[form](review, language=language, templates=templates, wording=wording)
        write_text(commit.output(path), text)
        written.append(str(path))
    return written


def _templates(house: House) -> dict[str, str]:
    return all_templates(house.shipped, own_templates(house.settings.texts))


def _words(house: House) -> dict[str, dict[str, str]]:
    return {language: dict(words) for language, words in house.shipped.wording.items()}


def _index(house: House, commit: Commit, reviews: Sequence[Review], order: ReportOrder) -> list[str]:
    """`reports/index.html` over every review this workspace ever rendered, the new ones first known here."""
    if "html" not in order.forms:
        return []
    path = Path("reports/index.html")
    language = order.language or house.settings.workspace.language
    shown = {f"reports/{review.card.name}/{review.period.text}.html" for review in reviews}
    paths = (row.path for row in house.store.outputs() if row.path.endswith(".html") and row.path.count("/") == 2)
    earlier = [name for name in dict.fromkeys(paths) if name.startswith("reports/") and name not in shown]
    text = render_index(
        tuple(reviews), earlier=tuple(earlier), language=language, templates=_templates(house),
        wording=_words(house),
    )  # fmt: skip
    write_text(commit.output(path), text)
    return [str(path)]


def _below_floor(reviews: Iterable[Review]) -> tuple[Mistake, ...]:
    return tuple(
        Mistake(f"{kpi.name} is below its floor", place=f"{review.card.name} {review.period.text}")
        for review in reviews
        for kpi in review.kpis
        if kpi.is_below_floor
    )


def _rows_behind(house: House, asked: Sequence[Asked], order: ReportOrder) -> Told:
    """Writes the rows behind one KPI, one file per project."""
    files = []
    with house.writing("report", dry_run=order.dry_run) as commit:
        for (project, period), moment, calls in by_moment(_now(house, order), asked):
            facts = report_facts(moment, calls, project.name)
            found = rows(order.kpi or "", facts, project, period, ReportRules(moment.settings.own_leaves))
            path = Path("reports") / project.name / f"{period.text}-{order.kpi}.csv"
            write_csv(commit.output(path), _in_money(_found_again(found, facts.files), project.costs.currency))
            files.append(str(path))
    return Told("report --rows", house.as_of.isoformat(), files=tuple(files))


#: Cost rows are kept in so many parts of a minor unit, and told with so many decimals more than their currency has.
_PARTS, _MORE = 3600, 2


def _in_money(rows: pl.LazyFrame, currency: str) -> pl.LazyFrame:
    """Rows of costs with what they cost in `currency` as their amount; others as they are."""
    if not {"item", "cost"} <= set(rows.collect_schema().names()):
        return rows
    digits = DECIMALS.get(currency, 2)
    cost = (pl.col("cost") / (_PARTS * 10**digits)).round(digits + _MORE)
    return rows.with_columns(cost.alias("amount"), pl.lit(currency).alias("currency")).drop("cost")


#: What the rows of the various frames are put in order by, as far as they have it; together unique in each frame.
_ROW_ORDER = (
    "start_utc",
    "callback_utc",
    "at_utc",
    "agent",
    "day",
    "from_utc",
    "lead_key",
    "file_key",
    "record",
    "item",
)


def _found_again(rows: pl.LazyFrame, files: pl.LazyFrame) -> pl.LazyFrame:
    """The rows in a lasting order, each with the `lead_id` and `file` by which a person finds it again."""
    shape = rows.collect_schema()
    columns = shape.names()
    days = [name for name, kind in shape.items() if isinstance(kind, pl.List)]
    rows = rows.with_columns(pl.col(name).cast(pl.List(pl.String)).list.join("+") for name in days)
    ordered = rows.sort([name for name in _ROW_ORDER if name in columns], maintain_order=True)
    if "lead_key" in columns:
        ordered = ordered.select(lead_id(pl.col("lead_key")).alias("lead_id"), pl.all())
    if "file_key" in columns:
        names = files.select("file_key", "file")
        ordered = ordered.join(names, on="file_key", how="left", maintain_order="left").select(
            "file", pl.exclude("file")
        )
    return ordered
