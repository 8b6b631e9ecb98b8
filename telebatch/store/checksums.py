"""Is a file still what was written? What tells it, and what it is compared with afterwards.

SHA-256 where a person or another program is told it: source files, queue files. What nobody else asks for, segments and
the long files of a list, has XXH3-128: it finds a file that changed as surely, and a machine tells twenty times as much
of it in a second. Source: XXH3 (xxhash.com), made for finding damage, not against somebody who forges a file.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Final, Protocol

import xxhash

#: Stands before an XXH3-128; a SHA-256 stands alone.
_XXH3: Final = "xxh3:"
#: Bytes read at a time.
_PIECE: Final = 1 << 20


class Digest(Protocol):
    """What is fed a file's bytes."""

    def update(self, data: memoryview, /) -> None:
        """Takes in the next bytes."""
        ...

    def hexdigest(self) -> str:
        """Of all bytes until now."""
        ...


class Xxh3:
    """XXH3-128 as a checksum of ours."""

    def __init__(self) -> None:
        self._digest = xxhash.xxh3_128()

    def update(self, data: memoryview, /) -> None:
        """Takes in the next bytes."""
        self._digest.update(data)

    def hexdigest(self) -> str:
        """`xxh3:` and 32 hexadecimal digits in small letters."""
        return _XXH3 + self._digest.hexdigest()


def sha256_of(path: Path) -> str:
    """SHA-256 of a file, lower-case hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def xxh3_of(path: Path) -> str:
    """XXH3-128 of a file, as `Xxh3` tells it."""
    digest, piece = Xxh3(), memoryview(bytearray(_PIECE))
    with path.open("rb", buffering=0) as file:
        while size := file.readinto(piece):
            digest.update(piece[:size])
    return digest.hexdigest()


def is_still(path: Path, checksum: str) -> bool:
    """Whether the file has this checksum, of whichever kind it is.

    Raises:
      OSError: It cannot be read.
    """
    return (xxh3_of if checksum.startswith(_XXH3) else sha256_of)(path) == checksum
