"""Report: the figures of one project in one period, each led back to its rows."""

from telebatch.report.after_closing import after_closing
from telebatch.report.catalogue import CATALOGUE
from telebatch.report.frames import CALLS_READ, matters
from telebatch.report.front import needed_from, report, rows
from telebatch.report.marks import FILES, PIECES, ReportFacts

__all__ = [
    "CALLS_READ",
    "CATALOGUE",
    "FILES",
    "PIECES",
    "ReportFacts",
    "after_closing",
    "matters",
    "needed_from",
    "report",
    "rows",
]
