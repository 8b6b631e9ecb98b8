"""What a command has to tell: figures, reasons, files, warnings, and how it ended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from telebatch.model.errors import ExitCode, Mistake

#: In the counts of a batch that decided again by the same settings, and changed nothing.
STANDS: Final = "nothing_changed"


@dataclass(frozen=True)
class Taken:
    """One input of a command.

    Attributes:
      path: As given, relative to the workspace where it lies inside.
      records: Records of the file, blank lines not counted.
      batch: The batch it became; null: refused, or a dry run.
      counts: Its own figures, by the words of the conservation law.
      state: taken | same_as_before | refused.
    """

    path: str
    sha256: str
    records: int
    batch: int | None
    counts: Mapping[str, int]
    state: str = "taken"


@dataclass(frozen=True)
class Told:
    """The whole answer of one command; `--json` prints exactly this.

    Attributes:
      counts: Sums over all inputs, named by the conservation law.
      reasons: Reason → rows.
      files: Outputs, relative to the workspace.
      looks: What a person should look at: said also where a command is quiet.
      codes: Result codes that no map knows, as `unmapped_codes` wants them: said once of all files of a run.
      shown: Lines for a person, in place of the figures where the command is a question.
    """

    command: str
    as_of: str
    batch: int | None = None
    inputs: tuple[Taken, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    reasons: Mapping[str, int] = field(default_factory=dict)
    files: tuple[str, ...] = ()
    warnings: tuple[Mistake, ...] = ()
    refused: tuple[Mistake, ...] = ()
    shown: tuple[str, ...] = ()
    looks: tuple[Mistake, ...] = ()
    needs_look: bool = False
    codes: tuple[Mapping[str, object], ...] = ()
    answer: Mapping[str, object] = field(default_factory=dict)

    @property
    def exit_code(self) -> ExitCode:
        """Everything refused is 3; anything a person should look at is 5; else 0."""
        taken = [one for one in self.inputs if one.state != "refused"]
        if self.refused and not taken:
            return ExitCode.REFUSED
        return ExitCode.LOOK if self.refused or self.looks or self.needs_look else ExitCode.DONE

    def uncommitted(self) -> Told:
        """The same answer without the batch numbers that a dry run only borrowed; earlier batches keep theirs."""
        inputs = tuple(replace(one, batch=None) if one.batch == self.batch else one for one in self.inputs)
        return replace(self, batch=None, inputs=inputs)

    def as_json(self) -> dict[str, object]:
        """The object of `--json`, keys in their documented order."""
        return {
            "command": self.command,
            "batch": self.batch,
            "as_of": self.as_of,
            "inputs": [
                {
                    "path": one.path,
                    "sha256": one.sha256,
                    "records": one.records,
                    "batch": one.batch,
                    "state": one.state,
                    "counts": dict(one.counts),
                }
                for one in self.inputs
            ],
            "counts": dict(self.counts),
            "reasons": dict(self.reasons),
            "files": list(self.files),
            "warnings": [str(mistake) for mistake in (*self.refused, *self.looks, *self.warnings)],
            **({"answer": dict(self.answer)} if self.answer else {}),
            "exit_code": int(self.exit_code),
        }


def gathered(first: Told, tolds: list[Told]) -> Told:
    """One answer for several files: counts and reasons are sums, the rest stands one after another."""
    return replace(
        first,
        batch=max((told.batch for told in tolds if told.batch is not None), default=None),
        inputs=tuple(one for told in tolds for one in told.inputs),
        counts=_summed([told.counts for told in tolds]),
        reasons=_summed([told.reasons for told in tolds]),
        files=tuple(name for told in tolds for name in told.files),
        warnings=tuple(dict.fromkeys(mistake for told in tolds for mistake in told.warnings)),
        refused=tuple(mistake for told in tolds for mistake in told.refused),
        looks=tuple(dict.fromkeys(mistake for told in tolds for mistake in told.looks)),
        needs_look=any(told.needs_look for told in tolds),
        codes=tuple(code for told in tolds for code in told.codes),
    )


def _summed(parts: list[Mapping[str, int]]) -> dict[str, int]:
    names = dict.fromkeys(name for part in parts for name in part)
    return {name: sum(part.get(name, 0) for part in parts) for name in names}
