"""What a register of refusals answered: numbers are stamped with the day of the comparison, those listed suppressed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final

import polars as pl

from telebatch.model.errors import InputRefused, Mistake, WrongUsage
from telebatch.model.plural import plural
from telebatch.model.records import LINE, RECORD, ReadOptions
from telebatch.model.tables import SCRUBS, SUPPRESSIONS
from telebatch.normalise.phones import regions_of
from telebatch.pipeline.care.files import CareFile, care_file, kept_file, put_aside
from telebatch.pipeline.care.requests_named import Asked, asked_of
from telebatch.pipeline.care.scrub import days_of, waiting_exports
from telebatch.pipeline.care.suppress import SuppressionOrder, with_order
from telebatch.pipeline.care.suppress_import import conserved, refuse_without_keys
from telebatch.pipeline.house import House
from telebatch.pipeline.known.refresh import refresh
from telebatch.pipeline.queues.taken_back import take_back_suppressed
from telebatch.pipeline.registers import Register, register_of
from telebatch.pipeline.rules import phone_table
from telebatch.pipeline.told import Told
from telebatch.pipeline.twice import taken_before
from telebatch.state import standing_suppressions
from telebatch.store import Commit, View

_IMPORT: Final = "suppress import --scrub"
#: Counts that a person should look at.
_LOOKS: Final = ("unusable", "not_sent", "unanswered")


def import_answer(
    house: House, path: Path, name: str, options: ReadOptions, *, on: date | None = None, dry_run: bool = False
) -> Told:
    """Takes the answer to an export: stamps the numbers it is about, suppresses those listed.

    It is about every number sent, or, where it says no of some or holds rows that may name any, about those alone that
    it names; whom it clears is taken off the list.

    Args:
      on: Day of the comparison; null: today, at the centre or in the region, whichever is earlier.

    Raises:
      InputRefused: Unreadable, without a column with numbers, or about numbers of other regions alone.
      WrongUsage: Unknown register, nothing sent that still waits for an answer, or a day that cannot be the answer's.
    """
    register = register_of(house, name)
    day = on or days_of(house, register.region)[0]
    refuse_without_keys(file := care_file(house, path, "scrubs", options, (register.region,)))
    with house.writing(_IMPORT, dry_run=dry_run) as commit:
        told = Told(_IMPORT, house.as_of.isoformat())
        if before := taken_before(house, commit, told, file.taken, None):
            return before
        answer = _answer(house, file, asked := asked_of(file, register.region, house))
        _refuse_other_regions(house, register, file, answer)
        sent_in, sent = _sent(commit.view, register, answer.named)
        _refuse_day(house, register, sent_in, on)
        key = kept_file(commit, file, "scrub", None, register.name)
        same = {"register": register.name, "scrubbed_on": day, "file_key": key, "sent_in": sent_in}
        answers = _stamped(sent, answer, same)
        commit.add(SCRUBS, answers)
        rows, cleared = _entries(commit, register, answers, answer.listed, day)
        back = take_back_suppressed(house, commit, rows.lazy())
        refresh(house, commit, [rows.lazy(), cleared.lazy(), back.events.lazy()])
        files = put_aside(house, commit, file, key, asked.bad, ("scrub", None))
        counts = {**_answered(file, asked), **_counts(sent, answers, answer), "no_longer_listed": cleared.height}
        counts["withdrawn"] = back.events.height
        commit.counts.update(counts)
    taken = replace(file.taken, batch=commit.batch, counts=counts)
    words = _words_of(register, answer, counts, commit.batch)
    notes = tuple(Mistake(word, file.shown) for word in (*file.guesses, *words))
    return replace(
        told, batch=commit.batch, inputs=(taken,), counts=counts, files=(*files, *back.files), warnings=notes,
        shown=back.lines, needs_look=answer.unread > 0 or any(counts[name] for name in _LOOKS),
    )  # fmt: skip


def _stamped(sent: pl.DataFrame, answer: _Answer, stamp: dict[str, object]) -> pl.DataFrame:
    """SCRUBS rows of the numbers that the answer is about."""
    is_partial = answer.says_no or answer.lost > 0
    about = sent.filter(pl.col("number").is_in(answer.named.implode())) if is_partial else sent
    is_listed = pl.col("number").is_in(answer.listed.implode()).alias("is_listed")
    same = [pl.lit(value, SCRUBS.schema[name]).alias(name) for name, value in stamp.items()]
    told = about.with_columns(is_listed, *same)
    return told.select(name for name in SCRUBS.schema if name in told.columns)


def _answered(file: CareFile, asked: Asked) -> dict[str, int]:
    """Records = answered + repeated + unusable + skipped: most answers clear their number, and suppress nobody."""
    return {"answered" if name == "suppressed" else name: told for name, told in conserved(file, asked).items()}


def _counts(sent: pl.DataFrame, answers: pl.DataFrame, answer: _Answer) -> dict[str, int]:
    return {
        "sent": sent.height, "listed": int(answers.get_column("is_listed").sum()),
        "unanswered": sent.height - answers.height,
        "not_sent": answer.listed.filter(~answer.listed.is_in(sent.get_column("number").implode())).len(),
    }  # fmt: skip


def _words_of(register: Register, answer: _Answer, counts: dict[str, int], batch: int) -> Iterator[str]:
    if not counts["records"]:
        # A register that lists nobody answers so; so does an export that broke.
        sent = plural(counts["sent"], "number sent counts", "numbers sent count")
        yield f"names nobody: {sent} as compared and not listed; if that is not so, telebatch batches undo {batch}"
    if answer.lost and counts["unanswered"]:
        yield (
            f"{plural(answer.lost, 'row')} cannot be read and may list any number sent: only those named are answered;"
            " mend the answer, and send it whole for the next export"
        )
    if counts["unanswered"]:
        yield (
            f"{plural(counts['unanswered'], 'number')} sent and not in the answer: still due, in the next"
            f" telebatch suppress export --register {register.name}"
        )
    if answer.unread:
        yield f"{plural(answer.unread, 'answer')} neither yes nor no ({answer.unread_words}): taken as listed"


def _refuse_other_regions(house: House, register: Register, file: CareFile, answer: _Answer) -> None:
    """An answer of another register would clear every number sent."""
    regions = regions_of(answer.named, phone_table(house.shipped.phones))
    if answer.named.len() and not (regions == register.region).any():
        raise InputRefused(
            f"none of its numbers is of {register.region}", place=file.shown,
            remedy="name the register that gave this answer with --register",
        )  # fmt: skip


def _refuse_day(house: House, register: Register, sent_in: int, day: date | None) -> None:
    """The day may be that of the centre or of the region: what is written without `--on` may be said as well."""
    sent_utc = house.store.batches().filter(pl.col("batch") == sent_in).get_column("as_of_utc").item()
    sent_on, today = days_of(house, register.region, sent_utc)[0], days_of(house, register.region)[1]
    if day is not None and not sent_on <= day <= today:
        raise WrongUsage(
            f"{day} cannot be the day of the comparison: the numbers were sent on {sent_on}, today is {today}",
            place="--on", remedy="give the day on which the register was asked",
        )  # fmt: skip


def _sent(known: View, register: Register, named: pl.Series) -> tuple[int, pl.DataFrame]:
    """The export that an answer is about: its batch, and `number` of everything sent.

    Of several that wait it is the one of which the answer names most numbers, the oldest at a draw.
    """
    waiting = waiting_exports(known, register)
    if waiting.is_empty():
        raise WrongUsage(
            f"no export of register {register.name} waits for an answer",
            remedy=f"write one with telebatch suppress export --register {register.name}",
        )
    met = waiting.group_by("sent_in").agg(pl.col("number").is_in(named.implode()).sum().alias("met"))
    first = int(met.sort("met", "sent_in", descending=[True, False]).item(0, "sent_in"))
    return first, waiting.filter(pl.col("sent_in") == first).select("number").unique().sort("number")


@dataclass(frozen=True)
class _Answer:
    """What a register said.

    Attributes:
      named: Numbers in the answer.
      listed: Those the register holds: all, or where a column tells those it does not say no of.
      says_no: A column says no of some: then nothing is said of numbers that are not named.
      lost: So many rows cannot be read and may list a number that was sent.
      unread: So many words that are neither yes nor no.
      unread_words: Some of these, with the line where each stands first.
    """

    named: pl.Series
    listed: pl.Series
    says_no: bool = False
    lost: int = 0
    unread: int = 0
    unread_words: str = ""


def _answer(house: House, file: CareFile, asked: Asked) -> _Answer:
    numbers = asked.mentions.filter(pl.col("kind") == "number")
    named = numbers.get_column("number").unique().sort()
    if "is_listed" not in file.found:
        return _Answer(named, named, lost=_lost(file, asked))
    words = house.shipped.list_care["yes_words"]
    word = pl.col("is_listed").str.to_lowercase().str.strip_chars()
    no = file.rows.filter(word.is_in(list(words["no"])))
    unread = file.rows.filter(word.is_in([*words["no"], *words["yes"]]).not_().fill_null(value=False))
    # A word nobody knows counts as listed, and so does a number of which one row says yes: not calling one too many is
    # the smaller harm.
    listed = numbers.join(no.select(RECORD), on=RECORD, how="anti").get_column("number").unique().sort()
    lost = _lost(file, asked, no.get_column(RECORD))
    return _Answer(named, listed, no.height > 0, lost, unread.height, _shown(unread))


def _lost(file: CareFile, asked: Asked, no: pl.Series | None = None) -> int:
    """Rows that hold something, and no number; those that say no clear nobody, and list nobody."""
    rows = asked.bad.filter(pl.col("reason") != "empty").get_column(RECORD)
    return file.set_aside.height + (rows.len() if no is None else rows.filter(~rows.is_in(no.implode())).len())


#: So many words are shown, and so many letters of each.
_SHOWN: Final = 3
_LETTERS: Final = 20


def _shown(rows: pl.DataFrame) -> str:
    """The first words of an answer's column, each with the line where it stands first."""
    words = rows.unique("is_listed", keep="first", maintain_order=True).select("is_listed", LINE)
    told = [f"{str(word)[:_LETTERS]!r} in line {line}" for word, line in words.head(_SHOWN).iter_rows()]
    return ", ".join(told) + (", …" if words.height > _SHOWN else "")


def _entries(
    commit: Commit, register: Register, answers: pl.DataFrame, listed: pl.Series, day: date
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Adds those listed to the register's list, and takes off it those the answer clears; SUPPRESSIONS rows of both."""
    theirs = commit.scan(SUPPRESSIONS).filter(pl.col("list").eq(register.list_name))
    standing = standing_suppressions(theirs).select("number").unique().collect().to_series()
    cleared = answers.filter(~pl.col("is_listed"), pl.col("number").is_in(standing.implode())).get_column("number")
    # Whom this answer was asked about is listed by it too, though an earlier one told it, which may be undone.
    asked = listed.is_in(answers.get_column("number").implode())
    new = listed.filter(asked | ~listed.is_in(standing.implode())).unique().sort()
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
