"""Writes docs/outcomes.md again: `python -m tests.classify.outcomes_page`."""

from telebatch.classify.outcomes_page import outcomes_page
from tests.classify.classify_samples import RULES

PAGE = RULES.parents[1] / "docs" / "outcomes.md"


def made():
    return outcomes_page()


if __name__ == "__main__":
    PAGE.write_text(made(), "utf-8")
