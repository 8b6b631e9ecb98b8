"""Can a step's `when` ever be decided? Its fields exist, and each is compared with something of its own kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from telebatch.model.conditions import LEAD_FIELDS, Among, Compare, ConditionWrong, Known, Value, parse, tests
from telebatch.model.project import Field
from telebatch.settings.nearness import meant, quoted

_NUMBERS = ("integer", "decimal", "money")
_KINDS: tuple[tuple[type, str], ...] = (
    (bool, "yes or no"),
    (Decimal, "a number"),
    (date, "a date"),
    (str, "text"),
)
_WANTED: Mapping[str, type] = {**dict.fromkeys(_NUMBERS, Decimal), "date": date, "yes_no": bool}


def condition_faults(
    when: str, fields: Mapping[str, Field], intents: tuple[str, ...], leaves: tuple[str, ...]
) -> Iterator[tuple[str, str]]:
    """What is wrong with a condition, and what to do, in the order of reading.

    Args:
      when: Text of the condition.
      fields: The project's collected fields.
      intents: Its levels of intent.
      leaves: Every leaf of the outcome tree.
    """
    try:
        condition = parse(when)
    except ConditionWrong as refusal:
        yield f"cannot be read: {refusal}", 'write it as when = "age >= 40 and outcome = call.interested"'
        return
    kinds = {
        **fields,
        "outcome": Field("choice", choices=leaves),
        "intent": Field("choice", choices=intents),
        "attempts": Field("integer"),
    }
    for test in tests(condition):
        if test.field not in kinds:
            yield f"asks for unknown field {quoted(test.field)}", meant(test.field, (*fields, *LEAD_FIELDS))
        elif not isinstance(test, Known):
            yield from _unfit(test, kinds[test.field])


def _unfit(test: Compare | Among, field: Field) -> Iterator[tuple[str, str]]:
    """A comparison the field's kind does not allow."""
    kind = field.kind
    if isinstance(test, Compare) and test.operator not in ("=", "!=") and kind not in (*_NUMBERS, "date"):
        yield f"compares `{test.field}` with {test.operator}, but it has no order ({kind})", "use =, != or in (…)"
        return
    for value in test.values if isinstance(test, Among) else (test.value,):
        wanted = _WANTED.get(kind, str)
        if not isinstance(value, wanted):
            told = dict(_KINDS)
            yield f"compares `{test.field}` ({kind}) with {_spoken(value)}", f"compare it with {told[wanted]}"
        elif kind == "choice" and value not in field.choices:
            yield f"compares `{test.field}` with unknown {quoted(value)}", meant(str(value), field.choices)


def _spoken(value: Value) -> str:
    return next(words for kind, words in _KINDS if isinstance(value, kind))
