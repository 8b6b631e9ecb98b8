"""One writer at a time: a lock of the operating system, which a killed process cannot keep."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from telebatch.model.errors import ExitCode, StoreBusy, TelebatchError
from telebatch.store.layout import FILE_MODE, Layout


class OsLock:
    """The lock file of a store and, beside it, who holds it. See `protocols.Lock`."""

    def __init__(self, layout: Layout, timeout_seconds: float) -> None:
        self._layout = layout
        self._timeout_seconds = timeout_seconds

    @contextmanager
    def held(self, command: str) -> Iterator[bool]:
        """Waits for the store, then holds it; gives True where the writer before ended badly.

        Raises:
          StoreBusy: Names the holder's command, process and since when.
        """
        lock = FileLock(
            self._layout.lock,
            timeout=self._timeout_seconds,
            mode=FILE_MODE,
            thread_local=False,
            fallback_to_soft=False,  # a soft lock outlives a killed process
            preserve_lock_file=True,
        )
        try:
            lock.acquire()
        except Timeout:
            raise self._busy() from None
        try:
            yield from self._named(command)
        finally:
            lock.release()

    def _named(self, command: str) -> Iterator[bool]:
        """The holder's name stays behind on every end but an orderly one: the next writer then looks for debris.

        A refusal is orderly: what the command had begun is discarded by then. Only the store's own troubles are not.
        """
        holder = self._layout.holder
        ended_badly = holder.exists()
        number = os.open(holder, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, FILE_MODE)
        with os.fdopen(number, "w") as file:
            json.dump({"process": os.getpid(), "command": command}, file)
        try:
            yield ended_badly
        except TelebatchError as refusal:
            if refusal.exit_code is not ExitCode.STORE:
                _forget(holder)
            raise
        _forget(holder)

    def _busy(self) -> StoreBusy:
        return StoreBusy(
            f"another command is writing: {self._who()}",
            place=self._layout.root.name,
            remedy="wait until it has ended, or give --lock-timeout SECONDS to wait longer",
        )

    def _who(self) -> str:
        try:
            told = json.loads(self._layout.holder.read_text())
            since = datetime.fromtimestamp(self._layout.holder.stat().st_mtime, UTC)
        except (OSError, ValueError):
            return "its name is not known"
        return f"{told['command']} (process {told['process']}, since {since:%Y-%m-%d %H:%M:%S} UTC)"


def _forget(holder: Path) -> None:
    """A name that cannot be deleted makes the next writer look for debris, and nothing worse."""
    with suppress(OSError):
        holder.unlink(missing_ok=True)
