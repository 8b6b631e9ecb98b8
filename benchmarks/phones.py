"""How many times faster than phonenumbers are the phone columns, over clean numbers?"""

from __future__ import annotations

import random
import resource
import time
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import phonenumbers
import polars as pl

from benchmarks.timing import Run
from benchmarks.told import Line, Told
from telebatch.normalise.phones import PhoneTable, national_format, phones

# The library takes its time: it is asked a sample, per number its time is steady.
_SAMPLE = 20_000


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


def bench(folder: Path, rows: int, rounds: int) -> Told:
    """Measures both on the same numbers, in this process: no start, no file."""
    del folder
    table = PhoneTable.from_bytes(files("telebatch").joinpath("rules/phones/intervals.parquet").read_bytes())
    cells, regions = numbers(rows, 5)
    sample = list(zip(cells[:_SAMPLE], regions[:_SAMPLE], strict=True))
    theirs, _ = _best(lambda: pl.DataFrame({"read": [_asked(*pair) for pair in sample]}), rounds)
    ours, read = _best(lambda: phones(cells, regions, table), rounds)
    written, _ = _best(lambda: national_format(read["number"], table), rounds)
    lines = (
        Line("phonenumbers", len(sample), theirs),
        Line("telebatch phones", rows, ours),
        Line("telebatch national_format", rows, written),
    )
    ratio = (theirs.seconds / len(sample)) / (ours.seconds / rows)
    return Told(f"phones, {rows:,} clean numbers: {ratio:.0f} x faster than phonenumbers", lines, {})


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


def _best(work: Callable[[], pl.DataFrame | pl.Series], rounds: int) -> tuple[Run, pl.DataFrame]:
    """The quickest of the rounds, and what was made."""
    runs: list[Run] = []
    for _ in range(rounds):
        start, cpu = time.perf_counter(), time.process_time()
        made = work()
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        runs.append(Run(time.perf_counter() - start, time.process_time() - cpu, peak))
    quickest = min(runs, key=lambda one: one.seconds)
    return quickest, made if isinstance(made, pl.DataFrame) else pl.DataFrame({"made": made})
