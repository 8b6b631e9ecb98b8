"""Encodings: in which code a text was written, decided by plausible script and said aloud."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import chardet

from telebatch.model.headings import header_key
from telebatch.model.list_words import ListWords
from telebatch.read.letters.alphabets import alphabetic_share, by_alphabet
from telebatch.read.letters.everyday import everyday_letters
from telebatch.read.texts.joined import Kinds

BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
EAST_ASIAN = ("cp949", "gb18030", "cp932", "cp950", "euc_jp")
_IN_DOUBT = "; few letters tell: if names look wrong, name it, where the command has it: --encoding"
_INTO_KANJI = re.compile(rb"\x1b\$[@B]")
SAMPLE_BYTES = 1 << 18
_TELLING = 1 << 14
"""So much text tells how many letters are everyday ones."""
_DAMAGED = 20
"""One line of so many may be damaged."""
_FLOOR = 0.35
"""Under this share of plausible letters no candidate is believed."""


@dataclass(frozen=True)
class EncodingGuess:
    """A codec, the length of the byte-order mark before the text, and the reason in words (empty when certain).

    Attributes:
      beside: Lines that are UTF-8 are read as that: how many were found; null: the text is of one encoding.
    """

    name: str
    bom_bytes: int
    because: str = ""
    beside: Kinds | None = None


def by_mark(head: bytes) -> EncodingGuess | None:
    """The encoding a byte-order mark states."""
    for mark, name in BOMS:
        if head.startswith(mark):
            return EncodingGuess(name, len(mark))
    return None


def by_nul_pattern(head: bytes) -> EncodingGuess | None:
    """UTF-16 without a mark: every second byte of plain text is NUL (or, for Hangul and Han, decodes to letters)."""
    if head.count(0) * 10 < len(head) or len(head) < 4:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    name = "utf-16-le" if odd > even else "utf-16-be"
    if min(even, odd) * 4 > max(even, odd):
        return None
    return EncodingGuess(name, 0, f"encoding {name}: zero bytes alternate")


def by_escapes(head: bytes) -> EncodingGuess | None:
    """ISO-2022-JP, as Japanese mail programs write it: every byte is ASCII, and a sign says which letters follow."""
    if _INTO_KANJI.search(head) and head.isascii():
        return EncodingGuess("iso2022_jp_ext", 0, "encoding iso2022_jp_ext: its signs for Japanese letters")
    return None


def is_utf8(sample: bytes) -> bool:
    """Whether a head sample, perhaps cut inside its last letter, is strict UTF-8."""
    try:
        sample.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.reason == "unexpected end of data" and error.start >= len(sample) - 3
    return True


def by_script(sample: bytes, words: ListWords) -> EncodingGuess | None:
    """The legacy encoding whose decoding looks most like writing; None if none does.

    Args:
      sample: Bytes of whole lines that are not UTF-8.
      words: Known header words and everyday letters; a decoding that shows them is preferred.
    """
    favoured = _favoured_by_chardet(sample)
    alphabet = by_alphabet(sample)
    texts = [(name, text) for name in EAST_ASIAN if (text := decoded_sample(sample, name)) is not None]
    texts += [(alphabet.name, alphabet.text)] if alphabet else []
    scored = [(_score(text, name, name == favoured, words), -at, name) for at, (name, text) in enumerate(texts)]
    if not scored or max(scored)[0] < _FLOOR:
        return None
    (_, _, best), *others = sorted(scored, reverse=True)
    tried = [name for _, _, name in others[:2]]
    doubt = ""
    if alphabet and best == alphabet.name:
        tried, doubt = list(alphabet.next_best), _IN_DOUBT if alphabet.is_doubtful else ""
    said = f" (next best: {', '.join(tried)})" if tried else ""
    return EncodingGuess(best, 0, f"encoding {best}: its letters are the most plausible{said}{doubt}")


def _score(text: str, name: str, is_favoured: bool, words: ListWords) -> float:
    score = _plausible(text, name) + (0.1 if is_favoured else 0.0)
    if score <= 0.2:
        return score
    return score + 0.5 * _shows_header(text, words.headers) + 0.5 * _everyday_share(text, words.letters)


def by_most_lines(sample: bytes, words: ListWords) -> EncodingGuess | None:
    """As `by_script`, where some lines are damaged: told by the lines that an encoding of East Asia can read.

    Args:
      sample, words: As for `by_script`.
    """
    lines = sample.split(b"\n")
    for name in EAST_ASIAN:
        sound = [line for line in lines if decoded_sample(line, name) is not None]
        if len(sound) < len(lines) and len(sound) * _DAMAGED >= len(lines) * (_DAMAGED - 1):
            guess = by_script(b"\n".join(sound), words)
            if guess is not None and guess.name == name:
                return guess
    return None


def decoded_sample(sample: bytes, name: str) -> str | None:
    """Strictly decoded text of a sample, forgiving only a letter cut at its very end."""
    for cut in range(4):
        try:
            return sample[: len(sample) - cut].decode(name)
        except UnicodeDecodeError as error:
            if error.start < len(sample) - 4:
                return None
    return None


def _favoured_by_chardet(sample: bytes) -> str | None:
    named = chardet.detect(sample[:65536]).get("encoding") or ""
    plain = named.lower().replace("-", "").replace("_", "")
    same = {"euckr": "cp949", "uhc": "cp949", "gb2312": "gb18030", "gbk": "gb18030", "shiftjis": "cp932",
            "shiftjis2004": "cp932", "big5": "cp950", "big5hkscs": "cp950", "iso88591": "cp1252",
            "windows1252": "cp1252", "iso885915": "cp1252", "windows1251": "cp1251", "eucjp": "euc_jp"}  # fmt: skip
    return same.get(plain, plain)


def _shows_header(text: str, header_words: frozenset[str]) -> bool:
    words = {word for word in re.split(r"[,;\t|\r\n\"]+", text[:4000]) if not word.isascii()}
    return any(header_key(word) in header_words for word in words)


def _everyday_share(text: str, letters: frozenset[str]) -> float:
    """How much of what is beyond ASCII is written in everyday letters: blocks of a code alone tell few lists apart."""
    common, whole = everyday_letters(text[:_TELLING], letters) if letters else (0, 0)
    return common / whole if whole else 0.0


def _plausible(text: str, name: str) -> float:
    """Share of the letters beyond ASCII that are everyday letters of the encoding's own script."""
    foreign = [letter for letter in text if letter > "\x7f"]
    if not foreign:
        return 0.0
    return _SCRIPTS[name](text, foreign) if name in _SCRIPTS else alphabetic_share(text)


def _korean(_: str, foreign: list[str]) -> float:
    syllables = [letter for letter in foreign if "가" <= letter <= "힣"]
    everyday = sum(1 for letter in syllables if _fits(letter, "euc_kr"))
    letters = sum(1 for letter in foreign if "\u3400" <= letter <= "\u9fff" or "가" <= letter <= "힣") or 1
    # GB18030 and Big5 text decodes as Hangul mixed with Hanja; Korean lists are nearly all Hangul.
    pure = len(syllables) / letters
    return everyday / len(foreign) + (0.3 if pure > 0.85 else -0.3)


def _first_level(codec: str, first: int, last: int) -> Callable[[str, list[str]], float]:
    """Share of Han letters whose first byte lies in the codec's block of frequent characters."""

    def share(_: str, foreign: list[str]) -> float:
        good = 0
        for letter in foreign:
            code = letter.encode(codec, "ignore")
            everyday = len(code) == 2 and first <= code[0] <= last and (codec != "gb18030" or code[1] >= 0xA1)
            good += everyday or "\u3000" <= letter <= "\u303f" or "\uff00" <= letter <= "\uff5e"
        return good / len(foreign)

    return share


def _japanese(codec: str) -> Callable[[str, list[str]], float]:
    han = _first_level(codec, *((0x88, 0x97) if codec == "cp932" else (0xB0, 0xCF)))

    def share(text: str, foreign: list[str]) -> float:
        kana = sum(1 for letter in foreign if "\u3041" <= letter <= "\u30ff")
        half = sum(1 for letter in foreign if "\uff61" <= letter <= "\uff9f")
        # A run of half-width kana is what other double-byte text becomes when read as Shift_JIS.
        return (kana * 1.1 - half * 0.5) / len(foreign) + han(text, foreign) + (0.05 if codec == "cp932" else 0)

    return share


def _fits(letter: str, codec: str) -> bool:
    try:
        return bool(letter.encode(codec))
    except UnicodeEncodeError:
        return False


_SCRIPTS: dict[str, Callable[[str, list[str]], float]] = {
    "cp949": _korean,
    "gb18030": _first_level("gb18030", 0xB0, 0xD7),
    "cp950": _first_level("cp950", 0xA4, 0xC6),
    "cp932": _japanese("cp932"),
    "euc_jp": _japanese("euc_jp"),
}
