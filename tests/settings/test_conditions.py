from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telebatch.model.conditions import (
    All,
    Among,
    Compare,
    ConditionWrong,
    Known,
    Not,
    OneOf,
    fields,
    in_minor_units,
    judge,
    parse,
)


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("age >= 40", Compare("age", ">=", Decimal(40))),
        ("age ≥ 40", Compare("age", ">=", Decimal(40))),
        ("agrees", Compare("agrees", "=", True)),
        ("agrees = no", Compare("agrees", "=", False)),
        ("income >= 300만", Compare("income", ">=", Decimal(3_000_000))),
        ("income >= 300만원", Compare("income", ">=", Decimal(3_000_000))),
        ("income > 1.5억", Compare("income", ">", Decimal(150_000_000))),
        ("income > 2천만", Compare("income", ">", Decimal(20_000_000))),
        ("income > 3_000_000 won", Compare("income", ">", Decimal(3_000_000))),
        ("met < 2026-12-01", Compare("met", "<", date(2026, 12, 1))),
        ("outcome = call.interested", Compare("outcome", "=", "call.interested")),
        ("관심 = '매우 높음'", Compare("관심", "=", "매우 높음")),
        ("mood in (high, low)", Among("mood", ("high", "low"))),
        ("mood is empty", Known("mood", False)),
        ("mood is not empty", Known("mood", True)),
        ("not mood is known", Not(Known("mood", True, 5))),
        ("a = 1 and b = 2", All((Compare("a", "=", Decimal(1)), Compare("b", "=", Decimal(2), 11)))),
        (
            "a and b or c",
            OneOf((All((Compare("a", "=", True), Compare("b", "=", True, 7))), Compare("c", "=", True, 12))),
        ),
        (
            "a and (b or c)",
            All((Compare("a", "=", True), OneOf((Compare("b", "=", True, 8), Compare("c", "=", True, 13))))),
        ),
    ],
)
def test_conditions_are_read(text, condition):
    assert parse(text) == condition


@pytest.mark.parametrize(
    ("text", "what", "at"),
    [
        ("", "ends where a field was expected", 1),
        ("age >=", "ends where a value was expected", 7),
        ("age => 3", "`>` stands where a value was expected", 6),
        ("age >= 40 and", "ends where a field was expected", 14),
        ("(age = 1", "ends where `)` was expected", 9),
        ("age = 1)", "`)` stands where `and`, `or` or the end was expected", 8),
        ("age 40", "`40` stands where `and`, `or` or the end was expected", 5),
        ("40 = age", "`40` stands where a field's name was expected", 1),
        ("income = 3,000,000", "`,` stands in a number; write 3000000, 3_000_000 or 300만", 11),
        ("met = 2026-02-30", "`2026-02-30` is no day of the calendar", 7),
        ("mood is high", "`high` stands where `known` or `empty` was expected", 9),
        ("mood in high", "`high` stands where `(` was expected", 9),
        ("a = 1; b", "`;` is not understood", 6),
        ("__import__('os')", "`(` stands where `and`, `or` or the end was expected", 11),
        ("a = and", "`and` stands where a value was expected", 5),
    ],
)
def test_what_cannot_be_read_is_told_with_its_place(text, what, at):
    with pytest.raises(ConditionWrong) as refusal:
        parse(text)
    assert (refusal.value.what, refusal.value.at) == (what, at)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("age >= 40", True), ("age < 40", False), ("age != 41", False), ("age <= 41", True), ("age > 41", False),
        ("missing >= 40", None), ("missing is empty", True), ("missing is known", False), ("age is known", True),
        ("not missing = 1", None), ("missing = 1 and age = 1", False), ("missing = 1 and age = 41", None),
        ("missing = 1 or age = 41", True), ("missing = 1 or age = 1", None), ("missing in (1)", None),
        ("outcome in (call.deal, call.interested)", True), ("agrees", False), ("not agrees", True),
        ("met < 2026-12-01", True), ("age = old", None),
    ],
)  # fmt: skip
def test_a_missing_field_decides_nothing(text, answer):
    held = {
        "age": Decimal(41), "outcome": "call.interested", "agrees": False, "met": date(2026, 11, 23), "missing": None
    }  # fmt: skip
    assert judge(parse(text), held) is answer


def test_amounts_are_scaled_for_money_fields_only():
    text = "(price >= 10.5 or price in (2)) and age in (3) and not price is empty"
    condition = in_minor_units(parse(text), {"price": 2})
    told = {price: judge(condition, {"price": Decimal(price), "age": Decimal(3)}) for price in (1050, 1049, 200, 2)}
    assert told == {1050: True, 1049: False, 200: True, 2: False}


def test_the_fields_asked_for_are_known():
    assert fields(parse("not (a = 1 or b in (1)) and c is known and d")) == {"a", "b", "c", "d"}


@given(st.text(max_size=60))
def test_any_text_is_a_condition_or_refused(text):
    try:
        parse(text)
    except ConditionWrong as refusal:
        assert 1 <= refusal.at <= len(text) + 1


@given(st.text(alphabet="ab(),=<> not and or in is known 1'\"", max_size=60))
def test_text_made_of_its_words_is_a_condition_or_refused(text):
    try:
        assert fields(parse(text))
    except ConditionWrong as refusal:
        assert refusal.what


def test_nesting_ends_somewhere():
    with pytest.raises(ConditionWrong, match="nested too deeply"):
        parse("(" * 5000 + "a" + ")" * 5000)


def test_false_settles_and_whatever_is_missing():
    for text in ("missing = 1 and age = 1", "age = 1 and missing = 1"):
        assert judge(parse(text), {"age": Decimal(2)}) is False
