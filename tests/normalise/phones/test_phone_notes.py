"""Cells alike, read as a column, are told what each is told when it is read by itself."""

import random

import phonenumbers
import polars as pl
import pytest

from telebatch.normalise.phones import column, phones
from telebatch.normalise.phones.noted import noted

REGIONS = ("KR", "US", "DE", "JP", "CN", "FR", "IT", "AU", "GB", "BR", "SG")
BEFORE = (
    "", "", "", "tel: ", "Tel. ", "TEL ", "휴) ", "M.", "홍길동 ", "Kim Minsu ", "(", "전화번호 : ", "김대호 ", "fax: ", "☎", "1) ",
    "직통 ", "구 ", "旧", "x ", "text: ", "* ", "+", "연락처(", "Herr Müller ", "手机：", "a.", "o ", "l", "~", "int ", "3. Stock ",
)  # fmt: skip
BEHIND = (
    " (no calls)", " asked 3 May", " asked 13 May 2026", " 확인요", "(홍길동)", " (Kim)", " do not call", " 14시 이후", " 6pm 이후",
    " (9시~18시)", " (09:00~18:00)", " (9~18시)", " (9~6)", " (평일 9-18)", " (월~금)", "~9 (월~금)", "~9 (9~18)", " 외 2", " 2nd floor", " 3층", " Büro", " abends nach 18 Uhr", " 14 Uhr", " 18h", " K", " Ms",
    " (대)", "(代)", " office", " (Fax)", " 팩", " 직통", " 내선 12", " ext 12", " ext. 45 or 46", " x12", " #12", " (12)", "p123",
    "*12", "*", "-9 홍길동", "~9 홍길동", "/8 Kim", ", 4568 Kim", "~18 대", " 9 (대)", " 9 h", " 9층 대", "-9", " - complaint 16.11.2026",
    " complaint 12", " point 5", " text 5", " / ask Kim", " or ask", ", ask Kim", ";", " or 010-1234-5678", " / 02-123-4567 김",
    " tel 5", " to 9", " to 9 Kim", "至79", " kim@example.com", " ***", " xx", "O", " l", " 10:30", ":30", " (3 rows)", " 수신거부 2월 8일",
    " 2026.11.23 거부", " 거부 2026/5", " doб 12", " доб 12", " (5 Tage)", " Müller, 2. Stock", " 3. 04.2026", " 없음", "\nKim", "\t거부",
    " ext", " 転12", " 内12", " 호텔", " 시현", " 5 시현", " (12) Kim", ") Kim", " 01", " abc def", " ooo 5", " int5", "?", "!", " ☎", " #",
)  # fmt: skip
SIGNS = "0123456789-() .,:;/~*#xXolptm대시휴 Kimex\n"


@pytest.fixture(autouse=True)
def however_few(monkeypatch):
    monkeypatch.setattr(column, "_MANY_SPELLINGS", 0)


def _heads(region: str, chance: random.Random) -> list[str]:
    """Numbers of one way of writing: valid ones, and what their digits become when some change."""
    kind = chance.choice((phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE))
    number = phonenumbers.example_number_for_type(region, kind)
    form = chance.choice((0, 1, 2, 2, 2))
    written = phonenumbers.format_number(number, form)
    if chance.random() < 0.2:
        written = written.replace(" ", "").replace("-", "")
    if chance.random() < 0.1:
        written = written.lstrip("0")
    places = [at for at, letter in enumerate(written) if letter.isdecimal()]
    made = []
    for _ in range(chance.randrange(4, 9)):
        letters = list(written)
        for at in chance.sample(places[-6:], chance.randrange(1, 6)) + chance.sample(places, chance.randrange(2)):
            letters[at] = chance.choice("0123456789")
        made.append("".join(letters))
    return made


def _cells(region: str, turns: int, chance: random.Random) -> list[str]:
    cells = []
    for _ in range(turns):
        before, behind = chance.choice(BEFORE), chance.choice(BEHIND)
        if chance.random() < 0.2:
            behind = "".join(chance.choices(SIGNS, k=chance.randrange(1, 7)))
        if chance.random() < 0.1:
            behind += chance.choice(BEHIND)
        other = "".join(letter if letter not in "13589" else "7" for letter in behind)
        cells += [before + head + chance.choice((behind, behind, behind, other)) for head in _heads(region, chance)]
    return cells


def test_a_number_in_the_midst_of_a_note_begins_with_its_own_digits(table):
    cells = pl.Series(
        [f"旧061 234 56{last} asked 7 May" for last in range(10, 18)] + ["旧312 345 2799 asked 7 May"] * 8
    )
    reasons = phones(cells, "IT", table)["reason"].to_list()
    assert reasons == [*[None] * 8, *["letters"] * 8]


def _singly(odd, meanings, _):
    nothing = odd.clear().select("cell", nth=pl.lit(0, pl.Int16), number=pl.lit(0, pl.Int64), told=pl.lit(0, pl.UInt32))
    return nothing, meanings, odd


@pytest.mark.parametrize("region", REGIONS)
def test_notes_read_as_a_column_read_as_those_read_singly(table, monkeypatch, region):
    cells = pl.Series(_cells(region, 150, random.Random(region)))
    taken = []
    monkeypatch.setattr(column, "noted", lambda *odd: taken.append(noted(*odd)) or taken[-1])
    together = phones(cells, region, table)
    monkeypatch.setattr(column, "noted", _singly)
    singly = phones(cells, region, table)
    differing = together.join(singly, on=["cell", "nth"], how="full", suffix="_singly").filter(
        pl.any_horizontal(pl.col(name).ne_missing(pl.col(f"{name}_singly")) for name in together.columns[2:])
    )
    assert [(cells[cell], *rest) for cell, *rest in differing.rows()] == []
    assert taken[0][0].height > 0.1 * cells.len()
