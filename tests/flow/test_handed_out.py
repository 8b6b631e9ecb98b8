"""What was handed out stays as it is, and who asked not to be called stays asked."""

import pytest

from tests.flow.centre import bytes_of, telebatch, told

_SETTLED = ("--by", "me", "--why", "asked again", "--as-of", "2026-11-04")
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


def _is_asked(centre, number="010-0001-0001"):
    _, out, _ = telebatch("suppress", "test", number, cwd=centre)
    return "not suppressed" not in out


def test_an_undone_list_brings_nobody_back_who_was_taken_off_it(centre):
    (centre / "asked.csv").write_text("전화번호\n010-0001-0001\n010-0001-0002\n", encoding="utf-8")
    _, listed = told("suppress", "import", "asked.csv", "--as-of", "2026-11-03", cwd=centre)
    assert told("suppress", "remove", "010-0001-0001", *_SETTLED, cwd=centre)[0] == 0
    assert told("batches", "undo", listed["batch"], cwd=centre)[0] == 0
    assert (_is_asked(centre), _is_asked(centre, "010-0001-0002")) == (False, True)
    assert telebatch("store", "check", cwd=centre)[0] == 0


def test_do_not_calls_kept_by_an_undo_are_taken_back_by_asking_again(centre):
    _, added = told("suppress", "add", "010-0001-0001", "--as-of", "2026-11-03", cwd=centre)
    assert told("batches", "undo", added["batch"], cwd=centre)[0] == 0
    code, _, err = telebatch("batches", "undo", added["batch"], cwd=centre)
    assert (code, "--with-do-not-calls" in err) == (2, True)
    assert told("batches", "undo", added["batch"], "--with-do-not-calls", cwd=centre)[0] == 0
    assert not _is_asked(centre)
    assert telebatch("batches", "undo", added["batch"], "--with-do-not-calls", cwd=centre)[0] == 2


def test_a_do_not_call_that_a_map_told_outlives_the_undo_of_the_map(centre):
    header = "날짜,시간,전화번호,담당자,상담원,통화결과"
    (centre / "calls.csv").write_text(
        f"{header}\n2026.11.17,10:05,010-0001-0001,김하나,하늘,싫대요\n", encoding="utf-8"
    )
    ingest = ("ingest", "calls.csv", "--source", "team-sheet", "--as-of", "2026-11-17T20:00")
    assert telebatch(*ingest, cwd=centre)[0] == 5
    (centre / "codes").mkdir(exist_ok=True)
    (centre / "codes" / "own.toml").write_text('[[code]]\ncode = "싫대요"\noutcome = "call.do_not_call"\n', "utf-8")
    _, decided = told("classify", "--as-of", "2026-11-17T21:00", cwd=centre)
    assert _is_asked(centre)
    assert told("batches", "undo", decided["batch"], cwd=centre)[0] == 0
    assert _is_asked(centre)
    assert telebatch("store", "check", cwd=centre)[0] == 0


def test_a_list_that_does_not_know_the_key_of_a_record_does_not_undo_what_was_asked_under_it(centre):
    keyed = "고객번호,전화번호,이름,직책,회사\nK-7,010-0001-0077,박세나,대표,다온\n"
    for name, text in (("keyed.csv", keyed), ("bare.csv", "전화번호,이름,직책,회사\n010-0001-0077,박세나,대표,다온\n")):
        (centre / name).write_text(text, encoding="utf-8")
        assert telebatch("prequalify", name, "-p", "study-card", "--as-of", "2026-11-03", cwd=centre)[0] in {0, 5}
    assert told("suppress", "add", "--record", "K-7", "--as-of", "2026-11-04", cwd=centre)[0] == 0
    _, out, _ = telebatch("explain", "010-0001-0077", "--on", "2026-11-16", "--as-of", "2026-11-16", cwd=centre)
    assert "must not be contacted" in out


def test_a_touch_that_fits_no_lead_stands_in_a_file_that_can_be_mended_and_sent_again(centre):
    (centre / "drop.csv").write_text(
        "휴대폰,medium,sent_on\n010-0001-0001,catalogue,2026-11-04\n010-0001-0099,catalogue,2026-11-04\n", "utf-8"
    )
    code, log = told("touch", "drop.csv", "-p", "study-card", "--as-of", "2026-11-05", cwd=centre)
    assert (code, log["counts"]["quarantined"]) == (5, 1)
    (path,) = log["files"]
    text = (centre / path).read_text("utf-8-sig")
    assert "no_lead" in text
    (centre / path).write_text(text.replace("010-0001-0099", "010-0001-0002"), "utf-8")
    code, log = told("touch", path, "-p", "study-card", "--as-of", "2026-11-05", cwd=centre)
    assert (code, log["counts"]["touches"]) == (0, 1)
