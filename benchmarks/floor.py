"""The floor: bare Polars reads the CSV as text and writes it once as Parquet and once as CSV.

python -m benchmarks.floor FILE OUT_FOLDER [SEPARATOR]
"""

import sys
from pathlib import Path

import polars as pl


def main() -> None:
    """Does the least any batch command must do."""
    source, out = Path(sys.argv[1]), Path(sys.argv[2])
    out.mkdir(parents=True, exist_ok=True)
    rows = pl.scan_csv(source, infer_schema=False, separator=sys.argv[3] if len(sys.argv) > 3 else ",")
    pl.collect_all([rows.sink_parquet(out / "rows.parquet", lazy=True), rows.sink_csv(out / "rows.csv", lazy=True)])


if __name__ == "__main__":
    main()
