"""A list is read while the rest of the program is still being loaded.

Reading works on bytes outside the interpreter; loading modules and settings keeps one processor busy inside it. So this
module imports little, and the command that is given a list imports it first.
"""

from __future__ import annotations

import sys
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from pathlib import Path

from telebatch.model.errors import WrongUsage
from telebatch.model.records import Reading, ReadOptions
from telebatch.pipeline.table_words import list_words
from telebatch.read import read
from telebatch.settings import find_workspace, shown_in

#: So long may a thread wait for one that does not let go of the interpreter; Python's own figure is ten times that.
_PATIENCE_SECONDS = 0.0005


@dataclass(eq=False)
class Begun:
    """A file's reading that was begun; null: none, or taken already, so that nothing of it is kept here."""

    path: Path | None = None
    options: ReadOptions | None = None
    waiting: Future[tuple[Reading, ...]] | None = None

    def read(self, path: Path, options: ReadOptions) -> tuple[Reading, ...]:
        """As `read.read`: waits for what was begun of this file with these options, else reads it now."""
        if self.waiting is None or (path, options) != (self.path, self.options):
            return read(path, options)
        waiting, self.waiting = self.waiting, None
        try:
            return waiting.result()
        finally:
            del waiting  # a refusal would hold this frame, and this frame the refusal with the files it had open

    def end(self) -> None:
        """Returns when nothing is read any more that nobody asked for: what it unpacked is gone by then."""
        if self.waiting is not None:
            wait([self.waiting])


def begin_reading(start: Path, workspace: Path | None, path: Path, options: ReadOptions) -> Begun:
    """Begins to read a contact list as the workspace is going to ask for it.

    Args:
      start: Where a workspace is looked for.
      workspace: Its folder, where one was given.
      options: What was said about how to read the list.
    """
    try:
        root = find_workspace(start, workspace)
    except WrongUsage:
        return Begun()  # told when the house is opened
    asked = replace(options, words=list_words(), shown_as=shown_in(root, path), copies=root)
    pool = ThreadPoolExecutor(1)
    waiting = pool.submit(_read, path, asked)
    pool.shutdown(wait=False)
    return Begun(path, asked, waiting)


def _read(path: Path, options: ReadOptions) -> tuple[Reading, ...]:
    usual = sys.getswitchinterval()
    sys.setswitchinterval(_PATIENCE_SECONDS)
    try:
        return read(path, options)
    finally:
        sys.setswitchinterval(usual)
