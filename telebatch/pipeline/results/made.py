"""When was a result file made: as the user says it, and which calls' last word hangs on what nobody said."""

from __future__ import annotations

from datetime import UTC, datetime

from telebatch.ingest import Ingested, contradicted
from telebatch.model.errors import Mistake, WrongUsage
from telebatch.model.words import BY_HAND
from telebatch.pipeline.house import House, instant
from telebatch.pipeline.results.calls_known import KnownCalls
from telebatch.pipeline.results.result_file import ResultFile

_EXPORTED = "--exported"
_REMEDY = "undo this batch, and send the file again with --exported TIME, which says when it was made"


def exported_said(house: House, text: str | None) -> datetime | None:
    """When the user says that a file was made; null: nothing said.

    Raises:
      WrongUsage: No time, or one that has not come.
    """
    if text is None:
        return None
    told = instant(text, house.zone, _EXPORTED).astimezone(UTC)
    if told > house.as_of:
        raise WrongUsage(f"{text} has not come yet", place=_EXPORTED, remedy="give the time at which the file was made")
    return told


def contradictions(found: Ingested, known: KnownCalls, file: ResultFile) -> list[Mistake]:
    """What a person should look at: which word of a call counts was decided by no more than a likelihood.

    A dialer's export whose last call is earlier is an older one. A sheet that a person kept may be a part put right.

    Args:
      known: What was known of the file's calls, and its rows that tell of them again.
    """
    told = contradicted(known.again, known.before)
    words: list[Mistake] = []
    if told.untold:
        what = f"calls told otherwise before, with nothing that says which file is the later: {told.untold}"
        words.append(Mistake(f"{what}; this file's word counts for {told.holding} of them", file.shown, _REMEDY))
    if told.outdone and not found.is_dated and file.profile.code_map == BY_HAND:
        what = "calls told otherwise before by a file whose last call is later, so that its word stays"
        words.append(Mistake(f"{what}: {told.outdone}", file.shown, _REMEDY))
    return words
