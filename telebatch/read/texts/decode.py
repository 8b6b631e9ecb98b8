"""Decoding: settles in which encoding a file is written, and gives its text; refuses what cannot be told."""

from __future__ import annotations

import codecs
from dataclasses import dataclass, replace
from pathlib import Path

from telebatch.model.errors import InputRefused
from telebatch.model.records import ReadOptions
from telebatch.read.letters.damage import damage
from telebatch.read.texts.encodings import (
    SAMPLE_BYTES,
    EncodingGuess,
    by_escapes,
    by_mark,
    by_most_lines,
    by_nul_pattern,
    by_script,
    is_utf8,
)
from telebatch.read.texts.joined import Kinds, kinds_of_lines
from telebatch.read.texts.text import Text, is_utf8_throughout, returns_end_lines, transcoded, transcoded_by_line

_STRAYS = 2
"""So few lines that are no UTF-8 are damage rather than a file that was joined."""
_BY_CHANCE = 50
"""One line of so many may be UTF-8 by chance: of bare Chinese names in GB18030 one in 120 is."""
SAVE_AS_UTF8 = (
    "save it again from the program it came from as CSV (UTF-8), or name it: --encoding, where the command has it"
)


@dataclass(frozen=True)
class Decoded:
    """A text, the encoding it came from, and what was guessed."""

    text: Text
    encoding: str
    guesses: tuple[str, ...]


def first_guess(head: bytes, options: ReadOptions, shown: str) -> EncodingGuess | None:
    """The encoding a head shows; UTF-8 where nothing speaks against it; None when only a script can tell.

    Raises:
      InputRefused: the stated encoding is unknown, or the head is no text.
    """
    marked = by_mark(head)
    if options.encoding:
        return _stated(options.encoding, marked, shown)
    if marked:
        return marked
    if found := by_nul_pattern(head) or by_escapes(head):
        return found
    _refuse_binary(head, shown)
    return EncodingGuess("utf-8", 0) if is_utf8(head) else None


def _stated(name: str, marked: EncodingGuess | None, shown: str) -> EncodingGuess:
    try:
        codec = codecs.lookup(name)
    except (LookupError, ValueError):
        raise InputRefused(
            f"no such encoding: {name[:40]}", place=shown, remedy="use utf-8, cp949, gb18030, cp932, big5 or cp1252"
        ) from None
    if not codec._is_text_encoding or codec.name in (
        "idna",
        "punycode",
        "undefined",
        "unicode_escape",
        "raw_unicode_escape",
    ):
        raise InputRefused(
            f"no encoding of texts: {name[:40]}", place=shown, remedy="use utf-8, cp949, gb18030, cp932, big5 or cp1252"
        )
    if marked and codec.name in ("utf-8", "utf-8-sig", "utf-16", marked.name):
        return marked
    plain = {
        "utf-8-sig": "utf-8",
        "euc_kr": "cp949",
        "gb2312": "gb18030",
        "gbk": "gb18030",
        "shift_jis": "cp932",
        "big5": "cp950",
        "ascii": "utf-8",
    }
    return EncodingGuess(plain.get(codec.name, codec.name), 0)


def _refuse_binary(head: bytes, shown: str) -> None:
    controls = sum(head.count(byte) for byte in (*range(1, 9), *range(14, 26), *range(28, 32)))
    if (head.count(0) + controls) * 10 > len(head):
        raise InputRefused(
            "this is no text and no known kind of table", place=shown, remedy="ask for the list as CSV or XLSX"
        )


def decode(path: Path | bytes, view: memoryview, options: ReadOptions, shown: str) -> Decoded:
    """The text of a file, in place where it is already UTF-8 with line feeds.

    Whether a text in place is UTF-8 to its end is proved later, by the survey or `settle`.
    """
    head = bytes(view[:SAMPLE_BYTES])
    guess = first_guess(head, options, shown) or _by_lines(view, options, shown)
    if guess.name == "utf-8" and guess.bom_bytes and not options.encoding and not is_utf8(head):
        # Only the first of several joined files speaks by its mark.
        guess = replace(_by_lines(view[guess.bom_bytes :], options, shown), bom_bytes=guess.bom_bytes)
    if guess.name != "utf-8":
        return _transcoded(view, guess, options, shown)
    body = head[guess.bom_bytes :]
    if b"\x00" in body or returns_end_lines(body.count(b"\r"), body.count(b"\n"), body.count(b"\r\n")):
        return _transcoded(view, guess, options, shown)
    decoded = Decoded(Text(path, view, guess.bom_bytes), "utf-8", ())
    return _undamaged(decoded, body, options, shown)


def settle(decoded: Decoded, options: ReadOptions, shown: str) -> Decoded:
    """Proves a text in place to be UTF-8 to its end; otherwise decodes it as what it is.

    Raises:
      InputRefused: the file holds two encodings, or one that cannot be told.
    """
    text = decoded.text
    if is_utf8_throughout(text):
        return (
            decoded
            if not _has_nul(text)
            else _transcoded(text.view, EncodingGuess("utf-8", text.start), options, shown)
        )
    guess = EncodingGuess("utf-8", text.start) if options.encoding else _by_lines(text.view, options, shown)
    return _transcoded(text.view, replace(guess, bom_bytes=text.start), options, shown)


def _by_lines(view: memoryview, options: ReadOptions, shown: str) -> EncodingGuess:
    """UTF-8 where hardly a line beyond ASCII is anything else; by script where none is UTF-8; both in joined files.

    Raises:
      InputRefused: the file holds an encoding that cannot be told.
    """
    kinds = kinds_of_lines(view)
    if not kinds.other or (kinds.other <= _STRAYS and kinds.utf8 >= 4 * kinds.other):
        return EncodingGuess("utf-8", 0)
    is_joined = kinds.utf8 > _STRAYS and kinds.utf8 * _BY_CHANCE > kinds.utf8 + kinds.other
    guess = by_script(kinds.sample, options.words) or by_most_lines(kinds.sample, options.words)
    if guess is not None:
        return replace(guess, beside=kinds if is_joined else None)
    if not is_joined:
        raise InputRefused("the encoding cannot be told", place=shown, remedy=SAVE_AS_UTF8)
    if kinds.utf8 >= 4 * kinds.other:
        return EncodingGuess("utf-8", 0)
    what = "the file mixes UTF-8 with an encoding that cannot be told, which begins or ends here"
    remedy = "give the files that were joined in it one by one, or export it anew as CSV (UTF-8)"
    raise InputRefused(what, place=f"{shown}:{kinds.changes_at}", remedy=remedy)


def _has_nul(text: Text) -> bool:
    return any(b"\x00" in bytes(text.view[at : at + (1 << 22)]) for at in range(0, len(text.view), 1 << 22))


def _transcoded(view: memoryview, guess: EncodingGuess, options: ReadOptions, shown: str) -> Decoded:
    told = [guess.because] if guess.because else []
    if guess.beside:
        text = transcoded_by_line(view, guess.bom_bytes, guess.name, guess.beside, options.scratch)
        name, what = "utf-8", f"neither utf-8 nor {guess.name}"
        told = [_both(guess.beside, guess), *told]
    else:
        text = transcoded(view, guess.bom_bytes, guess.name, options.scratch)
        name, what = guess.name, f"not {guess.name}"
    count = len(text.damages)
    lines = bytes(text.view).count(b"\n") + 1 if count else 1
    if count > 20 and count * 10 > lines:
        place = f"{shown}:{text.damages[0].line + 1}"
        raise InputRefused(f"{count:,} lines are {what}, this is the first", place=place, remedy=SAVE_AS_UTF8)
    told += [f"lines with bytes that are {what}, set aside: {count}"] if count else []
    return _undamaged(Decoded(text, name, tuple(told)), bytes(text.view[:SAMPLE_BYTES]), options, shown)


def _both(kinds: Kinds, guess: EncodingGuess) -> str:
    """What is said of joined files, with the line at which to look."""
    many = f"{kinds.utf8:,} lines are utf-8 and {kinds.other:,} {guess.name}, the first change at line"
    return f"two encodings, as in files that were joined: {many} {kinds.changes_at:,}; each line is read as what it is"


def _undamaged(decoded: Decoded, body: bytes, options: ReadOptions, shown: str) -> Decoded:
    is_whole = len(decoded.text.view) <= SAMPLE_BYTES
    # A letter that the sample's end cuts in two is not lost.
    sample = codecs.getincrementaldecoder("utf-8")("replace").decode(body, is_whole)
    if is_whole and not sample.strip("\ufeff \t\r\n\x00"):
        raise InputRefused("the file holds no text", place=shown, remedy="ask for it again; nothing arrived")
    happened = damage(sample, options.words)
    if happened and not options.encoding:
        raise InputRefused(f"its letters are destroyed: {happened}", place=shown, remedy=_as_before(decoded))
    if happened:
        told = f"its letters look destroyed ({happened}); read as they stand, for the encoding was named"
        decoded = replace(decoded, guesses=(*decoded.guesses, told))
    lost = 0 if decoded.text.damages else sample.count("\ufffd")
    if lost > 2 and lost * 10 > sum(1 for letter in sample if letter > "\x7f") and not options.encoding:
        raise InputRefused(
            "its letters are destroyed: many were replaced by �", place=shown, remedy=_as_before(decoded)
        )
    if lost:
        told = "the file holds � where letters were lost before it came here"
        return replace(decoded, guesses=(*decoded.guesses, told))
    return decoded


def _as_before(decoded: Decoded) -> str:
    """What to do about letters that look destroyed, and how to go on where they are not."""
    name = decoded.encoding
    own = f"--encoding {name}" + ("" if name.startswith("utf") else ", or another that it may be written in")
    return (
        "ask for the file as it was before, or save it again from its source as CSV (UTF-8); "
        f"if it is as its sender wrote it, name its encoding, where the command has it: {own}"
    )
