"""Contact lists as they come in life: title rows, merged company cells, totals rows, mangled and doubled numbers."""

import csv
import io
import random
from pathlib import Path

import polars as pl
import xlsxwriter

from benchmarks.invent.people import Person, english, korean, mobile

KO_HEADER = ("고객번호", "학원명", "담당자", "직책", "휴대폰", "대표전화", "이메일", "주소", "비고")
EN_HEADER = ("Customer ID", "Company", "Contact", "Job Title", "Mobile", "Office Phone", "E-mail", "Address")
CONSUMER_HEADER = ("회원번호", "성명", "휴대전화", "이메일", "주소", "수신동의", "동의일", "메모")


def academies(rows: int, seed: int) -> bytes:
    """A Korean CP949 list with two title rows, company cells filled in the first row of a block only, and a total."""
    chance = random.Random(seed)
    text = io.StringIO()
    out = csv.writer(text, lineterminator="\r\n")
    out.writerow(["2026년 11월 학원 담당자 명단", *[""] * 8])
    out.writerow(["제공: 가상데이터  /  수신일: 2026-11-02", *[""] * 8])
    out.writerow([])
    out.writerow(KO_HEADER)
    serial, people = 0, {}
    while serial < rows:
        company = korean(chance, serial).company
        for nth in range(min(chance.randint(1, 4), rows - serial)):
            serial += 1
            people[serial] = korean(chance, serial)
            out.writerow(_korean_row(chance, serial, people[serial], company if nth == 0 else ""))
    for twin in (7, 31):
        out.writerow(_korean_row(chance, twin, people[twin], "되풀이학원"))
    out.writerow(["합계", f"{rows + 2}명", *[""] * 7])
    return text.getvalue().encode("cp949")


def _korean_row(chance: random.Random, serial: int, person: Person, company: str) -> list[str]:
    number = _worn(chance, serial, person.mobile)
    note = chance.choices(["", "오후 통화 요망", "=SUM(A1:A9)", "재등록 예정"], [80, 8, 1, 6])[0]
    return [
        f"AC{serial:05d}",
        company,
        person.name,
        person.title,
        number,
        person.office,
        person.email,
        person.address,
        note,
    ]


def _worn(chance: random.Random, serial: int, number: str) -> str:
    """A number as it arrives: mostly clean, now and then mangled by a spreadsheet or a hand."""
    digits = number.replace("-", "")
    forms = (
        number,
        digits,
        digits.removeprefix("0"),
        f"+82 {number[1:]}",
        f"{number} / {mobile(serial + 500_000)}",
        "8.21012E+11",
        "",
        "없음",
        "010-0000-0000",
        f"０１０-{number[4:]}",
        f"'{digits}",
    )
    return chance.choices(forms, [62, 10, 7, 5, 4, 2, 2, 1, 1, 3, 3])[0]


def english_workbook(path: Path, rows: int, seed: int) -> None:
    """An English XLSX: a title row, numbers that Excel took for numbers, company cells merged over several people."""
    chance = random.Random(seed)
    with xlsxwriter.Workbook(str(path)) as book:
        book.set_properties({"created": __import__("datetime").datetime(2026, 11, 2)})
        page = book.add_worksheet("Contacts")
        page.write_string(0, 0, "Partner academies, November 2026 (invented)")
        for index, name in enumerate(EN_HEADER):
            page.write_string(2, index, name)
        serial = 0
        while serial < rows:
            block = min(chance.randint(1, 3), rows - serial)
            first = 3 + serial
            people = [english(chance, 200_000 + serial + nth) for nth in range(block)]
            if block > 1:
                page.merge_range(first, 1, first + block - 1, 1, people[0].company)
            else:
                page.write_string(first, 1, people[0].company)
            for nth, person in enumerate(people):
                _english_row(page, first + nth, serial + nth, person, chance)
            serial += block
        page.write_string(3 + rows, 0, "Total")
        page.write_number(3 + rows, 1, rows)


def _english_row(page: object, row: int, serial: int, person: Person, chance: random.Random) -> None:
    digits = int(person.mobile.replace("-", ""))
    page.write_string(row, 0, f"EN{serial + 1:04d}")
    page.write_string(row, 2, person.name)
    page.write_string(row, 3, person.title)
    if chance.random() < 0.4:
        page.write_number(row, 4, digits)  # a spreadsheet took it for a number: the leading zero is gone
    else:
        page.write_string(row, 4, person.mobile)
    page.write_string(row, 5, person.office)
    page.write_string(row, 6, person.email)
    page.write_string(row, 7, person.address)


def consumers(rows: int, seed: int) -> bytes:
    """A Korean consumer list in UTF-8 with a byte-order mark; no titles, a consent column not everybody ticked."""
    chance = random.Random(seed)
    text = io.StringIO()
    out = csv.writer(text, lineterminator="\r\n")
    out.writerow(CONSUMER_HEADER)
    for serial in range(1, rows + 1):
        person = korean(chance, 900_000 + serial)
        joined = f"2025.{chance.randint(1, 12):02d}.{chance.randint(1, 28):02d}"
        note = chance.choices(["", "건강검진 관심", "저녁 통화 선호"], [80, 12, 8])[0]
        out.writerow(
            [
                f"HM{serial:05d}",
                person.name,
                _worn(chance, serial + 900_000, person.mobile),
                person.email,
                person.address,
                chance.choices(["Y", "N", ""], [88, 5, 7])[0],
                joined,
                note,
            ]
        )
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def suppressions(seed: int, serials: range) -> bytes:
    """A do-not-call list as a person keeps it: numbers in several spellings, since when, who asked."""
    chance = random.Random(seed)
    lines = ["전화번호,요청일,요청자,비고"]
    for serial in chance.sample(list(serials), 9):
        number = mobile(serial)
        shown = chance.choice([number, number.replace("-", ""), f"+82-{number[1:]}"])
        lines.append(f"{shown},2026-10-{chance.randint(1, 28):02d},{chance.choice(['본인', '고객센터'])},")
    return ("\r\n".join(lines) + "\r\n").encode()


def catalogue_log(seed: int, leads: pl.DataFrame) -> bytes:
    """What the mail house reports: posted, arrived, and what came back and why; one piece nobody here knows."""
    chance = random.Random(seed)
    lines = ["record_key,medium,sent_on,arrived_on,returned_on,reason"]
    for key in [*leads.get_column("record_key").to_list(), "AC99999"]:
        sent = "2026-11-04"
        arrived = f"2026-11-{chance.choice((6, 6, 7, 9)):02d}" if chance.random() < 0.8 else ""
        returned, reason = (
            ("2026-11-10", chance.choice(("moved", "unknown address"))) if chance.random() < 0.06 else ("", "")
        )
        lines.append(f"{key},catalogue,{sent},{'' if returned else arrived},{returned},{reason}")
    return ("\n".join(lines) + "\n").encode()


def register_answer(seed: int, sent: list[str]) -> bytes:
    """The register's answer: those of the numbers sent who refuse sales calls, and since when."""
    chance = random.Random(seed)
    listed = sorted(chance.sample(sent, 3))
    lines = [
        "전화번호,등록일",
        *(f"{number},2026-0{chance.randint(1, 9)}-{chance.randint(1, 28):02d}" for number in listed),
    ]
    return ("\r\n".join(lines) + "\r\n").encode("cp949")
