"""Shared by the tests of reading: writes a small file and reads it with the shipped header words."""

import tomllib
from pathlib import Path

import polars as pl
import pytest

from telebatch.model.list_words import ListWords
from telebatch.model.records import Reading, ReadOptions
from telebatch.read import door, header_synonyms, read, row_words

RULES = Path(__file__).parents[2] / "telebatch" / "rules"
TOLD = {
    name: tomllib.loads((RULES / f"{name}.toml").read_text(encoding="utf-8")) for name in ("headers", "rows", "letters")
}
SYNONYMS = header_synonyms(TOLD["headers"])
LETTERS = frozenset("".join((*TOLD["letters"]["everyday"]["han"], *TOLD["letters"]["everyday"]["hangul"])))
WORDS = ListWords(SYNONYMS.words, SYNONYMS.groups, SYNONYMS.owned, row_words(TOLD["rows"]), LETTERS, SYNONYMS.of_others)


def options(**known) -> ReadOptions:
    return ReadOptions(words=WORDS, **known)


def read_one(folder: Path, content: str | bytes, name: str = "list.csv", **known) -> Reading:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    (reading,) = read(path, options(**known))
    records = reading.records.collect()
    assert _mapped(path, options(**known)).equals(records)
    assert records.height + reading.set_aside.height == reading.record_count
    some = records.sort("record").gather_every(3)
    assert reading.picked(some["record"]).collect().sort("record").equals(some)
    return reading


def _mapped(path: Path, wanted: ReadOptions) -> pl.DataFrame:
    """The records as those of a longer file are read, which is not held in memory."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(door, "_HELD_BYTES", 0)
        (reading,) = read(path, wanted)
        return reading.records.collect()


def cells(reading: Reading) -> list[tuple]:
    return reading.records.sort("record").select(reading.columns).collect().rows()


def lines(reading: Reading) -> list[int]:
    return reading.records.sort("record").select("line").collect()["line"].to_list()


def aside(reading: Reading) -> list[tuple[int, str]]:
    return reading.set_aside.select("line", "reason").rows()
