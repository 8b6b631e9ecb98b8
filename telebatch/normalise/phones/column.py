"""Phones: which numbers does each cell of a phone column hold, and what are they worth?

Plain cells are judged as whole columns, mended and split ones in further passes; only the rest is read one by one.
"""

from __future__ import annotations

import polars as pl

from telebatch.model.phones import PhoneRepair
from telebatch.normalise.phones.by_shape import by_shape
from telebatch.normalise.phones.extensions import with_extension
from telebatch.normalise.phones.judge import judge_of
from telebatch.normalise.phones.lookup import judged, plain_numbers
from telebatch.normalise.phones.meanings import MEANING, REPAIRS, Answers, meanings_of, with_more
from telebatch.normalise.phones.noted import noted
from telebatch.normalise.phones.odd import answers
from telebatch.normalise.phones.plusless import Plusless, open_to_doubt, plusless, with_plus
from telebatch.normalise.phones.several import several, short_ended
from telebatch.normalise.phones.signs import with_signs
from telebatch.normalise.phones.table import PhoneTable
from telebatch.normalise.phones.typed import mended, typed

PHONES = pl.Schema([("cell", pl.UInt32()), ("nth", pl.Int16()), ("number", pl.Int64()), *MEANING.items()])
_TOLD = {"cell": pl.UInt32, "nth": pl.Int16, "number": pl.Int64, "told": pl.UInt32}
_SPELLING = ("text", "place", "repair")
#: Reading one takes 0.1 ms, looking for those alike at least 50.
_MANY_SPELLINGS = 500
_ANSWERS = {
    "distinct": pl.UInt32,
    "nth": pl.Int16,
    "number": pl.Int64,
    "extension": pl.String,
    "label": pl.String,
    "reason": pl.String,
    "repaired": pl.String,
}
# An invalid plain number is looked at again where a known repair could make it valid.
_AGAIN = r"^[ (]*00|^[ (]*\+0|\d\s+\+?\d|\(\s*0\s*\)|\( *\d{2,5} *\) *$|\d{3,4}-\d{3,4}-\d{3,4}$|^ *[1-9]\. *[+0(]"


def phones(
    cells: pl.Series, regions: pl.Series | str, table: PhoneTable, plus_lost: pl.Series | bool | None = None
) -> pl.DataFrame:
    """Reads phone cells of any spelling; libphonenumber's verdict on every number, or a reason.

    Args:
      cells: String, distinct values best, null allowed.
      regions: ISO-2 to assume where a number has no calling code: one per cell, or one for all. Null and
        unknown regions read international numbers only.
      table: From `compile_phones` or the shipped bytes.
      plus_lost: Whether digits that may be a whole number with its calling code or a national one are the former: per
        cell, or for all; null: as the column itself tells (`plusless`). False is libphonenumber's own reading.

    Returns:
      PHONES, one row per (cell, nth), sorted by both, at least one row per cell. `cell` is the row in `cells`,
      `nth` counts from 0. Either `number` (E.164 without plus), `kind`, `region`, `zones` (IANA, joined by `|`)
      and `line` are set, or `reason` is. `extension`, `repaired`, `label` and `remark` are null where there is
      nothing to tell.
    """
    found = phone_answers(cells, regions, table, plus_lost)
    rows = (
        found.rows
        if found.rows["cell"].is_sorted() and cells.len() == found.rows.height
        else found.rows.sort("cell", "nth")
    )
    words = found.meanings.select(pl.all().gather(rows["told"]))
    return rows.drop("told").hstack(words).select(PHONES.names())


def phone_answers(
    cells: pl.Series, regions: pl.Series | str, table: PhoneTable, plus_lost: pl.Series | bool | None = None
) -> Answers:
    """As `phones`, with what is said of the numbers as codes: for columns of millions of cells."""
    texts = cells.rename("text").fill_null("").cast(pl.String)
    places = _places(texts, regions, table)
    told = _as_the_library(texts, places, table)
    is_single = isinstance(regions, str) and texts.len() > 0
    if plus_lost is False or not (open_to_doubt(places.head(1) if is_single else places, table).any()):
        return told
    is_lost = plusless(texts, places, table).is_lost if plus_lost is None else plus_lost
    return told if is_lost is False else _with_plus(told, texts, places, table, is_lost)


def _as_the_library(texts: pl.Series, places: pl.Series, table: PhoneTable) -> Answers:
    frame = pl.DataFrame([texts, places]).with_row_index("cell")
    plain, is_told = _by_shape(texts, places, table)
    found, rest = _judged_whole(frame.filter(~is_told) if plain.height else frame, table)
    meanings = meanings_of(table).rows
    if rest.is_empty():
        return Answers(pl.concat([plain, found], rechunk=True), meanings)
    repairs = mended(rest["text"])
    mended_found, odd = _judged_whole(rest.with_columns(repairs["text"]), table, repairs["repair"])
    split, odd = several(odd, table)
    behind, meanings, odd = with_extension(odd, meanings, table)
    beside, meanings, odd = _noted_or_left(odd, meanings, table)
    single, meanings = _judged_singly(odd, meanings, table)
    # In one piece: who gathers from it does not look for the piece first.
    return Answers(pl.concat([plain, found, mended_found, split, behind, beside, single], rechunk=True), meanings)


def _noted_or_left(
    odd: pl.DataFrame, meanings: pl.DataFrame, table: PhoneTable
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """As `noted`; a few spellings are sooner read one by one, and told the same."""
    if odd.select(_SPELLING).n_unique() < _MANY_SPELLINGS:
        return pl.DataFrame(schema=_TOLD), meanings, odd
    return noted(odd, meanings, table)


def _with_plus(
    told: Answers, texts: pl.Series, places: pl.Series, table: PhoneTable, is_lost: pl.Series | bool
) -> Answers:
    """Those that may be either read with their calling code, where the plus is lost."""
    other = with_plus(told.rows, texts, places, table)
    rows = told.rows[other["row"]]
    if isinstance(is_lost, pl.Series):
        here = is_lost.gather(rows["cell"])
        other, rows = other.filter(here), rows.filter(here)
    if other.is_empty():
        return told
    was = told.meanings.select(pl.all().gather(rows["told"]))
    restored = pl.lit(PhoneRepair.PLUS_RESTORED.value)
    is_light = pl.col("repaired").is_null() | pl.col("repaired").eq(PhoneRepair.LEADING_ZERO_RESTORED.value)
    repaired = pl.when(is_light).then(restored).otherwise("repaired").alias("repaired")
    beside = was.select("extension", "label", repaired, pl.lit(None, pl.String).alias("reason"))
    frame = rows.select("cell", "nth").hstack(beside).with_columns(other["number"])
    said = with_signs(frame, judged(other["number"], table))
    anew, meanings = with_more(said.select("cell", "nth", "number"), said.select(MEANING.names()), told.meanings)
    kept = told.rows.with_row_index("row").join(other, on="row", how="anti").drop("row")
    return Answers(pl.concat([kept, anew], rechunk=True), meanings)


def plusless_columns(rows: pl.DataFrame, regions: pl.Series | str, table: PhoneTable) -> dict[str, Plusless]:
    """What digits without a plus mean in each column; columns of regions where that is never in doubt are left out.

    Args:
      rows: Phone cells, a column of text per column of the list.
      regions: As for `phones`, of the rows.
    """
    places = _places(rows.to_series(0), regions, table) if rows.width else pl.Series([], dtype=pl.UInt16)
    if not open_to_doubt(places, table).any():
        return {}
    return {name: plusless(rows[name].fill_null(""), places, table) for name in rows.columns}


def _places(cells: pl.Series, regions: pl.Series | str, table: PhoneTable) -> pl.Series:
    """The region's place in the table; one beyond the last where the region is unknown."""
    known = {region: place for place, region in enumerate(table.regions) if place}
    if isinstance(regions, str):
        # One region for all is looked up once, not per cell.
        place = known.get(regions.upper(), len(table.regions))
        return pl.Series("place", [place], dtype=pl.UInt16).new_from_index(0, len(cells))
    named = regions.cast(pl.String).str.to_uppercase()
    return named.replace_strict(known, default=len(table.regions), return_dtype=pl.UInt16).rename("place")


def _by_shape(texts: pl.Series, places: pl.Series, table: PhoneTable) -> tuple[pl.DataFrame, pl.Series]:
    """`cell`, `nth`, `number`, `told` of the cells whose shape tells all, and which these are; one region for all."""
    place = places.min() if places.min() == places.max() else None
    if not isinstance(place, int):
        return pl.DataFrame(schema=_TOLD), pl.Series([False]).new_from_index(0, texts.len())
    found, is_told = by_shape(texts, place, table)
    return found.select("cell", pl.lit(0, pl.Int16).alias("nth"), "number", "told"), is_told


def _judged_whole(
    frame: pl.DataFrame, table: PhoneTable, repairs: pl.Series | None = None
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Splits cells into those that are one plain number, with their verdict, and the rest with its repairs."""
    if repairs is not None:
        frame = frame.with_columns(repairs.alias("repair"))
    digits = typed(frame["text"], frame["place"])
    is_plain = digits["value"].is_not_null()
    plain = frame if is_plain.all() else frame.filter(is_plain)
    verdicts = plain_numbers(digits if is_plain.all() else digits.filter(is_plain), table)
    is_done = verdicts["is_read"] & ~_again(plain, verdicts["number"].is_null(), table) & ~short_ended(plain, table)
    found = _shaped(plain, verdicts, table)
    if is_plain.all() and is_done.all():
        return found, frame.clear()
    return found.filter(is_done), pl.concat([frame.filter(~is_plain), plain.filter(~is_done)])


def _again(plain: pl.DataFrame, unusable: pl.Series, table: PhoneTable) -> pl.Series:
    """Which unusable plain cells the odd path may still mend."""
    again = pl.Series(pl.zeros(plain.height, pl.UInt8, eager=True))
    rows = unusable.arg_true()
    if rows.is_empty():
        return again.cast(pl.Boolean)
    zero = [table.regions.index(region) for region in table.zero_regions]
    hyphened = [table.regions.index(region) for region in sorted(table.marks.hyphened_regions)]
    hopeful = plain[rows].select(
        pl.col("text").str.contains(_AGAIN)
        | pl.col("place").is_in(zero)
        | (pl.col("place").is_in(hyphened) & pl.col("text").str.contains("-", literal=True))
    )
    return again.scatter(rows.filter(hopeful.to_series()), 1).cast(pl.Boolean)


def _shaped(plain: pl.DataFrame, verdicts: pl.DataFrame, table: PhoneTable) -> pl.DataFrame:
    """`cell`, `nth`, `number`, `told`; the heavier repair is told: what was taken off outweighs a zero put back."""
    codes = verdicts["told"]
    if "repair" in plain.columns:
        places = {repair.value: place for place, repair in enumerate(REPAIRS) if repair}
        mended_rows = (plain["repair"].is_not_null() & verdicts["number"].is_not_null()).arg_true()
        repairs = plain["repair"].gather(mended_rows).replace_strict(places, return_dtype=pl.UInt32)
        anew = meanings_of(table).repaired(codes.gather(mended_rows).to_numpy(), repairs.to_numpy())
        codes = codes.scatter(mended_rows, pl.Series(anew))
    nth = pl.Series("nth", [0], dtype=pl.Int16).new_from_index(0, plain.height)
    return pl.DataFrame([plain["cell"], nth, verdicts["number"], codes])


def _judged_singly(odd: pl.DataFrame, meanings: pl.DataFrame, table: PhoneTable) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Reads each distinct odd cell by itself; the verdicts on the numbers found are looked up as one column."""
    judge, regions = judge_of(table), (*table.regions, "")
    distinct = odd.select(_SPELLING).unique(maintain_order=True).with_row_index("distinct")
    rows = [
        (place, nth, answer.number, answer.extension, answer.label, answer.reason, answer.repaired or repair)
        for place, text, region, repair in distinct.iter_rows()
        for nth, answer in enumerate(answers(text, regions[region], judge, table.marks))
    ]
    frame = pl.DataFrame(rows, schema=_ANSWERS, orient="row")
    judged_once = with_signs(frame, judged(frame["number"], table))
    told, meanings = with_more(
        judged_once.select("distinct", "nth", "number"), judged_once.select(MEANING.names()), meanings
    )
    cells = odd.join(distinct, on=_SPELLING, nulls_equal=True).select("cell", "distinct")
    return cells.join(told, on="distinct").select("cell", "nth", "number", "told"), meanings
