"""Two weeks of results as dialers, agents and shops would have written them, from the leads of a workspace."""

import csv
import io
import random
from datetime import datetime, timedelta
from pathlib import Path

import polars as pl
import xlsxwriter

VICIDIAL = [
    "call_date",
    "phone_number_dialed",
    "status",
    "user",
    "full_name",
    "campaign_id",
    "vendor_lead_code",
    "source_id",
    "list_id",
    "gmt_offset_now",
    "phone_code",
    "phone_number",
    "title",
    "first_name",
    "middle_initial",
    "last_name",
    "address1",
    "address2",
    "address3",
    "city",
    "state",
    "province",
    "postal_code",
    "country_code",
    "gender",
    "date_of_birth",
    "alt_phone",
    "email",
    "security_phrase",
    "comments",
    "length_in_sec",
    "user_group",
    "alt_dial",
    "rank",
    "owner",
    "lead_id",
    "list_name",
    "list_description",
    "status_name",
]
AGENTS = (("1001", "김하늘"), ("1002", "이보람"), ("1003", "박서준"))
#: Status, weight, seconds from and to, name; what an honest two weeks of cold calls looks like.
STATUSES = (
    ("NA", 26, 0, 0, "No Answer AutoDial"), ("N", 8, 0, 0, "No Answer"), ("B", 6, 0, 0, "Busy"),
    ("A", 7, 4, 12, "Answering Machine"), ("DC", 3, 0, 2, "Disconnected Number"), ("NI", 15, 25, 140, "Not Interested"),
    ("NP", 4, 6, 18, "No Pitch No Price"), ("CALLBK", 11, 60, 200, "Call Back"), ("SALE", 8, 150, 420, "Sale Made"),
    ("XFER", 5, 90, 260, "Call Transferred"), ("DNC", 2, 15, 60, "DO NOT CALL"), ("DEC", 5, 40, 160, "Declined Sale"),
)  # fmt: skip


class Dialer:
    """A dialer that remembers what it did with each lead, and whose night exports overlap and correct each other."""

    def __init__(self, leads: pl.DataFrame, seed: int, campaign: str = "STUDY") -> None:
        self.chance = random.Random(seed)
        self.leads = leads.to_dicts()
        self.campaign = campaign
        self.rows: dict[str, list[dict[str, str]]] = {}
        self.closed: set[str] = set()
        self.sales: list[tuple[str, str, str]] = []
        self.turn = 0

    def day(self, on: str, calls: int) -> None:
        """Makes the calls of one day, each lead at most once."""
        free = [lead for lead in self.leads if lead["lead_id"] not in self.closed]
        rows, clock = [], datetime.fromisoformat(f"{on}T10:02:11")
        for _ in range(min(calls, len(free))):
            lead = free[self.turn % len(free)]
            self.turn += 1
            clock += timedelta(seconds=self.chance.randint(70, 330))
            if clock.hour == 12 or (clock.hour == 13 and clock.minute < 30):
                clock = clock.replace(hour=13, minute=30, second=self.chance.randint(1, 59))
            rows.append(self._call(lead, clock))
        self.rows[on] = rows

    def _call(self, lead: dict[str, str], at: datetime) -> dict[str, str]:
        status, _, low, high, name = self.chance.choices(STATUSES, [row[1] for row in STATUSES])[0]
        user, full_name = self.chance.choice(AGENTS)
        if status in {"NI", "DEC", "SALE", "DNC", "DC"}:
            self.closed.add(lead["lead_id"])
        if status == "SALE":
            self.sales.append((lead["lead_id"], at.date().isoformat(), f"SO-{len(self.sales) + 1:04d}"))
        digits = lead["number"].replace("-", "")
        told = {
            "call_date": at.isoformat(sep=" "), "phone_number_dialed": digits, "status": status, "user": user,
            "full_name": full_name, "campaign_id": self.campaign, "vendor_lead_code": lead["lead_id"], "list_id": "1101",
            "gmt_offset_now": "9.00", "phone_code": "82", "phone_number": digits, "first_name": lead["person"] or "",
            "length_in_sec": str(self.chance.randint(low, high)), "user_group": "SEOUL", "alt_dial": "MAIN",
            "lead_id": str(5000 + int(digits[-4:])), "list_name": "academies", "status_name": name,
        }  # fmt: skip
        return {column: told.get(column, "") for column in VICIDIAL}

    def export(self, days: list[str], *, corrects: str = "", unknown: str = "") -> bytes:
        """One night export over several days; a later export may say something else of the same call."""
        rows = [dict(row) for day in days for row in self.rows[day]]
        if corrects:
            first = next(row for row in rows if row["call_date"].startswith(corrects) and row["status"] == "NI")
            first["status"], first["status_name"] = "CALLBK", "Call Back"
        if unknown:
            second = next(row for row in rows if row["call_date"].startswith(unknown) and row["status"] == "NP")
            second["status"], second["status_name"] = "PROMO1", "Promo sent"
        lines = ["\t".join(VICIDIAL), *("\t".join(row[column] for column in VICIDIAL) for row in rows)]
        return ("\r\n".join(lines) + "\r\n").encode()


def orders(dialer: Dialer, upto: str) -> bytes:
    """The shop's confirmations: most deals become sales, one is cancelled again, one order no call explains."""
    text = io.StringIO()
    out = csv.writer(text, lineterminator="\n")
    out.writerow(["order_no", "lead_id", "status", "date", "amount", "currency"])
    for nth, (lead, on, order_no) in enumerate(row for row in dialer.sales if row[1] <= upto):
        day = (datetime.fromisoformat(on) + timedelta(days=1)).date().isoformat()
        out.writerow([order_no, lead, "pending" if nth % 7 == 5 else "sale", day, "198000", "KRW"])
        if nth in {1, 12}:
            later = (datetime.fromisoformat(on) + timedelta(days=3)).date().isoformat()
            out.writerow([order_no, lead, "cancelled", later, "198000", "KRW"])
    return text.getvalue().encode()


#: What the project wants to know of every talk, under the titles its file gives the fields.
_TEAM_FIELDS = ("현재 쓰는 교재·서비스", "학생 수")


def _team_answers(word: str, chance: random.Random) -> tuple[str, str]:
    """Most talks bring what the project asks for; a few are cut short before."""
    talked = word in {"거절", "관심", "재통화", "자료요청"} and chance.random() < 0.75
    return (
        (chance.choice(("자체 교재", "타사 학습지", "없음")), f"{chance.randint(3, 24) * 5}명") if talked else ("", "")
    )


def team_sheet(leads: pl.DataFrame, on: str, seed: int) -> bytes:
    """A day without the dialer: the team's own Korean spreadsheet, in CP949, with a total at the end."""
    chance = random.Random(seed)
    text = io.StringIO()
    out = csv.writer(text, lineterminator="\r\n")
    out.writerow(["날짜", "시간", "전화번호", "담당자", "상담원", "통화결과", "재통화일시", "메모", *_TEAM_FIELDS])
    answers = random.Random(seed + 1)
    minutes = 10 * 60
    words = ("부재", "거절", "관심", "재통화", "통화중", "안내데스크", "자료요청")
    for lead in leads.head(14).iter_rows(named=True):
        minutes += chance.randint(4, 9)
        word = chance.choices(words, [34, 16, 12, 12, 8, 10, 8])[0]
        again = "2026-11-23 14:30" if word == "재통화" else ""
        out.writerow(
            [
                on.replace("-", "."),
                f"오전 {minutes // 60}:{minutes % 60:02d}"
                if minutes < 720
                else f"오후 {minutes // 60 - 12 or 12}:{minutes % 60:02d}",
                lead["number"],
                lead["person"],
                "하늘",
                word,
                again,
                "원장님 외출" if word == "안내데스크" else "",
                *_team_answers(word, answers),
            ]
        )
    out.writerow(["합계", "", "", "", "", "14건", "", "", "", ""])
    return text.getvalue().encode("cp949")


#: Word, weight; what members say when asked for two minutes, and what the second call brings.
FIRST_CALL = (
    ("부재", 30),
    ("통화중", 7),
    ("대상확인", 24),
    ("대상아님", 12),
    ("거절", 12),
    ("재통화", 8),
    ("수신거부", 2),
    ("결번", 3),
    ("", 2),
)
SECOND_CALL = (("부재", 22), ("주문", 30), ("거절", 22), ("재통화", 14), ("통화중", 8), ("", 4))


def filled_call_sheet(sheet: pl.DataFrame, target: Path, on: str, seed: int) -> None:
    """Fills our own call sheet as agents do: results, times, what the customer told; a few rows are left empty."""
    chance = random.Random(seed)
    rows = sheet.to_dicts()
    minutes = 14 * 60 if on.endswith("pm") else 10 * 60
    for row in rows:
        words = SECOND_CALL if "second" in str(row.get("큐", "")) else FIRST_CALL
        word = chance.choices([word for word, _ in words], [weight for _, weight in words])[0]
        minutes += chance.randint(1, 3)
        row["결과"] = word
        if not word:
            continue
        _tell(chance, row, word, minutes)
    with xlsxwriter.Workbook(str(target)) as book:
        book.set_properties({"created": datetime.fromisoformat(on[:10])})
        page = book.add_worksheet("queue")
        for index, name in enumerate(sheet.columns):
            page.write_string(0, index, name)
            for number, row in enumerate(rows, 1):
                page.write_string(number, index, str(row[name] or ""))


def _tell(chance: random.Random, row: dict[str, object], word: str, minutes: int) -> None:
    row["통화시각"] = f"{minutes // 60}:{minutes % 60:02d}"
    row["통화초"] = str(chance.randint(95, 320)) if word in {"대상확인", "주문", "거절", "재통화", "대상아님"} else "0"
    if word in {"대상확인", "대상아님"}:
        suits = word == "대상확인"
        row["나이"] = str(chance.randint(42, 68) if suits else chance.randint(24, 39))
        row["월 소득"] = chance.choice(
            ["350만", "4,200,000원", "300만", "5,000,000"] if suits else ["180만", "2,100,000원"]
        )
        row["건강 관심도"] = chance.choice(["높음", "보통", "낮음"])
    if word == "재통화":
        row["재통화일"], row["재통화 시각"] = "2026-11-24", "15:00"
        row["메모"] = "내일 다시 전화 부탁"
