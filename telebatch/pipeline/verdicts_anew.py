"""A list decided after a request that is undone has the verdicts that it would have been given without it."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from telebatch.model.tables import LISTED, LISTS, NUMBERS, PEOPLE, SUPPRESSIONS
from telebatch.model.words import Reason, Verdict
from telebatch.pipeline.house import House
from telebatch.pipeline.kept_requests import kept_since
from telebatch.pipeline.known.places_in_time import places_in_time, seen_by
from telebatch.pipeline.known.reach import reached
from telebatch.pipeline.known.requests import Written, mark_requests, numbers_written, written_near
from telebatch.pipeline.rules import project_rules
from telebatch.store import Commit, View


def verdicts_anew(house: House, commit: Commit, number: int, in_place: Mapping[int, int]) -> pl.DataFrame:
    """Adds the LISTED rows of leads that were, or were not, suppressed when their list was decided.

    Args:
      number: The batch that is undone: lists decided before it knew nothing of it.
      in_place: Batch → the one that the commit makes in place of it.

    Returns:
      The rows added, without `batch`. A row that made no lead, because it was rejected for more, stays as it is.
    """
    places = dict(places_in_time(house.store))
    places |= {new: places[former] for former, new in in_place.items()}
    taken_off = house.store.scan(SUPPRESSIONS, every_batch=True).filter(pl.col("batch") == number, "is_removal")
    touched = reached(commit.view, [taken_off]).touched
    rows = _decided_after(house, commit.view, number, places, touched)
    parts = [
        _judged(house, commit.view, part, int(str(batch)), places)
        for (batch,), part in rows.group_by("decided_in", maintain_order=True)
    ]
    added = pl.concat([LISTED.empty().drop("batch"), *parts])
    commit.add(LISTED, added)
    return added


def _decided_after(
    house: House, known: View, number: int, places: Mapping[int, int], touched: pl.Series
) -> pl.DataFrame:
    """The latest row of each record that led, of lists decided after the batch; `decided_in`: by which batch."""
    batches = house.store.batches()
    deciding = batches.filter(pl.col("command").str.starts_with("prequalify")).get_column("batch").to_list()
    later = [one for one in deciding if places[one] > places[number]]
    if not later:
        return LISTED.empty().with_columns(decided_in=pl.lit(None, pl.Int64))
    files = known.scan(LISTS).select("file_key").collect().to_series()
    said = pl.col("reasons").str.split("|").list.contains(str(Reason.SUPPRESSED))
    ours = pl.col("file_key").is_in(files.implode()) & pl.col("record").is_not_null() & pl.col("lead_key").is_not_null()
    near = known.scan(LISTED).filter(
        ours, pl.col("told_by").is_null(), said | pl.col("lead_key").is_in(touched.implode())
    )
    key = ["file_key", "record"]
    whole = known.scan(LISTED).join(near.select(key).unique(), on=key, how="semi").collect()
    own = pl.col("batch").is_in(deciding)
    last = whole.filter(own).group_by(key).agg(pl.col("batch").max().alias("decided_in"))
    latest = whole.sort(*key, "batch").unique(key, keep="last", maintain_order=True)
    return latest.join(last, on=key).filter(pl.col("decided_in").is_in(later)).sort(key)


def _judged(house: House, known: View, rows: pl.DataFrame, batch: int, places: Mapping[int, int]) -> pl.DataFrame:
    """LISTED rows, without `batch`, of those whose verdict is another by what stood when the batch decided on them."""
    past, _ = seen_by(known, batch, places)
    candidates = _candidates(house, known, rows.with_row_index("at"))
    numbers = _numbers(known, candidates)
    near = written_near(past, numbers_written(past), numbers)
    # What its rows ask themselves is written with the list; what an undo kept stood before it too.
    beside = (known.scan(SUPPRESSIONS).filter(pl.col("batch") == batch), kept_since(known, batch, places))
    more = [rows.filter(_names_one_of(numbers)).select(near.rows.columns).collect() for rows in beside]
    written = Written(past, pl.concat([near.rows, *more]), numbers)
    settings = house.recorded() or house.settings
    day = house.store.batch(batch).as_of_utc
    parts = []
    for (name,), part in candidates.group_by("project", maintain_order=True):
        project = house.settings.projects.get(str(name))
        if project is None:
            continue
        on = day.astimezone(house.project_zone(project)).date()
        marked = part.sort("record")
        asked = mark_requests(marked.lazy(), numbers.lazy(), written, settings, (project.name, on))
        now = marked.select("at").hstack(asked.select(is_asked=pl.col("suppressed_by").is_not_null()))
        own = rows.with_row_index("at").join(now, on="at").sort("at")
        rules = [(str(rule.reason), str(rule.verdict)) for rule in project_rules(house, project)]
        parts.append(_told(own, rules))
    return pl.concat([LISTED.empty().drop("batch"), *parts])


def _candidates(house: House, known: View, rows: pl.DataFrame) -> pl.DataFrame:
    """The rows as requests name them, by what their list told of the person; `record` is the place among the rows."""
    came = {one.file_key: one.batch for one in house.store.inputs()}
    told = pl.col("file_key").replace_strict(came, return_dtype=pl.Int64).alias("came_in")
    named = ("email", "company_key", "record_key")
    persons = rows.get_column("person_key")
    people = known.scan_keys(PEOPLE, "person_key", persons).select("person_key", "batch", *named).collect()
    own = rows.select("at", "project", "person_key", "lead_key", told)
    of_list = people.rename({"batch": "came_in"}).unique(["person_key", "came_in"])
    whole = own.join(of_list, on=["person_key", "came_in"], how="left")
    return whole.with_columns(pl.col("at").cast(pl.Int64).alias("record")).sort("record")


def _numbers(known: View, candidates: pl.DataFrame) -> pl.DataFrame:
    """`record`, `number` of every number that the candidates' lists told."""
    rows = known.scan_keys(NUMBERS, "person_key", candidates.get_column("person_key"))
    told = rows.select("person_key", "number", came_in="batch").drop_nulls().collect()
    return candidates.select("record", "person_key", "came_in").join(told, on=["person_key", "came_in"]).select(
        "record", "number"
    ).sort("record")  # fmt: skip


def _names_one_of(numbers: pl.DataFrame) -> pl.Expr:
    return pl.col("number").is_null() | pl.col("number").is_in(numbers.get_column("number").unique().implode())


def _told(rows: pl.DataFrame, rules: list[tuple[str, str]]) -> pl.DataFrame:
    """The rows that a request rejects, or rejects no longer, with reasons in order of precedence."""
    reasons, asked = pl.col("reasons").str.split("|"), str(Reason.SUPPRESSED)
    moved = rows.filter(reasons.list.contains(asked) != pl.col("is_asked"))
    held = [
        (reason, verdict, pl.col("is_asked") if reason == asked else reasons.list.contains(reason))
        for reason, verdict in rules
    ]
    words = pl.concat_str(
        [pl.when(holds).then(pl.lit(reason)) for reason, _, holds in held], separator="|", ignore_nulls=True
    )

    def any_of(verdict: Verdict) -> pl.Expr:
        return pl.any_horizontal(pl.lit(value=False), *(holds for _, told, holds in held if told == str(verdict)))

    verdict = (
        pl.when(any_of(Verdict.REJECTED)).then(pl.lit(str(Verdict.REJECTED)))
        .when(any_of(Verdict.VERIFY)).then(pl.lit(str(Verdict.VERIFY)))
        .otherwise(pl.lit(str(Verdict.CALLABLE)))
    )  # fmt: skip
    told = moved.with_columns(verdict.alias("verdict"), words.alias("reasons"))
    return told.select([name for name in LISTED.schema if name != "batch"])
