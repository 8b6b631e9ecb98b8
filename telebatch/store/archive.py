"""Source files are kept, each named by its bytes."""

from __future__ import annotations

import shutil
from pathlib import Path

from telebatch.model.errors import InputRefused
from telebatch.store.lasting import Lasting
from telebatch.store.layout import hidden_name, make_folder, sha256_of
from telebatch.store.segments import writing_to


class Archive:
    """The source files of one commit.

    Attributes:
      sizes: SHA-256 → bytes of what is kept.
      moves: Temporary → final place of each.
    """

    def __init__(self, folder: Path, lasting: Lasting) -> None:
        self.sizes: dict[str, int] = {}
        self.moves: list[tuple[Path, Path]] = []
        self._folder = folder
        self._lasting = lasting

    def keep(self, path: Path, sha256: str) -> None:
        """Copies one file.

        Raises:
          InputRefused: The file's bytes are not (any more) those of `sha256`.
        """
        final = self._folder / sha256
        hidden = hidden_name(final)
        with writing_to("the archive"):
            make_folder(self._folder)
            shutil.copyfile(path, hidden)
            self.moves.append((hidden, final))
            if sha256_of(hidden) != sha256:
                raise InputRefused("the file changed while it was read", place=path.name, remedy="run again")
            self.sizes[sha256] = hidden.stat().st_size
            self._lasting.begin(hidden)
