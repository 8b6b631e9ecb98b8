"""Every shipped profile meets a small file of its kind, with the traps of that format."""

from datetime import UTC, datetime

import pytest

from telebatch.ingest import recognise
from telebatch.model.errors import InputRefused
from telebatch.model.workspace import Source
from tests.classify.classify_samples import project
from tests.ingest.headers import EARLY, HEADERS, TAIL
from tests.ingest.ingest_samples import (
    STANDARD,
    TEXTS,
    adds_up,
    call,
    lookups,
    records,
    rules,
    shipped,
    signature,
    taken,
)

MADE = {"vicidial_lead_report": ("EXPORT_LEAD_REPORT_20261123-180000.txt", STANDARD)}

LINES = {
    "vicidial_call_log": ("|", "2026-11-23 10:00:00|01012345678|L0000012|NI|ann|Kim|Lee|900|101|C1|35|src|"),
    "vicidial_sales": (
        "|",
        "Kim|Lee|a|b|Seoul|KR|04524|01012345678|k@x.kr|s|c|2026-11-23 10:00:00|900|101|ann|Ann Park|SALE|L0000012|src|Camp|C1|0|cl|Cl Oser|0|own",
    ),
    "vicidial_callbacks": (",", "900,01012345678,LIVE,ann,2026-11-23 10:00:00,2026-11-25 15:00:00,after lunch"),
    "vicidial_alternate_1_headerless": (
        "|",
        "202611231000|01012345678|NI|C1|L0000012|s|Kim|Lee|35|3|202611231000|V1123",
    ),
    "vicidial_standard_headerless": (
        "\t",
        "\t".join({**dict.fromkeys(STANDARD, "x"), **call(list_id="101")}[name] for name in STANDARD),
    ),
    "asterisk_a18": (
        ",",
        "L0000012,100,01012345678,out,ann,SIP/1,SIP/2,Dial,x,2026-11-23 10:00:00,2026-11-23 10:00:09,2026-11-23 10:00:44,44,35,ANSWERED,DOCUMENTATION,1763.1,L0000012",
    ),
    "asterisk_a17": (
        ",",
        "acc,100,01012345678,out,ann,SIP/1,SIP/2,Dial,x,2026-11-23 10:00:00,,2026-11-23 10:00:44,44,0,BUSY,DOCUMENTATION,L0000012",
    ),
    "asterisk_a21": (
        ",",
        "L0000012,100,01012345678,out,ann,SIP/1,SIP/2,Dial,x,2026-11-23 10:00:00,,2026-11-23 10:00:44,44,0,NO ANSWER,DOCUMENTATION,1763.1,L0000012,p,1763.1,7",
    ),
    "asterisk_c18": (
        ",",
        "ann,100,01012345678,out,SIP/1,SIP/2,Dial,x,2026-11-23 10:00:00,,2026-11-23 10:00:44,44,0,BUSY,DOCUMENTATION,acc,1763.1,L0000012,7",
    ),
    "freeswitch_example": (
        ",",
        "ann,100,01012345678,default,2026-11-23 10:00:00,,2026-11-23 10:00:44,44,0,USER_BUSY,u-1,b-1,acc,PCMA,PCMA",
    ),
    "freeswitch_asterisk": (
        ",",
        "acc,100,01012345678,default,ann,sofia/1,sofia/2,bridge,x,2026-11-23 10:00:00,,2026-11-23 10:00:44,44,0,NO_ANSWER,DOCUMENTATION,u-1,L0000012",
    ),
}

#: Lists to call, not results: they are known so that they are refused by name.
CONTACTS = {
    "vicidial_contacts": ("|", "A1|src|101|82|01012345678|Mr|Kim||Lee|a|b|c|Seoul|||04524|KR|M|1980-01-01||k@x.kr||c|0|own"),
    "newfies_contacts": ("|", "01012345678|Kim|Lee|k@x.kr|d|1|a|Seoul||KR|3|{}"),
}  # fmt: skip

#: What the unique id and the other cells of the extended layouts look like; everything else is as in STANDARD.
EXTENDED = {
    **dict.fromkeys(TAIL, ""), **dict.fromkeys(EARLY, "2026-11-01 09:00:00"), "term_reason": "AGENT", "log_called_count": "2",
    "log_list_id": "101", "uniqueid": "1763254800.123", "server_ip": "10.0.0.5", "hangup_cause": "16", "wrapup_time": "5",
    "modify_date": "2026-11-23 10:02:00",
}  # fmt: skip
for layout in ("extended", "extended_2", "extended_3", "extended_4"):
    cells = {**dict.fromkeys(STANDARD, "x"), **EXTENDED, **call(list_id="101")}
    LINES[f"vicidial_{layout}_headerless"] = (
        "\t",
        "\t".join(cells.get(name, "") for name in HEADERS[f"vicidial_{layout}"]),
    )


def test_every_shipped_profile_has_a_file_here():
    assert set(shipped()) == {*HEADERS, *MADE, *LINES, *CONTACTS}


@pytest.mark.parametrize("name", sorted(HEADERS))
def test_a_file_with_a_header_is_recognised_and_by_no_other_profile(name):
    assert recognise(signature(HEADERS[name]), list(shipped().values()), "x.csv").profile.name == name


@pytest.mark.parametrize("name", sorted(MADE))
def test_twins_are_told_apart_by_the_file_name(name):
    file_name, header = MADE[name]
    assert recognise(signature(header), list(shipped().values()), file_name).profile.name == name


@pytest.mark.parametrize("name", sorted({**LINES, **CONTACTS}))
@pytest.mark.parametrize("taken_for_header", [False, True])
def test_a_file_without_a_header_is_recognised_by_its_cells(name, taken_for_header):
    delimiter, line = {**LINES, **CONTACTS}[name]
    cells = line.split(delimiter)
    seen = signature(cells, [cells], delimiter) if taken_for_header else signature(None, [cells, cells], delimiter)
    known = recognise(seen, list(shipped().values()), "Master.csv")
    assert (known.profile.name, known.header) == (name, "none")


@pytest.mark.parametrize("name", sorted({*LINES} - {"vicidial_callbacks"}))
def test_a_line_without_a_header_becomes_the_call_it_tells(name):
    delimiter, line = LINES[name]
    cells = line.split(delimiter)
    result = taken(name, records([f"c{at + 1}" for at in range(len(cells))], cells))
    row = result.attempts.row(0, named=True)
    assert (row["lead_key"], row["number"], row["start_utc"]) == (
        1,
        821012345678,
        datetime(2026, 11, 23, 1, tzinfo=UTC),
    )


@pytest.mark.parametrize("layout", ["extended", "extended_2", "extended_3", "extended_4"])
def test_an_extended_export_says_the_same_without_its_header(layout):
    name = f"vicidial_{layout}_headerless"
    cells = LINES[name][1].split("\t")
    bare = taken(name, records([f"c{at + 1}" for at in range(len(cells))], cells)).attempts
    headed = taken(f"vicidial_{layout}", records(HEADERS[f"vicidial_{layout}"], cells)).attempts
    assert bare.equals(headed)
    assert bare.select("cause", "wrap_seconds").row(0) == ("16", 5)


def test_a_callback_export_books_without_being_a_call():
    cells = LINES["vicidial_callbacks"][1].split(",")
    result = taken("vicidial_callbacks", records([f"c{at}" for at in range(1, 8)], cells))
    assert result.amendments.select("lead_key", "field", "value", "by").rows() == [
        (1, "callback", "2026-11-25T06:00:00Z", "ann")
    ]
    assert adds_up(result)


def test_a_refusal_names_the_nearest_format_and_what_the_file_lacks():
    with pytest.raises(InputRefused, match=r"nearest is vicidial_\w+, but no column call_date"):
        recognise(signature([name for name in STANDARD if name != "call_date"]), list(shipped().values()), "x.txt")


def test_two_formats_that_fit_are_both_named():
    twin = [shipped()["vicidial_standard"], shipped()["vicidial_standard"]]
    with pytest.raises(InputRefused, match="vicidial_standard, vicidial_standard"):
        recognise(signature(STANDARD), twin, "x.txt")


def test_inbound_rows_of_vicidial_are_known_by_the_seconds_in_alt_dial():
    result = taken(
        "vicidial_standard",
        records(
            STANDARD,
            call(),
            call(alt_dial="14", call_date="2026-11-23 11:00:00"),
            call(alt_dial="ALT2", call_date="2026-11-23 12:00:00"),
        ),
    )
    assert result.attempts["direction"].to_list() == ["out", "in", "out"]


def test_the_legs_of_a_transferred_call_keep_apart_and_keep_their_cause():
    header = HEADERS["vicidial_extended_2"]
    rows = [
        call(uniqueid="17.1", status="XFER", hangup_cause="16", wrapup_time="12", modify_date="2026-11-23 10:02:00"),
        call(uniqueid="17.1", status="SALE", call_date="2026-11-23 10:01:00", hangup_cause="16"),
        call(uniqueid="", status="NA", call_date="2026-11-23 10:09:00"),
    ]
    attempts = taken("vicidial_extended_2", records(header, *rows)).attempts
    assert attempts["attempt_key"].n_unique() == 3
    assert attempts.select("cause", "wrap_seconds").row(0) == ("16", 12)
    assert attempts["modified_utc"][0] == datetime(2026, 11, 23, 1, 2, tzinfo=UTC)


def test_alternate_1_has_times_without_seconds_and_calls_of_one_minute_keep_apart():
    cells = dict(
        zip(HEADERS["vicidial_alternate_1"], ["202611231000", "01012345678", "NA", "C1", "L0000012"], strict=False)
    )
    result = taken("vicidial_alternate_1", records(HEADERS["vicidial_alternate_1"], cells, {**cells, "status": "NI"}))
    assert [key.rpartition("|")[2] for key in result.attempts["attempt_key"]] == ["1", "2"]


def test_a_lead_report_tells_last_results_and_new_leads_are_no_calls():
    rows = [call(), call(status="NEW", call_date="", vendor_lead_code="L0000024")]
    result = taken("vicidial_lead_report", records(STANDARD, *rows))
    assert (result.counts["attempts"], result.counts["no_result"]) == (1, 1)


def test_a_list_download_with_uncalled_leads_is_read_and_they_are_no_calls():
    header = HEADERS["vicidial_lead_list"]
    rows = [
        {
            "vendor_lead_code": "L0000012",
            "status": "NI",
            "last_local_call_time": "2026-11-23 10:00:00",
            "called_count": "2",
            "phone_number": "01012345678",
        },
        {
            "vendor_lead_code": "L0000024",
            "status": "NI",
            "last_local_call_time": "2026-11-23 10:00:00",
            "called_count": "0",
        },
        {"vendor_lead_code": "L0000024", "status": "DNCL", "called_count": "1"},
    ]
    result = taken("vicidial_lead_list", records(header, *rows))
    assert (result.counts["attempts"], result.counts["no_result"]) == (1, 2)


def test_a_wide_export_is_unfolded_into_the_last_attempt_of_each_number():
    header = [name.strip('\ufeff"') for name in HEADERS["genesys_contacts"]]
    both = {
        "lead_id": "L0000012", "Mobile": "01012345678", "Office": "02-765-4321",
        "CallRecordLastAttempt-Mobile": "2026-11-23T10:00:00.000+09:00", "CallRecordLastResult-Mobile": "ININ-OUTBOUND-LIVE-VOICE",
        "CallRecordLastAgentWrapup-Mobile": "Interested",
        "CallRecordLastAttempt-Office": "2026-11-23T02:00:00.000Z", "CallRecordLastResult-Office": "ININ-OUTBOUND-BUSY",
    }  # fmt: skip
    never = {
        "lead_id": "L0000024",
        "Mobile": "010-1234-5679",
        "CallRecordLastResult-Mobile": "ININ-OUTBOUND-DNC-SKIPPED",
    }
    result = taken("genesys_contacts", records(header, both, never))
    told = result.attempts.select("lead_key", "number", "start_utc", "code", "cause").rows()
    assert told == [
        (1, 821012345678, datetime(2026, 11, 23, 1, tzinfo=UTC), "Interested", "ININ-OUTBOUND-LIVE-VOICE"),
        (1, 8227654321, datetime(2026, 11, 23, 2, tzinfo=UTC), "ININ-OUTBOUND-BUSY", None),
    ]
    assert (result.counts["unfolded"], result.counts["no_result"]) == (1, 1) and adds_up(result)


def test_five9_numbers_durations_and_placeholders():
    base = {
        "CALL ID": "1",
        "TIMESTAMP": "Mon, 23 Nov 2026 10:00:00",
        "CALL TYPE": "OUTBOUND",
        "AGENT": "[None]",
        "DISPOSITION": "No Answer",
        "ANI": "0212345678",
        "DNIS": "01012345678",
        "TALK TIME": "00:00:00",
        "RING TIME": "00:00:21",
    }
    inbound = {
        **base,
        "CALL TYPE": "INBOUND",
        "ANI": "01012345678",
        "DNIS": "0212345678",
        "TALK TIME": "0:03:30",
        "AGENT": "ann",
    }
    result = taken("five9_call_log", records(HEADERS["five9_call_log"], base, inbound, {**base, "CALL TYPE": "TEST"}))
    told = result.attempts.select("direction", "number", "agent", "talk_seconds", "ring_seconds").rows()
    assert sorted(told) == [("in", 821012345678, "ann", 210, 21), ("out", 821012345678, None, 0, 21)]
    assert result.counts["no_result"] == 1 and adds_up(result)


def test_cxone_times_are_utc_and_contacts_still_queued_are_no_calls():
    base = {
        "OutboundDetailRecordId": "9",
        "ExternalID": "L0000012",
        "PhoneNumber": "01012345678",
        "DateOfCall": "11/23/2026 01:00",
        "SystemClassification": "15",
    }
    result = taken(
        "cxone_attempts",
        records(
            HEADERS["cxone_attempts"], base, {**base, "OutboundDetailRecordId": "10", "SystemClassification": "-1"}
        ),
    )
    row = result.attempts.row(0, named=True)
    assert (row["start_utc"], row["code"], row["attempt_key"]) == (
        datetime(2026, 11, 23, 1, tzinfo=UTC),
        "15",
        "desk|call|9",
    )
    assert result.counts["no_result"] == 1


@pytest.mark.parametrize(
    ("name", "cells", "told"),
    [
        ("talkdesk_calls", {"call_id": "a", "type": "outbound_missed", "start_at": "2026-11-23 01:00:00", "contact_phone_number": "01012345678", "talk_time": "0"}, ("outbound_missed", None, "out")),
        ("talkdesk_calls", {"call_id": "a", "type": "inbound", "start_at": "2026-11-23 01:00:00", "contact_phone_number": "01012345678", "talk_time": "70", "disposition_code": "Sale"}, ("Sale", "inbound", "in")),
        ("talkdesk_contacts", {"Contact ID": "a", "Direction": "Inbound", "Contact Type": "Missed", "Started At": "2026-11-23 10:00:00", "Contact Person Number": "01012345678"}, ("Missed", None, "in")),
        ("talkdesk_outbound", {"interaction_id": "a", "campaign_id": "C1", "call_started_time": "2026-11-23 01:00:00", "customer_phone_number": "01012345678"}, ("", None, "out")),
        ("twilio_calls", {"Sid": "CA1", "To": "01012345678", "Status": "no-answer", "Start Time": "Mon, 23 Nov 2026 01:00:00 +0000", "Duration": "0", "Direction": "outbound-api"}, ("no-answer", None, "out")),
        ("newfies_cdr", {"callid": "a", "phone_number": "01012345678", "starting_date": "2026-11-23 10:00:00", "disposition": "ANSWER", "amd_status": "MACHINE"}, ("ANSWER", "MACHINE", "out")),
        ("cdr_stats", {"callid": "a", "destination_number": "01012345678", "starting_date": "2026-11-23 10:00:00", "hangup_cause": "USER_BUSY", "hangup_cause_id": "17", "direction": "outbound"}, ("USER_BUSY", "17", "out")),
        ("goautodial_calls", {"uniqueid": "u", "call_date": "2026-11-23 10:00:00", "call_duration": "35", "phone_number": "01012345678", "status": "NI"}, ("NI", None, "out")),
        ("clouddial_results", {"lead_id": "L0000012", "LogDate": "23/11/2026", "LogTime": "10:00", "DialledToNumber": "01012345678", "Result": "Answered", "WrapUpReasonName": "Sale"}, ("Sale", "Answered", "out")),
    ],
)  # fmt: skip
def test_what_other_systems_tell_of_a_call(name, cells, told):
    result = taken(name, records(HEADERS[name], cells))
    row = result.attempts.row(0, named=True)
    assert (row["code"], row["cause"], row["direction"]) == told
    assert (row["lead_key"], row["start_utc"]) == (1, datetime(2026, 11, 23, 1, tzinfo=UTC))


@pytest.mark.parametrize("name", sorted(name for name in HEADERS if not name.endswith("_contacts")))
def test_of_the_known_columns_of_a_layout_nothing_is_said_and_of_any_other_one_it_is(name):
    header = [cell.strip('\ufeff"') for cell in HEADERS[name]]
    for added, told in (([], []), (["Shoe size"], ["columns not read: Shoe size"])):
        read = records([*header, *added], dict.fromkeys(header, ""))
        result = taken(name, read, rules(source=Source("desk", match_floor=0.0)))
        assert [word for word in result.oddities if "not read" in word] == told


def test_a_header_that_looks_like_a_value_is_not_shown():
    result = taken("team_sheet", records((*HEADERS["team_sheet"], "01012345678", "a@b.kr"), ()))
    assert result.oddities[0] == "columns not read: one whose name looks like a value"


def test_agent_time_needs_no_leads():
    result = taken(
        "agent_time",
        records(HEADERS["agent_time"], ("김", "2026-11-23", "8:00:00", "3:10:00", "60분", "1시간 5분", "1800")),
    )
    row = result.agent_time.row(0, named=True)
    assert [row[f"{one}_seconds"] for one in ("login", "talk", "wait", "wrap", "pause")] == [
        28800,
        11400,
        3600,
        3900,
        1800,
    ]
    assert adds_up(result)


def test_corrections_touches_and_callbacks_find_their_leads():
    corrections = taken(
        "corrections",
        records(
            HEADERS["corrections"],
            ("L0000012", "Agent", "Kim", "kim", "told in a call", "2026-11-23"),
            ("L0000012", "hold-until", "2026. 12. 1.", "kim", "asked", "2026-11-23"),
            ("L0000012", "callback", "2026-11-25 오후 2:30", "kim", "asked", "2026-11-23"),
            ("L0000012", "callback", "", "kim", "asked again", "2026-11-24"),
            ("L0000012", "title", "부장", "kim", "told in a call", "2026-11-23"),
            ("L0000012", "colour", "red", "kim", "why", "2026-11-23"),
            ("L0000012", "callback", "soon", "kim", "why", "2026-11-23"),
            ("L0000012", "", "x", "kim", "why", "2026-11-23"),
        ),
    )
    assert corrections.amendments.select("lead_key", "field", "value", "by", "why").rows() == [
        (1, "agent", "Kim", "kim", "told in a call"),
        (1, "callback", "2026-11-25T05:30:00Z", "kim", "asked"),
        (1, "hold_until", "2026-12-01", "kim", "asked"),
        (1, "callback", None, "kim", "asked again"),
    ]
    assert sorted(corrections.quarantine["reason"]) == [
        "field_missing", "field_of_person", "field_unreadable", "field_unreadable",
    ]  # fmt: skip
    touches = taken(
        "touches",
        records(
            HEADERS["touches"],
            ("L0000012", "catalogue", "2026.11.20", "", "", ""),
            ("L0000012", "", "2026.11.20", "", "", ""),
        ),
    )
    assert touches.touches.select("lead_key", "medium", "sent_on").rows() == [
        (1, "catalogue", datetime(2026, 11, 20).date())
    ]
    booked = taken(
        "callbacks", records(HEADERS["callbacks"], ("L0000012", "2026-11-23 10:00", "2026-11-24 오후 2:00", "kim"))
    )
    assert booked.amendments["value"].to_list() == ["2026-11-24T05:00:00Z"]


def test_inbound_files_of_an_inbound_project_are_inbound_throughout():
    inbound = rules(project="in", projects={"in": project("in", direction="inbound")})
    result = taken(
        "team_sheet", records(HEADERS["team_sheet"], ("2026-11-23", "10:00", "01099998888", "기타", "", "")), inbound
    )
    assert result.attempts["direction"].to_list() == ["in"] and result.new_callers["number"].to_list() == [
        TEXTS["01099998888"]
    ]


@pytest.mark.parametrize("name", ["uccx_contacts", "exotel_contacts", "goautodial_contacts", *CONTACTS])
def test_contact_files_are_refused_by_name(name):
    with pytest.raises(InputRefused, match="contact list"):
        taken(name, records(HEADERS.get(name, ["c1", "c2"])), known=lookups())


def test_a_date_column_may_hold_the_time_too():
    header = ("date", "phone", "result")
    rows = [("2026-11-23 10:00", "01012345678", "deal"), ("2026-11-23 00:00:00", "010-1234-5679", "deal")]
    result = taken("team_sheet", records(header, *rows), rules(project="p"))
    told = result.attempts.select("start_utc", "start_flag").rows()
    assert told == [
        (datetime(2026, 11, 23, 1, tzinfo=UTC), None),
        (datetime(2026, 11, 23, 0, tzinfo=UTC), "from_shift"),
    ]


@pytest.mark.parametrize("name", sorted(LINES))
def test_mended_rows_of_a_file_without_a_header_come_back_with_one(name):
    delimiter, line = LINES[name]
    cells = line.split(delimiter)
    header = [*(f"c{at + 1}" for at in range(len(cells))), "quarantined_file", "remedy"]
    seen = signature(header, [[*cells, "7", "write the time"]], delimiter)
    known = recognise(seen, list(shipped().values()), "Master-1234.csv")
    assert (known.profile.name, known.header) == (name, "find")


def test_every_layout_of_vicidial_tells_of_one_call_under_one_key():
    log = LINES["vicidial_call_log"][1].split("|")
    standard = taken("vicidial_standard", records(STANDARD, call()))
    extended = taken("vicidial_extended_2", records(HEADERS["vicidial_extended_2"], call(uniqueid="17.1")))
    nightly = taken("vicidial_call_log", records([f"c{at + 1}" for at in range(len(log))], log))
    assert len({one.attempts["attempt_key"][0] for one in (standard, extended, nightly)}) == 1
