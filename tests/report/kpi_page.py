"""Writes docs/kpis.md again: `python -m tests.report.kpi_page`."""

from telebatch.report.definitions import kpi_page
from tests.render.desk import ROOT, wording

PAGE = ROOT / "docs" / "kpis.md"

if __name__ == "__main__":
    PAGE.write_text(kpi_page(wording("en")), "utf-8")
