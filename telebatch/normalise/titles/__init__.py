"""What a title says: role class, seniority and function, in four languages, with the words that decided."""

from telebatch.normalise.titles.front import titles
from telebatch.normalise.titles.loading import of_project, vocabulary_of
from telebatch.normalise.titles.names import split_names
from telebatch.normalise.titles.spoken import spoken_languages
from telebatch.normalise.titles.vocabulary import TitleVocabulary

__all__ = [
    "TitleVocabulary",
    "of_project",
    "split_names",
    "spoken_languages",
    "titles",
    "vocabulary_of",
]
