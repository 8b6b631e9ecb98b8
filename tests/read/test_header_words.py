"""Headings are compared without their notes, however they are spelt, and whatever stands in a cell at no great cost."""

import time

from telebatch.read.header_words import header_keys


def test_a_note_in_brackets_is_no_part_of_a_heading():
    assert "전화" in header_keys("전화(휴대)")
    assert "전화" in header_keys("전화【회사】")


def test_a_cell_of_brackets_without_end_is_looked_through_once():
    begun = time.process_time()
    assert header_keys("[" * 200_000) == ()
    assert header_keys("전화" + "(" * 200_000) == ("전화",)
    assert time.process_time() - begun < 5
