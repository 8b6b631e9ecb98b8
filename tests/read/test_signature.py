"""Signatures: the head of a file is enough to recognise it, however large the file is."""

import pytest

from telebatch.model.errors import InputRefused
from telebatch.read import sniff
from tests.read.reading import options


@pytest.mark.parametrize(
    ("content", "header", "width", "first"),
    [
        (b"call_date\tphone_number\tstatus\r\n2026\t010\tNI\r\n", ("call_date", "phone_number", "status"), 3, ("2026", "010", "NI")),
        (b"2026-11-23 10:00:00|010|V1|\n2026-11-23 10:00:01|011|V2|\n", None, 4, ("2026-11-23 10:00:00", "010", "V1", "")),
        (b'"101","555","2026-11-23 10:00:00"\n', None, 3, ("101", "555", "2026-11-23 10:00:00")),
        (b"call_date\tstatus\tcustom_fields\n2026\tNI\ta\tb\n2027\tNI\tc\td\n", ("call_date", "status", "custom_fields"), 4, ("2026", "NI", "a", "b")),
        ("통화일,상담원,통화결과\n11.23,김,부재\n".encode("cp949"), ("통화일", "상담원", "통화결과"), 3, ("11.23", "김", "부재")),
        (b'{"phone": "010", "result": "busy"}\n', ("phone", "result"), 2, ("010", "busy")),
    ],
)  # fmt: skip
def test_a_head_shows_header_width_and_rows(tmp_path, content, header, width, first):
    (tmp_path / "a").write_bytes(content)
    found = sniff(tmp_path / "a", options(wider_rows="keep", narrower_rows="keep"))
    assert (found.header, found.width, found.rows[0], found.bytes) == (header, width, first, len(content))


def test_only_the_head_is_read(tmp_path):
    with (tmp_path / "a.csv").open("wb") as file:
        file.write(b"name,phone\n" + b"kim,010\n" * 40_000)
        file.truncate(1 << 34)  # a hole of 16 GiB that a whole read would never finish
    found = sniff(tmp_path / "a.csv")
    assert (found.header, len(found.rows), found.bytes) == (("name", "phone"), 50, 1 << 34)


def test_what_cannot_be_read_has_no_signature(tmp_path):
    (tmp_path / "a").write_bytes(b"%PDF-1.4")
    with pytest.raises(InputRefused, match="PDF"):
        sniff(tmp_path / "a")
