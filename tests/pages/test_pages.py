"""Every generated page is what the program says today, and every command the README shows exists."""

import re

import pytest

from tests.pages import ROOT, pages
from tests.pages.commands import helps


@pytest.mark.parametrize("path", sorted(pages()))
def test_the_page_is_fresh(path):
    assert (ROOT / path).read_text(encoding="utf-8") == pages()[path], "run: make docs"


def shown_commands():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```sh\n(.*?)```", text, re.S)
    return [
        line.split("#")[0].strip() for block in blocks for line in block.splitlines() if line.startswith("telebatch")
    ]


@pytest.mark.parametrize("line", shown_commands())
def test_the_readme_shows_commands_and_options_that_exist(line):
    words = line.split("&&")[0].split()[1:]
    known = dict(helps())
    name = (
        " ".join(["telebatch", *words[:2]]) if " ".join(["telebatch", *words[:2]]) in known else f"telebatch {words[0]}"
    )
    options = {word for word in words if word.startswith("-")}
    assert all(re.search(rf"(^|[\s,]){re.escape(option)}\b", known[name]) for option in options)


def test_the_readme_names_pages_that_exist():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    missing = [name for name in re.findall(r"\]\((docs/[^)]+)\)", text) if not (ROOT / name).exists()]
    assert missing == []


def test_make_knows_the_targets_the_readme_shows():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    made = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.findall(r"^make (\w+)", text, re.M)
    assert targets and all(f"\n{target}:" in made for target in targets)
