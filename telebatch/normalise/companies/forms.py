"""Which words of a company's name are its legal form: the shipped list and the user's, as patterns."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

import polars as pl

from telebatch.model.errors import Mistake, SettingsWrong
from telebatch.normalise.variants import NO_VARIANTS, HanVariants

PLACES = ("start", "end", "both")
KEYS = frozenset({"name", "spellings", "place", "dotted", "region", "source"})
# What a Latin form may stand behind: a name ends there, or letters of a script that writes no spaces.
LATIN_BEFORE = r"(^|[\s,.)\-]|[\p{Hangul}\p{Han}\p{Hiragana}\p{Katakana}])"
TAIL = r"[\s.,)]*$"


@dataclass(frozen=True)
class CompanyForms:
    """Legal forms, ready to be taken off folded names.

    Attributes:
      start: Pattern of the forms in front of a name; its first group is the form.
      end: Pattern of the forms behind it; group 1 belongs to the name, group 2 is the form.
      names: Bare letters of a spelling, the form's name; one pair per spelling.
      variants: Forms of characters that are one in a name; the patterns expect names so unified.
    """

    start: str
    end: str
    names: tuple[tuple[str, str], ...]
    variants: HanVariants = NO_VARIANTS


def folded(text: str) -> str:
    """NFKC, lower case, no accents on Latin letters, `&` as `and`: the form in which names are compared."""
    bare = "".join(one for one in unicodedata.normalize("NFKD", text) if not "\u0300" <= one <= "\u036f")
    return unicodedata.normalize("NFKC", bare).lower().replace("&", " and ")


def bare_letters(spelling: str) -> str:
    """A folded spelling's letters and digits, which name the form wherever it is written."""
    return "".join(one for one in spelling if one.isalnum())


def _pattern(spelling: str, *, is_dotted: bool) -> str:
    """The spelling as a pattern: dots and commas may be missing, spaces may be there or not."""
    loose = {} if is_dotted else {".": r"\.?\s*", ",": r",?\s*"}
    written = "".join(loose.get(one, r"\s*" if one == " " else re.escape(one)) for one in spelling)
    return written.removesuffix(r"\s*")


def _mistakes(place: str, form: object) -> list[Mistake]:
    """What is wrong with one entry."""
    if not isinstance(form, Mapping):
        return [Mistake("is not a table", place, "write it under [[form]]")]
    found = [
        Mistake(f"unknown key {key}", place, f"use one of {', '.join(sorted(KEYS))}")
        for key in sorted(set(form) - KEYS)
    ]
    spellings = form.get("spellings")
    is_list = isinstance(spellings, list) and bool(spellings)
    if not is_list or not all(isinstance(one, str) and bare_letters(one) for one in spellings or ()):
        found.append(Mistake("has no spellings", place, 'write spellings = ["…"], each with a letter'))
    if not isinstance(form.get("name"), str):
        found.append(Mistake("has no name", place, 'write name = "…"'))
    if form.get("place", "end") not in PLACES:
        found.append(Mistake(f"place {form['place']!r} is not known", place, f"use one of {', '.join(PLACES)}"))
    return found


def company_forms_of(parsed: Mapping[str, Mapping[str, object]], variants: HanVariants = NO_VARIANTS) -> CompanyForms:
    """The legal forms of all files together.

    Args:
      parsed: File name → parsed TOML with `[[form]]` entries (see rules/companies.toml); a later file's
        spelling replaces an earlier one's name.
      variants: Forms of characters that are one in a name.

    Raises:
      SettingsWrong: Every wrong entry, with file and number.
    """
    mistakes: list[Mistake] = []
    forms: list[Mapping[str, object]] = []
    for file, content in parsed.items():
        entries = content.get("form", [])
        for number, form in enumerate(entries if isinstance(entries, list) else [entries], start=1):
            wrong = _mistakes(f"{file}: [[form]] {number}", form)
            mistakes.extend(wrong)
            forms.extend([form] if isinstance(form, Mapping) and not wrong else [])
    if mistakes:
        first, *more = mistakes
        raise SettingsWrong(first.what, place=first.place, remedy=first.remedy, more=tuple(more))
    return _compiled(forms, variants)


def _compiled(forms: Sequence[Mapping[str, object]], variants: HanVariants) -> CompanyForms:
    """The patterns, the longest spelling first, so that Co., Ltd. is not read as Ltd."""
    told = [
        (folded(spelling), (str(form["name"]), str(form.get("place", "end")), form.get("dotted") is True))
        for form in forms
        for spelling in cast("list[str]", form["spellings"])
    ]
    unified = variants.unified(pl.Series([spelling for spelling, _ in told], dtype=pl.String))
    spelled = dict(zip(unified.to_list(), (form for _, form in told), strict=True))
    order = sorted(spelled, key=lambda spelling: (-len(spelling), spelling))
    start: list[str] = []
    latin: list[str] = []
    joined: list[str] = []
    for spelling in order:
        _, place, is_dotted = spelled[spelling]
        pattern = _pattern(spelling, is_dotted=is_dotted)
        is_latin = spelling.strip("()").isascii()
        if place in {"start", "both"}:
            start.append(pattern + (r"[\s.]" if is_latin else ""))
        if place in {"end", "both"}:
            (latin if is_latin else joined).append(pattern)
    never = r"[^\s\S]"
    ends = rf"(?:{LATIN_BEFORE}({'|'.join(latin) or never})|()({'|'.join(joined) or never})){TAIL}"
    return CompanyForms(
        start=rf"^[\s,.\-]*({'|'.join(start) or never})",
        end=ends,
        names=tuple({bare_letters(spelling): spelled[spelling][0] for spelling in reversed(order)}.items()),
        variants=variants,
    )
