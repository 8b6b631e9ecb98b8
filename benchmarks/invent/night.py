"""A dialer's export of a large night, with all that a night brings: columns drawn whole, from numbers alone."""

from datetime import datetime

import polars as pl

from benchmarks.invent.calls import AGENTS, number_of, pick
from benchmarks.invent.results import STATUSES, VICIDIAL
from telebatch.model.ids import lead_id

_CODES = [code for code, weight, *_ in STATUSES for _ in range(weight)]
_TALK = {code: high for code, _, _, high, _ in STATUSES} | {"PROMO1": 90}
_HEADER = (*VICIDIAL, "call_notes")
#: Kind of a row → from and to which of a thousand rows.
_KINDS = {
    "unreadable time": (0, 1), "nobody's lead": (1, 2), "training": (2, 4), "unknown caller": (4, 14),
    "withheld caller": (14, 16), "without lead id": (16, 36), "unmapped code": (36, 38), "written twice": (38, 39),
}  # fmt: skip


def night(rows: int, leads: int, day: str = "2026-11-20", first: int = 1, *, is_early: bool = False) -> pl.LazyFrame:
    """A VICIdial STANDARD export of so many calls, every lead called in turn from `first` on; all columns text.

    Of a thousand rows two cannot be taken in, two are training, twelve came in (ten from numbers nobody knows), twenty
    name no lead, two have a code no map knows, one stands twice; every ninth talk or so has a note.

    Args:
      is_early: As exported earlier that day: one code in ten was another one then.
    """
    at = pl.int_range(rows, dtype=pl.Int64)
    at = at - _is("written twice", _mixed(at)).cast(pl.Int64)
    mixed = _mixed(at)
    came_in = _is("unknown caller", mixed) | _is("withheld caller", mixed)
    # A prime that divides no usual count of leads: every lead in turn, scattered over the list.
    lead = (at * 15_485_863 + first - 1) % leads + 1
    code = pick(mixed + (7 * (mixed % 10 == 3).cast(pl.Int64) if is_early else 0), _CODES)
    code = pl.when(_is("unmapped code", mixed)).then(pl.lit("PROMO1")).otherwise(code)
    digits, talk = _digits(lead, leads, mixed), code.replace_strict(_TALK, return_dtype=pl.Int64) * (at % 7 + 1) // 7
    start = pl.lit(datetime.fromisoformat(f"{day}T10:00:00")) + pl.duration(seconds=at // 60)
    told = {
        "call_date": pl.when(_is("unreadable time", mixed)).then(pl.lit("soon"))
        .otherwise(start.dt.strftime("%Y-%m-%d %H:%M:%S")),
        "phone_number_dialed": digits, "status": code, "user": pick(at, AGENTS), "full_name": pl.lit("agent"),
        "campaign_id": _campaign(lead, mixed, came_in), "vendor_lead_code": _lead_code(lead, leads, mixed, came_in),
        "list_id": pl.lit("1101"), "gmt_offset_now": pl.lit("9.00"), "phone_code": pl.lit("82"), "phone_number": digits,
        "first_name": pl.format("사람{}", lead), "city": pl.lit("Seoul"), "length_in_sec": talk.cast(pl.String),
        "user_group": pl.lit("SEOUL"), "lead_id": (lead + 5000).cast(pl.String), "list_name": pl.lit("academies"),
        "alt_dial": pl.when(came_in).then((at % 60).cast(pl.String)).otherwise(pl.lit("MAIN")), "status_name": code,
        "call_notes": pl.when((talk > 30) & (at % 3 == 0)).then(pl.format("오전에 다시, 내선 {}", at % 90 + 10)),
    }  # fmt: skip
    frame = pl.LazyFrame({"_at": pl.int_range(rows, dtype=pl.Int64, eager=True)})
    return frame.select(told.get(name, pl.lit(None, pl.String)).alias(name) for name in _HEADER)


def _mixed(at: pl.Expr) -> pl.Expr:
    """A multiplicative walk scatters what rows are like without any source of chance at run time."""
    return at * 2_654_435_761 % 1_000_003


def _is(kind: str, mixed: pl.Expr) -> pl.Expr:
    low, high = _KINDS[kind]
    return (mixed >= low * 1000) & (mixed < high * 1000)


def _digits(lead: pl.Expr, leads: int, mixed: pl.Expr) -> pl.Expr:
    """The number called or calling; beyond the leads nobody has one."""
    stranger = _is("unknown caller", mixed) | _is("nobody's lead", mixed)
    owner = pl.when(stranger).then(lead + leads).otherwise(lead)
    digits = "0" + (number_of(owner) - 820_000_000_000).cast(pl.String)
    return pl.when(_is("withheld caller", mixed)).then(pl.lit("anonymous")).otherwise(digits)


def _campaign(lead: pl.Expr, mixed: pl.Expr, came_in: pl.Expr) -> pl.Expr:
    own = pl.when(lead % 3 == 0).then(pl.lit("HEALTH")).otherwise(pl.lit("STUDY"))
    training = pl.when(_is("training", mixed)).then(pl.lit("TRAINING"))
    return pl.coalesce(training, pl.when(came_in).then(pl.lit("HELP")), own)


def _lead_code(lead: pl.Expr, leads: int, mixed: pl.Expr, came_in: pl.Expr) -> pl.Expr:
    named = pl.when(_is("nobody's lead", mixed)).then(lead + leads).otherwise(lead)
    return pl.when(~(came_in | _is("without lead id", mixed))).then(lead_id(named))
