"""Settings decide whether what people wrote is right, and hand it on with the shipped rules beside it.

workspace = find_workspace(Path.cwd(), given=None)
settings, warnings = load_with_warnings(read_texts(workspace))
"""

from __future__ import annotations

from telebatch.settings.lines import with_line
from telebatch.settings.pages import refuse
from telebatch.settings.shipped import Shipped, ShippedTables, shipped, shipped_tables
from telebatch.settings.together import load, load_with_warnings
from telebatch.settings.vocabulary import main_zones, zones
from telebatch.settings.workspace_files import (
    find_workspace,
    init_workspace,
    read_texts,
    readable_texts,
    shown_in,
    unread_files,
    where_it_lies,
)

__all__ = [
    "Shipped", "ShippedTables", "find_workspace", "init_workspace", "load", "load_with_warnings", "main_zones",
    "read_texts", "readable_texts", "refuse", "shipped", "shipped_tables", "shown_in", "unread_files", "where_it_lies",
    "with_line", "zones",
]  # fmt: skip
