"""Takes result files apart by declared formats: calls, orders, callbacks, agent time, sheets, corrections.

recognise(signature, profiles) → which format;
ingest(records, profile, known, rules) → rows for every table, with every record in exactly one place.

Folders: `formats` (which are known, and which one a file has), `when` (days, times and lengths as files write them).
"""

from telebatch.ingest.asked import Asked, Ingested, Known, Lookups, Problem, SourceRules
from telebatch.ingest.columns import resolve, shown_names
from telebatch.ingest.formats.described import recognised_by, told_of
from telebatch.ingest.formats.likeness import Likeness, explain, fits_header
from telebatch.ingest.formats.loading import profiles_of
from telebatch.ingest.formats.near import header_share, nearest_general, refuse_broken
from telebatch.ingest.formats.profiles import Profile
from telebatch.ingest.formats.recognise import Recognised, first_looked_at, opened_as, recognise
from telebatch.ingest.front import ingest
from telebatch.ingest.piece_status import UNKNOWN, with_returns, with_status
from telebatch.ingest.pieces import PieceDays, piece_days, with_their_years
from telebatch.ingest.repeats import TOLD, WINS, Contradicted, Repeats, contradicted, sort_out_repeats
from telebatch.ingest.rows import refuse_unfit
from telebatch.ingest.sheets import one_table

__all__ = [
    "TOLD",
    "UNKNOWN",
    "WINS",
    "Asked",
    "Contradicted",
    "Ingested",
    "Known",
    "Likeness",
    "Lookups",
    "PieceDays",
    "Problem",
    "Profile",
    "Recognised",
    "Repeats",
    "SourceRules",
    "contradicted",
    "explain",
    "first_looked_at",
    "fits_header",
    "header_share",
    "ingest",
    "nearest_general",
    "one_table",
    "opened_as",
    "piece_days",
    "profiles_of",
    "recognise",
    "recognised_by",
    "refuse_broken",
    "refuse_unfit",
    "resolve",
    "shown_names",
    "sort_out_repeats",
    "told_of",
    "with_returns",
    "with_status",
    "with_their_years",
]
