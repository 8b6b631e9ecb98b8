"""In which language is a title of letters that several share (主任, MD) to be read, where no row says?

In that of the country of the person's number: a list of Japanese firms holds what stands on Japanese cards.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from telebatch.normalise.titles.text import REGION_LANGUAGES

_HAN: Final = r"[\u{3005}\u{3400}-\u{9fff}\u{f900}-\u{faff}]"
#: Two or three letters are short for other words in Seoul and in London.
_SHORT: Final = r"^\s*[A-Za-z]{2,3}\s*$"
_LANGUAGES: Final = {region.upper(): language for region, language in REGION_LANGUAGES}
#: Korea writes titles in its own letters: Han characters beside a Korean number are a Chinese or a Japanese title.
_OF_HAN: Final = {region: language for region, language in _LANGUAGES.items() if language != "ko"}


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
    if not distinct.str.contains(f"{_HAN}|{_SHORT}").any():
        return told
    written = pl.col("title").cast(pl.String)
    region = pl.col("region").cast(pl.String)
    spoken = (
        pl.when(written.is_in(distinct.filter(distinct.str.contains(pattern)).implode())).then(
            region.replace_strict(languages, default=None, return_dtype=pl.String)
        )
        for pattern, languages in ((_HAN, _OF_HAN), (_SHORT, _LANGUAGES))
    )
    return rows.select(pl.coalesce(pl.col("language").cast(pl.String), *spoken).alias("language")).to_series()
