"""Writes docs/codes.md again: `python -m tests.classify.codes_page`."""

import tomllib

from telebatch.classify.page import codes_page
from tests.classify.classify_samples import RULES

PAGE = RULES.parents[1] / "docs" / "codes.md"


def made():
    maps = {path.stem: tomllib.loads(path.read_text("utf-8")) for path in (RULES / "codes").glob("*.toml")}
    return codes_page(maps)


if __name__ == "__main__":
    PAGE.write_text(made(), "utf-8")
