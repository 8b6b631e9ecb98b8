"""Delimited text: every physical record becomes a record, is set aside with a reason, or is counted blank."""

from __future__ import annotations

import codecs
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import polars as pl

from telebatch.model.errors import InputRefused
from telebatch.model.plural import plural
from telebatch.model.records import (
    LINE,
    RECORD,
    SET_ASIDE_SCHEMA,
    Reading,
    ReadOptions,
    SetAsideReason,
)
from telebatch.read.source import Source
from telebatch.read.texts.decode import Decoded, decode, settle
from telebatch.read.texts.index import full_survey
from telebatch.read.texts.layout import MOST_CELLS, Layout, lay_out
from telebatch.read.texts.left_out import left_out
from telebatch.read.texts.mend import Damage, mend
from telebatch.read.texts.parted import UNIT, parted
from telebatch.read.texts.scanned import Scanned
from telebatch.read.texts.shifted import is_shifted, number_columns
from telebatch.read.texts.survey import Shape, Survey, quick_survey
from telebatch.read.texts.text import Text, stored, with_feeds
from telebatch.read.texts.tokens import lenient_cells, strict_cells
from telebatch.read.texts.unwrapped import unwrapped
from telebatch.read.totals import judge_row
from telebatch.read.web_letters import sign_in, with_letters

RAW_LETTERS = 2000
"""So much of a record's text is kept beside the reason for setting it aside."""

_MOST_WIDE = 100
"""So many records that are too wide are looked at for carriage returns."""


@dataclass(frozen=True)
class _Laid:
    text: Text
    layout: Layout
    survey: Survey
    damages: dict[int, Damage]
    guesses: tuple[str, ...]

    @cached_property
    def left_out(self) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
        """Whether each suspect is short because a spreadsheet left out empty cells."""
        return left_out(self.survey, self.layout.records_above, self.layout.least)

    @cached_property
    def numbers(self) -> frozenset[int]:
        """Columns that hold numbers."""
        return number_columns(self.layout.rows, self.layout.width)

    @property
    def told(self) -> tuple[str, ...]:
        """What was guessed and noticed."""
        count = int(self.left_out.sum())
        many = f"{plural(count, 'row')} end before empty cells, as spreadsheets save them: read like the others"
        return (*self.guesses, *self.layout.guesses, *((many,) if count else ()))


def read_delimited(source: Source, options: ReadOptions) -> Reading:
    """One delimited text as a reading.

    Raises:
      InputRefused: the encoding cannot be told, the quotes cannot be settled, or there is no table.
    """
    shown = source.shown
    found = parted(unwrapped(decode(source.place, source.view, options, shown), options, shown), options, shown)
    decoded, options = found.decoded, found.options
    layout = lay_out(decoded.text, options, shown)
    survey = quick_survey(decoded.text.view, _shape(decoded.text, layout, options))
    if survey is None or decoded.text.damages:
        decoded = settle(decoded, options, shown) if decoded.text.source is source.place else decoded
        layout = lay_out(decoded.text, options, shown)
        laid = _surveyed(decoded, layout, options, shown)
        if _returns_end_records(laid, options):
            told = (*decoded.guesses, "line ends: carriage returns alone end lines beside line feeds")
            decoded = replace(decoded, text=with_feeds(decoded.text, options.scratch), guesses=told)
            laid = _surveyed(decoded, lay_out(decoded.text, options, shown), options, shown)
    else:
        laid = _Laid(decoded.text, layout, survey, {}, decoded.guesses)
    reading = _reading(laid, source, decoded.encoding, options)
    reading = with_letters(reading, sign_in(laid.text.view, laid.layout.start))
    return reading if found.letters is None else _as_it_stood(reading, found.letters)


def _as_it_stood(reading: Reading, letters: str) -> Reading:
    """The same reading with the letters that parted its cells in place of our sign."""
    raw = pl.col("raw").str.replace_all(UNIT, letters, literal=True)
    return replace(reading, delimiter=letters, set_aside=reading.set_aside.with_columns(raw))


def _shape(text: Text, layout: Layout, options: ReadOptions) -> Shape:
    above = bytes(text.view[: layout.start]).removeprefix(codecs.BOM_UTF8).rstrip(b"\r\n").split(b"\n")
    lines = [line.removesuffix(b"\r") for line in above[-len(layout.header.rows) :]] if layout.header.above else []
    again = (*lines, *(codecs.BOM_UTF8 + line for line in lines[:1]))
    return Shape(
        layout.start, layout.delimiter.encode(), layout.quote.encode(), layout.width,
        again, options.words.rows if options.has_totals else None, _widths(layout, options),
    )  # fmt: skip


def _surveyed(decoded: Decoded, layout: Layout, options: ReadOptions, shown: str) -> _Laid:
    text, shape = decoded.text, _shape(decoded.text, layout, options)
    damages = {damage.line - layout.lines_above: damage for damage in text.damages}
    survey = full_survey(text.view, shape)
    guesses = decoded.guesses
    if not survey.is_sound:
        mended = mend(text.view, shape, _widths(layout, options))
        text = Text(*stored(mended.pieces, options.scratch), text.start)
        damages |= {damage.line: damage for damage in mended.damages if damage.line not in damages}
        survey = full_survey(text.view, shape)
        guesses = (*guesses, f"quotes: settled one by one in {plural(mended.settled, 'record')} with stray quotes")
    if not survey.is_sound:
        remedy = "save it again as CSV with every cell in double quotes"
        raise InputRefused("its quotes cannot be settled", place=shown, remedy=remedy)
    return _Laid(text, layout, survey, damages, guesses)


def _returns_end_records(laid: _Laid, options: ReadOptions) -> bool:
    """Whether a record that is too wide is several ones with a carriage return between them, as joined files have."""
    survey, widths = laid.survey, _widths(laid.layout, options)
    wide = np.flatnonzero(survey.suspect_widths >= widths.stop)[:_MOST_WIDE]
    for start, end in zip(survey.suspect_starts[wide].tolist(), survey.suspect_ends[wide].tolist(), strict=True):
        lines = bytes(laid.text.view[start:end]).decode("utf-8", "replace").split("\r")
        cells = [lenient_cells(line, laid.layout.delimiter, laid.layout.quote) for line in lines if line]
        if len(cells) > 1 and all(len(one) in widths for one in cells):
            return True
    return False


def _widths(layout: Layout, options: ReadOptions) -> range:
    narrow, width = options.narrower_rows, layout.width
    low = narrow if isinstance(narrow, int) else {"keep": 1, "by_one": layout.least - 1}.get(narrow, layout.least)
    low = min(max(1, low), layout.least)
    high = MOST_CELLS if options.wider_rows == "keep" else width
    return range(low, high + 1)


@dataclass(frozen=True)
class _Judged:
    dropped: list[int]
    reasons: list[SetAsideReason]
    raws: list[str]
    blanks: np.ndarray[tuple[int, ...], np.dtype[np.int64]]


def _judge(laid: _Laid, options: ReadOptions) -> _Judged:
    """Decides on every suspect and damaged record."""
    survey = laid.survey
    reasons = dict(_suspects(laid, options))
    damaged = _damaged_records(laid)
    reasons |= damaged
    blanks = np.setdiff1d(survey.blanks, np.fromiter(damaged, np.int64, len(damaged)))
    order = sorted(reasons)
    return _Judged(order, [reasons[at][0] for at in order], [reasons[at][1][:RAW_LETTERS] for at in order], blanks)


def _damaged_records(laid: _Laid) -> dict[int, tuple[SetAsideReason, str]]:
    survey = laid.survey
    found: dict[int, tuple[SetAsideReason, str]] = {}
    for line, damage in sorted(laid.damages.items()):
        if 0 <= line < survey.lines:
            at = line if survey.line_of is None else int(np.searchsorted(survey.line_of, line, "right")) - 1
            found[at] = (damage.reason, damage.raw)
    return found


def _suspects(laid: _Laid, options: ReadOptions) -> list[tuple[int, tuple[SetAsideReason, str]]]:
    survey, layout = laid.survey, laid.layout
    widths = _widths(layout, options)
    odd = (survey.suspect_widths < widths.start) | (survey.suspect_widths >= widths.stop)
    chosen = np.flatnonzero((odd & ~laid.left_out) | survey.is_worded)
    left_out = frozenset(survey.suspects[laid.left_out & survey.is_worded].tolist())
    found = []
    places = zip(
        survey.suspects[chosen].tolist(), survey.suspect_starts[chosen].tolist(),
        survey.suspect_ends[chosen].tolist(), strict=True,
    )  # fmt: skip
    for at, start, end in places:
        raw = bytes(laid.text.view[start:end]).decode("utf-8", "replace")
        reason = _reason(raw, laid, widths, options)
        if reason is SetAsideReason.SHORT_ROW and at in left_out:
            continue
        # A last record that is short and has no line end is what a file still being written looks like.
        if reason is SetAsideReason.SHORT_ROW and end == len(laid.text.view):
            reason = SetAsideReason.CUT_OFF
        if reason is not None:
            found.append((at, (reason, raw)))
    return found


def _reason(raw: str, laid: _Laid, widths: range, options: ReadOptions) -> SetAsideReason | None:
    layout = laid.layout
    cells = strict_cells(raw, layout.delimiter, layout.quote)
    cells = lenient_cells(raw, layout.delimiter, layout.quote) if cells is None else cells
    padded = [*cells, *[""] * (layout.width - len(cells))]
    reason = judge_row(padded, layout.header.rows, options.words.rows) if options.has_totals else None
    if reason is not None:
        return reason
    if len(cells) < widths.start:
        return SetAsideReason.SHORT_ROW
    if len(cells) < widths.stop:
        return None
    is_beyond = any(cell.strip() for cell in cells[layout.width :])
    return SetAsideReason.LONG_ROW if is_beyond or is_shifted(cells, layout.width, laid.numbers) else None


def _reading(laid: _Laid, source: Source, encoding: str, options: ReadOptions) -> Reading:
    survey, layout = laid.survey, laid.layout
    judged = _judge(laid, options)
    dropped = np.union1d(judged.blanks, np.array(judged.dropped, np.int64)).astype(np.int64)
    scanned = Scanned(laid.text, layout, survey, dropped, keeps_wider=options.wider_rows == "keep")
    return Reading(
        records=scanned.records(),
        again=scanned.picked,
        columns=layout.names,
        raw_headers=layout.header.raw,
        set_aside=_set_aside(laid, judged),
        blank_lines=int(judged.blanks.size),
        above_count=layout.records_above - len(layout.people),
        record_count=len(layout.people) + survey.count - int(judged.blanks.size),
        sheet=source.member,
        format="csv",
        encoding=encoding,
        delimiter=layout.delimiter,
        sha256=source.sha256(),
        bytes=source.size,
        guesses=(*source.guesses, *laid.told),
    )


def _set_aside(laid: _Laid, judged: _Judged) -> pl.DataFrame:
    at = np.array(judged.dropped, np.int64)
    lines = at if laid.survey.line_of is None else laid.survey.line_of[at]
    above = [(*place, str(SetAsideReason.ABOVE_HEADER), raw[:RAW_LETTERS]) for *place, raw in laid.layout.people]
    below = {
        RECORD: at + laid.layout.records_above + 1,
        LINE: lines + laid.layout.lines_above + 1,
        "reason": [str(reason) for reason in judged.reasons],
        "raw": judged.raws,
    }
    kinds = dict(SET_ASIDE_SCHEMA)
    return pl.DataFrame(above, schema=kinds, orient="row").vstack(pl.DataFrame(below, schema=kinds))
