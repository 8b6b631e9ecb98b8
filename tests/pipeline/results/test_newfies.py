"""Newfies-Dialer tells machine detection, or where nobody answered the Q.850 cause, beside the disposition."""

import pytest

from tests.pipeline.nights import night, states, take
from tests.pipeline.small import write

HEAD = (
    "user,callid,callerid,phone_number,starting_date,duration,billsec,disposition,hangup_cause,hangup_cause_q850,"
    "used_gateway,amd_status\n"
)


@pytest.mark.parametrize(
    ("disposition", "q850", "amd", "outcome"),
    [
        ("FAILED", "1", "", "call.vacant"),
        ("FAILED", "21", "", "call.call_rejected"),
        ("FAILED", "34", "", "call.network_failure"),
        ("ANSWER", "16", "MACHINE", "call.machine"),
        ("ANSWER", "16", "", "call.other"),
        ("BUSY", "17", "", "call.busy"),
    ],
)
def test_why_a_call_failed_is_told_by_its_cause(tmp_path, disposition, q850, amd, outcome):
    folder = night(tmp_path)
    write(folder, "sources/newfies.toml", 'kind = "results"\nmatch_floor = 0.0\n\n[projects]\n"*" = "cards"\n')
    row = f"adm,c1,0212345678,010-2001-0001,2026-11-16 10:00:00,40,30,{disposition},X,{q850},gw,{amd}\n"
    take(folder, "inbox/newfies/cdr.csv", HEAD + row)
    assert states(folder)[1]["last_outcome"] == outcome
