"""The store keeps facts: readers see live batches, one writer at a time adds a batch or nothing."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType

import polars as pl

from telebatch import __version__
from telebatch.model.errors import Mistake, StoreRefused, WrongUsage
from telebatch.model.tables import INSTANT, Table
from telebatch.store import checks
from telebatch.store.commit import Commit
from telebatch.store.compact import bring_up, compact, mergeable
from telebatch.store.desk import Desk
from telebatch.store.layout import Layout, make_folder
from telebatch.store.ledger import SqlLedger
from telebatch.store.lock import OsLock
from telebatch.store.mounts import refuse_network
from telebatch.store.on_record import on_record
from telebatch.store.outputs import publish
from telebatch.store.protocols import Lock
from telebatch.store.recover import collect_debris, finish_outputs
from telebatch.store.rows import BatchRow, Compaction, InputRow, OutputRow, last_of_commit
from telebatch.store.segments import DiskSegments, disk_fault, writing_to
from telebatch.store.view import View

_BATCHES = {
    "batch": pl.Int64(), "command": pl.String(), "project": pl.String(), "as_of_utc": INSTANT,
    "version": pl.String(), "status": pl.String(), "undone_by": pl.Int64(), "snapshot": pl.String(),
    "counts": pl.String(), "warnings": pl.String(),
}  # fmt: skip


def open_store(
    root: Path, *, workspace: Path | None = None, lock_timeout_seconds: float = 30, readonly: bool = False
) -> Store:
    """Opens a store; makes nothing before the first write, and a store that is not there yet reads as empty.

    Args:
      root: The store's folder.
      workspace: Outputs are named relative to it; the store's parent where not told.
      lock_timeout_seconds: How long a writer waits for another.
      readonly: Never writes; works in a folder that is not writable too.

    Raises:
      StoreRefused: On a network disk, or when a newer telebatch wrote the ledger.
    """
    refuse_network(root)
    layout = Layout(root, workspace or root.parent)
    ledger = SqlLedger(layout.ledger, readonly=readonly)
    ledger.is_there()  # a newer ledger is refused here, before any work is done
    desk = Desk(layout, root, ledger, DiskSegments(), _nothing)
    return Store(desk, None if readonly else OsLock(layout, lock_timeout_seconds))


def _nothing(_step: str) -> None:
    """After no step anything else happens."""


class Store:
    """One workspace's facts; see `open_store`. Closes on leaving a `with` block.

    Attributes:
      left: Outputs of this store's commits that could not be put in place; their batches are true.
    """

    def __init__(self, desk: Desk, lock: Lock | None) -> None:
        self.left: tuple[Mistake, ...] = ()
        self._desk = desk
        self._lock = lock

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Lets go of every file; the store may be used again."""
        self._desk.ledger.close()

    def view(self, at_batch: int | None = None) -> View:
        """One moment of the store, as of a batch or now; a commit of several batches is known whole."""
        ledger = self._desk.ledger
        last = None if at_batch is None else last_of_commit(ledger.batches(), at_batch)
        return View(self._desk.layout.root, ledger.segments, ledger.undone(), last, looks=self._desk.looks)

    def scan(self, table: Table, *, at_batch: int | None = None, every_batch: bool = False) -> pl.LazyFrame:
        """The rows of a table from live batches, with today's columns and types; no order.

        Args:
          table: Of `model.tables`.
          at_batch: As known after that batch: later ones do not exist, ones undone later are live; null: now.
          every_batch: Rows of undone batches too (identity survives undo); `at_batch` still ends it.
        """
        view = self.view(at_batch)
        return (view.everything() if every_batch else view).scan(table)

    def scan_leads(self, table: Table, lead_keys: pl.Series, *, at_batch: int | None = None) -> pl.LazyFrame:
        """As `scan`, only rows of these leads, reading little of a large table; a table without lead_key has none."""
        return self.view(at_batch).scan_keys(table, "lead_key", lead_keys)

    def lead_state(self, at_batch: int | None = None, *, lead_keys: pl.Series | None = None) -> pl.LazyFrame:
        """LEAD_STATE: per lead the row of the latest batch up to `at_batch`, undone or not; key lead_key.

        Raises:
          WrongUsage: `at_batch` is smaller than `lead_state_from()`.
        """
        return self.view(at_batch).lead_state(lead_keys)

    def lead_state_from(self) -> int:
        """The earliest batch as of which `lead_state` can be told: compaction keeps no older one."""
        return self.view().lead_state_from()

    def last_batch(self) -> int:
        """The number of the latest batch; 0 where there is none."""
        return self._desk.ledger.last_batch()

    def batch(self, number: int) -> BatchRow:
        """One batch.

        Raises:
          WrongUsage: There is none of this number.
        """
        for row in self._desk.ledger.batches():
            if row.number == number:
                return row
        raise WrongUsage(f"there is no batch {number}", remedy="`telebatch batches` lists them")

    def batches(self) -> pl.DataFrame:
        """Every batch in order of number; counts (object) and warnings (array) as JSON text."""
        rows = [
            (r.number, r.command, r.project, r.as_of_utc, r.version, r.status, r.undone_by, r.snapshot,
             json.dumps(dict(r.counts), ensure_ascii=False), json.dumps(list(r.warnings), ensure_ascii=False))
            for r in self._desk.ledger.batches()
        ]  # fmt: skip
        return pl.DataFrame(rows, schema=_BATCHES, orient="row")

    def inputs(self, batch: int | None = None) -> tuple[InputRow, ...]:
        """The files taken in, of one batch or of all, in order of file key; undone batches included."""
        return tuple(self._desk.ledger.inputs(batch))

    def outputs(self, batch: int | None = None) -> tuple[OutputRow, ...]:
        """The files given out, of one batch or of all, in order of batch and path."""
        return tuple(row for row in self._desk.ledger.outputs(batch) if not row.is_taken_away)

    def live_input(self, sha256: str, command: str, project: str | None) -> InputRow | None:
        """The same bytes already taken in by a live batch of this command and project; null: not yet."""
        return self._desk.ledger.live_input(sha256, command, project)

    def snapshot(self, at_batch: int | None = None, *, without: int | None = None) -> Mapping[str, str] | None:
        """The settings' texts on record, now or after a batch; null: none are. `without`: as if that one was undone."""
        hidden, rows = self.view(at_batch).hidden, self._desk.ledger.batches()
        recorded = [
            row for row in rows if row.snapshot is not None and row.number != without and not hidden(row.number)
        ]
        return on_record(recorded, self._desk.ledger.texts)

    def archived(self, sha256: str) -> Path | None:
        """Where the archive keeps a source file; null: it does not."""
        return self._desk.layout.archive / sha256 if sha256 in self._desk.ledger.archived() else None

    def pending(self) -> tuple[str, ...]:
        """Outputs that are true but not in place yet; the next command that writes puts them there."""
        root = self._desk.layout.root
        return tuple(output.path for output in self._desk.ledger.pending() if (root / output.staged).exists())

    def check(self) -> tuple[Mistake, ...]:
        """Proves the ledger, every segment's count and SHA-256, every archived file and pending rename."""
        return checks.check(self._desk.layout, self._desk.ledger)

    # Writing ------------------------------------------------------------------------------------------------------

    @contextmanager
    def writing(
        self, command: str, *, project: str | None, as_of_utc: datetime, rules: str = "", dry_run: bool = False
    ) -> Iterator[Commit]:
        """A commit: leaving without an exception makes everything true at once, else nothing is.

        Args:
          command: The verb, as the history shows it.
          project: Null where the command serves several or none.
          as_of_utc: The run's clock, with a zone.
          rules: Versions of outside rules that the command judges by, kept behind telebatch's own version.
          dry_run: Computes and writes everything in a scratch folder, and leaves nothing. Takes no lock.

        Raises:
          StoreBusy: Another command writes; its name, process and start are told.
          StoreRefused: The store's disk is full, not ours or read-only.
        """
        batch = BatchRow(0, command, project, as_of_utc, "; ".join(filter(None, (__version__, rules))))
        if dry_run:
            with self._scratch(batch) as commit:
                yield commit
            return
        with self._held(command):
            commit = self._commit(self._desk, batch)
            try:
                yield commit
                if commit.is_abandoned:
                    commit.discard()
                    return
                change = commit.change()
                self._desk.step("change made")
                commit.make_last()
            except (OSError, pl.exceptions.PolarsError) as fault:
                commit.discard()
                raise disk_fault(fault, "an output") or fault from None
            except BaseException:
                commit.discard()
                raise
            # From here on nothing is deleted by this run: a transaction that failed may still have reached the disk,
            # and the next writer collects what the ledger does not name.
            self._desk.ledger.apply(change)
            self._desk.step("ledger written")
            commit.drop_replaced()
            self._publish(commit, change.outputs)

    def finish(self) -> None:
        """Puts right what a command that ended badly left behind, for commands that may find nothing to commit.

        Raises:
          StoreBusy: Another command writes.
          StoreRefused: An output still cannot be put in place.
        """
        if self._desk.layout.holder.exists() or self.pending():
            with self._held("store finish"):
                pass

    def _publish(self, commit: Commit, outputs: tuple[OutputRow, ...]) -> None:
        if outputs:
            done, left = publish(self._desk.layout, outputs, self._desk.step)
            commit.left += left
            self.left += left
            try:
                self._desk.ledger.finished(done)
            except StoreRefused:
                # The batch is true and its files are in place; the next writer finds them there and notes it.
                return
            if not left:
                shutil.rmtree(self._desk.layout.staged, ignore_errors=True)

    def _commit(self, desk: Desk, batch: BatchRow) -> Commit:
        number = desk.ledger.last_batch() + 1
        view = self.view().held_still()
        return Commit(desk, BatchRow(number, batch.command, batch.project, batch.as_of_utc, batch.version), view)

    @contextmanager
    def _held(self, command: str) -> Iterator[None]:
        """The lock, with everything an earlier command left behind put right."""
        if self._lock is None:
            raise StoreRefused("the store was opened for reading only", remedy="open it for writing")
        layout, ledger = self._desk.layout, self._desk.ledger
        with ExitStack() as until_done:
            with writing_to("the store"):
                make_folder(layout.root)
                ended_badly = until_done.enter_context(self._lock.held(command))
                ledger.make()
                finish_outputs(layout, ledger, self._desk.step)
                if ended_badly:
                    collect_debris(layout, ledger)
            yield

    @contextmanager
    def _scratch(self, batch: BatchRow) -> Iterator[Commit]:
        with tempfile.TemporaryDirectory(prefix="telebatch-") as folder:
            desk = self._desk
            commit = self._commit(Desk(desk.layout, Path(folder), desk.ledger, desk.files, desk.step), batch)
            try:
                yield commit
            finally:
                commit.end()

    def mergeable(self) -> int:
        """How many segments `compact` would merge into others now."""
        return mergeable(self._desk.ledger)

    def bring_up(self, table: Table, anew: Callable[[pl.LazyFrame], pl.LazyFrame], *, now_utc: datetime) -> None:
        """Writes what an earlier version of the table wrote anew, the rows as `anew` makes them; see `compact`."""
        with self._held("store bring up"):
            bring_up(self._desk, table, anew, now_utc)

    def compact(self, *, now_utc: datetime, grace: timedelta = timedelta(hours=1)) -> Compaction:
        """Merges small segments; deletes debris and segments merged away longer than `grace` before `now_utc`.

        A reader that opened a table earlier than `grace` ago may lose its files.
        """
        with self._held("store compact"):
            return compact(self._desk, now_utc, grace)
