"""Which letters a title is written in, once every spelling of them is made one.

Plain form: NFKC (half-width kana, full-width Latin, decomposed Hangul), lower case, one kind of dash and apostrophe,
no invisible characters, single spaces.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff]")
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
DASHES = re.compile("[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")
HANGUL = re.compile("[\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3]")
KANA = re.compile("[\u3041-\u3096\u30a1-\u30fa\u30fc]")
HAN = re.compile("[\u3005\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003134f]")
LATIN = re.compile("[a-zA-Z\u00c0-\u024f]")
SPELLED_OUT = re.compile(r"\b(?:\w\.){2,}(?:\w\b)?")  # c.e.o.
SPACE = re.compile(r"\s+")
# マネ-ジャ-: behind a kana a dash is the mark of a long vowel, written on a keyboard without one.
LONG_VOWEL = re.compile("(?<=[\u30a1-\u30fa])-(?=[\u30a1-\u30fa]|$)")

REGION_LANGUAGES = (("kr", "ko"), ("jp", "ja"), ("cn", "zh"), ("tw", "zh"), ("hk", "zh"), ("mo", "zh"))
# JIS X 0208 keeps the characters of modern Japanese in its first level, rows 16-47: lead bytes 88-98 in Shift_JIS.
LAST_LEVEL_ONE = 0x9872


def unmasked(text: str) -> str:
    """One spelling of every character, with case kept."""
    if not text.isascii():
        text = INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
        text = DASHES.sub("-", text).replace("’", "'").replace("‘", "'").replace("`", "'")
    return SPACE.sub(" ", CONTROL.sub(" ", text)).strip()


def plain(text: str) -> str:
    """The form in which titles are looked up, as said at the head of this module."""
    text = unmasked(text).lower()
    text = text if text.isascii() else LONG_VOWEL.sub("ー", text)
    if "." in text:
        text = SPELLED_OUT.sub(lambda found: found.group().replace(".", ""), text).replace(".", " ")
    # Lower case can decompose a letter (İ), so compose again before anything is compared.
    return SPACE.sub(" ", text if text.isascii() else unicodedata.normalize("NFKC", text)).strip()


def words_of(text: str) -> tuple[str, ...]:
    """The words of a plain text of a language that writes spaces: hyphens part, possessives go."""
    tokens = text.replace("-", " ").replace("'s ", " ").replace("s' ", "s ").replace("'", "").split()
    return ("".join(tokens),) if len(tokens) > 1 and all(len(token) == 1 for token in tokens) else tuple(tokens)


def language_of_hint(hint: str | None) -> str | None:
    """A two-letter code out of `ko`, `zh-Hant`, `JP`, `en_GB`; null where there is none."""
    head = re.split(r"[-_ ]", hint.strip().lower())[0] if hint else ""
    return dict(REGION_LANGUAGES).get(head, head) or None


@lru_cache(maxsize=65536)
def _scripts_of(character: str) -> frozenset[str]:
    """Which of simplified Chinese, traditional Chinese and modern Japanese write this character."""
    found = set()
    for script, encoding in (("hans", "gb2312"), ("hant", "big5")):
        try:
            character.encode(encoding)
        except UnicodeEncodeError:
            continue
        found.add(script)
    try:
        coded = int.from_bytes(character.encode("shift_jis"), "big")
    except UnicodeEncodeError:
        coded = 0
    if 0x889F <= coded <= LAST_LEVEL_ONE:
        found.add("ja")
    return frozenset(found)


def han_languages(text: str) -> tuple[str, ...]:
    """Which languages can have written these Han characters, `zh` before `ja`; both where none fits all."""
    characters = HAN.findall(text)
    common = frozenset({"hans", "hant", "ja"}).intersection(*(_scripts_of(one) for one in characters))
    able = tuple(
        language for language, scripts in (("zh", {"hans", "hant"}), ("ja", {"ja"})) if not common.isdisjoint(scripts)
    )
    return able or ("zh", "ja")


def script_language(text: str) -> str | None:
    """`ko` where Hangul stands in the text, `ja` where kana does, else null."""
    if text.isascii():
        return None
    if HANGUL.search(text):
        return "ko"
    return "ja" if KANA.search(text) else None
