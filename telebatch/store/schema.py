"""The ledger's own tables, in SQLAlchemy's words so that another database can hold them."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Connection, Index, MetaData, String, Table, Text, text, update

#: Rises with every change below; a ledger of a newer version is refused, an older one is brought up on writing.
LEDGER_VERSION = 2

#: Version 2 tells segments and outputs by checksums of several kinds: table → its column's name until then, and now.
_RENAMED = {"segments": ("sha256", "checksum"), "outputs": ("sha256", "checksum")}

metadata = MetaData()

layout = Table("layout", metadata, Column("name", String, primary_key=True), Column("version", BigInteger))

#: Instants are microseconds since 1970 UTC in every table.
batches = Table(
    "batches",
    metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("command", String, nullable=False),
    Column("project", String),
    Column("as_of_utc", BigInteger, nullable=False),
    Column("version", String, nullable=False),
    Column("status", String, nullable=False),
    Column("undone_by", BigInteger),
    Column("snapshot", String),
    Column("counts", Text, nullable=False),
    Column("warnings", Text, nullable=False),
)

inputs = Table(
    "inputs",
    metadata,
    Column("file_key", BigInteger, primary_key=True, autoincrement=False),
    Column("batch", BigInteger, nullable=False),
    Column("path", String, nullable=False),
    Column("sha256", String, nullable=False),
    Column("bytes", BigInteger, nullable=False),
    Column("records", BigInteger, nullable=False),
    Column("kind", String, nullable=False),
    Column("project", String),
    Column("source", String),
    Column("exported_utc", BigInteger),
    Index("inputs_by_sha256", "sha256"),
)

segments = Table(
    "segments",
    metadata,
    Column("path", String, primary_key=True),
    Column("table_name", String, nullable=False),
    Column("run", BigInteger, nullable=False),
    Column("first_batch", BigInteger, nullable=False),
    Column("last_batch", BigInteger, nullable=False),
    Column("rows", BigInteger, nullable=False),
    Column("bytes", BigInteger, nullable=False),
    Column("checksum", String, nullable=False),
    Column("schema_version", BigInteger, nullable=False),
    Column("parts", Text, nullable=False),
    Column("bounds", Text, nullable=False),
    Index("segments_by_table", "table_name"),
)

retired = Table(
    "retired",
    metadata,
    Column("path", String, primary_key=True),
    Column("retired_utc", BigInteger, nullable=False),
)

outputs = Table(
    "outputs",
    metadata,
    Column("batch", BigInteger, primary_key=True, autoincrement=False),
    Column("path", String, primary_key=True),
    Column("checksum", String, nullable=False),
)

renames = Table(
    "renames",
    metadata,
    Column("batch", BigInteger, primary_key=True, autoincrement=False),
    Column("final", String, primary_key=True),
    Column("temporary", String, nullable=False),
    Column("done", Boolean, nullable=False),
    Index("renames_by_done", "done"),
)

sequences = Table(
    "sequences", metadata, Column("name", String, primary_key=True), Column("next", BigInteger, nullable=False)
)

snapshots = Table("snapshots", metadata, Column("sha", String, primary_key=True), Column("texts", Text, nullable=False))

archived = Table(
    "archived",
    metadata,
    Column("sha256", String, primary_key=True),
    Column("bytes", BigInteger, nullable=False),
    Column("batch", BigInteger, nullable=False),
)


def bring_up(connection: Connection) -> None:
    """A ledger of version 1 becomes one of this version; nothing it tells is lost."""
    for table, (before, now) in _RENAMED.items():
        connection.execute(text(f"ALTER TABLE {table} RENAME COLUMN {before} TO {now}"))
    connection.execute(update(layout).values(version=LEDGER_VERSION))
