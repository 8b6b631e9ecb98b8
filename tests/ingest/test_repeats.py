from datetime import timedelta

import pytest

from telebatch.ingest import Repeats, sort_out_repeats
from tests.classify.classify_samples import MONDAY, attempts

LATER = MONDAY + timedelta(days=1)
DIALER = {"format": "vicidial"}


def rows(*cells):
    return attempts(*({"start": MONDAY, "attempt_key": "one", "code": "NA", **one} for one in cells)).collect()


@pytest.mark.parametrize(
    ("new", "known", "told"),
    [
        ([{}], [], Repeats(1, 0, 0)),
        ([{}], [{"attempt_key": "two"}], Repeats(1, 0, 0)),
        ([{}], [{}], Repeats(0, 0, 1)),
        ([{"exported_utc": LATER}], [{}], Repeats(0, 0, 1)),
        ([{"exported_utc": LATER, "code": "SALE"}], [{}], Repeats(0, 1, 0)),
        ([{"code": "SALE"}], [{"exported_utc": LATER}], Repeats(0, 0, 1)),
        ([{"file_sha": "b", "code": "SALE"}], [{"file_sha": "a"}], Repeats(0, 1, 0)),
        ([{"file_sha": "a", "code": "SALE"}], [{"file_sha": "b"}], Repeats(0, 0, 1)),
        ([{}, {"modified_utc": LATER, "code": "SALE"}], [], Repeats(1, 1, 0)),
        ([{}, {"attempt_key": "two"}, {"attempt_key": "three"}], [{}], Repeats(2, 0, 1)),
        ([], [{}], Repeats(0, 0, 0)),
        # A layout of a dialer that lacks a column takes nothing away; in a sheet an empty cell may be a correction.
        ([DIALER | {"exported_utc": LATER}], [DIALER | {"talk_seconds": 60, "cause": "16"}], Repeats(0, 0, 1)),
        ([DIALER | {"exported_utc": LATER, "code": "B"}], [DIALER | {"cause": "16"}], Repeats(0, 1, 0)),
        ([DIALER | {"exported_utc": LATER, "cause": "16"}], [DIALER | {"talk_seconds": 60}], Repeats(0, 1, 0)),
        ([DIALER | {"exported_utc": LATER}], [DIALER | {"code": "B", "cause": "16"}, DIALER], Repeats(0, 0, 1)),
        ([{"exported_utc": LATER}], [{"talk_seconds": 60}], Repeats(0, 1, 0)),
    ],
)
def test_each_row_is_new_a_correction_or_already_seen(new, known, told):
    assert sort_out_repeats(rows(*new).drop("batch"), rows(*known)) == told


def test_the_three_add_up_to_the_files_rows():
    new = rows({}, {"code": "B"}, {"attempt_key": "two"}, {"exported_utc": LATER, "code": "SALE"})
    told = sort_out_repeats(new, rows({"code": "A"}))
    assert told.attempts + told.replaced + told.already_seen == new.height
