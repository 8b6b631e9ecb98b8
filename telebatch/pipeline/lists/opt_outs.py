"""What rows of a contact list refuse is a request like any other, made by the list: kept once, and found at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

from telebatch.model.errors import Mistake
from telebatch.model.plural import plural
from telebatch.model.tables import SUPPRESSIONS
from telebatch.model.words import Channel, Reason, SuppressionKind
from telebatch.pipeline.care.suppress import SuppressionOrder, requests_of_rows, with_order
from telebatch.pipeline.house import House
from telebatch.pipeline.queues.taken_back import TakenBack, take_back_leads
from telebatch.prequalify import AT_NUMBER, OPT_OUT, OWN_REFUSAL
from telebatch.store import Commit, View

#: The key of a request by person, beside `person_key`.
_PERSON: Final = (
    pl.lit(str(SuppressionKind.PERSON)).alias("kind"), pl.lit(None, pl.Int64).alias("number"),
    pl.lit(None, pl.String).alias("text"), pl.lit(None, pl.Int64).alias("lead_key"),
)  # fmt: skip


def requests_of_known(table: pl.DataFrame) -> pl.DataFrame:
    """SUPPRESSIONS rows, without `batch`, of persons met before who refuse calls in this list.

    Args:
      table: With `person_key`, `opt_out`.
    """
    refusing = table.filter(pl.col("opt_out").eq(str(Channel.ANY))).get_column("person_key").drop_nulls().unique()
    return with_order(refusing.to_frame().with_columns(_PERSON), SuppressionOrder(OWN_REFUSAL))


@dataclass(frozen=True, eq=False)
class Refused:
    """What the rows of a list ask.

    Attributes:
      rows: SUPPRESSIONS rows added, without `batch`.
      named: Persons of this list whom they name, by a number too.
      notes: What somebody should know of them.
    """

    rows: pl.DataFrame
    named: pl.Series
    notes: tuple[Mistake, ...] = ()


def keep_refusals(commit: Commit, keyed: pl.DataFrame, numbers: pl.DataFrame, name: str, on: date | None) -> Refused:
    """Adds the requests of all rows that refuse to the commit: for the person, else for every number of the row.

    Args:
      keyed: Verdicts with `opt_out` and the keys given.
      numbers: Of the list: `record`, `number` (null: not usable), with those that stand beside a broken one.
      name: Of the named contact list; it is who asked.
      on: Day of delivery: the first day of the request.
    """
    asking = keyed.filter(pl.col("opt_out").is_not_null())
    if asking.is_empty():
        return Refused(SUPPRESSIONS.empty().drop("batch"), asking.get_column("person_key"))
    channel = pl.col("opt_out").cast(pl.String).alias("channel")
    persons = asking.filter(pl.col("person_key").is_not_null()).select("person_key", channel).unique()
    # Who asked in an earlier list asks again: this request holds where that list is undone.
    keys = persons.sort("person_key", "channel").with_columns(_PERSON)
    keys = pl.concat([keys, _by_number(asking, numbers)], how="diagonal")
    order = SuppressionOrder(OPT_OUT, from_on=on, asked_by=asked_by(name))
    rows = with_order(keys, order).with_columns(keys.get_column("channel"))
    commit.add(SUPPRESSIONS, rows)
    rows_of = f"{plural(asking.height, 'row')} of people with a refusal in a cell"
    what = f"{rows_of}: such people stand on list {OPT_OUT} now"
    remedy = f"telebatch suppress export --list {OPT_OUT} shows them, suppress remove takes one back"
    having = numbers.filter(pl.col("number").is_in(keys.get_column("number").drop_nulls().implode()))
    owners = keyed.filter(pl.col("record").is_in(having.get_column("record").implode())).get_column("person_key")
    named = pl.concat([keys.get_column("person_key"), owners]).drop_nulls().unique()
    return Refused(rows, named, (Mistake(what, remedy=remedy), *_colleagues(keyed)))


def _colleagues(keyed: pl.DataFrame) -> Iterator[Mistake]:
    """One who refuses stops everybody at a number of theirs: of a switchboard that may be most of a company."""
    only = pl.col("reasons").cast(pl.String).eq(str(Reason.SUPPRESSED))
    count = keyed.filter(only, pl.col("suppressed_by").cast(pl.String).eq(AT_NUMBER)).height
    if count:
        others = plural(count, "other row that could be called stands", "other rows that could be called stand")
        yield Mistake(
            f"{others} with a number of such people, often a switchboard, and {'is' if count == 1 else 'are'} rejected",
            remedy="`detail` in rejected.csv names them; where somebody meant their own number alone:"
            f" telebatch suppress remove --list {OPT_OUT} --person PERSON, then telebatch suppress add NUMBER",
        )


def calls_they_stop(house: House, commit: Commit, asked: pl.DataFrame, gone: pl.DataFrame) -> TakenBack:
    """Withdraws the calls that were handed out to whom requests name, and to other leads.

    Args:
      asked: SUPPRESSIONS rows just added.
      gone: `lead_key` of the others.
    """
    return take_back_leads(house, commit, gone, requests_of_rows(commit, asked) if asked.height else None)


def asked_by(name: str) -> str:
    """Who asked, of what a named contact list asks."""
    return f"contact list {name}"


def not_asked_yet(table: pl.DataFrame, numbers: pl.DataFrame, known: View, name: str) -> pl.DataFrame:
    """Candidates with the refusals left out that the list told when it was decided on before, taken back or not.

    Args:
      table: With `opt_out`, `person_key` and, where some row refuses, `refusal`.
      numbers: `record`, `number` of all rows.
      known: The store as it was then.
      name: Of the named list.
    """
    if "refusal" not in table.columns:
        return table
    own = pl.col("list").eq(OPT_OUT) & pl.col("asked_by").eq(asked_by(name)) & ~pl.col("is_removal")
    asked = known.scan(SUPPRESSIONS).filter(own).select("kind", "number", "person_key", "channel").collect()
    refusing = table.filter(pl.col("opt_out").is_not_null()).select(
        "record", "person_key", channel=pl.col("opt_out").cast(pl.String)
    )
    # Who asked by every road asks nothing more by one.
    every = asked.filter(pl.col("channel").eq(str(Channel.ANY)))
    asked = pl.concat([asked, every.with_columns(channel=pl.lit(str(Channel.EMAIL)))])
    persons = refusing.join(asked.drop_nulls("person_key"), on=["person_key", "channel"], how="semi")
    nobody = (
        numbers.select("record", "number")
        .drop_nulls()
        .join(refusing.filter(pl.col("person_key").is_null()), on="record")
    )
    left = nobody.join(asked.drop_nulls("number"), on=["number", "channel"], how="anti").get_column("record")
    by_number = nobody.filter(~pl.col("record").is_in(left.implode())).get_column("record")
    before = pl.concat([persons.get_column("record"), by_number])
    is_new = ~pl.col("record").is_in(before.implode())
    return table.with_columns(pl.when(is_new).then(name).alias(name) for name in ("opt_out", "refusal"))


def _by_number(asking: pl.DataFrame, numbers: pl.DataFrame) -> pl.DataFrame:
    """Requests of rows that make no person here, because of their title for example: nobody calls their numbers.

    Of one without a usable number those count that stand beside a broken one, for they are no number of the person.
    """
    is_nobody = pl.col("person_key").is_null() | pl.col("number").is_null()
    nobody = asking.filter(is_nobody).select("record", channel=pl.col("opt_out").cast(pl.String))
    theirs = numbers.select("record", "number").drop_nulls().join(nobody, on="record").select("number", "channel")
    return theirs.unique().sort("number", "channel").with_columns(pl.lit(str(SuppressionKind.NUMBER)).alias("kind"))
