"""The program's own words for verdicts, outcomes and reasons, as a person reads them on a terminal."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from telebatch.model.currencies import DECIMALS
from telebatch.model.list_tables import WHOLE
from telebatch.model.project import Project
from telebatch.pipeline.house import House

#: What a removal is about that names a scope as wide as itself.
OF_ALL_PROJECTS: Final = "only what held for all projects"
OF_EVERY_CHANNEL: Final = "only what held for every channel"


class PlainWords:
    """Looks up the shipped wording; a word nobody wrote is shown as it stands."""

    def __init__(self, house: House) -> None:
        self._texts, self._zone = house.shipped.wording["en"], house.zone

    def __call__(self, group: str, key: object) -> str:
        """`reason`, `no_number` → "no phone number"; null → ""."""
        return "" if key is None else self._texts.get(f"{group}.{key}", str(key).replace("_", " "))

    def several(self, group: str, keys: str | None) -> str:
        """Words joined by "|" → "first, second"."""
        return ", ".join(self(group, key) for key in (keys or "").split("|") if key)

    def outcome(self, leaf: str | None) -> str:
        """The name of a leaf; a user's own leaf is called what the user called it."""
        return "" if leaf is None else self._texts.get(f"outcome.{leaf}", leaf.partition(".")[2] or leaf)

    def at(self, instant: datetime) -> str:
        """An instant in the workspace's zone: `2026-11-23 14:05`."""
        return f"{instant.astimezone(self._zone):%Y-%m-%d %H:%M}"

    def project(self, name: str, standards: Project | None) -> str:
        """`study-card (title)`."""
        return f"{name} ({standards.title})" if standards and standards.title else name

    def request(self, row: dict[str, Any]) -> str:
        """One SUPPRESSIONS row in words."""
        what = "taken off" if row["is_removal"] else "put on"
        parts = [f"{what} the list {row['list']} by {row['kind']}"]
        parts += [f"channel {row['channel']}"] if row["channel"] not in {"any", WHOLE} else []
        parts += [OF_EVERY_CHANNEL] if row["channel"] == WHOLE else []
        parts += [f"only {row['project']}"] if row["project"] not in {None, WHOLE} else []
        parts += [OF_ALL_PROJECTS] if row["project"] == WHOLE else []
        parts += [f"until {row['until_on']}"] if row["until_on"] else []
        parts += [f"asked by {row['asked_by']}"] if row["asked_by"] else []
        parts += [row["note"]] if row["note"] else []
        return ", ".join(parts)


def money(minor: int | None, currency: str | None) -> str:
    """Minor units as people write them: `198,000 KRW`; "" for null."""
    if minor is None:
        return ""
    digits = DECIMALS.get(currency or "", 2)
    return f"{Decimal(minor).scaleb(-digits):,.{digits}f} {currency or ''}".strip()
