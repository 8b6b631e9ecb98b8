"""The ledger says what is true: a batch and everything it brought become so in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Select, Table, delete, func, insert, inspect, select, update

from telebatch.model.errors import StoreRefused
from telebatch.store import schema, sqlite
from telebatch.store.ledger_rows import (
    batch_row,
    batch_values,
    input_row,
    input_values,
    instant,
    microseconds,
    output_row,
    segment_row,
    segment_values,
)
from telebatch.store.rows import IN_PLACE_OF, BatchRow, Change, InputRow, OutputRow, SegmentRow


class SqlLedger:
    """The ledger in one SQLite file; a file that does not exist yet reads as empty. See `protocols.Ledger`."""

    def __init__(self, path: Path, *, readonly: bool = False) -> None:
        self._path = path
        self._readonly = readonly
        self._engine: Engine | None = None

    def make(self) -> None:
        """Makes an empty ledger where there is none."""
        if not self.is_there():
            sqlite.make_file(self._path)
            with self._transaction() as connection:
                schema.metadata.create_all(connection)
                connection.execute(insert(schema.layout).values(name="ledger", version=schema.LEDGER_VERSION))

    def batches(self) -> Sequence[BatchRow]:
        """In order of number."""
        return tuple(batch_row(row) for row in self._rows(select(schema.batches).order_by(schema.batches.c.number)))

    def undone(self) -> Mapping[int, int]:
        """Batch → the batch that undid it."""
        columns = schema.batches.c
        found = self._rows(select(columns.number, columns.undone_by).where(columns.undone_by.is_not(None)))
        return {row["number"]: row["undone_by"] for row in found}

    def last_batch(self) -> int:
        """0 where there is none."""
        found = self._rows(select(func.max(schema.batches.c.number).label("last")))
        return max((row["last"] or 0 for row in found), default=0)

    def inputs(self, batch: int | None = None) -> Sequence[InputRow]:
        """In order of file key; of one batch, or of all."""
        query = select(schema.inputs).order_by(schema.inputs.c.file_key)
        if batch is not None:
            query = query.where(schema.inputs.c.batch == batch)
        return tuple(input_row(row) for row in self._rows(query))

    def live_input(self, sha256: str, command: str, project: str | None) -> InputRow | None:
        """The file with these bytes that a live batch of this command and project took in."""
        inputs, batches = schema.inputs, schema.batches
        query = (
            select(inputs)
            .join(batches, batches.c.number == inputs.c.batch)
            .where(inputs.c.sha256 == sha256, batches.c.status == "live", batches.c.command == command)
            .where(inputs.c.project.is_not_distinct_from(project))
            .order_by(inputs.c.file_key)
        )
        return next((input_row(row) for row in self._rows(query)), None)

    def segments(self, table: str | None = None) -> Sequence[SegmentRow]:
        """In order of first batch, then path."""
        query = select(schema.segments).order_by(schema.segments.c.first_batch, schema.segments.c.path)
        if table is not None:
            query = query.where(schema.segments.c.table_name == table)
        return tuple(segment_row(row) for row in self._rows(query))

    def outputs(self, batch: int | None = None) -> Sequence[OutputRow]:
        """In order of batch and path."""
        query = _given_out()
        if batch is not None:
            query = query.where(schema.outputs.c.batch == batch)
        return tuple(output_row(row) for row in self._rows(query))

    def pending(self) -> Sequence[OutputRow]:
        """Outputs not known to have been renamed, oldest batch first."""
        return tuple(output_row(row) for row in self._rows(_given_out().where(schema.renames.c.done.is_(False))))

    def finished(self, outputs: Iterable[OutputRow]) -> None:
        """These outputs lie where they belong."""
        columns = schema.renames.c
        with self._transaction() as connection:
            for output in outputs:
                same = (columns.batch == output.batch) & (columns.final == output.path)
                connection.execute(update(schema.renames).where(same).values(done=True))

    def sequences(self) -> Mapping[str, int]:
        """Sequence → next key."""
        return {row["name"]: row["next"] for row in self._rows(select(schema.sequences))}

    def texts(self, sha: str) -> str:
        """The settings recorded under a snapshot's SHA-256, JSON."""
        found = self._rows(select(schema.snapshots.c.texts).where(schema.snapshots.c.sha == sha))
        return str(found[0]["texts"]) if found else "{}"

    def archived(self) -> Mapping[str, int]:
        """SHA-256 → bytes of the source files kept."""
        return {row["sha256"]: row["bytes"] for row in self._rows(select(schema.archived))}

    def apply(self, change: Change) -> None:
        """One transaction: all of it or nothing."""
        number = change.batch.number
        with self._transaction() as connection:
            _add(connection, schema.batches, [batch_values(change.batch)])
            _add(connection, schema.inputs, [input_values(row) for row in change.inputs])
            connection.execute(delete(schema.segments).where(schema.segments.c.path.in_(change.replaced)))
            connection.execute(delete(schema.retired).where(schema.retired.c.path.in_(change.outdated)))
            _add(connection, schema.segments, [segment_values(row) for row in change.segments])
            _add(
                connection,
                schema.outputs,
                [{"batch": number, "path": o.path, "checksum": o.checksum} for o in change.outputs],
            )
            renames = [{"batch": number, "final": o.path, "temporary": o.staged, "done": False} for o in change.outputs]
            _add(connection, schema.renames, renames)
            _add(
                connection,
                schema.archived,
                [{"sha256": s, "bytes": b, "batch": number} for s, b in change.archived.items()],
            )
            connection.execute(delete(schema.archived).where(schema.archived.c.sha256.in_(change.unarchived)))
            undone = schema.batches.c.number.in_(change.undone)
            connection.execute(update(schema.batches).where(undone).values(status="undone", undone_by=number))
            _add(connection, schema.batches, [batch_values(row) for row in change.further])
            for row in change.further:
                theirs = schema.inputs.c.batch == row.counts.get(IN_PLACE_OF)
                connection.execute(update(schema.inputs).where(theirs).values(batch=row.number))
            _set_sequences(connection, change.sequences)
            _keep_texts(connection, change)

    def swap(self, old: Sequence[str], new: Sequence[SegmentRow], at_utc: datetime, runs: int) -> None:
        """Merged segments take the place of `old`, which are retired at that time; `runs` is the next run."""
        moment = microseconds(at_utc)
        with self._transaction() as connection:
            connection.execute(delete(schema.segments).where(schema.segments.c.path.in_(old)))
            _add(connection, schema.segments, [segment_values(row) for row in new])
            _add(connection, schema.retired, [{"path": path, "retired_utc": moment} for path in old])
            _set_sequences(connection, {"segment": runs})

    def retired(self) -> Mapping[str, datetime]:
        """Path → when a segment was merged into another; readers may still hold it."""
        return {row["path"]: instant(row["retired_utc"]) for row in self._rows(select(schema.retired))}

    def collected(self, paths: Iterable[str]) -> None:
        """These retired files are gone."""
        with self._transaction() as connection:
            connection.execute(delete(schema.retired).where(schema.retired.c.path.in_(tuple(paths))))

    def faults(self) -> Sequence[str]:
        """SQLite's own proof of the file; empty where it is sound."""
        if not self.is_there() or self._engine is None:
            return ()
        with sqlite.told(self._path.name), self._engine.connect() as connection, connection.begin():
            return sqlite.faults(connection)

    def close(self) -> None:
        """Lets go of every file."""
        if self._engine is not None:
            self._engine.dispose()
            self._engine = None

    def is_there(self) -> bool:
        """Whether the file holds a ledger.

        One that an older telebatch wrote is brought up to this version, where it may be written.

        Raises:
          StoreRefused: A newer telebatch wrote it; or an older one, and it may only be read.
        """
        if self._engine is not None:
            return True
        if not self._path.exists() or self._path.stat().st_size == 0:
            return False
        engine = sqlite.connect(self._path, readonly=self._readonly)
        with sqlite.told(self._path.name), engine.begin() as connection:
            version = _version(connection)
        if version is not None and version != schema.LEDGER_VERSION:
            self._refuse_version(version)
            self._bring_up(engine)
        self._engine = engine if version is not None else None
        return self._engine is not None

    def _refuse_version(self, version: int) -> None:
        """Unless it is an older one that can be brought up."""
        if version < schema.LEDGER_VERSION and not self._readonly:
            return
        older = "run a command that writes once, as `telebatch store compact`: it brings the ledger up to date"
        newer = "use the telebatch that wrote it, or a newer one"
        raise StoreRefused(
            f"the ledger has version {version}, this telebatch knows {schema.LEDGER_VERSION}",
            place=self._path.name,
            remedy=older if version < schema.LEDGER_VERSION else newer,
        )

    def _bring_up(self, engine: Engine) -> None:
        writing = engine.connect().execution_options(writes=True)
        with sqlite.told(self._path.name), writing as connection, connection.begin():
            # Another command may have been first.
            if _version(connection) != schema.LEDGER_VERSION:
                schema.bring_up(connection)

    def _rows(self, query: Select[Any]) -> Sequence[Mapping[str, Any]]:
        """The answer as of one moment; no rows where there is no ledger yet."""
        if not self.is_there() or self._engine is None:
            return ()
        with sqlite.told(self._path.name), self._engine.connect() as connection, connection.begin():
            return [row._asdict() for row in connection.execute(query)]

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        with sqlite.told(self._path.name):
            engine = self._engine or sqlite.connect(self._path, readonly=False)
            self._engine = engine
            with engine.connect().execution_options(writes=True) as connection, connection.begin():
                yield connection


def _given_out() -> Select[Any]:
    outputs, renames = schema.outputs, schema.renames
    same = (renames.c.batch == outputs.c.batch) & (renames.c.final == outputs.c.path)
    return select(outputs, renames.c.temporary).join(renames, same).order_by(outputs.c.batch, outputs.c.path)


def _add(connection: Connection, table: Table, values: Sequence[Mapping[str, object]]) -> None:
    if values:
        connection.execute(insert(table), [dict(row) for row in values])


def _set_sequences(connection: Connection, sequences: Mapping[str, int]) -> None:
    names = tuple(sequences)
    connection.execute(delete(schema.sequences).where(schema.sequences.c.name.in_(names)))
    _add(connection, schema.sequences, [{"name": name, "next": sequences[name]} for name in names])


def _keep_texts(connection: Connection, change: Change) -> None:
    sha = change.batch.snapshot
    if sha is None or change.texts is None:
        return
    known = connection.execute(select(schema.snapshots.c.sha).where(schema.snapshots.c.sha == sha)).first()
    if known is None:
        connection.execute(insert(schema.snapshots).values(sha=sha, texts=change.texts))


def _version(connection: Connection) -> int | None:
    """Of the ledger; null: a crash while it was made left a file without tables."""
    if not inspect(connection).has_table("layout"):
        return None
    return connection.execute(select(func.max(schema.layout.c.version))).scalar()
