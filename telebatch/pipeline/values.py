"""Values given on the command line, read strictly."""

from __future__ import annotations

import re
from decimal import Decimal

from telebatch.model.currencies import DECIMALS
from telebatch.model.errors import WrongUsage

_AMOUNT = re.compile(
    r"""\s*(?P<whole>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:[.](?P<part>[0-9]+))?\s*(?P<currency>[A-Za-z]{3})\s*"""
)
#: As much of Europe writes it; a comma before three digits alone parts thousands, as in the form above.
_COMMA = re.compile(
    r"""\s*(?P<whole>[0-9]{1,3}(?:[.][0-9]{3})+|[0-9]+),(?P<part>[0-9]{1,2})\s*(?P<currency>[A-Za-z]{3})\s*"""
)


def money(text: str | None, option: str) -> tuple[int | None, str | None]:
    """`500000 KRW`, `0.35 EUR` or `0,35 EUR` → minor units and currency; nothing given → nothing.

    Args:
      option: What the price was given by, for the error's place.

    Raises:
      WrongUsage: No amount and currency (ISO 4217), or a smaller part than that currency has.
    """
    if text is None:
        return None, None
    found = _AMOUNT.fullmatch(text) or _COMMA.fullmatch(text)
    currency = found["currency"].upper() if found else ""
    decimals = DECIMALS.get(currency)
    if found is None or decimals is None or len(found["part"] or "") > decimals:
        remedy = "write it as 500000 KRW or 0.35 EUR"
        raise WrongUsage(f"cannot read the price {text[:24]!r}", place=option, remedy=remedy)
    whole = re.sub("[.,]", "", found["whole"])
    return int(Decimal(f"{whole}.{found['part'] or 0}").scaleb(decimals)), currency
