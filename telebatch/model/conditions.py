"""What does a plan step's `when` ask? Text becomes a small frozen tree; nothing is ever evaluated as code.

    age >= 40 and monthly_income >= 300만
    outcome in (call.interested, call.call_again) or not intent = C
    next_visit is known and next_visit < 2026-12-01

A missing field decides nothing: a comparison or `in` with it is *not decided* (null). `and` is false where
one side is false, `or` is true where one side is true, `not` of not decided is not decided. Only `is
empty` and
`is known` always decide. Numbers are written without commas, amounts in whole units (won, euro):
`in_minor_units` scales the latter.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Literal

from telebatch.model.condition_words import ConditionWrong, Token, tokens, value_of

Comparison = Literal["=", "!=", "<", "<=", ">", ">="]
Value = Decimal | date | str | bool

#: Fields every lead has, beside the collected ones: last outcome's leaf, intent level, attempts so far.
LEAD_FIELDS = ("outcome", "intent", "attempts")

#: Spellings → comparisons; exactly the operators the tokens know.
_OPERATORS: Mapping[str, Comparison] = MappingProxyType(
    {
        **{"=": "=", "==": "=", "!=": "!=", "<>": "!=", "≠": "!="},
        **{"<": "<", "<=": "<=", "≤": "<=", ">": ">", ">=": ">=", "≥": ">="},
    }
)
_DEEPEST = 50

__all__ = [
    "LEAD_FIELDS",
    "All",
    "Among",
    "Compare",
    "Condition",
    "ConditionWrong",
    "Known",
    "Not",
    "OneOf",
    "fields",
    "in_minor_units",
    "judge",
    "parse",
    "tests",
]


@dataclass(frozen=True)
class Compare:
    """`field operator value`; a bare field name asks for yes. `at` is the column of the field, from 1."""

    field: str
    operator: Comparison
    value: Value
    at: int = 1


@dataclass(frozen=True)
class Among:
    """`field in (a, b)`."""

    field: str
    values: tuple[Value, ...]
    at: int = 1


@dataclass(frozen=True)
class Known:
    """`field is known`, or `field is empty` where `known` is false; never undecided."""

    field: str
    known: bool
    at: int = 1


@dataclass(frozen=True)
class Not:
    """`not part`."""

    part: Condition


@dataclass(frozen=True)
class All:
    """`a and b and …`, two parts or more."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True)
class OneOf:
    """`a or b or …`, two parts or more."""

    parts: tuple[Condition, ...]


Condition = Compare | Among | Known | Not | All | OneOf


def parse(text: str) -> Condition:
    """Reads a condition.

    Raises:
      ConditionWrong: What is wrong, with the column (from 1) where it stands.
    """
    reader = _Reader(tuple(tokens(text)), len(text) + 1)
    condition = reader.either(0)
    if (left := reader.peek()) is not None:
        if left.text == ",":
            raise ConditionWrong("`,` stands in a number; write 3000000, 3_000_000 or 300만", left.at)
        raise ConditionWrong(f"`{left.text}` stands where `and`, `or` or the end was expected", left.at)
    return condition


def tests(condition: Condition) -> Iterator[Compare | Among | Known]:
    """Every comparison in the condition, as written from left to right."""
    if isinstance(condition, Compare | Among | Known):
        yield condition
    elif isinstance(condition, Not):
        yield from tests(condition.part)
    else:
        for part in condition.parts:
            yield from tests(part)


def fields(condition: Condition) -> frozenset[str]:
    """The fields the condition asks for."""
    return frozenset(test.field for test in tests(condition))


def in_minor_units(condition: Condition, decimals: Mapping[str, int]) -> Condition:
    """The same condition with its amounts in minor units, as collected money is stored.

    Args:
      condition: As `parse` gives it.
      decimals: Money field → digits of its currency's minor unit; other fields keep their numbers.
    """
    if isinstance(condition, Not):
        return Not(in_minor_units(condition.part, decimals))
    if isinstance(condition, All | OneOf):
        return replace(condition, parts=tuple(in_minor_units(part, decimals) for part in condition.parts))
    if isinstance(condition, Known) or condition.field not in decimals:
        return condition
    digits = decimals[condition.field]
    if isinstance(condition, Among):
        return replace(condition, values=tuple(_scaled(value, digits) for value in condition.values))
    return replace(condition, value=_scaled(condition.value, digits))


def _scaled(value: Value, digits: int) -> Value:
    return value.scaleb(digits) if isinstance(value, Decimal) else value


def judge(condition: Condition, values: Mapping[str, Value | None]) -> bool | None:
    """The condition's answer for one lead; null where a missing field leaves it undecided.

    Args:
      condition: As `parse` gives it, money scaled to the unit of `values`.
      values: Field → value; absent or None is missing. Numbers as Decimal.
    """
    if isinstance(condition, Not):
        answer = judge(condition.part, values)
        return None if answer is None else not answer
    if isinstance(condition, All | OneOf):
        answers = {judge(part, values) for part in condition.parts}
        settled = isinstance(condition, OneOf)
        return settled if settled in answers else None if None in answers else not settled
    held = values.get(condition.field)
    if isinstance(condition, Known):
        return (held is not None) == condition.known
    if held is None:
        return None
    if isinstance(condition, Among):
        return held in condition.values
    return _compare(held, condition.operator, condition.value)


def _compare(held: Value, operator: Comparison, value: Value) -> bool | None:
    """Null where the two are of different kinds: checked conditions never come to that."""
    if type(held) is not type(value):
        return None
    if operator in ("=", "!="):
        return (held == value) == (operator == "=")
    below = _is_below(held, value)
    if operator in ("<", ">="):
        return below == (operator == "<")
    return (below or held == value) == (operator == "<=")


def _is_below(one: Value, other: Value) -> bool:
    """`one < other` for two of a kind; kinds without order are below nothing."""
    if isinstance(one, Decimal) and isinstance(other, Decimal):
        return one < other
    if isinstance(one, date) and isinstance(other, date):
        return one < other
    return isinstance(one, str) and isinstance(other, str) and one < other


class _Reader:
    """Walks the tokens once; each method reads one level of the grammar."""

    def __init__(self, words: tuple[Token, ...], end: int) -> None:
        self._words, self._end, self._next = words, end, 0

    def peek(self) -> Token | None:
        return self._words[self._next] if self._next < len(self._words) else None

    def take(self, wanted: str) -> Token:
        found = self.peek()
        if found is None:
            raise ConditionWrong(f"ends where {wanted} was expected", self._end)
        self._next += 1
        return found

    def met(self, *texts: str) -> bool:
        found = self.peek()
        if found is None or found.kind == "quoted" or found.text.lower() not in texts:
            return False
        self._next += 1
        return True

    def either(self, depth: int) -> Condition:
        parts = [self.both(depth)]
        while self.met("or"):
            parts.append(self.both(depth))
        return parts[0] if len(parts) == 1 else OneOf(tuple(parts))

    def both(self, depth: int) -> Condition:
        parts = [self.single(depth)]
        while self.met("and"):
            parts.append(self.single(depth))
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def single(self, depth: int) -> Condition:
        if depth > _DEEPEST:
            raise ConditionWrong("is nested too deeply", self._end)
        if self.met("not"):
            return Not(self.single(depth + 1))
        if self.met("("):
            inside = self.either(depth + 1)
            self.close()
            return inside
        return self.test()

    def close(self) -> None:
        if (found := self.take("`)`")).text != ")":
            raise ConditionWrong(f"`{found.text}` stands where `)` was expected", found.at)

    def test(self) -> Condition:
        name = self.take("a field")
        if name.kind != "word":
            raise ConditionWrong(f"`{name.text}` stands where a field's name was expected", name.at)
        if self.met("in"):
            return Among(name.text, self.listed(), name.at)
        if self.met("is"):
            return self.known(name)
        follows = self.peek()
        if follows is not None and follows.kind == "operator":
            self.take("a comparison")
            return Compare(name.text, _OPERATORS[follows.text], value_of(self.take("a value")), name.at)
        return Compare(name.text, "=", True, name.at)

    def listed(self) -> tuple[Value, ...]:
        if (found := self.take("`(`")).text != "(":
            raise ConditionWrong(f"`{found.text}` stands where `(` was expected", found.at)
        values = [value_of(self.take("a value"))]
        while self.met(","):
            values.append(value_of(self.take("a value")))
        self.close()
        return tuple(values)

    def known(self, name: Token) -> Known:
        negated = self.met("not")
        found = self.take("`known` or `empty`")
        if found.text.lower() not in ("known", "empty"):
            raise ConditionWrong(f"`{found.text}` stands where `known` or `empty` was expected", found.at)
        return Known(name.text, (found.text.lower() == "known") != negated, name.at)
