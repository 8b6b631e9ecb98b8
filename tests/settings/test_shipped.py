import dataclasses
import json
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest

from telebatch.model.headings import header_key
from telebatch.model.outcomes import LEAF
from telebatch.model.spans import parse_span, parse_window, parse_windows
from telebatch.settings import shipped
from telebatch.settings.shapes import shape_kinds, without_none
from tests.pages.kinds import FILE_KINDS, inner_shape, keys, meanings

ROOT = Path(__file__).parents[2]
PACKS = sorted(shipped().packs)
_TOLD_OTHERWISE = {"name", "region", "subregion", "audience", "title", "sources", "as_of", "duties", "reviewed_by"}


@pytest.mark.parametrize(
    "path", sorted((ROOT / "telebatch" / "rules" / "formats").glob("*.toml")), ids=lambda p: p.stem
)
def test_no_heading_of_a_result_format_names_two_columns(path):
    columns = tomllib.loads(path.read_text(encoding="utf-8")).get("columns", {})
    # A clock and the start of a call may stand in one cell, a code may be the direction too: both read the same words.
    columns = {column: heads for column, heads in columns.items() if column not in ("start", "code_system")}
    named = [
        (header_key(head), column)
        for column, heads in columns.items()
        for head in ([heads] if isinstance(heads, str) else heads)
    ]
    assert not [pair for pair in pairwise(sorted(set(named))) if pair[0][0] == pair[1][0]]


def test_the_regions_of_the_field_notes_have_calling_rules():
    ruled = {pack.region for pack in shipped().packs.values()}
    assert ruled >= {"KR", "US", "JP", "CN", "GB", "DE", "FR", "ES", "IT", "CA", "AU", "SG"}
    assert {"kr-b2b", "kr-consumer", "kr-financial", "us", "us-fl", "us-tx"} <= set(PACKS)


@pytest.mark.parametrize("name", PACKS)
def test_every_value_of_a_pack_has_its_source_and_nobody_reviewed_it(name):
    pack = shipped().packs[name]
    for entry in dataclasses.fields(pack):
        held = getattr(pack, entry.name)
        if entry.name not in _TOLD_OTHERWISE and held not in (None, "", (), {}, False):
            assert pack.sources.get(entry.name), entry.name
    assert pack.reviewed_by == ""
    assert "complian" not in pack.title.lower()
    for texts in pack.windows.values():
        parse_windows(texts)
    for cap in pack.caps:
        parse_span(cap.window)


def test_a_call_after_a_refusal_in_france_rests_and_the_law_changes_in_august():
    before, after = shipped().packs["fr-until-2026-08"], shipped().packs["fr-from-2026-08"]
    assert before.effective_to.isoformat() == "2026-08-10"
    assert after.effective_from.isoformat() == "2026-08-11"
    assert not before.consent_required
    assert after.consent_required
    assert before.windows["mon"] == ("10:00-13:00", "14:00-20:00")


def test_every_retry_has_its_basis_and_every_outcome_with_a_retry_its_table():
    assert set(shipped().retry) == {name.removeprefix("call.") for name, leaf in LEAF.items() if leaf.retry}
    for retry in shipped().retry.values():
        assert retry.basis
        parse_span(retry.first)
        parse_span(retry.next)


def test_shifts_and_gaps_are_readable():
    assert {shift: str(parse_window(hours)) for shift, hours in shipped().shift_hours.items()} == {
        "day": "09:00-18:00", "am": "09:00-13:00", "pm": "13:00-18:00",
    }  # fmt: skip
    assert "other" in shipped().gaps.transit
    assert set(shipped().gaps.transit) == set(shipped().gaps.after_medium)


def test_every_shipped_code_leads_to_a_leaf():
    assert {row.outcome for row in shipped().codes} <= set(LEAF)


def test_folders_that_travel_with_the_package_are_there():
    assert shipped().samples.is_dir()
    assert shipped().templates.is_dir()


def _shapes(shape):
    yield shape
    for _, kind in keys(shape):
        if inner := inner_shape(without_none(kind)):
            yield from _shapes(inner)


@pytest.mark.parametrize("kind", FILE_KINDS, ids=lambda kind: kind.name)
def test_every_key_people_write_has_its_meaning_and_no_other(kind):
    for shape in _shapes(kind.shape):
        assert set(meanings(shape)) == set(shape_kinds(shape)), shape.__name__


@pytest.mark.parametrize("kind", FILE_KINDS, ids=lambda kind: kind.name)
def test_the_schemas_in_docs_name_their_standard(kind):
    written = (ROOT / "docs" / "schemas" / f"{kind.name}.json").read_text(encoding="utf-8")
    assert json.loads(written)["$schema"].endswith("2020-12/schema")


def test_no_schema_is_left_over():
    assert {file.stem for file in (ROOT / "docs" / "schemas").glob("*.json")} == {kind.name for kind in FILE_KINDS}
