"""Reading: which records does this file hold, under which headings, and what had to be guessed or set aside?"""

from telebatch.read.columns import map_columns, map_tables, together
from telebatch.read.door import read
from telebatch.read.own_copy import let_go
from telebatch.read.properties import modified_utc
from telebatch.read.signature import sniff
from telebatch.read.source import state_now, there_still, unchanged
from telebatch.read.synonyms import LANGUAGES, LINES, NUMBER, HeaderSynonyms, Meaning, header_synonyms
from telebatch.read.totals import row_words

__all__ = [
    "LANGUAGES",
    "LINES",
    "NUMBER",
    "HeaderSynonyms",
    "Meaning",
    "header_synonyms",
    "let_go",
    "map_columns",
    "map_tables",
    "modified_utc",
    "read",
    "row_words",
    "sniff",
    "state_now",
    "there_still",
    "together",
    "unchanged",
]
