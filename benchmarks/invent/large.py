"""Large lists of the same kind for benchmarks: columns drawn whole, so that 10 million rows take seconds.

python -m benchmarks.invent.large ROWS FILE [SEED]
"""

import sys
from pathlib import Path

import polars as pl

from benchmarks.invent.people import FIRST, KO_TITLES, LAST, SURNAMES, SYLLABLES_1, SYLLABLES_2

_TITLES = [word for word, weight in KO_TITLES for _ in range(weight)]
_DEPARTMENTS = (
    "교무", "행정", "구매", "총무", "인사", "재무", "회계", "영업", "마케팅", "기획", "전략", "개발", "품질", "생산", "물류",
    "연구", "법무", "홍보", "고객지원", "정보보안",
)  # fmt: skip
_RANKS = ("팀장", "실장", "부장", "차장", "과장", "대리", "본부장", "이사", "담당", "주임", "팀 팀장", "부 부장")
_ENGLISH = (
    "Principal",
    "CEO",
    "Head of Sales",
    "purchasing manager",
    "Dir. of Education",
    "Office Manager",
    "VP Marketing",
)
#: Several hundred titles, as departments and ranks make them, and the spellings people use for one and the same.
_MANY_TITLES = [
    *(f"{department}{between}{rank}" for department in _DEPARTMENTS for rank in _RANKS for between in ("", " ")),
    *(f"{rank}({department})" for department in _DEPARTMENTS for rank in _RANKS[:6]),
    *_ENGLISH,
]
#: What stands in a number's cell and is none, or needs care.
_NO_NUMBERS = ("없음", "문의", "-", "8.21012E+11", "010-0000-0000", "1234")


def large_list(rows: int, seed: int = 1) -> pl.LazyFrame:
    """A contact list of `rows` rows, ten String columns, as varied as life.

    One in 50 rows is a duplicate; of the numbers one in 25 needs care or is none, one in 25 is foreign, and the rest
    stand in four spellings; one title in three is of several hundred, the rest of the usual few.
    """
    serial = pl.int_range(rows, dtype=pl.Int64)
    # A multiplicative walk scatters serials over the columns without any source of chance at run time.
    mixed = (serial * 2_654_435_761 + seed * 97) % 1_000_003
    person = serial - pl.when(serial % 50 == 49).then(7).otherwise(0)
    block, last = person * 7919 % 19_000_000 // 10_000, person * 7919 % 10_000
    return pl.LazyFrame({"serial": pl.int_range(rows, dtype=pl.Int64, eager=True)}).select(
        pl.format("BK{}", person.cast(pl.String).str.zfill(8)).alias("고객번호"),
        pl.format("{}{}학원", _pick(mixed, LAST), (person // 3).cast(pl.String)).alias("학원명"),
        pl.concat_str(
            _pick(person, SURNAMES), _pick(person // 19, SYLLABLES_1), _pick(person // 361, SYLLABLES_2)
        ).alias("담당자"),
        pl.when(mixed % 3 == 0).then(_pick(mixed // 3, _MANY_TITLES)).otherwise(_pick(mixed, _TITLES)).alias("직책"),
        _spelt(serial, mixed, _digits(block), _digits(last)).alias("휴대폰"),
        pl.format("070-0{}-{}", (block % 1000).cast(pl.String).str.zfill(3), _digits(last)).alias("대표전화"),
        pl.format("{}{}@example.com", _pick(mixed, FIRST), person).alias("이메일"),
        pl.format("서울 가상구 상상로 {}", mixed % 900).alias("주소"),
        pl.format(
            "2026-{}-{}", (mixed % 12 + 1).cast(pl.String).str.zfill(2), (mixed % 28 + 1).cast(pl.String).str.zfill(2)
        ).alias("등록일"),
        pl.when(serial % 30 == 5).then(pl.lit("오후 통화 요망")).otherwise(pl.lit("")).alias("비고"),
    )


def _spelt(serial: pl.Expr, mixed: pl.Expr, block: pl.Expr, last: pl.Expr) -> pl.Expr:
    """The number of a row as somebody wrote it: the kind goes by the row, so that a duplicate may be spelt otherwise."""
    kind = serial % 200
    second = pl.format("070-0{}-{}", block.str.tail(3), last)
    return (
        pl.when(kind < 2)
        .then(_pick(mixed, _NO_NUMBERS))
        .when(kind < 4)
        .then(pl.format("010-{}-{} / {}", block, last, second))
        .when(kind < 6)
        .then(pl.format("010-{}-{} (내선 {})", block, last, mixed % 90 + 10))
        .when(kind < 8)
        .then(pl.format("０１０-{}-{}", block, last))
        .when(kind < 11)
        .then(pl.format("+1 {}-555-01{}", _pick(mixed, ("212", "312", "415", "617", "206")), last.str.tail(2)))
        .when(kind < 14)
        .then(pl.format("+44 20 7946 0{}", last.str.tail(3)))
        .when(kind < 16)
        .then(pl.format("+81 3-5{}-{}", block.str.tail(3), last))
        .when(kind < 21)
        .then(pl.format("10{}{}", block, last))
        .when(kind < 46)
        .then(pl.format("010{}{}", block, last))
        .when(kind < 66)
        .then(pl.format("+82 10-{}-{}", block, last))
        .when(kind < 76)
        .then(pl.format("010.{}.{}", block, last))
        .otherwise(pl.format("010-{}-{}", block, last))
    )


def _digits(number: pl.Expr) -> pl.Expr:
    return number.cast(pl.String).str.zfill(4)


def suppressed(rows: int, seed: int = 1) -> pl.LazyFrame:
    """A do-not-call register of `rows` distinct numbers; of ten million, one listed person in ten stands on it."""
    serial = pl.int_range(rows, dtype=pl.Int64)
    # 97 and the modulus have no common factor, so no number comes twice.
    number = 1_000_000_000 + (serial * 97 + seed) % 99_999_989
    return pl.LazyFrame({"serial": pl.int_range(rows, dtype=pl.Int64, eager=True)}).select(
        pl.format("0{}", number).alias("전화번호")
    )


def _pick(index: pl.Expr, words: object) -> pl.Expr:
    choices = pl.Series(list(words))
    return pl.lit(choices).gather(index % len(choices))


def main() -> None:
    """Writes one large list."""
    rows, path = int(sys.argv[1]), Path(sys.argv[2])
    large_list(rows, int(sys.argv[3]) if len(sys.argv) > 3 else 1).sink_csv(path, maintain_order=True)


if __name__ == "__main__":
    main()
