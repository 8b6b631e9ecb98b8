"""Cells that a spreadsheet would run: marked with one leading quote on the way out, restored on the way in.

A cell is dangerous where it, or a line inside it, begins (after blanks) with `= + - @`, tab, carriage return or a
full-width twin. A cell that already has quotes before such a sign gets one more, so that taking exactly one away always
restores what was there.

Source: OWASP, CSV Injection; full-width twins are a precaution.
"""

from __future__ import annotations

import polars as pl

_SIGNS = r"[=+\-@\t\r＝＋－＠]"
_LED_BY = "[ \u00a0\u3000']*"
_DANGEROUS = rf"(?m)(^)({_LED_BY}{_SIGNS})"
_MARKED = rf"(?m)(^)'({_LED_BY}{_SIGNS})"
_BEGINS = rf"^{_LED_BY}{_SIGNS}"


def may_be_dangerous(cell: pl.Expr) -> pl.Expr:
    """False: no cell of the column needs a mark. Much quicker than marking a column that needs none."""
    return (cell.str.contains(_BEGINS) | cell.str.contains("\n", literal=True)).any()


def neutralised(cell: pl.Expr) -> pl.Expr:
    """A String column with every dangerous line start marked by one quote; null stays null."""
    return cell.str.replace_all(_DANGEROUS, "${1}'${2}")


def restored(cell: pl.Expr) -> pl.Expr:
    """What `neutralised` was given: `restored(neutralised(x)) == x` for every text."""
    return cell.str.replace_all(_MARKED, "${1}${2}")
