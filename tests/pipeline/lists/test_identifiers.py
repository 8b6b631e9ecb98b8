"""Identity numbers on a list: said, and never shown to callers or written to files."""

from tests.pipeline.care_desk import CONSUMERS

SECRET = "900101-1234567"


def test_identity_numbers_are_said_and_withheld(desk):
    rows = [
        ("K1", "김민준", "010-0210-0001", "Y", SECRET, f"오후 {SECRET}"),
        ("K2", "이서연", "12", "Y", "", "오전"),
        ("합계", "2"),
    ]
    file = desk.write("in/m.csv", "회원번호,성명,휴대전화,수신동의,주민등록번호,메모", *rows)
    told = desk.run("prequalify", file, "-p", CONSUMERS)
    said = "looks like resident registration numbers (KR) in 1 cell, withheld from every output"
    assert [warning for warning in told["warnings"] if said in warning] == [
        f"in/m.csv: {column}: {said}; ask the supplier to leave them out" for column in ("주민등록번호", "메모")
    ]
    written = [
        path
        for path in desk.root.rglob("*")
        if path.is_file() and "in/" not in str(path) and "archive" not in str(path)
    ]
    assert not [path for path in written if SECRET.encode() in path.read_bytes()]
    (lead,) = desk.states()["lead_key"].to_list()
    assert lead is not None


def test_a_key_the_list_needs_is_said_and_left(desk):
    file = desk.write("in/m.csv", "회원번호,성명,휴대전화,수신동의", (SECRET, "김민준", "010-0210-0001", "Y"))
    told = desk.run("prequalify", file, "-p", CONSUMERS)
    assert any(
        "회원번호: looks like resident registration numbers" in warning and "left as they are" in warning
        for warning in told["warnings"]
    )
    assert told["counts"]["callable"] == 1
