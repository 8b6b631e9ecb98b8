"""Reviews: the figures of each project for one period, rendered, with an index of all there are."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from types import MappingProxyType

import polars as pl

from telebatch.classify import Classified
from telebatch.model.errors import Mistake, WrongUsage
from telebatch.model.ids import lead_id
from telebatch.model.periods import Period, parse_period
from telebatch.model.project import Project
from telebatch.model.review import ReportRules, Review
from telebatch.model.tables import AGENT_TIME, AMENDMENTS, LISTED, LISTS, QUARANTINE, TOUCHES, VERIFIED
from telebatch.model.workspace import Settings
from telebatch.pipeline.calls_counted import calls_counted
from telebatch.pipeline.house import House
from telebatch.pipeline.knowledge import states
from telebatch.pipeline.quarantine_file import MENDED, still_waiting
from telebatch.pipeline.told import Told
from telebatch.pipeline.written import all_templates, own_templates
from telebatch.render import render_index, render_review, render_text, review_json
from telebatch.report import CALLS_READ, FILES, ReportFacts, needed_from, report, rows
from telebatch.store import Commit, View
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
    """

    projects: tuple[str, ...] = ()
    period: str | None = None
    forms: tuple[str, ...] = ("html", "json")
    language: str | None = None
    kpi: str | None = None
    at_batch: int | None = None
    dry_run: bool = False


def report_projects(house: House, order: ReportOrder) -> Told:
    """Renders the review of each project.

    Raises:
      WrongUsage: Unknown project, period, format or KPI, or a period that has not begun.
    """
    unknown = [form for form in order.forms if form not in _ENDINGS]
    if unknown:
        raise WrongUsage(f"no format {unknown[0]!r}", place="--format", remedy=f"choose of {', '.join(_ENDINGS)}")
    if order.at_batch:
        house.store.batch(order.at_batch)  # refuses one there is not
    view = house.store.view(order.at_batch)
    settings = house.recorded(order.at_batch) or house.settings
    names = order.projects or tuple(sorted(house.settings.projects))
    reviews = [(house.project(name), _period(house, house.project(name), order.period)) for name in names]
    if order.kpi:
        return _rows_behind(house, view, settings, reviews, order)
    with house.writing("report", dry_run=order.dry_run) as commit:
        calls = calls_counted(view, settings, _span(house, reviews), CALLS_READ)
        made = [_review(house, view, settings, calls, one) for one in reviews]
        files = [name for review in made for name in _one(house, commit, review, order)]
        files += _index(house, commit, made, order)
        counts = {"reviews": len(made)}
        commit.counts.update(counts)
    floors = _below_floor(made)
    return Told("report", house.as_of.isoformat(), counts=counts, files=tuple(files), warnings=floors)


def _review(house: House, view: View, settings: Settings, calls: Classified, asked: tuple[Project, Period]) -> Review:
    project, period = asked
    facts = report_facts(house, view, calls, project.name)
    return report(facts, project, period, ReportRules(settings.own_leaves))


def _span(house: House, reviews: Sequence[tuple[Project, Period]]) -> tuple[datetime, datetime]:
    """From when on the reviews count calls, and when the last of their periods ends."""
    periods = [period for _, period in reviews]
    return min(needed_from(one, house.as_of) for one in periods), max(one.end_utc for one in periods)


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


def report_facts(house: House, view: View, calls: Classified, project: str) -> ReportFacts:
    """Everything known of one project at one moment, of its calls what `calls` holds."""
    of_project = pl.col("project") == project
    return ReportFacts(
        outcomes=calls.outcomes.filter(of_project),
        confirmations=calls.confirmations.filter(of_project),
        leads=states(view).filter(of_project),
        as_of=house.as_of,
        at_batch=view.last if view.last is not None else last_facts(house),
        files=_files(house, view),
        listed=view.scan(LISTED).filter(of_project, pl.col("lead_key").is_not_null()),
        lists=view.scan(LISTS).filter(of_project),
        touches=view.scan(TOUCHES).filter(of_project),
        agent_time=view.scan(AGENT_TIME),
        verified=view.scan(VERIFIED),
        amendments=view.scan(AMENDMENTS),
    )


def last_facts(house: House) -> int:
    """The latest batch that added facts; rendering a review again must not change what it says of itself."""
    rows = house.store.batches().filter(pl.col("command") != "report")
    return max(rows.get_column("batch").to_list(), default=0)


def _files(house: House, view: View) -> pl.LazyFrame:
    """What became of the records of every live result file."""
    counts = {row["batch"]: json.loads(row["counts"]) for row in house.store.batches().iter_rows(named=True)}
    rows = view.scan(QUARANTINE)
    fell, left = (
        dict(some.group_by("file_key").agg(pl.col("record").n_unique()).collect().iter_rows())
        for some in (rows.filter(pl.col("kind") != MENDED), still_waiting(rows))
    )
    told = [
        {"file_key": one.file_key, "file": one.path, "batch": one.batch, "records": one.records}
        | {name: counts[one.batch].get(name, 0) for name in list(FILES)[4:-1]}
        | {"mended": fell.get(one.file_key, 0) - left.get(one.file_key, 0)}
        for one in house.store.inputs()
        if not view.hidden(one.batch) and "attempts" in counts.get(one.batch, {})
    ]
    return pl.LazyFrame(told, schema=FILES)


def _below_floor(reviews: Iterable[Review]) -> tuple[Mistake, ...]:
    return tuple(
        Mistake(f"{kpi.name} is below its floor", place=f"{review.card.name} {review.period.text}")
        for review in reviews
        for kpi in review.kpis
        if getattr(kpi, "is_below_floor", False)
    )


def _rows_behind(
    house: House, view: View, settings: Settings, reviews: list[tuple[Project, Period]], order: ReportOrder
) -> Told:
    """Writes the rows behind one KPI, one file per project."""
    files = []
    with house.writing("report", dry_run=order.dry_run) as commit:
        calls = calls_counted(view, settings, _span(house, reviews))
        for project, period in reviews:
            facts = report_facts(house, view, calls, project.name)
            found = rows(order.kpi or "", facts, project, period, ReportRules(settings.own_leaves))
            path = Path("reports") / project.name / f"{period.text}-{order.kpi}.csv"
            write_csv(commit.output(path), _found_again(found, facts.files))
            files.append(str(path))
    return Told("report --rows", house.as_of.isoformat(), files=tuple(files))


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
