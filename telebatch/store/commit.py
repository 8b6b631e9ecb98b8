"""One commit: rows, inputs and outputs are made beside the store and become true together, or not at all."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Unpack

import polars as pl

from telebatch.model.errors import InputRefused, Mistake, WrongUsage
from telebatch.model.tables import Table
from telebatch.store.archive import Archive
from telebatch.store.aside import Aside
from telebatch.store.blanks import Guarding
from telebatch.store.checksums import is_still
from telebatch.store.desk import Desk
from telebatch.store.lasting import Lasting
from telebatch.store.ledger_rows import canonical
from telebatch.store.outputs import Stage
from telebatch.store.own_segments import OwnSegments
from telebatch.store.rows import ADDS_TO, IN_PLACE_OF, BatchRow, Change, InputRow, NewInput, SegmentRow
from telebatch.store.segments import shaped, writing_to
from telebatch.store.straight import Straight
from telebatch.store.view import View


class Commit:
    """What a command adds in one batch; made by `Store.writing`.

    Attributes:
      batch: The number this batch will have.
      counts: Filled by the command; stored with the batch.
      warnings: Words for a person; stored with the batch.
      left: Outputs that could not be put in place although the batch is true; filled on leaving.
      aside: Keeps rows out of memory while this lasts; end it as soon as nobody reads them any more.
    """

    def __init__(self, desk: Desk, batch: BatchRow, view: View) -> None:
        self.batch = batch.number
        self.counts: dict[str, int] = {}
        self.warnings: list[str] = []
        self.left: tuple[Mistake, ...] = ()
        self.is_abandoned = False
        self._desk = desk
        self._row = batch
        self._before = view
        self._guard = Guarding(view)
        self._sequences = dict(desk.ledger.sequences())
        self._taken: set[str] = set()
        self._inputs: list[InputRow] = []
        self._lasting = Lasting(desk.folder, begins_early=desk.folder == desk.layout.root)
        self._own = OwnSegments(desk.folder, desk.files, self._lasting, desk.step)
        self._undone: dict[int, int] = {}
        self._further: list[BatchRow] = []
        self._texts: str | None = None
        self._replaced: list[str] = []
        self._outdated: list[str] = []
        self._unarchived: list[str] = []
        self.aside = Aside(desk.folder / "staged" / "aside")
        self._archive = Archive(desk.folder / "archive", self._lasting)
        self._stage = Stage(desk.folder / "staged" / f"{self.batch:07d}", self._lasting)

    @property
    def view(self) -> View:
        """The store as it will be: with what this commit has added and undone so far."""
        undone = {**self._before.undone, **self._undone}
        return replace(self._before, segments=self._in_sight, undone=undone, held=self._own.rows)

    def scan(self, table: Table, *, every_batch: bool = False) -> pl.LazyFrame:
        """As `Store.scan`, with this commit's own rows; collect it before the commit ends."""
        return (self.view.everything() if every_batch else self.view).scan(table)

    def scan_leads(self, table: Table, lead_keys: pl.Series) -> pl.LazyFrame:
        """As `Store.scan_leads`, with this commit's own rows."""
        return self.view.scan_keys(table, "lead_key", lead_keys)

    def take_keys(self, sequence: str, count: int) -> range:
        """The next keys of a sequence, from 1 on; given for good only if the commit is."""
        first = self._sequences.get(sequence, 1)
        self._sequences[sequence] = first + count
        self._taken.add(sequence)
        return range(first, first + count)

    def add(
        self, table: Table, rows: pl.DataFrame | pl.LazyFrame, *, hold: bool = False, empty: Collection[str] = ()
    ) -> int:
        """Adds rows (exactly the table's columns; `batch` is filled in) and tells how many; none makes no segment.

        Args:
          hold: Keep them in memory while this commit lasts, where they are already: `view` need not read them again,
            and they are written beside what follows. That this failed is then told when the commit ends.

        Raises:
          TelebatchError: A column is unknown, missing or of values that do not fit; a lead's state stands twice.
          StoreRefused: The disk is full or not ours.
        """
        with writing_to(f"table {table.name}", table.schema):
            ready = shaped(table, rows, self.batch, empty)
            ready = self._guard.kept(table, ready)
            if isinstance(ready, pl.DataFrame) and ready.is_empty():
                return 0
            place = self._placed(table, (self.batch, self.batch))
            if hold and isinstance(ready, pl.DataFrame):
                return self._own.hold(table, ready, place).rows
            segment = self._own.write(table, ready, place)
        return segment.rows if segment else 0

    def _placed(self, table: Table, span: tuple[int, int], run: int | None = None) -> tuple[str, int]:
        (number,) = self.take_keys("segment", 1)
        return self._own.placed(table, span, number, run)

    def rewrite(self, table: Table, concerned: pl.Expr, change: Callable[[pl.LazyFrame], pl.LazyFrame]) -> int:
        """Takes personal values out: the one operation that changes rows already stored; undone batches included.

        Args:
          table: A personal one.
          concerned: Which rows it is about; a segment without one is left as it is.
          change: Segment's rows → the rows to keep, with the same columns and each with its `batch`.

        Returns:
          How many rows were concerned. The old files go with the commit, without grace, and with them those that
          were merged into others before: a reader may lose them.
        """
        if not table.personal:
            raise WrongUsage(f"table {table.name} holds no personal values and is never rewritten")
        total = 0
        self._outdated += [path for path in self._desk.ledger.retired() if path.startswith(f"segments/{table.name}/")]
        for segment in self._before.segments(table.name):
            rows = self._before.alone(segment).scan(table)
            count = int(rows.select(concerned.fill_null(value=False).sum()).collect().item())
            if count:
                span = (segment.first_batch, segment.last_batch)
                self._own.write_again(table, change(rows), self._placed(table, span, segment.run))
                self._replaced.append(segment.path)
            total += count
        return total

    def unarchive(self, sha256: str) -> None:
        """Source files that name a forgotten person go with the commit."""
        self._unarchived.append(sha256)

    def add_input(self, **told: Unpack[NewInput]) -> int:
        """Notes a file that was taken in; returns its file key.

        Raises:
          InputRefused: A live batch of this command and project, or this very commit, already holds these bytes.
        """
        live = self._desk.ledger.live_input(told["sha256"], self._row.command, told["project"])
        if live is not None and live.batch in self._undone:
            live = None
        mine = (row for row in self._inputs if (row.sha256, row.project) == (told["sha256"], told["project"]))
        taken = live or next(mine, None)
        if taken is not None:
            raise InputRefused(
                f"this file was already taken in by batch {taken.batch}",
                place=told["path"],
                remedy=f"undo batch {taken.batch} first if it shall be taken in again",
            )
        (file_key,) = self.take_keys("file", 1)
        self._inputs.append(InputRow(file_key=file_key, batch=self.batch, **told))
        return file_key

    def output(self, relative: Path) -> Path:
        """Where to write an output now; it appears at `relative` (to the workspace) when the commit is done."""
        with writing_to("an output"):
            return self._stage.place(relative)

    @contextmanager
    def long_output(self, relative: Path) -> Iterator[Straight]:
        """As `output`, for a long file that is written from its beginning to its end while this lasts."""
        with writing_to("an output"), self._stage.long(relative) as file:
            yield file

    def take_away(self, relative: Path, checksum: str) -> bool:
        """An earlier output goes when the commit is done; False where a person changed its bytes: it stays."""
        target = self._desk.layout.target(self._stage.take_away(relative, checksum))
        return not target.is_file() or is_still(target, checksum)

    def archive(self, path: Path, sha256: str, copy: Path | None = None) -> None:
        """Keeps a copy of a source file, named by its bytes; `copy` as `Archive.keep` takes it.

        Raises:
          InputRefused: The file's bytes are not (any more) those of `sha256`.
        """
        if sha256 not in self._archive.sizes and sha256 not in self._desk.ledger.archived():
            self._archive.keep(path, sha256, copy)
            self._desk.step("file archived")

    def record_snapshot(self, texts: Mapping[str, str]) -> None:
        """Keeps the settings' texts (relative path → text): from this batch on the fold reads these."""
        self._texts = canonical(dict(texts))

    def undo(self, batch: int) -> None:
        """Takes one live batch out, as part of this commit.

        Raises:
          WrongUsage: There is no such batch, it is undone already, or it undid another.
        """
        rows = {row.number: row for row in self._desk.ledger.batches()}
        if batch not in rows:
            raise WrongUsage(f"there is no batch {batch}", remedy="`telebatch batches` lists them")
        if rows[batch].status != "live" or batch in self._undone:
            raise WrongUsage(f"batch {batch} is undone already")
        if any(row.undone_by == batch for row in rows.values()):
            raise WrongUsage(f"batch {batch} undid another", remedy="take that one's file in again")
        self._undone[batch] = self.batch

    @contextmanager
    def beside(self, batch: int, command: str | None = None) -> Iterator[None]:
        """What is added meanwhile is a batch by itself (`batch`, `counts`), with project and clock of a live one.

        Args:
          command: As the history shows it, for one that adds to the other, and goes with it. Null: it takes the other
            one out and stands for it, with its command and files, and can be undone by itself.

        Raises:
          WrongUsage: As `undo`.
        """
        if command is None:
            self.undo(batch)
        like = next(row for row in self._desk.ledger.batches() if row.number == batch)
        like = replace(like, version=self._row.version, number=self._row.number + len(self._further) + 1)
        own = self.batch, self.counts, self.warnings
        self.batch, self.counts, self.warnings = like.number, {ADDS_TO if command else IN_PLACE_OF: batch}, []
        try:
            yield
            like = replace(like, counts=self.counts, warnings=tuple(self.warnings))
            self._further.append(replace(like, command=command, snapshot=None) if command else like)
        finally:
            self.batch, self.counts, self.warnings = own

    def abandon(self) -> None:
        """Leaving without an exception now also leaves nothing."""
        self.is_abandoned = True

    def change(self) -> Change:
        """Everything the ledger shall make true; for `Store.writing`."""
        sha = None if self._texts is None else hashlib.sha256(self._texts.encode()).hexdigest()
        batch = replace(self._row, snapshot=sha, counts=dict(self.counts), warnings=tuple(self.warnings))
        return Change(
            batch=batch,
            inputs=tuple(self._inputs),
            segments=self._own.written(),
            replaced=tuple(self._replaced),
            outdated=tuple(self._outdated),
            outputs=self._stage.rows(self.batch, self._desk.folder),
            undone=tuple(self._undone),
            texts=self._texts,
            sequences={name: self._sequences[name] for name in sorted(self._taken)},
            archived=self._archive.sizes,
            unarchived=tuple(self._unarchived),
            further=tuple(self._further),
        )

    def make_last(self) -> None:
        """Returns when everything this commit wrote is on the disk under its final name; for `Store.writing`."""
        self.aside.end()
        with writing_to("the store"):
            self._stage.make_last()
            self._desk.step("outputs synced")
            moves = [*self._own.moves, *self._archive.moves]
            self._lasting.finish(hidden for hidden, _ in moves)
            self._desk.files.settle(moves)
            self._lasting.end()
            self._desk.step("segments settled")

    def end(self) -> None:
        """Returns when nothing of it is being written any more, however that ended; for `Store.writing`."""
        self._own.end()
        self.aside.ended()
        self._lasting.end()

    def discard(self) -> None:
        """Nothing this commit wrote remains; for `Store.writing`, before the ledger was asked.

        Where the disk does not even let files go, the next writer collects them: the ledger names none.
        """
        self.end()
        self._stage.discard()
        with suppress(OSError):
            self._desk.files.remove(path for move in (*self._own.moves, *self._archive.moves) for path in move)

    def drop_replaced(self) -> None:
        """Deletes what this commit took out; for `Store.writing`, after the ledger no longer names it."""
        gone = [*self._replaced, *self._outdated, *(f"archive/{sha}" for sha in self._unarchived)]
        try:
            self._desk.files.remove(self._desk.folder / path for path in gone)
        except OSError as fault:
            what = f"what batch {self.batch} took out is no longer used, but a file of it is still there"
            remedy = "mend the permissions of the store, then run `telebatch store compact`"
            self.left += (Mistake(f"{what}: {type(fault).__name__}", self._desk.layout.root.name, remedy),)

    def _in_sight(self, table: str) -> list[SegmentRow]:
        # Not settled yet: this commit's own segments still lie under their hidden names.
        before = (row for row in self._before.segments(table) if row.path not in self._replaced)
        return [*before, *self._own.of(table)]
