"""The traps of every dialer's files, one row each: what the dialer writes, and what must come out of one `ingest`.

Times are told in UTC; a source without a zone of its own has UTC.
"""

import json
from dataclasses import dataclass

import pytest

from telebatch.model.tables import AMENDMENTS, ANSWERS, ATTEMPTS
from tests.ingest.headers import HEADERS
from tests.pipeline.dialer_files import LOG, SOURCE, asterisk, asterisk_custom, freeswitch, goautodial, lines, quoted
from tests.pipeline.nights import EVENING, LAW_1, LEADS, call, facts, is_sound, night
from tests.pipeline.small import told, write

DAY, TEN, LATER = "2026-11-16", "10:00:00", "10:05:00"
EXPORT = "EXPORT_CALL_REPORT_20261116-180000.txt"


@dataclass(frozen=True)
class Trap:
    """Files of one source, in the order in which they come, and what is known after them.

    Attributes:
      calls: (lead, time, code, direction, talk) of every call, however often it was told.
      counts: Figures of all files together, zeros left out.
      said: Words of a note that must be there.
    """

    files: tuple[tuple[str, str], ...]
    calls: list
    counts: dict
    source: str = SOURCE
    said: str = ""
    state: str = "taken"


def one(code, at=TEN, talk=30, lead=1, way="out"):
    return (lead, at, code, way, talk)


def vicidial(*rows, header=(), ends="\r\n"):
    """A STANDARD export; each row is a call and the cells that follow the named ones."""
    names = HEADERS["vicidial_standard"]
    head = "\t".join([*names, *header])
    return lines(head, *("\t".join([*({**dict.fromkeys(names, ""), **cells}[name] for name in names), *more]) for cells, *more in rows), end=ends)  # fmt: skip


def at(lead=1, clock=TEN, status="NI", **more):
    return call(lead, status, f"{DAY} {clock}", **more)


def table(name, *rows, extra=(), delimiter=","):
    """A file with the header of the format; each row is a dict of the cells that are filled."""
    header = [*HEADERS[name], *extra]
    return lines(
        delimiter.join(header),
        *(delimiter.join(f'"{row[one]}"' if row.get(one) else "" for one in header) for row in rows),
    )


FIVE9 = {
    "CALL ID": "3001", "TIMESTAMP": "Mon, 16 Nov 2026 10:00:00", "CAMPAIGN": "C", "CALL TYPE": "OUTBOUND", "AGENT": "1001",
    "DISPOSITION": "No Answer", "ANI": "0212345678", "CUSTOMER NAME": "[None]", "DNIS": "01020010001", "TALK TIME": "00:00:00",
    "RING TIME": "00:00:21", "RECORDINGS": "[Deleted]",
}  # fmt: skip
LIST = {
    "lead_id": "90", "status": "NI", "vendor_lead_code": LEADS[0], "last_local_call_time": f"{DAY} {TEN}", "called_count": "1",
    "phone_number": "01020010001", "entry_date": "2026-11-01 09:00:00", "modify_date": f"{DAY} 10:01:00",
}  # fmt: skip


def five9(*rows, **more):
    return table("five9_call_log", *({**FIVE9, **row} for row in rows), **more)


GENESYS = ("CallRecordLastAttempt", "CallRecordLastResult", "CallRecordLastAgentWrapup", "Callable")
GENESYS_HEADER = ["inin-outbound-id", "lead_id", "Mobile", "Office", "ContactCallable", *(f"{name}-{p}" for p in ("Mobile", "Office") for name in GENESYS)]  # fmt: skip


def genesys(mobile=("", "", ""), office=("", "", ""), head='\ufeff""inin-outbound-id""'):
    """One contact with the last attempt of each of its two numbers."""
    first = head + "," + quoted(*GENESYS_HEADER[1:])
    return lines(first, quoted("a1", LEADS[0], "+821020010001", "+821020010001", "1", *mobile, "1", *office, "1"))


NEWFIES = {
    "user": "adm", "callid": "aa-1", "callerid": "02123", "phone_number": "01020010001", "starting_date": f"{DAY} {TEN}+00:00",
    "duration": "40", "billsec": "30", "disposition": "ANSWER", "hangup_cause": "NORMAL_CLEARING", "hangup_cause_q850": "16", "used_gateway": "gw", "amd_status": "PERSON",
}  # fmt: skip
CXONE = {
    "OutboundDetailRecordId": "9", "ExternalID": LEADS[0], "PhoneNumber": "01020010001", "DateOfCall": "11/16/2026 10:00",
    "CallDuration": "30", "SystemClassification": "15",
}  # fmt: skip


def twilio(sid, status, start="", recorded=""):
    told = {"Sid": sid, "To": "+821020010001", "From": "+8221", "Status": status, "Start Time": start, "Duration": "30"}
    return {**told, "Direction": "outbound-api", "Date Created": recorded}


BOOKED = ("901", "01020010001", "LIVE", "1001", f"{DAY} {TEN}", "2026-11-25 15:00:00", "after, lunch")

TRAPS = {
    # VICIdial, call report export
    "custom columns vary by list, down to none at all": Trap(
        ((EXPORT, vicidial((at(), "x", "y", "z"), (at(2), "a"), (at(3),), header=["custom_fields"])),),
        [one("NI"), one("NI", lead=2), one("NI", lead=3)], {"records": 3, "attempts": 3},
    ),
    "inbound rows hold queue seconds in alt_dial": Trap(
        ((EXPORT, vicidial((at(alt_dial="14"),), (at(2, alt_dial="ALT2"),), (at(3, alt_dial="0.5"),))),),
        [one("NI", way="in"), one("NI", lead=2), one("NI", lead=3, way="in")], {"records": 3, "attempts": 3},
    ),
    "no call id: overlapping exports tell of one call once, the later result counts": Trap(
        ((EXPORT, vicidial((at(),), (at(2),))), (EXPORT.replace("180000", "190000"), vicidial((at(status="CALLBK"),), (at(2),), (at(3),)))),
        [one("CALLBK"), one("NI", lead=2), one("NI", lead=3)], {"records": 5, "attempts": 3, "already_seen": 1, "replaced": 1},
    ),
    "the number dialled is that of the log, not the lead's of today": Trap(
        ((EXPORT, vicidial((at(phone_number="01020010009"),))),), [one("NI")], {"records": 1, "attempts": 1},
    ),
    "the label of a status may be another campaign's: the code counts": Trap(
        ((EXPORT, vicidial((at(status_name="Sale made"),))),), [one("NI")], {"records": 1, "attempts": 1},
    ),
    "tabs inside values come as dashes": Trap(
        ((EXPORT, vicidial((at(address1="3 -- Mapo", comments="a -- b"),))),), [one("NI")], {"records": 1, "attempts": 1},
    ),
    "lines end in CRLF or LF": Trap(
        ((EXPORT, vicidial((at(),))), ("EXPORT_CALL_REPORT_20261116-190000.txt", vicidial((at(2),), ends="\n"))),
        [one("NI"), one("NI", lead=2)], {"records": 2, "attempts": 2},
    ),
    "recordings, notes and paths are appended": Trap(
        ((EXPORT, vicidial((at(), "1", "f", "http://x/y", "call me", "menu"), header=["recording_id", "recording_filename", "recording_location", "call_notes", "ivr_path"])),),
        [one("NI")], {"records": 1, "attempts": 1},
    ),
    "two calls of one minute in ALTERNATE_1 keep apart": Trap(
        (("a.txt", lines("|".join(HEADERS["vicidial_alternate_1"]), *(f"202611161000|01020010001|{code}|S|{LEADS[0]}|s|K|L|30|2|202611161000|V1" for code in ("NA", "NI")))),),
        [one("NA"), one("NI")], {"records": 2, "attempts": 2},
    ),
    "the header may be left out": Trap(
        ((EXPORT, vicidial((at(list_id="101"),)).split("\r\n", 1)[1]),), [one("NI")], {"records": 1, "attempts": 1},
    ),
    "without a header too the custom columns vary by list": Trap(
        ((EXPORT, vicidial((at(), "x", "y", "z"), (at(2), "a"), (at(3),)).split("\r\n", 1)[1]),),
        [one("NI"), one("NI", lead=2), one("NI", lead=3)], {"records": 3, "attempts": 3},
    ),
    # VICIdial, other exports
    "a list download of several lists has list_id twice, and question columns": Trap(
        (("l.txt", table("vicidial_lead_list", LIST, {**LIST, "vendor_lead_code": LEADS[1], "status": "NEW", "called_count": "0", "last_local_call_time": ""}, extra=["q01", "q02"], delimiter="\t").replace("lead_id", "list_id\tlead_id", 1).replace('"90"', '101\t"90"')),),
        [one("NI", talk=None)], {"records": 2, "attempts": 1, "no_result": 1},
    ),
    "a status given without a call hides what the last call ended with: it takes no result away": Trap(
        (
            ("l1.txt", table("vicidial_lead_list", LIST, delimiter="\t")),
            ("l2.txt", table("vicidial_lead_list", {**LIST, "status": "DNCC", "modify_date": f"{DAY} 11:00:00"}, {**LIST, "vendor_lead_code": LEADS[1], "status": "NEW", "called_count": "0", "last_local_call_time": "2008-01-01 00:00:00"}, delimiter="\t")),
        ),
        [one("NI", talk=None)], {"records": 3, "attempts": 1, "no_result": 2},
    ),
    "a lead report has the header of the call report": Trap(
        (("EXPORT_LEAD_REPORT_20261116-180000.txt", vicidial((at(),), (at(2, status="NEW", call_date=""),))),),
        [one("NI")], {"records": 2, "attempts": 1, "no_result": 1},
    ),
    "nightly logs have no header, end in a delimiter, and tell only what is new": Trap(
        (("a.txt", lines("|".join(LOG))), ("b.txt", lines("|".join([f"{DAY} {LATER}", "01020010002", LEADS[1], *LOG[3:]])))),
        [one("NI_2", talk=35), one("NI_2", LATER, 35, 2)], {"records": 2, "attempts": 2},
    ),
    "callback exports have no header and may tell of archived or missing leads": Trap(
        (("cb.csv", lines(quoted(*BOOKED), quoted("902", "01020010002", "LEAD ARCHIVED", *BOOKED[3:]), quoted("903", "01020010003", "LEAD MISSING", *BOOKED[3:]))),),
        [], {"records": 3, "amendments": 3}, source=SOURCE.replace('"results"', '"callbacks"'),
    ),
    "a file of a million rows lacks the rest": Trap(
        ((EXPORT, vicidial(*((at(1, f"1{n}:00:00"), "x") for n in range(3)), header=["site"])),),
        [one("NI", f"1{n}:00:00") for n in range(3)], {"records": 3, "attempts": 3}, said="stops without a word",
        source=SOURCE.replace('kind = "results"', 'kind = "results"\nformat = "capped"'),
    ),
    # GOautodial
    "cells joined without quotes: a broken row is set aside, the rest stands": Trap(
        (("g.csv", lines(",".join(HEADERS["goautodial_calls"]), goautodial(TEN, "1.1"), goautodial(LATER, "1.2", "Seoul, Mapo"))),),
        [one("NI", talk=35)], {"records": 2, "attempts": 1, "quarantined": 1},
    ),
    "notes encoded twice are read as they were meant, custom columns follow": Trap(
        (("g.csv", lines(",".join([*HEADERS["goautodial_calls"], "call_notes", "shoe"]), goautodial(TEN, "1.1") + "," + "좋다".encode().decode("latin-1") + ",42")),),
        [one("NI", talk=35)], {"records": 1, "attempts": 1},
    ),
    # Newfies
    "call records come as CSV and as JSON": Trap(
        (("n.csv", table("newfies_cdr", NEWFIES)), ("n.json", json.dumps([NEWFIES, {**NEWFIES, "callid": "aa-2", "starting_date": f"{DAY} {LATER}+00:00"}]))),
        [one("ANSWER"), one("ANSWER", LATER)], {"records": 3, "attempts": 2, "already_seen": 1},
    ),
    # Asterisk: one file name, several layouts
    **{f"Master.csv of {width} columns with the account first": Trap((("Master.csv", asterisk(width)),), [one("NO ANSWER", talk=0)], {"records": 1, "attempts": 1}) for width in (16, 17, 18, 21)},
    **{f"Master.csv of {width} columns with the caller first": Trap((("Master.csv", asterisk_custom(width)),), [one("BUSY", talk=0)], {"records": 1, "attempts": 1}) for width in (18, 19)},
    "the userfield without the unique id": Trap(
        (("Master.csv", asterisk(18).replace('"1763.1",', "").replace("01020010001", "99")),), [one("NO ANSWER", talk=0)], {"records": 1, "attempts": 1},
    ),
    "times are local by the source's zone": Trap(
        (("Master.csv", asterisk(18).replace('"100"', '"101"')),), [one("NO ANSWER", "01:00:00", 0)], {"records": 1, "attempts": 1}, SOURCE.replace("UTC", "Asia/Seoul"),
    ),
    "times are GMT by the source's zone": Trap(
        (("Master.csv", asterisk(18).replace('"100"', '"102"')),), [one("NO ANSWER", talk=0)], {"records": 1, "attempts": 1}, SOURCE.replace("UTC", "GMT"),
    ),
    "congestion is a disposition where it is switched on": Trap(
        (("Master.csv", asterisk(16, "CONGESTION")),), [one("CONGESTION", talk=0)], {"records": 1, "attempts": 1},
    ),
    # FreeSWITCH
    "a blank stands before the account code": Trap(
        (("Master.csv", lines(freeswitch("NO_ANSWER", blank=" "))),), [one("NO_ANSWER", talk=0)], {"records": 1, "attempts": 1},
    ),
    "a hang-up cause stands where Asterisk has the disposition": Trap(
        (("Master.csv", lines(quoted("acc", "100", "01020010001", "default", "ann", "sofia/1", "sofia/2", "bridge", "x", f"{DAY} {TEN}", "", f"{DAY} 10:00:44", "44", "0", "NO_ANSWER", "DOCUMENTATION", "u-1", LEADS[0]))),),
        [one("NO_ANSWER", talk=0)], {"records": 1, "attempts": 1},
    ),
    # Genesys
    "a byte-order mark before doubled quotes": Trap(
        (("g.csv", genesys(("2026-11-16T10:00:00.000Z", "ININ-OUTBOUND-BUSY", ""))),), [one("ININ-OUTBOUND-BUSY", talk=None)], {"records": 1, "attempts": 1},
    ),
    "only last attempts: what was between is never made up, what is told again is seen": Trap(
        (
            ("g1.csv", genesys(("2026-11-16T10:00:00.000Z", "ININ-OUTBOUND-BUSY", ""), head='"inin-outbound-id"')),
            ("g2.csv", genesys(("2026-11-16T10:00:00.000Z", "ININ-OUTBOUND-BUSY", ""), ("2026-11-16T19:05:00.000+09:00", "ININ-OUTBOUND-LIVE-VOICE", "Interested"))),
        ),
        [one("ININ-OUTBOUND-BUSY", talk=None), one("Interested", LATER, None)], {"records": 2, "unfolded": 1, "attempts": 2, "already_seen": 1},
    ),
    "a number skipped before it was ever dialled is no call": Trap(
        (("g.csv", genesys(("", "ININ-OUTBOUND-DNC-SKIPPED", ""))),), [], {"records": 1, "no_result": 1},
    ),
    # Five9
    "one CALL ID stands on many rows": Trap(
        (("f.csv", five9({}, {"TIMESTAMP": "Mon, 16 Nov 2026 10:05:00"}, {"DNIS": "01020010002"})),),
        [one("No Answer", talk=0), one("No Answer", LATER, 0), one("No Answer", talk=0, lead=2)], {"records": 3, "attempts": 3},
    ),
    "the caller of an inbound row is its ANI, and test calls are none": Trap(
        (("f.csv", five9({"CALL TYPE": "INBOUND", "ANI": "01020010002", "DNIS": "0212345678"}, {"CALL TYPE": "TEST"})),),
        [one("No Answer", talk=0, lead=2, way="in")], {"records": 2, "attempts": 1, "no_result": 1},
    ),
    "placeholders are no values, times are the report's own": Trap(
        (("f.csv", five9({"AGENT": "[None]"})),), [one("No Answer", "18:00:00", 0)], {"records": 1, "attempts": 1}, SOURCE.replace("UTC", "America/Los_Angeles"),
    ),
    "a trimmed report ends in a session id": Trap(
        (("f.csv", five9({"SESSION ID": "s"}, extra=["SESSION ID"]).replace(",HOLDS,ABANDONED,RECORDINGS", "").replace(',,,"[Deleted]","s"', ',"s"')),),
        [one("No Answer", talk=0)], {"records": 1, "attempts": 1},
    ),
    # The others
    "dates are UTC in the all-attempts report, whatever the source's zone": Trap(
        (("x.csv", table("cxone_attempts", CXONE, {**CXONE, "OutboundDetailRecordId": "10", "SystemClassification": "-1"}, {**CXONE, "OutboundDetailRecordId": "11"})),),
        [one("15"), one("15")], {"records": 3, "attempts": 2, "no_result": 1}, SOURCE.replace("UTC", "Asia/Seoul"),
    ),
    "a call that never rang has no start: it is dated by its record": Trap(
        (("t.csv", table("twilio_calls", twilio("CA1", "canceled", "", "Mon, 16 Nov 2026 10:00:00 +0000"), twilio("CA2", "failed", "", f"{DAY}T{LATER}Z"), extra=["Date Created"])),),
        [one("canceled"), one("failed", LATER)], {"records": 2, "attempts": 2}, said="without a start, dated by when their record was made: 2",
    ),
    "and where no record tells its date, one that was given up is no call, one that failed waits": Trap(
        (("t.csv", table("twilio_calls", twilio("CA1", "canceled"), twilio("CA2", "failed"), twilio("CA3", "busy", f"{DAY}T{TEN}Z"))),),
        [one("busy")], {"records": 3, "attempts": 1, "no_result": 1, "quarantined": 1},
    ),
    "who answered stands beside the status": Trap(
        (("t.csv", table("twilio_calls", {**twilio("CA1", "completed", f"{DAY}T{TEN}Z"), "Answered By": "machine_start"}, extra=["Answered By"])),),
        [one("completed")], {"records": 1, "attempts": 1},
    ),
    "zone words are read": Trap(
        (("t.csv", table("twilio_calls", *(twilio(f"CA{n}", "busy", told) for n, told in enumerate((f"{DAY} 19:00:00 KST", f"{DAY} 05:00:00 EST", f"{DAY} {TEN} UTC", f"{TEN} UTC {DAY}", f"{DAY} 19:00:00 GMT+9"))))),),
        [one("busy")] * 5, {"records": 5, "attempts": 5},
    ),
    "a time without the zone its format tells is the source's": Trap(
        (("t.csv", table("twilio_calls", twilio("CA1", "busy", f"{DAY} 19:00:00"))),), [one("busy")], {"records": 1, "attempts": 1},
        SOURCE.replace("UTC", "Asia/Seoul"), said="without the zone that their format tells, read as Asia/Seoul: 1",
    ),
    "a number kept from being dialled has no date, and is no call": Trap(
        (("x.csv", table("cxone_attempts", {**CXONE, "DateOfCall": "", "SystemClassification": "26"}, {**CXONE, "OutboundDetailRecordId": "10"})),),
        [one("15")], {"records": 2, "attempts": 1, "no_result": 1},
    ),
    "statuses of calls under way are none": Trap(
        (("t.csv", table("twilio_calls", *(twilio(f"CA{n}", status, f"{DAY}T{TEN}Z") for n, status in enumerate(("busy", "queued", "ringing", "in-progress")))),),),
        [one("busy")], {"records": 4, "attempts": 1, "no_result": 3},
    ),
    "our own columns come back first": Trap(
        (("c.csv", table("clouddial_results", {"queue": "q1", "position": "1", "lead_id": LEADS[0], "number": "010-2001-0001", "LogDate": "16/11/2026", "LogTime": TEN, "DialledToNumber": "01020010001", "Result": "Answered", "WrapUpReasonName": "Sale", "ResultNotes": "n"}, extra=["list: branch"]).replace("queue,", "list: head,queue,", 1).replace('"q1"', 'x,"q1"')),),
        [one("Sale", talk=None)], {"records": 1, "attempts": 1},
    ),
    "contact files are refused by their name, whatever the case of their header": Trap(
        (("u.csv", lines("account number,first name,last name,phone1,phone2,phone3,dial time", "1,Kim,Lee,01020010001,,,")),), [], {}, state="refused", said="prequalify",
    ),
}  # fmt: skip
CAPPED = 'extends = "vicidial_standard"\nmost_rows = 3\n\n[recognise]\nheader = ["call_date", "site"]\n'


def folder_of(name):
    return f"s{list(TRAPS).index(name):02d}"


@pytest.fixture(scope="module")
def taken(tmp_path_factory):
    """The centre after one command over the files of all traps, and what it answered."""
    folder = night(tmp_path_factory.mktemp("traps"))
    write(folder, "formats/capped.toml", CAPPED)
    paths = []
    for name, trap in TRAPS.items():
        write(folder, f"sources/{folder_of(name)}.toml", trap.source)
        paths += [write(folder, f"inbox/{folder_of(name)}/{file_name}", text) for file_name, text in trap.files]
    code, answer = told(folder, "ingest", *paths, as_of=EVENING)
    assert code == 5, answer
    return folder, answer


@pytest.fixture(scope="module")
def calls(taken):
    """Every call once, by the row that counts."""
    rows = facts(taken[0], ATTEMPTS).sort("exported_utc", "modified_utc", "file_sha", "record", nulls_last=False)
    return rows.unique("attempt_key", keep="last").sort("lead_key", "start_utc", "record")


@pytest.mark.parametrize("name", TRAPS)
def test_what_a_trap_comes_to(taken, calls, name):
    trap, mine = TRAPS[name], calls.filter(calls["source"] == folder_of(name))
    said = [
        (row["lead_key"], f"{row['start_utc']:%H:%M:%S}", row["code"], row["direction"], row["talk_seconds"])
        for row in mine.iter_rows(named=True)
    ]
    assert said == trap.calls
    inputs = [one for one in taken[1]["inputs"] if one["path"].startswith(f"inbox/{folder_of(name)}/")]
    assert {one["state"] for one in inputs} == {trap.state}
    counts: dict[str, int] = {}
    for one_file in inputs:
        for figure, count in one_file["counts"].items():
            counts[figure] = counts.get(figure, 0) + count
    assert {figure: count for figure, count in counts.items() if count} == trap.counts
    assert counts.get("records", 0) + counts.get("unfolded", 0) == sum(counts.get(figure, 0) for figure in LAW_1)
    words = "\n".join(line for line in taken[1]["warnings"] if folder_of(name) in line)
    assert trap.said in words


def test_notes_and_bookings_of_the_traps_are_kept(taken):
    memos = set(facts(taken[0], ANSWERS).filter(kind="memo")["value"])
    assert memos == {"call me", "좋다", "n", "after, lunch"}
    assert facts(taken[0], AMENDMENTS)["lead_key"].sort().to_list() == [1, 2, 3]
    assert is_sound(taken[0])
