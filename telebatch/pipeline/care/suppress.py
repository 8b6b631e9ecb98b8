"""Who must not be contacted: added and taken back by hand, and asked about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from telebatch.model.errors import Mistake, WrongUsage
from telebatch.model.list_tables import WHOLE
from telebatch.model.plural import plural
from telebatch.model.tables import SUPPRESSIONS
from telebatch.model.words import SuppressionKind
from telebatch.pipeline.house import House
from telebatch.pipeline.known.refresh import refresh
from telebatch.pipeline.known.requests import asked_in_calls, concerning, of_persons, requests_of
from telebatch.pipeline.people.named import KEY, Named, keys_of, refuse_forgotten, subjects_of
from telebatch.pipeline.people.other_numbers import other_numbers, stopped_by_another
from telebatch.pipeline.queues.built_before import shifts_to_build_again
from telebatch.pipeline.queues.mailed_out import pieces_to_stop
from telebatch.pipeline.queues.taken_back import take_back_suppressed
from telebatch.pipeline.told import Told
from telebatch.prequalify import spelled
from telebatch.state import standing_suppressions
from telebatch.store import Commit, Marks, View


@dataclass(frozen=True)
class SuppressionOrder:
    """What a named list asks.

    Attributes:
      project: Only this project; null: all. Of a removal null is whatever project, WHOLE what holds for all at once.
      channel: Of a removal "any" is whatever channel, WHOLE what holds against every one.
      from_on: First day; null: always was.
      until_on: Last day; null: for good.
    """

    name: str = "do-not-call"
    project: str | None = None
    channel: str = "any"
    from_on: date | None = None
    until_on: date | None = None
    asked_by: str | None = None
    note: str | None = None
    is_removal: bool = False

    def refuse_unclear(self, house: House) -> None:
        """Looks at scope and dates before anything is read.

        Raises:
          WrongUsage: Unknown project, no name, or a last day before the first.
        """
        # Only what is taken off may name the wide scope alone; a request of no real project would hold for none.
        if self.project is not None and not (self.is_removal and self.project == WHOLE):
            house.project(self.project)
        if not self.name.strip() or "/" in self.name or self.name.startswith("."):
            raise WrongUsage(
                f"{self.name[:24]!r} is no name for a list", place="--list", remedy="write letters, - and _"
            )
        if self.from_on and self.until_on and self.until_on < self.from_on:
            raise WrongUsage("the last day lies before the first", place="--until", remedy="swap --from and --until")


def add_suppressions(house: House, named: Named, order: SuppressionOrder, *, dry_run: bool = False) -> Told:
    """Adds what was named by hand; tells which handed-out calls it stops.

    Raises:
      WrongUsage: Anything named that cannot be used; nothing is changed then.
    """
    order.refuse_unclear(house)
    with house.writing("suppress add", project=order.project, dry_run=dry_run) as commit:
        asked = keys_of(house, commit.view, named, order.project)
        refuse_forgotten(commit.view, asked)
        rows = with_order(asked, order)
        commit.add(SUPPRESSIONS, rows)
        requests = requests_of_rows(commit, rows)
        back = take_back_suppressed(house, commit, requests)
        pieces = pieces_to_stop(house, commit.view, requests)
        notes = (*other_numbers(commit.view, requests, house.today), *not_in_force(house, rows))
        notes += shifts_to_build_again(house, commit.view, requests)
        refresh(house, commit, [rows.lazy(), back.events.lazy()])
        counts = {"suppressed": asked.height, "withdrawn": back.events.height}
        commit.counts.update(counts)
    return Told(
        "suppress add",
        house.as_of.isoformat(),
        commit.batch,
        counts=counts,
        files=back.files,
        warnings=notes,
        shown=back.lines,
        looks=pieces,
    )


def remove_suppressions(house: House, named: Named, order: SuppressionOrder, *, dry_run: bool = False) -> Told:
    """Takes entries back from a list; the earlier rows stay as history.

    A do-not-call that was asked in a call is not on a written list: it is told, and stands.

    Raises:
      WrongUsage: Anything named that cannot be used; nothing is changed then.
    """
    order.refuse_unclear(house)
    project = None if order.project == WHOLE else order.project
    with house.writing("suppress remove", project=project, dry_run=dry_run) as commit:
        asked = keys_of(house, commit.view, named, order.project)
        standing = standing_suppressions(commit.scan(SUPPRESSIONS).filter(pl.col("list").eq(order.name)))
        asked = _as_listed(asked, standing)
        before = standing.join(asked.lazy(), on=KEY[1:], how="semi", nulls_equal=True).collect()
        # What is not on the list now might be, were an earlier batch that took it off undone.
        rows = with_order(asked, order)
        commit.add(SUPPRESSIONS, rows)
        refresh(house, commit, [rows.lazy()])
        after = (
            standing_suppressions(commit.scan(SUPPRESSIONS))
            .join(asked.lazy(), on=KEY[1:], how="semi", nulls_equal=True)
            .collect()
        )
        own = after.filter(pl.col("list") == order.name)
        taken = before.join(own, on=before.columns, how="anti", nulls_equal=True)
        on_list = asked.join(taken, on=KEY[1:], how="semi", nulls_equal=True)
        called = asked_in_calls(commit.view, house.recorded() or house.settings)
        by_call = asked.join(called.select(KEY[1:]).unique().collect(), on=KEY[1:], how="semi", nulls_equal=True).height
        counts = {"removed": on_list.height, "not_on_list": asked.height - on_list.height, "asked_in_calls": by_call}
        commit.counts.update(counts)
    shown = [f"{on_list.height:,} of {asked.height:,} taken off the list {order.name}"]
    shown += _left(own)
    shown += _elsewhere(
        after.filter(pl.col("list") != order.name).join(on_list, on=KEY[1:], how="anti", nulls_equal=True)
    )
    shown += ["asked in a call: stands until that result is corrected"] if by_call else []
    return Told(
        "suppress remove", house.as_of.isoformat(), commit.batch, counts=counts,
        shown=tuple(shown), needs_look=on_list.height < asked.height or by_call > 0,
    )  # fmt: skip


def _as_listed(asked: pl.DataFrame, standing: pl.LazyFrame) -> pl.DataFrame:
    """Record keys in the letters in which the list has them: people are met by them in any."""
    is_record = pl.col("kind").eq(str(SuppressionKind.RECORD))
    listed = standing.filter(is_record).select(listed="text", _key=spelled("text")).unique().collect()
    found = asked.with_columns(_key=pl.when(is_record).then(spelled("text"))).join(listed, on="_key", how="left")
    return found.with_columns(pl.coalesce("listed", "text").alias("text")).select(asked.columns)


def _left(own: pl.DataFrame) -> list[str]:
    """What of another scope stays on the list."""
    scopes = own.select("project", "channel").unique().sort("project", "channel", nulls_last=False).iter_rows()
    words = [
        f"{f'for {project}' if project else 'for all projects'} against {'everything' if channel == 'any' else channel}"
        for project, channel in scopes
    ]
    return [f"still on it: {', '.join(words)}"] if words else []


def _elsewhere(found: pl.DataFrame) -> list[str]:
    """Where what is not on the list meant does stand."""
    lists = sorted(set(found.get_column("list")))
    return [f"what is not on it stands on {', '.join(lists)}: name the list with --list"] if lists else []


def test_named(house: House, named: Named) -> Told:
    """Says for each thing named on which lists it stands, since when, until when, and who asked.

    A person should look where anything cannot be read, wholly or in part.
    """
    known = house.store.view()
    subjects = subjects_of(house, known, named)
    requests = requests_of(known, house.recorded() or house.settings)
    hits = concerning(subjects.frame.lazy(), subjects.numbers.lazy(), requests)
    today = house.today
    gone = _forgotten(known, subjects.numbers)
    shown, stopped = [], 0
    for record, written in enumerate(subjects.written):
        found = [hit for hit in hits.iter_rows(named=True) if hit["record"] == record]
        stopped += any(holds(hit, today) for hit in found) or record in gone
        lines = ["forgotten: never called again"] if record in gone else []
        lines += dict.fromkeys(_told(hit, today) for hit in found)
        if not lines:
            own = subjects.numbers.filter(pl.col("record") == record).get_column("number")
            others = stopped_by_another(known, own, requests, today) if own.len() else ()
            lines = [] if record in subjects.faults and own.is_empty() else ["not suppressed"]
            lines += others
        lines += [subjects.faults[record]] if record in subjects.faults else []
        shown.append(f"{written}: {'; '.join(lines)}")
    counts = {"asked": len(subjects.written), "suppressed": stopped, "unusable": len(subjects.faults)}
    # Whoever asks before a call must not take silence about a number for a free one.
    unread = bool(subjects.faults)
    return Told("suppress test", house.as_of.isoformat(), shown=tuple(shown), counts=counts, needs_look=unread)


def _forgotten(known: View, numbers: pl.DataFrame) -> frozenset[int]:
    """Records of which a number was forgotten."""
    again = list(Marks.of(known).stand_ins(numbers.get_column("number").drop_nulls()))
    return frozenset(numbers.filter(pl.col("number").is_in(again)).get_column("record"))


def holds(hit: Mapping[str, object], day: date) -> bool:
    """Whether a suppression is in force on a day: on its first and last day too."""
    since, until = hit["from_on"], hit["until_on"]
    return (not isinstance(since, date) or since <= day) and (not isinstance(until, date) or day <= until)


def _told(hit: Mapping[str, object], today: date) -> str:
    parts = [f"on {hit['list']}"]
    parts += [
        f"{word} {hit[name]}"
        for word, name in (("for", "project"), ("since", "from_on"), ("until", "until_on"))
        if hit[name]
    ]
    if hit["channel"] != "any":
        parts.append(f"against {hit['channel']}")
    if hit["kind"] not in {"number", "person"}:
        parts.append(f"by {hit['kind']}")
    if not holds(hit, today):
        parts.append("(not in force today)")
    if hit["asked_by"]:
        parts.append(f"asked by {hit['asked_by']}")
    return " ".join(parts) + (f" (batch {hit['batch']})" if hit["batch"] else "")


def requests_of_rows(commit: Commit, rows: pl.DataFrame) -> pl.LazyFrame:
    """SUPPRESSIONS rows as split judges them: followed by what `of_persons` makes of the persons they name."""
    return pl.concat([rows.lazy(), of_persons(commit.view, rows.lazy())])


def with_order(asked: pl.DataFrame, order: SuppressionOrder) -> pl.DataFrame:
    """Keys become SUPPRESSIONS rows. Days that they have count as they are; who asked and why the order tells
    where a row does not.
    """
    days = {"from_on": order.from_on, "until_on": order.until_on}
    words = {"asked_by": order.asked_by, "note": order.note}
    told = [pl.col(name) if name in asked.columns else pl.lit(day, pl.Date).alias(name) for name, day in days.items()]
    for name, word in words.items():
        said = pl.lit(word, pl.String)
        told.append((pl.coalesce(name, said) if name in asked.columns else said).alias(name))
    return asked.select(
        pl.lit(order.name).alias("list"),
        pl.lit(order.project, dtype=pl.String).alias("project"),
        pl.lit(order.channel).alias("channel"),
        *KEY[1:],
        *told,
        pl.lit(order.is_removal).alias("is_removal"),
    )


def are_over(house: House, rows: pl.DataFrame) -> bool:
    """Whether all requests of a file end before today: its last days may be those of something else.

    Args:
      rows: SUPPRESSIONS rows, at least one.
    """
    return bool(rows.select(pl.col("until_on").lt(house.today).fill_null(value=False).all()).item())


def not_in_force(house: House, rows: pl.DataFrame) -> tuple[Mistake, ...]:
    """What a person should know of requests that hold on no day yet, or on no day any more: a slip, or meant so.

    Args:
      rows: SUPPRESSIONS rows just added.
    """
    today = house.today
    first, last = pl.col("from_on"), pl.col("until_on")
    told = rows.select(
        later=first.gt(today).sum(), by=first.max(), over=last.lt(today).sum(), never=first.gt(last).sum()
    ).row(0, named=True)
    ends = {
        "later": f"in force later only, by {told['by']} all of them: until then it is called",
        "over": "over already by the last day that is told: it is called",
        "never": "in force on no day, for the last day lies before the first",
    }
    remedy = "where that is not meant, send it again with other days"
    return tuple(
        Mistake(f"{plural(told[name], 'request')} {end}", remedy=remedy) for name, end in ends.items() if told[name]
    )
