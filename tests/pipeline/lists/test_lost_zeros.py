"""Record keys without their leading zeros are told: whoever they do not name would be called twice."""

from tests.pipeline.small import centre, told, write

HEAD = "관리번호,학원명,담당자,직책,휴대폰\n"


def keyed(*keys, house="가온", number=1):
    return HEAD + "".join(
        f"{key},{house}{at}학원,김{'가나다'[at]}하,원장,010-{number:04d}-000{at}\n" for at, key in enumerate(keys)
    )


def delivered(desk, name, text, list_="academies"):
    path = write(desk, f"lists/{name}.csv", text)
    _, answer = told(desk, "prequalify", str(path), "-p", "cards", "--list", list_)
    return answer["counts"]["known"], [
        note for note in map(str, answer["warnings"]) if "record key" in note and "zeros" in note
    ]


def test_keys_that_lost_their_zeros_are_told_with_an_example(tmp_path):
    desk = centre(tmp_path)
    assert delivered(desk, "first", keyed("00123", "00124", "A5", number=2001)) == (0, [])
    known, (note,) = delivered(desk, "second", keyed("123", "124", "A6", house="나래", number=3001))
    assert known == 0
    assert "2 new record keys of 2 looked at: but for leading zeros known here, as 123 for 00123" in note
    assert "send the column as text" in note


def test_zeros_that_came_back_are_told_as_well(tmp_path):
    desk = centre(tmp_path)
    delivered(desk, "first", keyed("123", number=2001))
    assert len(delivered(desk, "second", keyed("00123", house="나래", number=3001))[1]) == 1


def test_whom_a_number_names_or_another_list_knows_is_no_matter_of_zeros(tmp_path):
    desk = centre(tmp_path)
    delivered(desk, "first", keyed("00123", number=2001))
    assert delivered(desk, "second", keyed("123", number=2001)) == (1, [])
    assert delivered(desk, "third", keyed("123", house="나래", number=3001), "others") == (0, [])
