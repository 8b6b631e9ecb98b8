"""After a code map was edited every stored result is decided again, and what changes is told."""

import shutil

import pytest

from tests.flow.centre import bytes_of
from tests.pipeline.nights import EVENING, call, export, is_sound, night, states, take
from tests.pipeline.small import run, told, write

MAP = '[[code]]\ncode = "PROMO1"\noutcome = "call.send_material"\n'


@pytest.fixture(scope="module")
def known(tmp_path_factory):
    folder = night(tmp_path_factory.mktemp("night"))
    rows = [call(lead, "NA", f"2026-11-{day} 10:0{lead}:00") for lead in range(3, 7) for day in range(10, 20)]
    take(folder, "inbox/dialer/a.txt", export(call(1, "PROMO1"), call(2, "NIX"), *rows), code=5)
    return folder


@pytest.fixture
def folder(known, tmp_path):
    shutil.copytree(known, tmp_path / "centre")
    return tmp_path / "centre"


def test_every_code_met_is_listed_unmapped_first_with_a_suggestion(folder):
    code, out, _ = run(folder, "classify", "--codes", as_of=EVENING)
    lines = out.splitlines()
    assert code == 5
    assert all("UNMAPPED" in line for line in lines[:2])
    assert "UNMAPPED" not in lines[2]
    assert any("NIX" in line and "perhaps" in line for line in lines[:2])
    assert [row["code"] for row in told(folder, "classify", "--codes", as_of=EVENING)[1]["answer"]["codes"]][2:] == [
        "NA"
    ]


def test_a_share_that_jumps_against_the_days_before_is_told(folder):
    rows = [
        call(lead, "NI" if day > 16 else "B", f"2026-11-{day} 15:0{lead}:00")
        for lead in range(1, 7)
        for day in range(10, 20)
    ]
    take(folder, "inbox/dialer/b.txt", export(*rows))
    _, out, _ = run(folder, "classify", "--codes", "--drift", "5", as_of="2026-11-19T23:00")
    assert any("B " in line and "last 5 days" in line for line in out.splitlines())


def test_an_edited_map_frees_the_leads_and_tells_before_and_after(folder):
    assert states(folder)[1]["is_unclassified"]
    write(folder, "codes/vicidial.toml", f'format = "vicidial"\n{MAP}')
    code, answer = told(folder, "classify", as_of=EVENING)
    assert (code, answer["reasons"]) == (0, {"call.unclassified → call.send_material": 1})
    assert answer["counts"] == {"attempts_changed": 1, "leads_changed": 1}
    assert (states(folder)[1]["is_unclassified"], states(folder)[2]["is_unclassified"]) == (False, True)
    assert is_sound(folder)


def test_where_nothing_changes_there_is_no_batch(folder):
    write(folder, "codes/vicidial.toml", f'format = "vicidial"\n{MAP}')
    told(folder, "classify", as_of=EVENING)
    before = bytes_of(folder / "store")
    code, out, _ = run(folder, "classify", as_of=EVENING)
    assert (code, "nothing changes" in out) == (0, True)
    assert bytes_of(folder / "store") == before


def test_an_edited_map_waits_for_classify(folder):
    write(folder, "codes/vicidial.toml", f'format = "vicidial"\n{MAP}')
    take(folder, "inbox/dialer/b.txt", export(call(1, "NA", "2026-11-20 10:00:00")))
    assert states(folder)[1]["is_unclassified"]
    assert is_sound(folder)


def test_one_code_may_mean_one_thing_of_a_call_and_another_of_an_order(folder):
    both = '[[code]]\ncode = "DONE"\noutcome = "call.deal"\n[[code]]\ncode = "DONE"\noutcome = "system.sale"\n'
    write(folder, "codes/shop.toml", both)
    assert run(folder, "check")[0] == 0
    write(folder, "codes/shop.toml", both + '[[code]]\ncode = "DONE"\noutcome = "call.refused"\n')
    code, _, err = run(folder, "check")
    assert (code, "stands twice" in err) == (3, True), err
