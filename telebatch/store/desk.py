"""What a commit, and whoever puts the store right, works with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from telebatch.store.layout import Layout
from telebatch.store.looks import Looks
from telebatch.store.protocols import Ledger, SegmentFiles


@dataclass(frozen=True)
class Desk:
    """What a commit works with.

    Attributes:
      layout: Of the store.
      folder: The store's root, or a scratch folder for a dry run; segments and outputs are first written under it.
      step: Called with a few words after each step; tests stop the run there.
      looks: What was looked up in large segments before.
    """

    layout: Layout
    folder: Path
    ledger: Ledger
    files: SegmentFiles
    step: Callable[[str], None]
    looks: Looks = field(default_factory=Looks)
