"""What people and dialers write wrongly in result files: taken in, set aside with its remedy, or told; never silence."""

import hashlib

import pytest

from telebatch.model.tables import AMENDMENTS, ATTEMPTS
from tests.pipeline.nights import EVENING, LEADS, adds_up, call, export, facts, is_sound, states, take
from tests.pipeline.small import HEAD, PROJECT, TEAM, run, told, write

AT = "2026-11-16,10:0"


def team(*rows):
    """Rows of (number of the lead, result, callback, memo), a minute apart."""
    return HEAD + "".join(
        f"{AT}{n},010-2001-000{lead},,김하늘,{result},{again},{memo}\n"
        for n, (lead, result, again, memo) in enumerate(rows)
    )


#: What is wrong → text, what is said, calls taken in, reasons of quarantine.
CASES = {
    "a callback that nobody can read": (
        team((1, "재통화", "다음주쯤", ""), (2, "재통화", "13/31", "")), "callbacks promised at no readable time, so not booked: 2 (line 2, 3); write 2026-11-25", 2, {},
    ),
    "callbacks as people write them": (
        team((1, "재통화", "12.12.2026 14.30", ""), (2, "재통화", "12월 12일 오후 2시 반", ""), (3, "재통화", "tomorrow 2pm", ""), (4, "재통화", "明天下午2点半", "")), "", 4, {},
    ),
    "callbacks that may be several days": (
        team((1, "재통화", "next Monday", ""), (2, "재통화", "2시", "")), "callbacks promised at no readable time, so not booked: 2 (line 2, 3)", 2, {},
    ),
    "days of calls without their year": (
        HEAD + "11/16,10:00,010-2001-0001,,김하늘,부재,,\n11월 17일,오전 10시 반,010-2001-0002,,김하늘,부재,,\n12/30,10:00,010-2001-0003,,김하늘,부재,,\n",
        "days without a year, read as the last such days by then: 3", 3, {},
    ),
    "a callback before its call": (
        team((1, "재통화", "2026-11-10 10:00", "")), "callbacks promised before their call, so due at once: 1 (line 2)", 1, {},
    ),
    "a memo without a result": (
        team((1, "부재", "", ""), (2, "", "", "말없이 끊음")), "rows with something written but no result, so not counted: 1 (line 3)", 1, {},
    ),
    "a length that is none": (
        "날짜,시간,전화번호,통화결과,통화길이\n" + "".join(
            f"{AT}{n},010-2001-000{n + 1},거절,{length}\n" for n, length in enumerate(("-5", "몰라", "999999999", "1:02:03", "3.5"))
        ),
        "lengths of talk that cannot be read: 3 (line 2, 3, 4)", 5, {},
    ),
    "a year that has not come": (
        HEAD + "2062-11-16,10:00,010-2001-0001,,김하늘,부재,,\n2026-11-21,09:00,010-2001-0002,,김하늘,부재,,\n", "", 1, {"time_in_future": 1},
    ),
    "an hour that has not come": (
        HEAD + f"{AT}0,010-2001-0001,,김하늘,부재,,\n2026-11-20,25:10,010-2001-0002,,김하늘,부재,,\n",
        "calls dated later than now, by a wrong hour or zone: 1 (line 3)", 2, {},
    ),
    "times of no clock": (
        HEAD + "2026-11-16,soon,010-2001-0001,,김하늘,부재,,\n2026-11-16,99:99,010-2001-0002,,김하늘,부재,,\n2026-11-16,25:30,010-2001-0003,,김하늘,부재,,\n",
        "", 1, {"time_unreadable": 2},
    ),
    "a number in scientific notation": (HEAD + f"{AT}0,8.21020010001E+11,,김하늘,부재,,\n", "", 0, {"lead_unknown": 1}),
    "a lost leading zero, a plus, a name alone": (
        HEAD + f"{AT}0,1020010001,,김하늘,부재,,\n{AT}1,+82 10 2001 0002,,김하늘,부재,,\n{AT}2,,박세미,김하늘,부재,,\n", "", 3, {},
    ),
    "titles, a repeated header, a total": (f"우리팀 통화일지\n\n{team((1, '부재', '', ''))}\n{team((2, '부재', '', ''))}합계,,,,,2건,,\n", "the rows above it are titles", 2, {}),
    "a result nobody knows": (team((1, " 부재 😀", "", "")), "result code '부재 😀' of cards is in no map: 1 call; 1 lead held", 1, {}),
}  # fmt: skip


FINE = (
    "a lost leading zero, a plus, a name alone",
    "titles, a repeated header, a total",
    "callbacks as people write them",
    "days of calls without their year",
)


@pytest.mark.parametrize("case", CASES)
def test_a_spoilt_team_sheet_is_told_about(folder, case):
    text, words, attempts, reasons = CASES[case]
    code, answer = told(folder, "ingest", write(folder, "inbox/team/a.csv", text), as_of=EVENING)
    assert (answer["counts"]["attempts"], answer.get("reasons", {})) == (attempts, reasons), answer
    assert adds_up(answer["counts"])
    assert words in "\n".join(answer["warnings"])
    fine = case in FINE
    assert code == (0 if fine else 5)
    assert is_sound(folder)


def test_a_callback_promised_in_the_past_is_due_at_once(folder):
    told(folder, "ingest", write(folder, "inbox/team/a.csv", CASES["a callback before its call"][0]), as_of=EVENING)
    assert f"{states(folder)[1]['callback_utc']:%Y-%m-%d}" == "2026-11-10"


def test_callbacks_are_booked_as_they_were_written(folder):
    told(folder, "ingest", write(folder, "inbox/team/a.csv", CASES["callbacks as people write them"][0]), as_of=EVENING)
    booked = [f"{states(folder)[lead]['callback_utc']:%m-%d %H:%M}" for lead in (1, 2, 3, 4)]
    assert booked == ["12-12 05:30", "12-12 05:30", "11-17 05:00", "11-17 05:30"]


def test_days_of_calls_without_their_year_are_over_when_the_file_comes(folder):
    path = write(folder, "inbox/team/a.csv", CASES["days of calls without their year"][0])
    told(folder, "ingest", path, as_of=EVENING)
    assert [f"{at:%Y-%m-%d}" for at in facts(folder, ATTEMPTS)["start_utc"].sort()] == [
        "2025-12-30", "2026-11-16", "2026-11-17"
    ]  # fmt: skip


def test_small_figures_without_a_year_wait_where_nothing_tells_the_month(folder):
    rows = [f"2026-11-16,1{n}:00,010-2001-000{n},,김하늘,부재,," for n in (1, 2)]
    text = HEAD + "\n".join([*rows, "9/11,15:00,010-2001-0003,,김하늘,부재,,"]) + "\n"
    words = ("--zone", "Europe/Berlin")
    answer = take(folder, "inbox/team/a.csv", text, *words, code=5)
    assert (answer["counts"]["attempts"], answer["reasons"]) == (2, {"date_open": 1})
    code, answer = told(folder, "ingest", folder / answer["files"][0], *words, "--date-order", "dmy", as_of=EVENING)
    assert (code, answer["counts"]["attempts"]) == (0, 1), answer
    assert f"{facts(folder, ATTEMPTS)['start_utc'].min():%Y-%m-%d}" == "2026-11-09"


TWILIO = "Sid,To,From,Status,Start Time,Duration,Direction\nCA1,+821020010001,+8221,busy,2026-11-16 10:00:00 CST,0,outbound-api\n"


def test_a_zone_word_of_several_zones_waits_until_somebody_says_whose_it_is(folder):
    write(folder, "sources/twilio.toml", TEAM.replace("team_sheet", "twilio_calls"))
    answer = take(folder, "inbox/twilio/a.csv", TWILIO, code=5)
    assert answer["reasons"] == {"zone_open": 1}
    assert "--zone America/Chicago" in (folder / answer["files"][0]).read_text("utf-8-sig")
    code, answer = told(folder, "ingest", folder / answer["files"][0], "--zone", "America/Chicago", as_of=EVENING)
    assert (code, answer["counts"]["attempts"]) == (0, 1), answer
    assert f"{facts(folder, ATTEMPTS)['start_utc'][0]:%d %H:%M}" == "16 16:00"


def test_a_call_of_the_future_is_set_aside_until_its_date_is_mended(folder):
    told(folder, "ingest", write(folder, "inbox/team/a.csv", CASES["a year that has not come"][0]), as_of=EVENING)
    assert states(folder)[1]["is_quarantined"]
    (path,) = (folder / "quarantine").rglob("*.csv")
    text = path.read_text(encoding="utf-8-sig")
    assert "correct the year" in text
    write(folder, "mended.csv", text.replace("2062", "2026"))
    code, answer = told(folder, "ingest", folder / "mended.csv", as_of=EVENING)
    assert (code, answer["counts"]["attempts"]) == (0, 1), answer
    assert not states(folder)[1]["is_quarantined"]


def test_days_that_may_be_months_are_refused_by_file_and_column_until_somebody_says_how_they_are_written(folder):
    path = write(folder, "inbox/team/a.csv", HEAD + "03/04/2026,10:00,010-2001-0001,,김하늘,부재,,\n")
    code, _, err = run(folder, "ingest", path, as_of=EVENING)
    told_of = "refused: inbox/team/a.csv: 날짜: the days of 1 of 1 row may be day/month/year or month/day/year"
    assert (code, err.startswith(told_of), "--date-order dmy" in err) == (3, True, True), err
    assert told(folder, "ingest", path, "--date-order", "mdy", as_of=EVENING)[1]["counts"]["attempts"] == 1
    assert f"{facts(folder, ATTEMPTS)['start_utc'][0]:%Y-%m-%d}" == "2026-03-04"


def test_the_projects_date_order_settles_what_no_file_tells(folder):
    write(folder, "projects/cards.toml", PROJECT + '\n[accept]\ndate_order = "dmy"\n')
    path = write(folder, "inbox/team/a.csv", HEAD + "03/04/2026,10:00,010-2001-0001,,김하늘,부재,,\n")
    assert told(folder, "ingest", path, as_of=EVENING)[0] == 0
    assert f"{facts(folder, ATTEMPTS)['start_utc'][0]:%Y-%m-%d}" == "2026-04-03"


def test_a_callback_that_may_be_two_days_waits_in_quarantine_and_comes_back_by_what_is_said(folder):
    rows = [f"2026-11-16,1{n}:00,010-2001-000{n},,김하늘,부재,," for n in (1, 2)]
    rows += ["2026-11-16,15:00,010-2001-0003,,김하늘,재통화,12/11/2026 14:00,"]
    answer = take(folder, "inbox/team/a.csv", HEAD + "\n".join(rows) + "\n", code=5)
    assert (answer["counts"]["attempts"], answer["reasons"]) == (2, {"date_open": 1})
    assert states(folder)[3]["is_quarantined"]
    (name,) = answer["files"]
    code, answer = told(folder, "ingest", folder / name, "--date-order", "mdy", as_of=EVENING)
    assert (code, answer["counts"]["attempts"]) == (0, 1), answer
    assert f"{states(folder)[3]['callback_utc']:%Y-%m-%d %H:%M}" == "2026-12-11 05:00"
    assert is_sound(folder)


CORRECTIONS = "lead_id,field,value,by,why,at\n" + "".join(
    f"{LEADS[0]},{field},{value},kim,asked,2026-11-16 1{n}:00\n"
    for n, (field, value) in enumerate(
        [("callback", "2026-11-25 14:30"), ("agent", "이보람"), ("hold until", "2026. 12. 1."), ("colour", "red"), ("callback", "soon"), ("number", "010-1")]
    )
)  # fmt: skip


def test_a_sheet_of_corrections_says_what_lead_set_says(folder):
    code, answer = told(folder, "ingest", write(folder, "c.csv", CORRECTIONS), "-p", "cards", as_of=EVENING)
    assert (code, answer["counts"]["amendments"]) == (5, 3)
    assert answer["reasons"] == {"field_unreadable": 2, "field_of_person": 1}
    row = states(folder)[1]
    assert (f"{row['callback_utc']:%Y-%m-%d %H:%M}", row["agent"], str(row["hold_until"])) == (
        "2026-11-25 05:30", "이보람", "2026-12-01",
    )  # fmt: skip
    assert facts(folder, AMENDMENTS).height == 3
    assert is_sound(folder)


def test_corrections_tell_days_as_people_write_them(folder):
    words = [
        ("callback", "내일 오후 2시 반"),
        ("callback", "11/25 14:30"),
        ("hold_until", "12월 1일"),
        ("callback", "next Monday"),
    ]
    text = "lead_id,field,value,by,why,at\n" + "".join(
        f"{LEADS[n]},{field},{value},kim,asked,11/16 10:00\n" for n, (field, value) in enumerate(words)
    )
    code, answer = told(folder, "ingest", write(folder, "c.csv", text), "-p", "cards", as_of=EVENING)
    assert (code, answer["counts"]["amendments"], answer["reasons"]) == (5, 3, {"field_unreadable": 1})
    known = states(folder)
    assert [f"{known[n]['callback_utc']:%m-%d %H:%M}" for n in (1, 2)] == ["11-17 05:30", "11-25 05:30"]
    assert str(known[3]["hold_until"]) == "2026-12-01"


def test_a_correction_that_may_be_two_days_waits(folder):
    text = f"lead_id,field,value,by,why,at\n{LEADS[0]},callback,3/4 14:30,kim,asked,2026-11-16 10:00\n"
    words = ("-p", "cards", "--zone", "Europe/Berlin")
    code, _, err = run(folder, "ingest", write(folder, "c.csv", text), *words, as_of=EVENING)
    assert (code, "value: the days of 1 of 1 row may be day/month/year or month/day/year" in err) == (3, True), err
    assert told(folder, "ingest", folder / "c.csv", *words, "--date-order", "dmy", as_of=EVENING)[0] == 0
    assert f"{states(folder)[1]['callback_utc']:%Y-%m-%d}" == "2027-04-03"


def test_corrections_name_agents_as_files_of_calls_do(folder):
    text = "lead_id,field,value,by,why,at\n" + "".join(
        f"{LEADS[n]},agent,{agent},kim,asked,2026-11-16 10:00\n" for n, agent in enumerate(("1001", "ghost7", ""))
    )
    code, answer = told(folder, "ingest", write(folder, "c.csv", text), "-p", "cards", as_of=EVENING)
    assert (code, answer["counts"]["amendments"]) == (5, 3), answer
    assert [states(folder)[n]["agent"] for n in (1, 2, 3)] == ["김하늘", "ghost7", None]
    (said,) = [line for line in answer["warnings"] if "nobody wrote down" in line]
    assert "leads given to agents nobody wrote down, with their leads: 'ghost7' (1)" in said
    # Nobody wrote a source file for corrections, so none is named.
    assert "add them to agents.toml;" in said


def test_agents_of_an_agents_clock_are_named_too(folder):
    write(folder, "sources/clock.toml", 'kind = "agent_time"\nformat = "agent_time"\n')
    text = TIMES + "1001,2026-11-16,03:00:00,1:00:00\nghost7,2026-11-16,01:00:00,0:10:00\n"
    code, answer = told(folder, "ingest", write(folder, "inbox/clock/a.csv", text), as_of=EVENING)
    assert code == 0, answer
    (said,) = [line for line in answer["warnings"] if "nobody wrote down" in line]
    assert "'ghost7' (1)" in said
    assert "김하늘" not in said


TIMES = "agent,date,login,talk\n"


@pytest.mark.parametrize("order", [("a", "b"), ("b", "a")])
def test_agent_time_told_again_counts_once_and_its_parts_add_up(folder, order):
    write(folder, "sources/clock.toml", 'kind = "agent_time"\nformat = "agent_time"\n\n[projects]\n"*" = "cards"\n')
    texts = {
        "a": TIMES + "1001,2026-11-16,03:00:00,1:00:00\n1001,2026-11-16,01:00:00,0:10:00\n",
        "b": TIMES + "1001,2026-11-16,8h,2:00:00\n",
    }
    for name in order:
        code, answer = told(folder, "ingest", write(folder, f"inbox/clock/{name}.csv", texts[name]), as_of=EVENING)
        assert code == 0, answer
    told(folder, "ingest", write(folder, "inbox/team/a.csv", team((1, "부재", "", ""))), as_of=EVENING)
    code, _, err = run(folder, "report", "-p", "cards", "--period", "2026-11-16", "--rows", "occupancy", as_of=EVENING)
    assert code == 0, err
    code, _, err = run(folder, "report", "-p", "cards", "--period", "2026-11-16", "--format", "text", as_of=EVENING)
    text = (folder / "reports/cards/2026-11-16.txt").read_text(encoding="utf-8")
    assert "25.0%" in next(line for line in text.splitlines() if "Talk share" in line), text
    assert facts(folder, ATTEMPTS).height == 1


def test_the_dialer_itself_is_no_agent_and_its_word_alone_makes_no_number_bad(folder):
    for day, bad in ((16, 0), (17, 1)):
        rows = [call(1, "ADC", f"2026-11-{day} 10:00:00", user="VDAD"), call(2, "NI", f"2026-11-{day} 10:00:00")]
        code, answer = told(folder, "ingest", write(folder, f"inbox/dialer/{day}.txt", export(*rows)), as_of=EVENING)
        assert code == 0, answer
        assert not any("VDAD" in line for line in answer["warnings"])
        assert (states(folder)[1]["bad_numbers"] or 0) == bad
    assert set(facts(folder, ATTEMPTS)["agent"]) == {None, "김하늘"}


@pytest.mark.parametrize(
    "written", ["2026-11-16 10:00", "11/16/2026 10:00", "2026. 11. 16. 오전 10:00", "46342.41666666667"]
)
def test_an_export_that_a_spreadsheet_saved_anew_is_read(folder, written):
    text = export(call(1, "NI"), call(2, "NI"), delimiter=",").replace("2026-11-16 10:00:00", written)
    code, answer = told(folder, "ingest", write(folder, "inbox/dialer/a.csv", text), as_of=EVENING)
    assert (code, answer["counts"]["attempts"]) == (0, 2), answer
    assert {f"{at:%Y-%m-%d %H:%M}" for at in facts(folder, ATTEMPTS)["start_utc"]} == {"2026-11-16 01:00"}


def test_campaigns_that_no_project_is_named_for_are_told(folder):
    rows = [call(1, "NI", campaign_id="OTHER"), call(2, "NI"), call(3, "NI", campaign_id="OTHER")]
    code, answer = told(folder, "ingest", write(folder, "inbox/dialer/a.txt", export(*rows)), as_of=EVENING)
    assert code == 5
    assert any("campaigns that no project is named for: OTHER (2)" in line for line in answer["warnings"])


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_call_told_otherwise_by_a_file_of_no_later_time_asks_for_a_person(folder, order):
    texts = [team((1, "부재", "", "")), team((1, "거절", "", ""))]
    ended = [told(folder, "ingest", write(folder, f"inbox/team/{n}.csv", texts[n]), as_of=EVENING) for n in order]
    assert [code for code, _ in ended] == [0, 5]
    assert any("nothing that says which file is the later: 1" in line for line in ended[1][1]["warnings"])
    # Whichever comes first, the row with the greater SHA-256 counts.
    later = max(texts, key=lambda text: hashlib.sha256(text.encode()).hexdigest())
    wanted = "call.no_answer" if later == texts[0] else "call.refused"
    assert states(folder)[1]["last_outcome"] == wanted


#: Kind of file → rows of which the first is sound and the others have not happened yet.
AHEAD = {
    "corrections": "lead_id,field,value,by,why,at\n{0},close,,kim,asked,2026-11-16 10:00\n{1},close,,kim,asked,2036-11-16 10:00\n",
    "orders": "order_no,전화번호,status,date,amount,currency\nSO-1,010-2001-0001,complete,2026-12-17,100,KRW\nSO-2,010-2001-0002,complete,2062-11-17,1,KRW\n",
    "agent_time": "agent,date,login,talk\n1001,2026-11-16,03:00:00,1:00:00\n1001,2027-11-16,01:00:00,0:10:00\n",
    "callbacks": "lead_id,booked at,callback at,agent\n{0},2026-11-16 10:00,2026-11-24 14:00,1001\n{1},2027-11-16 10:00,2027-11-24 14:00,1001\n",
    "touches": "lead_id,medium,sent_on,arrived_on\n{0},catalogue,2026-11-04,2026-11-21\n{1},catalogue,2026-11-04,2036-11-06\n",
}  # fmt: skip


@pytest.mark.parametrize("kind", AHEAD)
def test_what_has_not_happened_yet_is_set_aside_in_every_kind_of_file(folder, kind):
    file = write(folder, f"{kind}.csv", AHEAD[kind].format(*LEADS))
    code, answer = told(folder, "ingest", file, "-p", "cards", as_of=EVENING)
    assert (code, answer["reasons"], answer["counts"]["quarantined"]) == (5, {"time_in_future": 1}, 1), answer
    assert is_sound(folder)
