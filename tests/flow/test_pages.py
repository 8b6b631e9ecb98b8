"""Every generated page is what the program says today, and every command the README shows exists."""

import re

import pytest

from tests import docs


@pytest.mark.parametrize("path", sorted(docs.pages()))
def test_the_page_is_fresh(path):
    assert (docs.ROOT / path).read_text(encoding="utf-8") == docs.pages()[path], "run: make docs"


def shown_commands():
    text = (docs.ROOT / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```sh\n(.*?)```", text, re.S)
    return [
        line.split("#")[0].strip() for block in blocks for line in block.splitlines() if line.startswith("telebatch")
    ]


@pytest.mark.parametrize("line", shown_commands())
def test_the_readme_shows_commands_and_options_that_exist(line):
    words = line.split("&&")[0].split()[1:]
    known = dict(docs.helps())
    name = (
        " ".join(["telebatch", *words[:2]]) if " ".join(["telebatch", *words[:2]]) in known else f"telebatch {words[0]}"
    )
    options = {word for word in words if word.startswith("-")}
    assert all(re.search(rf"(^|[\s,]){re.escape(option)}\b", known[name]) for option in options)


def test_the_readme_names_pages_that_exist():
    text = (docs.ROOT / "README.md").read_text(encoding="utf-8")
    missing = [name for name in re.findall(r"\]\((docs/[^)]+)\)", text) if not (docs.ROOT / name).exists()]
    assert missing == []


def test_make_knows_the_targets_the_readme_shows():
    text = (docs.ROOT / "README.md").read_text(encoding="utf-8")
    made = (docs.ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"^make (\w+)", text, re.M):
        assert f"\n{target}:" in made
