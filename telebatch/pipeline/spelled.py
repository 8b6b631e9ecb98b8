"""Names of lists and suppliers that differ in capitals, width or blanks alone are one name: as it was written first."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from telebatch.model.tables import LISTS, VERIFIED
from telebatch.store import View


def spelled_before(name: str, known: Iterable[str]) -> str:
    """The first of the known names that reads like this one; itself where it stands there, or where none does."""
    names, plain = list(known), folded(name)
    return name if name in names else next((one for one in names if folded(one) == plain), name)


def folded(name: str) -> str:
    """What names that read alike have in common."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def suppliers(known: View) -> list[str]:
    """Whoever delivered a list or answered, in order of time."""
    lists = known.scan(LISTS).sort("file_key").select("supplier").collect().to_series()
    answers = known.scan(VERIFIED).sort("file_key").select("supplier").collect().to_series()
    return [*lists.drop_nulls().unique(maintain_order=True), *answers.drop_nulls().unique(maintain_order=True)]
