"""Who is this, on which number, in which role? Pure, column by column, over distinct values where a library judges."""

from telebatch.normalise.candidates import Normalised, NormaliseRules, normalise
from telebatch.normalise.countries import country_names

__all__ = ["NormaliseRules", "Normalised", "country_names", "normalise"]
