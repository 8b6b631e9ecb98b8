"""Compound files: the folder of streams in which old workbooks lie (Microsoft, MS-CFB), as far as a list needs it."""

from __future__ import annotations

import struct
from pathlib import Path

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FREE = 0xFFFFFFFA
"""Sector numbers from here on are signs, not sectors."""
_ENTRY = 128


class OleDamaged(ValueError):  # noqa: N818 - named by what happened
    """The compound file contradicts itself."""


def streams(path: Path) -> dict[str, bytes]:
    """Every stream of the file by name, small ones included.

    Raises:
      OleDamaged: It cannot be followed.
    """
    try:
        return _streams(path.read_bytes())
    except (struct.error, IndexError, OverflowError, MemoryError):
        raise OleDamaged from None


def _streams(whole: bytes) -> dict[str, bytes]:
    if len(whole) < 512 or not whole.startswith(MAGIC):
        raise OleDamaged
    shift, small_shift = struct.unpack_from("<HH", whole, 30)
    if shift not in (9, 12) or small_shift != 6:
        raise OleDamaged
    size = 1 << shift
    _, first_dir, _, cutoff, first_small, _, first_more, count_more = struct.unpack_from("<IIIIIIII", whole, 44)
    fat = _fat(whole, size, first_more, count_more)
    folder = _chain(whole, size, fat, first_dir)
    entries = [folder[at : at + _ENTRY] for at in range(0, len(folder) - _ENTRY + 1, _ENTRY)]
    table = _chain(whole, size, fat, first_small) if first_small < _FREE else b""
    small_fat = struct.unpack(f"<{len(table) // 4}I", table)
    root = entries[0]
    container = _chain(whole, size, fat, _start(root)) if _start(root) < _FREE else b""
    found: dict[str, bytes] = {}
    for entry in entries:
        if entry[66] != 2:  # a stream
            continue
        length = struct.unpack_from("<I", entry, 120)[0]
        is_small = length < cutoff
        source, unit, links = (container, 64, small_fat) if is_small else (whole, size, fat)
        body = _chain(source, unit, links, _start(entry), offset=0 if is_small else 1)
        found[_name(entry)] = body[:length]
    return found


def _fat(whole: bytes, size: int, first_more: int, count_more: int) -> tuple[int, ...]:
    sectors = list(struct.unpack_from("<109I", whole, 76))
    at, per = first_more, size // 4 - 1
    for _ in range(min(count_more, len(whole) // size + 1)):
        if at >= _FREE:
            break
        *more, at = struct.unpack_from(f"<{per + 1}I", whole, (at + 1) * size)
        sectors += more
    table = b"".join(whole[(sector + 1) * size : (sector + 2) * size] for sector in sectors if sector < _FREE)
    return struct.unpack(f"<{len(table) // 4}I", table[: len(table) // 4 * 4])


def _chain(source: bytes, unit: int, links: tuple[int, ...], at: int, offset: int = 1) -> bytes:
    """The sectors of one chain, joined; a ring or a sector beyond the file is damage."""
    parts: list[bytes] = []
    while at < _FREE:
        if at >= len(links) or len(parts) > len(links):
            raise OleDamaged
        parts.append(source[(at + offset) * unit : (at + offset + 1) * unit])
        at = links[at]
    return b"".join(parts)


def _start(entry: bytes) -> int:
    return int(struct.unpack_from("<I", entry, 116)[0])


def _name(entry: bytes) -> str:
    length = struct.unpack_from("<H", entry, 64)[0]
    return entry[: max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace")
