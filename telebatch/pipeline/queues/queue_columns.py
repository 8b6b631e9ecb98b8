"""What a queue row shows: who, where, why now, what was said before, and the columns a caller fills in."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

import polars as pl

from telebatch.model.ids import lead_id
from telebatch.model.project import Project
from telebatch.model.tables import ANSWERS
from telebatch.model.words import WhyNow
from telebatch.normalise.phones import national_format
from telebatch.pipeline.house import House
from telebatch.pipeline.known.knowledge import people_of
from telebatch.pipeline.rules import phone_table
from telebatch.pipeline.words.fields import collected_words
from telebatch.script import opening_for
from telebatch.store import View
from telebatch.write import CallSheet

#: Columns of a queue, in this order; handed-through columns follow.
COLUMNS = (
    "queue", "position", "lead_id", "number", "extension", "company", "person", "title", "why_now", "attempt_number",
    "dials_allowed", "last_outcome", "last_memo", "list_memo", "intent", "next_step", "collected", "not_before",
    "not_after", "zone", "agent", "opening_line",
)  # fmt: skip
#: Columns of the call sheet in the caller's language: `queue` and `lead_id` lead the row back.
_SHEET = (
    "position", "number", "extension", "company", "person", "title", "why_now", "attempt_number", "last_outcome",
    "last_memo", "list_memo", "intent", "collected", "not_before", "not_after", "agent", "opening_line", "queue",
    "lead_id",
)  # fmt: skip
#: What stands behind a row beside COLUMNS; of these a Parquet file holds the first ones.
_PLACES = ("project", "project_type", "media", "stage", "opening", "lead_key")
_FOR_DIALERS = ("number_e164", "region", "address", "postcode", "city", "email")
#: Of these the first stay in sight; the columns to fill in stand behind them.
_IN_SIGHT = _SHEET.index("title") + 1
#: Under such names stand the list's own columns in a queue.
_OF_LIST = "list: "
#: Columns to fill in, before the project's own fields.
TO_FILL = (
    "result", "called_at", "talk_seconds", "intent_new", "callback_date", "callback_time", "memo", "referral_name",
    "referral_title", "referral_number",
)  # fmt: skip


def queue_rows(house: House, view: View, queued: pl.DataFrame) -> pl.DataFrame:
    """QUEUED with everything a caller wants to see; key (queue, position).

    Returns:
      COLUMNS as text where people read them, `project`, `project_type`, `media`, `stage`, `opening`, `lead_key`,
      `number_e164` (text with plus), `region`, `address`, `postcode`, `city`, `email` and the handed-through columns of
      the lists.
    """
    told_of = ("company", "person", "title", "address", "postcode", "city", "email")
    people = people_of(view, queued.get_column("person_key")).select("person_key", *told_of)
    numbers = national_format(queued.get_column("number"), phone_table(house.shipped.phones))
    told = _answers(view, queued.get_column("lead_key"))
    state = view.lead_state(queued.get_column("lead_key")).select("lead_key", "intent").collect()
    rows = (
        queued.with_columns(
            lead_id(pl.col("lead_key")).alias("lead_id"),
            pl.format("+{}", pl.col("number")).alias("number_e164"),
            numbers.alias("number"),
        )
        .join(people, on="person_key", how="left", maintain_order="left")
        .join(state, on="lead_key", how="left", maintain_order="left")
        .join(told, on="lead_key", how="left", maintain_order="left")
        .pipe(_with_openings, house)
        .pipe(_with_collected, house)
        .pipe(_with_local_times)
    )
    kept = (*COLUMNS, *_PLACES, *_FOR_DIALERS)
    return _with_handed_through(rows, house).select(*kept, pl.selectors.starts_with(_OF_LIST))


def for_people(rows: pl.DataFrame) -> pl.DataFrame:
    """Of `queue_rows` COLUMNS and the lists' own."""
    return rows.drop(*_PLACES, *_FOR_DIALERS)


def for_machines(rows: pl.DataFrame) -> pl.DataFrame:
    """Of `queue_rows` COLUMNS with E.164 numbers, where the queue belongs, and the lists' own."""
    return rows.with_columns(number=pl.col("number_e164")).drop(*_FOR_DIALERS)


def _answers(view: View, leads: pl.Series) -> pl.DataFrame:
    """Latest memo of a call and of a list, the latest value of each field, and handed-through columns per lead."""
    # What a call said is put in order by the call, whenever its file came; lists tell no time.
    rows = view.scan_keys(ANSWERS, "lead_key", leads).sort("at_utc", "batch", "record", nulls_last=False)
    of_list = (pl.col("kind") == "memo") & pl.col("at_utc").is_null()
    told_as = pl.when(of_list).then(pl.lit("list_memo")).otherwise(pl.col("kind").replace("memo", "last_memo"))
    kinds = rows.group_by("lead_key", told_as.alias("kind"), maintain_order=True).agg("value").collect()
    latest = kinds.with_columns(pl.col("value").list.last())
    wide = [
        latest.filter(pl.col("kind") == name).select("lead_key", pl.col("value").alias(name))
        for name in ("last_memo", "list_memo", "handed_through")
    ]
    wide.append(_together(kinds.filter(pl.col("kind") == "collected")))
    told = latest.select("lead_key").unique()
    for frame in wide:
        told = told.join(frame, on="lead_key", how="left")
    return told


def _together(collected: pl.DataFrame) -> pl.DataFrame:
    """What the calls of each lead brought, one after the other: a later one seldom asks everything again."""
    texts = [
        values[0]
        if len(values) == 1
        else json.dumps(dict(pair for one in values for pair in json.loads(one).items()), ensure_ascii=False)
        for values in collected.get_column("value").to_list()
    ]
    return collected.select("lead_key", pl.Series("collected", texts, dtype=pl.String))


def _with_openings(rows: pl.DataFrame, house: House) -> pl.DataFrame:
    """The opening line that fits what the person really received; none for who agreed already."""
    distinct = rows.select("project", "opening").unique()
    lines = [opening_for(house.settings.projects[project], medium) for project, medium in distinct.iter_rows()]
    openings = distinct.with_columns(pl.Series("opening_line", lines, dtype=pl.String))
    agreed = pl.col("why_now").eq(str(WhyNow.UNCONFIRMED))
    return rows.join(openings, on=["project", "opening"], how="left", maintain_order="left").with_columns(
        opening_line=pl.when(~agreed).then("opening_line").otherwise(pl.lit(""))
    )


def _with_collected(rows: pl.DataFrame, house: House) -> pl.DataFrame:
    """Collected fields as people read them: `나이 46, 월 소득 4,200,000 KRW`."""
    distinct = rows.select("project", "collected").drop_nulls().unique()
    told = [collected_words(house.settings.projects[project], text) for project, text in distinct.iter_rows()]
    words = distinct.with_columns(pl.Series("_words", told, dtype=pl.String))
    joined = rows.join(words, on=["project", "collected"], how="left", maintain_order="left")
    return joined.with_columns(pl.col("_words").alias("collected")).drop("_words")


def in_words(rows: pl.DataFrame, words: Mapping[str, str]) -> pl.DataFrame:
    """Why now and the last outcome in the caller's language; a word nobody translated shows itself."""
    told = {"why_now": "why_now.", "last_outcome": "outcome."}
    return rows.with_columns(
        pl.col(name).replace({key.removeprefix(prefix): word for key, word in words.items() if key.startswith(prefix)})
        for name, prefix in told.items()
    )


def _with_local_times(rows: pl.DataFrame) -> pl.DataFrame:
    """not_before and not_after on the called person's clock."""
    zones = rows.get_column("zone").drop_nulls().unique().to_list()
    return rows.with_columns(
        pl.coalesce(
            pl.lit(None, pl.String),
            *(
                pl.when(pl.col("zone") == zone).then(
                    pl.col(name).dt.convert_time_zone(str(ZoneInfo(zone))).dt.strftime("%Y-%m-%d %H:%M")
                )
                for zone in zones
            ),
        ).alias(name)
        for name in ("not_before", "not_after")
    )


def _with_handed_through(rows: pl.DataFrame, house: House) -> pl.DataFrame:
    """The list's own unknown columns, each under `list: NAME`, in order of first appearance.

    A column that the project explained after the list came is known now, and stands where it belongs.
    """
    known = {
        name: {head for told in project.columns.values() for head in ((told,) if isinstance(told, str) else told)}
        for name, project in house.settings.projects.items()
    }
    parsed = [
        {name: value for name, value in json.loads(told or "{}").items() if name not in known.get(project, ())}
        for project, told in rows.select("project", "handed_through").iter_rows()
    ]
    names = list(dict.fromkeys(name for row in parsed for name in row))
    columns = [pl.Series(f"{_OF_LIST}{name}", [row.get(name) for row in parsed], dtype=pl.String) for name in names]
    return rows.with_columns(columns)


def of_other_lists(rows: pl.DataFrame) -> Mapping[str, list[str]]:
    """Project → the lists' columns that tell nothing of any of its leads: another project's list has them.

    Args:
      rows: `queue_rows` of a shift.
    """
    filled = rows.group_by("project").agg(pl.selectors.starts_with(_OF_LIST).count())
    return {row.pop("project"): [name for name, count in row.items() if not count] for row in filled.to_dicts()}


def queue_sheet(project: Project, words: Mapping[str, str], rows: pl.DataFrame, made_utc: datetime) -> CallSheet:
    """A queue as the sheet that a caller fills in, without its guide.

    Args:
      rows: `queue_rows` of one queue, in words. The list's own columns stand behind all others; a queue that dials no
        extension spares their column.
    """
    spared = () if rows.get_column("extension").count() else ("extension",)
    shown = {name: words.get(f"sheet.{name}", name) for name in _SHEET if name not in spared}
    for name in rows.select(pl.selectors.starts_with(_OF_LIST)).columns:
        shown[name] = words.get("sheet.of_list", f"{_OF_LIST}{{name}}").format(name=name.removeprefix(_OF_LIST))
    cells = rows.select(pl.col(name).cast(pl.String).alias(title) for name, title in shown.items())
    title = f"{project.name} {rows.item(0, 'stage')}"
    return CallSheet(cells, _to_fill(project, words), title, made_utc, fill_after=_IN_SIGHT - len(spared))


def _to_fill(project: Project, words: Mapping[str, str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Columns to fill in: header in the caller's language, choices."""
    choices = {"result": tuple(_own_words(project, words)), "intent_new": project.goals.intent_levels}
    fixed = tuple((words.get(f"sheet.{name}", name), choices.get(name, ())) for name in TO_FILL)
    fields = tuple((field.title or name, field.choices) for name, field in project.fields.items())
    return fixed + fields


def _own_words(project: Project, words: Mapping[str, str]) -> list[str]:
    """The project's result words in the sheet's language, else all of them: those written in Hangul for Korean."""
    own = list(project.results)
    korean = [word for word in own if any("가" <= sign <= "힣" for sign in word)]
    wanted = korean if words.get("sheet.script") == "hangul" else [word for word in own if word not in korean]
    return wanted or own
