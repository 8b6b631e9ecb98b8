"""Heading rows of card readers, registers, customer systems and address books, as they export them."""

import pytest

from telebatch.read import map_columns
from telebatch.read.header_words import clean_headers
from tests.read.reading import SYNONYMS

#: Whose export → its headings, and what has to be found in them: canonical column → source columns (numbers with roles).
EXPORTS = {
    "Eight and Sansan": (
        "会社名,部署名,役職,姓,名,e-mail,郵便番号,住所,TEL会社,TEL部門,TEL直通,Fax,携帯電話,URL,名刺交換日",
        {
            "surname": ["姓"],
            "given": ["名"],
            "number": ["携帯電話 mobile", "TEL直通 direct", "TEL部門 phone", "TEL会社 office"],
        },
    ),
    "a card reader with readings of names": (
        "会社名,会社名（カナ）,部署名,役職,氏名（姓）,氏名（名）,氏名（姓カナ）,氏名（名カナ）,メールアドレス,携帯TEL,直通TEL",
        {
            "company": ["会社名"],
            "surname": ["氏名（姓）"],
            "given": ["氏名（名）"],
            "person": [],
            "number": ["携帯TEL mobile", "直通TEL direct"],
        },
    ),
    "Cybozu": (
        "会社名,会社よみ,電話番号(会社),名前(姓),名前(名),よみ(姓),よみ(名),役職,Tel,E-mail,メモ",
        {"surname": ["名前(姓)"], "given": ["名前(名)"], "number": ["Tel phone", "電話番号(会社) office"]},
    ),
    "Qichacha": (
        "企业名称,登记状态,法定代表人,所属省份,所属城市,电话号码,更多电话,电子邮箱,更多邮箱,统一社会信用代码,企业地址",
        {
            "person": ["法定代表人"],
            "number": ["电话号码 phone", "更多电话 phone"],
            "email": ["电子邮箱", "更多邮箱"],
            "city": ["所属城市"],
        },
    ),
    "Tianyancha": (
        "公司名称,法定代表人,所属行业,有效手机号,更多电话,注册地址,通信地址,邮箱,其他邮箱",
        {
            "number": ["有效手机号 mobile", "更多电话 phone"],
            "address": ["注册地址", "通信地址"],
            "email": ["邮箱", "其他邮箱"],
        },
    ),
    "Remember": (
        "이름,휴대폰,회사,부서,직함,전자 메일 주소,근무처 전화,근무처 팩스,근무지 주소 번지,명함 등록일,그룹,메모",
        {
            "number": ["휴대폰 mobile", "근무처 전화 office"],
            "email": ["전자 메일 주소"],
            "address": ["근무지 주소 번지"],
        },
    ),
    "a Korean register with notes in its headings": (
        "회사명,대표자명,전화번호(회사),전화번호(HP),연락처(팩스),성명(영문),연락처(이메일)",
        {
            "person": ["대표자명"],
            "number": ["전화번호(HP) mobile", "전화번호(회사) office"],
            "email": ["연락처(이메일)"],
        },
    ),
    "Apollo": (
        "First Name,Last Name,Title,Company Name,Company Name for Emails,Email,Departments,First Phone,Work Direct Phone,"
        "Home Phone,Mobile Phone,Corporate Phone,Other Phone,Do Not Call,# Employees,Industry,City,State,Country,Secondary Email",
        {
            "company": ["Company Name"],
            "email": ["Email", "Secondary Email"],
            "number": [
                *("Mobile Phone mobile", "Work Direct Phone direct", "First Phone phone", "Home Phone phone"),
                *("Other Phone phone", "Corporate Phone office"),
            ],
        },
    ),
    "ZoomInfo": (
        "ZoomInfo Contact ID,Last Name,First Name,Salutation,Job Title,Job Function,Direct Phone Number,"
        "Direct Phone Do Not Call,Email Address,Mobile phone,Mobile Phone Do Not Call,Company Name,Company HQ Phone,Fax",
        {
            "record_key": ["ZoomInfo Contact ID"],
            "title": ["Job Title"],
            "number": ["Mobile phone mobile", "Direct Phone Number direct", "Company HQ Phone office"],
            "refusal": ["Direct Phone Do Not Call", "Mobile Phone Do Not Call"],
        },
    ),
    "Google Contacts": (
        "First Name,Middle Name,Last Name,Name Prefix,Organization Name,Organization Title,Organization Department,"
        "E-mail 1 - Value,E-mail 2 - Value,Phone 1 - Label,Phone 1 - Value,Phone 4 - Label,Phone 4 - Value,Address 1 - Region",
        {
            "title": ["Organization Title"],
            "department": ["Organization Department"],
            "number": ["Phone 1 - Value phone", "Phone 4 - Value phone"],
        },
    ),
    "Google Contacts before 2023": (
        "Name,Given Name,Family Name,Occupation,Phone 1 - Value,Organization 1 - Name,Organization 1 - Title",
        {"title": ["Organization 1 - Title"], "company": ["Organization 1 - Name"]},
    ),
    "Outlook": (
        "Title,First Name,Last Name,Company,Job Title,Assistant's Phone,Business Fax,Business Phone,Business Phone 2,Home Fax,"
        "Home Phone,Mobile Phone,Pager,E-mail Address,E-mail 2 Address",
        {
            "title": ["Job Title"],
            "number": ["Mobile Phone mobile", "Home Phone phone", "Business Phone office", "Business Phone 2 office"],
        },
    ),
    "Outlook in Chinese": (
        "称谓,名,姓,单位,职务,商务电话,单位主要电话,住宅电话,移动电话,助理的电话,电子邮件地址,附注",
        {
            "number": ["移动电话 mobile", "住宅电话 phone", "商务电话 office", "单位主要电话 office"],
            "email": ["电子邮件地址"],
        },
    ),
    "LinkedIn Sales Navigator": (
        "First Name,Last Name,Current Company,Current Title,Email,Phone",
        {"company": ["Current Company"], "title": ["Current Title"]},
    ),
}


@pytest.mark.parametrize("whose", EXPORTS)
def test_the_headings_of_an_export_are_known(whose):
    headings, wanted = EXPORTS[whose]
    told = map_columns(clean_headers(headings.split(",")), SYNONYMS, {})
    found = {name: list(told.sources.get(name, ())) for name in wanted}
    if "number" in wanted:
        found["number"] = [f"{column} {told.roles[column]}" for column in found["number"]]
    assert (found, told.mistakes) == (wanted, ())


def test_a_name_in_other_letters_counts_where_it_stands_alone():
    assert map_columns(("氏名(カナ)", "電話番号"), SYNONYMS, {}).sources["person"] == ("氏名(カナ)",)


def test_a_heading_of_names_tells_the_title_where_no_column_does():
    alone = map_columns(("企业名称", "法定代表人", "电话"), SYNONYMS, {})
    assert alone.titles == {"法定代表人": "法定代表人"}
    assert "title: 法定代表人, as the heading 法定代表人 says" in alone.guesses
    assert map_columns(("회사명", "대표자명", "직책", "전화"), SYNONYMS, {}).titles == {}
    assert map_columns(("회사명", "담당자", "대표자명", "전화"), SYNONYMS, {}).titles == {}


@pytest.mark.parametrize(
    ("columns", "person", "numbers"),
    [
        (
            ("상호", "대표자명", "대표자 휴대폰", "담당자명", "담당자 휴대폰", "전화"),
            "담당자명",
            ("담당자 휴대폰", "전화"),
        ),
        (("상호", "대표자명", "대표자 휴대폰", "전화"), "대표자명", ("대표자 휴대폰", "전화")),
        (("상호", "성명", "휴대폰", "담당자명", "담당자 휴대폰"), "성명", ("휴대폰",)),
        (("상호", "대표자명", "대표자 휴대폰", "담당자명"), "담당자명", ("대표자 휴대폰",)),
        (("会社名", "氏名", "電話番号", "担当者名", "担当者電話"), "氏名", ("電話番号",)),
    ],
)
def test_the_number_of_somebody_beside_is_not_dialled_for_the_person(columns, person, numbers):
    told = map_columns(columns, SYNONYMS, {})
    assert (told.sources["person"], told.sources["number"]) == ((person,), numbers)
    assert all(name in told.sources["number"] or name in told.handed_through for name in columns[2:3])
