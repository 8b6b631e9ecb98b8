"""The documented way of reading the store without telebatch works as written."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from telebatch.model.tables import ATTEMPTS
from telebatch.store import schema
from tests.store.store_samples import filled, undo, writing

_PAGE = (Path(__file__).parents[2] / "docs" / "store.md").read_text(encoding="utf-8")


def test_the_polars_example_reads_the_live_rows_of_segments_old_and_new(store, root, monkeypatch):
    older = replace(
        ATTEMPTS, version=0, schema=MappingProxyType({k: v for k, v in ATTEMPTS.schema.items() if k != "intent"})
    )
    for record, table in enumerate((ATTEMPTS, ATTEMPTS, older)):
        with writing(store) as commit:
            commit.add(table, filled(table, [{"lead_key": 7, "record": record, "code": "A"}]))
    undo(store, 1)
    (example,) = re.findall(r"```python\n(.*?)```", _PAGE, re.DOTALL)
    monkeypatch.chdir(root.parent)
    names: dict[str, object] = {}
    exec(example, names)  # our own page, which this test proves
    names["ledger"].close()
    assert sorted(names["attempts"].collect()["record"].to_list()) == [1, 2]


def test_the_page_names_every_table_and_column_of_the_ledger():
    rows = dict(re.findall(r"^\| `(\w+)` \| (.*) \|$", _PAGE, re.MULTILINE))
    for table in schema.metadata.sorted_tables:
        if table.name != "layout":
            assert [column.name for column in table.columns if f"`{column.name}`" not in rows[table.name]] == [], (
                table.name
            )
    assert f"Version {schema.LEDGER_VERSION} " in _PAGE
