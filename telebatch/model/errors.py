"""What can go wrong with a file, a project or the store: what, where, and what to do about it.

A fault of one row is never an exception: it is a rejected or quarantined row with a reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum


class ExitCode(IntEnum):
    """How a command ended, for cron and shells."""

    DONE = 0
    FAULT = 1
    USAGE = 2
    REFUSED = 3
    STORE = 4
    LOOK = 5


@dataclass(frozen=True)
class Mistake:
    """One thing a person should mend.

    Attributes:
      what: The fact, in one clause, without any cell value longer than a masked excerpt.
      place: `file`, `file:line` or `file:sheet!row`, relative to the workspace; empty where there is none.
      remedy: What to do about it, as an instruction.
    """

    what: str
    place: str = ""
    remedy: str = ""

    def __str__(self) -> str:
        """Reads `place: what; remedy`."""
        told = f"{self.place}: {self.what}" if self.place else self.what
        return f"{told}; {self.remedy}" if self.remedy else told


class TelebatchError(Exception):
    """Base of every error a user may see; carries one or more mistakes and the exit code."""

    exit_code: ExitCode = ExitCode.FAULT

    def __init__(self, what: str, *, place: str = "", remedy: str = "", more: tuple[Mistake, ...] = ()) -> None:
        self.mistakes: tuple[Mistake, ...] = (Mistake(what, place, remedy), *more)
        super().__init__("\n".join(str(mistake) for mistake in self.mistakes))


class WrongUsage(TelebatchError):  # noqa: N818 - named by what happened, as the user reads it
    """The command line asks for something that does not exist or does not fit together."""

    exit_code = ExitCode.USAGE


class SettingsWrong(TelebatchError):  # noqa: N818
    """A file that people write (project, source, calendar …) has mistakes; all are carried at once."""

    exit_code = ExitCode.REFUSED


class InputRefused(TelebatchError):  # noqa: N818
    """An input file cannot be taken in at all; nothing was changed."""

    exit_code = ExitCode.REFUSED


class StoreBusy(TelebatchError):  # noqa: N818
    """Another command holds the workspace; nothing was changed."""

    exit_code = ExitCode.STORE


class StoreDamaged(TelebatchError):  # noqa: N818
    """The store does not say what its ledger says; nothing was changed."""

    exit_code = ExitCode.STORE


class StoreRefused(TelebatchError):  # noqa: N818
    """The store's place cannot hold it: network disk, no space, no permission, written by a newer telebatch."""

    exit_code = ExitCode.STORE
