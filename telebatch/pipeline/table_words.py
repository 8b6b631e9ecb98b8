"""What the files of people are known by: header words, words of rows that are no records, everyday letters."""

from __future__ import annotations

from functools import lru_cache

from telebatch.model.list_words import ListWords
from telebatch.read import HeaderSynonyms, header_synonyms, row_words
from telebatch.settings import ShippedTables, shipped_tables


@lru_cache(maxsize=1)
def known_headings() -> HeaderSynonyms:
    """The shipped header words of lists and of what comes back of them, made once per run."""
    return header_synonyms(shipped_tables().headers)


@lru_cache(maxsize=1)
def list_words() -> ListWords:
    """The words to read a list or a file of results with, made once per run."""
    return table_words(shipped_tables(), known_headings())


def table_words(tables: ShippedTables, synonyms: HeaderSynonyms) -> ListWords:
    """The words to read with.

    Args:
      synonyms: Header words of the kind of file.
    """
    return ListWords(
        synonyms.words, synonyms.groups, synonyms.owned, row_words(tables.rows), tables.letters, synonyms.of_others
    )
