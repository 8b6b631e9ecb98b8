"""In which language is a title of letters that several share (主任, MD) to be read, where no row says?

In that of the country of the person's number: a list of Japanese firms holds what stands on Japanese cards.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from telebatch.normalise.titles.text import REGION_LANGUAGES

#: Han characters; and two or three letters, which are short for other words in Seoul and in London.
_SHARED: Final = r"[\u{3005}\u{3400}-\u{9fff}\u{f900}-\u{faff}]|^\s*[A-Za-z]{2,3}\s*$"
_LANGUAGES: Final = {region.upper(): language for region, language in REGION_LANGUAGES}


def spoken_languages(rows: pl.DataFrame) -> pl.Series:
    """The column `language` for `titles`: as told, else of the number's country where the title's letters are shared.

    Args:
      rows: `title`, `language`, `region` (of the number that is dialled first); each may be null, as text or
        Categorical.

    Returns:
      String per row, in the same order, or of no type where nothing tells anything.
    """
    told = rows.get_column("language")
    title = rows.get_column("title")
    distinct = title.drop_nulls().unique().cast(pl.String)
    shared = distinct.filter(distinct.str.contains(_SHARED))
    if shared.is_empty():
        return told
    region = pl.col("region").cast(pl.String).replace_strict(_LANGUAGES, default=None, return_dtype=pl.String)
    is_shared = pl.col("title").cast(pl.String).is_in(shared.implode())
    return rows.select(
        pl.coalesce(pl.col("language").cast(pl.String), pl.when(is_shared).then(region)).alias("language")
    ).to_series()
