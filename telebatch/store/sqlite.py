"""The ledger's database is one SQLite file: everything that only SQLite understands stands here."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError

from telebatch.model.errors import StoreDamaged, StoreRefused, TelebatchError
from telebatch.store.layout import FILE_MODE

#: SQLite's result names → the store cannot be written here (as against: the file is not what it was).
_PLACE_FAULTS = ("SQLITE_FULL", "SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_IOERR", "SQLITE_PERM", "SQLITE_BUSY")


def connect(path: Path, *, readonly: bool) -> Engine:
    """An engine whose reads see one moment and whose writes begin at once or not at all."""
    engine = create_engine(
        f"sqlite:///file:{_quoted(path)}?{_mode(path, readonly)}&uri=true", connect_args={"timeout": 30}
    )
    event.listen(engine, "connect", _prepare_readonly if readonly else _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _quoted(path: Path) -> str:
    """A path as SQLite's URI wants it."""
    return str(path).replace("%", "%25").replace("?", "%3f").replace("#", "%23")


def _mode(path: Path, readonly: bool) -> str:
    if not readonly:
        return "mode=rw"
    # A reader of a WAL ledger must make the shared-memory file; where it may not, and no writer is about, the file
    # alone is the whole truth.
    alone = not Path(f"{path}-wal").exists() and not os.access(path.parent, os.W_OK)
    return "immutable=1" if alone else "mode=ro"


def _prepare(connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver's connection has no public type
    _prepare_readonly(connection, _record)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")


def _prepare_readonly(connection: Any, _record: object) -> None:  # noqa: ANN401 - as above
    connection.isolation_level = None  # the driver begins nothing by itself; `_begin` does


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("writes") else "BEGIN")


def make_file(path: Path) -> None:
    """An empty file that only its owner can read, before SQLite would make one that everybody can."""
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, FILE_MODE))


def faults(connection: Connection) -> tuple[str, ...]:
    """SQLite's own proof of the file; empty where it is sound."""
    found = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
    return tuple(str(line) for line in found if line != "ok")


@contextmanager
def told(place: str) -> Iterator[None]:
    """Turns what the database says into the store's own errors, without the statement's values."""
    try:
        yield
    except DBAPIError as fault:
        raise _meaning(fault, place) from None


def _meaning(fault: DBAPIError, place: str) -> TelebatchError:
    name = str(getattr(fault.orig, "sqlite_errorname", "") or "")
    if name.startswith(_PLACE_FAULTS):
        return StoreRefused(
            f"the ledger cannot be opened or written ({name or 'unknown'}); nothing was changed",
            place=place,
            remedy="check free space, permissions and the disk, then run the command again",
        )
    return StoreDamaged(
        f"the ledger cannot be read ({name or type(fault).__name__})",
        place=place,
        remedy="put the store back from a backup; `telebatch store check` tells what is wrong",
    )
