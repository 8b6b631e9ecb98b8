"""Large lists of the same kind for benchmarks: columns drawn whole, so that 10 million rows take seconds.

python -m benchmarks.invent.large ROWS FILE [SEED]
"""

import sys
from pathlib import Path

import polars as pl

from benchmarks.invent.people import FIRST, KO_TITLES, LAST, SURNAMES, SYLLABLES_1, SYLLABLES_2

_TITLES = [word for word, weight in KO_TITLES for _ in range(weight)]


def large_list(rows: int, seed: int = 1) -> pl.LazyFrame:
    """A contact list of `rows` rows, ten String columns; one in 50 rows is a duplicate, one in 40 mangled."""
    serial = pl.int_range(rows, dtype=pl.Int64)
    # A multiplicative walk scatters serials over the columns without any source of chance at run time.
    mixed = (serial * 2_654_435_761 + seed * 97) % 1_000_003
    person = serial - pl.when(serial % 50 == 49).then(7).otherwise(0)
    block, last = person * 7919 % 19_000_000 // 10_000, person * 7919 % 10_000
    number = pl.format("010-{}-{}", block.cast(pl.String).str.zfill(4), last.cast(pl.String).str.zfill(4))
    return pl.LazyFrame({"serial": pl.int_range(rows, dtype=pl.Int64, eager=True)}).select(
        pl.format("BK{}", person.cast(pl.String).str.zfill(8)).alias("고객번호"),
        pl.format("{}{}학원", _pick(mixed, LAST), (person // 3).cast(pl.String)).alias("학원명"),
        pl.concat_str(
            _pick(person, SURNAMES), _pick(person // 19, SYLLABLES_1), _pick(person // 361, SYLLABLES_2)
        ).alias("담당자"),
        _pick(mixed, _TITLES).alias("직책"),
        pl.when(serial % 40 == 3)
        .then(number.str.replace_all("-", "").str.strip_prefix("0"))
        .when(serial % 40 == 7)
        .then(pl.lit("8.21012E+11"))
        .when(serial % 8 == 1)
        .then(number.str.replace_all("-", ""))
        .otherwise(number)
        .alias("휴대폰"),
        pl.format("070-0{}-{}", (block % 1000).cast(pl.String).str.zfill(3), last.cast(pl.String).str.zfill(4)).alias(
            "대표전화"
        ),
        pl.format("{}{}@example.com", _pick(mixed, FIRST), person).alias("이메일"),
        pl.format("서울 가상구 상상로 {}", mixed % 900).alias("주소"),
        pl.format(
            "2026-{}-{}", (mixed % 12 + 1).cast(pl.String).str.zfill(2), (mixed % 28 + 1).cast(pl.String).str.zfill(2)
        ).alias("등록일"),
        pl.when(serial % 30 == 5).then(pl.lit("오후 통화 요망")).otherwise(pl.lit("")).alias("비고"),
    )


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
