"""People who do not exist: names, titles, companies and numbers, all drawn from one seeded source of chance."""

import random
from dataclasses import dataclass

SURNAMES = "김이박최정강조윤장임한오서신권황안송전홍".strip()
SYLLABLES_1 = "민서지하도예수현준유나채가은태다윤시소주"
SYLLABLES_2 = "준연우진아윤서현민지호은빈율원경희영수린"
FIRST = (
    "Avery",
    "Blair",
    "Casey",
    "Dana",
    "Ellis",
    "Frankie",
    "Gray",
    "Harper",
    "Indra",
    "Jules",
    "Kit",
    "Lane",
    "Morgan",
    "Noor",
    "Oakley",
    "Parker",
    "Quinn",
    "Reese",
    "Sage",
    "Tatum",
)
LAST = (
    "Ashdown",
    "Birchwood",
    "Calloway",
    "Dunmore",
    "Eastlake",
    "Fairbairn",
    "Greyfield",
    "Hollowell",
    "Ironside",
    "Kestrel",
    "Larkspur",
    "Merriweather",
    "Northgate",
    "Oldcastle",
    "Pemberly",
    "Quillfeather",
    "Ravenscroft",
)
PLACES = (
    "새봄",
    "한빛",
    "푸른솔",
    "다온",
    "누리",
    "가온",
    "해밀",
    "미르",
    "별하",
    "온새미",
    "라온",
    "도담",
    "아람",
    "벼리",
)
KINDS = ("영어학원", "수학학원", "종합학원", "어학원", "입시학원", "논술학원", "과학학원")
FORMS = ("(주){}", "{}", "주식회사 {}", "㈜{}", "{}(주)", "{}")
CITIES = ("서울 가상구 상상로", "부산 가상구 물결로", "대구 가상구 햇살로", "대전 가상구 나무로", "광주 가상구 별빛로")
KO_TITLES = (
    ("원장", 30),
    ("대표", 12),
    ("대표이사", 6),
    ("부원장", 6),
    ("실장", 8),
    ("팀장", 6),
    ("교수부장", 4),
    ("상담실장", 5),
    ("강사", 8),
    ("총무팀장", 3),
    ("대표 비서", 3),
    ("데스크", 4),
    ("", 4),
    ("전(前) 원장", 1),
)
EN_TITLES = (
    ("Owner", 14),
    ("Director", 10),
    ("Managing Director", 8),
    ("Head of School", 8),
    ("Principal", 5),
    ("Office Manager", 7),
    ("Assistant to the Director", 5),
    ("Receptionist", 5),
    ("Head of Procurement", 4),
    ("Teacher", 6),
    ("CEO & Founder", 6),
    ("", 3),
    ("former Director", 2),
)


@dataclass(frozen=True)
class Person:
    """One invented person as a list would hold them; empty text where the list would be empty."""

    name: str
    title: str
    company: str
    mobile: str
    office: str
    email: str
    address: str


def korean(chance: random.Random, serial: int) -> Person:
    """An invented person of an invented Korean academy; `serial` makes the mobile number unique."""
    name = chance.choice(SURNAMES) + chance.choice(SYLLABLES_1) + chance.choice(SYLLABLES_2)
    company = chance.choice(FORMS).format(f"{chance.choice(PLACES)}{chance.choice(KINDS)}")
    return Person(
        name,
        _drawn(chance, KO_TITLES),
        company,
        mobile(serial),
        office(serial),
        f"desk{serial}@example.com" if chance.random() < 0.7 else "",
        f"{chance.choice(CITIES)} {chance.randint(1, 300)}",
    )


def english(chance: random.Random, serial: int) -> Person:
    """An invented person of an invented English-speaking academy; the US number ends in 555-01xx."""
    name = f"{chance.choice(FIRST)} {chance.choice(LAST)}"
    company = f"{chance.choice(LAST)} {chance.choice(('Academy', 'Learning', 'Language School'))}{chance.choice((' Inc.', ' LLC', ', Ltd.', ''))}"
    area = chance.choice(("212", "312", "415", "617", "305"))
    return Person(
        name,
        _drawn(chance, EN_TITLES),
        company,
        mobile(serial),
        f"({area}) 555-{100 + serial % 100:04d}",
        f"{name.split(maxsplit=1)[0].lower()}{serial}@example.com",
        f"{chance.randint(1, 900)} Imaginary Avenue",
    )


def mobile(serial: int) -> str:
    """A Korean mobile number of a block that is not given to subscribers; one per serial below 19 million."""
    block, last = divmod(serial * 7919 % 19_000_000, 10_000)
    return f"010-{block:04d}-{last:04d}"


def office(serial: int) -> str:
    """A Korean internet-telephone number of a block that is not given to subscribers."""
    block, last = divmod(serial * 6151 % 9_000_000, 10_000)
    return f"070-0{block:03d}-{last:04d}"


def _drawn(chance: random.Random, weighted: tuple[tuple[str, int], ...]) -> str:
    return chance.choices([word for word, _ in weighted], [weight for _, weight in weighted])[0]
