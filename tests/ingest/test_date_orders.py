"""Days that may be months: what decides, and that nobody guesses where nothing does."""

from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from telebatch.ingest.when.date_orders import DateOrders
from telebatch.model.errors import InputRefused
from telebatch.model.time_words import TimeWords
from telebatch.normalise.when import read_date_column
from tests.ingest.ingest_samples import adds_up, records, rules, taken

NOV, DEC = date(2026, 11, 12), date(2026, 12, 11)
CASES = {
    "nothing decides": (["12/11/2026"], {}, (), None),
    "a day beyond twelve decides": (["12/11/2026", "23/11/2026"], {}, (), NOV),
    "a month beyond twelve decides": (["12/11/2026", "11/23/2026"], {}, (), DEC),
    "days in two orders decide nothing": (["12/11/2026", "23/11/2026", "11/23/2026"], {}, ("dmy",), None),
    "another column of the file decides": (["12/11/2026"], {"date": ["2026-11-01", "23/11/2026"]}, (), NOV),
    "two other columns that differ do not": (["12/11/2026"], {"date": ["23/11/2026"], "start": ["11/23/2026"]}, (), None),
    "a column that reads both ways tells nothing": (["12/11/2026"], {"date": ["4/4/2026"]}, (), None),
    "the owner's habit comes last": (["12/11/2026"], {}, ("dmy",), NOV),
    "the file comes before the owner's habit": (["12/11/2026"], {"date": ["11/23/2026"]}, ("dmy",), DEC),
    "a year in front is no question": (["2026-11-12"], {}, (), NOV),
    "years of two figures stand first where the region has it so": (["26.11.12"], {}, ("ymd",), NOV),
    "and elsewhere are open": (["26.11.12"], {}, (), None),
    "points stand behind day and month": (["12.11.2026"], {}, (), NOV),
    "with blanks too": (["12. 11. 2026", "3.4.2026"], {}, (), NOV),
    "a month beyond twelve decides against points": (["12.11.2026", "11.23.2026"], {}, (), DEC),
    "points and strokes in one column are open": (["12.11.2026", "12/11/2026"], {}, (), None),
    "the owner's habit comes before points": (["12.11.2026"], {}, ("mdy",), DEC),
    "they say nothing of whole years": (["12/11/2026", "26.11.12"], {}, ("ymd",), None),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_the_column_decides_then_the_file_then_the_habit(case):
    days, others, prefers, wanted = CASES[case]
    columns = pl.DataFrame(
        [pl.Series(name, cells).extend_constant(None, 9 - len(cells)) for name, cells in others.items()]
    )
    order = DateOrders(None, prefers, columns).of("callback", days)
    assert (order.day(days[0]), order.is_open(days[0])) == (wanted, wanted is None)


@pytest.mark.parametrize(
    ("days", "wanted"),
    [(["16/11/26", "12/11/26"], NOV), (["26.11.12"], NOV), (["12/11/26"], None), (["05/03/12"], date(2005, 3, 12))],
)
def test_years_of_two_figures_are_judged_by_the_day_they_are_told(days, wanted):
    order = DateOrders(None, ("ymd",), pl.DataFrame(), date(2026, 11, 20)).of("date", days)
    assert order.day(days[-1]) == wanted


@pytest.mark.parametrize(("said", "day"), [("dmy", NOV), ("mdy", DEC)])
def test_what_is_said_holds_whatever_the_file_says(said, day):
    order = DateOrders(said, ("dmy",), pl.DataFrame({"date": ["23/11/2026"]})).of("start", ["12/11/2026", "11/23/2026"])
    assert (order.day("12/11/2026"), order.is_open("12/11/2026")) == (day, False)


WRITTEN = st.builds(
    lambda day, pattern: day.strftime(pattern),
    st.dates(date(2024, 1, 1), date(2027, 12, 31)),
    st.sampled_from(["%d/%m/%Y", "%d/%m/%Y", "%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%Y-%m-%d"]),
)


@given(st.lists(WRITTEN, min_size=1, max_size=12))
def test_a_list_and_a_result_file_decide_alike(days):
    listed = read_date_column(pl.Series(days), TimeWords())
    told = DateOrders(None, (), pl.DataFrame()).of("start", dict.fromkeys(days))
    assert listed.open_orders == told.whole.open
    assert listed.open_orders or listed.values.to_list() == [told.day(day) for day in days]


HEAD = ("Date", "Time", "Phone", "Result", "Call back")
FINE = [("2026-11-1" + str(n), "10:00", "01012345678", "deal", "") for n in range(3)]


def test_one_callback_that_may_be_two_days_sets_its_own_row_apart():
    told = taken("team_sheet", records(HEAD, *FINE, ("2026-11-13", "10:00", "01012345678", "deal", "12/11/2026 14:00")))
    assert (told.counts["attempts"], told.quarantine["reason"].to_list()) == (3, ["date_open"])
    assert "--date-order dmy" in told.quarantine["remedy"][0]
    assert adds_up(told)


def test_one_day_of_call_that_may_be_two_sets_its_own_row_apart():
    told = taken("team_sheet", records(HEAD, *FINE, ("12/11/2026", "10:00", "01012345678", "deal", "")))
    assert (told.counts["attempts"], told.quarantine["reason"].to_list()) == (3, ["date_open"])


def test_where_most_rows_are_open_the_file_is_refused_by_its_own_column():
    rows = [("2026-11-10", "10:00", "01012345678", "deal", "12/11/2026 14:00")] * 3
    with pytest.raises(InputRefused) as refused:
        taken("team_sheet", records(HEAD, *(("2026-11-1" + str(n), *row[1:]) for n, row in enumerate(rows)), FINE[0]))
    (mistake,) = refused.value.mistakes
    assert mistake.what == "Call back: the days of 3 of 4 rows may be day/month/year or month/day/year"
    assert mistake.place == "calls.csv"
    assert "--date-order" in mistake.remedy


def test_a_row_without_a_result_asks_nothing():
    told = taken("team_sheet", records(HEAD, *FINE, ("2026-11-13", "10:00", "01012345678", "", "12/11/2026 14:00")))
    assert (told.counts["attempts"], told.counts["no_result"]) == (3, 1)


@pytest.mark.parametrize(("said", "month"), [("dmy", 11), ("mdy", 12)])
def test_what_is_said_with_the_file_reads_it(said, month):
    told = taken(
        "team_sheet", records(HEAD, ("12/11/2026", "10:00", "01012345678", "deal", "")), rules(date_order=said)
    )
    assert told.attempts["start_utc"][0].month == month


def test_pieces_whose_day_is_open_wait_and_days_that_are_none_too():
    rows = [
        ("L0000012", "letter", day) for day in ("2026-11-04", "2026-11-05 00:00:00", "2026-11-06", "12/11/2026", "soon")
    ]
    told = taken("touches", records(("lead_id", "medium", "sent"), *rows))
    assert sorted(told.quarantine["reason"].to_list()) == ["date_open", "time_unreadable"]
    assert told.touches["sent_on"].to_list() == [date(2026, 11, day) for day in (4, 5, 6)]


def test_a_correction_whose_day_is_open_waits():
    rows = [("L0000012", "hold until", day, "kim", "asked", "2026-11-10 10:00") for day in ("2026-12-01", "12/11/2026")]
    told = taken("corrections", records(("lead_id", "field", "value", "by", "why", "at"), *rows))
    assert told.quarantine["reason"].to_list() == ["date_open"]
