"""Columns: headings in four languages find their meaning; what a person wrote wins; conflicts are told."""

import pytest

from telebatch.read import header_synonyms, map_columns, map_tables, together
from tests.read.reading import SYNONYMS


def mapped(*columns, **overrides):
    return map_columns(columns, SYNONYMS, overrides)


@pytest.mark.parametrize(
    ("heading", "canonical"),
    [
        ("Phone No.", "number"), ("TEL", "number"), ("phone_number", "number"), ("휴대폰 번호*", "number"),
        ("연락처1", "number"), ("직통(내선)", "number"), ("电话号码", "number"), ("携帯電話", "number"), ("ＴＥＬ", "number"),
        ("성 명", "person"), ("담당자명(필수)", "person"), ("联系人", "person"), ("氏名", "person"),
        ("First Name", "given"), ("last_name", "surname"), ("직위/직책", "title"), ("役職", "title"), ("职务", "title"),
        ("부서", "department"), ("회사명", "company"), ("会社名", "company"), ("公司名称", "company"),
        ("E-Mail", "email"), ("メールアドレス", "email"), ("고객번호", "record_key"), ("vendor_lead_code", "record_key"),
        ("우편번호", "postcode"), ("都道府県", "state"), ("마케팅 수신동의", "consent"), ("동의일자", "consent_on"),
        ("비고", "memo"), ("통화결과", "result"), ("DISPOSITION", "result"), ("통화시간(초)", "duration"),
        ("length_in_sec", "duration"), ("재통화일", "callback_date"), ("콜백시간", "callback_time"),
        ("주문번호", "order_no"), ("成交金额", "amount"), ("ステータス", "status"), ("상담원", "agent"),
        ("call_date", "date"), ("架電時刻", "time"), ("직원수", "company_size"), ("業種", "industry"), ("접수일", "received_on"),
    ],
)  # fmt: skip
def test_a_heading_finds_its_meaning(heading, canonical):
    assert dict(mapped(heading).sources) == {canonical: (heading,)}


@pytest.mark.parametrize("heading", ["Mob", "Mob. No.", "Mob Phone"])
def test_a_shortened_mobile_is_dialled_first(heading):
    assert mapped("Name", "Tel", heading).sources["number"] == (heading, "Tel")


def test_phones_stand_in_dialling_order_and_a_fax_is_never_dialled():
    found = mapped("대표전화", "팩스", "전화번호", "직통번호", "휴대폰", "전화번호 (2)")
    assert found.sources["number"] == ("휴대폰", "직통번호", "전화번호", "전화번호 (2)", "대표전화")
    assert found.roles["대표전화"] == "office"
    assert found.handed_through == found.not_dialled == ("팩스",)


@pytest.mark.parametrize(
    "heading",
    [
        "비상연락처", "비상 연락처 2", "연락처(비상)", "전화번호(비상연락처)", "담당자 비상연락처", "긴급연락처", "가족연락처",
        "Emergency Contact", "Emergency Phone No", "Emergency Phone Number", "Phone (emergency)", "Contact: Emergency Phone",
        "緊急連絡先", "緊急連絡先(TEL)", "緊急連絡先電話番号", "紧急联系人电话", "紧急联系电话", "緊急聯絡電話",
    ],
)  # fmt: skip
def test_a_number_of_relatives_is_never_dialled_and_that_is_told(heading):
    for columns in ((heading, "휴대폰"), ("휴대폰", heading)):
        found = mapped(*columns)
        assert (dict(found.sources), found.handed_through) == ({"number": ("휴대폰",)}, (heading,))
        assert found.guesses[0] == f"{heading}: of another person by the heading; handed through"
    alone = mapped("성명", heading)
    assert dict(alone.sources) == {"person": ("성명",)}, "nobody's, even alone"
    assert alone.handed_through == alone.not_dialled == (heading,)


@pytest.mark.parametrize(
    "heading",
    [
        "전화/팩스",
        "전화번호 / FAX",
        "TEL/FAX",
        "Tel. & Fax",
        "TEL・FAX",
        "電話/FAX",
        "电话/传真",
        "電話／傳真",
        "Phone and Fax",
    ],
)
def test_a_heading_of_telephone_and_fax_is_a_telephone_and_that_is_told(heading):
    found = mapped("대표전화", heading, "휴대폰")
    assert (found.sources["number"], found.roles[heading]) == (("휴대폰", heading, "대표전화"), "phone_fax")
    told = "telephone and fax by the heading; the first number of a cell is dialled, what stands behind it is not"
    assert f"{heading}: {told}" in found.guesses
    named = map_columns((heading, "휴대폰"), SYNONYMS, {"number": heading})
    assert (named.roles, named.guesses) == ({heading: "phone_fax"}, (f"{heading}: {told}",))


def test_a_note_that_says_fax_makes_one_of_a_telephone():
    assert mapped("휴대폰", "전화(팩스)").not_dialled == ("전화(팩스)",)
    assert mapped("휴대폰", "팩스/전화").sources["number"] == ("휴대폰",), "nobody knows which is which"


def test_a_number_of_relatives_that_a_person_names_is_read():
    found = map_columns(("성명", "비상연락처", "휴대폰"), SYNONYMS, {"number": ["비상연락처"]})
    assert (found.sources["number"], found.handed_through) == (("비상연락처",), ("휴대폰",))


def test_a_better_word_wins_and_is_told():
    found = mapped("담당자", "성명")
    assert found.sources["person"] == ("성명",)
    assert found.guesses == ("person: 성명 rather than 담당자",)
    assert not found.mistakes


def test_two_columns_of_one_name_must_be_settled():
    (mistake,) = mapped("성명", "성명 (2)").mistakes
    assert str(mistake) == 'several columns for person: 성명, 성명 (2); choose one: person = "성명" under [columns]'


def test_further_columns_of_addresses_are_read_and_shown_to_callers():
    found = mapped("개인이메일", "이메일1", "이메일2", "성명")
    assert (found.sources["email"], found.mistakes) == (("이메일1", "개인이메일", "이메일2"), ())
    assert found.handed_through == ("개인이메일", "이메일2")
    told = "email: 이메일1; further addresses: 개인이메일, 이메일2; who asks not to be contacted by any of them is not"
    assert told in found.guesses
    assert mapped("개인이메일", "회사이메일").sources["email"][0] == "회사이메일", "mailings go to the office"
    named = map_columns(("메일", "이메일"), SYNONYMS, {"email": ["이메일", "메일"]})
    assert (named.sources["email"], named.handed_through) == (("이메일", "메일"), ())


def test_what_a_person_wrote_wins():
    found = map_columns(("성명", "비상망", "휴대폰"), SYNONYMS, {"number": ["비상망"], "person": "성명"})
    assert found.sources == {"number": ("비상망",), "person": ("성명",)}
    assert found.handed_through == ("휴대폰",)


def test_an_override_without_its_column_is_a_mistake():
    (mistake,) = map_columns(("Firma", "Telefon X"), SYNONYMS, {"number": "Phone"}).mistakes
    assert (
        str(mistake) == 'no column Phone for number; found: Firma, Telefon X; correct number = "Phone" under [columns]'
    )


def test_of_several_names_each_may_be_another_suppliers():
    found = map_columns(("Kunde", "Handy"), SYNONYMS, {"company": ["Firma", "Kunde"], "number": ["Mobil", "Handy"]})
    assert (dict(found.sources), found.mistakes) == ({"company": ("Kunde",), "number": ("Handy",)}, ())
    (mistake,) = map_columns(("Kunde",), SYNONYMS, {"number": ["Mobil", "Handy"]}).mistakes
    assert str(mistake).startswith("no column Mobil or Handy for number; found: Kunde")


def test_addresses_and_memos_may_stand_in_several_columns():
    found = mapped("주소", "상세주소", "비고", "메모")
    assert (found.sources["address"], found.sources["memo"]) == (("주소", "상세주소"), ("비고", "메모"))
    assert found.roles == {"상세주소": "rest"}


def test_a_column_that_a_person_names_goes_on_in_an_address_by_its_heading():
    found = map_columns(("소재", "상세주소"), SYNONYMS, {"address": ["소재", "상세주소"]})
    assert (found.sources["address"], found.roles) == (("소재", "상세주소"), {"상세주소": "rest"})


def test_no_word_means_two_things():
    with pytest.raises(ValueError, match="means both"):
        header_synonyms({"columns": {"person": {"en": ["name"]}, "company": {"en": ["Name."]}}, "number": {}})
    assert len(SYNONYMS.words) > 1000


def test_unknown_columns_are_handed_through_in_order():
    assert mapped("폰트", "휴대폰", "가입상품").handed_through == ("폰트", "가입상품")


def test_each_table_of_a_file_is_mapped_by_its_own_headings():
    maps = map_tables([("회사", "name", "전화"), ("회사명", "성명", "휴대폰")], SYNONYMS, {})
    assert [one.sources["company"] for one in maps] == [("회사",), ("회사명",)]
    whole = together(maps)
    assert (whole.sources["company"], whole.sources["person"]) == (("회사", "회사명"), ("name", "성명"))
    assert whole.sources["number"] == ("휴대폰", "전화")
    assert whole.mistakes == ()


def test_a_column_that_one_table_needs_and_another_does_not_is_handed_through():
    whole = together(map_tables([("담당자", "휴대폰"), ("담당자", "성명", "휴대폰")], SYNONYMS, {}))
    assert (whole.sources["person"], whole.handed_through) == (("담당자", "성명"), ("담당자",))


def test_an_override_without_its_column_is_none_where_the_lists_own_heading_tells_the_same():
    found = mapped("담당자", "휴대폰", "회사전화", company="업체명칭", person="고객명칭", number="대표번호칸")
    assert found.sources["person"] == ("담당자",)
    # The first number to dial was to be chosen, and there are two.
    assert [str(one).partition(";")[0] for one in found.mistakes] == [
        "no column 업체명칭 for company", "no column 대표번호칸 for number",
    ]  # fmt: skip


def test_an_override_without_its_column_is_one_where_a_table_has_none_of_its_meaning():
    tables = (("성명", "휴대폰"), ("휴대폰", "비고"))
    own = map_tables(tables, SYNONYMS, {"number": "비상망", "person": "고객명칭"})
    assert [str(one).partition(";")[0] for one in own[0].mistakes] == ["no column 고객명칭 for person"]


def test_an_override_counts_in_the_tables_that_have_its_column():
    maps = map_tables([("비상망", "휴대폰"), ("전화",)], SYNONYMS, {"number": "비상망"})
    assert [one.sources["number"] for one in maps] == [("비상망",), ("전화",)]
    assert together(maps).mistakes == ()
    (mistake,) = together(map_tables([("성명",), ("회사",)], SYNONYMS, {"number": "비상망"})).mistakes
    assert str(mistake).startswith("no column 비상망 for number; found: 성명, 회사")
