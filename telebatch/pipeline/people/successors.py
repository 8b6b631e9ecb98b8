"""Somebody else sits there now: what was the former person's alone, and what is the company's and stays?"""

from __future__ import annotations

from typing import Final

import polars as pl

from telebatch.model.phones import PhoneKind, PhoneLine
from telebatch.model.plural import plural
from telebatch.model.versions import HOME_FIELDS, OWN_FIELDS

_COMPANY_LINES: Final = (str(PhoneLine.SWITCHBOARD), str(PhoneLine.TOLL_FREE))
#: Kinds that nobody carries about: such a number is the company's unless it is called somebody's own.
_COMPANY_KINDS: Final = tuple(
    str(kind) for kind in (PhoneKind.FIXED, PhoneKind.TOLL_FREE, PhoneKind.SHARED_COST, PhoneKind.UAN)
)


def succeeds(told: pl.Expr, known: pl.Expr) -> pl.Expr:
    """Whether the name told is another person's: both are known, and it is not the same one spelled otherwise.

    Args:
      told, known: Keys of names; "" or null: no name.
    """
    return (told.ne("") & known.ne("") & told.ne(known)).fill_null(value=False)


def without_own() -> list[pl.Expr]:
    """The fields that go with the former person, empty where `is_other`; an address stays where it is a company's."""
    at_home = pl.col("is_other") & pl.col("company").is_null()
    return [
        *(pl.when(~pl.col("is_other")).then(name).alias(name) for name in OWN_FIELDS),
        *(pl.when(~at_home).then(name).alias(name) for name in HOME_FIELDS),
    ]


def company_numbers(numbers: pl.DataFrame, others: pl.DataFrame) -> pl.DataFrame:
    """The numbers without those that were the former person's alone; of the others without the extension, their desk's.

    Args:
      numbers: NUMBERS rows.
      others: `person_key`, `company` (null: none known, so that every number was the person's) of whoever is somebody
        else now. Of people who are not among them all numbers stay.
    """
    is_other = pl.col("person_key").is_in(others.get_column("person_key").implode())
    at_work = pl.col("person_key").is_in(others.drop_nulls("company").get_column("person_key").implode())
    line = pl.col("line").fill_null(str(PhoneLine.UNKNOWN))
    unmarked = line.eq(str(PhoneLine.UNKNOWN)) & pl.col("kind").is_in(_COMPANY_KINDS)
    is_company = (line.is_in(_COMPANY_LINES) | unmarked).fill_null(value=False)
    extension = pl.when(~is_other).then("extension").alias("extension")
    return numbers.filter(~is_other | (at_work & is_company)).with_columns(extension)


def successors_told(others: pl.DataFrame) -> tuple[str, ...]:
    """What an import says of answers that name another person.

    Args:
      others: `person_key`, `has_number`.
    """
    if others.is_empty():
        return ()
    answers = plural(others.height, "answer names another person", "answers name another person")
    told = (
        f"{answers}: title, e-mail, mobile and direct numbers of the former one are not taken over, nor is a consent;"
        " the number of the company and its address stay"
    )
    without = others.filter(~pl.col("has_number")).height
    if not without:
        return (told,)
    nobody = plural(without, "such person has no number now", "such people have no number now")
    return (told, f"{nobody}: have the supplier tell one as new_number")
