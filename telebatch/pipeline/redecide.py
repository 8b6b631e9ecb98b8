"""Leads decided again because somebody told more about the person: by the same rules, from what is known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import polars as pl

from telebatch.model.project import Project
from telebatch.model.tables import LEADS, LISTED, NUMBERS, PEOPLE
from telebatch.model.words import Reason, Verdict
from telebatch.normalise.names import name_key
from telebatch.normalise.titles import titles
from telebatch.pipeline.house import House
from telebatch.pipeline.knowledge import latest_per
from telebatch.pipeline.live_lists import of_live_lists
from telebatch.pipeline.people_now import people_now
from telebatch.pipeline.rules import consents_expire, title_vocabulary
from telebatch.prequalify import key_person, prequalify, rules_of, score
from telebatch.store import Commit

_THERE: Final = ("confirmed", "changed")
_ROLE: Final = ("title", "department", "language", "company_size", "industry")


@dataclass(frozen=True, eq=False)
class Redecided:
    """LISTED rows added, without `batch`, and how many leads they make callable that were not."""

    rows: pl.DataFrame
    now_callable: int


def keep_versions(commit: Commit, answers: pl.DataFrame) -> None:
    """New names, titles and numbers become the person's latest version; a new number is dialled first.

    Args:
      answers: `person_key`, `answer`, `new_person`, `new_title`, `fresh_number` with its columns.
    """
    changed = answers.filter(pl.col("answer").eq("changed"))
    persons = changed.get_column("person_key")
    people = people_now(commit.view.scan_keys(PEOPLE, "person_key", persons))
    told = changed.select("person_key", "new_person", "new_title")
    versions = (
        people.collect().join(told, on="person_key")
        .filter(pl.col("new_person").is_not_null() | pl.col("new_title").is_not_null())
        .with_columns(pl.coalesce(f"new_{name}", name).alias(name) for name in ("person", "title"))
        .with_columns(name_key(pl.col("person")).alias("person_name_key"))
    )  # fmt: skip
    commit.add(PEOPLE, versions.select([name for name in PEOPLE.schema if name != "batch"]))
    columns = ["person_key", "number", "kind", "line", "extension", "region", "zones"]
    fresh = changed.filter(pl.col("fresh_number").is_not_null()).with_columns(number="fresh_number").select(columns)
    before = latest_per(commit.view.scan_keys(NUMBERS, "person_key", fresh.get_column("person_key")), "person_key")
    older = before.sort("person_key", "position").collect().join(fresh, on=["person_key", "number"], how="anti")
    whole = pl.concat([fresh, older.select(columns)])
    place = pl.int_range(pl.len()).over("person_key").cast(pl.Int16)
    commit.add(NUMBERS, whole.with_columns(place.alias("position")))


def redecide(house: House, commit: Commit, answers: pl.DataFrame) -> Redecided:
    """Decides on every listed lead of the persons answered about, and adds the LISTED rows.

    A person who is there is judged by what is known now, `verified_on` the day of the answer; whoever left,
    closed or was not found must be verified before any call.

    Args:
      answers: One row per person: `person_key`, `answer`, `answered_on`, `file_key`, `record`.
    """
    persons = answers.get_column("person_key")
    leads = commit.view.everything().scan_keys(LEADS, "person_key", persons).select("lead_key", "person_key", "project")
    before = _latest_listing(commit, leads.unique().collect())
    if before.is_empty():
        return Redecided(LISTED.empty().drop("batch"), 0)
    rows = before.join(answers.select("person_key", "answer", "answered_on", "file_key", "record"), on="person_key")
    there = rows.filter(pl.col("answer").is_in(_THERE))
    parts = [
        _decided(house, house.settings.projects[name], commit, part)
        for (name,), part in there.group_by("project", maintain_order=True)
        if str(name) in house.settings.projects
    ]
    gone = rows.filter(~pl.col("answer").is_in(_THERE)).with_columns(
        pl.lit(str(Verdict.VERIFY)).alias("verdict"), pl.lit(str(Reason.KEY_PERSON_UNKNOWN)).alias("reasons"),
        pl.lit(None, pl.Boolean).alias("is_key_person"), pl.lit(None, pl.Date).alias("verified_on"),
    )  # fmt: skip
    columns = [name for name in LISTED.schema if name != "batch"]
    types = {name: LISTED.schema[name] for name in columns} | {"verdict_before": pl.String()}
    whole = pl.concat([part.select(pl.col(name).cast(kind) for name, kind in types.items()) for part in (*parts, gone)])
    commit.add(LISTED, whole.select(columns))
    won = whole.filter(pl.col("verdict").eq(str(Verdict.CALLABLE)), pl.col("verdict_before").ne(str(Verdict.CALLABLE)))
    return Redecided(whole.select(columns), won.height)


def _latest_listing(commit: Commit, leads: pl.DataFrame) -> pl.DataFrame:
    """Per lead its latest LISTED row, under the names it keeps, with `verdict_before` and `reasons_before`."""
    listed = of_live_lists(
        commit.view, commit.view.scan_keys(LISTED, "lead_key", leads.get_column("lead_key"))
    ).collect()
    order = ("lead_key", "received_on", "file_key", "record", "batch")
    last = listed.sort(order, nulls_last=False).unique("lead_key", keep="last", maintain_order=True)
    standing = last.filter(pl.col("reasons").ne(str(Reason.WITHDRAWN)))
    return (
        standing.drop("batch", "file_key", "record", "person_key", "project")
        .join(leads, on="lead_key")
        .with_columns(verdict_before=pl.col("verdict"), reasons_before=pl.col("reasons"))
    )


def _decided(house: House, project: Project, commit: Commit, rows: pl.DataFrame) -> pl.DataFrame:
    """LISTED columns of one project's leads, by its rules."""
    kept = ("lead_key", "person_key", "project", "list", "use_until", "consent_on", "received_on", "file_key",
            "record", "answered_on", "answer", "verdict_before", "reasons_before")  # fmt: skip
    had = pl.col("reasons_before").str.split("|")
    candidates = (
        rows.select(kept)
        .join(_person_now(house, commit, rows.get_column("person_key").unique(), project), on="person_key", how="left")
        .with_columns(key_person(project.key_person).alias("is_key_person"))
        .with_columns(
            # A plain confirmation is the supplier's word where the title alone decides nothing.
            pl.when(pl.col("answer").eq("confirmed")).then(pl.col("is_key_person").fill_null(value=True))
            .otherwise("is_key_person").alias("is_key_person"),
            # Where the project asks for consent, whoever was not rejected for the lack of it gave one.
            pl.when(pl.lit(project.accept.consent)).then(~had.list.contains(str(Reason.CONSENT_MISSING)))
            .alias("consent"),
            pl.when(had.list.contains(str(Reason.CONSENT_DATE_UNREADABLE))).then(pl.lit("")).alias("consent_on_unread"),
            pl.lit(None, pl.String).alias("survivor"), pl.lit(None, pl.String).alias("suppressed_by"),
            _missing(project.accept.required).alias("missing"),
            pl.when(pl.col("number").is_null()).then(pl.lit("empty")).alias("number_reason"),
            pl.col("answered_on").alias("verified_on"),
        )
        .with_columns(score()[0].alias("score"))
    )  # fmt: skip
    expire = consents_expire(house, project)
    return prequalify(candidates.lazy(), rules_of(project, consents_expire=expire)).collect()


def _missing(required: tuple[str, ...]) -> pl.Expr:
    """Required columns that are empty; what is not kept of a person (memo, consent) was judged when it was listed."""
    names = [name for name in required if name in PEOPLE.schema]
    empty = [pl.when(pl.col(name).is_null()).then(pl.lit(name)) for name in names]
    return pl.concat_str(empty, separator="|", ignore_nulls=True) if empty else pl.lit("")


def _person_now(house: House, commit: Commit, persons: pl.Series, project: Project) -> pl.DataFrame:
    """One row per person: PEOPLE columns, the role of today's title, the numbers, the first one with its marks."""
    people = people_now(commit.view.scan_keys(PEOPLE, "person_key", persons))
    table = people.drop("batch", "list").collect()
    distinct = table.select(_ROLE).unique(maintain_order=True)
    roles = titles(distinct, title_vocabulary(house, project.name)).select(
        "role_class", "seniority", "function", "is_general", "is_current", pl.col("basis").alias("role_basis"),
        pl.col("confidence").alias("role_confidence"),
    )  # fmt: skip
    numbers = latest_per(commit.view.scan_keys(NUMBERS, "person_key", persons), "person_key").collect()
    whole = numbers.sort("person_key", "position").group_by("person_key", maintain_order=True)
    marks = whole.agg(
        pl.col("number", "kind", "region").first(), pl.col("line").first().alias("line_kind"),
        pl.col("number").alias("numbers"),
    )  # fmt: skip
    return table.join(distinct.hstack(roles), on=_ROLE, how="left", nulls_equal=True).join(
        marks, on="person_key", how="left"
    )
