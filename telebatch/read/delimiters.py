"""Delimiters: which character parts the cells, judged by steady width on the head of the file."""

from __future__ import annotations

from collections import Counter

from telebatch.read.tokens import head_records

CANDIDATES = (",", "\t", ";", "|")
NAMES = {",": "comma", "\t": "tab", ";": "semicolon", "|": "pipe"}
_SAMPLE_RECORDS = 200


def stated_delimiter(text: str) -> str | None:
    """The delimiter of a first line `sep=;` as spreadsheets write it."""
    first = text.split("\n", 1)[0].strip().strip('"')
    if first[:4].lower() == "sep=" and len(first) == 5 and first[4].isascii():
        return first[4]
    return "\t" if first.lower() == "sep=" and text.lower().startswith("sep=\t") else None


def choose_delimiter(text: str, quote: str) -> str:
    """The candidate giving the steadiest and widest records; a comma for files of one column."""
    scored = [(_steadiness(text, candidate, quote), -order) for order, candidate in enumerate(CANDIDATES)]
    best, order = max(scored)
    return CANDIDATES[-order] if best > 0 else ","


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
