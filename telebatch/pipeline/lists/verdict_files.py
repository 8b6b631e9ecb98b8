"""The three files of a list and its summary: callable, verify, rejected."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np
import polars as pl

from telebatch.model.alike import kinds
from telebatch.model.ids import lead_id
from telebatch.model.texts import Texts
from telebatch.model.words import Reason, Verdict
from telebatch.normalise.phones import PhoneTable, national_format
from telebatch.pipeline.lists.deliveries import Delivery
from telebatch.pipeline.lists.own_language import OwnLanguage
from telebatch.prequalify import OWN_DETAILS, Rule, detail_columns, details
from telebatch.store import Commit
from telebatch.write import ready, ready_together, write_csv_ready, write_json

#: What tells records apart, then what many of them share; each with the columns told together after it.
_OWN = ("sheet", "line", "lead_id", "record_key", "person", "title", "company", "number")
_LINE = ("kind", "line_kind", "region", "repaired")
_SCORE = ("score", "score_why")
_WHY = ("role_class", "seniority", "function", "role_basis", "reasons", "detail", "is_known")
_SOURCE = ("as_written", "raw")
_TEXTS = ("record_key", "person", "company", "email")
#: What rows of the same `judged_as` must share, beside what they are judged by.
SHARED = (*_LINE, *(name for name in _WHY if name not in ("reasons", "detail")))

_Shown = Callable[[pl.DataFrame, "_Words"], pl.DataFrame]
#: The reason of what read set aside; which kind of it stands after it.
_ASIDE = str(Reason.UNREADABLE)
#: Rows written at a time.
_PIECE = 200_000
#: Rows whose texts are taken up at a time: for each such band of the order by score all texts of a list are read.
_BAND = 1_000_000


@dataclass(frozen=True, eq=False)
class Judges:
    """What the rows were decided by, and are told in.

    Attributes:
      phones: What numbers are told by.
      rules: The verdicts'.
      language: Tells what is put together in English; null: as it is.
    """

    phones: PhoneTable
    rules: Sequence[Rule]
    language: OwnLanguage | None


@dataclass(frozen=True, eq=False)
class _Words:
    """What is told of many rows at once: put into words once for each kind of them.

    Attributes:
      rows: The rows of one verdict, their places in the list.
      kind: Of each of them, and so its place among the words.
      line, why: The cells of `_LINE` and `_WHY`, ready.
    """

    rows: pl.Series
    kind: pl.Series
    line: pl.Series
    why: pl.Series


def write(
    commit: Commit, decided: pl.DataFrame, texts: Texts, delivery: Delivery, name: str, judges: Judges
) -> tuple[str, ...]:
    """Writes `lists/NAME/FILE-sha8/…`; callable and verify by score, rejected in file order with the source's own text.

    Args:
      decided: The verdicts with their keys, sorted by record.
      texts: Of the same rows.

    Returns:
      The paths written, relative to the workspace.
    """
    table = judges.phones
    folder = Path("lists") / name / f"{delivery.path.stem}-{delivery.sha256[:8]}"
    taken = decided.select("sheet", "line", "lead_key", "title", "number", "record")
    shown = partial(_shown, table=table)
    scored, words = (*_SCORE, *_WHY), partial(_words, decided, judges=judges)
    by_score = partial(_ranked, taken, texts, decided.get_column("score"), shown=shown)
    rejected = _rejected(taken, texts, lambda: words("rejected", _WHY), delivery.set_aside, shown)
    parts = {
        "callable": (_columns(scored), by_score(told=lambda: words("callable", scored))),
        "verify": (_columns(scored), by_score(told=lambda: words("verify", scored))),
        "rejected": ((*_columns(_WHY), *_SOURCE), rejected),
    }
    files = {part: folder / f"{part}.csv" for part in parts}
    rows = _counted(decided, "verdict")
    # The longest first, so that no thread is left to write a long one alone.
    by_length = sorted(parts, key=lambda part: -rows.get(part, 0))
    with ThreadPoolExecutor(pl.thread_pool_size()) as pool:
        writing = [pool.submit(_pour, commit, files[part], *parts[part]) for part in by_length]
        told = folder / "summary.json"
        write_json(commit.output(told), _summary(decided, delivery, name, table.version))
    for one in writing:
        one.result()
    return tuple(str(path) for path in (*files.values(), told))


def _pour(commit: Commit, file: Path, head: Sequence[str], pieces: Iterator[pl.DataFrame]) -> None:
    with commit.long_output(file) as place, ThreadPoolExecutor(1) as pool:
        write_csv_ready(place, head, _made_ahead(pool, pieces))


def _made_ahead(pool: Executor, pieces: Iterator[pl.DataFrame]) -> Iterator[pl.DataFrame]:
    """The pieces; each is made while the one before it is written."""
    coming = pool.submit(next, pieces, None)
    while (piece := coming.result()) is not None:
        coming = pool.submit(next, pieces, None)
        yield piece


def _columns(why: Sequence[str]) -> tuple[str, ...]:
    return (*_OWN, *_LINE, "email", *why)


def _words(decided: pl.DataFrame, verdict: str, columns: Sequence[str], judges: Judges) -> _Words:
    """What is told of the rows of one verdict in `columns`, which are `_WHY` and what stands before it."""
    rows = decided.select(pl.arg_where(pl.col("verdict") == verdict)).to_series()
    read = detail_columns(judges.rules)
    # What names another row or a list is not shared by all that were judged as one.
    kind, first = kinds(decided.select("judged_as", *(name for name in read if name in OWN_DETAILS))[rows])
    shared = dict.fromkeys((*_LINE, *(name for name in columns if name != "detail"), *read, "answers"))
    few = decided.select(*shared)[rows.gather(first)]
    why = few.with_columns(details(few, judges.rules)).select(columns)
    why = why if judges.language is None else judges.language.told(why)
    return _Words(rows, kind, ready_together(few.select(_LINE)), ready_together(why))


def _ranked(
    taken: pl.DataFrame, texts: Texts, scores: pl.Series, told: Callable[[], _Words], shown: _Shown
) -> Iterator[pl.DataFrame]:
    """The rows by score, the highest first, then by record, as they stand already; piece by piece."""
    words = told()
    falling = -scores.gather(words.rows).to_numpy().astype(np.int16)
    order = pl.Series(np.argsort(falling, kind="stable"))
    rows, kind = words.rows.gather(order), words.kind.gather(order).alias("told")
    said = _in_turn(texts, rows, _BAND)
    for start in range(0, rows.len(), _PIECE):
        piece = taken[rows.slice(start, _PIECE)].with_columns(kind.slice(start, _PIECE))
        yield shown(piece.hstack(said(piece.height)), words)


def _in_turn(
    texts: Texts, rows: pl.Series, band: int, columns: Sequence[str] = _TEXTS
) -> Callable[[int], pl.DataFrame]:
    """Tells the texts of the next so many of the rows, time after time; so large a band of them is taken up at once."""
    held, upto = texts.at(rows.clear(), columns), 0

    def told(count: int) -> pl.DataFrame:
        nonlocal held, upto
        while held.height < count:
            more = texts.at(rows.slice(upto, band), columns)
            held, upto = pl.concat([held, more]) if held.height else more, upto + more.height
        given, held = held.head(count), held.slice(count)
        return given.rechunk()

    return told


def _shown(rows: pl.DataFrame, words: _Words, table: PhoneTable) -> pl.DataFrame:
    """The verdicts as ready cells: lead ids as text, numbers in national form, what is shared in its words.

    Args:
      rows: `told` is their kind among the words.
    """
    numbers = national_format(rows.get_column("number"), table).alias("number")
    made = rows.select(lead_id(pl.col("lead_key")).alias("lead_id"), numbers)
    kind = rows.get_column("told")
    told = {
        # What is made of digits and letters here is ready as it is.
        **{name: made.get_column(name) if name in made.columns else ready(rows.get_column(name)) for name in _OWN},
        "line_told": words.line.gather(kind),
        "email": ready(rows.get_column("email")),
        "why": words.why.gather(kind),
    }
    told |= {name: ready(rows.get_column(name)) for name in _SOURCE if name in rows.columns}
    return pl.DataFrame(told)


def _rejected(
    taken: pl.DataFrame, texts: Texts, told: Callable[[], _Words], set_aside: pl.DataFrame, shown: _Shown
) -> Iterator[pl.DataFrame]:
    """Rejected records with the number as it was written, then what read set aside, by line; piece by piece."""
    words, aside = _with_reasons(told(), set_aside.sort("record"))
    columns = (*_TEXTS, "as_written")
    said, reached = _in_turn(texts, words.rows, 2 * _PIECE, columns), 0
    for start in range(0, words.rows.len(), _PIECE):
        piece = taken[words.rows.slice(start, _PIECE)].with_columns(words.kind.slice(start, _PIECE).alias("told"))
        piece = piece.hstack(said(piece.height))
        upto = aside.get_column("record").search_sorted(piece.item(-1, "record"), side="right")
        yield shown(_with_aside(piece, aside.slice(reached, upto - reached)), words)
        reached = upto
    if reached < aside.height:
        none = taken.clear().with_columns(words.kind.clear().alias("told"))
        none = none.hstack(texts.at(words.rows.clear(), columns))
        yield shown(_with_aside(none, aside.slice(reached)), words)


def _with_reasons(words: _Words, set_aside: pl.DataFrame) -> tuple[_Words, pl.DataFrame]:
    """The words with those of what read set aside, and that with its kinds: it has a reason and no more."""
    kind, first = kinds(set_aside.select("reason"))
    reason = set_aside.get_column("reason").gather(first).alias("reasons")
    nothing = {name: pl.lit(None, pl.String) for name in (*_LINE, *_WHY)}
    told = reason.to_frame().select(**nothing | {"reasons": pl.concat_str(pl.lit(f"{_ASIDE}|"), "reasons")})
    line, why = (ready_together(told.select(columns)) for columns in (_LINE, _WHY))
    more = replace(words, line=pl.concat([words.line, line]), why=pl.concat([words.why, why]))
    return more, set_aside.select("sheet", "line", "raw", "record").with_columns(told=kind + words.why.len())


def _with_aside(rows: pl.DataFrame, aside: pl.DataFrame) -> pl.DataFrame:
    """Both by record; what was set aside has no verdict to tell."""
    rows = rows.with_columns(pl.lit(None, pl.String).alias("raw"))
    if aside.is_empty():
        return rows
    words = [name for name, kind in rows.schema.items() if isinstance(kind, pl.Categorical)]
    return pl.concat([rows.with_columns(pl.col(words).cast(pl.String)), aside], how="diagonal_relaxed").sort("record")


def _counted(decided: pl.DataFrame, column: str) -> dict[str, int]:
    """Word → rows, the most frequent first."""
    told = (
        decided.group_by(column)
        .len()
        .drop_nulls()
        .with_columns(pl.col(column).cast(pl.String))
        .sort("len", column, descending=[True, False])
    )
    return dict(told.iter_rows())


def _summary(decided: pl.DataFrame, delivery: Delivery, name: str, phone_rules: str) -> dict[str, object]:
    aside = dict(delivery.set_aside.group_by("reason").len().sort("reason").iter_rows())
    told = {str(verdict): count for verdict, count in decided.group_by("verdict").len().iter_rows()}
    # What could not be read, and totals, stand in `rejected.csv`: so the verdicts are all records.
    verdicts = {str(one): told.get(str(one), 0) for one in Verdict}
    verdicts[str(Verdict.REJECTED)] += delivery.set_aside.height
    reasons = (
        decided.group_by("reasons").len()
        .with_columns(pl.col("reasons").cast(pl.String).str.split("|")).explode("reasons")
        .filter(pl.col("reasons") != "")
        .group_by("reasons").agg(pl.col("len").sum()).sort("len", "reasons", descending=[True, False])
    )  # fmt: skip
    return {
        "list": name,
        "file": delivery.shown,
        "sha256": delivery.sha256,
        "records": delivery.record_count,
        "blank_lines": delivery.blank_lines,
        "verdicts": verdicts,
        "reasons": dict(reasons.iter_rows()) | ({_ASIDE: delivery.set_aside.height} if aside else {}),
        "set_aside": aside,
        "repaired": _counted(decided, "repaired"),
        "columns": {name: list(sources) for name, sources in delivery.columns.sources.items()},
        "handed_through": list(delivery.columns.handed_through),
        "guesses": list(delivery.guesses),
        "phone_rules": phone_rules,
    }
