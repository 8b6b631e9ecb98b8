"""What a person and the next command can see of a workspace, and the laws that must hold there."""

import hashlib
import json
from pathlib import Path

import polars as pl

from telebatch.model.tables import ATTEMPTS, TABLES
from telebatch.store import Store, open_store
from telebatch.store.checksums import is_still
from tests.pipeline.nights import LAW_1, is_sound, states

_VERDICTS = ("callable", "verify", "rejected")


def seen(folder: Path) -> dict[str, object]:
    """Everything there is to see: each table's rows, the history, the keys given, each file's bytes."""
    with open_store(folder / "store") as store:
        found: dict[str, object] = {f"table {name}": _rows(store, name) for name in TABLES}
        found["batches"] = store.batches().rows()
        given = dict(store._desk.ledger.sequences())
        given.pop("segment", None)  # how often the store wrote is no knowledge
        found["keys"] = given
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and not name.startswith("store/") and not path.name.endswith(".lock"):
            found[f"file {name}"] = _sha(path)
    return found


def _rows(store: Store, name: str) -> list[tuple[object, ...]]:
    table = TABLES[name]
    rows = store.lead_state() if name == "lead_state" else store.scan(table, every_batch=True)
    return sorted(rows.collect().rows(), key=repr)


def _sha(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def differences(one: dict[str, object], other: dict[str, object]) -> list[str]:
    """What is not the same in both."""
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


def prove_laws(folder: Path) -> None:
    """Nothing is pending or stray, counts add up, state is its rebuild, outputs are what the ledger says."""
    assert is_sound(folder)  # every segment's hash, and state = rebuild
    with open_store(folder / "store") as store:
        assert store.pending() == ()
        assert not (folder / "store/writer.json").exists()
        _prove_nothing_stray(store, folder / "store")
        _prove_conservation(store)
        last = {row.path: row.checksum for row in store.outputs()}
    assert [name for name, checksum in last.items() if not is_still(folder / name, checksum)] == []


def _prove_nothing_stray(store: Store, root: Path) -> None:
    ledger = store._desk.ledger
    named = {row.path for row in ledger.segments()} | set(ledger.retired())
    named |= {f"archive/{sha}" for sha in ledger.archived()}
    kept = {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}
    assert {name for name in kept if not name.startswith(("ledger.sqlite", "writer.", "forget.key"))} == named


def _prove_conservation(store: Store) -> None:
    """Law 1, from the figures kept with each batch and from the rows themselves."""
    rows = dict(store.scan(ATTEMPTS, every_batch=True).group_by("batch").agg(pl.len()).collect().iter_rows())
    for batch, command, counts in store.batches().select("batch", "command", "counts").iter_rows():
        told = json.loads(counts)
        if command == "ingest":
            assert told["records"] + told["unfolded"] == sum(told.get(name, 0) for name in LAW_1), told
            kept = told["attempts"] + told["replaced"] + told["already_seen"]
            assert rows.get(batch, 0) == kept, (batch, told)
        if command == "prequalify" and "records" in told:
            assert told["records"] + told.get("unfolded", 0) == sum(told.get(name, 0) for name in _VERDICTS), told


def knowledge(folder: Path) -> dict[int, dict[str, object]]:
    """Lead → its state, for worlds that came about in different ways."""
    return states(folder)
