"""Client's own keys in a column of lead ids: one in 32 that begins with L passes for an id, and is somebody else's."""

import polars as pl
import pytest

from telebatch.model.ids import lead_id
from telebatch.model.tables import ATTEMPTS, TOUCHES
from tests.pipeline.nights import facts, is_sound
from tests.pipeline.small import centre, told, write

HEAD = "lead_id,전화번호,통화결과,날짜,시간\n"
IDS = pl.select(lead_id(pl.int_range(1, 5, dtype=pl.Int64))).to_series().to_list()
#: The client's key of the third person is what stands for the first lead here, that of the fourth for the second.
KEYS = ("L0000001", "L0000002", IDS[0], IDS[1])


@pytest.fixture
def folder(tmp_path):
    centre(tmp_path)
    rows = [f"{key},학원{n},김하나{n},원장,010-2001-000{n}\n" for n, key in enumerate(KEYS, 1)]
    path = write(tmp_path, "lists/a.csv", "관리번호,학원명,담당자,직책,휴대폰\n" + "".join(rows))
    assert told(tmp_path, "prequalify", path, "-p", "cards")[1]["counts"]["callable"] == 4
    return tmp_path


def calls(folder, *rows):
    """Takes in a sheet of (lead_id, number) rows; last digit of the number → the lead credited, and the answer."""
    lines = "".join(f"{key},{number},거절,2026-11-16,10:0{n}\n" for n, (key, number) in enumerate(rows))
    _, answer = told(folder, "ingest", write(folder, "inbox/team/a.csv", HEAD + lines))
    kept = facts(folder, ATTEMPTS).select(pl.col("number") % 10, "lead_key").drop_nulls().rows()
    assert is_sound(folder)
    return dict(kept), answer


def test_a_key_of_the_client_that_passes_for_an_id_is_not_credited_to_its_lead(folder):
    leads, answer = calls(folder, (KEYS[2], "010-2001-0003"), (KEYS[3], "010-2001-0004"))
    assert leads == {3: 3, 4: 4}
    words = "client's own keys in the column of lead ids, so these rows went by their number: 2 (line 2, 3)"
    assert any(words in warning for warning in answer["warnings"])


def test_among_keys_of_the_client_an_id_without_its_number_waits(folder):
    leads, answer = calls(folder, (KEYS[0], "010-2001-0001"), (KEYS[2], "010-2001-0003"), (KEYS[3], ""))
    assert leads == {1: 1, 3: 3}
    assert answer["reasons"] == {"lead_id_doubted": 1}


def test_among_ids_a_number_of_somebody_else_is_the_number_called(folder):
    _, answer = calls(folder, (IDS[0], "010-2001-0001"), (IDS[1], "010-2001-0001"), (IDS[3], ""))
    assert answer["counts"]["quarantined"] == 0
    assert sorted(facts(folder, ATTEMPTS)["lead_key"]) == [1, 2, 4]


def test_where_most_cells_are_nobodys_ids_a_number_of_others_names_them(folder):
    rows = (("L0000007", "010-2001-0001"), ("L0000008", "010-2001-0004"), (IDS[1], "010-2001-0003"))
    assert calls(folder, *rows)[0] == {1: 1, 4: 4, 3: 3}


def test_the_remedy_of_a_doubted_id_does_not_say_that_it_is_nobodys(folder):
    calls(folder, (KEYS[2], "010-2001-0003"), (KEYS[3], ""))
    (path,) = (folder / "quarantine").glob("*.csv")
    assert "this lead_id is somebody's here, and may be the client's own key" in path.read_text(encoding="utf-8-sig")


def test_a_piece_whose_key_two_lists_gave_away_goes_by_its_number(folder):
    rows = f"관리번호,학원명,담당자,직책,휴대폰\n{KEYS[2]},학원9,박세미,원장,010-2001-0009\n"
    told(folder, "prequalify", write(folder, "lists/b.csv", rows), "-p", "cards")
    head, row = "record_key,number,medium,sent_on\n", f"{KEYS[2]},{{}},catalogue,2026-11-04\n"
    log = write(folder, "drops.csv", head + row.format("010-2001-0009") + row.format(""))
    _, answer = told(folder, "touch", log, "-p", "cards")
    assert facts(folder, TOUCHES)["lead_key"].to_list() == [5]
    assert answer["reasons"] == {"several_leads": 1}
    assert "two lists number theirs alike" in (folder / answer["files"][0]).read_text(encoding="utf-8-sig")
