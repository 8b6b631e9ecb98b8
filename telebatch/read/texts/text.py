"""Text: the bytes of a file as UTF-8 with line feeds, transcoded before anything is split.

In CP932, GB18030 and Big5 the second byte of a letter can be a delimiter, so splitting comes after decoding.
"""

from __future__ import annotations

import codecs
import mmap
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from telebatch.model.records import SetAsideReason
from telebatch.read.texts.abreast import abreast
from telebatch.read.texts.joined import Kinds, by_line
from telebatch.read.texts.mend import Damage
from telebatch.read.texts.survey import blocks, is_valid_utf8

_PIECE = 1 << 22
_MARK = "\ufffd"


@dataclass(frozen=True)
class Text:
    """UTF-8 bytes with line feeds: what Polars scans, the same bytes in view, and where the text begins in them.

    Attributes:
      damages: Lines (from 0, of the whole text) that hold bytes which are no letters.
    """

    source: Path | bytes
    view: memoryview
    start: int = 0
    damages: tuple[Damage, ...] = ()


def mapped(path: Path) -> memoryview:
    """The bytes of a non-empty file, mapped and not copied."""
    with path.open("rb") as file:
        return memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))


def stored(pieces: Iterable[bytes], scratch: Path | None) -> tuple[Path | bytes, memoryview]:
    """Pieces joined in memory, or in a new file of the scratch folder."""
    if scratch is None:
        whole = b"".join(pieces)
        return whole, memoryview(whole)
    with tempfile.NamedTemporaryFile(dir=scratch, prefix="read-", suffix=".utf8", delete=False) as file:
        for piece in pieces:
            file.write(piece)
        size = file.tell()
    path = Path(file.name)
    return path, mapped(path) if size else memoryview(b"")


def is_utf8_throughout(text: Text) -> bool:
    """Whether every line of a text is strict UTF-8."""
    spans = blocks(text.view, text.start)
    return all(abreast(lambda span: is_valid_utf8(text.view[span[0] : span[1]]), spans))


@dataclass
class _Marker:
    """Writes U+FFFD for bytes that are no letters and remembers that it had to."""

    step: int
    met: int = 0

    def __call__(self, error: UnicodeError) -> tuple[str, int]:
        if not isinstance(error, UnicodeDecodeError):
            raise error
        self.met += 1
        # Going on one unit later keeps a line break that the codec took for the second half of a letter.
        return _MARK, min(error.start + self.step, len(error.object))


def transcoded(view: memoryview, bom_bytes: int, codec: str, scratch: Path | None) -> Text:
    """The text of a file in any encoding, without NUL bytes, carriage returns alone made line feeds.

    Raises:
      LookupError: no such codec.
    """
    marker = _Marker(2 if codec.startswith("utf-16") else 4 if codec.startswith("utf-32") else 1)
    codecs.register_error("telebatch.mark", marker)
    source, whole = stored(_pieces(view[bom_bytes:], codec), scratch)
    damages = tuple(_damaged_lines(whole)) if marker.met else ()
    return Text(source, whole, 0, damages)


def transcoded_by_line(view: memoryview, bom_bytes: int, codec: str, kinds: Kinds, scratch: Path | None) -> Text:
    """The text of joined files: lines that are no UTF-8 are read in another encoding; `kinds` is told how many."""
    source, whole = stored(by_line(view, bom_bytes, codec, kinds), scratch)
    return Text(source, whole, 0, tuple(_damaged_lines(whole)))


def returns_end_lines(returns: int, feeds: int, pairs: int) -> bool:
    """Whether lines end with carriage returns (old Macintosh files); the fewer line feeds then stand inside cells."""
    return not pairs and returns > feeds


def with_feeds(text: Text, scratch: Path | None) -> Text:
    """The same text with carriage returns alone made line feeds."""
    spans = blocks(text.view, text.start)
    pieces = (bytes(text.view[start:stop]).replace(b"\r\n", b"\n").replace(b"\r", b"\n") for start, stop in spans)
    source, whole = stored(pieces, scratch)
    return Text(source, whole, 0, tuple(_damaged_lines(whole)) if text.damages else ())


def _pieces(view: memoryview, codec: str) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(codec)("telebatch.mark")
    has_only_returns: bool | None = None
    for at in range(0, len(view), _PIECE):
        text = decoder.decode(bytes(view[at : at + _PIECE]), at + _PIECE >= len(view))
        if has_only_returns is None:
            has_only_returns = returns_end_lines(text.count("\r"), text.count("\n"), text.count("\r\n"))
        if has_only_returns:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        yield text.replace("\x00", "").encode("utf-8", "replace")


def _damaged_lines(view: memoryview) -> Iterator[Damage]:
    mark = _MARK.encode()
    line = 0
    last = bytes(view[-len(mark) :]) == mark
    for start, stop in blocks(view, 0):
        body = bytes(view[start:stop])
        if mark in body:
            lines = body.removesuffix(b"\n").split(b"\n")
            for at, content in enumerate(lines):
                if mark in content:
                    is_cut = last and stop == len(view) and at == len(lines) - 1 and content.count(mark) == 1
                    reason = SetAsideReason.CUT_OFF if is_cut else SetAsideReason.UNREADABLE
                    yield Damage(line + at, reason, content.decode().removesuffix("\r"))
        line += body.count(b"\n")
