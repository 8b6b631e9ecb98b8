"""Which words may stand where? The closed vocabularies that settings check against."""

from __future__ import annotations

import re
import zoneinfo
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from types import MappingProxyType
from typing import Final

from phonenumbers import SUPPORTED_REGIONS

from telebatch.model.condition_words import RESERVED
from telebatch.model.conditions import LEAD_FIELDS
from telebatch.model.outcomes import LEAF
from telebatch.model.titles import Function, Seniority

LANGUAGES = ("ko", "en")
LINE_KINDS = (
    "mobile", "fixed", "fixed_or_mobile", "voip", "uan", "personal", "toll_free", "premium", "shared_cost", "pager",
    "voicemail",
)  # fmt: skip
SHIFTS = ("day", "am", "pm")
SENIORITIES = tuple(level.value for level in Seniority)
FUNCTIONS = tuple(function.value for function in Function if function is not Function.FRONT_DESK)
QUEUE_ORDERS = ("score", "received_on", "attempts", "last_attempt")
#: Columns of a candidate that a project may ask not to be empty.
REQUIRABLE = (
    "record_key", "number", "person", "title", "department", "company", "email", "address", "postcode", "city",
    "language", "memo", "consent", "consent_on",
)  # fmt: skip

#: Leaves a retry table may speak of, without `call.`.
RETRY_LEAVES = tuple(name.removeprefix("call.") for name, leaf in LEAF.items() if leaf.retry)

# A name stands in paths, queue names and media combinations: letters, digits, `-` and `_`; never `+`, `/`, blanks.
_NAME = re.compile(r"[^\W_][\w\-]{0,63}")
_FIELD = re.compile(r"[^\W\d_]\w{0,63}")


def is_name(text: str) -> bool:
    """Fit to stand in a path and in a media combination."""
    return _NAME.fullmatch(text) is not None


def is_field_name(text: str) -> bool:
    """Fit to stand in a condition."""
    return _FIELD.fullmatch(text) is not None and text.lower() not in RESERVED and text not in LEAD_FIELDS


@lru_cache(maxsize=1)
def region_of(zone: str) -> str | None:
    """ISO-2 code of the region a time zone is named after, by the tables of the time zone database; null: of none."""
    return _regions().get(zone)


#: Where zone.tab, which goes from east to west, does not begin with the zone in which most people live.
_MAIN: Final = MappingProxyType({"AU": "Australia/Sydney", "BR": "America/Sao_Paulo", "CA": "America/Toronto"})


@lru_cache(maxsize=1)
def main_zones() -> Mapping[str, str]:
    """ISO-2 code of a region → its main zone: the first one of the time zone database, or where most people live."""
    firsts: dict[str, str] = {}
    for zone, region in _regions().items():
        firsts.setdefault(region, zone)
    return MappingProxyType(firsts | _MAIN)


@lru_cache(maxsize=1)
def _regions() -> dict[str, str]:
    lines = (resources.files("tzdata") / "zoneinfo" / "zone.tab").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {zone: region for region, _, zone, *_ in rows}


@lru_cache(maxsize=1)
def zones() -> tuple[str, ...]:
    """Every zone of the time zone tables, in order."""
    return tuple(sorted(zoneinfo.available_timezones()))


@lru_cache(maxsize=1)
def regions() -> tuple[str, ...]:
    """Every region libphonenumber knows, in order."""
    return tuple(sorted(SUPPORTED_REGIONS))
