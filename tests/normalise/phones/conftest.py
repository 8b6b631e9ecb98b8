from importlib.resources import files

import pytest

from telebatch.normalise.phones import PhoneTable


@pytest.fixture(scope="session")
def table() -> PhoneTable:
    """The table as shipped."""
    return PhoneTable.from_bytes(files("telebatch").joinpath("rules/phones/intervals.parquet").read_bytes())


@pytest.fixture(scope="session")
def marks_toml() -> str:
    return files("telebatch").joinpath("rules/phones/marks.toml").read_text(encoding="utf-8")
