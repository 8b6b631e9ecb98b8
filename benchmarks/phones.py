"""Prints how many times faster than phonenumbers the phone columns are: `python -m benchmarks.phones [NUMBERS]`."""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable
from importlib.resources import files

import phonenumbers
import polars as pl

from telebatch.normalise.phones import PhoneTable, national_format, phones

# The library takes its time: it is asked a sample, per number its time is steady.
_SAMPLE = 20_000
_ROUNDS = 3


def _korean(chance: random.Random) -> str:
    last = f"{chance.randrange(10**4):04}"
    first = f"{chance.randrange(2000, 10000)}"
    return chance.choice((f"010-{first}-{last}", f"010{first}{last}", f"+8210{first}{last}", f"(02) {first}-{last}"))


def _american(chance: random.Random) -> str:
    area, first, last = chance.randrange(201, 990), chance.randrange(200, 1000), f"{chance.randrange(10**4):04}"
    return chance.choice((f"({area}) {first}-{last}", f"{area}{first}{last}", f"+1{area}{first}{last}"))


def _other(chance: random.Random) -> str:
    return chance.choice(("+8190", "+86138", "+4915", "+447911", "+33612")) + f"{chance.randrange(10**6, 10**7)}"


def numbers(count: int, seed: int) -> tuple[pl.Series, pl.Series]:
    """Clean numbers, half Korean, three tenths American, the rest from elsewhere, with the region to assume."""
    chance = random.Random(seed)
    drawn = chance.choices(((_korean, "KR"), (_american, "US"), (_other, "KR")), weights=(5, 3, 2), k=count)
    return pl.Series([write(chance) for write, _ in drawn]), pl.Series([region for _, region in drawn])


def main(count: int) -> None:
    """Measures both on the same numbers and prints seconds per million and the ratio."""
    table = PhoneTable.from_bytes(files("telebatch").joinpath("rules/phones/intervals.parquet").read_bytes())
    cells, regions = numbers(count, 5)
    ours, read = _best(lambda: phones(cells, regions, table), count)
    written, _ = _best(lambda: national_format(read["number"], table), count)
    sample = list(zip(cells[:_SAMPLE], regions[:_SAMPLE], strict=True))
    theirs, _ = _best(lambda: pl.DataFrame({"read": [_asked(*pair) for pair in sample]}), len(sample))
    print(f"{count} numbers: phones {ours:.2f} s/M, phonenumbers {theirs:.1f} s/M, ratio {theirs / ours:.0f}")
    print(f"national_format {written:.2f} s/M")


def _asked(text: str, region: str) -> bool:
    """What a script would ask of the library: parse, validity, kind, region, E.164."""
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return False
    phonenumbers.number_type(number)
    phonenumbers.region_code_for_number(number)
    phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return phonenumbers.is_valid_number(number)


def _best(run: Callable[[], pl.DataFrame | pl.Series], count: int) -> tuple[float, pl.DataFrame]:
    """Seconds per million of the best of three rounds, and what was made."""
    seconds: list[float] = []
    for _ in range(_ROUNDS):
        start = time.perf_counter()
        made = run()
        seconds.append(time.perf_counter() - start)
    return min(seconds) / count * 1e6, made if isinstance(made, pl.DataFrame) else pl.DataFrame({"made": made})


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
