"""Postcodes: how would the post of its region write what was typed?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import polars as pl

_SIGNS: Final = r"[\s\-‐‑‒–—―−ー.〒]"


def postcodes(cells: pl.Series, regions: pl.Series, rules: Mapping[str, Any]) -> pl.Series:
    """The codes in the form of their region where that is certain; every other cell as it was typed.

    Args:
      cells: String, null allowed; all of one list, for a zero is lost from a whole column.
      regions: ISO-2 per cell; null and regions without rules leave the cell as it is.
      rules: `postcodes.toml`, as parsed.
    """
    bare = cells.str.normalize("NFKC").str.to_uppercase().str.replace_all(_SIGNS, "")
    frame = pl.DataFrame({"typed": cells, "bare": bare, "region": regions})
    told = pl.lit(None, pl.String)
    for region in sorted(set(regions.drop_nulls()) & set(rules)):
        of = frame.filter(pl.col("region") == region)
        full = of.select(_written(rules[region]["forms"])).to_series().drop_nulls()
        is_lost = full.len() > 0 and not full.str.starts_with("0").any()
        forms = [*rules[region]["forms"], *(rules[region]["lost_zero"] if is_lost else [])]
        told = pl.when(pl.col("region") == region).then(_written(forms)).otherwise(told)
    return frame.select(pl.coalesce(told, "typed")).to_series().rename(cells.name)


def _written(forms: list[list[str]]) -> pl.Expr:
    """The first form that fits; null where none does."""
    told = pl.lit(None, pl.String)
    for pattern, written in reversed(forms):
        whole, bare = f"^(?:{pattern})$", pl.col("bare")
        told = pl.when(bare.str.contains(whole)).then(bare.str.replace(whole, written)).otherwise(told)
    return told
