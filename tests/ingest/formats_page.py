"""Writes docs/formats.md again: `python -m tests.ingest.formats_page`."""

from telebatch.ingest.page import formats_page
from tests.ingest.ingest_samples import RULES, shipped

PAGE = RULES.parents[1] / "docs" / "formats.md"


def made():
    return formats_page(list(shipped().values()))


if __name__ == "__main__":
    PAGE.write_text(made(), "utf-8")
