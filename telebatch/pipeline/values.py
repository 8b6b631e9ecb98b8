"""Values given on the command line, read strictly."""

from __future__ import annotations

import re
from decimal import Decimal

from telebatch.model.currencies import DECIMALS
from telebatch.model.errors import WrongUsage


def money(text: str | None) -> tuple[int | None, str | None]:
    """`500000 KRW` → minor units and currency; nothing given → nothing.

    Raises:
      WrongUsage: No amount followed by a three-letter currency.
    """
    if text is None:
        return None, None
    found = re.fullmatch(r"\s*([0-9][0-9,]*(?:\.[0-9]{1,2})?)\s*([A-Za-z]{3})\s*", text)
    if found is None:
        raise WrongUsage(f"cannot read the price {text[:24]!r}", place="--price", remedy="write it as 500000 KRW")
    amount, currency = Decimal(found[1].replace(",", "")), found[2].upper()
    return int(amount.scaleb(DECIMALS.get(currency, 2))), currency
