"""What a list decided again told of people otherwise: without an earlier decision that is undone it tells it itself."""

from __future__ import annotations

import polars as pl

from telebatch.normalise import Normalised
from telebatch.pipeline.again import Stored
from telebatch.pipeline.known.live_lists import as_decided
from telebatch.pipeline.lists.retold import Retold, retold
from telebatch.pipeline.undone.decided_then import Then
from telebatch.pipeline.undone.standing_rows import latest


def retold_anew(then: Then, decided: pl.DataFrame, normal: Normalised) -> Retold:
    """Of everybody who leads by the list as it stands after the decision.

    Args:
      then: With what is decided anew already in its `known`.
      decided: As `decided_then` made it.
      normal: The list, read again.
    """
    keys = as_decided(latest(then).lazy()).select("record", "person_key", "lead_key").collect()
    keyed = decided.drop("person_key", "lead_key").join(keys, on="record", how="left", maintain_order="left")
    return retold(then.known, keyed, normal, Stored(dict(then.row), then.base).facts, int(str(then.row["batch"])))
