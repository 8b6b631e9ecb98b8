"""What is known around a file when it is checked: the words of other files and of the shipped rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from telebatch.model.layouts import Layout
from telebatch.model.outcomes import LEAF
from telebatch.model.workspace import RulePack


@dataclass(frozen=True)
class Gaps:
    """Days a step waits where the project does not say.

    Attributes:
      after_call: Between two calls.
      after_medium: Medium → from arrival to the call; `other` for media not named.
      transit: Medium → from sending to arrival; `other` likewise.
    """

    after_call: int
    after_medium: Mapping[str, int]
    transit: Mapping[str, int]


@dataclass(frozen=True)
class Known:
    """The words a project may use.

    Attributes:
      kpis: Names of the KPI catalogue.
      packs: Shipped calling rules by name.
      columns: Columns of a contact list, in our words.
      gaps: Shipped waits.
      pretexts: Words that open a sales call under the guise of research.
      own_leaves: The workspace's own leaves of the outcome tree.
      skills: Skills of the agents.
      shifts: Shifts the centre works.
      zone: The centre's time zone.
      layouts: Import layouts of dialers, shipped and own.
    """

    kpis: tuple[str, ...]
    packs: Mapping[str, RulePack]
    columns: tuple[str, ...]
    gaps: Gaps
    pretexts: tuple[str, ...] = ()
    own_leaves: Mapping[str, str] = field(default_factory=dict)
    skills: frozenset[str] = frozenset()
    shifts: tuple[str, ...] = ("day",)
    zone: str = "Asia/Seoul"
    layouts: Mapping[str, Layout] = field(default_factory=dict)

    @property
    def leaves(self) -> tuple[str, ...]:
        """Every leaf an outcome may be."""
        return (*LEAF, *self.own_leaves)
