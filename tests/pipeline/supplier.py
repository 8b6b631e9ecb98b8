"""A list of key persons, and what a data supplier answers of them."""

import polars as pl

from telebatch.model.ids import lead_id
from tests.pipeline.care_desk import SCHOOLS

HEAD = "학원명,담당자,직책,휴대폰"
ROWS = (
    ("가온학원", "김민준", "실장", "010-0310-0001"),
    ("나래학원", "이서연", "실장", "010-0310-0002"),
    ("다솜학원", "박도윤", "원장", "010-0310-0003"),
)
COLUMNS = ("lead_id", "answer", "new_person", "new_title", "new_number", "answered_on")


def deliver(desk, rows, day, head=HEAD, project=SCHOOLS, name="l"):
    # The same bytes would be the same file: every delivery says of what day it is.
    file = desk.write(f"in/{name}-{day}.csv", f"{head},기준일자", *((*row, day) for row in rows))
    return desk.run("prequalify", file, "-p", project, "--list", name, as_of=f"{day}T08:00")


def answer(desk, day, told, *more, supplier="Korea Data", code=0):
    """`told`: person → answer, or answer and columns beside it."""
    leads = {person: lead for lead, person in names(desk).items()}
    rows = []
    for person, said in told.items():
        word, beside = (said, {}) if isinstance(said, str) else said
        row = {"lead_id": leads[person], "answer": word, "answered_on": day, **beside}
        rows.append(tuple(row.get(name, "") for name in COLUMNS))
    # Two suppliers' files are never the same bytes here: each names its sender in a column that is not read.
    head = ",".join((*COLUMNS, "sent by"))
    file = desk.write(f"in/answers-{day}-{supplier[:2]}.csv", head, *((*row, supplier) for row in rows))
    return desk.run("verify", "import", file, "--supplier", supplier, *more, code=code, as_of=f"{day}T09:00")


def names(desk):
    """Lead id → person, as the verdict files tell them."""
    paths = sorted(
        path.relative_to(desk.root) for kind in ("callable", "verify") for path in desk.root.rglob(f"{kind}.csv")
    )
    return {row["lead_id"]: row["person"] for path in paths for row in desk.read(path) if row.get("lead_id")}


def known(desk):
    """Person → the lead's state."""
    states = desk.states()
    persons = names(desk)
    rows = states.with_columns(lead_id(pl.col("lead_key")).alias("lead_id")).iter_rows(named=True)
    return {persons[row["lead_id"]]: row for row in rows}
