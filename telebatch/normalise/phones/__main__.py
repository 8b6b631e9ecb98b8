"""Prints the compiled phone table: `python -m telebatch.normalise.phones < marks.toml > intervals.parquet`."""

from __future__ import annotations

import sys

from telebatch.normalise.phones.table import compile_phones

if __name__ == "__main__":
    sys.stdout.buffer.write(compile_phones(sys.stdin.read()).to_bytes())
