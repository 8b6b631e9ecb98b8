"""docs/kpis.md: what each KPI and each oddity means, made from the catalogue and the wording."""

from collections.abc import Mapping

from telebatch.model.review import ReportRules
from telebatch.report.catalogue import CATALOGUE, Entry
from telebatch.report.oddities import ODDITIES
from tests.render.desk import wording

_HEAD = """# KPIs

Made from `telebatch/report/catalogue.py`; do not edit by hand (`make docs` writes it again).

An *attempt* is a call placed in the project's own direction; calls that were never placed, or cut off before they
rang, are void and stand apart. A *talk* is an attempt that a person answered and an agent took. A *record* is a lead.
Rates carry a Wilson interval, changes a Newcombe interval; under {cases} cases a rate is "too few to judge", and so is
the length of successful calls under {successes}. Rates are formed once, from whole numbers. Figures marked
*per attempt* count several attempts on one record as if they were independent, so their intervals are too narrow.

Counts of attempts add up: half-days to days, days to weeks and months. Counts of records do not, because one record
dialled on two days is one record of the week; nor do days of agents. Figures over leads tell how things stood at
the end of the period, as far as the batches read can tell.

| KPI | name | 한국어 | 中文 | 日本語 | numerator ÷ denominator | unit | good | source |
|---|---|---|---|---|---|---|---|---|
"""


_ODDITIES = """
## Oddities

What should not be in a call log is counted as told and listed in the review, with the first places to look at.
`telebatch report --rows NAME` writes every row of one oddity, as it does for a KPI.

| oddity | what it says |
|---|---|
"""


def kpis_page() -> str:
    """Markdown of the whole catalogue, and of the oddities; names and formulas are the English wording's."""
    words = wording("en")
    rules = ReportRules()
    head = _HEAD.format(cases=rules.least_cases, successes=rules.least_successful)
    odd = "".join(f"| `{name}` | {words[f'oddity.{name}']} |\n" for name in ODDITIES)
    return head + "".join(_line(entry, words) for entry in CATALOGUE.values()) + _ODDITIES + odd


def _line(entry: Entry, words: Mapping[str, str]) -> str:
    unit = f"{entry.unit.replace('_', ' ')}{', per attempt' if entry.clustered else ''}"
    cells = (
        f"`{entry.name}`", words[f"kpi.{entry.name}.name"], entry.ko, entry.zh, entry.ja,
        words[f"kpi.{entry.name}.formula"], unit, entry.good, entry.source,
    )  # fmt: skip
    return f"| {' | '.join(cells)} |\n"
