"""How column headings are compared, whoever wrote them: contact lists and result files alike."""

from __future__ import annotations

import json
import re
import unicodedata

_SIGNS = re.compile(r"[\W_]+")


def header_key(word: str) -> str:
    """A heading without blanks, punctuation, case and width; `Phone No.` and `phone_no` are one."""
    return _SIGNS.sub("", unicodedata.normalize("NFKC", word).casefold())


def in_quotes(name: str) -> str:
    """A heading as a settings file takes it for a text, whatever quotes and signs stand in it."""
    return json.dumps(name, ensure_ascii=False)
