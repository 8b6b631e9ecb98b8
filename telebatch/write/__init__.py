"""What leaves the house: tables and sheets that a spreadsheet cannot be tricked by, and the same bytes each time."""

from telebatch.write.call_sheet import CallSheet, write_call_sheet
from telebatch.write.neutral import neutralised, restored
from telebatch.write.plain import write_csv, write_csv_pieces, write_json, write_parquet, write_text

__all__ = [
    "CallSheet",
    "neutralised",
    "restored",
    "write_call_sheet",
    "write_csv",
    "write_csv_pieces",
    "write_json",
    "write_parquet",
    "write_text",
]
