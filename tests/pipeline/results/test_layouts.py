"""A real-looking file of every dialer's layout, each in its own folder, taken in by one command: what each call says.

Every file stands with the traps of its layout; `UTC` is the zone of every source, so that a time without one stays as
it is written.
"""

import io
from datetime import date, time

import pytest
import xlsxwriter

from telebatch.model.tables import AMENDMENTS, ATTEMPTS
from tests.ingest.headers import HEADERS
from tests.pipeline.dialer_files import LOG, SOURCE, asterisk, asterisk_custom, freeswitch, goautodial, lines, quoted
from tests.pipeline.nights import EVENING, LEADS, call, facts, night
from tests.pipeline.small import told, write

ONE, TWO = 821020010001, 821020010002
TEN, LATER = "10:00:00", "10:05:00"


def vicidial(name, *, has_header=True, custom=()):
    """Two calls as the dialer exports them; the first row is wider by its list's custom columns."""
    cells = {
        **dict.fromkeys(HEADERS[name], ""), **call(1, "NI"), "full_name": "Kim", "address1": "3 -- Mapo", "list_id": "101",
        "phone_number": "01020010009", "uniqueid": "1763254800.123", "server_ip": "10.0.0.5", "hangup_cause": "16",
        "wrapup_time": "5", "entry_date": "2026-11-01 09:00:00", "modify_date": "2026-11-16 10:02:00",
        "called_count": "2", "log_called_count": "2", "log_list_id": "101", "term_reason": "AGENT", "status_name": "No, thanks",
    }  # fmt: skip
    later = {
        **cells,
        **call(2, "NA", "2026-11-16 10:05:00"),
        "alt_dial": "14",
        "uniqueid": "1763255100.124",
        "length_in_sec": "0",
    }
    head = ["\t".join(HEADERS[name])] if has_header else []
    rows = ["\t".join([*(one[cell] for cell in HEADERS[name])]) for one in (cells, later)]
    return lines(*head, "\t".join([rows[0], *custom]), rows[1], end="\r\n")


SALE = [
    "Kim", "Lee", "a, b", "b", "Seoul", "KR", "04524", "01020010001", "k@x.kr", "s", "c", "2026-11-16 10:00:00", "901", "101",
    "1001", "Ann Park", "SALE", LEADS[0], "src", "Camp", "STUDY", "0", "cl", "Cl", "0", "own",
]  # fmt: skip


def five9(at, agent="[None]"):
    return quoted(
        "300000000001", f"Mon, 16 Nov 2026 {at}", "Cards", "OUTBOUND", agent, "", "No Answer", "0212345678", "[None]",
        "01020010001", "00:00:30", "00:00:30", "0", "00:00:00", "00:00:00", "00:00:21", "00:00:00", "00:00:00", "00:00:00",
        "00:00:00", "0", "0", "0", "0", "[Deleted]",
    )  # fmt: skip


#: What the wide export repeats for each number; its columns that no call is read from are left out.
WIDE = ("CallRecordLastAttempt", "CallRecordLastResult", "CallRecordLastAgentWrapup", "Callable", "AutomaticTimeZone")
WIDE_HEADER = [
    "lead_id",
    "Mobile",
    "Office",
    "ContactCallable",
    *(f"{one}-{p}" for p in ("Mobile", "Office") for one in WIDE),
]
WIDE_ROW = quoted(
    "id1", LEADS[0], "+821020010001", "", "1", "2026-11-16T10:00:00.000+09:00", "ININ-OUTBOUND-LIVE-VOICE", "Interested",
    *[""] * 7,
)  # fmt: skip

VICIDIAL_CALLS = [(1, ONE, TEN, "NI", "out", 30), (2, TWO, LATER, "NA", "in", 0)]


def one(code, at=TEN, talk=None, lead=1, number=ONE, direction="out"):
    """The one call a file tells."""
    return [(lead, number, at, code, direction, talk)]


#: Encoding → header and row of a team's own sheet, in the language it is used for.
SHEETS = {
    encoding: (header, f"2026-11-16,10:00,010-2001-0001,{word},x")
    for encoding, header, word in (
        ("cp949", "날짜,시간,전화번호,통화결과,메모", "부재"),
        ("gb18030", "日期,时间,电话,结果,备注", "无人接听"),
        ("shift_jis", "日付,時刻,電話番号,結果,メモ", "不在"),
        ("utf-16", "date,time,phone,result,memo", "no answer"),
    )
}


def workbook(sheet):
    """The sheet as XLSX, its day and time as a person's workbook holds them: numbers that look like dates."""
    held = io.BytesIO()
    with xlsxwriter.Workbook(held, {"in_memory": True}) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, sheet[0].split(","))
        page.write_datetime(1, 0, date(2026, 11, 16), book.add_format({"num_format": "yyyy-mm-dd"}))
        page.write_datetime(1, 1, time(10), book.add_format({"num_format": "hh:mm"}))
        page.write_row(1, 2, sheet[1].split(",")[2:])
    return held.getvalue()


#: Folder → (file name, text, calls as (lead, number, time in UTC, code, direction, talk seconds)).
FILES = {
    **{
        f"{name.replace('vicidial', 'v')}-{kind}": ("EXPORT_CALL_REPORT_20261116-180000.txt", vicidial(name, **how), VICIDIAL_CALLS)
        for name in ("vicidial_standard", *(f"vicidial_extended{n}" for n in ("", "_2", "_3", "_4")))
        for kind, how in (("wide", {"custom": ("x", "y", "z")}), ("bare", {"has_header": False}))
    },
    "v-lead-report": ("EXPORT_LEAD_REPORT_20261116-180000.txt", vicidial("vicidial_standard"), VICIDIAL_CALLS),
    "v-alternate": (
        "a.txt",
        lines(
            "|".join(HEADERS["vicidial_alternate_1"]),
            f"202611161000|01020010001|NI|STUDY|{LEADS[0]}|s|K|L|35|2|202611161000|V11",
        ),
        one("NI", talk=35),
    ),
    "v-alternate-bare": (
        "a.txt",
        lines(f"202611161000|01020010001|NI|STUDY|{LEADS[0]}|s|K|L|35|2|202611161000|V11|ivr"),
        one("NI", talk=35),
    ),
    "v-log-pipe": ("l.txt", lines("|".join(LOG)), one("NI_2", talk=35)),
    "v-log-tab": ("l.txt", lines("\t".join(LOG)), one("NI_2", talk=35)),
    "v-sales-pipe": ("s.txt", lines("|".join(SALE)), one("SALE")),
    "v-sales-csv": ("s.csv", lines(quoted(*SALE)), one("SALE")),
    "v-sales-tab": ("s.txt", lines("\t".join(SALE)), one("SALE")),
    "goautodial": (
        "g.csv",
        lines(",".join(HEADERS["goautodial_calls"]), goautodial(TEN, "1.1"), goautodial("10:01:00", "1.2", "Seoul, Mapo, 3")),
        one("NI", talk=35),
    ),
    "newfies": (
        "n.csv",
        lines(
            ",".join(HEADERS["newfies_cdr"]),
            "adm,aa-1,02123,01020010001,2026-11-16 10:00:00+00:00,40,30,ANSWER,NORMAL_CLEARING,16,gw,PERSON",
        ),
        one("ANSWER", talk=30),
    ),
    **{f"asterisk-a{width}": ("Master.csv", asterisk(width), one("NO ANSWER", talk=0)) for width in (16, 17, 18, 21)},
    "asterisk-congestion": ("Master.csv", asterisk(18, "CONGESTION"), one("CONGESTION", talk=0)),
    **{f"asterisk-c{width}": ("Master.csv", asterisk_custom(width), one("BUSY", talk=0)) for width in (18, 19)},
    "freeswitch": (
        "Master.csv",
        lines(freeswitch("USER_BUSY"), freeswitch("DECLINE", "01020010002")),
        [*one("USER_BUSY", talk=0), *one("DECLINE", talk=0, lead=2, number=TWO)],
    ),
    "freeswitch-blank": ("Master.csv", lines(freeswitch("NO_ANSWER", blank=" ")), one("NO_ANSWER", talk=0)),
    "freeswitch-asterisk": (
        "Master.csv",
        lines(
            quoted(
                "acc", "100", "01020010001", "default", "ann", "sofia/1", "sofia/2", "bridge", "x", "2026-11-16 10:00:00", "",
                "2026-11-16 10:00:44", "44", "0", "CALL_REJECTED", "DOCUMENTATION", "u-1", LEADS[0],
            )
        ),
        one("CALL_REJECTED", talk=0),
    ),
    "cdr-stats": (
        "c.csv",
        lines(
            ",".join(HEADERS["cdr_stats"]),
            '127.0.0.1,0,aa-1,100,Kim,01020010001,82,,sofia,2026-11-16 10:00:00,40,30,3,,4,16,NORMAL_CLEARING,1,KR,1,0,0,0,0,"{}"',
        ),
        one("NORMAL_CLEARING", talk=30),
    ),
    "genesys-doubled": (
        "g.csv",
        lines('\ufeff""inin-outbound-id"",' + quoted(*WIDE_HEADER), WIDE_ROW),
        one("Interested", at="01:00:00"),
    ),
    "genesys": ("g.csv", lines(quoted("inin-outbound-id", *WIDE_HEADER), WIDE_ROW), one("Interested", at="01:00:00")),
    "five9": (
        "f.csv",
        lines(",".join(HEADERS["five9_call_log"]), five9(TEN), five9(LATER, "[Deleted]")),
        [*one("No Answer", talk=0), *one("No Answer", LATER, talk=0)],
    ),
    "cxone": (
        "x.csv",
        lines(",".join(HEADERS["cxone_attempts"]), f"9,1,Cards,77,88,{LEADS[0]},01020010001,11/16/2026 01:00,35,15,Busy,,,7"),
        one("15", at="01:00:00", talk=35),
    ),
    "talkdesk": (
        "t.csv",
        lines(
            ",".join(HEADERS["talkdesk_calls"]),
            "a1,CA1,outbound,2026-11-16 01:00:00,2026-11-16 01:01:00,+8221234567,+821020010001,Kim,30,Sale",
        ),
        one("Sale", at="01:00:00", talk=30),
    ),
    "twilio": (
        "t.csv",
        lines(
            ",".join(HEADERS["twilio_calls"]),
            'CA1,+821020010001,+8221234567,no-answer,"Mon, 16 Nov 2026 01:00:00 +0000",,0,outbound-api',
            "CA2,+821020010001,+8221234567,completed,2026-11-16T10:00:00Z,,20,outbound-api",
            "CA3,+821020010001,+8221234567,ringing,2026-11-16T10:00:00Z,,0,outbound-api",
        ),
        [*one("no-answer", at="01:00:00", talk=0), *one("completed", talk=20)],
    ),
    "clouddial": (
        "c.csv",
        lines(
            ",".join(HEADERS["clouddial_results"]),
            f"q1,1,{LEADS[0]},01020010001,5,16/11/2026,10:00:00,Call,Kim,021234,01020010001,Answered,memo,Sale,16/11/2026 10:02,ok",
        ),
        one("Sale"),
    ),
    **{
        f"team-{encoding.replace('_', '-')}": ("t.csv", lines(*sheet).encode(encoding), one(sheet[1].split(",")[3]))
        for encoding, sheet in SHEETS.items()
    },
    **{
        f"book-{encoding.replace('_', '-')}": ("t.xlsx", workbook(sheet), one(sheet[1].split(",")[3]))
        for encoding, sheet in SHEETS.items()
    },
    # Contact files and files of nobody's format are refused; the callbacks tell of no call.
    "uccx": ("u.csv", lines("account number,first name,last name,phone1,phone2,phone3,dial time", "1,Kim,Lee,01020010001,,,"), []),
    "callbacks": (
        "cb.csv",
        lines(
            quoted("901", "01020010001", "LIVE", "1001", "2026-11-16 10:00:00", "2026-11-25 15:00:00", "after, lunch"),
            quoted("902", "01020010002", "LEAD ARCHIVED", "", "2026-11-16 10:00:00", "2026-11-25 15:00:00", ""),
        ),
        [],
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def taken(tmp_path_factory):
    """The centre after one command over all the files: (folder, its answer)."""
    folder = night(tmp_path_factory.mktemp("layouts"))
    paths = []
    for name, (file_name, text, _) in FILES.items():
        kind = "callbacks" if name == "callbacks" else "results"
        write(folder, f"sources/{name.replace('_', '-')}.toml", SOURCE.replace("results", kind))
        path = folder / "inbox" / name.replace("_", "-") / file_name
        path.parent.mkdir(parents=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        paths.append(path)
    code, answer = told(folder, "ingest", *paths, as_of=EVENING)
    assert code == 5, answer
    return folder, answer


@pytest.fixture(scope="module")
def calls(taken):
    return facts(taken[0], ATTEMPTS).sort("source", "lead_key", "start_utc")


@pytest.mark.parametrize("name", FILES)
def test_each_layout_tells_its_calls(calls, name):
    mine = calls.filter(calls["source"] == name.replace("_", "-"))
    said = [
        (
            row["lead_key"],
            row["number"],
            f"{row['start_utc']:%H:%M:%S}",
            row["code"],
            row["direction"],
            row["talk_seconds"],
        )
        for row in mine.iter_rows(named=True)
    ]
    assert said == FILES[name][2]
    assert {f"{at:%Y-%m-%d}" for at in mine["start_utc"]} <= {"2026-11-16"}


def test_only_contact_lists_were_refused_and_only_broken_rows_set_aside(taken):
    _, answer = taken
    states = {one["path"].split("/")[-2]: one for one in answer["inputs"]}
    assert {name for name, one in states.items() if one["state"] == "refused"} == {"uccx"}
    assert {name: one["counts"]["quarantined"] for name, one in states.items() if one["counts"].get("quarantined")} == {
        "goautodial": 1
    }
    assert {name for name, one in states.items() if one["counts"].get("no_result")} == {"twilio"}


def test_causes_wrap_up_and_placeholders_are_read(calls):
    extended = calls.filter(calls["source"].str.starts_with("v-extended"))
    assert extended.height == 16 and set(extended.select("cause", "wrap_seconds").rows()) == {("16", 5)}
    assert set(calls.filter(calls["source"] == "five9")["agent"]) == {None}
    assert calls.filter(calls["source"] == "newfies")["cause"].to_list() == ["PERSON"]
    assert set(calls.filter(calls["source"].str.starts_with("freeswitch"))["campaign"]) == {"acc"}


def test_booked_callbacks_are_kept_for_their_leads(taken):
    booked = facts(taken[0], AMENDMENTS).sort("lead_key").select("lead_key", "field", "value").rows()
    assert booked == [(1, "callback", "2026-11-25T15:00:00Z"), (2, "callback", "2026-11-25T15:00:00Z")]
