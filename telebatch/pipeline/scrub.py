"""Comparisons with a register of refusals: which numbers are due, what the register said, and a log to show."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Final

import polars as pl

from telebatch.model.errors import Mistake, WrongUsage
from telebatch.model.plural import plural
from telebatch.model.records import RECORD, ReadOptions
from telebatch.model.tables import NUMBERS, SCRUBS, SUPPRESSIONS
from telebatch.model.words import LeadStatus
from telebatch.model.workspace import RulePack
from telebatch.normalise.phones import national_format
from telebatch.pipeline.care_files import CareFile, care_file, kept_file, put_aside
from telebatch.pipeline.house import House
from telebatch.pipeline.known.knowledge import states
from telebatch.pipeline.known.refresh import refresh
from telebatch.pipeline.queues.taken_back import take_back_suppressed
from telebatch.pipeline.rules import phone_table
from telebatch.pipeline.suppress import SuppressionOrder, with_order
from telebatch.pipeline.suppress_import import Asked, asked_of, conserved, refuse_without_keys
from telebatch.pipeline.told import Told
from telebatch.pipeline.twice import taken_before
from telebatch.state import numbers_now, standing_suppressions
from telebatch.store import Commit, View
from telebatch.write import write_csv

_IMPORT: Final = "suppress import --scrub"


@dataclass(frozen=True)
class Register:
    """A register of refusals.

    Attributes:
      name: The region; or the pack, where it is not the region's first register.
      title: As the calling rules call it.
      packs: Calling rules that ask for it.
    """

    name: str
    title: str
    packs: tuple[RulePack, ...]

    @property
    def region(self) -> str:
        """Numbers of this region are compared."""
        return self.packs[0].region

    @property
    def list_name(self) -> str:
        """The named list of those it holds."""
        return f"register-{self.name}"


def register_of(house: House, name: str) -> Register:
    """The register of a region (its first), or of a pack of calling rules.

    Raises:
      WrongUsage: No pack of that region or name asks for a register; the remedy names those that do.
    """
    asking = [pack for pack in house.settings.packs.values() if pack.register and pack.scrub_days is not None]
    wanted = name.strip().casefold()
    named = [pack for pack in asking if wanted in (pack.region.casefold(), pack.name.casefold())]
    if not named:
        there = sorted({pack.region for pack in asking})
        raise WrongUsage(f"no register {name[:24]!r}", place="--register", remedy=f"registers: {', '.join(there)}")
    title = named[0].register
    same = tuple(pack for pack in asking if pack.register == title and pack.region == named[0].region)
    first = next(pack for pack in asking if pack.region == same[0].region)
    return Register(same[0].region if first.register == title else same[0].name, str(title), same)


def export_due(house: House, name: str, *, within: int = 0, dry_run: bool = False) -> Told:
    """Writes the numbers of live leads whose comparison is too old today (or `within` days), or was never made.

    Raises:
      WrongUsage: Unknown register.
    """
    register, today = register_of(house, name), _today(house)
    with house.writing("suppress export --register", dry_run=dry_run) as commit:
        due = due_numbers(house, commit.view, register, today + timedelta(days=within))
        counts = {"due": due.height, "never_compared": due.get_column("scrubbed_on").null_count()}
        commit.counts.update(counts)
        if due.is_empty():
            commit.abandon()
            return Told("suppress export", house.as_of.isoformat(), counts=counts, shown=("no number is due",))
        rows = due.select(
            pl.lit(register.name).alias("register"), "number", pl.lit(None, pl.Date).alias("scrubbed_on"),
            pl.lit(None, pl.Boolean).alias("is_listed"), pl.lit(None, pl.Int64).alias("file_key"),
            pl.lit(commit.batch, pl.Int64).alias("sent_in"),
        )  # fmt: skip
        commit.add(SCRUBS, rows)
        path = Path("scrubs") / f"{register.name}-{today}-b{commit.batch}.csv"
        numbers = due.get_column("number")
        shown = national_format(numbers, phone_table(house.shipped.phones)).alias("number")
        write_csv(commit.output(path), pl.DataFrame([shown]).lazy())
    return Told("suppress export", house.as_of.isoformat(), commit.batch, counts=counts, files=(str(path),))


def due_numbers(
    house: House, known: View, register: Register, day: date, projects: tuple[str, ...] | None = None
) -> pl.DataFrame:
    """Numbers of live leads whose comparison is too old on that day, or was never made.

    Args:
      projects: Of their leads alone; null: of every project's.

    Returns:
      `number`, `scrubbed_on` (null: never), sorted by number.
    """
    packs = {pack.name: pack for pack in register.packs}
    longest = {
        name: min(packs[pack].scrub_days or 0 for pack in project.calling.packs if pack in packs)
        for name, project in house.settings.projects.items()
        if projects is None or name in projects
        if set(project.calling.packs) & set(packs) and (project.cycle.end is None or project.cycle.end >= _today(house))
    }
    terms = pl.LazyFrame(
        {"project": list(longest), "days": list(longest.values())}, schema={"project": pl.String, "days": pl.Int64}
    )
    live = states(known).filter(pl.col("status").is_in([str(LeadStatus.OPEN), str(LeadStatus.HELD)]))
    owners = live.join(terms, on="project").group_by("person_key").agg(pl.col("days").min())
    numbers = numbers_now(known.scan(NUMBERS)).filter(pl.col("region").eq(register.region))
    scrubbed = answered_scrubs(known, register.name).group_by("number").agg(pl.col("scrubbed_on").max())
    stale = pl.col("scrubbed_on").is_null() | (pl.col("scrubbed_on") + pl.duration(days=pl.col("days")) < day)
    return (
        numbers.join(owners, on="person_key").group_by("number").agg(pl.col("days").min())
        .join(scrubbed, on="number", how="left").filter(stale).select("number", "scrubbed_on").sort("number").collect()
    )  # fmt: skip


def answered_scrubs(known: View, register: str) -> pl.LazyFrame:
    """SCRUBS rows of a register that hold an answer."""
    return known.scan(SCRUBS).filter(pl.col("register").eq(register), pl.col("scrubbed_on").is_not_null())


def import_answer(
    house: House, path: Path, name: str, options: ReadOptions, *, on: date | None = None, dry_run: bool = False
) -> Told:
    """Takes the answer to the oldest export not yet answered: stamps every number sent, suppresses those listed.

    A number listed by an earlier answer and sent again is taken off the register's list where the answer clears it.

    Raises:
      InputRefused: Unreadable, or no column with numbers.
      WrongUsage: Unknown register, or nothing was sent that still waits for an answer.
    """
    register, day = register_of(house, name), on or _today(house)
    file = care_file(house, path, "scrubs", options)
    refuse_without_keys(file)
    with house.writing(_IMPORT, dry_run=dry_run) as commit:
        told = Told(_IMPORT, house.as_of.isoformat())
        if before := taken_before(house, commit, told, file.taken, None):
            return before
        sent_in, sent = _sent(commit.view, register)
        key = kept_file(commit, file, "scrub", None, register.name)
        asked = asked_of(file, register.region, house)
        listed = _listed(house, file, asked)
        answers = sent.with_columns(pl.col("number").is_in(listed.implode()).alias("is_listed")).select(
            pl.lit(register.name).alias("register"), "number", pl.lit(day).alias("scrubbed_on"), "is_listed",
            pl.lit(key, pl.Int64).alias("file_key"), pl.lit(sent_in, pl.Int64).alias("sent_in"),
        )  # fmt: skip
        commit.add(SCRUBS, answers)
        rows, cleared = _entries(commit, register, answers, listed, day)
        back = take_back_suppressed(house, commit, rows.lazy())
        refresh(house, commit, [rows.lazy(), cleared.lazy(), back.events.lazy()])
        files = put_aside(house, commit, file, key, asked.bad, ("scrub", None))
        counts = {
            **_answered(file, asked), "sent": sent.height, "listed": int(answers.get_column("is_listed").sum()),
            "not_sent": listed.filter(~listed.is_in(sent.get_column("number").implode())).len(),
            "no_longer_listed": cleared.height, "withdrawn": back.events.height,
        }  # fmt: skip
        commit.counts.update(counts)
    taken = replace(file.taken, batch=commit.batch, counts=counts)
    notes = tuple(Mistake(guess, file.shown) for guess in file.guesses)
    return Told(
        _IMPORT, house.as_of.isoformat(), commit.batch, (taken,), counts, files=(*files, *back.files), warnings=notes,
        shown=back.lines, needs_look=counts["unusable"] > 0 or counts["not_sent"] > 0,
    )  # fmt: skip


def _answered(file: CareFile, asked: Asked) -> dict[str, int]:
    """Records = answered + repeated + unusable: most answers clear their number, and suppress nobody."""
    return {"answered" if name == "suppressed" else name: told for name, told in conserved(file, asked).items()}


def has_unanswered(known: View, register: Register) -> bool:
    """Whether an export waits for its answer."""
    return not _waiting(known, register).is_empty()


def _waiting(known: View, register: Register) -> pl.DataFrame:
    """SCRUBS rows of exports without an answer."""
    rows = known.scan(SCRUBS).filter(pl.col("register").eq(register.name))
    answered = rows.filter(pl.col("scrubbed_on").is_not_null()).select("sent_in")
    return rows.filter(pl.col("scrubbed_on").is_null()).join(answered, on="sent_in", how="anti").collect()


def _sent(known: View, register: Register) -> tuple[int, pl.DataFrame]:
    """The oldest export without an answer: its batch, and `number` of everything sent."""
    waiting = _waiting(known, register)
    if waiting.is_empty():
        raise WrongUsage(
            f"no export of register {register.name} waits for an answer",
            remedy=f"write one with telebatch suppress export --register {register.name}",
        )
    first = int(str(waiting.get_column("sent_in").min()))
    return first, waiting.filter(pl.col("sent_in") == first).select("number").unique().sort("number")


def _listed(house: House, file: CareFile, asked: Asked) -> pl.Series:
    """Numbers the register holds: every number of the answer, or those whose row says yes where a column tells."""
    numbers = asked.keys.filter(pl.col("kind") == "number")
    if "is_listed" not in file.found:
        return numbers.get_column("number")
    word = pl.col("is_listed").str.to_lowercase().str.strip_chars()
    clean = file.rows.filter(word.is_in(list(house.shipped.list_care["yes_words"]["no"])))
    # A word nobody knows counts as listed: not calling one too many is the smaller harm.
    return numbers.join(clean.select(RECORD), on=RECORD, how="anti", maintain_order="left").get_column("number")


def _entries(
    commit: Commit, register: Register, answers: pl.DataFrame, listed: pl.Series, day: date
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Adds those listed to the register's list, and takes off it those the answer clears; SUPPRESSIONS rows of both."""
    theirs = commit.scan(SUPPRESSIONS).filter(pl.col("list").eq(register.list_name))
    standing = standing_suppressions(theirs).select("number").unique().collect().to_series()
    cleared = answers.filter(~pl.col("is_listed"), pl.col("number").is_in(standing.implode())).get_column("number")
    new = listed.filter(~listed.is_in(standing.implode())).unique().sort()
    order = SuppressionOrder(register.list_name, channel="call", from_on=day, asked_by=register.title)
    rows = with_order(_keys(new), order)
    removals = with_order(_keys(cleared), replace(order, from_on=None, is_removal=True))
    commit.add(SUPPRESSIONS, rows)
    commit.add(SUPPRESSIONS, removals)
    return rows, removals


def _keys(numbers: pl.Series) -> pl.DataFrame:
    return numbers.alias("number").to_frame().with_columns(
        pl.lit("number").alias("kind"), pl.lit(None, pl.String).alias("text"),
        pl.lit(None, pl.Int64).alias("person_key"), pl.lit(None, pl.Int64).alias("lead_key"),
    )  # fmt: skip


def scrub_log(house: House, name: str) -> Told:
    """Every comparison with a register, the oldest first, for an inspector: what was sent, answered and listed.

    Raises:
      WrongUsage: Unknown register.
    """
    register = register_of(house, name)
    rows = house.store.scan(SCRUBS).filter(pl.col("register").eq(register.name))
    sums = rows.group_by("sent_in").agg(
        pl.col("scrubbed_on").is_null().sum().alias("sent"),
        pl.col("scrubbed_on").max().alias("answered_on"),
        pl.col("is_listed").sum().alias("listed"),
        pl.col("file_key").max().alias("file_key"),
    )
    files = {one.file_key: one for one in house.store.inputs()}
    days = dict(house.store.batches().select("batch", "as_of_utc").iter_rows())
    lines = [f"register {register.name}: {register.title}, by rules {', '.join(pack.name for pack in register.packs)}"]
    for row in sums.sort("sent_in").collect().iter_rows(named=True):
        sent_on = days[row["sent_in"]].astimezone(house.zone).date()
        answer = files.get(row["file_key"]) if row["file_key"] is not None else None
        told = "no answer yet"
        if answer is not None:
            source = f"batch {answer.batch}, {answer.path}, sha256 {answer.sha256}"
            told = f"answered {row['answered_on']}: {row['listed']:,} listed ({source})"
        lines.append(f"sent {sent_on}: {plural(row['sent'], 'number')} (batch {row['sent_in']}); {told}")
    counts = {"comparisons": len(lines) - 1}
    return Told("suppress log", house.as_of.isoformat(), counts=counts, shown=tuple(lines))


def _today(house: House) -> date:
    return house.as_of.astimezone(house.zone).date()
