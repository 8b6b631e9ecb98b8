"""Latin letters of one name in several spellings: Müller, Mueller and Muller, Strauß and Strauss, Sørensen, Sorensen.

Umlauts lose their dots, and where they are spelled out their `e`; but Jaemin, Xueli and Maeda are written so.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Final

import numpy as np
import polars as pl

from telebatch.normalise.repeated import over_distinct

_PAIRS: Final = {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h"}
_MARKED: Final = r"[\u00df-\u024f\u1e00-\u1eff]"
#: Marks by which Vietnamese tells names apart; whoever writes them writes them all.
_TONES: Final = r"[ơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]"
#: An umlaut spelled out stands behind a consonant or begins a word, and a consonant follows (Häuser: a u). Michael,
#: Samuel and Joel end in such letters and have none; Aero begins with them.
_SPELLED: Final = re.compile(
    r"(?<![aeiouyq])(?:(?<=[a-z])a(?=e[b-df-hj-np-tv-xzu])|\ba(?=e(?:[b-df-hj-np-tv-xz]{2}|u))|[ou](?=e[b-df-hj-np-tv-xz]))"
    r"e(?!l\b)"
)
_FIRST_LOOK: Final = r"(?:^|[^aeiouyq])[aou]e[b-df-hj-np-tv-xzu]"
_WORD: Final = r"[a-z]+|[^a-z]+"
#: Syllables of Korean (romanisation of 2000 and before), Chinese and Japanese in which a, o or u stand before an e.
_KOREAN: Final = (
    r"(?:(?:kk|tt|pp|ss|jj|ch|[gndrlmbsjktph])?"
    r"(?:yae|yeo|wae|(?<=ch)oe|(?<=h)oe|ae|eo|ya|ye|yo|yu|wa|wo|we|wi|eu|ui|oo|ee|a|(?<![aou])e|o|u|i)(?:ng|[gkndtlmbps])?)+"
)
_CHINESE: Final = (
    r"(?:(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])"
    r"(?:iang|iong|uang|ang|eng|ing|ong|iao|ian|uai|uan|ai|ei|ao|ou|an|en|in|un|ia|ie|iu|ua|uo|ui|(?<=[jqxyln])ue|a|e|i|o|u))+"
)
_JAPANESE: Final = r"s?ue(?:(?:kk|ss|tt|pp|sh|ch|ts|[kgnhmrbp]y|[ksztdnhfmyrwgjbp])[aiueo]n?)+"
_ROMANISED: Final = re.compile(f"{_KOREAN}|{_CHINESE}|{_JAPANESE}")
_BEFORE, _E, _LEAD = b"\x01", b"\x02", b"\x03"
_LEADS: Final = bytes((*range(0xC3, 0xCA), 0xE1))
"""The first bytes of Latin letters beyond ASCII; Hangul, kana and Han begin with none of them."""
_KINDS: Final = bytes.maketrans(b"aoue" + _LEADS, _BEFORE * 3 + _E + _LEAD * len(_LEADS))


@cache
def _bases() -> dict[str, str]:
    """Small Latin letters with a mark → without."""
    found = dict(_PAIRS)
    for point in (*range(0xDF, 0x250), *range(0x1E00, 0x1F00)):
        base = unicodedata.normalize("NFD", chr(point))[0]
        if "a" <= base <= "z" and base != chr(point):
            found[chr(point)] = base
    return found


def in_base_letters(names: pl.Series) -> pl.Series:
    """The same names in Latin letters without marks, umlauts in one spelling; other scripts are left as they are.

    Args:
      names: In small letters, NFKC; nulls stay.
    """
    has_marks, may_spell = _looked_at(names)
    if has_marks:
        marked = (names.str.contains(_MARKED) & ~names.str.contains(_TONES)).fill_null(value=False).arg_true()
        bases = _bases()
        names = names.scatter(marked, names.gather(marked).str.replace_many(list(bases), list(bases.values())))
    if not (has_marks or may_spell):
        return names
    spelled = names.str.contains(_FIRST_LOOK).fill_null(value=False).arg_true()
    return names.scatter(spelled, over_distinct(names.gather(spelled), _contracted)) if spelled.len() else names


def _looked_at(names: pl.Series) -> tuple[bool, bool]:
    """Whether there are marked letters, and an e behind an a, o or u: a look at the bytes, for most lists have none."""
    kinds = bytes(names.rechunk().to_arrow().buffers()[2] or b"").translate(_KINDS)
    return _LEAD in kinds, _BEFORE + _E in kinds


def _contracted(names: pl.Series) -> pl.Series:
    """Umlauts that are spelled out, word by word; each distinct word is looked at once."""
    words = pl.DataFrame({"name": np.arange(names.len()), "word": names.str.extract_all(_WORD)}).explode("word")
    distinct = words.get_column("word").unique().drop_nulls()
    asked = distinct.filter(distinct.str.contains(_FIRST_LOOK)).to_list()
    bare = {word: _bare(word) for word in asked}
    replaced = words.with_columns(pl.col("word").replace(bare))
    return replaced.group_by("name", maintain_order=True).agg(pl.col("word").str.join("")).get_column("word")


def _bare(word: str) -> str:
    return word if _ROMANISED.fullmatch(word) else _SPELLED.sub(lambda found: found[0][0], word)
