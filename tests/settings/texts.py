"""A right workspace in few lines, and what settings say when a line of it is changed."""

from telebatch.model.errors import SettingsWrong
from telebatch.settings import load_with_warnings

PROJECT = """\
name = "p"
title = "온라인 학습카드"
direction = "outbound"
customer = "new"
[cycle]
start = 2026-11-09
[[plan]]
medium = "catalogue"
[[plan]]
call = "first"
[goals]
primary = ["call.deal"]
[fields.age]
kind = "integer"
[fields.income]
kind = "money"
[fields.mood]
kind = "choice"
choices = ["high", "low"]
[[kpis]]
name = "conversion_rate"
primary = true
target = 0.05
[calling]
packs = ["kr-b2b"]
[[script.openings]]
text = "안녕하세요"
[[script.openings]]
medium = "catalogue"
text = "카탈로그 받으셨나요"
[script.calls.first]
sender = "한빛에듀"
"""
CENTRE = '[reviewed]\nkr-b2b = "Kim, 2026-11-02"\n'
AGENTS = '[[agents]]\nname = "Kim"\nids = ["7"]\n'


def workspace(**files: str) -> dict[str, str]:
    """The right workspace; files by name with __ for / and the ending left out replace its own."""
    named = {f"{name.replace('__', '/')}.toml": text for name, text in files.items()}
    return {"telebatch.toml": CENTRE, "agents.toml": AGENTS, "projects/p.toml": PROJECT, **named}


def changed(*pairs: tuple[str, str]) -> str:
    """The right project with some of its text replaced; what is replaced has to be there."""
    text = PROJECT
    for before, after in pairs:
        assert before in text
        text = text.replace(before, after, 1)
    return text


def mistakes(texts: dict[str, str]) -> list[str]:
    """What settings refuse, line by line; nothing where all is right."""
    try:
        load_with_warnings(texts)
    except SettingsWrong as refusal:
        return [str(mistake) for mistake in refusal.mistakes]
    return []


def warnings(texts: dict[str, str]) -> list[str]:
    """What settings warn of; the texts are right."""
    return [str(mistake) for mistake in load_with_warnings(texts)[1]]
