"""Headings of CRM exports with the object in front: the last part means what it means alone, a name is whose it is."""

import pytest

from telebatch.read import header_synonyms, map_columns, read
from tests.read.reading import SYNONYMS, options

SALESFORCE = (
    "Contact: Full Name", "Contact: Title", "Account: Account Name", "Contact: Phone", "Contact: Mobile",
    "Contact: Email", "Contact: Contact ID", "Account: Phone", "Account Owner: Full Name", "Contact: Mailing Street",
    "Contact: Mailing City", "Contact: Mailing Zip/Postal Code", "Contact: Mailing Country",
)  # fmt: skip
PIPEDRIVE = (
    "Person - Name", "Person - Phone - Work", "Person - Phone - Mobile", "Person - Email - Work", "Person - Job title",
    "Organization - Name", "Organization - Address", "Deal - Title",
)  # fmt: skip


def mapped(*columns):
    return map_columns(columns, SYNONYMS, {})


def test_a_report_of_salesforce_is_understood():
    found = mapped(*SALESFORCE)
    assert dict(found.sources) == {
        "person": ("Contact: Full Name",), "title": ("Contact: Title",), "company": ("Account: Account Name",),
        "number": ("Contact: Mobile", "Contact: Phone", "Account: Phone"), "email": ("Contact: Email",),
        "record_key": ("Contact: Contact ID",), "address": ("Contact: Mailing Street",),
        "city": ("Contact: Mailing City",), "postcode": ("Contact: Mailing Zip/Postal Code",),
        "country": ("Contact: Mailing Country",),
    }  # fmt: skip
    assert found.roles["Account: Phone"] == "office"
    assert found.handed_through[:1] == ("Account Owner: Full Name",), "our own man is nobody to call"


def test_people_and_companies_of_pipedrive_are_told_apart():
    found = mapped(*PIPEDRIVE)
    assert dict(found.sources) == {
        "person": ("Person - Name",), "number": ("Person - Phone - Mobile", "Person - Phone - Work"),
        "email": ("Person - Email - Work",), "title": ("Person - Job title",), "company": ("Organization - Name",),
        "address": ("Organization - Address",),
    }  # fmt: skip
    assert found.handed_through == ("Deal - Title",)


@pytest.mark.parametrize(
    ("heading", "canonical"),
    [
        ("Account: Name", "company"), ("Account.Name", "company"), ("Contact: Name", "person"), ("Lead: Name", "person"),
        ("Lead: Company", "company"), ("Contact: Account Name", "company"), ("Associated Company", "company"),
        ("Associated Company (Primary)", "company"), ("Record ID - Contact", "record_key"), ("Lead: Email", "email"),
        ("contact_phone", "number"), ("Company Contact", "person"), ("회사 이름", "company"), ("담당자 - 휴대폰", "number"),
        ("업체 담당자", "person"), ("联系人-手机", "number"), ("公司：地址", "address"), ("担当者：メールアドレス", "email"),
        ("担当者_電話番号", "number"), ("Organization 1 - Name", "company"), ("Phone 1 - Value", "number"),
        ("Company Main Phone", "number"), ("Business Country/Region", "country"), ("Address 1: City", "city"),
    ],
)  # fmt: skip
def test_the_object_in_front_changes_whose_it_is_alone(heading, canonical):
    assert dict(mapped(heading).sources) == {canonical: (heading,)}


@pytest.mark.parametrize(
    "heading",
    [
        "Company Number", "Lead Number", "Contact Role", "Customer Account", "Account: Account ID", "Company Description",
        "Owner: Name", "Contact Owner", "Last Modified By: Full Name", "Lead Source", "Lead State", "Customer Team",
        "Contact: Date", "Account: Status", "Opportunity: Name", "고객 번호대", "업체번호",
    ],
)  # fmt: skip
def test_what_is_something_else_behind_an_object_is_handed_through(heading):
    assert mapped(heading).handed_through == (heading,)


def test_of_two_objects_the_one_whose_it_is_wins_and_is_told():
    found = mapped("Organization - Email", "Person - Email", "Lead: Company", "Account: Account Name")
    assert (found.sources["email"], found.sources["company"]) == (("Person - Email",), ("Account: Account Name",))
    assert found.guesses == (
        "email: Person - Email rather than Organization - Email",
        "company: Account: Account Name rather than Lead: Company",
    )
    assert not found.mistakes


def test_colons_of_headings_part_no_cells(tmp_path):
    path = tmp_path / "report.csv"
    path.write_text(f"{','.join(SALESFORCE)}\n{',' * (len(SALESFORCE) - 1)}x\n", encoding="utf-8")
    (reading,) = read(path, options())
    assert reading.columns == SALESFORCE


def test_words_with_an_object_never_change_what_a_word_means_alone():
    told = {
        "columns": {
            "person": {"en": ["name", "lead name"]},
            "memo": {"en": ["lead email"]},
            "email": {"en": ["email"]},
        },
        "number": {},
        "objects": {"person": {"en": ["lead"]}},
    }
    found = header_synonyms(told).meanings
    assert (found["leademail"].canonical, found["leadname"].rank) == ("memo", 1)
