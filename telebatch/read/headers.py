"""Headers: which of the first rows names the columns, under titles and over two rows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from telebatch.model.headings import header_key
from telebatch.model.list_words import ListWords
from telebatch.model.plural import plural
from telebatch.read.header_words import clean_headers, header_keys, known_words

_NEAR = 30
LOOKED_AT = 300
"""So many rows are looked at for a header; those behind the first ones only where none of these is one."""
_FEWEST_RECORDS = 3
_NUMBER = re.compile(r"\d(?:[\s().-]{0,3}\d){7}|@.+\.")
#: A cell that is a number or an address, and nothing else.
_ALONE = re.compile(r"^(?:[+(]{0,2}\d(?:[\s().-]{0,3}\d){7,14}|[^\s@]+@[^\s@]+\.[A-Za-z]{2,})$")
_VALUE = re.compile(
    r"^(?:[+(]?[\d][\d\s().,:/+-]*|.*@.*\..*|\d{2,4}[-./年년]\s?\d{1,2}[-./月월].*|https?://.*|[+-]?\d+(?:\.\d+)?e\+?\d+)$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Header:
    """The header found.

    Attributes:
      above: Number of first rows up to and including the header (0: there is none).
      cells: Header cells as they name the columns; empty where there is none.
      raw: The cells of the (lowest) header row as written.
      guesses: What was decided, in words.
      upper: The cells of the upper row of a header over two rows, or of the groups above it; empty where it has one.
      people: Rows above, from 0, that look like records: another list may have been put in front of this one.
    """

    above: int
    cells: tuple[str, ...]
    raw: tuple[str, ...]
    guesses: tuple[str, ...] = ()
    upper: tuple[str, ...] = ()
    people: tuple[int, ...] = ()

    @property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """Every row of the header as written: further down each of them is a repetition."""
        return tuple(row for row in (self.upper, self.raw) if row)

    def names(self, width: int) -> tuple[str, ...]:
        """Column names for records of `width` cells."""
        padded = [*self.cells[:width], *[""] * (width - len(self.cells))]
        return clean_headers(padded)


def find_header(
    rows: Sequence[Sequence[str]], width: int, words: ListWords, how: Literal["find", "first", "none"]
) -> Header:
    """The header among the first rows of a table.

    Args:
      rows: Cells of the first records, blank ones as rows of empty cells.
      width: Usual number of cells.
      words: Those of headers and of groups of columns.
      how: As in ReadOptions.
    """
    filled = [at for at, row in enumerate(rows[:LOOKED_AT]) if _count(row)]
    if how == "none" or not filled:
        return Header(0, (), ())
    if how == "first":
        return _header(rows, filled[0], ())
    near = [at for at in filled if at < _NEAR]
    # A single known word may be a remark; it names columns where no row below holds more of them.
    found = (_best(rows, among, sure, words.headers) for among, sure in ((near, 0), (filled, 0), (near, width)))
    best = next((at for at in found if at is not None), None)
    if best is None:
        return _unknown(rows, filled, width)
    header = _grouped(rows, best, words) or _two_rows(rows, best, words)
    people = _people(rows[: header.above], header)
    looks = plural(len(people), "row above the header looks like a record", "rows above the header look like records")
    told = (f"{looks}: set aside; give them as a list of their own",) if people else ()
    return replace(header, people=people, guesses=(*header.guesses, *told))


def _people(above: Sequence[Sequence[str]], header: Header) -> tuple[int, ...]:
    """Rows above that are as full as the header and hold a number or an address by itself."""
    full = _count(header.raw)
    return tuple(
        at for at, row in enumerate(above)
        if _count(row) * 2 > full and any(_ALONE.match(cell.strip()) for cell in row)
    )  # fmt: skip


def _grouped(rows: Sequence[Sequence[str]], best: int, words: ListWords) -> Header | None:
    """A row of groups that tell whose the headings below them are (회사 | 담당자 over 이름, 전화, 이름, 전화)."""
    for upper in (best - 1, best):
        if upper >= 0 and upper + 1 < len(rows) and _is_groups(rows[upper], rows[upper + 1], words):
            cells = _of_groups(rows[upper], rows[upper + 1], words)
            told = f"header: rows {upper + 1} and {upper + 2} together"
            return Header(upper + 2, cells, tuple(rows[upper + 1]), (told,), tuple(rows[upper]))
    return None


def _is_groups(upper: Sequence[str], lower: Sequence[str], words: ListWords) -> bool:
    """Each group is written once over its columns, or over each of them; below it are headings."""
    if not (_is_heading(upper) and _is_heading(lower)) or known_words(lower, words.headers) < 2:
        return False
    titles = [cell.strip() for cell in upper if cell.strip()]
    groups = {cell for cell in titles if header_key(cell) in words.groups or header_key(cell) in words.of_others}
    # One title alone may be that of the whole list.
    if groups and any(header_key(cell) in words.of_others for cell in groups):
        return 1 < len(set(titles)) < _count(lower)
    is_telling = len(groups) > 1 or (len(groups) == 1 and not _cell(upper, 0) and len(set(titles)) < _count(lower))
    return is_telling and len(set(titles)) < _count(lower)


def _of_groups(upper: Sequence[str], lower: Sequence[str], words: ListWords) -> tuple[str, ...]:
    """The headings, with the object of their group where it tells more than they do alone."""
    often = Counter(header_key(cell) for cell in lower)
    cells: list[str] = []
    group = ""
    for column in range(max(len(upper), len(lower))):
        top, bottom = _cell(upper, column), _cell(lower, column)
        group = top or (group if bottom else "")
        thing = words.groups.get(header_key(group), "")
        whole = f"{thing}{header_key(bottom)}"
        is_alone = any(key in words.headers for key in header_keys(bottom))
        is_told = not is_alone or often[header_key(bottom)] > 1 or whole in words.owned
        if bottom and header_key(group) in words.of_others:
            cells.append(f"{group} {bottom}")
        elif thing and bottom and whole in words.headers and is_told:
            cells.append(f"{group if header_key(group) == thing else thing} {bottom}")
        else:
            cells.append(bottom if is_alone or group in ("", bottom) else f"{group} {bottom}".strip())
    return tuple(cells)


def _best(rows: Sequence[Sequence[str]], among: list[int], width: int, words: frozenset[str]) -> int | None:
    """The row with the most known words, the first of equals; one is enough in a table of a width told (0: none is)."""
    known = {at: known_words(rows[at], words) for at in among if _is_heading(rows[at])}
    for at in sorted(known, key=lambda at: (-known[at], at)):
        is_one = known[at] >= 2 or (width > 0 and known[at] > 0 and _count(rows[at]) * 2 >= min(width, 4))
        if is_one and not _under_records(rows, at):
            return at
    return None


def _under_records(rows: Sequence[Sequence[str]], at: int) -> bool:
    """Whether people stand above: then the list has no header there, and another one was put below it."""
    above = [row for row in rows[:at] if _count(row)]
    alike = [row for row in above if _count(row) * 2 > _count(rows[at]) and any(map(_NUMBER.search, row))]
    return len(alike) >= _FEWEST_RECORDS and len(alike) * 5 > len(above)


def _two_rows(rows: Sequence[Sequence[str]], at: int, words: ListWords) -> Header:
    """Joins group headings with the headings under (or over) them."""
    if at + 1 < len(rows) and _complement(rows[at], rows[at + 1]):
        return _joined(rows, at, at + 1, words)
    if at and _count(rows[at - 1]) > 1 and _complement(rows[at - 1], rows[at]):
        return _joined(rows, at - 1, at, words)
    told = (f"header: row {at + 1}; the rows above it are titles",) if at else ()
    # Titles of groups name nothing where each heading is told, but they are repeated with the header.
    is_group = at > 0 and _count(rows[at - 1]) > 1 and _is_heading(rows[at - 1])
    return replace(_header(rows, at, told), upper=tuple(rows[at - 1]) if is_group else ())


def _complement(upper: Sequence[str], lower: Sequence[str]) -> bool:
    """Both are headings, and each has cells where the other is empty."""
    if not (_is_heading(upper) and _is_heading(lower) and _count(lower)):
        return False
    pairs = list(zip(upper, lower, strict=False))
    only_upper = any(top.strip() and not bottom.strip() for top, bottom in pairs)
    return only_upper and any(bottom.strip() and not top.strip() for top, bottom in pairs)


def _joined(rows: Sequence[Sequence[str]], upper: int, lower: int, words: ListWords) -> Header:
    cells: list[str] = []
    group = ""
    width = max(len(rows[upper]), len(rows[lower]))
    for column in range(width):
        top, bottom = _cell(rows[upper], column), _cell(rows[lower], column)
        group = top or (group if bottom else "")
        is_others = header_key(group) in words.of_others
        is_known = not is_others and any(key in words.headers for key in header_keys(bottom))
        cells.append(bottom if is_known or not group else f"{group} {bottom}".strip())
    told = (f"header: rows {upper + 1} and {lower + 1} together",)
    return Header(lower + 1, tuple(cells), tuple(rows[lower]), told, tuple(rows[upper]))


def _unknown(rows: Sequence[Sequence[str]], filled: list[int], width: int) -> Header:
    """No known word: the first wide enough row of headings, if the rows below look different."""
    for at in filled[:10]:
        if _count(rows[at]) * 2 < width:
            continue
        if not _is_heading(rows[at]):
            break
        below = [rows[later] for later in filled if later > at]
        if not below or any(not _is_heading(row) for row in below):
            return _header(rows, at, (f"header: row {at + 1} taken as header, none of its words is known",))
        break
    where = f" in its first {LOOKED_AT} rows" if len(rows) > LOOKED_AT else ""
    return Header(0, (), (), (f"header: none found{where}, columns are named c1, c2, …",))


def _header(rows: Sequence[Sequence[str]], at: int, guesses: tuple[str, ...]) -> Header:
    return Header(at + 1, tuple(rows[at]), tuple(rows[at]), guesses)


def _cell(row: Sequence[str], column: int) -> str:
    return row[column].strip() if column < len(row) else ""


def _count(row: Sequence[str]) -> int:
    return sum(1 for cell in row if cell.strip())


def _is_heading(row: Sequence[str]) -> bool:
    """No cell of the row looks like a value: a number, a date, an address of the net; none is long."""
    return all(len(cell) <= 80 and not _VALUE.match(cell.strip()) for cell in row if cell.strip())
