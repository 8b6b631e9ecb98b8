"""What holds for every test of reading."""

import pytest

from telebatch.read import own_copy


@pytest.fixture(autouse=True)
def copies_let_go():
    """What a test read of long files is done with when it ends; a run of all of them would keep hundreds open."""
    yield
    while own_copy._COPIES:
        own_copy._COPIES.popitem()[1].close()
