"""Who is this, on which number, in which role? Pure, column by column, over distinct values where a library judges."""

from telebatch.normalise.candidates import NormaliseRules, normalise
from telebatch.normalise.countries import country_names, regions_named
from telebatch.normalise.emails import ADDRESS, emails, one_spelling
from telebatch.normalise.home import HOME_MOST, NATIONAL, Home, home_of
from telebatch.normalise.identifiers import Identifier, held_by, identifiers_of, perhaps_held, withheld
from telebatch.normalise.names import name_key, yes_no
from telebatch.normalise.normalised import Normalised
from telebatch.normalise.postcodes import postcodes
from telebatch.normalise.repeated import over_distinct, word
from telebatch.normalise.variants import HanVariants, han_variants_of

__all__ = [
    "ADDRESS",
    "HOME_MOST",
    "NATIONAL",
    "HanVariants",
    "Home",
    "Identifier",
    "NormaliseRules",
    "Normalised",
    "country_names",
    "emails",
    "han_variants_of",
    "held_by",
    "home_of",
    "identifiers_of",
    "name_key",
    "normalise",
    "one_spelling",
    "over_distinct",
    "perhaps_held",
    "postcodes",
    "regions_named",
    "withheld",
    "word",
    "yes_no",
]
