"""How many people work at a company, by a column that says it in any of the ways lists do?"""

from __future__ import annotations

from typing import Final

import polars as pl

#: What follows a count and multiplies it.
_TIMES: Final = (("천|千|k", 1_000), ("만|万|萬", 10_000))
_COUNT: Final = r"(\d+(?:\.\d+)?)\s*(천|千|k|만|万|萬)?"
#: Between two counts: a range, in any script.
_PEOPLE: Final = "명|인|人|名|persons?|people|employees"
_TO: Final = "이상|以上|[-–—~〜～∼〰ー至到]|to|から"
_RANGE: Final = rf"{_COUNT}\s*(?:{_PEOPLE})?\s*(?:이상|以上)?\s*(?:{_TO})\s*{_COUNT}"
#: Says that the count itself is not reached.
_UNDER: Final = r"미만|未満|未满|less than|fewer than|under|below|<\s*\d"


def head_count(cell: pl.Expr) -> pl.Expr:
    """Int64 per row: the count a cell tells, of a range the middle; null where it tells none (`대기업`, `n/a`).

    `1,200명` 1200 · `10-49` 29 · `5천명` 5000 · `10인 미만` 9 · `50.0` 50. A range that lies on one side of a rule's
    limit has its middle on that side too.
    """
    text = cell.str.normalize("NFKC").str.to_lowercase().str.replace_all(",", "", literal=True)
    low, high = _count(text, _RANGE, 1), _count(text, _RANGE, 3)
    single = _count(text, _COUNT, 1) - text.str.contains(_UNDER).cast(pl.Int64)
    # Both ends of `1-2만` are counted in what stands behind the last.
    low = (
        pl.when(low.lt(high) & text.str.extract(_RANGE, 2).is_null()).then(low * _times(text, _RANGE, 4)).otherwise(low)
    )
    return pl.when(high.is_null()).then(single).when(low.le(high)).then((low + high) // 2).otherwise(single)


def _count(text: pl.Expr, pattern: str, group: int) -> pl.Expr:
    count = text.str.extract(pattern, group).cast(pl.Float64, strict=False) * _times(text, pattern, group + 1)
    return count.cast(pl.Int64, strict=False)


def _times(text: pl.Expr, pattern: str, group: int) -> pl.Expr:
    unit, times = text.str.extract(pattern, group).fill_null(""), pl.lit(1, pl.Int64)
    for letters, factor in _TIMES:
        times = pl.when(unit.str.contains(rf"^(?:{letters})$")).then(factor).otherwise(times)
    return times
