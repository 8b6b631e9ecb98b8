"""Every command of the pages on suppression and verifying runs as written."""

import re
import shlex
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[3] / "docs"


def commands(page):
    text = (DOCS / f"{page}.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
    return [shlex.split(line)[1:] for block in blocks for line in block.splitlines() if line.startswith("telebatch ")]


@pytest.fixture
def sample(desk):
    """The workspace with a list of each project, as `init` lays them out."""
    consumers = (
        "회원번호,성명,휴대전화,수신동의",
        ("K1", "김민준", "010-0210-0001", "Y"),
        ("K2", "이서연", "010-0210-0002", "Y"),
    )
    desk.write("lists/health-members.csv", *consumers)
    desk.write(
        "lists/academies-2026-11.csv", "학원명,담당자,직책,휴대폰", ("가온학원", "박도윤", "실장", "010-0310-0001")
    )
    desk.write("lists/do-not-call.csv", "전화번호,요청일,요청자", ("01003210001", "2026-10-15", "고객센터"))
    return desk


@pytest.mark.slow
def test_the_page_on_suppression_works_as_written(sample):
    sample.write("answer.csv", "number", ("010-0210-0002",))
    shown = [sample.say(*command) for command in commands("suppression")]
    assert len(shown) == 14
    assert any("1 listed" in line for line in shown[-1])


@pytest.mark.slow
def test_the_page_on_verifying_works_as_written(sample):
    for command in commands("verify"):
        if command[:2] == ["verify", "import"]:
            (name,) = (sample.root / "verify").rglob("*.csv")
            rows = sample.read(name.relative_to(sample.root))
            sample.write("answers.csv", ",".join(rows[0]), tuple({**rows[0], "answer": "재직"}.values()))
        shown = sample.say(*command)
        if command[:2] == ["verify", "yield"]:
            assert "asked 1, answered 1 (confirmed 1)" in shown[0]
    assert sample.states()["key_person_state"].to_list() == ["verified"]
