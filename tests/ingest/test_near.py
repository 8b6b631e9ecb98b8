"""A broken export of a known dialer is nobody's own spreadsheet, whichever of its columns is gone."""

import pytest

from telebatch.ingest import recognise
from telebatch.model.errors import InputRefused
from tests.ingest.headers import HEADERS
from tests.ingest.ingest_samples import shipped, signature

SPECIAL = sorted(name for name in HEADERS if shipped()[name].recognise.header and not shipped()[name].recognise.general)
LOST = {
    "callbacks": ["날짜", "시간", "전화번호", "담당자", "상담원", "말씀", "재통화일시", "메모"],
    "agent_time": ["날짜", "시간", "전화번호", "담당자", "상담원", "말씀", "통화시간", "메모"],
}
SHEETS = {
    "with columns of the dialer's": ["date", "number", "result", "user", "campaign_id", "memo"],
    "of three columns": ["날짜", "전화번호", "결과"],
    "with both ends of a call": ["Date", "Time", "From", "Phone", "Result", "Notes", "Agent"],
    "with a list's own columns": ["phone_number", "first_name", "last_name", "company", "call_date", "status", "comments"],
}  # fmt: skip


def spoilt(header, column, *, renamed):
    return [f"our {cell}" if cell == column else cell for cell in header if renamed or cell != column]


@pytest.mark.parametrize("renamed", [False, True], ids=["gone", "renamed"])
@pytest.mark.parametrize("name", SPECIAL)
def test_without_any_one_column_a_known_layout_is_itself_or_its_kin_or_refused_by_name(name, renamed):
    usual = shipped()[name]
    for column in HEADERS[name]:
        header = spoilt(HEADERS[name], column, renamed=renamed)
        try:
            found = recognise(signature(header), list(shipped().values()), "x.csv").profile
        except InputRefused as refused:
            assert "fits no known format" in str(refused) or "looks like" in str(refused), column
        else:
            assert (found.code_map, found.shape) == (usual.code_map, usual.shape), column


def test_the_refusal_names_the_nearest_the_column_and_both_ways_out():
    header = spoilt(HEADERS["vicidial_standard"], "length_in_sec", renamed=False)
    with pytest.raises(InputRefused) as refused:
        recognise(signature(header), list(shipped().values()), "x.txt")
    (mistake,) = refused.value.mistakes
    assert "looks like vicidial_standard, but no column length_in_sec" in mistake.what
    for way in ("--format vicidial_standard", "--format team_sheet"):
        assert way in mistake.remedy


@pytest.mark.parametrize("name", SHEETS)
def test_a_teams_own_sheet_stays_one(name):
    assert recognise(signature(SHEETS[name]), list(shipped().values()), "x.csv").profile.name == "team_sheet"


@pytest.mark.parametrize("name", LOST)
def test_a_teams_sheet_whose_result_has_a_word_of_its_own_is_nothing_else(name):
    with pytest.raises(InputRefused, match="looks like team_sheet, but no column for code"):
        recognise(signature(LOST[name]), list(shipped().values()), "x.csv")


def test_a_sheet_is_what_its_source_says_it_is():
    found = recognise(signature(LOST["callbacks"]), list(shipped().values()), "x.csv", "callbacks")
    assert found.profile.name == "callbacks"
