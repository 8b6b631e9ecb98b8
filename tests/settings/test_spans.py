import pytest
from hypothesis import given
from hypothesis import strategies as st

from telebatch.model.spans import (
    Span,
    Window,
    common,
    common_windows,
    parse_span,
    parse_window,
    parse_windows,
    within,
)


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("30m", Span(seconds=1800)), ("4h", Span(seconds=14400)), ("2d", Span(days=2)), ("1w", Span(days=7)),
        ("half-day", Span(half_days=1)), (" 15 m ", Span(seconds=900)),
    ],
)  # fmt: skip
def test_spans_are_read(text, span):
    assert parse_span(text) == span


@pytest.mark.parametrize("text", ["", "30", "m", "0d", "-1h", "1.5h", "1y", "halfday", "३d", "99999999d", "1d1h"])
def test_anything_else_is_no_span(text):
    with pytest.raises(ValueError, match="write"):
        parse_span(text)


@pytest.mark.parametrize(
    ("text", "window"),
    [("09:00-18:00", Window(540, 1080)), ("9:30 - 12:00", Window(570, 720)), ("00:00-24:00", Window(0, 1440))],
)
def test_windows_are_read(text, window):
    assert parse_window(text) == window


@pytest.mark.parametrize(
    "text", ["18:00-09:00", "12:00-12:00", "25:00-26:00", "09:60-10:00", "9-18", "", "08:00-24:01"]
)
def test_anything_else_is_no_window(text):
    with pytest.raises(ValueError, match="write"):
        parse_window(text)


def test_windows_that_touch_are_one():
    assert parse_windows(["12:00-14:00", "09:00-12:00", "16:00-17:00"]) == (Window(540, 840), Window(960, 1020))
    assert parse_windows([]) == ()


def test_a_closed_day_is_closed_whatever_others_allow():
    allowed = common_windows([{"sat": (), "mon": ("09:00-18:00",)}, {"mon": ("08:00-12:00", "13:00-20:00")}])
    assert allowed["sat"] == ()
    assert allowed["mon"] == (Window(540, 720), Window(780, 1080))
    assert allowed["sun"] == (Window(0, 1440),)


_windows = st.lists(
    st.tuples(st.integers(0, 1439), st.integers(0, 1440)).filter(lambda ends: ends[0] < ends[1]), max_size=4
).map(lambda ends: parse_windows(str(Window(*end)) for end in ends))


def _minutes(windows):
    return {minute for window in windows for minute in range(window.start, window.end)}


@given(_windows, _windows)
def test_common_windows_hold_exactly_the_minutes_of_both(one, other):
    shared = common(one, other)
    assert _minutes(shared) == _minutes(one) & _minutes(other)
    assert within(shared, one)
    assert within(one, other) == (_minutes(one) <= _minutes(other))
