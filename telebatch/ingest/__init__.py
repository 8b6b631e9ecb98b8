"""Takes result files apart by declared formats: calls, orders, callbacks, agent time, sheets, corrections.

recognise(signature, profiles) → which format; number_texts(records …) → spellings to normalise;
ingest(records, profile, lookups, rules) → rows for every table, with every record in exactly one place.
"""

from telebatch.ingest.asked import Ingested, Lookups, Problem, SourceRules
from telebatch.ingest.cells_of import number_texts
from telebatch.ingest.front import ingest
from telebatch.ingest.profiles import Profile, profiles_of
from telebatch.ingest.recognise import Likeness, Recognised, explain, opened_as, recognise
from telebatch.ingest.repeats import Repeats, sort_out_repeats

__all__ = [
    "Ingested",
    "Likeness",
    "Lookups",
    "Problem",
    "Profile",
    "Recognised",
    "Repeats",
    "SourceRules",
    "explain",
    "ingest",
    "number_texts",
    "opened_as",
    "profiles_of",
    "recognise",
    "sort_out_repeats",
]
