"""The round trip of our own call sheet: written by split, filled in by hand in four languages, read by ingest, reviewed."""

import json

import polars as pl
import pytest

from telebatch.model.ids import lead_id
from telebatch.model.tables import ANSWERS, LEADS, PEOPLE, RELEASED
from tests.pipeline.nights import LIST, adds_up, facts, is_sound, states
from tests.pipeline.sheets import EVENING, ON, WRITTEN, fill
from tests.pipeline.small import CALLS_ONLY, CENTRE, HEAD, TEAM, run, told, write

#: No plan step but calls; talks must bring two of the fields back.
SHEETS = CALLS_ONLY.replace(
    'secondary = ["call.interested"]', 'secondary = ["call.interested"]\nbasic_information = ["income", "seats"]'
).replace("capacity = 20", 'capacity = 20\nformat = ["xlsx", "csv"]')  # fmt: skip
FIELDS = """
[fields.income]
title = "{income}"
kind = "money"
currency = "{currency}"
locale = "{locale}"

[fields.seats]
title = "{seats}"
kind = "integer"
locale = "{locale}"

[fields.member]
title = "{member}"
kind = "yes_no"

[fields.renewal]
title = "{renewal}"
kind = "date"
locale = "{locale}"

[fields.share]
title = "{share}"
kind = "decimal"
locale = "{locale}"
"""
TITLES = {
    "ko": {"income": "월소득", "seats": "좌석", "member": "회원", "renewal": "갱신일", "share": "비율"},
    "en": {"income": "Income", "seats": "Seats", "member": "Member", "renewal": "Renewal", "share": "Share"},
    "zh": {"income": "月收入", "seats": "座位", "member": "会员", "renewal": "续约日", "share": "比例"},
    "ja": {"income": "月収", "seats": "席数", "member": "会員", "renewal": "更新日", "share": "割合"},
    "de": {"income": "Einkommen", "seats": "Plätze", "member": "Mitglied", "renewal": "Erneuerung", "share": "Anteil"},
}
#: Language of who fills it in → locale, currency, words of five results, the fields as they are written.
HANDS = {
    "ko": ("ko", "KRW", ("계약", "관심", "거절", "거절", "재통화"), ("3,000,000원", "12명", "O", "2026. 11. 30.", "12.5"), ("오후 3:00", "2026.11.25", "3분 30초")),
    "en": ("en", "KRW", ("deal", "interested", "refused", "refused", "call again"), ("3,000,000", "12", "yes", "11/30/2026", "12.5"), ("3:00 PM", "11/25/2026", "3:30")),
    "zh": ("zh", "KRW", ("成交", "有意向", "拒绝", "拒绝", "待跟进"), ("300万", "12人", "是", "2026年11月30日", "12.5"), ("下午3点", "2026年11月25日", "210")),
    "ja": ("ja", "KRW", ("成約", "見込み", "お断り", "お断り", "再架電"), ("３００万", "12席" , "はい", "令和8年11月30日", "12.5"), ("午後3時", "令和8年11月25日", "210")),
    "de": ("de", "EUR", ("deal", "interested", "refused", "refused", "call again"), ("30.000,00 €", "1.200", "ja", "30.11.2026", "12,5"), ("15:00", "25.11.2026", "3:30")),
}  # fmt: skip


def centre(folder, hand):
    """Six persons ready to be called, their queue handed out as a call sheet in the caller's language."""
    locale, currency, *_ = HANDS[hand]
    write(folder, "telebatch.toml", CENTRE.replace('"en"', f'"{"ko" if hand == "ko" else "en"}"'))
    write(folder, "projects/cards.toml", SHEETS + FIELDS.format(**TITLES[hand], locale=locale, currency=currency))
    code, _, err = run(folder, "check")
    assert code == 0, err
    code, _, err = run(folder, "prequalify", write(folder, "list.csv", LIST), "-p", "cards", as_of="2026-11-20")
    assert code == 0, err
    code, _, err = run(folder, "split", "--on", ON, "-p", "cards", "--release")
    assert code == 0, err
    (path,) = (folder / "queues" / ON).rglob("*.xlsx")
    return path


def filled(folder, hand):
    """Five calls: a deal, an interest, a refusal that brings the information, one that does not, a call to come."""
    path = centre(folder, hand)
    _, _, words, values, (clock, day, length) = HANDS[hand]
    column = WRITTEN["ko" if hand == "ko" else "en"]
    told = dict(zip(TITLES[hand].values(), values, strict=True))
    information = dict(list(told.items())[:2])
    lines = [{column["result"]: word, column["talk_seconds"]: length} for word in words]
    lines[0] |= told | {column["called_at"]: "10:05"}
    lines[2] |= information | {column["memo"]: "=later"}
    lines[4] |= {column["callback_date"]: day, column["callback_time"]: clock, column["intent"]: "b"}
    return fill(path, folder / "filled.xlsx", hand, dict(enumerate(lines, 1)))


@pytest.mark.parametrize("hand", HANDS)
def test_a_filled_sheet_reaches_the_review_in_every_language(tmp_path, hand):
    sheet = filled(tmp_path, hand)
    code, answer = told(tmp_path, "ingest", sheet, as_of=EVENING)
    assert (code, answer["counts"]["attempts"], answer["counts"]["no_result"]) == (0, 5, 1), answer
    assert adds_up(answer["counts"])
    rows = (
        facts(tmp_path, ANSWERS)
        .filter(kind="collected")
        .join(facts(tmp_path, RELEASED), on="lead_key")
        .sort("position")
    )
    money = 3_000_000
    typed = {
        "income": money,
        "seats": 1200 if hand == "de" else 12,
        "member": True,
        "renewal": "2026-11-30",
        "share": 12.5,
    }
    assert [json.loads(value) for value in rows["value"]] == [
        typed, {"income": money, "seats": typed["seats"]},
    ]  # fmt: skip
    code, _, err = run(tmp_path, "report", "-p", "cards", "--period", ON, "--format", "json", as_of=EVENING)
    assert code == 0, err
    review = json.loads((tmp_path / f"reports/cards/{ON}.json").read_text(encoding="utf-8"))
    assert {one["name"]: one["count"] for one in review["goals"]} == {
        "primary": 1, "secondary": 1, "information_only": 1, "wasted": 2,
    }  # fmt: skip
    amount = "30,000.00 EUR" if hand == "de" else "3,000,000 KRW"
    income = f"{TITLES[hand]['income']}{{}}{amount}"
    lead = rows.select(lead_id(pl.col("lead_key"))).to_series()[0]
    assert income.format(" ") in run(tmp_path, "explain", lead)[1]
    assert income.format(": ") in run(tmp_path, "lead", "show", lead)[1]
    booked = [row["callback_utc"] for row in states(tmp_path).values() if row["callback_utc"]]
    assert [f"{at:%Y-%m-%d %H:%M}" for at in booked] == ["2026-11-25 06:00"]
    assert is_sound(tmp_path)


def test_what_a_caller_wrote_and_nobody_can_use_is_told_with_its_line(tmp_path):
    cells = {
        1: {"result": "no answer", "called_at": "11.10"},
        2: {"result": "no answer", "called_at": "late"},
        3: {"result": "no answer"},
        4: {"memo": "left a message"},
        5: {"called_at": "12:00"},
    }
    sheet = fill(centre(tmp_path, "en"), tmp_path / "filled.xlsx", "en", cells)
    code, answer = told(tmp_path, "ingest", sheet, as_of=EVENING)
    assert (code, answer["counts"]["attempts"], answer["counts"]["no_result"]) == (5, 3, 3), answer
    said = "\n".join(answer["warnings"])
    assert "times of call that cannot be read, so taken from the shift: 1 (line 3)" in said
    assert "rows with something written but no result, so not counted: 2 (line 5, 6)" in said
    assert "rows without a time of day, taken from the shift: 2" in said
    assert f"{min(row['last_attempt_utc'] for row in states(tmp_path).values() if row['attempts']):%H:%M}" == "00:00"
    assert f"{max(row['last_attempt_utc'] for row in states(tmp_path).values() if row['attempts']):%H:%M}" == "02:10"


@pytest.mark.parametrize("hand", ["ko", "en", "zh", "ja"])
def test_whom_the_sheet_names_becomes_a_lead(tmp_path, hand):
    path = centre(tmp_path, hand)
    column = WRITTEN["ko" if hand == "ko" else "en"]
    gate = {"ko": "비서", "en": "gatekeeper", "zh": "前台", "ja": "受付"}[hand]
    cells = {2: {column["result"]: gate, column["referral_name"]: "박대표", column["referral_number"]: "010-7777-0001"}}
    code, answer = told(tmp_path, "ingest", fill(path, tmp_path / "filled.xlsx", hand, cells), as_of=EVENING)
    assert (code, answer["counts"]["referrals"]) == (0, 1), answer
    people = facts(tmp_path, LEADS).filter(source="referral").join(facts(tmp_path, PEOPLE), on="person_key")
    assert people.select("person", "company", "project").rows() == [("박대표", "학원2", "cards")]
    assert is_sound(tmp_path)


@pytest.mark.parametrize(
    ("hand", "words"), [("ko", ("첫 통화", "재시도", "부재")), ("en", ("first call", "retry", "No answer"))]
)
def test_a_queue_as_csv_speaks_the_callers_words_and_comes_back_filled_in(tmp_path, hand, words):
    centre(tmp_path, hand)
    queue = pl.read_csv(next((tmp_path / "queues" / ON).rglob("cards-first.csv")), infer_schema=False)
    assert set(queue["why_now"]) == {words[0]}
    result = pl.lit({"ko": "부재", "en": "no answer"}[hand])
    filled = queue.with_columns(result.alias("result"), pl.lit(f"{ON} 10:00").alias("called_at"))
    filled.write_csv(tmp_path / "filled.csv")
    code, answer = told(tmp_path, "ingest", tmp_path / "filled.csv", as_of=EVENING)
    assert (code, answer["counts"]["attempts"]) == (0, queue.height), answer
    assert run(tmp_path, "split", "--on", "2026-11-25", as_of="2026-11-25T08:00")[0] == 0
    (path,) = (tmp_path / "queues/2026-11-25").rglob("cards-*.csv")
    again = pl.read_csv(path, infer_schema=False)
    assert set(again.select("why_now", "last_outcome").rows()) == {words[1:]}


def test_a_callback_day_without_its_year_is_the_one_near_the_call(tmp_path):
    cells = {
        1: {"결과": "재통화", "재통화일": "11/25", "재통화 시각": "14시"},
        2: {"결과": "재통화", "재통화일": "1월 5일(화)", "재통화 시각": "오전 10시"},
    }
    sheet = fill(centre(tmp_path, "ko"), tmp_path / "filled.xlsx", "ko", cells)
    code, answer = told(tmp_path, "ingest", sheet, as_of=EVENING)
    assert (code, answer["counts"]["attempts"]) == (0, 2), answer
    booked = sorted(row["callback_utc"] for row in states(tmp_path).values() if row["callback_utc"])
    assert [f"{at:%Y-%m-%d %H:%M}" for at in booked] == ["2026-11-25 05:00", "2027-01-05 01:00"]


@pytest.mark.parametrize(
    ("promised", "at"),
    [("11/25", "2026-11-25 00:00"), ("2026-11-25", "2026-11-25 00:00"), ("11/25 14:00", "2026-11-25 05:00")],
)
def test_a_promised_day_in_the_teams_own_sheet_is_booked_with_or_without_a_time(tmp_path, promised, at):
    centre(tmp_path, "ko")
    write(tmp_path, "sources/team.toml", TEAM)
    calls = HEAD + f"{ON},10:05,010-2001-0001,,,재통화,{promised},\n"
    code, answer = told(tmp_path, "ingest", write(tmp_path, "inbox/team/calls.csv", calls), as_of=EVENING)
    assert (code, answer["counts"]["attempts"]) == (0, 1), answer
    (booked,) = [row["callback_utc"] for row in states(tmp_path).values() if row["callback_utc"]]
    assert f"{booked:%Y-%m-%d %H:%M}" == at
