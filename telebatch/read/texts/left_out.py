"""Left out: spreadsheets save text sixteen rows at a time and write no cells behind the last one filled in any of them.

So a list whose last columns are filled in some rows only has whole blocks of short rows, of which nothing is missing.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from telebatch.read.texts.survey import Survey

_BLOCK_ROWS = 16
"""Of every sheet, counted from its first row (Microsoft's article 77295 tells it of all versions of Excel)."""
_FEWEST = 8
"""So many rows of the last block, which may be no whole one, tell it from a few short rows."""


def left_out(survey: Survey, above: int, width: int) -> npt.NDArray[np.bool_]:
    """Whether each suspect is a short row of a block all of whose rows are short by the same cells.

    None is where any other row is short: then it was no spreadsheet that wrote them.

    Args:
      above: Physical records above the first one of the survey, titles and header.
      width: Cells a record should have.
    """
    is_short = (survey.suspect_widths < width) & (survey.suspect_widths > 1)
    if is_short.sum() < _FEWEST:
        return np.zeros(survey.suspects.size, bool)
    block_of = (survey.suspects + above) // _BLOCK_ROWS
    many = (above + survey.count) // _BLOCK_ROWS + 1
    first = np.arange(many) * _BLOCK_ROWS
    size = np.minimum(above + survey.count, first + _BLOCK_ROWS) - first
    rows = np.bincount(block_of[is_short], minlength=many)
    blank = np.bincount((survey.blanks + above) // _BLOCK_ROWS, minlength=many)
    widest, narrowest = np.zeros(many, np.int64), np.full(many, width)
    np.maximum.at(widest, block_of[is_short], survey.suspect_widths[is_short])
    np.minimum.at(narrowest, block_of[is_short], survey.suspect_widths[is_short])
    is_whole = (rows + blank == size) & (rows >= _FEWEST) & (widest == narrowest) & (first >= above)
    found: npt.NDArray[np.bool_] = is_short & is_whole[block_of]
    return found if (found | survey.is_worded)[is_short].all() else np.zeros_like(found)
