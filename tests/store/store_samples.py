"""Small rows and stores for the store's tests."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from telebatch.model.tables import LEAD_STATE, LEADS, Table
from telebatch.store import Commit, Store, open_store
from telebatch.store.lock import OsLock

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
SHA = "ab" * 32


def leads(keys: Iterable[int]) -> pl.DataFrame:
    return filled(LEADS, [{"lead_key": key, "person_key": key + 1000, "project": "berlin"} for key in keys])


def states(attempts: dict[int, int]) -> pl.DataFrame:
    return filled(LEAD_STATE, [{"lead_key": key, "attempts": count} for key, count in attempts.items()])


def filled(table: Table, rows: list[dict[str, object]]) -> pl.DataFrame:
    """The table's columns, null where a row does not say."""
    schema = {name: kind for name, kind in table.schema.items() if name != "batch"}
    return pl.DataFrame([{name: row.get(name) for name in schema} for row in rows], schema=schema)


def commit_leads(store: Store, keys: Iterable[int], **told: object) -> int:
    with writing(store) as commit:
        commit.add(LEADS, leads(keys))
    return commit.batch


def writing(store: Store, command: str = "ingest", *, dry_run: bool = False):
    return store.writing(command, project="berlin", as_of_utc=NOW, dry_run=dry_run)


def undo(store: Store, batch: int) -> int:
    with writing(store, "batches undo") as commit:
        commit.undo(batch)
    return commit.batch


def taken(commit: Commit, sha256: str = SHA, project: str | None = "berlin") -> int:
    return commit.add_input(
        path="inbox/a.csv",
        sha256=sha256,
        bytes=12,
        records=3,
        kind="results",
        project=project,
        source="dialer",
        exported_utc=NOW,
    )


def seen(store: Store, **how: object) -> list[int]:
    return sorted(store.scan(LEADS, **how).collect()["lead_key"].to_list())


def with_step(root: Path, step: Callable[[str], None], lock_timeout_seconds: float = 5) -> Store:
    """A store that calls `step` after each of its steps."""
    desk = replace(open_store(root)._desk, step=step)
    return Store(desk, OsLock(desk.layout, lock_timeout_seconds))


def files_under(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
