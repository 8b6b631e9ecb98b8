"""The shipped title vocabulary, loaded as settings loads it."""

import tomllib
from importlib.resources import files

import pytest

from telebatch.normalise.titles import vocabulary_of

LANGUAGES = ("en", "ko", "zh", "ja")


def shipped_files():
    folder = files("telebatch") / "rules" / "titles"
    return {f"titles/{code}.toml": tomllib.loads((folder / f"{code}.toml").read_text("utf-8")) for code in LANGUAGES}


@pytest.fixture(scope="session")
def shipped():
    return shipped_files()


@pytest.fixture(scope="session")
def vocabulary(shipped):
    return vocabulary_of(shipped)
