"""Files as dialers write them, line by line, with the traps of their layouts."""

from tests.ingest.headers import HEADERS
from tests.pipeline.nights import LEADS

SOURCE = 'kind = "results"\nmatch_floor = 0.0\nzone = "UTC"\n\n[projects]\n"*" = "cards"\n'


def lines(*rows, end="\n"):
    return end.join(rows) + end


def quoted(*cells):
    return ",".join(f'"{cell}"' for cell in cells)


LOG = ["2026-11-16 10:00:00", "01020010001", LEADS[0], "NI_2", "1001", "K", "L", "901", "101", "STUDY", "35", "s", ""]


def asterisk(width, disposition="NO ANSWER"):
    """cdr_csv: strings are quoted, durations bare, an empty answer is not answered."""
    bare = ["", "44", "0", "7"]
    cells = [
        "acc", "100", "01020010001", "out", '""Kim"" <100>', "SIP/1", "SIP/2", "Dial", "SIP/x,30", "2026-11-16 10:00:00", "",
        "2026-11-16 10:00:44", "44", "0", disposition, "DOCUMENTATION", "1763.1", LEADS[0], "peer", "1763.1", "7",
    ]  # fmt: skip
    return lines(",".join(cell if cell in bare else f'"{cell}"' for cell in cells[:width]))


def asterisk_custom(width):
    """cdr_custom: everything quoted."""
    cells = [
        '""Kim"" <100>', "100", "01020010001", "out", "SIP/1", "SIP/2", "Dial", "x,30", "2026-11-16 10:00:00", "",
        "2026-11-16 10:00:44", "44", "0", "BUSY", "3", "acc", "1763.1", LEADS[0], "7",
    ]  # fmt: skip
    return lines(quoted(*cells[:width]))


def freeswitch(cause, number="01020010001", blank=""):
    """mod_cdr_csv; one shipped template has a blank before the account code."""
    times = ("2026-11-16 10:00:00", "", "2026-11-16 10:00:44", "44", "0")
    front = quoted("ann", "100", number, "default", *times, cause, f"u-{cause}", "b-1")
    return f'{front},{blank}"acc",{quoted("PCMA", "PCMA")}'


def goautodial(at, call_id, address=""):
    """Cells joined by commas without any quoting."""
    cells = {
        **dict.fromkeys(HEADERS["goautodial_calls"], ""), "call_date": f"2026-11-16 {at}", "call_duration": "35",
        "phone_number": "01020010001", "status": "NI", "user": "1001", "campaign_id": "STUDY", "vendor_lead_code": LEADS[0],
        "uniqueid": call_id, "entry_list_id": "0", "address1": address,
    }  # fmt: skip
    return ",".join(cells.values())
