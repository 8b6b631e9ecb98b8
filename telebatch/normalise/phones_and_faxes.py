"""Which number of a cell is rung where a heading joins two kinds (`전화/팩스`)? The first; behind it stands the fax."""

from __future__ import annotations

import re
from typing import Final

import polars as pl

from telebatch.model.phones import PhoneLabel
from telebatch.normalise.phones import PhoneMarks

#: Signs between the two; a blank is none, for numbers are written with blanks.
_SIGNS: Final = r"/／|｜,，、;；\n"
#: A number up to such a sign; within its first seven digits a slash is one of its own (030/1234567).
_FRONT: Final = rf"^((?:\D*\d){{7}}[^{_SIGNS}]*?)\s*[{_SIGNS}]"
#: Nothing stands in the place of the telephone.
_NO_FRONT: Final = r"^[-–—\s]*[/／|｜]\s*"


def first_of_both(cells: pl.Series, marks: PhoneMarks) -> pl.Series:
    """Cells of telephones and faxes as far as they are to be rung.

    Args:
      cells: Text, none null.
      marks: A number that its cell calls a fax is told by the phones themselves, wherever it stands.
    """
    cell = pl.col(cells.name)
    front = cell.str.extract(_FRONT, 1)
    is_marked = front.str.contains(_called_fax(marks))
    as_fax = pl.lit("fax ") + cell.str.replace(_NO_FRONT, "")
    told = pl.when(cell.str.contains(_NO_FRONT)).then(as_fax).when(~is_marked).then(front).otherwise(cell)
    return cells.to_frame().select(told.alias(cells.name)).to_series()


def _called_fax(marks: PhoneMarks) -> str:
    """A lone letter is a word of its own."""
    words = sorted(word for word, label in marks.labels.items() if label == PhoneLabel.FAX)
    whole = "|".join(re.escape(word) for word in words if len(word) > 1 or not word.isascii())
    letters = "".join(word for word in words if len(word) == 1 and word.isascii())
    return rf"(?i)(?:{whole})|(?:^|[^a-z])[{letters}](?:[^a-z]|$)"
