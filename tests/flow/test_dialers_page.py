"""docs/dialers.md: the files it shows pass the check as they stand."""

import re

import pytest

from telebatch.settings import load_with_warnings, shipped
from tests.flow.centre import ROOT
from tests.settings.texts import changed, workspace

PAGE = (ROOT / "docs/dialers.md").read_text("utf-8")
SHOWN = dict(re.findall(r"```toml (\S+)\n(.*?)```", PAGE, re.S))


@pytest.mark.parametrize("name", ["projects/fibre.toml", "layouts/desk.toml"])
def test_a_file_the_page_shows_is_right(name):
    if name.startswith("layouts/"):
        layouts = {name: SHOWN[name]}
        queues = '[queues]\nformat = ["desk"]\n[queues.dialer]\npool = "AB"\n'
    else:
        layouts, queues = {}, SHOWN[name]
    project = changed(("[[kpis]]", f"{queues}[[kpis]]"))
    settings, warnings = load_with_warnings({**workspace(projects__p=project), **layouts})
    assert not warnings
    assert settings.projects["p"].queues.dialer


def test_every_shipped_layout_has_its_source_and_its_place_on_the_page():
    for name, layout in shipped().layouts.items():
        assert layout.source
        assert f"### {name}\n" in PAGE
