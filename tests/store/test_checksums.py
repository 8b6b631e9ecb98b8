"""A file's checksum is what its kind says, and any change of the file shows."""

import hashlib

import pytest

from telebatch.store.checksums import Xxh3, is_still, sha256_of, xxh3_of

#: Known answers: of nothing (both standards' own test vectors).
_OF_NOTHING = {
    sha256_of: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    xxh3_of: "xxh3:99aa06d3014798d86001c324468d497f",
}


@pytest.mark.parametrize("kind", _OF_NOTHING)
def test_a_file_without_bytes(tmp_path, kind):
    (tmp_path / "a").touch()
    assert kind(tmp_path / "a") == _OF_NOTHING[kind]
    assert is_still(tmp_path / "a", _OF_NOTHING[kind])


@pytest.mark.parametrize("kind", _OF_NOTHING)
def test_one_other_bit_shows(tmp_path, kind):
    told = bytes(range(256)) * 9_000
    (tmp_path / "a").write_bytes(told)
    checksum = kind(tmp_path / "a")
    assert is_still(tmp_path / "a", checksum)
    (tmp_path / "a").write_bytes(told[:-1] + b"\x00")
    assert not is_still(tmp_path / "a", checksum)


def test_pieces_are_told_as_the_whole(tmp_path):
    told = bytes(range(256)) * 9_000
    (tmp_path / "a").write_bytes(told)
    digest = Xxh3()
    for start in range(0, len(told), 70_001):
        digest.update(memoryview(told)[start : start + 70_001])
    assert digest.hexdigest() == xxh3_of(tmp_path / "a")
    assert sha256_of(tmp_path / "a") == hashlib.sha256(told).hexdigest()
