"""In which language is a title of letters that several share (主任, MD) to be read, where no row says?

In that of the country of the person's number: a list of Japanese firms holds what stands on Japanese cards.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from telebatch.model.places import placed
from telebatch.normalise.repeated import word
from telebatch.normalise.titles.text import REGION_LANGUAGES

_HAN: Final = r"[\u{3005}\u{3400}-\u{9fff}\u{f900}-\u{faff}]"
#: Two or three letters are short for other words in Seoul and in London.
_SHORT: Final = r"^\s*[A-Za-z]{2,3}\s*$"
_LANGUAGES: Final = {region.upper(): language for region, language in REGION_LANGUAGES}
#: Korea writes titles in its own letters: Han characters beside a Korean number are a Chinese or a Japanese title.
_OF_HAN: Final = {region: language for region, language in _LANGUAGES.items() if language != "ko"}
_NO_PLACE: Final = pl.Series("place", [], dtype=pl.UInt32)
_NO_WORD: Final = pl.Series("language", [], dtype=pl.String)


def spoken_languages(rows: pl.DataFrame) -> pl.Series:
    """The column `language` for `titles`: as told, else of the number's country where the title's letters are shared.

    Args:
      rows: `title`, `language`, `region` (of the number that is dialled first); each may be null, as text or
        Categorical.

    Returns:
      A language per row, in the same order and of the type of `language`; Categorical where that was of no type and
      a country tells one.
    """
    told, title = rows.get_column("language"), rows.get_column("title")
    distinct, numbered = title.drop_nulls().unique(), title.to_physical()
    texts = distinct.cast(pl.String)
    places, words = [_NO_PLACE], [_NO_WORD]
    # Few titles have such letters: their rows are found by number, and nothing is asked of the others.
    for pattern, languages in ((_HAN, _OF_HAN), (_SHORT, _LANGUAGES)):
        shared = distinct.filter(texts.str.contains(pattern)).to_physical()
        at = numbered.is_in(shared.implode()).fill_null(value=False).arg_true()
        regions = rows.get_column("region").gather(at).cast(pl.String)
        places.append(at)
        words.append(regions.replace_strict(languages, default=None, return_dtype=pl.String))
    spoken = pl.concat(words)
    if not spoken.count():
        return told
    spoken = spoken.cast(word("language") if told.dtype == pl.Null else told.dtype)
    filled = placed(spoken, pl.concat(places), rows.height)
    return filled if told.dtype == pl.Null else told.to_frame().select(pl.coalesce("language", filled)).to_series()
