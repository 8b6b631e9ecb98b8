"""The page on contact lists: every file of it is read, every command runs, and says what the page says."""

import re
import shlex
from pathlib import Path

from telebatch.model.phones import PhoneLine, PhoneReason, PhoneRemark, PhoneRepair
from telebatch.model.records import SetAsideReason
from telebatch.normalise.named import _READ as READ
from tests.pipeline.small import NOW, run

PAGE = (Path(__file__).parents[3] / "docs" / "lists.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(csv|sh|text) ?(\S*)\n(.*?)```", PAGE, re.DOTALL)


def test_the_page_says_what_the_commands_say(desk):
    said = ""
    for kind, name, text in BLOCKS:
        if kind == "csv":
            (desk.root / name).write_text(text, encoding="utf-8")
        elif kind == "sh":
            _, out, err = run(desk.root, *shlex.split(text)[1:], as_of=NOW)
            said = out + err
        else:
            assert [line for line in text.splitlines() if line not in said.splitlines()] == [], said
    assert [kind for kind, _, _ in BLOCKS].count("sh") == 3


def test_the_page_shows_what_became_of_the_rows(desk):
    """The identity number and the repairs that the page tells of are in its own example."""
    (desk.root / "academies.csv").write_text(BLOCKS[0][2], encoding="utf-8")
    _, out, err = run(desk.root, *shlex.split(BLOCKS[1][2])[1:], as_of=NOW)
    assert "looks like resident registration numbers (KR)" in err
    assert "회사: 1 empty cell taken from the row above (merged cells)" in err
    assert "leading_zero_restored" in err and "scientific notation left" in err
    (rejected,) = [line for line in out.splitlines() if line.endswith("rejected.csv")]
    assert [row["line"] for row in desk.read(rejected)] == ["5", "6", "7", "9"]


def test_the_page_names_every_reason_for_setting_a_row_aside():
    assert all(f"`{reason}`" in PAGE for reason in SetAsideReason)


def test_the_page_explains_every_word_said_of_a_number():
    words = (*PhoneReason, *PhoneRepair, *PhoneRemark, *PhoneLine)
    assert [word for word in words if f"`{word}`" not in PAGE] == []


def test_the_page_names_every_column_that_a_list_is_read_for():
    told = PAGE[PAGE.index("It may name `person`") :]
    told = set(re.findall(r"`([a-z_]+)`", told[: told.index("`telebatch prequalify --again")]))
    assert told == {*READ, "country", "state", "refusal"}
