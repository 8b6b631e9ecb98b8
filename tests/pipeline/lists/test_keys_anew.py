"""A store of an earlier telebatch, which folded names otherwise: whoever was met then is met again."""

import sqlite3

import polars as pl
import pytest

from telebatch.model.tables import PEOPLE, SUPPRESSIONS
from telebatch.store import open_store
from telebatch.store.checksums import xxh3_of
from tests.pipeline.small import CALLS_ONLY, centre, lead_of, run, told, write

HEAD = "성명,회사,직책,휴대폰\n"
FIRST = HEAD + "Herr Jürgen Müller,Bäckerei Größe,원장,010-2001-0001\nKim Jaemin,Daewon,원장,010-2001-0002\n"
#: The same two under other numbers: only name and company are theirs still.
AGAIN = HEAD + "Juergen Mueller,Baeckerei Groesse,원장,010-2001-0011\nKim Jaemin,Daewon,원장,010-2001-0012\n"
#: As names and companies were folded before: small letters without blanks.
BEFORE = {
    "Herr Jürgen Müller": "herrjürgenmüller", "Kim Jaemin": "kimjaemin",
    "Bäckerei Größe": "backereigroße", "Daewon": "daewon",
}  # fmt: skip


def as_before(folder, table, version, **columns):
    """The segments of a table as that version of it wrote them, with these columns."""
    with sqlite3.connect(folder / "store/ledger.sqlite") as ledger:
        paths = ledger.execute("SELECT path FROM segments WHERE table_name = ?", (table.name,)).fetchall()
        for (path,) in paths:
            file = folder / "store" / path
            pl.read_parquet(file).with_columns(**columns).write_parquet(file)
            now = version, file.stat().st_size, xxh3_of(file), path
            ledger.execute("UPDATE segments SET schema_version = ?, bytes = ?, checksum = ? WHERE path = ?", now)


def folded_before(column):
    return pl.col(column).replace_strict(BEFORE, default=None, return_dtype=pl.String)


@pytest.fixture
def older(tmp_path):
    """Two people on a list, one of whose companies is not to be contacted."""
    centre(tmp_path)
    write(tmp_path, "projects/cards.toml", CALLS_ONLY)
    assert told(tmp_path, "prequalify", write(tmp_path, "one.csv", FIRST), "-p", "cards", "--list", "l")[0] == 0
    for name in ("Bäckerei Größe", "Nobody's"):
        assert run(tmp_path, "suppress", "add", "--company", name, "--by", "kim")[0] in {0, 5}
    as_before(
        tmp_path, PEOPLE, 3, person_name_key=folded_before("person"), company_key=folded_before("company")
    )  # fmt: skip
    keys = pl.col("text").replace({"backereigrosse": "backereigroße"})
    as_before(tmp_path, SUPPRESSIONS, 1, text=keys)
    return tmp_path


def keys(folder):
    with open_store(folder / "store") as store:
        people = store.scan(PEOPLE).select("person_name_key", "company_key").collect()
        asked = store.scan(SUPPRESSIONS).select("text").drop_nulls().unique().collect()
    return sorted(people.rows()), sorted(asked.to_series())


def test_who_was_met_by_an_earlier_telebatch_is_met_again(older):
    before = [lead_of(older, number) for number in ("010-2001-0001", "010-2001-0002")]
    assert keys(older) == (
        [("herrjürgenmüller", "backereigroße"), ("kimjaemin", "daewon")], ["backereigroße", "nobodys"],
    )  # fmt: skip
    code, answer = told(older, "prequalify", write(older, "two.csv", AGAIN), "-p", "cards", "--list", "l")
    assert (code, answer["counts"]["known"]) == (0, 2)
    assert [lead_of(older, number) for number in ("010-2001-0011", "010-2001-0012")] == before
    assert answer["reasons"] == {"suppressed": 1}, "the company is the one that asked"
    assert keys(older)[1] == ["backereigrosse", "nobodys"]
    assert run(older, "store", "check")[0] == 0


def test_a_compaction_brings_the_keys_too_and_a_dry_run_writes_nothing(older):
    before = keys(older)
    file = write(older, "two.csv", AGAIN)
    assert told(older, "prequalify", file, "-p", "cards", "--list", "l", "--dry-run")[0] == 0
    assert keys(older) == before
    assert run(older, "store", "compact")[0] == 0
    assert keys(older) == ([("jurgenmuller", "backereigrosse"), ("kimjaemin", "daewon")], ["backereigrosse", "nobodys"])
    assert run(older, "store", "check")[0] == 0


def test_the_key_of_somebody_forgotten_stays(older):
    assert run(older, "forget", lead_of(older, "010-2001-0001"), "--by", "kim", "--why", "letter")[0] in {0, 5}
    forgotten = [("(forgotten)", None), ("kimjaemin", "daewon")]
    assert keys(older)[0] == forgotten
    as_before(older, PEOPLE, 3)
    assert run(older, "store", "compact")[0] == 0
    assert keys(older)[0] == forgotten
