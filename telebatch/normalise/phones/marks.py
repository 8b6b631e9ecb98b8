"""Marks: which hand-written signs beside a number tell what it is? Read once from TOML, frozen."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

from telebatch.model.phones import PhoneLabel

_OPENING, _CLOSING = r"(\[【〔<", r")\]】〕>"

NO_MARKS = "\n".join(
    (
        "[labels]",
        "[extensions]\nwords = []\nhyphened_regions = []",
        "[placeholders]\nalways = []\nzeros_if_valid = 18\nzeros_if_invalid = 18",
        "[lines]\nswitchboard_kinds = []\nround_kinds = []\nround_to = 1\nswitchboard_spans = []",
        "[obsolete]\nprefixes = []",
        "[vanity]\ncalling_codes = []",
        "[ranges]\nmost = 1\n[ranges.hyphened]",
        "[notes]\nunits = []",
    )
)


@dataclass(frozen=True)
class PhoneMarks:
    """The signs of marks.toml (rules/phones), with their TOML text.

    Attributes:
      toml: The text they were read from.
      labels: Written label in lower case → PhoneLabel.
      extension_words: Words before an extension that the library does not know.
      hyphened_regions: ISO-2 regions where a last hyphened group is an extension.
      placeholders: Typed digits that are never a real number.
      zeros_if_valid: So many zeros at the end make even a valid number a placeholder.
      zeros_if_invalid: So many zeros at the end make an invalid number a placeholder.
      switchboard_kinds: Kinds of number that reach a switchboard.
      round_kinds: Kinds of number that reach a switchboard where they end in round digits.
      round_to: The divisor that makes a number round.
      switchboard_spans: E.164 numbers, from and below, that reach a switchboard whatever kind they are.
      obsolete_prefixes: E.164 prefixes that were moved to other numbers.
      vanity_codes: Calling codes with customary letters in numbers.
      most_lines: How many lines a range may stand for.
      hyphened_lines: ISO-2 region → the whole numbers behind which one or two digits are further lines.
      units: What a note counts in: digits before such a word are no end of the number.
    """

    toml: str
    labels: Mapping[str, PhoneLabel]
    extension_words: tuple[str, ...]
    hyphened_regions: frozenset[str]
    placeholders: tuple[str, ...]
    zeros_if_valid: int
    zeros_if_invalid: int
    switchboard_kinds: frozenset[str]
    round_kinds: frozenset[str]
    round_to: int
    switchboard_spans: tuple[tuple[int, int], ...]
    obsolete_prefixes: tuple[int, ...]
    vanity_codes: frozenset[int]
    most_lines: int
    hyphened_lines: Mapping[str, str]
    units: tuple[str, ...]

    @classmethod
    def from_toml(cls, text: str = NO_MARKS) -> PhoneMarks:
        """Reads marks.toml; without a text there are no marks at all.

        Raises:
          tomllib.TOMLDecodeError: Not TOML.
          KeyError: A table or key is missing.
        """
        read = tomllib.loads(text)
        extensions, placeholders, lines = read["extensions"], read["placeholders"], read["lines"]
        hyphened = {region: text for region, text in read["ranges"]["hyphened"].items() if region != "source"}
        labels = {word.casefold(): label for label in PhoneLabel for word in read["labels"].get(label, ())}
        return cls(
            toml=text,
            labels=MappingProxyType(labels),
            extension_words=tuple(extensions["words"]),
            hyphened_regions=frozenset(extensions["hyphened_regions"]),
            placeholders=tuple(placeholders["always"]),
            zeros_if_valid=placeholders["zeros_if_valid"],
            zeros_if_invalid=placeholders["zeros_if_invalid"],
            switchboard_kinds=frozenset(lines["switchboard_kinds"]),
            round_kinds=frozenset(lines["round_kinds"]),
            round_to=lines["round_to"],
            switchboard_spans=tuple((low, high) for low, high in lines["switchboard_spans"]),
            obsolete_prefixes=tuple(read["obsolete"]["prefixes"]),
            vanity_codes=frozenset(read["vanity"]["calling_codes"]),
            most_lines=read["ranges"]["most"],
            hyphened_lines=MappingProxyType(hyphened),
            units=tuple(read["notes"]["units"]),
        )

    @cached_property
    def label_pattern(self) -> re.Pattern[str]:
        """A label with its sign (`휴)`, `Tel:`, `M.`), in brackets (`(대표)`), before digits or at the end."""
        firsts = "".join(sorted({re.escape(word[0]) for word in self.labels}))
        # A lone letter needs a space behind it: O10 is a mistyped zero, not an office. Behind a digit it is none: 18h.
        bare = r"(?:(?<![A-Za-z])|(?<=[A-Za-z]{2})|(?=[\s:+(]))(?=[\s:+(]*\d)"
        return re.compile(
            rf"(?=[({_OPENING}\s{firsts}])(?P<bracket>[{_OPENING}]\s*)?(?<![^\W\d_])(?P<word>(?:(?<!\d)|(?![A-Za-z](?![A-Za-z])))(?:{_choice(self.labels)}))"
            rf"(?:(?P<sign>\s*[:：．.{_CLOSING}]+(?![A-Za-z]))|(?P<bare>{bare})|(?P<end>\s*$))",
            re.IGNORECASE,
        )

    @cached_property
    def extension_choice(self) -> str:
        """The extension words as one choice, the longest first."""
        return _choice(self.extension_words)

    @cached_property
    def extension_pattern(self) -> re.Pattern[str]:
        """An extension word with its number, brackets around it or not, at the end of a part."""
        words = self.extension_choice
        return re.compile(rf"[\s,(\[-]*(?:{words})\s*[:：.]?\s*(?P<extension>\d{{1,7}})\s*(?:번|号|號)?\s*[)\]]?\s*$")

    @cached_property
    def extension_word(self) -> re.Pattern[str]:
        """A word before an extension, the library's or another."""
        return re.compile(rf"(?:{self.extension_choice}|\bext\b|\bextn\b|\bextension\b)", re.IGNORECASE)

    @cached_property
    def extension_amid(self) -> re.Pattern[str]:
        """As `extension_pattern`, with something else behind it."""
        words = self.extension_choice
        return re.compile(rf"[\s,(\[-]*(?:{words})\s*[:：.]?\s*(?P<extension>\d{{1,7}})(?=\D)")

    @cached_property
    def short_ends(self) -> Mapping[str, str]:
        """Region → a pattern (for Polars and Python) of a whole number with one or two digits hyphened behind it."""
        return {
            region: rf"^\s*(?P<head>{text})[-. ](?P<tail>\d{{1,2}})\s*$" for region, text in self.hyphened_lines.items()
        }

    @cached_property
    def unit_pattern(self) -> re.Pattern[str]:
        """A unit that a note begins with; of letters as a whole word, which digits may follow (18h30)."""
        return re.compile(rf"(?:{_choice(self.units)})(?:(?<![A-Za-z])|(?![^\W\d_]))", re.IGNORECASE)

    def label_of(self, found: re.Match[str]) -> PhoneLabel:
        """The label that a match of `label_pattern` stands for."""
        return self.labels[found["word"].casefold()]


def is_behind(found: re.Match[str]) -> bool:
    """True where a match of `label_pattern` may belong to the number before it: in brackets, or at the end."""
    return found["end"] is not None or (found["bracket"] is not None and found["sign"] is not None)


def _choice(words: Mapping[str, PhoneLabel] | tuple[str, ...]) -> str:
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return "|".join(re.escape(word) for word in ordered) or "(?!)"
