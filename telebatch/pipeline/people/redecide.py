"""Leads decided again because somebody told more about the person: by the same rules, from what is known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import polars as pl

from telebatch.model.project import Project
from telebatch.model.tables import LEADS, LISTED, NUMBERS, PEOPLE
from telebatch.model.versions import ToldBy, voice
from telebatch.model.words import Reason, Verdict
from telebatch.normalise.titles import TitleVocabulary, spoken_languages, titles
from telebatch.pipeline.house import House
from telebatch.pipeline.known.live_lists import of_live_lists
from telebatch.pipeline.rules import consents_expire, title_vocabulary
from telebatch.prequalify import key_person, prequalify, rules_of, score
from telebatch.state import holding, numbers_now, people_now
from telebatch.store import Commit, View

_THERE: Final = ("confirmed", "changed")
#: Stands for an answer where somebody was named in a talk.
NAMED: Final = "named"
_ROLE: Final = ("title", "department", "language", "company_size", "industry")


@dataclass(frozen=True, eq=False)
class Redecided:
    """LISTED rows added, without `batch`, and those of them that make a lead callable that was not."""

    rows: pl.DataFrame
    won: pl.DataFrame


def redecide(house: House, commit: Commit, answers: pl.DataFrame) -> Redecided:
    """Decides on every listed lead of the persons answered about, and adds the LISTED rows.

    A person who is there is judged by what was known on the day of the answer, `verified_on`; whoever left, closed or
    was not found must be verified before any call. So an answer that comes late is judged as if it had come in time.

    Args:
      answers: `person_key`, `answer`, `told_on`, `told_by`, `file_key`, `record`. A person may have several answers, of
        different days.
    """
    whole = redecided(house, commit.view, answers)
    rows = whole.drop("verdict_before", "is_last")
    commit.add(LISTED, rows)
    won = pl.col("verdict").eq(str(Verdict.CALLABLE)) & pl.col("verdict_before").ne(str(Verdict.CALLABLE))
    return Redecided(rows, whole.filter(won, "is_last"))


def redecided(house: House, known: View, answers: pl.DataFrame) -> pl.DataFrame:
    """As `redecide`, from what is known, and kept nowhere: LISTED columns, `verdict_before`, `is_last`."""
    rounds = answers.sort("person_key", "told_on").with_columns(
        pl.int_range(pl.len()).over("person_key").alias("_round")
    )
    # Each person once: as it was known on one day.
    parts = [_round(house, known, part.drop("_round")) for part in rounds.partition_by("_round", maintain_order=True)]
    return pl.concat([_EMPTY, *parts])


_KEPT: Final = tuple(name for name in LISTED.schema if name != "batch")
_EMPTY: Final = pl.DataFrame(
    schema={name: LISTED.schema[name] for name in _KEPT} | {"verdict_before": pl.String(), "is_last": pl.Boolean()}
)


def _round(house: House, known: View, answers: pl.DataFrame) -> pl.DataFrame:
    """LISTED columns, `verdict_before`, and whether nothing later is known, of the leads of persons with one answer."""
    persons = answers.get_column("person_key")
    leads = known.everything().scan_keys(LEADS, "person_key", persons).select("lead_key", "person_key", "project")
    before = _listing_of_day(known, leads.unique().collect(), answers)
    said = ("person_key", "answer", "told_on", "told_by", "file_key", "record")
    rows = before.join(answers.select(said), on="person_key")
    there = decided(house, known, rows.filter(pl.col("answer").is_in(_THERE)))
    gone = rows.filter(~pl.col("answer").is_in(_THERE)).with_columns(
        pl.lit(str(Verdict.VERIFY)).alias("verdict"), pl.lit(str(Reason.KEY_PERSON_UNKNOWN)).alias("reasons"),
        pl.lit(None, pl.Boolean).alias("is_key_person"), pl.lit(None, pl.Date).alias("verified_on"),
    )  # fmt: skip
    return pl.concat([there, _shaped(gone)])


def decided(house: House, known: View, rows: pl.DataFrame) -> pl.DataFrame:
    """The rows decided by their projects' rules and what was known of their persons on the day; as `_EMPTY`.

    Args:
      rows: `lead_key`, `person_key` (unique), `project`, `list`, `use_until`, `consent_on`, `received_on`, `file_key`,
        `record`, `told_on`, `told_by`, `answer`, `is_last`, and of the row that held before (null: none)
        `verdict_before`, `reasons_before`, `score_before`, `before_on` (its day), `is_before_told` (not by a list).
    """
    parts = [
        _decided(house, house.settings.projects[str(name)], known, part)
        for (name,), part in rows.group_by("project", maintain_order=True)
        if str(name) in house.settings.projects
    ]
    return pl.concat([_EMPTY, *(_shaped(part) for part in parts)])


def _shaped(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.select(pl.col(name).cast(kind) for name, kind in _EMPTY.schema.items())


def _listing_of_day(known: View, leads: pl.DataFrame, answers: pl.DataFrame) -> pl.DataFrame:
    """Per lead its LISTED row that held before the answer, under the names it keeps, with `is_last` and what `decided`
    wants of that row; an answer older than every list is taken for one on the first list.
    """
    listed = of_live_lists(known, known.scan_keys(LISTED, "lead_key", leads.get_column("lead_key"))).collect()
    order = ("lead_key", "received_on", "told_on", "_voice", "file_key", "record", "batch")
    whole = (
        listed.drop("person_key", "project").with_columns(voice().alias("_voice")).join(leads, on="lead_key")
        .join(answers.select("person_key", day="told_on"), on="person_key").sort(order, nulls_last=False)
    )  # fmt: skip
    earlier = whole.filter((pl.col("told_on") < pl.col("day")).fill_null(value=True))
    by_then = earlier.filter(pl.col("received_on") <= pl.col("day"))
    of_time = holding(by_then).unique("lead_key", keep="last")
    first = earlier.join(by_then, on="lead_key", how="anti").unique("lead_key", keep="first", maintain_order=True)
    later = pl.max_horizontal("received_on", "told_on") > pl.col("day")
    known_later = whole.filter(later).select("lead_key").unique().with_columns(is_last=False)
    last = pl.concat([of_time, first]).join(known_later, on="lead_key", how="left").sort("lead_key")
    return (
        last.filter(pl.col("reasons").ne(str(Reason.WITHDRAWN)))
        .with_columns(
            verdict_before="verdict", reasons_before="reasons", score_before="score",
            before_on=pl.max_horizontal("received_on", "told_on"), is_before_told=pl.col("told_on").is_not_null(),
        )
        .drop("batch", "file_key", "record", "told_on", "told_by", "_voice", "day")
        .with_columns(pl.col("is_last").fill_null(value=True))
    )  # fmt: skip


def _decided(house: House, project: Project, known: View, rows: pl.DataFrame) -> pl.DataFrame:
    """LISTED columns of one project's leads, by its rules; persons stand once."""
    kept = ("lead_key", "person_key", "project", "list", "use_until", "consent_on", "received_on", "file_key", "record",
            "told_on", "told_by", "answer", "verdict_before", "reasons_before", "is_last")  # fmt: skip
    by_supplier = pl.col("told_by").eq(str(ToldBy.SUPPLIER))
    had = pl.col("reasons_before").str.split("|")
    days = rows.select("person_key", day=pl.coalesce("told_on", "received_on"), is_told=pl.lit(value=True)).unique()
    persons = _person_on(house, known, days, project)
    candidates = (
        rows.select(kept).join(persons, on="person_key", how="left")
        .with_columns((pl.col("succeeded_on") >= pl.col("received_on")).fill_null(value=False).alias("is_successor"))
        .with_columns(key_person(project.key_person).alias("is_key_person"))
        .with_columns(
            # A plain confirmation is the supplier's word where the title alone decides nothing.
            pl.when(pl.col("answer").eq("confirmed")).then(pl.col("is_key_person").fill_null(value=True))
            .otherwise("is_key_person").alias("is_key_person"),
            # Where the project asks for consent, whoever was not rejected for the lack of it gave one; a successor not.
            pl.when(pl.lit(project.accept.consent) & ~pl.col("is_successor"))
            .then(~had.list.contains(str(Reason.CONSENT_MISSING))).alias("consent"),
            pl.when(~pl.col("is_successor")).then("consent_on").alias("consent_on"),
            pl.when(had.list.contains(str(Reason.CONSENT_DATE_UNREADABLE))).then(pl.lit("")).alias("consent_on_unread"),
            pl.lit(None, pl.String).alias("survivor"), pl.lit(None, pl.String).alias("suppressed_by"),
            # Of whom somebody named nobody can ask what a list must bring.
            pl.when(pl.col("answer").eq(NAMED) | pl.col("is_successor")).then(pl.lit(""))
            .otherwise(_missing(project.accept.required)).alias("missing"),
            pl.when(pl.col("number").is_null()).then(pl.lit("empty")).alias("number_reason"),
            pl.when(by_supplier).then("told_on").alias("verified_on"),
        )
        .join(_scores(house, project, known, rows, persons), on="person_key", how="left", maintain_order="left")
    )  # fmt: skip
    expire = consents_expire(house, project)
    return prequalify(candidates.lazy(), rules_of(project, consents_expire=expire)).collect()


def _scores(house: House, project: Project, known: View, rows: pl.DataFrame, persons: pl.DataFrame) -> pl.DataFrame:
    """`score` per person: that of the row before, and what was told of the person since adds or takes.

    What earned points and is not kept (whether the row said that there is a consent) goes on earning them.
    """
    held = rows.filter(pl.col("score_before").is_not_null())
    days = held.select("person_key", "score_before", day="before_on", is_told="is_before_told").unique("person_key")
    earlier = _points(_person_on(house, known, days.drop("score_before"), project)).rename({"points": "earlier"})
    whole = _points(persons).join(earlier.join(days, on="person_key"), on="person_key", how="left")
    points = pl.col("points")
    return whole.select("person_key", score=pl.coalesce(pl.col("score_before") + points - pl.col("earlier"), points))


def _points(persons: pl.DataFrame) -> pl.DataFrame:
    """What is known of each person earns; `person_key`, `points`."""
    return persons.with_columns(pl.lit(None, pl.Boolean).alias("consent")).select("person_key", points=score()[0])


def _missing(required: tuple[str, ...]) -> pl.Expr:
    """Required columns that are empty; what is not kept of a person (memo, consent) was judged when it was listed."""
    names = [name for name in required if name in PEOPLE.schema]
    empty = [pl.when(pl.col(name).is_null()).then(pl.lit(name)) for name in names]
    return pl.concat_str(empty, separator="|", ignore_nulls=True) if empty else pl.lit("")


def _person_on(house: House, known: View, days: pl.DataFrame, project: Project) -> pl.DataFrame:
    """One row per person: PEOPLE columns, the role of the title, the numbers, the first one with its marks, and
    `succeeded_on`, when a supplier named somebody else than before (null: never).

    Args:
      days: `person_key`, `day` as of which each is told, `is_told`: by words beside lists of that day, too.
    """
    persons = days.get_column("person_key")
    versions = _until(known.scan_keys(PEOPLE, "person_key", persons), days)
    table = people_now(versions).drop("batch", "list", "told_on", "told_by", "tells").collect()
    others = versions.filter(pl.col("told_by").eq(str(ToldBy.SUCCESSOR))).group_by("person_key")
    table = table.join(others.agg(succeeded_on=pl.col("told_on").max()).collect(), on="person_key", how="left")
    numbers = numbers_now(_until(known.scan_keys(NUMBERS, "person_key", persons), days)).collect()
    whole = numbers.sort("person_key", "position").group_by("person_key", maintain_order=True)
    marks = whole.agg(
        pl.col("number", "kind", "region").first(), pl.col("line").first().alias("line_kind"),
        pl.len().cast(pl.Int16).alias("number_count"),
    )  # fmt: skip
    known_now = table.join(marks, on="person_key", how="left")
    return known_now.hstack(_roles(known_now, title_vocabulary(house, project.name)))


def _roles(people: pl.DataFrame, vocabulary: TitleVocabulary) -> pl.DataFrame:
    """What each person's title says, read as the list's was, in the order of the people."""
    asked = people.select(_ROLE).with_columns(spoken_languages(people))
    distinct = asked.unique(maintain_order=True)
    read = titles(distinct, vocabulary).select(
        "role_class", "seniority", "function", "is_general", "is_current", pl.col("basis").alias("role_basis"),
        pl.col("confidence").alias("role_confidence"),
    )  # fmt: skip
    told = asked.join(distinct.hstack(read), on=_ROLE, how="left", nulls_equal=True, maintain_order="left")
    return told.drop(_ROLE)


def _until(versions: pl.LazyFrame, days: pl.DataFrame) -> pl.LazyFrame:
    """What was known of each person on its day; before every version, what was known first."""
    first = pl.col("told_on").min().over("person_key")
    told = versions.join(days.lazy(), on="person_key")
    known = (pl.col("told_on") <= pl.max_horizontal("day", first)).fill_null(value=True)
    later = ~pl.col("is_told") & pl.col("told_by").is_not_null() & (pl.col("told_on") >= pl.col("day"))
    return told.filter(known, ~later.fill_null(value=False)).drop("day", "is_told")
