from importlib.resources import files

import pytest

from telebatch.normalise.phones import PhoneTable
from tests.normalise.as_shipped import TABLE


@pytest.fixture(scope="session")
def table() -> PhoneTable:
    """The table as shipped."""
    return TABLE


@pytest.fixture(scope="session")
def marks_toml() -> str:
    return files("telebatch").joinpath("rules/phones/marks.toml").read_text(encoding="utf-8")
