"""What was handed out stays as it is, and who asked not to be called stays asked."""

import pytest

from tests.flow.centre import bytes_of, telebatch, told

LIST = "전화번호,이름,직책,회사\n010-0001-0001,김하나,대표,가온\n010-0001-0002,이두리,대표,나래\n"


@pytest.fixture
def centre(tmp_path):
    folder = tmp_path / "centre"
    assert telebatch("init", folder, cwd=tmp_path)[0] == 0
    (folder / "list.csv").write_text(LIST, encoding="utf-8")
    assert telebatch("prequalify", "list.csv", "-p", "study-card", "--as-of", "2026-11-02", "--quiet", cwd=folder)[
        0
    ] in {0, 5}
    return folder


def test_a_released_shift_is_never_written_over(centre):
    at = ("--on", "2026-11-16", "-p", "study-card", "--as-of", "2026-11-16T08:00")
    assert telebatch("split", *at, "--release", cwd=centre)[0] == 0
    before = bytes_of(centre)
    for again in ((), ("--release",)):
        code, _, err = telebatch("split", *at, *again, cwd=centre)
        assert code == 2
        assert "released already" in err
    assert bytes_of(centre) == before


@pytest.mark.parametrize(("options", "still_asked"), [((), True), (("--with-do-not-calls",), False)])
def test_a_do_not_call_outlives_the_undo_of_its_file_unless_asked_for_by_name(centre, options, still_asked):
    _, added = told("suppress", "add", "010-0001-0001", "--as-of", "2026-11-03", cwd=centre)
    assert told("batches", "undo", added["batch"], *options, cwd=centre)[0] == 0
    _, out, _ = telebatch("suppress", "test", "010-0001-0001", cwd=centre)
    assert ("not suppressed" not in out) is still_asked
    assert telebatch("store", "check", cwd=centre)[0] == 0
