"""Which keys are accepted and checked today but not yet acted on? One list, so that it can only shrink."""

from __future__ import annotations

from collections.abc import Iterator

from telebatch.settings.pages import Page
from telebatch.settings.toml_lines import Path

#: Keys of a project file (`*`: any key or list position) → the capability that will act on them.
NOT_ACTED_ON: tuple[tuple[str, str], ...] = (
    ("goals.credit", "sales by agent where several talked; today the agent of the winning call has them"),
)


def tell_later(page: Page) -> None:
    """Warns about every key in the file that nothing acts on yet."""
    for dotted, capability in NOT_ACTED_ON:
        for path in _present(page.table, tuple(dotted.split(".")), ()):
            page.doubtful(path, f"not acted on yet: `{path[-1]}`", f"it waits for {capability}; keep it or take it out")


def _present(value: object, pattern: tuple[str, ...], path: Path) -> Iterator[Path]:
    if not pattern:
        yield path
    elif isinstance(value, dict):
        for key in value:
            if pattern[0] in ("*", key):
                yield from _present(value[key], pattern[1:], (*path, key))
