"""Delimiters and quotes: which signs part and enclose the cells, judged by steady width on the head of the file."""

from __future__ import annotations

from collections import Counter

from telebatch.read.header_words import known_words
from telebatch.read.headers import LOOKED_AT
from telebatch.read.texts.tokens import head_records

CANDIDATES = (",", "\t", ";", "|")
RARE = ("^", "~", "\x1f", "\x01", ":", "#", "!")
"""Signs that a few exports choose and that cells hold as well: looked at only where no usual one shows a header."""
NAMES = {
    ",": "comma", "\t": "tab", ";": "semicolon", "|": "pipe", "^": "caret", "~": "tilde", "\x1f": "unit separator (1F)",
    "\x01": "control sign 01", ":": "colon", "#": "hash", "!": "exclamation mark",
}  # fmt: skip
SIGNS = {word: sign for sign, word in NAMES.items()} | {"\\t": "\t", "\\x1f": "\x1f", "\\x01": "\x01"}
"""Words for a sign, and what a shell makes of one that cannot be typed."""
_SAMPLE_RECORDS = 200
_SURE = 0.9
"""Steadier than this, and in three cells or more, no sign of a text parts its lines by chance."""
_NEVER_IN_TEXT = ("^", "~", "\x1f", "\x01")


def stated_delimiter(text: str) -> str | None:
    """The delimiter of a first line `sep=;` as spreadsheets write it."""
    first = text.split("\n", 1)[0].strip().strip('"')
    if first[:4].lower() == "sep=" and len(first) == 5 and first[4].isascii():
        return first[4]
    return "\t" if first.lower() == "sep=" and text.lower().startswith("sep=\t") else None


def choose_delimiter(text: str, quote: str, words: frozenset[str]) -> str:
    """The candidate giving the steadiest and widest records; a comma for files of one column.

    Args:
      words: Known header words as `header_key` writes them: a rare sign that shows a header of them wins.
    """
    best, usual = _best(text, CANDIDATES, quote)
    if shows_header(text, usual, quote, words):
        return usual
    # Titles above may be so many that no sign is steady.
    for signs in (CANDIDATES, RARE):
        headed = tuple(sign for sign in signs if sign in text and shows_header(text, sign, quote, words))
        if headed:
            return _best(text, headed, quote)[1]
    if best > 0:
        return usual
    steady, rare = _best(text, _NEVER_IN_TEXT, quote)
    return rare if steady > _SURE * (2 - 1 / 3) else usual


def choose_quote(text: str, delimiter: str) -> str:
    """An apostrophe where nearly every line is cells between two of them and no double quote is met, else the quote."""
    if '"' in text or f"'{delimiter}'" not in text:
        return '"'
    lines = [line.strip() for line in text.split("\n", _SAMPLE_RECORDS)[:_SAMPLE_RECORDS] if line.strip()]
    enclosed = sum(1 for line in lines if line[0] == line[-1] == "'" and f"'{delimiter}'" in line)
    return "'" if enclosed > _SURE * len(lines) else '"'


def _best(text: str, candidates: tuple[str, ...], quote: str) -> tuple[float, str]:
    """How steady the steadiest candidate is, and which it is; the first one of several."""
    scored = [(_steadiness(text, candidate, quote), -order) for order, candidate in enumerate(candidates)]
    best, order = max(scored)
    return best, candidates[-order]


def shows_header(text: str, delimiter: str, quote: str, words: frozenset[str]) -> bool:
    """Whether one of the first rows, parted by this sign, holds several known header words."""
    rows = head_records(text, delimiter, quote, LOOKED_AT)
    return any(known_words(cells, words) > 1 for _, cells in rows)


def _steadiness(text: str, delimiter: str, quote: str) -> float:
    records = head_records(text, delimiter, quote, _SAMPLE_RECORDS)
    widths = [len(cells) for _, cells in records if any(cell.strip() for cell in cells)]
    width = usual_width(widths)
    if width < 2:
        return 0.0
    share = widths.count(width) / len(widths)
    return share * share * (2 - 1 / width)


def usual_width(widths: list[int]) -> int:
    """The most frequent number of cells above one; the larger of two equally frequent; 1 if nothing is wider."""
    counts = Counter(width for width in widths if width > 1)
    if not counts or sum(counts.values()) * 5 < len(widths):
        return 1
    return max(counts, key=lambda width: (counts[width], width))
