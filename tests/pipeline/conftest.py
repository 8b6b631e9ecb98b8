import shutil

import pytest

from telebatch.cli import main
from tests.pipeline.care_desk import Desk
from tests.pipeline.nights import night
from tests.pipeline.small import TEAM, write


@pytest.fixture(scope="session")
def bare(tmp_path_factory):
    """A new workspace without its samples: the two example projects."""
    root = tmp_path_factory.mktemp("bare") / "centre"
    with pytest.raises(SystemExit):
        main(["init", str(root)])
    shutil.rmtree(root / "lists", ignore_errors=True)
    return root


@pytest.fixture(scope="session")
def called(bare, tmp_path_factory):
    """The same with four consumers on a list, compared with the register."""
    root = tmp_path_factory.mktemp("called") / "centre"
    shutil.copytree(bare, root)
    desk = Desk(root)
    desk.consumers()
    desk.scrub()
    return root


def _copy(source, tmp_path, monkeypatch):
    root = tmp_path / "centre"
    shutil.copytree(source, root)
    monkeypatch.chdir(root)
    return Desk(root)


@pytest.fixture
def desk(bare, tmp_path, monkeypatch):
    """A workspace of one's own, without lists."""
    return _copy(bare, tmp_path, monkeypatch)


@pytest.fixture
def ready(called, tmp_path, monkeypatch):
    """A workspace of one's own with four consumers ready to be called."""
    return _copy(called, tmp_path, monkeypatch)


@pytest.fixture(scope="module")
def known(tmp_path_factory):
    """A workspace with a list and the team's sheets as a source; a module that needs another names its own so."""
    root = night(tmp_path_factory.mktemp("night"))
    write(root, "sources/team.toml", TEAM)
    return root


@pytest.fixture
def folder(known, tmp_path):
    """A copy of what the module knows, for one test."""
    shutil.copytree(known, tmp_path / "centre")
    return tmp_path / "centre"
