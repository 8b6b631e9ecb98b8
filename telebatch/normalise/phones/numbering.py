"""Numbering plans: what libphonenumber's metadata says of a region or calling code, in one typed place."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import phonenumbers
from phonenumbers.phonemetadata import PhoneMetadata

from telebatch.model.phones import PhoneKind, PhoneReason
from telebatch.normalise.phones.patterns import accepted, begun
from telebatch.normalise.phones.spans import Spans, intersect, minus, union

REGIONS: tuple[str, ...] = tuple(sorted(phonenumbers.SUPPORTED_REGIONS))
CALLING_CODES: tuple[int, ...] = tuple(sorted(phonenumbers.COUNTRY_CODE_TO_REGION_CODE))

# libphonenumber asks for the types in this order; the first that matches names the kind.
_SPECIAL_KINDS: tuple[tuple[PhoneKind, str], ...] = (
    (PhoneKind.PREMIUM, "premium_rate"),
    (PhoneKind.TOLL_FREE, "toll_free"),
    (PhoneKind.SHARED_COST, "shared_cost"),
    (PhoneKind.VOIP, "voip"),
    (PhoneKind.PERSONAL, "personal_number"),
    (PhoneKind.PAGER, "pager"),
    (PhoneKind.UAN, "uan"),
    (PhoneKind.VOICEMAIL, "voicemail"),
)


@dataclass(frozen=True)
class Layout:
    r"""How one pattern of national numbers is written.

    Attributes:
      pattern: The whole national significant number.
      leading: What it must begin with; empty where anything may.
      rule: The written form with group references (`\1`), national prefix included.
      is_trunk_optional: People commonly leave the national prefix out.
    """

    pattern: str
    leading: str
    rule: str
    is_trunk_optional: bool


@dataclass(frozen=True)
class Plan:
    """The numbering plan of one region, or of one calling code without region.

    Attributes:
      region: ISO-2, or 001.
      calling_code: Country calling code.
      idd: Pattern of the international prefixes; empty where unknown.
      trunk: Pattern of the national prefix with carrier codes; empty where there is none.
      trunk_rule: What replaces the trunk match; empty where it is just dropped.
      general: Pattern of every number of the plan.
      lengths: Possible lengths of the national significant number, ascending.
      local_lengths: Lengths that are possible only within one area.
      leading: Numbers of a shared calling code that are this region's; empty where the types decide.
      kinds: (kind, pattern, possible lengths) in no order that matters.
      is_mobile_like_fixed: Fixed and mobile numbers share one pattern.
      layouts: Written forms, in order of precedence.
    """

    region: str
    calling_code: int
    idd: str
    trunk: str
    trunk_rule: str
    general: str
    lengths: tuple[int, ...]
    local_lengths: tuple[int, ...]
    leading: str
    kinds: tuple[tuple[str, str, tuple[int, ...]], ...]
    is_mobile_like_fixed: bool
    layouts: tuple[Layout, ...]

    def general_spans(self, length: int) -> Spans:
        """The numbers of this length that the plan's general pattern accepts, whatever lengths are possible."""
        return accepted(self.general, length)

    def kind_spans(self, length: int) -> dict[PhoneKind, Spans]:
        """The valid numbers of this length by kind: disjoint sets, empty ones left out."""
        free = accepted(self.general, length) if length in self.lengths else ()
        found: dict[PhoneKind, Spans] = {}
        matching = {name: self._matching(name, length) for name, _, _ in self.kinds}
        for kind, name in _SPECIAL_KINDS:
            found[kind] = intersect(free, matching.get(name, ()))
            free = minus(free, found[kind])
        fixed = intersect(free, matching.get("fixed_line", ()))
        mobile = intersect(free, matching.get("mobile", ()))
        both = fixed if self.is_mobile_like_fixed else intersect(fixed, mobile)
        found[PhoneKind.FIXED_OR_MOBILE] = both
        found[PhoneKind.FIXED] = minus(fixed, both)
        found[PhoneKind.MOBILE] = () if self.is_mobile_like_fixed else minus(mobile, fixed)
        return {kind: spans for kind, spans in found.items() if spans}

    def own_spans(self, length: int) -> Spans:
        """The numbers of a shared calling code that libphonenumber gives to this region."""
        if self.leading:
            return begun(self.leading, length)
        return union(span for spans in self.kind_spans(length).values() for span in spans)

    @property
    def is_zero_kept(self) -> bool:
        """True where ordinary numbers may begin with a zero of their own, as in Italy."""
        ordinary = (PhoneKind.FIXED, PhoneKind.MOBILE, PhoneKind.FIXED_OR_MOBILE)
        return any(
            spans[0][0] < 10 ** (length - 1)
            for length in self.lengths
            for kind, spans in self.kind_spans(length).items()
            if kind in ordinary
        )

    def length_reason(self, length: int) -> PhoneReason:
        """Why a number of this length is impossible; NOT_VALID where the length is possible."""
        if length in self.local_lengths:
            return PhoneReason.POSSIBLE_LOCAL_ONLY
        if length in self.lengths:
            return PhoneReason.NOT_VALID
        if length < self.lengths[0]:
            return PhoneReason.TOO_SHORT
        return PhoneReason.TOO_LONG if length > self.lengths[-1] else PhoneReason.INVALID_LENGTH

    def _matching(self, name: str, length: int) -> Spans:
        for known, pattern, lengths in self.kinds:
            if known == name and (not lengths or length in lengths):
                return accepted(pattern, length)
        return ()


def lengths_held(calling_code: int) -> range:
    """The lengths of national numbers whose E.164 form an Int64 holds; valid numbers are never longer."""
    longest = max(length for length in range(2, 18) if (calling_code + 1) * 10**length < 2**63)
    return range(2, longest + 1)


@cache
def region_plan(region: str) -> Plan:
    """The plan of one of REGIONS."""
    return _plan(region, PhoneMetadata.metadata_for_region(region))


@cache
def main_plan(calling_code: int) -> Plan:
    """The plan under which a number with this calling code is read and written."""
    region = phonenumbers.region_code_for_country_code(calling_code)
    return _plan(region, PhoneMetadata.metadata_for_region_or_calling_code(calling_code, region))


def sharing_plans(calling_code: int) -> tuple[Plan, ...]:
    """The plans of all regions that share the calling code, the main one first."""
    if (regions := phonenumbers.COUNTRY_CODE_TO_REGION_CODE[calling_code]) == ("001",):
        return (main_plan(calling_code),)
    return tuple(region_plan(region) for region in regions)


def _plan(region: str, metadata: PhoneMetadata | None) -> Plan:
    if metadata is None or metadata.general_desc is None or metadata.country_code is None:
        raise ValueError(f"the phone metadata holds no plan for {region}")
    general = metadata.general_desc
    names = ("fixed_line", "mobile", *(name for _, name in _SPECIAL_KINDS))
    descriptions = ((name, getattr(metadata, name)) for name in names)
    return Plan(
        region=region,
        calling_code=metadata.country_code,
        idd=metadata.international_prefix or "",
        trunk=metadata.national_prefix_for_parsing or "",
        trunk_rule=metadata.national_prefix_transform_rule or "",
        general=general.national_number_pattern or "",
        lengths=tuple(general.possible_length),
        local_lengths=tuple(general.possible_length_local_only),
        leading=metadata.leading_digits or "",
        kinds=tuple(
            (name, found.national_number_pattern, tuple(found.possible_length))
            for name, found in descriptions
            if found is not None and found.national_number_pattern
        ),
        is_mobile_like_fixed=bool(metadata.same_mobile_and_fixed_line_pattern),
        layouts=tuple(_layout(written) for written in metadata.number_format),
    )


def _layout(written: phonenumbers.NumberFormat) -> Layout:
    rule, trunk = written.format or "", written.national_prefix_formatting_rule
    if trunk:
        # The trunk rule stands in for the first group that the form uses (Argentina's is not group 1).
        place = rule.index("\\")
        rule = rule[:place] + trunk.replace("\\1", rule[place : place + 2]) + rule[place + 2 :]
    leading = written.leading_digits_pattern[-1] if written.leading_digits_pattern else ""
    return Layout(written.pattern or "", leading, rule, bool(written.national_prefix_optional_when_formatting))
