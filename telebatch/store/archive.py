"""Source files are kept, each named by its bytes."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from telebatch.model.errors import InputRefused
from telebatch.store.lasting import Lasting
from telebatch.store.layout import hidden_name
from telebatch.store.segments import writing_to
from telebatch.store.straight import Straight

#: Bytes read at a time: they are still near the processor when they are hashed and copied.
_PIECE = 1 << 18


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

    def keep(self, path: Path, sha256: str, copy: Path | None = None) -> None:
        """Copies one file, or gives a name to a copy that was made of it.

        Args:
          copy: A file of these bytes that nobody else can change, open and perhaps nameless; null: there is none.

        Raises:
          InputRefused: The file's bytes are not (any more) those of `sha256`, or it is gone.
        """
        changed = InputRefused("the file changed while it was read", place=path.name, remedy="run again")
        if not path.exists():
            raise changed
        final = self._folder / sha256
        hidden = hidden_name(final)
        with writing_to("the archive"):
            self._lasting.make_folder(self._folder)
            self.moves.append((hidden, final))
            if not _named(copy, hidden) and _copied(path, hidden) != sha256:
                raise changed
            self.sizes[sha256] = hidden.stat().st_size
            self._lasting.begin(hidden)


def _named(copy: Path | None, name: Path) -> bool:
    """Whether the copy has this name from now on; it has none where it lies on another disk or has lost its own."""
    if copy is None:
        return False
    folder = os.open(name.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        # Only with a folder named does Python ask the system to follow where the copy is shown.
        os.link(copy, name.name, src_dir_fd=folder, dst_dir_fd=folder, follow_symlinks=True)
    except OSError:
        return False
    finally:
        os.close(folder)
    return True


def _copied(path: Path, copy: Path) -> str:
    """The SHA-256 of what was read, and so of the copy."""
    piece = memoryview(bytearray(_PIECE))
    with path.open("rb", buffering=0) as source, Straight(copy, hashlib.sha256()) as file:
        while size := source.readinto(piece):
            file.write(piece[:size])
    return file.checksum
