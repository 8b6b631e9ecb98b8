from hypothesis import given, settings
from hypothesis import strategies as st

from telebatch.model.errors import InputRefused
from telebatch.model.workspace import Source
from tests.classify.classify_samples import project
from tests.ingest.headers import HEADERS
from tests.ingest.ingest_samples import STANDARD, adds_up, call, records, rules, sheet, taken

WILD = st.text(max_size=12)
CALLS = st.lists(
    st.builds(
        call,
        call_date=st.sampled_from(["2026-11-23 10:00:00", "2026-11-23 11:00:00", "", "x"]) | WILD,
        phone_number_dialed=st.sampled_from(["01012345678", "02-765-4321", "01099998888", "anonymous", ""]) | WILD,
        status=st.sampled_from(["NI", "SALE", ""]) | WILD,
        vendor_lead_code=st.sampled_from(["L0000012", "L0000024", "", "L9"]) | WILD,
        alt_dial=st.sampled_from(["MAIN", "12", ""]),
        campaign_id=st.sampled_from(["C1", "OTHER", ""]),
        length_in_sec=st.sampled_from(["0", "35", "-1", "1e9"]) | WILD,
    ),
    max_size=12,
)
TOLD = rules(
    project="p",
    source=Source("desk", not_ours={"campaign_id": ("other",)}, match_floor=0.0),
    projects={"p": project(), "q": project("q")},
)
INBOUND = rules(
    project="in", source=Source("desk", match_floor=0.0), projects={"in": project("in", direction="inbound")}
)


@settings(max_examples=60, deadline=None)
@given(CALLS, st.sampled_from([TOLD, INBOUND]))
def test_every_record_of_a_call_file_is_in_exactly_one_place(rows, told):
    result = taken("vicidial_standard", records(STANDARD, *rows), told)
    assert adds_up(result)
    places = [*result.attempts["record"], *result.quarantine["record"], *result.set_aside["record"]]
    assert sorted(places) == [at + 2 for at in range(len(rows))]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.lists(
            WILD | st.sampled_from(["q1", "1", "2", "L0000012", "거절", "2026-11-23", "오후 3시"]),
            min_size=12,
            max_size=12,
        ),
        max_size=6,
    )
)
def test_any_cells_in_a_sheet_give_a_place_for_every_record_or_a_refusal(rows):
    try:
        result = sheet(*rows)
    except InputRefused:
        return
    assert adds_up(result)


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(sorted(set(HEADERS) - {"uccx_contacts", "exotel_contacts"})),
    st.lists(
        st.dictionaries(
            st.integers(0, 24), WILD | st.sampled_from(["L0000012", "01012345678", "2026-11-23", "2026-11-23 10:00:00"])
        ),
        max_size=5,
    ),
)
def test_any_cells_in_any_format_give_a_place_for_every_record_or_a_refusal(name, drawn):
    header = [cell.strip('\ufeff"') for cell in HEADERS[name]]
    rows = [{header[at]: text for at, text in cells.items() if at < len(header)} for cells in drawn]
    try:
        result = taken(name, records(header, *rows), TOLD)
    except InputRefused:
        return
    assert adds_up(result)
