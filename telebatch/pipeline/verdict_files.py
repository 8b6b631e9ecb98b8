"""The three files of a list and its summary: callable, verify, rejected."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import numpy as np
import polars as pl

from telebatch.model.alike import kinds
from telebatch.model.ids import lead_id
from telebatch.model.texts import Texts
from telebatch.normalise.phones import PhoneTable, national_format
from telebatch.pipeline.deliveries import Delivery
from telebatch.prequalify import Rule, detail_columns, details
from telebatch.store import Commit
from telebatch.write import ready, ready_together, write_csv_ready, write_json

#: What tells records apart, then what many of them share; each with the columns told together after it.
_OWN = ("sheet", "line", "lead_id", "record_key", "person", "title", "company", "number")
_LINE = ("kind", "line_kind", "region", "repaired")
_WHY = (
    "score", "score_why", "role_class", "seniority", "function", "role_basis", "reasons", "detail", "is_known",
)  # fmt: skip
_COLUMNS = (*_OWN, *_LINE, "email", *_WHY)
_SOURCE = ("as_written", "raw")


_Shown = Callable[[pl.DataFrame], pl.DataFrame]
#: Rows written at a time.
_PIECE = 200_000
#: Rows whose texts are taken up at a time: for each such band of the order by score all texts of a list are read.
_BAND = 2_000_000
_TEXTS = ("record_key", "person", "company", "email")
#: What is told of the verdicts only as it is written.
_TOLD = frozenset(("lead_id", "detail"))


def write(
    commit: Commit, decided: pl.DataFrame, texts: Texts, delivery: Delivery, name: str,
    judges: tuple[PhoneTable, Sequence[Rule]],
) -> tuple[str, ...]:  # fmt: skip
    """Writes `lists/NAME/FILE-sha8/…`; callable and verify by score, rejected in file order with the source's own text.

    Args:
      decided: The verdicts with their keys, sorted by record.
      texts: Of the same rows.
      judges: What numbers are told by, and the rules that the verdicts were decided by.

    Returns:
      The paths written, relative to the workspace.
    """
    table, rules = judges
    folder = Path("lists") / name / f"{delivery.path.stem}-{delivery.sha256[:8]}"
    own = (name for name in _COLUMNS if name not in _TOLD and name not in _TEXTS)
    taken = decided.select(*dict.fromkeys((*own, *detail_columns(rules), "answers", "lead_key", "record")))
    shown = partial(_shown, table=table, rules=rules)
    parts = {
        "callable": _ranked(taken, texts, _rows(decided, "callable"), shown),
        "verify": _ranked(taken, texts, _rows(decided, "verify"), shown),
        "rejected": _rejected(taken, texts, _rows(decided, "rejected"), delivery, shown),
    }
    files = [folder / f"{part}.csv" for part in parts]
    places = [commit.output(file) for file in files]
    files.append(folder / "summary.json")
    # The two ranked files together take about as long as the rejected one, whose source is read again.
    with ThreadPoolExecutor(1) as beside:
        ranked = [
            beside.submit(write_csv_ready, place, _COLUMNS, _proved(commit, place, parts[place.stem]))
            for place in places[:2]
        ]
        # Not at the end, where everybody would wait for it.
        write_json(commit.output(files[-1]), _summary(decided, delivery, name, table.version))
        write_csv_ready(places[2], (*_COLUMNS, *_SOURCE), _proved(commit, places[2], parts["rejected"]))
    for writing in ranked:
        writing.result()
    return tuple(str(path) for path in files)


def _proved(commit: Commit, place: Path, pieces: Iterator[pl.DataFrame]) -> Iterator[pl.DataFrame]:
    """The same pieces; each is in the file before the next is asked for, and the file is proved so far."""
    for piece in pieces:
        yield piece
        commit.grown(place)


def _rows(decided: pl.DataFrame, verdict: str) -> pl.Series:
    return decided.select(pl.arg_where(pl.col("verdict") == verdict)).to_series()


def _ranked(taken: pl.DataFrame, texts: Texts, rows: pl.Series, shown: _Shown) -> Iterator[pl.DataFrame]:
    """The rows by score, the highest first, then by record, as they stand already; piece by piece."""
    falling = -taken.get_column("score").gather(rows).to_numpy().astype(np.int16)
    order = rows.gather(np.argsort(falling, kind="stable"))
    told = _in_turn(texts, order, _BAND)
    for start in range(0, order.len(), _PIECE):
        piece = order.slice(start, _PIECE)
        yield shown(taken[piece].hstack(told(piece.len())))


def _in_turn(texts: Texts, rows: pl.Series, band: int) -> Callable[[int], pl.DataFrame]:
    """Tells the texts of the next so many of the rows, time after time; so large a band of them is taken up at once."""
    held, upto = texts.at(rows.clear(), _TEXTS), 0

    def told(count: int) -> pl.DataFrame:
        nonlocal held, upto
        while held.height < count:
            more = texts.at(rows.slice(upto, band), _TEXTS)
            held, upto = pl.concat([held, more]), upto + more.height
        given, held = held.head(count), held.slice(count)
        return given.rechunk()

    return told


def _shown(rows: pl.DataFrame, table: PhoneTable, rules: Sequence[Rule]) -> pl.DataFrame:
    """The verdicts as ready cells: lead ids as text, numbers in national form, what each reason adds.

    What says why is the same for many rows: it is put into words once for each combination.
    """
    told_by = dict.fromkeys((*(name for name in _WHY if name != "detail"), *detail_columns(rules), "answers"))
    why, first = kinds(rows.select(*told_by))
    few = rows[first]
    line, first_line = kinds(rows.select(_LINE))
    numbers = national_format(rows.get_column("number"), table).alias("number")
    made = rows.select(lead_id(pl.col("lead_key")).alias("lead_id"), numbers)
    told = {
        # What is made of digits and letters here is ready as it is.
        **{name: made.get_column(name) if name in made.columns else ready(rows.get_column(name)) for name in _OWN},
        "line_told": ready_together(rows.select(_LINE)[first_line]).gather(line),
        "email": ready(rows.get_column("email")),
        "why": ready_together(few.with_columns(details(few, rules)).select(_WHY)).gather(why),
    }
    told |= {name: ready(rows.get_column(name)) for name in _SOURCE if name in rows.columns}
    return pl.DataFrame(told)


def _rejected(
    taken: pl.DataFrame, texts: Texts, rows: pl.Series, delivery: Delivery, shown: _Shown
) -> Iterator[pl.DataFrame]:
    """Rejected records with the number as it was written, then what read set aside, by line; piece by piece."""
    aside = delivery.set_aside.select(
        "sheet", "line", pl.concat_str(pl.lit("unreadable|"), "reason").alias("reasons"), "raw", "record"
    ).sort("record")
    reached, told = 0, _in_turn(texts, rows, 2 * _PIECE)
    for cells, places in _as_written(delivery, taken.get_column("record").gather(rows), rows):
        piece = taken[places].hstack(told(places.len())).with_columns(cells)
        upto = aside.get_column("record").search_sorted(piece.item(-1, "record"), side="right")
        yield shown(_with_aside(piece, aside.slice(reached, upto - reached)))
        reached = upto
    if reached < aside.height:
        none = taken.clear().hstack(texts.at(rows.clear(), _TEXTS)).with_columns(as_written=pl.lit(None, pl.String))
        yield shown(_with_aside(none, aside.slice(reached)))


def _as_written(delivery: Delivery, records: pl.Series, rows: pl.Series) -> Iterator[tuple[pl.Series, pl.Series]]:
    """The number cells of these records as the file has them, read once more piece by piece, and the row of each."""
    written = delivery.columns.sources.get("number", ())
    cells = pl.concat_str(written, separator=" / ", ignore_nulls=True).alias("as_written")
    # The row of each record, from 1 on; 0: not wanted.
    row_of = np.zeros(int(str(records.max() or 0)) + 1, np.uint32)
    row_of[records.to_numpy()] = rows.to_numpy() + 1
    source = delivery.records.select("record", cells)
    for piece in source.collect_batches(chunk_size=_PIECE, maintain_order=True):
        near = piece.filter(pl.col("record") < row_of.size)
        at = row_of[near.get_column("record").to_numpy()]
        if at.any():
            yield near.get_column("as_written").filter(pl.Series(at > 0)), pl.Series(at[at > 0] - 1)


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
        decided.group_by(pl.col(column).cast(pl.String))
        .len()
        .drop_nulls()
        .sort("len", column, descending=[True, False])
    )
    return dict(told.iter_rows())


def _summary(decided: pl.DataFrame, delivery: Delivery, name: str, phone_rules: str) -> dict[str, object]:
    verdicts = dict(decided.group_by("verdict").len().sort("verdict").iter_rows())
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
        "set_aside": dict(delivery.set_aside.group_by("reason").len().sort("reason").iter_rows()),
        "reasons": dict(reasons.iter_rows()),
        "repaired": _counted(decided, "repaired"),
        "columns": {name: list(sources) for name, sources in delivery.columns.sources.items()},
        "handed_through": list(delivery.columns.handed_through),
        "guesses": list(delivery.guesses),
        "phone_rules": phone_rules,
    }
