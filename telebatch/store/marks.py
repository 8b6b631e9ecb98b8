"""Keyed hashes of forgotten numbers and record keys: whether one was forgotten can be asked, which ones were cannot.

The key lies in the store, 0600, and in no table; without it nobody tells a number from its hash.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import zlib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Self

import polars as pl

from telebatch.model.errors import Mistake, StoreDamaged
from telebatch.model.forgotten_table import BUCKETS, FIRST_STAND_IN, FORGOTTEN
from telebatch.store.layout import FILE_MODE, hidden_name, make_folder, sync_folder
from telebatch.store.view import View

#: The file of the key, in the store's folder.
KEY_NAME: Final = "forget.key"
_BYTES: Final = 32
#: Record keys are looked up by so many signs at their end, of which a long list has few.
_END: Final = 3


@dataclass(frozen=True, eq=False)
class Marks:
    """What is known of forgotten numbers.

    Attributes:
      rows: FORGOTTEN rows that have a mark; `key` is empty where there are none.
    """

    key: bytes
    rows: pl.DataFrame

    @classmethod
    def of(cls, known: View) -> Self:
        """Of the store, whatever moment of it is looked at: who is forgotten was never known.

        Raises:
          StoreDamaged: Somebody was forgotten, and the key is gone.
        """
        rows = forgotten(known)
        rows = rows.filter(pl.col("mark").is_not_null())
        return cls(key_of(known.root) if rows.height else b"", rows)

    @property
    def is_empty(self) -> bool:
        """Nobody's number was ever forgotten."""
        return self.rows.is_empty()

    def near(self, numbers: pl.Series) -> pl.Series:
        """Bool per number: one of its bucket was forgotten; few are, and only these need hashing. False for null."""
        buckets = self.rows.get_column("bucket").unique().implode()
        return (numbers % BUCKETS).cast(pl.Int32).is_in(buckets).fill_null(value=False)

    def near_keys(self, keys: pl.Series) -> pl.Series:
        """The same per record key: few end as one that was forgotten does."""
        ends = keys.str.tail(_END)
        buckets = set(self.rows.get_column("bucket"))
        near = [end for end in ends.unique().drop_nulls() if bucket_of_key(end) in buckets]
        return ends.is_in(near).fill_null(value=False)

    def stand_ins(self, numbers: pl.Series) -> dict[int, int]:
        """Of these numbers those that were forgotten → what stands for each."""
        if self.is_empty:
            return {}
        own = self.rows.filter(pl.col("number").is_not_null())
        marks = dict(own.select("mark", "number").iter_rows())
        asked = numbers.filter(self.near(numbers)).unique()
        found = {number: marks.get(mark_of(self.key, number)) for number in asked}
        return {number: stand_in for number, stand_in in found.items() if stand_in is not None}

    def holds(self, numbers: pl.Series, names: pl.Series) -> pl.Series:
        """Bool per number and name of one record: the number was forgotten, or somebody of that name at it."""
        marks = set(self.rows.get_column("mark"))
        found = [
            mark_of(self.key, number) in marks or mark_of(self.key, number, name or "") in marks
            for number, name in zip(numbers, names, strict=True)
        ]
        return pl.Series(found, dtype=pl.Boolean)

    def holds_keys(self, list_name: str, keys: pl.Series, names: pl.Series) -> pl.Series:
        """Bool per record key and name of one record of the list: as `holds`."""
        marks = set(self.rows.get_column("mark"))
        found = [
            not marks.isdisjoint(mark_of_key(self.key, list_name, key, one) for one in (None, name or ""))
            for key, name in zip(keys, names, strict=True)
        ]
        return pl.Series(found, dtype=pl.Boolean)


def forgotten(known: View) -> pl.DataFrame:
    """FORGOTTEN rows, whatever moment of the store is looked at."""
    if not known.segments(FORGOTTEN.name):
        return FORGOTTEN.empty()
    return replace(known, undone={}, last=None, absent=frozenset()).scan(FORGOTTEN).collect()


def mark_of(key: bytes, number: int, name: str | None = None) -> str:
    """The keyed hash of a number, or of a number and the person's name key."""
    text = str(number) if name is None else f"{number}|{name}"
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def mark_of_key(key: bytes, list_name: str, record_key: str, name: str | None = None) -> str:
    """The keyed hash of a record key of a named list, or of one that others have too and the person's name key."""
    text = json.dumps([list_name, record_key, *(() if name is None else (name,))], ensure_ascii=False)
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def bucket_of_key(record_key: str) -> int:
    """The bucket a record key falls into, by how it ends; no number falls into it."""
    return BUCKETS + zlib.crc32(record_key[-_END:].encode()) % BUCKETS


def bucket_of(number: int) -> int:
    """The bucket a number falls into."""
    return number % BUCKETS


def stand_in_of(key: int) -> int:
    """What stands for a number, by the key its sequence gave."""
    return FIRST_STAND_IN + key


def key_for_writing(root: Path, *, dry_run: bool) -> bytes:
    """The store's key, made and brought to the disk where there is none; a dry run makes one for itself."""
    path = root / KEY_NAME
    if path.exists():
        return key_of(root)
    key = os.urandom(_BYTES)
    if not dry_run:
        make_folder(root)
        hidden = hidden_name(path)
        hidden.unlink(missing_ok=True)
        with os.fdopen(os.open(hidden, os.O_CREAT | os.O_WRONLY | os.O_EXCL, FILE_MODE), "wb") as file:
            file.write(key)
            file.flush()
            os.fsync(file.fileno())
        hidden.rename(path)
        sync_folder(root)
    return key


def lost_key(known: View) -> tuple[Mistake, ...]:
    """What is wrong with the key where somebody was forgotten; nothing where all is well."""
    if forgotten(known).is_empty():
        return ()
    try:
        key_of(known.root)
    except StoreDamaged as fault:
        return fault.mistakes
    return ()


def key_of(root: Path) -> bytes:
    """The store's key.

    Raises:
      StoreDamaged: It is gone, or not what it was.
    """
    try:
        key = (root / KEY_NAME).read_bytes()
    except OSError:
        key = b""
    if len(key) != _BYTES:
        raise StoreDamaged(
            "the key by which forgotten numbers are known again is gone or damaged",
            place=KEY_NAME,
            remedy="put it back from a backup: without it they would be called again",
        )
    return key
