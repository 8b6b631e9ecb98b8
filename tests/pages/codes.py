"""docs/codes.md: what every shipped result code means, made from the code maps and the outcome tree."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence

from telebatch.model.outcomes import FLAGS, LEAVES
from tests.classify.classify_samples import RULES

_HEAD = """# Result codes and outcomes

Made from `telebatch/rules/codes/*.toml` and the outcome tree; do not edit by hand (`make docs` writes it again).

A result code is looked up with its project, source, format and cause; the most specific line wins, in this order, and
case, width, blanks, `-` and `_` do not count. A project's own `[results]` words outrank every map. A code that no map
knows is `call.unclassified`: counted, listed by `telebatch classify --codes`, and its lead waits. Maps of your own are
`codes/NAME.toml` with `[[code]]` tables; `[leaves]` there names leaves of your own under one of these.

A code may mean a leaf of node 3 (`callback.on_hold`): it stands where the talk kept a booked callback, and elsewhere
the call counts as the leaf of node 1 behind it. `+talk` as a cause speaks only of calls with talk time.

## Outcomes and what they make true
"""


def codes_page() -> str:
    """The page in Markdown."""
    maps = {path.stem: tomllib.loads(path.read_text("utf-8")) for path in (RULES / "codes").glob("*.toml")}
    parts = [_HEAD, *_leaves()]
    for name in sorted(maps):
        parts.extend(_map(name, maps[name]))
    return "\n".join(parts) + "\n"


def _leaves() -> Iterable[str]:
    yield "| outcome | branch | flags |"
    yield "|---|---|---|"
    for leaf in LEAVES:
        flags = ", ".join(flag for flag in FLAGS if getattr(leaf, flag))
        yield f"| `{leaf.name}` | {leaf.branch} | {flags} |"
    yield ""


def _map(name: str, table: Mapping[str, object]) -> Iterable[str]:
    yield f"## {name}: {table['title']}"
    yield ""
    fits = f"Format: `{table['format']}`." if table.get("format") else "Every format."
    yield f"Source: {table['source']}. {fits}"
    yield ""
    yield "| code | cause | outcome | how sure | meaning |"
    yield "|---|---|---|---|---|"
    rows = table["code"]
    for row in rows if isinstance(rows, Sequence) else ():
        told = (row.get("cause", ""), f"`{row['outcome']}`", row.get("confidence", "sure"), row.get("means", ""))
        yield f"| `{row['code']}` | {' | '.join(told)} |"
    yield ""
