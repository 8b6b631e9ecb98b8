"""A centre with a dialer: six people on a list, an inbound project beside it, and exports of nights as VICIdial writes them."""

import csv
import io

import polars as pl

from telebatch.model.ids import lead_id
from telebatch.store import open_store
from tests.ingest.ingest_samples import STANDARD
from tests.pipeline.small import PROJECT, centre, run, told, write

PEOPLE = ("김하나", "이두리", "박세미", "최네모", "정다섯", "강여섯")
LIST = "관리번호,학원명,담당자,직책,휴대폰\n" + "".join(
    f"A{n},학원{n},{name},원장,010-2001-000{n}\n" for n, name in enumerate(PEOPLE, 1)
)
LEADS = [pl.select(lead_id(pl.lit(n))).item() for n in range(1, 7)]
DIALER = """kind = "results"
format = "vicidial_standard"
match_floor = 0.5

[projects]
STUDY = "cards"
HOTLINE = "hotline"

[agents]
1001 = "김하늘"

[not_ours]
campaign_id = ["TEST"]
"""
HOTLINE = PROJECT.replace('"cards"', '"hotline"', 1).replace('direction = "outbound"', 'direction = "inbound"')
EVENING = "2026-11-20T20:00"
LAW_1 = (
    "attempts",
    "orders",
    "agent_time",
    "amendments",
    "touches",
    "replaced",
    "already_seen",
    "no_result",
    "not_ours",
    "quarantined",
)


def night(folder):
    """The centre with its list taken in and its dialer named."""
    centre(folder, dialer=DIALER)
    write(folder, "projects/hotline.toml", HOTLINE)
    code, _, err = run(
        folder, "prequalify", write(folder, "lists/academies.csv", LIST), "-p", "cards", "--list", "academies",
        as_of="2026-11-02T09:00",
    )  # fmt: skip
    assert code == 0, err
    return folder


def call(lead, status="NA", at="2026-11-16 10:00:00", **more):
    """One call of lead 1 … 6 at its own number; a lead of 0 names nobody."""
    number = f"0102001000{lead}" if lead else "01099990000"
    told_of = {"vendor_lead_code": LEADS[lead - 1] if lead else "", "phone_number_dialed": number}
    return {
        "call_date": at, "status": status, "user": "1001", "campaign_id": "STUDY", "length_in_sec": "30",
        "alt_dial": "MAIN", "lead_id": str(900 + lead), **told_of, **more,
    }  # fmt: skip


def export(*rows, delimiter="\t", header=STANDARD):
    """The rows as the dialer's file."""
    text = io.StringIO()
    out = csv.writer(text, delimiter=delimiter, lineterminator="\r\n")
    out.writerow(header)
    out.writerows([row.get(name, "") for name in header] for row in rows)
    return text.getvalue()


def take(folder, name, text, *words, code=0, as_of=EVENING):
    """Ingests one file of the inbox; its answer, proved to add up."""
    ended, answer = told(folder, "ingest", write(folder, name, text), *words, as_of=as_of)
    assert ended == code, answer
    for one in answer.get("inputs", ()):
        if one["state"] == "taken":
            assert adds_up(one["counts"]), one
    return answer


def adds_up(counts):
    """Law 1 for one file."""
    return counts["records"] + counts["unfolded"] == sum(counts.get(name, 0) for name in LAW_1)


def states(folder):
    """LEAD_STATE without the batch that told it, as rows by lead."""
    with open_store(folder / "store") as store:
        rows = store.lead_state().filter(pl.col("status") != "gone").drop("batch").sort("lead_key").collect()
    return {row["lead_key"]: row for row in rows.iter_rows(named=True)}


def facts(folder, table):
    with open_store(folder / "store") as store:
        return store.scan(table).collect()


def is_sound(folder):
    """The store's proof: nothing damaged, and state equals the fold of all facts."""
    code, answer = told(folder, "store", "check")
    return (code, answer["counts"]["leads_differing"]) == (0, 0)
