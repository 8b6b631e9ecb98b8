import tomllib
from dataclasses import replace
from datetime import UTC, date, datetime

import polars as pl
import pytest

from telebatch.ingest import Problem, ingest
from telebatch.model.errors import InputRefused
from telebatch.model.tables import ANSWERS, ATTEMPTS, QUARANTINE, SET_ASIDE
from telebatch.model.workspace import Source
from tests.classify.classify_samples import project
from tests.ingest.ingest_samples import RULES, STANDARD, adds_up, call, lookups, records, rules, sheet, shipped, taken


def standard(*rows, told=None, known=None):
    return taken("vicidial_standard", records(STANDARD, *rows), told, known)


def at(hour, minute=0, day=23):
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


def test_every_frame_has_its_tables_columns():
    result = standard(call(), call(call_date=""), call(vendor_lead_code="", phone_number_dialed="1"))
    for table, frame in (
        (ATTEMPTS, result.attempts),
        (ANSWERS, result.answers),
        (QUARANTINE, result.quarantine),
        (SET_ASIDE, result.set_aside),
    ):
        assert frame.schema == {name: kind for name, kind in table.schema.items() if name != "batch"}


def test_a_call_row_becomes_one_attempt_with_what_it_says():
    result = standard(call(), told=rules("EXPORT_CALL_REPORT_20261123-180000.txt"))
    row = result.attempts.row(0, named=True)
    told = {
        name: row[name]
        for name in (
            "lead_key",
            "project",
            "number",
            "start_utc",
            "talk_seconds",
            "code",
            "agent",
            "direction",
            "format",
            "exported_utc",
        )
    }
    assert told == {
        "lead_key": 1,
        "project": "p",
        "number": 821012345678,
        "start_utc": at(1),
        "talk_seconds": 35,
        "code": "NI",
        "agent": "ann",
        "direction": "out",
        "format": "vicidial",
        "exported_utc": at(9),
    }


def test_without_a_time_in_its_name_a_file_was_exported_at_its_latest_time():
    result = standard(call(), call(call_date="2026-11-23 17:00:00"))
    assert result.attempts["exported_utc"].unique().to_list() == [at(8)]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"call_date": ""}, Problem.TIME_MISSING),
        ({"call_date": "23rd of November"}, Problem.TIME_UNREADABLE),
        ({"vendor_lead_code": "", "phone_number_dialed": "01099998888"}, Problem.LEAD_UNKNOWN),
        ({"vendor_lead_code": "X1", "phone_number_dialed": "no number"}, Problem.LEAD_ID_UNKNOWN),
        ({"vendor_lead_code": "", "phone_number_dialed": "02-765-4321"}, Problem.LEAD_AMBIGUOUS),
        ({"vendor_lead_code": "", "phone_number_dialed": "010-1234-5679"}, Problem.LEAD_AMBIGUOUS),
    ],
)
def test_what_cannot_be_taken_in_is_quarantined_with_its_reason_and_text(changes, reason):
    result = standard(call(), call(**changes))
    row = result.quarantine.row(0, named=True)
    assert (row["reason"], row["record"], row["line"]) == (reason, 3, 3)
    assert row["remedy"] and '"status":"NI"' in row["raw"]
    assert adds_up(result)


def test_a_quarantined_row_whose_lead_is_known_holds_that_lead():
    assert standard(call(), call(call_date="soon")).quarantine["lead_key"].to_list() == [1]


def test_the_count_of_fitting_leads_stands_in_the_remedy():
    result = standard(call(), call(vendor_lead_code="", phone_number_dialed="02-765-4321"))
    assert result.quarantine["remedy"][0].startswith("2 leads fit")


def test_a_lead_id_of_nobody_is_to_be_corrected_not_added():
    result = standard(call(), call(vendor_lead_code="LZZZZZZ", phone_number_dialed="02-765-4321"))
    assert result.quarantine.select("reason", "remedy").row(0) == (
        "lead_ambiguous",
        "nobody has this lead_id, and 2 leads fit the rest of the row; correct the lead_id",
    )


@pytest.mark.parametrize(
    ("row", "released", "lead"),
    [
        ({"vendor_lead_code": "l0001 "}, (), 1),
        ({"vendor_lead_code": "", "phone_number_dialed": "01012345678"}, (), 1),
        (
            {"vendor_lead_code": "", "phone_number_dialed": "02-765-4321"},
            [("q", 1, 5, "2026-11-23", date(2026, 11, 23), 8227654321)],
            5,
        ),
        (
            {"vendor_lead_code": "", "phone_number_dialed": "02-765-4321"},
            [("q", 1, 5, "2026-11-24", date(2026, 11, 24), 8227654321)],
            None,
        ),
    ],
)
def test_a_row_finds_its_lead_by_id_or_by_number_and_the_day_it_was_released_for(row, released, lead):
    result = standard(call(**row), call(call_date="2026-11-23 11:00:00"), known=lookups(released=released))
    found = result.attempts.filter(pl.col("record") == 2)["lead_key"].to_list()
    assert found == ([] if lead is None else [lead])


def test_the_project_told_narrows_the_leads_behind_a_number():
    row = call(vendor_lead_code="", phone_number_dialed="010-1234-5679")
    assert standard(row, told=rules(project="q")).attempts["lead_key"].to_list() == [3]
    by_campaign = rules(source=Source("desk", projects={"C9": "q"}))
    assert standard({**row, "campaign_id": "C9"}, told=by_campaign).attempts["lead_key"].to_list() == [3]


def test_rows_of_others_are_counted_apart():
    source = Source("desk", not_ours={"campaign_id": ("OTHER",)})
    result = standard(call(), call(campaign_id="other", vendor_lead_code=""), told=rules(source=source))
    assert (result.counts["attempts"], result.counts["not_ours"]) == (1, 1)
    assert result.set_aside["reason"].to_list() == ["not_ours"]


def test_a_file_of_strangers_is_refused():
    strangers = [
        call(vendor_lead_code="", phone_number_dialed="01099998888", call_date=f"2026-11-23 10:00:0{at}")
        for at in range(9)
    ]
    with pytest.raises(InputRefused, match="a lead was found for only 1 of 10 rows"):
        standard(call(), *strangers)


def test_exact_repeats_within_a_file_are_set_aside():
    result = standard(call(), call(), call(status="DC"))
    assert result.counts["repeated"] == 1
    assert result.attempts.height == 2 and result.attempts["attempt_key"].n_unique() == 2


def test_the_attempt_key_never_holds_a_result():
    before = standard(call(status="NA", length_in_sec="0", user="bob")).attempts
    after = standard(call(status="SALE", length_in_sec="300", user="ann")).attempts
    assert before["attempt_key"].to_list() == after["attempt_key"].to_list()


def test_an_unknown_caller_of_an_inbound_project_asks_for_a_lead():
    inbound = rules(project="in", projects={"in": project("in", direction="inbound")})
    rows = [
        call(vendor_lead_code="", phone_number_dialed="01099998888", alt_dial="12.5"),
        call(vendor_lead_code="", phone_number_dialed="anonymous", alt_dial="7"),
        call(vendor_lead_code="", phone_number_dialed="01099998888", call_date="2026-11-23 11:00:00"),
    ]
    result = standard(*rows, told=inbound)
    assert result.attempts.select("direction", "lead_key", "number").rows() == [
        ("in", None, 821099998888),
        ("in", None, None),
    ]
    assert result.new_callers.select("record", "number", "project").rows() == [(2, 821099998888, "in")]
    assert result.counts["quarantined"] == 1  # the outbound row
    assert adds_up(result)


@pytest.mark.parametrize(
    ("text", "utc", "flag"),
    [
        ("2026-11-01 01:30:00", datetime(2026, 11, 1, 5, 30, tzinfo=UTC), "repeated_hour"),
        ("2026-03-08 02:30:00", datetime(2026, 3, 8, 7, 30, tzinfo=UTC), "missing_hour"),
        ("2026-11-01 03:30:00", datetime(2026, 11, 1, 8, 30, tzinfo=UTC), None),
    ],
)
def test_hours_of_a_clock_change_are_flagged(text, utc, flag):
    row = standard(call(call_date=text), told=rules(zone="America/New_York")).attempts.row(0, named=True)
    assert (row["start_utc"], row["start_flag"]) == (utc, flag)


def test_our_own_sheet_comes_back_with_results_callbacks_memos_and_fields():
    result = sheet(
        (
            "q1",
            "1",
            "L0000012",
            "010-1234-5678",
            "김",
            "재통화",
            "a",
            "2026-11-25",
            "오후 3:00",
            "'=내일",
            "300만",
            "41세",
        ),
        ("q1", "2", "L0000024", "", "이", "", "", "", "", "", "", ""),
    )
    row = result.attempts.row(0, named=True)
    assert (row["lead_key"], row["code"], row["intent"], row["callback_utc"]) == (1, "재통화", "A", at(6, day=25))
    assert (row["start_utc"], row["start_flag"], row["attempt_key"]) == (at(4), "from_shift", "sheet|q1|1|1")
    assert result.counts["no_result"] == 1 and adds_up(result)
    assert dict(result.answers.select("kind", "value").rows()) == {
        "memo": "=내일",
        "collected": '{"income":3000000,"age":41}',
    }


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize(
    ("called_at", "start", "flag"),
    [
        ("", at(4), "from_shift"),
        ("14:05", at(5, 5), None),
        ("오후 2:05", at(5, 5), None),
        ("2026-11-24 09:30", at(0, 30, day=24), None),
        ("later", at(4), "from_shift"),
    ],
)
def test_the_headers_split_writes_are_read_in_every_language(language, called_at, start, flag):
    words = tomllib.loads((RULES / "wording" / f"{language}.toml").read_text(encoding="utf-8"))["sheet"]
    cells = {
        "queue": "q1", "position": "1", "lead_id": "L0000012", "intent": "old", "last_memo": "old", "result": "거절", "called_at": called_at,
        "talk_seconds": "95", "intent_new": "b", "callback_date": "", "callback_time": "", "memo": "new",
    }  # fmt: skip
    result = sheet({words[name]: text for name, text in cells.items()}, header=[words[name] for name in cells])
    row = result.attempts.row(0, named=True)
    assert (row["start_utc"], row["start_flag"], row["talk_seconds"], row["intent"]) == (start, flag, 95, "B")
    assert result.answers["value"].to_list() == ["new"]


def test_a_sheet_with_korean_headers_is_read_alike():
    header = (
        "큐",
        "순번",
        "리드ID",
        "번호",
        "이름",
        "결과",
        "의향",
        "재통화일",
        "재통화 시각",
        "메모",
        "월소득",
        "나이",
    )
    result = sheet(("q1", "1.0", "L0000012", "", "김", "거절", "", "", "", "", "많음", "41"), header=header)
    assert result.attempts["attempt_key"].to_list() == ["sheet|q1|1|1"]
    assert result.answers["value"].to_list() == ['{"income":"많음","age":41}']
    assert any(
        told.startswith("월소득: 1 value is no amount of money (line 2); kept as text (field income of ")
        for told in result.oddities
    )


@pytest.mark.parametrize(
    ("header", "row", "code"),
    [
        (
            ("날짜", "시간", "전화번호", "결과", "메모", "상담원"),
            ("2026.11.23", "오전 10:05", "01012345678", "부재", "x", "김"),
            "부재",
        ),
        (
            ("日期", "时间", "电话", "结果", "备注", "坐席"),
            ("2026年11月23日", "10:05", "01012345678", "关机", "x", "金"),
            "关机",
        ),
        (
            ("日付", "時刻", "電話番号", "結果", "備考", "オペレーター"),
            ("令和8年11月23日", "10時05分", "01012345678", "留守", "x", "金"),
            "留守",
        ),
        (
            ("Date", "Time", "Phone", "Result", "Notes", "Agent"),
            ("11/23/2026", "10:05 AM", "01012345678", "No answer", "x", "Kim"),
            "No answer",
        ),
    ],
)
def test_a_teams_own_spreadsheet_is_read_in_four_languages(header, row, code):
    result = taken("team_sheet", records(header, row))
    attempt = result.attempts.row(0, named=True)
    assert (attempt["lead_key"], attempt["start_utc"], attempt["code"]) == (1, at(1, 5), code)
    assert result.answers["value"].to_list() == ["x"]


def test_a_team_sheet_finds_people_by_name_only_where_one_bears_it():
    header = ("날짜", "이름", "결과")
    known = lookups(names=[("김 철수", "p", 1), ("이영희", "p", 4), ("이영희", "p", 5)])
    result = taken(
        "team_sheet", records(header, ("2026-11-23", "김철수", "거절"), ("2026-11-23", "이영희", "거절")), known=known
    )
    assert result.attempts["lead_key"].to_list() == [1]
    assert result.attempts["start_flag"].to_list() == ["from_shift"]
    assert result.quarantine["reason"].to_list() == ["lead_ambiguous"]


def test_dates_that_may_be_two_days_are_asked_about():
    with pytest.raises(InputRefused, match="Date: the days of 1 of 1 row may be day/month/year or month/day/year"):
        taken("team_sheet", records(("Date", "Phone", "Result"), ("3/4/2026", "01012345678", "deal")))


def test_orders_find_their_lead_and_carry_minor_units():
    header = ("주문번호", "리드ID", "상태", "날짜", "금액", "수량")
    result = taken(
        "orders",
        records(
            header,
            ("o1", "L0000012", "확정", "2026-11-23", "1,200,000원", "2"),
            ("o2", "", "확정", "2026-11-23", "5", ""),
            ("", "L0000012", "확정", "2026-11-23", "", ""),
        ),
        known=lookups(orders=[("o9", 4)]),
    )
    row = result.orders.row(0, named=True)
    assert (row["lead_key"], row["status"], row["amount_minor"], row["currency"], row["quantity"]) == (
        1,
        "확정",
        1200000,
        "KRW",
        2,
    )
    assert row["at_utc"] == datetime(2026, 11, 23, 14, 59, 59, tzinfo=UTC)
    assert sorted(result.quarantine["reason"]) == ["lead_unknown", "order_no_missing"]
    assert adds_up(result)


@pytest.mark.parametrize(
    ("amount", "currency", "minor"),
    [
        ("1,200,000", "", 1200000), ("1.234,56", "EUR", 123456), ("1.234", "EUR", 123400), ("1,234.56", "USD", 123456), ("1234,5", "EUR", 123450),
        ("1.500", "KWD", 1500), ("120만", "krw", 1200000), ("12.345,678", "USD", None), ("free", "", None), ("0.5", "KRW", None),
    ],
)  # fmt: skip
def test_an_amount_is_minor_units_of_its_currency_or_stands_in_quarantine(amount, currency, minor):
    header = ("order no", "lead_id", "status", "date", "amount", "currency")
    result = taken("orders", records(header, ("o1", "L0000012", "sale", "2026-11-23", amount, currency)))
    assert result.orders["amount_minor"].to_list() == ([] if minor is None else [minor])
    assert result.quarantine["reason"].to_list() == ([Problem.AMOUNT_UNREADABLE] if minor is None else [])


def test_a_contact_list_is_refused_with_the_right_command():
    contacts = replace(shipped()["vicidial_standard"], kind="contacts")
    with pytest.raises(InputRefused, match="telebatch prequalify"):
        ingest(records(STANDARD, call()), contacts, lambda _: lookups(), rules())
