"""Around: what stands before and behind the digits of a cell, and which cells does the reader take for alike?

Two cells are alike where they differ only in digits, and in words that mean nothing to the reader (`Kim`, `홍길동`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

import polars as pl

from telebatch.normalise.phones.marks import PhoneMarks
from telebatch.normalise.phones.table import PhoneTable

#: Fewer may be a date.
_FEWEST_DIGITS = 9
#: Longer cells are letters rather than notes.
_MOST_BYTES = 200
#: All that may stand between the digits of one number. Behind a blank or a bracket up to four digits may belong to the
#: note (`14시 이후`).
_BEFORE, _RUN = "(?s)^(?P<before>[^0-9+]*?)", "[+(]{0,2}[0-9][-0-9(). ]*[0-9]"
_WHOLE = rf"{_BEFORE}(?P<head>{_RUN})(?P<count>)(?P<behind>.*)$"
_COUNTED = rf"{_BEFORE}(?P<head>{_RUN})(?P<count>[ (]+[0-9]{{1,4}})(?P<behind>[^-0-9(). ].*| +[^-0-9(). ].*)$"
#: With these digits a number in the midst of a note may begin.
_BEGUN = r"^\(?(0|1[3-9])"
#: Where the digits themselves decide what a cell is, not only how many they are: masks, addresses, counted numbers,
#: dates with an hour, endings of further lines.
_DIGITS_DECIDE = (
    r"[@;*×●○◯•]|[xX]{2}|[0-9][oO]|[0-9][xX](?:[^0-9]|$)|[^0-9]-\s?[0-9]{1,5}[^0-9]*$|(?:^|\s)[1-9][.)](?:\s+\(?[+0-9]|\(?[+0])"
    r"|^\s*[0-9]{1,4}[-./ ]+[0-9]{1,2}[-./ ]+[0-9]{1,4}\.?[ T][0-9]{1,2}:"
    r"|,\s*[0-9]|(?:[∼～〜~至]|\bto\b)\s*[0-9]{1,4}(?:[^0-9:시분]|$)"
)
#: What stands before an extension, beside the words of the marks.
_EXTENSION = r"(?i)(?:x|xt|xtn|xtensi[oó]n|int|доб|[#pw(\[])[\s.:]*[0-9]+#?\s*[)\]]?\s*$|\bext(?:n|ension)?[\s.:]*[0-9]"
#: Latin words in which the reader finds something: an x, `int` of an extension, mistyped zeros.
_TELLING = ("[a-z]*x[a-z]*", "[a-z]*int", "o+", "or", "to")
#: What parts numbers or makes a range of them.
_PARTING = ("및", "또는", "또는", "或", "至")
_FOREIGN = r"[\p{Hangul}\p{Han}\p{Hiragana}\p{Katakana}]"


def around(texts: pl.Series, table: PhoneTable, *, is_counted: bool) -> pl.DataFrame:
    """Takes cells apart.

    Args:
      texts: Mended cells, no null.
      is_counted: The last few digits of a run belong to what stands behind it.

    Returns:
      `head` String (the digits with their signs) and `run` (with those behind a blank); null where it cannot be one
      number, or its digits decide more than which one it is. `like` String: equal for cells alike. `is_exact` Boolean:
      `like` tells the digits behind the number too. Same rows and order.
    """
    parts = texts.str.extract_groups(_COUNTED if is_counted else _WHOLE).struct.unnest()
    head, behind = parts["head"], parts["count"] + parts["behind"]
    shape, other = head.str.replace_all("[0-9]", "9"), behind.str.replace_all("[0-9]", "9")
    is_exact = behind.str.contains(_EXTENSION) | behind.str.contains(_extension_words(table.marks))
    is_one = (texts.str.len_bytes() <= _MOST_BYTES) & (shape.str.count_matches("9", literal=True) >= _FEWEST_DIGITS)
    is_one = is_one & ~texts.str.contains(_DIGITS_DECIDE)
    # Behind a unit stands a note for certain: the digits before it are no further lines.
    run = pl.when(behind.str.contains(_hours(table))).then(head).otherwise(head + parts["count"])
    told = pl.when(is_exact).then(behind).otherwise(other)
    begun = head.str.extract(_BEGUN).fill_null("")
    like = pl.select(pl.concat_str(parts["before"], begun, shape, told, separator="\0").alias("like")).to_series()
    return pl.select(
        pl.when(is_one).then(head).alias("head"),
        pl.when(is_one).then(run).alias("run"),
        _without_meaningless(like, table),
        is_exact.alias("is_exact"),
    )


def _without_meaningless(like: pl.Series, table: PhoneTable) -> pl.Series:
    """One sign for every word in which the reader finds nothing; each text is looked at once."""
    each = like.drop_nulls().unique()
    words = each.str.replace_all(_telling(table), "${0}_").str.replace_all(r"\b[A-Za-z]{3,}\b", "A")
    return like.replace_strict(each, words.str.replace_all(rf"\b{_FOREIGN}+\b", "가"), default=None)


def _extension_words(marks: PhoneMarks) -> str:
    return rf"(?:{marks.extension_choice})" if marks.extension_words else r"[^\s\S]"


@lru_cache(maxsize=2)
def _hours(table: PhoneTable) -> str:
    """A pattern of digits with a unit that is no label, behind a number."""
    marks = table.marks
    units = _choice(word for word in marks.units if not word[0].isascii() and word not in marks.labels)
    return rf"^[ (]+[0-9]{{1,4}} *(?:{units})"


@lru_cache(maxsize=2)
def _telling(table: PhoneTable) -> str:
    """A pattern of whole words in which the reader finds something: labels, units in front, extension words behind."""
    marks = table.marks
    known = [word.casefold() for word in (*marks.labels, *marks.units)]
    latin = sorted({part for word in known for part in re.findall(r"[a-z]{3,}", word)})
    foreign = _choice(part for word in known for part in re.findall(r"[^\W\d_]+", word) if not part.isascii())
    units, ends = (
        _choice(word for word in words if not word.isascii()) for words in (marks.units, marks.extension_words)
    )
    parting = "|".join(_PARTING)
    words = rf"{foreign}|(?:{units}){_FOREIGN}*|{_FOREIGN}*(?:{ends})|{_FOREIGN}*(?:{parting}){_FOREIGN}*"
    return rf"(?i)\b(?:{'|'.join((*latin, *_TELLING))}|{words})\b"


def _choice(words: Iterable[str]) -> str:
    return "|".join(sorted({re.escape(word) for word in words})) or r"[^\s\S]"
