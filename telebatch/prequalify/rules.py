"""The ordered rules: one reason against a candidate each, and the expression that finds it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import polars as pl

from telebatch.model.project import Accept, KeyPersonStandards, Project
from telebatch.model.words import Reason, Verdict

#: In `number_reason` beside a number: it is of somebody who was forgotten.
FORGOTTEN = "forgotten"
_NO_WORDS: Final[Mapping[str, str]] = MappingProxyType({})
#: What a setting says should become of a row nobody can judge.
_POLICY = {"verify": Verdict.VERIFY, "reject": Verdict.REJECTED}


@dataclass(frozen=True)
class Rule:
    """One reason against a candidate, and the expression that finds it.

    Attributes:
      reason: Its wording stands in the language files.
      verdict: VERIFY or REJECTED.
      holds: Bool per row, never null; True means the reason applies.
      detail: Text per row that names the survivor, the list, the missing columns …; null: nothing to add.
    """

    reason: Reason
    verdict: Verdict
    holds: pl.Expr
    detail: pl.Expr | None = None


def rules_of(
    project: Project, *, consents_expire: bool = False, forgets: bool = False, words: Mapping[str, str] = _NO_WORDS
) -> tuple[Rule, ...]:
    """Every rule of a project, in order of precedence: what the row itself says, or what lasts.

    Whatever can change by tomorrow (rest, caps, other projects, dates) is judged by split, each shift.

    Args:
      consents_expire: A calling rule of the project lets consents expire.
      forgets: Somebody was forgotten, so that candidates may be marked in `number_reason`.
      words: What details say beside code words, or in their place, by `number_reason.CODE`, `number_kind.CODE`,
        `column.CODE`, `key_person_why.CODE`, `function.CODE`, `seniority.CODE` and `detail.refused`.
    """
    rows = _row_rules(project.accept, words, dates_consents=consents_expire or project.accept.consent)
    forgotten = (Rule(Reason.FORGOTTEN, Verdict.REJECTED, pl.col("number_reason").eq(FORGOTTEN).fill_null(False)),)
    numbers = (*(forgotten if forgets else ()), *_number_rules(project.accept, words))
    return (*numbers, *rows, *_person_rules(project.key_person, words))


def _told(codes: pl.Expr, kind: str, words: Mapping[str, str]) -> pl.Expr:
    """Each code with what it means in brackets: staff reads the words, and whoever looks it up the code."""
    theirs = [key.removeprefix(f"{kind}.") for key in words if key.startswith(f"{kind}.")]
    return codes.cast(pl.String).replace({code: _beside(code, kind, words) for code in theirs})


def takes_number(accept: Accept) -> pl.Expr:
    """Bool per row, never null: none of the rules on numbers speaks against its number."""
    kind, region = pl.col("kind").is_in(accept.line_kinds), pl.col("region").is_in(accept.regions)
    return (pl.col("number").is_not_null() & kind & region).fill_null(value=False)


def _number_rules(accept: Accept, words: Mapping[str, str]) -> Iterator[Rule]:
    number, unusable = pl.col("number"), pl.col("number_reason")
    yield Rule(Reason.NO_NUMBER, Verdict.REJECTED, number.is_null() & unusable.is_in(["empty"]).fill_null(True))
    yield Rule(
        Reason.NUMBER_UNUSABLE,
        Verdict.REJECTED,
        number.is_null() & unusable.ne("empty").fill_null(False),
        _told(unusable, "number_reason", words),
    )
    kind = pl.col("kind")
    yield Rule(
        Reason.LINE_KIND_NOT_WANTED,
        Verdict.REJECTED,
        number.is_not_null() & ~kind.is_in(accept.line_kinds).fill_null(False),
        _told(kind, "number_kind", words),
    )
    region = pl.col("region")
    yield Rule(
        Reason.REGION_NOT_IN_PROJECT,
        Verdict.REJECTED,
        number.is_not_null() & ~region.is_in(accept.regions).fill_null(False),
        region,
    )


def _row_rules(accept: Accept, words: Mapping[str, str], *, dates_consents: bool) -> Iterator[Rule]:
    survivor = pl.col("survivor")
    yield Rule(Reason.DUPLICATE_IN_RUN, Verdict.REJECTED, survivor.is_not_null(), survivor)
    yield Rule(Reason.SUPPRESSED, Verdict.REJECTED, pl.col("suppressed_by").is_not_null(), pl.col("suppressed_by"))
    yield Rule(
        Reason.REQUIRED_FIELD_MISSING,
        Verdict.REJECTED,
        pl.col("missing").ne("").fill_null(False),
        pl.col("missing")
        .cast(pl.String)
        .str.split("|")
        .list.eval(_told(pl.element(), "column", words))
        .list.join(", "),
    )
    if accept.consent:
        # Null is a row that says nothing; false is a person who was asked, and refused.
        refused = pl.when(pl.col("consent").eq(False)).then(pl.lit(words.get("detail.refused", "refused")))
        yield Rule(Reason.CONSENT_MISSING, Verdict.REJECTED, ~pl.col("consent").fill_null(False), refused)
    if dates_consents:
        # A day that nobody can read would otherwise count as a consent that never expires.
        unread = pl.col("consent_on_unread")
        yield Rule(Reason.CONSENT_DATE_UNREADABLE, Verdict.REJECTED, unread.is_not_null(), unread)


def _person_rules(standards: KeyPersonStandards, words: Mapping[str, str]) -> Iterator[Rule]:
    if standards.wanted:
        # How the title was read stands in `role_basis`; the detail says what the project makes of it.
        decides, why = pl.col("is_key_person"), _why(standards, words)
        yield Rule(Reason.NOT_KEY_PERSON, Verdict.REJECTED, decides.eq(False).fill_null(False), why)
        if standards.unknown_titles in _POLICY:
            verdict = _POLICY[standards.unknown_titles]
            yield Rule(Reason.KEY_PERSON_UNKNOWN, verdict, decides.is_null(), why)
    if standards.switchboard_numbers in _POLICY:
        verdict = _POLICY[standards.switchboard_numbers]
        yield Rule(Reason.SWITCHBOARD_ONLY, verdict, pl.col("line_kind").eq("switchboard").fill_null(False))


def _why(standards: KeyPersonStandards, words: Mapping[str, str]) -> pl.Expr:
    """The test that spoke, in words, with what the project asks for."""
    listed = ", ".join(_beside(code, "function", words) for code in standards.functions)
    least = words.get(f"seniority.{standards.minimum_seniority}", standards.minimum_seniority)
    told = {
        key.removeprefix("key_person_why."): text.format(functions=listed, level=least)
        for key, text in words.items()
        if key.startswith("key_person_why.")
    }
    return pl.col("key_person_why").cast(pl.String).replace(told)


def _beside(code: str, kind: str, words: Mapping[str, str]) -> str:
    text = words.get(f"{kind}.{code}")
    return f"{code} ({text})" if text else code
