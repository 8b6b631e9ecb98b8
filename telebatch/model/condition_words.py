"""What words and values does a condition hold? Cuts its text into tokens, reads numbers, amounts, dates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

RESERVED = frozenset({"and", "or", "not", "in", "is", "known", "empty", "yes", "no", "true", "false"})

_TOKEN = re.compile(
    r"""\s*(?:
      (?P<quoted>"[^"]*"|'[^']*')
    | (?P<date>[0-9]{4}-[0-9]{1,2}-[0-9]{1,2})
    | (?P<number>-?[0-9][0-9_]*(?:\.[0-9]+)?\s?(?:천만|백만|억|만|천|千|万|萬|億|亿)?\s?(?:원|円|元|won)?)
    | (?P<operator>>=|<=|!=|<>|==|[=<>≥≤≠])
    | (?P<mark>[(),])
    | (?P<word>[^\W\d][\w.\-]*)
    )""",
    re.VERBOSE,
)
_NUMBER = re.compile(r"(-?[0-9][0-9_]*(?:\.[0-9]+)?)\s?(천만|백만|억|만|천|千|万|萬|億|亿)?\s?(?:원|円|元|won)?")

#: Number words of Korean, Japanese and Chinese lists.
_TIMES = {
    "": 1,
    "천": 10**3,
    "千": 10**3,
    "만": 10**4,
    "万": 10**4,
    "萬": 10**4,
    "백만": 10**6,
    "천만": 10**7,
    "억": 10**8,
    "億": 10**8,
    "亿": 10**8,
}


class ConditionWrong(ValueError):  # noqa: N818 - named by what happened, like the other errors
    """A condition cannot be read; `at` is the column from 1, `what` the reason in words."""

    def __init__(self, what: str, at: int) -> None:
        super().__init__(f"{what} (at character {at})")
        self.what, self.at = what, at


@dataclass(frozen=True)
class Token:
    """One word of a condition and its column from 1; kind: quoted, date, number, operator, mark or word."""

    kind: str
    text: str
    at: int


def tokens(text: str) -> Iterator[Token]:
    """Cuts a condition into tokens.

    Raises:
      ConditionWrong: A character that no token begins with.
    """
    place = 0
    while text[place:].strip():
        found = _TOKEN.match(text, place)
        if found is None or found.lastgroup is None:
            place += len(text[place:]) - len(text[place:].lstrip())
            raise ConditionWrong(f"`{text[place]}` is not understood", place + 1)
        kind = found.lastgroup
        yield Token(kind, found[kind].strip(), found.start(kind) + 1)
        place = found.end()


def value_of(token: Token) -> Decimal | date | str | bool:
    """The value a token stands for; a bare word is text, so outcomes and choices need no quotes.

    Raises:
      ConditionWrong: An impossible date, or no value at all.
    """
    if token.kind == "quoted":
        return token.text[1:-1]
    if token.kind == "date":
        return _date(token)
    if token.kind == "number":
        return _number(token)
    if token.kind != "word":
        raise ConditionWrong(f"`{token.text}` stands where a value was expected", token.at)
    word = token.text.lower()
    if word in ("yes", "true", "no", "false"):
        return word in ("yes", "true")
    if word in RESERVED:
        raise ConditionWrong(f"`{token.text}` stands where a value was expected", token.at)
    return token.text


def _date(token: Token) -> date:
    try:
        return date(*(int(part) for part in token.text.split("-")))
    except ValueError:
        raise ConditionWrong(f"`{token.text}` is no day of the calendar", token.at) from None


def _number(token: Token) -> Decimal:
    found = _NUMBER.fullmatch(token.text)
    if found is None:
        raise ConditionWrong(f"`{token.text}` is no number", token.at)
    digits = found[1].replace("_", "")
    return Decimal(digits) * _TIMES[found[2] or ""]
