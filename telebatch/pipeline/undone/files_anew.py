"""Result files of one later batch: which of them hang on what is told otherwise, and are matched anew?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from telebatch.model.errors import TelebatchError
from telebatch.pipeline.undone.matched_anew import matched_anew
from telebatch.pipeline.undone.matched_beside import Beside
from telebatch.pipeline.undone.walk import Walk
from telebatch.pipeline.undone.who_asks import Asking
from telebatch.store import BatchRow, InputRow


class FilesAnew:
    """Result files, asked in order of time: each is matched once, with what stands before it by then."""

    def __init__(self, walk: Walk, gone: Sequence[int], asking: Asking) -> None:
        self._walk, self._asking = walk, asking
        self._beside = Beside.nothing()
        for one in gone:
            self._beside = self._beside.and_of(walk.before, walk.commit.view, one)

    def match(self, batch: BatchRow) -> bool:
        """Whether a file of the batch is matched otherwise; it has a batch in place of the former one then."""
        matched = [self._match(batch, taken) for taken in self._walk.house.store.inputs(batch.number)]
        return any(matched)

    def heed(self, number: int) -> None:
        """What the commit adds in a batch may tell later files of people whom nobody knew."""
        before = replace(self._walk.commit.view, absent=frozenset({number}))
        self._beside = self._beside.and_of(before, self._walk.commit.view, number)

    def _match(self, batch: BatchRow, taken: InputRow) -> bool:
        walk = self._walk
        if not self._beside.concerns(taken):
            return False
        undone = walk.commit.view.undone
        try:
            anew = matched_anew(walk.house, walk.commit, taken, walk.places, self._beside)
        except TelebatchError as error:
            walk.note(error, taken.path)
            return False
        if anew is None:
            return False
        walk.places[anew.batch] = walk.places[batch.number]
        before = replace(walk.commit.view, undone=undone, absent=frozenset({anew.batch}))
        for one in (batch.number, anew.batch):
            self._beside = self._beside.and_of(before, walk.commit.view, one)
        self._asking.heed(batch.number, anew.batch)
        walk.later.touched += anew.touched
        walk.later.files += anew.files
        walk.later.matched += 1
        what = f"batch {batch.number} is batch {anew.batch} now ({taken.path})"
        walk.later.lines.append(f"matched anew without it: {what}")
        return True
