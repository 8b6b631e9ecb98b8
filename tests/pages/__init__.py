"""Pages of docs/ that are made from code and rule files, so that they cannot say otherwise than these do.

`make docs` writes them again; a test holds each against what it is made from.
"""

from functools import cache
from pathlib import Path

from tests.pages.codes import codes_page
from tests.pages.commands import commands_page
from tests.pages.dialers import dialers_page
from tests.pages.formats import formats_page
from tests.pages.kinds import FILE_KINDS
from tests.pages.kpis import kpis_page
from tests.pages.outcomes import outcomes_page
from tests.pages.schemas import schema_text
from tests.pages.settings import calling_page, settings_page

ROOT = Path(__file__).resolve().parents[2]

MAKERS = {
    "docs/calling.md": calling_page,
    "docs/codes.md": codes_page,
    "docs/commands.md": commands_page,
    "docs/dialers.md": dialers_page,
    "docs/formats.md": formats_page,
    "docs/kpis.md": kpis_page,
    "docs/outcomes.md": outcomes_page,
    "docs/settings.md": settings_page,
}


@cache
def pages():
    """Path → text of every page that is made."""
    made = {path: maker() for path, maker in MAKERS.items()}
    return made | {f"docs/schemas/{kind.name}.json": schema_text(kind) for kind in FILE_KINDS}
