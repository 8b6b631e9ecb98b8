"""Persons of whom more is known than their list tells: the list's files and figures say what the state says.

What is kept of such a row is the list's own word, so that the undoing of an answer leaves nothing of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import polars as pl

from telebatch.model.project import KeyPersonStandards
from telebatch.model.tables import VERIFIED
from telebatch.model.words import KeyPersonState, Reason, Verdict
from telebatch.prequalify import Rule
from telebatch.store import View

_UNKNOWN, _NOT = str(Reason.KEY_PERSON_UNKNOWN), str(Reason.NOT_KEY_PERSON)
_SWITCHBOARD: Final = str(Reason.SWITCHBOARD_ONLY)
#: Reasons that an answer, a talk or a correction settles; whoever is rejected for another one stays so.
_SETTLED: Final = (_UNKNOWN, _NOT, _SWITCHBOARD)
_KNOWN: Final = (str(KeyPersonState.VERIFIED), str(KeyPersonState.CONFIRMED))
_UNSURE: Final = str(KeyPersonState.UNKNOWN)
#: Answers of a supplier that speak against a call.
_GONE: Final = ("left", "closed", "not_found")
#: By an earlier title, where this row tells none.
_PRESUMED: Final = str(KeyPersonState.PRESUMED)
#: Nobody of whom the files say another thing than the list does.
NOBODY: Final = pl.DataFrame(
    schema={"record": pl.Int64()} | dict.fromkeys(("verdict", "reasons", "known_as", "known_on"), pl.String())
)


def better_known(known: View, decided: pl.DataFrame, standards: KeyPersonStandards) -> pl.DataFrame:
    """Rows of whose lead the state says another thing than the list: `record`, `verdict`, `reasons`, `known_as` (code
    word of what is known), `known_on`.

    Args:
      known: As it stands, or as it stood before this delivery; then these are the rows that may be among them.
      decided: `record`, `lead_key`, `verdict`, `reasons` of each row.
    """
    leads = decided.filter(pl.col("lead_key").is_not_null())
    if not standards.wanted or leads.is_empty():
        return NOBODY
    rows = leads.select("record", "lead_key", pl.col("verdict", "reasons").cast(pl.String))
    state = known.lead_state(rows.get_column("lead_key")).select("lead_key", "key_person_state", "key_person_on")
    said = rows.lazy().join(state, on="lead_key").filter(_is_raised() | _is_doubted(standards))
    is_not = pl.col("key_person_state").eq(str(KeyPersonState.NOT))
    verdict = pl.when(is_not).then(pl.lit(str(Verdict.REJECTED))).otherwise(pl.lit(str(Verdict.VERIFY)))
    told = said.select(
        pl.col("record").cast(pl.Int64),
        pl.when(_is_raised()).then(pl.lit(str(Verdict.CALLABLE))).otherwise(verdict).alias("verdict"),
        pl.when(_is_raised()).then(pl.lit("")).when(is_not).then(pl.lit(_NOT)).otherwise(pl.lit(_UNKNOWN))
        .alias("reasons"),
        _known_as().alias("known_as"),
        pl.col("key_person_on").cast(pl.String).alias("known_on"),
    )  # fmt: skip
    return told.sort("record").collect()


def found_gone(known: View, decided: pl.DataFrame, standards: KeyPersonStandards) -> pl.DataFrame:
    """Callable rows of whom nothing is known but that a supplier did not find them there; as `better_known` tells them.

    Rules edited since take back what was unknown by a title. They take back no answer.

    Args:
      decided: As for `better_known`, with `person_key`.
    """
    # Few are asked about: nobody's state is looked for but theirs.
    answers = known.scan(VERIFIED).filter(pl.col("answer").is_in(_GONE))
    gone = answers.select("person_key", key_person_on="answered_on").unique().collect()
    asked = pl.col("person_key").is_in(gone.get_column("person_key").implode())
    callable_ones = pl.col("lead_key").is_not_null() & pl.col("verdict").eq(str(Verdict.CALLABLE))
    leads = decided.filter(asked & callable_ones)
    if not standards.wanted or leads.is_empty():
        return NOBODY
    state = known.lead_state(leads.get_column("lead_key")).filter(pl.col("key_person_state").eq(_UNSURE))
    said = state.select("lead_key", "key_person_on").join(leads.lazy(), on="lead_key")
    told = said.join(gone.lazy(), on=["person_key", "key_person_on"]).select(
        pl.col("record").cast(pl.Int64), verdict=pl.lit(str(Verdict.VERIFY)), reasons=pl.lit(_UNKNOWN),
        known_as=pl.lit("not_found"), known_on=pl.col("key_person_on").cast(pl.String),
    )  # fmt: skip
    return told.sort("record").collect()


def _is_raised() -> pl.Expr:
    state = pl.col("key_person_state")
    untold = pl.col("verdict").eq(str(Verdict.VERIFY)) & pl.col("reasons").eq(_UNKNOWN) & state.eq(_PRESUMED)
    return (_is_settled() & state.is_in(_KNOWN) | untold).fill_null(value=False)


def _is_settled() -> pl.Expr:
    reasons = pl.col("reasons").str.split("|")
    # Where a project refuses a switchboard nobody's word on the person makes another number of it.
    is_number = pl.col("verdict").eq(str(Verdict.REJECTED)) & reasons.list.contains(_SWITCHBOARD)
    return reasons.list.eval(pl.element().is_in(_SETTLED)).list.all() & pl.col("reasons").ne("") & ~is_number


def _is_doubted(standards: KeyPersonStandards) -> pl.Expr:
    state, verdict = pl.col("key_person_state"), pl.col("verdict")
    is_not = verdict.ne(str(Verdict.REJECTED)) & state.eq(str(KeyPersonState.NOT))
    unknown = verdict.eq(str(Verdict.CALLABLE)) & state.eq(str(KeyPersonState.UNKNOWN))
    return (is_not | (unknown & pl.lit(standards.unknown_titles != "accept"))).fill_null(value=False)


def _known_as() -> pl.Expr:
    state = pl.col("key_person_state")
    return (
        pl.when(_is_raised()).then(state).when(state.eq(str(KeyPersonState.NOT))).then(pl.lit("not_key_person"))
        .otherwise(pl.lit("not_found"))
    )  # fmt: skip


def retold(rows: pl.DataFrame, told: pl.DataFrame) -> pl.DataFrame:
    """The rows, of other columns any, with what `better_known` told in place of their list's word and beside it."""
    names = ("verdict", "reasons")
    beside = told.rename({name: f"_{name}" for name in names}).cast({"record": rows.schema["record"]})
    both = rows.join(beside, on="record", how="left", maintain_order="left")
    said = (pl.coalesce(pl.col(f"_{name}").cast(rows.schema[name]), name).alias(name) for name in names)
    return both.with_columns(said).drop(f"_{name}" for name in names)


def as_known(
    decided: pl.DataFrame, told: pl.DataFrame, rules: Sequence[Rule], words: Mapping[str, str]
) -> tuple[pl.DataFrame, tuple[Rule, ...]]:
    """`retold` verdicts for the files, and the rules with one more, which words what is known.

    Args:
      words: By `known_as.CODE`.
    """
    mark = pl.col("known_as")
    theirs = {key.removeprefix("known_as."): text for key, text in words.items() if key.startswith("known_as.")}
    said = mark.replace(theirs).str.replace("{day}", pl.col("known_on"), literal=True).alias("known_as")
    answers = pl.when(mark.is_not_null()).then(pl.lit(2 ** len(rules), pl.UInt32)).otherwise("answers").alias("answers")
    known = Rule(Reason.KEY_PERSON_UNKNOWN, Verdict.CALLABLE, mark.is_not_null(), mark)
    return retold(decided, told).with_columns(answers, said), (*rules, known)
