"""A small call centre to ask: one project, four persons, a team sheet and orders; commands run in this process."""

import atexit
import contextlib
import csv
import functools
import io
import json
import shutil
import tempfile
from pathlib import Path

from telebatch.cli.group import main

NOW = "2026-11-23T08:00"

CENTRE = """zone = "Asia/Seoul"
language = "en"
shifts = ["day"]
"""

PROJECT = """name = "cards"
title = "Study cards"
direction = "outbound"
customer = "new"

[cycle]
start = 2026-11-02
review = "weekly"

[[plan]]
medium = "catalogue"
transit_days = 2

[[plan]]
call = "first"
gap_days = 3

[[plan]]
call = "second"
gap_days = 3

[key_person]
minimum_seniority = "mgr"

[goals]
primary = ["call.deal", "system.sale"]
secondary = ["call.interested"]

[results]
"거절" = "call.refused"
"관심" = "call.interested"
"계약" = "call.deal"
"재통화" = "call.call_again"
"수신거부" = "call.do_not_call"
"부재" = "call.no_answer"

[[kpis]]
name = "conversion_rate"
primary = true
target = 0.05

[calling]
rest_after_refusal_days = 90
after_cancel = "close"

[calling.windows]
mon = ["10:00-18:00"]
tue = ["10:00-18:00"]
wed = ["10:00-18:00"]
thu = ["10:00-18:00"]
fri = ["10:00-18:00"]
sat = []
sun = []

[confirmation]
enabled = true

[queues]
shifts = ["day"]
capacity = 20

[script.calls.first]
sender = "We are calling to sell study cards."
ending = "Thank you."

[script.calls.second]
sender = "We called three days ago."
ending = "Thank you."

[[script.openings]]
text = "Good morning."
"""

TEAM = """kind = "results"
format = "team_sheet"
match_floor = 0.0

[projects]
"*" = "cards"
"""

ORDERS = """kind = "orders"
format = "orders"

[projects]
"*" = "cards"
"""

TOUCHES = """kind = "touches"

[projects]
"*" = "cards"
"""

AGENTS = """[[agents]]
name = "김하늘"
ids = ["1001"]

[[agents]]
name = "이보람"
"""

LIST = """관리번호,학원명,담당자,직책,휴대폰,이메일
A1,가온학원,김하나,원장,010-2001-0001,one@example.com
A2,나래학원,이두리,원장,010-2001-0002,
A3,다솜학원,박세미,매니저,010-2001-0003,
A4,라온학원,최네모,원장,010-2001-0004,
"""

DROPS = """record_key,medium,sent_on,arrived_on,returned_on,reason
A1,catalogue,2026-11-04,2026-11-06,,
A2,catalogue,2026-11-04,,2026-11-10,moved
A4,catalogue,2026-11-04,,,
"""

HEAD = "날짜,시간,전화번호,담당자,상담원,통화결과,재통화일시,메모\n"
CALLS = HEAD + (
    "2026-11-16,10:05,010-2001-0001,김하나,김하늘,재통화,2026-11-18 14:00,오후에 다시\n"
    "2026-11-16,10:15,010-2001-0002,이두리,김하늘,부재,,\n"
    "2026-11-16,10:25,010-2001-0004,최네모,이보람,엉뚱한말,,\n"
)
LATER = HEAD + "2026-11-18,14:03,010-2001-0001,김하나,김하늘,계약,,\n"
SALE = "order_no,전화번호,status,date,amount,currency\nSO-1,010-2001-0001,sale,2026-11-20,198000,KRW\n"


def write(folder, name, text):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def centre(folder, **sources):
    """The workspace's own files; sources by name, beside the team sheet."""
    write(folder, "telebatch.toml", CENTRE)
    write(folder, "projects/cards.toml", PROJECT)
    write(folder, "agents.toml", AGENTS)
    for name, text in {"team": TEAM, **sources}.items():
        write(folder, f"sources/{name}.toml", text)
    return folder


def run(folder, *arguments, as_of=NOW):
    """One command in this process: (exit code, stdout, stderr)."""
    out, err = io.StringIO(), io.StringIO()
    words = [*map(str, arguments), "--workspace", str(folder), "--as-of", as_of]
    code = 0
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            main(words)
        except SystemExit as ended:
            code = int(ended.code or 0)
    return code, out.getvalue(), err.getvalue()


def told(folder, *arguments, as_of=NOW):
    """One command with --json: (exit code, object)."""
    code, out, err = run(folder, *arguments, "--json", as_of=as_of)
    assert out, err
    return code, json.loads(out)


def listed(folder):
    """The centre with its list taken in."""
    return _as_made("listed", folder)


def worked(folder):
    """The centre after two weeks: touches, calls of two days, one code nobody mapped."""
    return _as_made("worked", folder)


def _as_made(kind, folder):
    """Beside its own settings the folder gets store and files of a centre that was made once."""
    shutil.copytree(_made(kind), folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.toml"))
    return folder


@functools.cache
def _made(kind):
    """A centre whose steps were run; nothing in a store depends on where it lies."""
    folder = centre(Path(tempfile.mkdtemp(prefix="telebatch-tests-")))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    academies = write(folder, "lists/academies.csv", LIST)
    steps = [(("prequalify", academies, "-p", "cards", "--list", "academies"), "2026-11-02T09:00")]
    if kind == "worked":
        steps += [
            (("touch", write(folder, "drops.csv", DROPS), "-p", "cards"), "2026-11-11T09:00"),
            (("ingest", write(folder, "inbox/team/calls-16.csv", CALLS)), "2026-11-16T20:00"),
            (("ingest", write(folder, "inbox/team/calls-18.csv", LATER)), "2026-11-18T20:00"),
        ]
    for words, as_of in steps:
        code, out, err = run(folder, *words, as_of=as_of)
        assert code in {0, 5}, out + err
    return folder


def lead_of(folder, number):
    """The lead's id behind a number."""
    code, answer = told(folder, "explain", number)
    assert code == 0
    return answer["answer"]["persons"][0]["leads"][0]["lead_id"]


#: No plan step but calls: everybody is due at once.
CALLS_ONLY = PROJECT.replace('[[plan]]\nmedium = "catalogue"\ntransit_days = 2\n\n', "")
CLUB = CALLS_ONLY.replace('name = "cards"', 'name = "club"').replace('title = "Study cards"', 'title = "Reading club"')
ONE_PERSON = "관리번호,학원명,담당자,직책,휴대폰\nA1,가온학원,김하나,원장,010-2001-0001\n"


def callable_in(folder, name, project):
    """Who of a list of one person a project may call."""
    code, answer = told(
        folder, "prequalify", write(folder, f"{name}.csv", ONE_PERSON), "-p", project, "--list", "academies"
    )
    assert code in {0, 5}, answer
    with (folder / answer["files"][0]).open(encoding="utf-8-sig", newline="") as file:
        return {row["person"] for row in csv.DictReader(file)}
