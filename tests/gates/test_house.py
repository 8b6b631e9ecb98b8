"""The house stands as drawn: each gate is run over the code, and each bites on a planted violation."""

import pytest

from tests.gates import house

GATES = {
    "imports go one way": house.wrong_imports,
    "a room is entered by its front": house.side_doors,
    "only read, write, store and settings touch disk": house.disk_calls,
    "every public name is documented": house.undocumented,
    "files and functions stay small": house.too_long,
    "names say something": house.poor_names,
    "nothing is left unfinished": house.unfinished,
    "only cli reads the clock": house.wall_clock,
}

PLANTED = {
    "imports go one way": ("split/x.py", '"""."""\nfrom telebatch.ingest import ingest\n'),
    "a room is entered by its front": ("pipeline/x.py", '"""."""\nfrom telebatch.split.front import split\n'),
    "only read, write, store and settings touch disk": (
        "split/x.py",
        '"""."""\nfrom pathlib import Path\nPath("a").write_text("b")\n',
    ),
    "every public name is documented": ("split/x.py", '"""."""\ndef shown():\n    return 1\n'),
    "files and functions stay small": ("split/x.py", '"""."""\n' + "x = 1\n" * 301),
    "names say something": ("split/x.py", '"""."""\nclass LeadManager:\n    """."""\n'),
    "nothing is left unfinished": ("split/x.py", '"""."""\n# TO' + "DO later\n"),
    "only cli reads the clock": ("split/x.py", '"""."""\nfrom datetime import datetime\nnow = datetime.now()\n'),
}


@pytest.mark.parametrize("gate", GATES)
def test_the_code_passes_the_gate(gate):
    found = [mistake for path, text in house.sources() for mistake in GATES[gate](path, text)]
    assert found == []


@pytest.mark.parametrize("gate", GATES)
def test_the_gate_bites_on_a_planted_violation(gate):
    name, text = PLANTED[gate]
    assert GATES[gate](house.PACKAGE / name, text) != []


@pytest.mark.parametrize(
    "text",
    [
        "import click\n",
        "from rich import print\n",
        "from telebatch.cli import main\n",
        "from telebatch import pipeline\n",
    ],
)
def test_a_room_imports_neither_the_terminal_nor_a_floor_above(text):
    assert house.wrong_imports(house.PACKAGE / "split/x.py", text) != []


@pytest.mark.parametrize(
    "text",
    ["from ..ingest import ingest\n", "from . import rules\n"],
)
def test_a_relative_import_is_written_out(text):
    assert house.wrong_imports(house.PACKAGE / "split/x.py", text) != []


@pytest.mark.parametrize(
    "text",
    [
        "open('a')\n",
        "os.replace('a', 'b')\n",
        "Path('a').is_file()\n",
        "from os import listdir\nlistdir('a')\n",
        "tempfile.mkdtemp()\n",
        "frame.write_excel('a')\n",
        "Path('a').resolve()\n",
        "import os\nos.path.realpath('a')\n",
    ],
)
def test_every_way_to_the_disk_is_seen(text):
    assert house.disk_calls(house.PACKAGE / "split/x.py", text) != []


@pytest.mark.parametrize("call", ["datetime.today()", "time.time_ns()", "random.choice([1])", "uuid.uuid1()"])
def test_every_clock_and_every_chance_is_seen(call):
    assert house.wall_clock(house.PACKAGE / "split/x.py", f"x = {call}\n") != []


def test_a_long_function_is_found_in_a_short_file():
    text = '"""."""\ndef long():\n    """."""\n' + "    x = 1\n" * 45
    assert house.too_long(house.PACKAGE / "split/x.py", text) != []


def test_the_rooms_of_the_drawing_are_the_rooms_of_the_code():
    folders = {path.name for path in house.PACKAGE.iterdir() if (path / "__init__.py").exists()}
    assert folders == set(house.MAY_IMPORT)


def test_a_module_does_not_enter_its_own_room_by_the_front():
    assert house.side_doors(house.PACKAGE / "split/x.py", "from telebatch.split import split\n") != []


def test_imports_in_the_pipeline_run_one_way():
    assert house.circles(house.sources()) == []


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("house.py", "from telebatch.pipeline.lists.deliveries import Delivery\n"),
        ("known/later.py", "def ask():\n    from telebatch.pipeline.undo import undo_batch\n"),
    ],
)
def test_a_circle_in_the_pipeline_is_found(path, text):
    planted = [*house.sources(), (house.PACKAGE / "pipeline" / path, text)]
    assert path.partition("/")[0].removesuffix(".py") in house.circles(planted)
