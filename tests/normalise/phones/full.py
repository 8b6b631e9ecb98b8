"""The full proof: `python -m tests.normalise.phones.full [STRINGS]`; prints counts and differences, exits 1 on any."""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from importlib.resources import files
from itertools import islice

from telebatch.normalise.phones import PhoneTable
from telebatch.normalise.phones.numbering import REGIONS
from tests.normalise.phones.oracle import compare
from tests.normalise.phones.spellings import alike, examples, mutated, spelt, strings

_BATCH = 50_000
_MUTANTS = 4


def main(count: int) -> int:
    """Judges examples, mutants and `count` generated strings; returns the exit code."""
    table = PhoneTable.from_bytes(files("telebatch").joinpath("rules/phones/intervals.parquet").read_bytes())
    total: Counter[str] = Counter()
    differences = 0
    proofs = {
        "examples": _batches(_examples()),
        "mutants": _batches(_mutants()),
        "strings": _batches(strings(count, table, 7)),
        "columns": _columns(count // (4 * len(REGIONS)), table),
    }
    for name, batches in proofs.items():
        counts: Counter[str] = Counter()
        for batch in batches:
            result = compare([text for text, _ in batch], [region for _, region in batch], table)
            counts += result.counts
            for difference in result.differences[:20]:
                print("different:", *difference)
            differences += len(result.differences)
        print(f"{name}: {sum(counts.values())} rows, {dict(sorted(counts.items()))}", flush=True)
        total += counts
    print(f"all: {sum(total.values())} rows, {differences} differences, metadata {table.version}")
    return 1 if differences else 0


def _examples() -> Iterator[tuple[str, str]]:
    return (spelling for number, region in examples() for spelling in spelt(number, region))


def _mutants() -> Iterator[tuple[str, str]]:
    chance = random.Random(11)
    return ((mutated(text, chance), region) for text, region in _examples() for _ in range(_MUTANTS))


def _batches(texts: Iterable[tuple[str, str]]) -> Iterator[list[tuple[str, str]]]:
    source = iter(texts)
    while batch := list(islice(source, _BATCH)):
        yield batch


def _columns(cells: int, table: PhoneTable) -> Iterator[list[tuple[str, str]]]:
    """A column per region, its cells alike: these are read by their shape."""
    for region in REGIONS:
        yield [(text, region) for text in alike(cells, region, table, random.Random(region))]


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000))
