"""A list written as in another country than its numbers are read by is said to be so; nothing else changes."""

import json

import pytest

from tests.pipeline.small import CALLS_ONLY, CENTRE, run, write

JAPANESE = (
    "株式会社ヤマダ,山田花子,03-3234-5678",
    "サトウ商事,佐藤いちろう,03-3456-7890",
    "鈴木産業㈱,鈴木次郎,06-6123-4567",
)
CHINESE = (
    "上海华东贸易有限公司,张伟,021-54345678",
    "北京发电有限责任公司,刘洋,010-62345678",
    "广东业务公司,陈静,0755-82345678",
)
KOREAN = ("가온상사,김하나,02-312-4567", "나래상사,이두리,031-555-0102", "다솜상사,박세미,02-777-1234")


def said(folder, regions, head, rows, *options):
    write(folder, "telebatch.toml", CENTRE)
    listed = ", ".join(f'"{one}"' for one in regions)
    write(
        folder,
        "projects/cards.toml",
        CALLS_ONLY.replace("[calling]\n", f"[accept]\nregions = [{listed}]\n\n[calling]\n", 1),
    )
    path = write(folder, "a.csv", "\n".join((head, *rows)) + "\n")
    _, out, _ = run(folder, "prequalify", path, "-p", "cards", "--list", "x", *options, "--json")
    return [note for note in json.loads(out)["warnings"] if "written as in" in note]


@pytest.mark.parametrize(
    ("region", "rows", "other"),
    [
        ("KR", JAPANESE, "JP"),
        ("CN", JAPANESE, "JP"),
        ("KR", CHINESE, "CN"),
        ("JP", CHINESE, "CN"),
        ("JP", KOREAN, "KR"),
    ],
)
def test_names_and_numbers_of_another_country_are_said(tmp_path, region, rows, other):
    assert said(tmp_path, [region], "company,name,phone", rows) == [
        f"a.csv: national numbers are read as {region}, but 3 rows of 3 looked at are written as in {other}, and their"
        f' numbers can be of {other}; if they are, put "{other}" among regions under [accept] in projects/cards.toml'
        f" and say --region {other}"
    ]


@pytest.mark.parametrize(
    ("regions", "rows"),
    [
        (["JP"], JAPANESE), (["KR"], KOREAN), (["CN"], CHINESE), (["SG"], CHINESE),
        (["KR"], (*KOREAN, *KOREAN[:2], JAPANESE[0])),
        (["US"], ("Hana Foods,김하나,213-555-0123", "Nara LLC,이두리,(718) 555-0102")),
        (["KR"], ("株式会社ヤマダ,山田花子,+81 3-3234-5678", "サトウ商事,佐藤いちろう,+81 3-3456-7890")),
        (["KR"], ("Acme Inc,John Lee,02-312-4567", "Beta LLC,Jane Kim,031-555-0102")),
    ],
)  # fmt: skip
def test_where_there_is_doubt_nothing_is_said(tmp_path, regions, rows):
    assert said(tmp_path, regions, "company,name,phone", rows) == []


def test_whoever_said_the_country_is_believed(tmp_path):
    assert said(tmp_path, ["KR"], "company,name,phone", JAPANESE, "--region", "KR") == []
    rows = [f"{row},KR" for row in JAPANESE]
    assert said(tmp_path, ["KR"], "company,name,phone,country", rows) == []
