"""Two centres that live the same days, in one of which a file comes and is undone, and what tells them apart."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import polars as pl

from telebatch.model.ids import lead_id, person_id
from telebatch.model.tables import LEADS, LISTED, NUMBERS, PEOPLE
from telebatch.pipeline.known.live_lists import as_decided
from telebatch.state import numbers_now
from telebatch.store import open_store
from tests.pipeline.lives import Lives
from tests.pipeline.small import HEAD, ORDERS, PROJECT, TOUCHES, centre, run, told, write

FIRST_DAY = date(2026, 11, 18)
COLUMNS = "관리번호,학원명,담당자,직책,휴대폰,이메일\n"
#: Who may stand on a list: deciders, one nobody knows the title of, one who decides nothing.
ROWS = {
    "one": "A1,가온학원,김하나,원장,010-2001-0001,one@example.com\n",
    "two": "A2,나래학원,이두리,대표,010-2001-0002,two@example.com\n",
    "doubt": "A3,다솜학원,박세미,담당,010-2001-0003,three@example.com\n",
    "staff": "A4,라온학원,최네모,사원,010-2001-0004,four@example.com\n",
    "demoted": "A1,가온학원,김하나,사원,010-2001-0001,one@example.com\n",
    "moved": "A1,가온학원,김하나,대표,010-2001-0011,\n",
    "other": "B1,마루학원,정다섯,원장,010-2001-0001,\n",
    "refuses": "C1,바다학원,고거부,원장,010-2001-0003,수신거부\n",
    "known": "A3,다솜학원,박세미,원장,010-2001-0003,\n",
}
#: What may be asked for; {person} is an id that exists in one world alone.
KEYS = {
    "number": ("010-2001-0002",), "doubted": ("010-2001-0003",), "staff": ("010-2001-0004",), "first": ("010-2001-0001",),
    "prefix": ("--prefix", "+82 10 2001 0003*"), "e-mail": ("--email", "two@example.com"),
    "e-mail of doubt": ("--email", "three@example.com"), "company": ("--company", "다솜학원"), "of one": ("--company", "가온학원"),
    "record": ("--record", "A2"), "record of doubt": ("--record", "A3"),
    "person": ("--person", "이두리"), "lead": ("--lead", "김하나"),
}  # fmt: skip
PEOPLE_NAMED = ("김하나", "이두리", "박세미", "최네모", "정다섯")
CODES = ("관심", "수신거부", "거절", "부재", "계약", "재통화")
MANAGERS = 'minimum_seniority = "mgr"'
ACCEPTED = f'{MANAGERS}\nunknown_titles = "accept"'
REFUSED = f'{MANAGERS}\nunknown_titles = "reject"'
EVERYBODY = 'minimum_seniority = "ast"'
#: Before these a rule, or what a word means, is written otherwise.
_EDITING = {"again", "classify"}
#: Most lives that begin alike go apart after two days.
_LIVES = Lives(most=2)
ASKED = ("--by", "kim", "--why", "asked")


@dataclass(frozen=True)
class Step:
    """One thing that happens: `what`, and the words that tell it apart from others of its kind."""

    what: str
    of: tuple[str, ...] = ()

    def __repr__(self):
        return f"{self.what}({' '.join(self.of)})"


def begun(folder):
    """A centre before anything came."""
    folder.mkdir(parents=True, exist_ok=True)
    return centre(folder, orders="match_floor = 0.0\n" + ORDERS, drops=TOUCHES)


def lived(folder, steps, without=None):
    """Lives through the steps, one a day; the batch of each by its place, null where it made none.

    What is left out by `without` never comes; a rule that was edited for it is edited all the same.
    """

    def live(folder, place):
        step = steps[place]
        if place == without:
            return _edits(folder, step)
        return _DOES[step.what](folder, place, f"{FIRST_DAY + timedelta(days=place)}T09:00", *step.of)

    # Of a step that never comes only what is edited for it tells its day apart.
    days = [(step, place == without) for place, step in enumerate(steps)]
    days = [None if never and step.what not in _EDITING else (step, never) for step, never in days]
    batches = dict(enumerate(_LIVES.lived(folder, days, begun, live)))
    batches.pop(without, None)
    return batches


def _do(folder, as_of, *words):
    code, answer = told(folder, *words, as_of=as_of)
    assert code in {0, 2, 3, 5}, answer
    return answer.get("batch")


def _listed(folder, place, as_of, name, *rows):
    path = write(folder, f"lists/{place}.csv", COLUMNS + "".join(ROWS[row] for row in rows))
    more = ("--withdraw-missing",) if name.endswith("!") else ()
    return _do(folder, as_of, "prequalify", path, "-p", "cards", "--list", name.rstrip("!"), *more)


def _founded(folder, place, as_of, *rows):
    """A project of its own, and its first list."""
    write(folder, f"projects/p{place}.toml", PROJECT.replace('name = "cards"', f'name = "p{place}"'))
    path = write(folder, f"lists/p{place}.csv", COLUMNS + "".join(ROWS[row] for row in rows))
    return _do(folder, as_of, "prequalify", path, "-p", f"p{place}", "--list", f"p{place}")


def _asked(verb):
    def does(folder, place, as_of, *names):
        words = [word for name in names for word in _key(folder, KEYS[name])]
        why = () if verb == "add" else ASKED[2:]
        return _do(folder, as_of, "suppress", verb, *words, *ASKED[:2], *why) if all(words) else None

    return does


def _key(folder, words):
    """The words, where a person is named by the id that the person has here; null where there is none."""
    if words[0] in {"--person", "--lead"}:
        return words[0], id_of(folder, words[1], person=words[0] == "--person")
    return words


def id_of(folder, name, person=False):
    """The id of whoever has the name; null: nobody."""
    with open_store(folder / "store") as store:
        people = store.scan(PEOPLE).filter(pl.col("person") == name).select("person_key").unique()
        leads = store.scan(LEADS).join(people, on="person_key").select("person_key", "lead_key").unique().collect()
    if leads.is_empty():
        return None
    key, shown = ("person_key", person_id) if person else ("lead_key", lead_id)
    return leads.select(shown(pl.col(key).min())).item()


def _imported(folder, place, as_of, *numbers):
    path = write(folder, f"numbers-{place}.csv", "전화번호\n" + "".join(f"{number}\n" for number in numbers))
    return _do(folder, as_of, "suppress", "import", path)


def _called(folder, place, as_of, *calls):
    """Calls as `number code day`."""
    rows = [call.split() for call in calls]
    text = HEAD + "".join(f"2026-11-{day},10:05,{number},,김하늘,{code},,\n" for number, code, day in rows)
    return _do(folder, as_of, "ingest", write(folder, f"inbox/team/{place}.csv", text))


def _ordered(folder, place, as_of, number):
    text = f"order_no,전화번호,status,date,amount,currency\nSO-{place},{number},sale,2026-11-17,198000,KRW\n"
    return _do(folder, as_of, "ingest", write(folder, f"inbox/orders/{place}.csv", text))


def _touched(folder, place, as_of, record):
    text = f"record_key,medium,sent_on\n{record},catalogue,2026-11-0{2 + place % 7}\n"
    return _do(folder, as_of, "touch", write(folder, f"drops-{place}.csv", text), "-p", "cards")


def _answered(folder, place, as_of, name, answer, title=""):
    person = id_of(folder, name, person=True)
    if person is None:
        return None
    path = write(folder, f"answers-{place}.csv", f"person_id,answer,new_title\n{person},{answer},{title}\n")
    return _do(folder, as_of, "verify", "import", path, "--supplier", "S")


def _set(folder, place, as_of, name, what):
    lead = id_of(folder, name)
    return None if lead is None else _do(folder, as_of, "lead", "set", lead, what, *ASKED)


def _edit(folder, rule=None, meaning=None):
    """A rule for lists, or what a word in result files means, is written otherwise."""
    text = (folder / "projects/cards.toml").read_text(encoding="utf-8")
    if rule is not None:
        text = re.sub(r"(?s)(\[key_person\]\n).*?(\n\n\[goals\])", rf"\g<1>{rule}\g<2>", text)
    if meaning is not None:
        text = re.sub(r'"부재" = ".*"', f'"부재" = "{meaning}"', text)
    write(folder, "projects/cards.toml", text)


def _edits(folder, step):
    """What is edited for a step that never comes."""
    if step.what in _EDITING:
        _edit(folder, *(step.of if step.what == "again" else step.of[::-1] if len(step.of) > 1 else (None, *step.of)))


def _again(folder, place, as_of, rule=MANAGERS):
    """Decided again, after a rule was edited."""
    _edit(folder, rule)
    return _do(folder, as_of, "prequalify", "--again", "-p", "cards")


def _classified(folder, place, as_of, meaning, rule=None):
    """Results are decided again, after a map was edited, and perhaps a rule for lists."""
    _edit(folder, rule, meaning)
    return _do(folder, as_of, "classify")


_DOES = {
    "list": _listed, "add": _asked("add"), "remove": _asked("remove"), "import": _imported, "calls": _called,
    "order": _ordered, "touch": _touched, "answer": _answered, "set": _set, "again": _again, "classify": _classified, "project": _founded,
}  # fmt: skip


def undone(folder, batch, *words):
    """Takes the batch back; the answer."""
    code, answer = told(folder, "batches", "undo", batch, *words, as_of="2026-12-20T09:00")
    assert code in {0, 5}, answer
    return answer


def seen(folder):
    """How everybody stands, what was decided on each row of each list, and whose each number is: without ids."""
    with open_store(folder / "store") as store:
        # A list that was undone may have told of somebody whom other facts still name.
        named = store.scan(PEOPLE, every_batch=True).select("person_key", "person", "batch").sort("batch").collect()
        names = dict(named.select("person_key", "person").iter_rows())
        states = store.lead_state().filter(pl.col("status") != "gone").drop("batch", "lead_key").collect()
        files = {one.file_key: Path(one.path).name for one in store.inputs()}
        rows = as_decided(store.scan(LISTED).filter(pl.col("record").is_not_null()).sort("batch")).collect()
        live = {one.file_key for one in store.inputs() if store.batch(one.batch).status == "live"}
        owned = numbers_now(store.scan(NUMBERS)).select("person_key", "number").collect()
    stands = {
        (names.get(row["person_key"]), row["project"]): {
            name: value for name, value in row.items() if name != "person_key"
        }
        for row in states.iter_rows(named=True)
    }
    # A second row for one person says nothing: whether it names the lead tells who was known when the list came.
    decided = {
        (files[row["file_key"]], row["record"]): (
            row["verdict"], row["reasons"], row["lead_key"] is not None and "duplicate_in_run" not in row["reasons"]
        )
        for row in rows.iter_rows(named=True)
        if row["file_key"] in live and row["told_by"] is None
    }  # fmt: skip
    there = {name for name, _ in stands}
    return stands, decided, {(names[key], number) for key, number in owned.iter_rows() if names[key] in there}


def differing(one, other):
    """What tells two centres apart, beside leads that are on no list any more but hold facts of other files."""
    (stands, decided, owned), (theirs, decided_there, owned_there) = one, other
    found = {}
    for name in {*stands, *theirs}:
        mine, its = stands.get(name, {}), theirs.get(name, {})
        if mine.get("status") == "unlisted" and not its:
            continue
        fields = {key: (mine.get(key), its.get(key)) for key in {*mine, *its} if mine.get(key) != its.get(key)}
        found |= {name: fields} if fields else {}
    found |= {key: (decided.get(key), decided_there.get(key)) for key in {*decided, *decided_there}
              if decided.get(key) != decided_there.get(key)}  # fmt: skip
    apart = owned ^ owned_there
    return {**found, **({"owners": sorted(apart)} if apart else {})}


def is_sound(folder):
    """The store's proof."""
    return run(folder, "store", "check")[0] == 0
