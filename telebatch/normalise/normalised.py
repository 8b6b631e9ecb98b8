"""What a list says, in our words: the answer of `normalise`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import polars as pl

from telebatch.model.texts import Texts
from telebatch.normalise.home import Home
from telebatch.normalise.phones import Plusless
from telebatch.normalise.when import DateColumn


@dataclass(frozen=True, eq=False)
class Normalised:
    """What a list says, in our words.

    Attributes:
      candidates: CANDIDATES without file_key and CANDIDATE_TEXTS, sorted by record; words that repeat are Categorical,
        columns that the list does not have may be of no type.
      texts: CANDIDATE_TEXTS of the candidates; columns that the list does not have may be of no type.
      numbers: Every number of every record, usable or not; sorted, key (record, position). Why one is not, and what was
        repaired of it, is told with its candidate.
      consent_dates: How the column of consent dates was read; null: the list has none.
      no_countries: Cells of the country column that name no country, with how often each stands.
      no_consents: Cells of the consent column that say neither yes nor no, likewise.
      beside_names: Records whose title was read beside the name.
      salutations: Records with a form of address in place of a title.
      repeated: Numbers that stand more than once, distinct; null: nobody looked.
      plusless: Phone column → what its digits without a plus are, where that may be in doubt.
      home: By which of the project's regions national numbers were read; null: it has one, or somebody said it.
      homes: Sheet → its own, where they differ.
      broken: Records with a number that cannot be used beside one that can.
      beside_broken: `record`, `number` of good numbers that stand beside a broken one in rows that refuse to be
        contacted and have no usable number; they are nobody's to call. Null: none was looked for, or found.
    """

    candidates: pl.DataFrame
    texts: Texts
    numbers: pl.DataFrame
    consent_dates: DateColumn | None = None
    no_countries: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    no_consents: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    beside_names: int = 0
    repeated: pl.Series | None = None
    plusless: Mapping[str, Plusless] = field(default_factory=lambda: MappingProxyType({}))
    home: Home | None = None
    salutations: int = 0
    homes: Mapping[str, Home] = field(default_factory=lambda: MappingProxyType({}))
    beside_broken: pl.DataFrame | None = None
    broken: pl.Series = field(default_factory=lambda: pl.Series(dtype=pl.Int64))
