"""Who is suppressed after a mailing list was handed out is named with that list, for the mail house."""

import pytest

from tests.pipeline.small import centre, listed, told, write

DAY = "2026-11-03"
AT = f"{DAY}T08:00"


@pytest.fixture
def mailed(tmp_path):
    folder = listed(centre(tmp_path))
    _, answer = told(folder, "split", "--on", DAY, "--release", as_of=AT)
    assert answer["counts"]["mailed"] > 1, answer
    return folder


@pytest.mark.parametrize(
    ("words", "is_named"),
    [
        (("--record", "A1"), True), (("010-2001-0001", "--channel", "mail"), True),
        (("010-2001-0001", "--channel", "call"), False), (("010-9999-0001",), False),
    ],
)  # fmt: skip
def test_a_piece_that_must_not_be_sent_is_named_with_its_list(mailed, words, is_named):
    code, answer = told(mailed, "suppress", "add", *words, as_of=AT)
    notes = [note for note in answer["warnings"] if "must not be sent" in note]
    assert (code, len(notes)) == ((5, 1) if is_named else (0, 0))
    if is_named:
        assert "1 piece " in notes[0]
        assert (mailed / notes[0].split(":")[0]).exists()


def test_an_imported_list_names_them_too_and_a_mailing_of_yesterday_is_gone(mailed):
    path = write(mailed, "dnc.csv", "phone\n010-2001-0001\n010-2001-0002\n")
    _, answer = told(mailed, "suppress", "import", path, "--dry-run", as_of=AT)
    assert any("2 pieces" in note for note in answer["warnings"])
    _, answer = told(mailed, "suppress", "import", path, as_of="2026-11-04T08:00")
    assert not any("sent" in note for note in answer["warnings"])
