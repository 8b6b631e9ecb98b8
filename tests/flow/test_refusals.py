"""Bad input gets a clear error with place and remedy and the right exit code, and the store stays as it was."""

import pytest

from tests.flow.centre import bytes_of, telebatch

LIST = "전화번호,이름,직책,회사\n010-0001-0001,김하나,원장,가온\n010-0001-0002,이두리,원장,나래\n"


@pytest.fixture
def centre(tmp_path):
    code, _, err = telebatch("init", tmp_path / "centre", cwd=tmp_path)
    assert code == 0, err
    folder = tmp_path / "centre"
    (folder / "good.csv").write_text(LIST, encoding="utf-8")
    assert telebatch("prequalify", "good.csv", "-p", "study-card", "--quiet", cwd=folder)[0] in {0, 5}
    return folder


def half_written(folder):
    (folder / "half.txt").write_bytes(
        (folder / "inbox/vicidial/EXPORT_CALL_REPORT_20261112-193000.txt").read_bytes()[:-90]
    )


def broken_toml(folder):
    (folder / "projects/study-card.toml").write_text('name = "study-card\n', encoding="utf-8")


CASES = {
    "an unknown project": (
        ["prequalify", "good.csv", "-p", "study-crad"],
        None,
        2,
        ["no project", "did you mean 'study-card'"],
    ),
    "an unreadable file": (["prequalify", "nowhere.csv", "-p", "study-card"], None, 3, ["nowhere.csv", "no such file"]),
    "no phone column": (
        ["prequalify", "x.csv", "-p", "study-card"],
        lambda folder: (folder / "x.csv").write_text("Firma;Name\nA;B\n", encoding="utf-8"),
        3,
        ["x.csv", "phone", "[columns]"],
    ),
    "broken TOML": (["check"], broken_toml, 3, ["projects/study-card.toml:1"]),
    "a half-written result file": (["ingest", "half.txt"], half_written, 3, ["half.txt", "cut off"]),
    "a contact list given as results": (["ingest", "good.csv"], None, 3, ["good.csv", "fits no known format"]),
    "an unknown option": (["split", "--realease"], None, 2, ["--realease"]),
    "an unreadable shift": (["split", "--on", "2026-13-45"], None, 2, ["2026-13-45", "2026-11-23am"]),
    "an unreadable period": (["report", "--period", "W99"], None, 2, ["W99"]),
    "an unknown batch": (["batches", "undo", "99"], None, 2, ["no batch 99"]),
    "no workspace": (["check", "--workspace", "/"], None, 2, ["telebatch init"]),
}


@pytest.mark.parametrize("case", CASES)
def test_bad_input_is_told_with_place_and_remedy_and_changes_nothing(centre, case):
    arguments, prepare, wanted, words = CASES[case]
    if prepare:
        prepare(centre)
    before = bytes_of(centre / "store")
    code, out, err = telebatch(*arguments, cwd=centre)
    assert code == wanted, out + err
    for word in words:
        assert word in err
    assert "Traceback" not in err
    assert bytes_of(centre / "store") == before
