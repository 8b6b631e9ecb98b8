"""A queue in a dialer's own import layout: every shipped layout is loaded, called and read back."""

import csv
import json

import polars as pl
import pytest

from telebatch.model.headings import header_key
from telebatch.model.layouts import QUEUE_VALUES, WRITINGS
from telebatch.settings import shipped
from tests.ingest.ingest_samples import STANDARD
from tests.ingest.ingest_samples import shipped as profiles
from tests.pipeline.nights import export, states
from tests.pipeline.small import CALLS_ONLY, CENTRE, run, told, write

ON = "2026-11-23"
EVENING = f"{ON}T20:00"
LIST = """학원명,담당자,직책,전화번호,주소,우편번호,이메일
가온|학원,"김\t하나
",원장,02-312-3456 내선 12,"서울, 마포 1",04001,one@example.com
=나래학원,이두리,원장,010-2001-0002,,,
"""
LAYOUTS = shipped().layouts
PROFILES = profiles()
ROSTER = f"on,shift,agent,hours\n{ON},day,김하늘,8\n"
AGENT = '[[agents]]\nname = "김하늘"\nids = ["1001"]\n'
SOURCE = """kind = "results"
match_floor = 0.5

[projects]
"*" = "cards"
"""


def project(form, **dialer):
    asked = dict.fromkeys(LAYOUTS[form].asks, "1001") | dialer
    lines = "".join(f'{key} = "{value}"\n' for key, value in asked.items())
    calls = CALLS_ONLY
    return calls.replace("capacity = 20\n", f'capacity = 20\nformat = ["csv", "{form}"]\n[queues.dialer]\n{lines}')


def handed_out(folder, form, **dialer):
    """One shift in the layout, and the same queue as CSV; the layout's file and the CSV's rows."""
    write(folder, "telebatch.toml", CENTRE)
    write(folder, "projects/cards.toml", project(form, **dialer))
    write(folder, "sources/dialer.toml", SOURCE)
    write(folder, "agents.toml", AGENT)
    write(folder, "roster.csv", ROSTER)
    assert run(folder, "check")[0] == 0, run(folder, "check")
    code, _, err = run(folder, "prequalify", write(folder, "list.csv", LIST), "-p", "cards", as_of="2026-11-20")
    assert code == 0, err
    code, answer = told(folder, "split", "--on", ON, "-p", "cards", "--release")
    assert code == 0, answer
    (path,) = (folder / "queues" / ON).rglob(f"cards-first.{form}.{LAYOUTS[form].ending}")
    assert str(path.relative_to(folder)) in answer["files"]
    queue = pl.read_csv(path.with_name("cards-first.csv"), infer_schema=False)
    return path, queue


def loaded(path, form):
    """The file as the dialer reads it: rows of column → cell."""
    layout = LAYOUTS[form]
    text = path.read_bytes().decode("utf-8")
    lines = text.splitlines()
    quoting = csv.QUOTE_MINIMAL if layout.quotes else csv.QUOTE_NONE
    rows = list(csv.reader(lines, delimiter=layout.delimiter, quoting=quoting))
    names = [column.name for column in layout.column]
    assert {len(row) for row in rows} == {len(names)}, rows
    if layout.header:
        assert rows.pop(0) == names
    return [dict(zip(names, row, strict=True)) for row in rows]


def column_of(form, value):
    return next(column.name for column in LAYOUTS[form].column if column.of == (value,))


@pytest.mark.parametrize("form", LAYOUTS)
def test_each_layout_holds_the_queue_in_its_order_one_line_per_lead(tmp_path, form):
    path, queue = handed_out(tmp_path, form)
    rows = loaded(path, form)
    if form == "newfies":
        leads = [json.loads(row["additional_vars"])["lead_id"] for row in rows]
    else:
        leads = [row[column_of(form, "lead_id")] for row in rows]
    assert leads == queue["lead_id"].to_list()
    assert len(leads) == 2


EXACT = {
    "national": ["023123456", "01020010002"],
    "significant": ["23123456", "1020010002"],
    "digits": ["8223123456", "821020010002"],
    "e164": ["+8223123456", "+821020010002"],
}


@pytest.mark.parametrize(("form", "writing"), [(name, one) for name in LAYOUTS for one in LAYOUTS[name].numbers])
def test_numbers_are_written_as_the_dialer_dials_them(tmp_path, form, writing):
    path, _ = handed_out(tmp_path, form, numbers=writing)
    assert sorted(row[column_of(form, "number")] for row in loaded(path, form)) == sorted(EXACT[writing])


def test_every_way_of_writing_numbers_is_shown():
    assert set(EXACT) == set(WRITINGS)


def test_a_vicidial_row_says_what_the_agent_needs(tmp_path):
    path, queue = handed_out(tmp_path, "vicidial", list_id="2001")
    row = next(row for row in loaded(path, "vicidial") if row["phone_number"] == "023123456")
    queued = next(one for one in queue.iter_rows(named=True) if one["extension"])
    filled = {
        "vendor_lead_code": queued["lead_id"], "source_id": f"cards, {ON}", "list_id": "2001", "phone_code": "82",
        "first_name": "김 하나", "address1": "서울, 마포 1", "postal_code": "04001", "country_code": "KR",
        "email": "one@example.com", "comments": "가온|학원, 원장, extension 12, first call", "rank": queued["position"],
        "owner": "1001", "phone_number": "023123456",
    }  # fmt: skip
    assert {name: cell for name, cell in row.items() if cell} == filled


@pytest.mark.parametrize("form", LAYOUTS)
def test_what_a_spreadsheet_would_run_is_marked_and_no_cell_tears_a_row(tmp_path, form):
    path, _ = handed_out(tmp_path, form)
    cells = [cell for row in loaded(path, form) for cell in row.values()]
    assert not [cell for cell in cells if cell.startswith(("=", "@", "-"))]
    assert any("'=나래학원" in cell for cell in cells)


def test_a_call_that_vicidial_exports_finds_its_lead_by_vendor_lead_code_alone(tmp_path):
    path, _ = handed_out(tmp_path, "vicidial")
    back = [
        export(*[
            {**row, "call_date": f"{ON} 10:0{n}:00", "phone_number_dialed": "0000000", "status": status,
             "user": "1001", "campaign_id": "STUDY", "length_in_sec": "30", "alt_dial": "MAIN", "lead_id": f"9{n}"}
            for n, (row, status) in enumerate(zip(loaded(path, "vicidial"), ("NI", "NA"), strict=True))
        ], header=STANDARD)
    ]  # fmt: skip
    calls = write(tmp_path, "inbox/dialer/EXPORT_CALL_REPORT_20261123-193000.txt", back[0])
    code, answer = told(tmp_path, "ingest", calls, as_of=EVENING)
    assert (answer["counts"]["attempts"], answer["counts"]["quarantined"]) == (2, 0), answer
    assert code in {0, 5}, answer
    assert sorted(row["last_outcome"] for row in states(tmp_path).values()) == ["call.no_answer", "call.refused"]


@pytest.mark.parametrize("writing", ["national", "significant"])
def test_numbers_come_back_from_vicidial_as_they_went_out(tmp_path, writing):
    path, _ = handed_out(tmp_path, "vicidial", numbers=writing)
    rows = [
        {**row, "call_date": f"{ON} 10:0{n}:00", "phone_number_dialed": row["phone_number"], "status": "NA",
         "user": "VDAD", "campaign_id": "STUDY", "length_in_sec": "0", "alt_dial": "MAIN", "lead_id": f"9{n}"}
        for n, row in enumerate(loaded(path, "vicidial"))
    ]  # fmt: skip
    calls = write(tmp_path, "inbox/dialer/EXPORT_CALL_REPORT_20261123-193000.txt", export(*rows))
    code, answer = told(tmp_path, "ingest", calls, as_of=EVENING)
    assert (code, answer["counts"]["attempts"]) == (0, 2), answer
    assert not [one for one in answer["warnings"] if "number" in one], answer


def test_a_call_of_goautodial_finds_its_lead(tmp_path):
    path, _ = handed_out(tmp_path, "goautodial")
    header = (
        "call_date,call_duration,phone_number,status,user,campaign_id,vendor_lead_code,uniqueid,entry_list_id,list_id"
    )
    lines = [
        f"{ON} 10:0{n}:00,12,{row['Phone']},NA,1001,STUDY,{row['VendorLeadCode']},1700000{n}.1,0,1"
        for n, row in enumerate(loaded(path, "goautodial"))
    ]
    calls = write(tmp_path, "inbox/dialer/calls.csv", "\n".join([header, *lines]) + "\n")
    code, answer = told(tmp_path, "ingest", calls, as_of=EVENING)
    assert (code, answer["counts"]["attempts"]) == (0, 2), answer


def test_a_genesys_list_comes_back_with_its_own_columns(tmp_path):
    path, _ = handed_out(tmp_path, "genesys")
    added = ["inin-outbound-id", "ContactCallable", "CallRecordLastAttempt-phone", "CallRecordLastResult-phone",
             "CallRecordLastAgentWrapup-phone", "Callable-phone"]  # fmt: skip
    rows = [
        {"inin-outbound-id": f"c{n}", "ContactCallable": "1", "CallRecordLastAttempt-phone": f"{ON}T01:0{n}:00Z",
         "CallRecordLastResult-phone": "ININ-OUTBOUND-NO-ANSWER", "CallRecordLastAgentWrapup-phone": "",
         "Callable-phone": "1", **row}
        for n, row in enumerate(loaded(path, "genesys"))
    ]  # fmt: skip
    names = [added[0], *[column.name for column in LAYOUTS["genesys"].column], *added[1:]]
    calls = write(tmp_path, "inbox/dialer/list.csv", export(*rows, delimiter=",", header=names))
    code, answer = told(tmp_path, "ingest", calls, as_of=EVENING)
    assert (code, answer["counts"]["attempts"]) == (0, 2), answer
    assert not [one for one in answer["warnings"] if "columns not read" in one], answer


@pytest.mark.parametrize("form", LAYOUTS)
def test_the_result_formats_a_layout_names_read_the_column_that_holds_the_lead(form):
    for name in LAYOUTS[form].results:
        known = {header_key(head) for head in PROFILES[name].columns["lead_id"]}
        assert PROFILES[name].headerless or header_key(column_of(form, "lead_id")) in known, name


def test_a_layout_of_ones_own_is_named_like_a_shipped_one(tmp_path):
    write(tmp_path, "layouts/desk.toml", OWN)
    write(tmp_path, "telebatch.toml", CENTRE)
    text = project("vicidial").replace('"vicidial"', '"desk"').replace("list_id", "pool")
    text = text.replace('withdrawn_status = "1001"\n', "")
    write(tmp_path, "projects/cards.toml", text)
    code, _, err = run(tmp_path, "prequalify", write(tmp_path, "list.csv", LIST), "-p", "cards", as_of="2026-11-20")
    assert code == 0, err
    assert run(tmp_path, "split", "--on", ON)[0] == 0
    (path,) = (tmp_path / "queues").rglob("cards-first.desk.dat")
    lines = path.read_bytes().decode("utf-8").split("\r\n")
    assert lines[0] == "lead;phone;pool;values"
    assert len(lines) == 4
    assert ";+8223123456;1001;" in lines[1] + lines[2]


OWN = f"""title = "Our desk"
source = "its own manual"
ending = "dat"
delimiter = ";"
line_ends = "crlf"
quotes = false
column = [
  {{name = "lead", of = ["lead_id"]}},
  {{name = "phone", of = ["number"]}},
  {{name = "pool", asks = "pool"}},
  {{name = "values", of = {json.dumps(list(QUEUE_VALUES))}, as_json = true}},
]

[asks.pool]
means = "the pool of agents"
"""


def test_a_layout_written_after_the_first_list_serves_a_project_that_comes_later(tmp_path):
    write(tmp_path, "telebatch.toml", CENTRE)
    write(tmp_path, "projects/cards.toml", project("vicidial"))
    path = write(tmp_path, "list.csv", LIST)
    assert run(tmp_path, "prequalify", path, "-p", "cards", as_of="2026-11-20")[0] == 0
    write(tmp_path, "layouts/desk.toml", OWN)
    later = project("vicidial").replace('"vicidial"', '"desk"').replace("list_id", "pool")
    later = later.replace('withdrawn_status = "1001"\n', "")
    write(tmp_path, "projects/club.toml", later.replace('name = "cards"', 'name = "club"'))
    assert run(tmp_path, "prequalify", path, "-p", "club", as_of="2026-11-20")[0] == 0
    code, _, err = run(tmp_path, "split", "--on", ON, "-p", "club")
    assert code == 0, err
    assert list((tmp_path / "queues").rglob("club-first.desk.dat"))


TAKE_OUT = {"vicidial": "{}|WITHDR|N\n", "vicidial_loader": "{}|WITHDR|N\n"}


def test_the_layouts_that_know_how_to_take_leads_out_again_are_these():
    assert {name for name, layout in LAYOUTS.items() if layout.taking_out} == set(TAKE_OUT)


@pytest.mark.parametrize("form", TAKE_OUT)
@pytest.mark.parametrize("status", ["WITHDR", "XOUT"])
def test_who_must_not_be_called_any_more_is_taken_out_by_the_dialers_own_file(tmp_path, form, status):
    _, queue = handed_out(tmp_path, form, withdrawn_status=status)
    code, answer = told(tmp_path, "suppress", "add", "010-2001-0002", "--by", "kim")
    assert code in {0, 5}, answer
    gone = queue.filter(pl.col("number") == "010-2001-0002").get_column("lead_id").item()
    name = f"queues/{ON}/withdraw.{form}.txt"
    assert name in answer["files"]
    assert (tmp_path / name).read_text("utf-8") == TAKE_OUT[form].format(gone).replace("WITHDR", status)
    assert gone in (tmp_path / f"queues/{ON}/withdraw.csv").read_text("utf-8")
