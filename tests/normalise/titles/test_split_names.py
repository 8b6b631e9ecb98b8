"""A title glued to a name comes off; a name that only looks like one stays whole."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from telebatch.normalise.titles import split_names, vocabulary_of
from tests.normalise.titles.conftest import shipped_files

VOCABULARY = vocabulary_of(shipped_files())


def split(name, language=None):
    cells = pl.DataFrame({"name": [name], "language": [language]}, schema={"name": pl.String, "language": pl.String})
    return split_names(cells, VOCABULARY).row(0)


@pytest.mark.parametrize(
    ("name", "person", "title", "honorific"),
    [
        ("김부장", "김", "부장", None), ("김부장님", "김", "부장", "님"), ("王总", "王", "总", None), ("田中様", "田中", None, "様"),
        ("홍길동 팀장님", "홍길동", "팀장", "님"), ("홍길동팀장", "홍길동", "팀장", None), ("李经理", "李", "经理", None),
        ("남궁민 대표", "남궁민", "대표", None), ("田中部長", "田中", "部長", None), ("田中 一郎 様", "田中 一郎", None, "様"),
        ("홍길동(구매팀장)", "홍길동", "구매팀장", None), ("홍길동/부장", "홍길동", "부장", None), ("구매팀 김부장", "김", "구매팀 부장", None),
        ("総務部 田中", "田中", "総務部", None), ("王先生", "王", None, "先生"), ("欧阳总监", "欧阳", "总监", None), ("구매팀장", None, "구매팀장", None),
        ("John Smith, CEO", "John Smith", "CEO", None), ("Mr. John Smith", "John Smith", None, "Mr."),
        ("Dr Jane Doe (Purchasing Manager)", "Jane Doe", "Purchasing Manager", "Dr"), ("John Smith CEO", "John Smith", "CEO", None),
        ("홍길동", "홍길동", None, None), ("박지성", "박지성", None, None), ("김수석", "김수석", None, None), ("김수석님", "김", "수석", "님"),
        ("张三", "张三", None, None), ("Jane Clerk", "Jane Clerk", None, None), ("Smith, John", "Smith, John", None, None),
        ("", None, None, None), (None, None, None, None), ("  ", None, None, None), ("홍 길동", "홍 길동", None, None),
    ],
)  # fmt: skip
def test_name_title_and_polite_word_come_apart(name, person, title, honorific):
    assert split(name) == (person, title, honorific)


@settings(max_examples=200, deadline=None)
@given(st.text(), st.sampled_from([None, "ko", "zh", "ja", "en"]))
def test_any_name_is_split_without_a_fault_and_no_letter_is_invented(name, language):
    person, title, honorific = split(name, language)
    whole = "".join(filter(None, (person, title, honorific)))
    assert whole == "" or all(part is None or part.strip() == part for part in (person, title, honorific))
