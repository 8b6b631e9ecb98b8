"""What leaves the house: tables and sheets that a spreadsheet cannot be tricked by, and the same bytes each time."""

from telebatch.write.call_sheet import CallSheet, write_call_sheet
from telebatch.write.cells import ready, ready_together
from telebatch.write.dialer_list import write_dialer_list
from telebatch.write.inbox import DONE, REFUSED, Inbox, alone_in, look_into, put_away
from telebatch.write.neutral import neutralised, restored
from telebatch.write.plain import write_csv, write_csv_ready, write_json, write_parquet, write_text

__all__ = [
    "DONE",
    "REFUSED",
    "CallSheet",
    "Inbox",
    "alone_in",
    "look_into",
    "neutralised",
    "put_away",
    "ready",
    "ready_together",
    "restored",
    "write_call_sheet",
    "write_csv",
    "write_csv_ready",
    "write_dialer_list",
    "write_json",
    "write_parquet",
    "write_text",
]
