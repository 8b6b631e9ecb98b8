"""Latin letters: one name however its umlauts and marks are written, and no other name made of it."""

import polars as pl
import pytest

from telebatch.normalise import name_key
from telebatch.normalise.latin import in_base_letters
from telebatch.normalise.variants import NO_VARIANTS


def bare(*names):
    return in_base_letters(pl.Series(names, dtype=pl.String)).to_list()


@pytest.mark.parametrize(
    "names",
    [
        "müller mueller muller", "jörg joerg", "strauß strauss", "schröder schroeder", "göbel goebel", "könig koenig",
        "jäger jaeger", "bär baer", "häuser haeuser", "ärzte aerzte", "österreich oesterreich", "über ueber",
        "münchen muenchen", "düsseldorf duesseldorf", "sørensen sorensen soerensen", "åkesson akesson", "cœur coeur",
        "josé jose", "łódź lodz", "günter guenter", "löwe loewe", "bäcker baecker",
    ],
)  # fmt: skip
def test_spellings_of_one_name_are_one(names):
    assert len(set(bare(*names.split()))) == 1


@pytest.mark.parametrize(
    "name",
    [
        "jaemin", "taehoon", "daewon", "choeun", "haerin", "xueying", "lixueli", "maeda", "ueda", "inoue", "michael",
        "samuel", "joel", "aero", "bauer", "neue", "blue", "joe", "nguyễn thị hà", "мейер", "김하나", "山田",
    ],
)  # fmt: skip
def test_what_only_looks_like_an_umlaut_stays(name):
    assert bare(name) == [name]


def test_words_are_looked_at_one_by_one_and_nothing_else_is_touched():
    names = [
        "hans mueller-lüdenscheidt & co",
        None,
        "",
        "daewon mueller ag",
        "12 müller+söhne",
        "hans mueller-lüdenscheidt & co",
    ]
    assert bare(*names) == [
        "hans muller-ludenscheidt & co", None, "", "daewon muller ag", "12 muller+sohne", "hans muller-ludenscheidt & co"
    ]  # fmt: skip


def test_persons_of_one_name_have_one_key():
    names = pl.DataFrame({"name": ["Jörg Müller", "JOERG MUELLER", "Jorg  Muller", "Kim Jaemin", "Kim Jamin"]})
    keys = names.select(name_key(pl.col("name"), NO_VARIANTS)).to_series().to_list()
    assert keys == ["jorgmuller"] * 3 + ["kimjaemin", "kimjamin"]
