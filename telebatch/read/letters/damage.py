"""Damage: was a text opened in a wrong encoding and saved again? Told only where the signs leave no doubt."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Final

from telebatch.model.list_words import ListWords
from telebatch.read.letters.everyday import everyday_letters
from telebatch.read.letters.legible import is_legible
from telebatch.read.letters.undone import undone

_BREAKS: Final = re.compile(r"[\x00-\x2f:-@\[-`{-\x7f]+")
_CELLS: Final = re.compile(r"[\s,;\t|\"]+")
_DIGITS: Final = re.compile("[0-9]+")
_NAMES: Final = {
    "utf-8": "UTF-8",
    "cp949": "CP949",
    "gb18030": "GB18030",
    "cp932": "Shift_JIS",
    "cp950": "Big5",
    "euc_jp": "EUC-JP",
}
_SOMEHOW: Final = "it was once opened in a wrong encoding and saved"
#: Words looked at; more tell nothing new.
_MOST: Final = 400
#: So much of a word is looked at: some signs are looked for again from each of its letters.
_LONGEST: Final = 200
_OPENED_AS: Final = ("cp949", "cp1252", "latin-1", "gb18030", "cp932", "cp950", "euc_jp", "cp1251")
#: What three letters "\ufffd" or one of them become in another encoding, and what follows a half of one.
_LOST: Final = re.compile("占[가-힣]|锟斤|ï¿½|ｿｽ")
#: The four bytes of \ufffd in GB18030 as a Western or Cyrillic encoding shows them.
_LOST_IN_GB18030: Final = "„1¤7"
_FEW_LOST: Final = 3
#: A letter of another script inside a Latin word: an umlaut or accent once.
_INSIDE: Final = re.compile("[A-Za-z][가-힣\u3400-\u9fffｦ-ﾟЀ-ӿ]{1,4}[a-z]")
#: What stands in no text: control signs of the upper half, letters nobody has given a meaning; and signs inside words.
_NOWHERE: Final = re.compile("(?=.{6})(?:.*[\x80-\x84\x86-\x9f\ue000-\uf8ff]){2}|[Ѐ-ӿ][±¬µ¶·¤¦§©®»][Ѐ-ӿ]")
#: Han and Hangul in one word, as Chinese opened as CP949 is.
_MIXED: Final = re.compile("(?=.*[가-힣])(?=.*[\u4e00-\u9fff])")
#: So many different Han letters tell which part of a code they come from.
_ENOUGH: Final = 40
#: First bytes that all Hangul of KS X 1001 begin with; of the Han letters of Chinese and Japanese many lie above.
_HANGUL: Final = (0xB0, 0xC8)
#: First bytes of everyday letters in GB 2312.
_EVERYDAY: Final = (0xB0, 0xD7)
#: Where the everyday Han letters of each code stand.
_COMMON: Final = (("gb18030", _EVERYDAY), ("cp950", (0xA4, 0xC6)), ("euc_jp", (0xB0, 0xCF)), ("euc_kr", (0xCA, 0xFD)))


def damage(text: str, words: ListWords) -> str | None:
    """How a text was opened in a wrong encoding and saved again, in words; None for sound text.

    A true word almost never re-encodes to another encoding's letters; a damaged one always does.

    Args:
      words: Known headings and everyday letters; without letters, only signs that need none are looked for.
    """
    told = _by_signs(text)
    return told or (None if is_legible(text, words) else _by_letters(text, words.letters))


def _by_signs(text: str) -> str | None:
    """What leaves signs that no true word has."""
    words = _foreign(_BREAKS, text)
    for opened_as in _OPENED_AS:
        if _are_most(words, partial(_is_undone, opened_as=opened_as, meant="utf-8")):
            return f"UTF-8 was once opened as {opened_as} and saved"
    signs = (
        (words, _is_east_asian, "an East Asian encoding was once opened as cp1252 and saved"),
        (words, _LOST.search, "letters were replaced by �, which was opened in a wrong encoding and saved"),
        (
            _foreign(_CELLS, text),
            _INSIDE.search,
            "a Western encoding was once opened as one of another script and saved",
        ),
        (words, _is_chinese, "GB18030 was once opened as cp949 and saved"),
        (words, _NOWHERE.search, _SOMEHOW),
    )
    if text.count(_LOST_IN_GB18030) >= _FEW_LOST:
        return "letters were replaced by �, which was opened in a wrong encoding and saved"
    return next((told for where, sign, told in signs if _are_most(where, sign)), None)


def _by_letters(text: str, everyday: frozenset[str]) -> str | None:
    """What shows only in how seldom letters are written: a few words of a sound text may be as rare."""
    words = _foreign(_BREAKS, text)
    told = _korean_as_han(words) or _by_undoing(_foreign(_CELLS, text), everyday)
    return told or (_SOMEHOW if _is_rare(words, everyday) else None)


def _foreign(parts: re.Pattern[str], text: str) -> list[str]:
    """The different words with letters beyond ASCII, sorted; those that differ in digits alone are one."""
    words = (word[:_LONGEST] for word in parts.split(text) if not word.isascii())
    return sorted({_DIGITS.sub("", word): word for word in words}.values())[:_MOST]


def _by_undoing(cells: list[str], everyday: frozenset[str]) -> str | None:
    """What turns letters that hardly anybody writes into everyday ones."""
    pair = undone(" ".join(cells), everyday) if everyday else None
    return f"{_NAMES.get(pair[1], pair[1])} was once opened as {pair[0]} and saved" if pair else None


def _are_most(words: list[str], is_damaged: Callable[[str], object]) -> bool:
    """Whether at least three words and a third of them all are damaged."""
    count = sum(1 for word in words if is_damaged(word))
    return count >= 3 and count * 3 >= len(words)


def _is_east_asian(word: str) -> bool:
    """Whether a word is letters beyond ASCII of Western Europe alone: none is, and two bytes made each a pair."""
    is_western = re.fullmatch(r"[\x80-\xffŒœŠšŽžŸƒˆ˜‚„†‡‰‹›€™•–—‘’“”…]{4,}", word) and re.search("[À-ÿŠŽƒ]", word)
    return bool(is_western) and any(
        _is_undone(word, opened_as, meant)
        for opened_as in ("cp1252", "latin-1")
        for meant in ("cp949", "gb18030", "cp932", "cp950", "euc_jp")
    )


def _is_undone(word: str, opened_as: str, meant: str) -> bool:
    """Whether the bytes that a word was opened from are fewer letters of the encoding that was meant."""
    try:
        plain = word.encode(opened_as).decode(meant)
    except (UnicodeEncodeError, UnicodeDecodeError):
        return False
    return not plain.isascii() and len(plain) < len(word) and plain.isprintable()


def _is_chinese(word: str) -> bool:
    """Whether a word of Hangul beside Han is everyday Chinese in the other code."""
    return bool(_MIXED.match(word)) and _lie_within(word, "cp949", _EVERYDAY)


def _korean_as_han(words: list[str]) -> str | None:
    """Korean opened as Chinese or Japanese is Han of one part of the code alone, and never a kana."""
    letters = {letter for word in words for letter in word}
    han = "".join(sorted(letter for letter in letters if "\u4e00" <= letter <= "\u9fff"))
    if len(han) < _ENOUGH or any("\u3041" <= letter <= "\u30ff" or "가" <= letter <= "힣" for letter in letters):
        return None
    for opened_as in ("gb18030", "euc_jp"):
        if _lie_within(han, opened_as, _HANGUL):
            return f"CP949 was once opened as {opened_as} and saved"
    return None


def _is_rare(words: list[str], everyday: frozenset[str]) -> bool:
    """Whether so many letters are such as no list of any language here is written with."""
    letters = {letter for word in words for letter in word}
    hangul = [letter for letter in letters if "가" <= letter <= "힣"]
    han = [letter for letter in letters if "\u4e00" <= letter <= "\u9fff"]
    known, seen = everyday_letters("".join(hangul + han), everyday)
    if everyday and seen >= _ENOUGH // 2 and known * 5 < seen:
        return True
    rare = [letter for letter in hangul if not _lie_within(letter, "euc_kr", _HANGUL)]
    if len(hangul) >= _ENOUGH // 2 and len(rare) * 5 >= len(hangul) * 2:
        return True
    most = max(sum(_lie_within(letter, *known) for letter in han) for known in _COMMON)
    return len(han) >= _ENOUGH and most * 2 < len(han) and known * 3 < seen


def _lie_within(word: str, codec: str, rows: tuple[int, int]) -> bool:
    """Whether all letters of a word are pairs of bytes of these rows."""
    try:
        code = word.encode(codec)
    except UnicodeEncodeError:
        return False
    # Every code here but Big5 puts its everyday letters where both bytes are high.
    is_high = codec == "cp950" or min(code, default=0) > 0xA0
    return len(code) == 2 * len(word) and all(rows[0] <= byte <= rows[1] for byte in code[::2]) and is_high
