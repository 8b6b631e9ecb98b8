"""What kind of line a number is, by the signs lists carry; by which rules it was judged; each through the command."""

import json

import phonenumbers
import pytest

from tests.pipeline.care_desk import SCHOOLS

PEOPLE = "학원명,담당자,직책,전화번호"


def lists(desk, told):
    return {row["person"]: row for name in told["files"] if name.endswith(".csv") for row in desk.read(name)}


def opened_to(desk, *regions):
    """The project takes numbers of these regions, the first one for national numbers."""
    page = desk.root / f"projects/{SCHOOLS}.toml"
    text = page.read_text(encoding="utf-8")
    told = 'regions = ["KR"]'
    assert told in text
    page.write_text(text.replace(told, f"regions = {json.dumps(list(regions))}", 1), encoding="utf-8")


SIGNS = (
    # region, number as written, line, why
    ("KR", "1588-0310", "switchboard", "Korean 15xx number, eight digits without an area code"),
    ("KR", "1644-0310", "switchboard", "Korean 16xx number"),
    ("KR", "1899-0310", "switchboard", "Korean 18xx number"),
    ("KR", "080-310-0001", "toll_free", "Korean 080"),
    ("KR", "010-2310-0001", "mobile", "mobile prefix"),
    ("KR", "02-310-2345", "unknown", "an office number says nothing of itself"),
    ("KR", "02-310-2000", "switchboard", "a number that ends in 000"),
    ("KR", "02-310-2300", "switchboard", "a number that ends in 00"),
    ("KR", "02-310-2345 (대표)", "switchboard", "labelled 대표"),
    ("KR", "대표번호 02-310-2345", "switchboard", "labelled 대표번호"),
    ("KR", "02-310-2345 내선 123", "switchboard", "an extension stands behind it"),
    ("KR", "02-310-2345 ext. 12", "switchboard", "an extension in English"),
    ("KR", "main: 02-310-2345", "switchboard", "labelled main"),
    ("KR", "front desk: 02-310-2345", "switchboard", "labelled front desk"),
    ("KR", "직통 02-310-2345", "direct", "labelled 직통"),
    ("KR", "DID 02-310-2345", "direct", "labelled DID"),
    ("JP", "0120-123-456", "toll_free", "Japanese 0120"),
    ("JP", "0800-123-4567", "toll_free", "Japanese 0800"),
    ("JP", "0570-012-345", "switchboard", "Japanese 0570"),
    ("JP", "代表 03-6205-1234", "switchboard", "labelled 代表"),
    ("JP", "03-6205-1234 内線 55", "switchboard", "内線"),
    ("JP", "直通 03-6205-1234", "direct", "labelled 直通"),
    ("JP", "090-1234-5678", "mobile", "mobile prefix"),
    ("CN", "400-810-1234", "switchboard", "Chinese 400"),
    ("CN", "800-810-1234", "toll_free", "Chinese 800"),
    ("CN", "010-95588", "switchboard", "Chinese 95xxx, as libphonenumber takes it"),
    ("CN", "总机 010-65551234", "switchboard", "labelled 总机"),
    ("CN", "010-65551234 转 8001", "switchboard", "转"),
    ("CN", "直线 010-65551234", "direct", "labelled 直线"),
    ("CN", "专线 010-65551234", "direct", "labelled 专线"),
    ("CN", "138 0013 8001", "mobile", "mobile prefix"),
    ("US", "1-800-555-0123", "toll_free", "North American 800"),
    ("US", "(888) 555-0123", "toll_free", "North American 888"),
    ("US", "(212) 555-0142", "unknown", "mobile and fixed look alike"),
)


@pytest.mark.parametrize("region", ["KR", "JP", "CN", "US"])
def test_every_sign_of_a_line_is_read_from_the_list(desk, region):
    opened_to(desk, region, "KR")
    signs = [sign for sign in SIGNS if sign[0] == region]
    rows = [(f"학원{nth}", f"사람{nth}", "원장", written) for nth, (_, written, _, _) in enumerate(signs)]
    found = lists(desk, desk.run("prequalify", desk.write("in/l.csv", PEOPLE, *rows), "-p", SCHOOLS))
    wrong = [
        (written, why, line, row["line_kind"], row["reasons"])
        for nth, (_, written, line, why) in enumerate(signs)
        for row in [found[f"사람{nth}"]]
        if row["line_kind"] != line
    ]
    assert wrong == []


def test_three_people_of_one_company_on_one_number_make_it_a_switchboard(desk):
    three = [("가온학원", name, "원장", "02-310-2345") for name in ("김하나", "이두리", "박세나")]
    two = [("나래학원", name, "원장", "02-310-2346") for name in ("최하나", "정두리")]
    mobile = [("다솜학원", name, "원장", "010-2310-0001") for name in ("강하나", "조두리", "윤세나")]
    found = lists(desk, desk.run("prequalify", desk.write("in/l.csv", PEOPLE, *three, *two, *mobile), "-p", SCHOOLS))
    assert {found[row[1]]["line_kind"] for row in three} == {"switchboard"}
    assert {found[row[1]]["line_kind"] for row in two} == {"unknown"}
    assert {found[row[1]]["line_kind"] for row in mobile} == {"mobile"}


def test_a_header_says_of_a_silent_number_what_line_it_is(desk):
    header = "학원명,담당자,직책,직통전화"
    told = desk.run(
        "prequalify", desk.write("in/l.csv", header, ("가온학원", "김하나", "원장", "02-310-2345")), "-p", SCHOOLS
    )
    assert lists(desk, told)["김하나"]["line_kind"] == "direct"


def test_the_country_column_says_by_which_plan_a_rows_national_number_is_read(desk):
    opened_to(desk, "KR", "JP")
    rows = (
        ("가온학원", "김하나", "원장", "일본", "03-6205-1234"), ("나래학원", "이두리", "원장", "", "02-310-2345"),
        ("다솜학원", "박세나", "원장", "대한민국", "031-310-2345"), ("라온학원", "최네리", "원장", "USA", "(212) 555-0142"),
        ("마루학원", "정다서", "원장", "오즈", "02-310-2346"),
    )  # fmt: skip
    told = desk.run("prequalify", desk.write("in/l.csv", "학원명,담당자,직책,국가,전화번호", *rows), "-p", SCHOOLS)
    found = lists(desk, told)
    assert [found[row[1]]["region"] for row in rows] == ["JP", "KR", "KR", "US", "KR"]
    assert found["최네리"]["reasons"] == "region_not_in_project"
    said = " ".join(map(str, told["warnings"]))
    assert "national numbers are read by the country that their row names" in said
    assert "1 cell names no country we know (오즈); read as KR" in said


JAPANESE = (
    ("가온학원", "김하나", "원장", "090-1234-5678"), ("나래학원", "이두리", "원장", "03-1234-5678"),
    ("다솜학원", "박세나", "원장", "080-2345-6789"),
)  # fmt: skip


def _said(told):
    return [note for note in map(str, told["warnings"]) if "national numbers" in note]


def test_a_list_of_another_region_of_the_project_is_read_by_it_and_told(desk):
    opened_to(desk, "KR", "JP")
    told = desk.run("prequalify", desk.write("in/l.csv", PEOPLE, *JAPANESE), "-p", SCHOOLS)
    found = lists(desk, told)
    assert [found[row[1]]["number"] for row in JAPANESE] == [row[3] for row in JAPANESE]
    assert {row["region"] for row in found.values()} == {"JP"}
    (note,) = _said(told)
    assert "read as JP: of 3 numbers looked at 2 can be of JP alone, 0 of KR alone" in note
    assert "--region KR" in note
    desk.run("prequalify", "--again", "-p", SCHOOLS)
    assert {row["region"] for row in lists(desk, told).values()} == {"JP"}


def test_a_person_says_whose_national_numbers_a_list_holds(desk):
    opened_to(desk, "KR", "JP")
    row = ("가온학원", "김하나", "원장", "03-1234-5678")
    told = desk.run("prequalify", desk.write("in/l.csv", PEOPLE, row), "-p", SCHOOLS, "--region", "jp")
    assert lists(desk, told)["김하나"]["region"] == "JP"
    assert not _said(told)
    desk.edit("fresh_days = 180", "fresh_days = 100", SCHOOLS)
    desk.run("prequalify", "--again", "-p", SCHOOLS)
    assert lists(desk, told)["김하나"]["region"] == "JP"
    refused = desk.run("prequalify", desk.root / "in/l.csv", "-p", SCHOOLS, "--region", "US", code=2)
    assert "takes no numbers of US" in refused["error"][0]
    desk.run("prequalify", "--again", "-p", SCHOOLS, "--region", "JP", code=2)


def test_numbers_that_may_be_of_either_region_are_those_of_the_first(desk):
    opened_to(desk, "KR", "JP")
    row = ("가온학원", "김하나", "원장", "03-1234-5678")
    told = desk.run("prequalify", desk.write("in/l.csv", PEOPLE, row), "-p", SCHOOLS)
    assert lists(desk, told)["김하나"]["region"] == "KR"
    (note,) = _said(told)
    assert "read as KR, the first of the project's regions; if they are of JP, say --region" in note


def test_a_batch_tells_by_which_version_of_the_phone_rules_it_judged(desk):
    told = desk.run(
        "prequalify", desk.write("in/l.csv", PEOPLE, ("가온학원", "김하나", "원장", "02-310-2345")), "-p", SCHOOLS
    )
    summary = next(name for name in told["files"] if name.endswith("summary.json"))
    assert json.loads((desk.root / summary).read_text(encoding="utf-8"))["phone_rules"] == phonenumbers.__version__
    shown = desk.say("batches", "show", told["batch"])
    assert any(line.endswith(f"phone rules {phonenumbers.__version__}") for line in shown), shown
