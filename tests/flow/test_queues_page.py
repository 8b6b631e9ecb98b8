"""docs/queues.md tells of every column a queue has, in its order."""

import re

from telebatch.pipeline.queues.queue_columns import COLUMNS, TO_FILL
from telebatch.settings import shipped
from tests.flow.centre import ROOT

PAGE = (ROOT / "docs/queues.md").read_text("utf-8")


def test_the_page_names_every_column_in_the_order_of_the_file():
    table = PAGE.split("| column | holds |")[1].split("\n\n")[0]
    named = [name for line in table.splitlines() for name in re.findall(r"`([^`]+)`", line.split(" | ")[0])]
    assert named == [*COLUMNS, "list: …"]


def test_the_page_names_every_column_to_fill_in():
    table = PAGE.split("| column | takes |")[1].split("\n\n")[0]
    named = [name for line in table.splitlines() for name in re.findall(r"`([^`]+)`", line.split(" | ")[0])]
    words = shipped().wording["en"]
    assert named == [*(words[f"sheet.{name}"] for name in TO_FILL), "[fields]"]
