"""What do all facts together say about each lead and person? And is a candidate somebody we know?"""

from telebatch.state.around import TELLING, Around, around
from telebatch.state.facts import UNDONE, Facts, FoldRules
from telebatch.state.fold import fold
from telebatch.state.holding import held, holding, left_out_last, taken_off
from telebatch.state.identity import identify
from telebatch.state.identity_known import Known, ranked
from telebatch.state.listings import listed_last
from telebatch.state.media import pieces
from telebatch.state.numbers import (
    bad_numbers,
    derived_suppressions,
    dropped_numbers,
    lasting_requests,
    standing_suppressions,
)
from telebatch.state.numbers_now import NUMBERS_WANTED, numbers_at_hand, numbers_now
from telebatch.state.people_now import people_now

__all__ = [
    "NUMBERS_WANTED",
    "TELLING",
    "UNDONE",
    "Around",
    "Facts",
    "FoldRules",
    "Known",
    "around",
    "bad_numbers",
    "derived_suppressions",
    "dropped_numbers",
    "fold",
    "held",
    "holding",
    "identify",
    "lasting_requests",
    "left_out_last",
    "listed_last",
    "numbers_at_hand",
    "numbers_now",
    "people_now",
    "pieces",
    "ranked",
    "standing_suppressions",
    "taken_off",
]
