"""docs/architecture.md tells the truth: its paths exist, its rooms are the rooms, and their fronts take what it says."""

import importlib
import inspect
import re
import subprocess
import sys

import pytest

from tests.gates import house

PAGE = (house.ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
FRONTS = re.findall(r"^\| (\w+) \| `(\w+)\(([^)]*)\)` \|", PAGE, re.M)


def named_paths(page):
    table = page.split("## Where do I change")[1].split("\n## ")[0]
    return sorted(set(re.findall(r"`([\w/]+/(?:[\w.]+)?|[\w/]+\.\w+)`", table)))


def lost_paths(page):
    return [path for path in named_paths(page) if not any((top / path).exists() for top in (house.PACKAGE, house.ROOT))]


def test_every_path_it_names_exists():
    assert len(named_paths(PAGE)) > len(house.ROOMS)
    assert lost_paths(PAGE) == []


def test_a_path_that_moved_is_found():
    assert lost_paths(PAGE.replace("`split/due.py`", "`split/due_steps.py`")) == ["split/due_steps.py"]


def test_every_room_has_its_front():
    assert sorted(room for room, _, _ in FRONTS) == sorted(house.ROOMS)


@pytest.mark.parametrize(("room", "front", "takes"), FRONTS)
def test_a_front_takes_what_the_page_says(room, front, takes):
    module = importlib.import_module(f"telebatch.{room}")
    needed = [
        name
        for name, one in inspect.signature(getattr(module, front)).parameters.items()
        if one.default is inspect.Parameter.empty
    ]
    assert takes.split(", ") == needed
    assert front in module.__all__


def test_every_folder_of_the_pipeline_is_told_at_its_top():
    pipeline = house.PACKAGE / "pipeline"
    told = (pipeline / "__init__.py").read_text(encoding="utf-8")
    folders = [path.parent.name for path in pipeline.glob("*/__init__.py")]
    assert [name for name in folders if f"`{name}`" not in told] == []


#: Folders that are no front: their first lines list their modules instead.
FOLDERS = [
    *sorted(path.parent for path in (house.PACKAGE / "pipeline").glob("*/__init__.py")),
    *sorted(path.parent for path in (house.PACKAGE / "read").glob("*/__init__.py")),
    *(house.PACKAGE / name for name in ("model", "ingest/formats", "ingest/when")),
]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_folder_without_a_front_tells_its_modules(folder):
    told = set(re.findall(r"\w+", (folder / "__init__.py").read_text(encoding="utf-8")))
    assert [path.stem for path in folder.glob("[a-z]*.py") if path.stem not in told] == []


def test_words_that_are_said_to_be_light_load_no_polars():
    lines = (house.PACKAGE / "model" / "__init__.py").read_text(encoding="utf-8").split("\n\n")[1].splitlines()
    light = [name for line in lines if " * " not in line for name in re.findall(r"\w+", line.split("  ", 1)[1])]
    loaded = "".join(f"import telebatch.model.{name}; " for name in light)
    ended = subprocess.run(
        [sys.executable, "-c", f"{loaded}import sys; sys.exit('polars' in sys.modules)"], check=False
    )
    assert len(light) > 10
    assert ended.returncode == 0
