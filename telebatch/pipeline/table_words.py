"""What the files of people are known by: header words, words of rows that are no records, everyday letters."""

from __future__ import annotations

from telebatch.model.list_words import ListWords
from telebatch.read import HeaderSynonyms, row_words
from telebatch.settings import ShippedTables


def table_words(tables: ShippedTables, synonyms: HeaderSynonyms) -> ListWords:
    """The words to read with.

    Args:
      synonyms: Header words of the kind of file.
    """
    return ListWords(synonyms.words, synonyms.groups, synonyms.owned, row_words(tables.rows), tables.letters)
