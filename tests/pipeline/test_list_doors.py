"""Files that are hardly lists: what is said at the door, and that the remedy helps who follows it."""

from tests.pipeline.care_desk import CONSUMERS

HEADER = "회원번호,성명,휴대전화,수신동의"
ROW = "M1,김하나,010-2200-0001,Y"


def take(desk, text, *more, code=0, name="a.csv"):
    (desk.root / name).write_text(text, encoding="utf-8")
    return desk.run("prequalify", desk.root / name, "-p", CONSUMERS, *more, code=code)


def test_cells_parted_by_an_unknown_sign_are_read_when_it_is_said(desk):
    text = f"{HEADER}\n{ROW}\n".replace(",", "$")
    (told,) = take(desk, text, code=3)["warnings"]
    assert told.endswith("found: c1; say what parts its cells, as in --delimiter ^, or save it as CSV (UTF-8) or XLSX")
    assert take(desk, text, "--delimiter", "$")["counts"]["callable"] == 1


def test_a_header_with_nobody_below_it_is_no_list(desk):
    (told,) = take(desk, HEADER + "\n", code=3)["warnings"]
    assert told == "a.csv: no record stands below its header; ask for it again; nobody is on it"


def test_a_redelivery_with_nobody_on_it_withdraws_nobody(desk):
    take(desk, f"{HEADER}\n{ROW}\n", "--list", "members")
    assert "withdrawn" not in take(desk, HEADER + "\n", "--list", "members", "--withdraw-missing", code=3)["counts"]
