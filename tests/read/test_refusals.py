"""Refusals: each says what, where and what to do, word for word."""

import gzip
import zipfile
from pathlib import Path

import pytest

from telebatch.model.errors import InputRefused
from telebatch.read import read
from tests.read.reading import options

SAMPLES = Path(__file__).parents[2] / "sample_lists" / "errors" / "read"
GOLDEN = Path(__file__).parent / "golden" / "refusals.txt"


def told() -> str:
    """Every sample refused, one line each, as the golden file has it."""
    found = []
    for path in sorted(SAMPLES.iterdir()):
        with pytest.raises(InputRefused) as refusal:
            read(path, options(shown_as=f"inbox/{path.name}"))
        found.append(str(refusal.value))
    return "\n".join(found) + "\n"


def test_every_broken_sample_is_refused_with_its_exact_text():
    assert told() == GOLDEN.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("known", "text"),
    [
        ({"encoding": "klingon"}, "a.csv: no such encoding: klingon; use utf-8, cp949, gb18030, cp932, big5 or cp1252"),
        ({"encoding": "hex"}, "a.csv: no encoding of texts: hex; use utf-8, cp949, gb18030, cp932, big5 or cp1252"),
        (
            {"delimiter": "|\n"},
            'a.csv: the delimiter holds a quote, a line break or a NUL; give one such as ; or ^ or " - ", or the word tab',
        ),
        ({"quote": "\n"}, "a.csv: the quote must be one ASCII character; correct quote for this file"),
    ],
)
def test_wrong_options_are_refused(tmp_path, known, text):
    (tmp_path / "a.csv").write_text("name,phone\nkim,010\n")
    with pytest.raises(InputRefused) as refusal:
        read(tmp_path / "a.csv", options(shown_as="a.csv", **known))
    assert str(refusal.value) == text


def test_folders_and_missing_files_are_refused(tmp_path):
    for name, text in (
        ("", "this is a folder; name the files in it"),
        ("x", "no such file; check the name and the folder"),
    ):
        with pytest.raises(InputRefused) as refusal:
            read(tmp_path / name, options(shown_as="in"))
        assert str(refusal.value) == f"in: {text}"
    with pytest.raises(InputRefused, match="not a file name"):
        read(Path("a\x00b"), options(shown_as="in"))


def test_packed_emptiness_is_refused(tmp_path):
    (tmp_path / "a.gz").write_bytes(gzip.compress(b""))
    with zipfile.ZipFile(tmp_path / "a.zip", "w"):
        pass
    for name, text in (("a.gz", "the file is empty"), ("a.zip", "damaged|no file")):
        with pytest.raises(InputRefused, match=text):
            read(tmp_path / name, options())
