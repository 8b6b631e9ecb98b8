"""A call centre in the middle of its second week, and every writing command it may run next."""

import functools
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.pipeline.small import CALLS, DROPS, LATER, LIST, ORDERS, PROJECT, SALE, TOUCHES, centre, lead_of, run, write

NIGHT = "2026-11-20T21:00"
MORE = LIST.replace("A", "B").replace("학원,", "교실,").replace("010-2001-", "010-2002-").replace("학원명", "상호")
KNOWN = CALLS.replace("엉뚱한말", "부재")
NEW = KNOWN.replace("11-16", "11-19").replace("11-18", "11-21").replace("관심", "계약")
_STORE_WAITS = "lock_timeout_seconds = 500\n"
#: What is written last, so that a killed run can be seen from the next writing command on.
NEXT = ("suppress", "add", "010-2999-7777", "--by", "next")


@dataclass(frozen=True)
class Case:
    """One writing command as it is killed.

    Attributes:
      words: The command; {lead} is the lead of the second person on the list.
      prepare: Changes the workspace first: commands that went before, settings a person edited.
      takes: It takes a file in: told twice it is as if once, undone it is as if never.
      again: The next writing command is the same one, for runs of several commits.
    """

    name: str
    words: tuple[str, ...]
    prepare: Callable[[Path], object] = lambda folder: None
    takes: bool = False
    again: bool = False

    def of(self, folder: Path) -> tuple[str, ...]:
        """The words for this workspace."""
        places = {"here": str(folder), "lead": lead_of(folder, "010-2001-0002")} if "{lead}" in self.words else {}
        return tuple(word.format(**{"here": str(folder), **places}) for word in self.words)


def good(folder: Path, *words: str, as_of: str = NIGHT) -> None:
    """Runs a command that must succeed."""
    code, out, err = run(folder, *words, as_of=as_of)
    assert code in {0, 5}, (words, code, out, err)


@functools.cache
def world() -> Path:
    """The centre before any case, made once; copy it."""
    folder = centre(Path(tempfile.mkdtemp(prefix="telebatch-faults-")) / "centre", orders=ORDERS, drops=TOUCHES)
    packed = PROJECT.replace("[calling]\n", '[calling]\npacks = ["kr-consumer"]\n')
    write(folder, "projects/cards.toml", packed)
    write(folder, "telebatch.toml", (folder / "telebatch.toml").read_text() + _STORE_WAITS)
    good(folder, "prequalify", str(write(folder, "lists/academies.csv", LIST)), "-p", "cards", as_of="2026-11-02T09:00")
    good(folder, "touch", str(write(folder, "old/drops.csv", DROPS)), "-p", "cards", as_of="2026-11-11T09:00")
    good(folder, "ingest", str(write(folder, "old/calls-16.csv", CALLS)), "--source", "team", as_of="2026-11-16T20:00")
    good(folder, "ingest", str(write(folder, "old/calls-18.csv", LATER)), "--source", "team", as_of="2026-11-18T20:00")
    for name, text in (
        ("more.csv", MORE), ("calls.csv", NEW), ("orders.csv", SALE), ("drops.csv", DROPS.replace("11-04", "11-12")),
        ("numbers.csv", "number\n010-2001-0004\n010-2999-0002\n"),
    ):  # fmt: skip
        write(folder, f"in/{name}", text)
    return folder


def _edited(old: str, new: str) -> Callable[[Path], object]:
    def edit(folder: Path) -> None:
        path = folder / "projects/cards.toml"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    return edit


def _asked(folder: Path) -> None:
    good(folder, "verify", "export", "--supplier", "S")
    (asked,) = (folder / "verify/S").iterdir()
    head, *rows = asked.read_text(encoding="utf-8-sig").splitlines()
    at = head.split(",").index("answer")
    cells = [row.split(",") for row in rows]
    answers = [",".join([*row[:at], "confirmed", *row[at + 1 :]]) for row in cells]
    write(folder, "in/answers.csv", "\n".join([head, *answers, ""]))


def _exported(folder: Path) -> None:
    good(folder, "suppress", "export", "--register", "KR")


def _compared(folder: Path) -> None:
    _exported(folder)
    answer = str(write(folder, "in/register.csv", "number\n010-2999-0003\n"))
    good(folder, "suppress", "import", answer, "--scrub", "--register", "KR")


def _built(folder: Path) -> None:
    _compared(folder)
    good(folder, "split", "--on", "2026-11-23")


def _inbox(folder: Path) -> None:
    _compared(folder)
    for name, text in (
        ("team/calls.csv", NEW),
        ("orders/sale.csv", SALE),
        ("drops/log.csv", DROPS + "A3,catalogue,2026-11-04,,,\n"),
    ):
        write(folder, f"inbox/{name}", text)


def _keyed(folder: Path) -> None:
    """Runs that are compared hash numbers by one key."""
    key = folder / "store/forget.key"
    key.write_bytes(bytes(range(32)))
    key.chmod(0o600)


WHO = ("--by", "lead", "--why", "harness")
CASES = (
    Case("prequalify", ("prequalify", "{here}/in/more.csv", "-p", "cards", "--list", "more"), takes=True),
    Case("prequalify --again", ("prequalify", "--again", "-p", "cards"), _edited("[key_person]", '[key_person]\nunknown_titles = "accept"')),
    Case("ingest", ("ingest", "{here}/in/calls.csv", "--source", "team"), takes=True),
    Case("ingest orders", ("ingest", "{here}/in/orders.csv", "--source", "orders"), takes=True),
    Case("classify", ("classify",), _edited('"부재" = ', '"엉뚱한말" = "call.interested"\n"부재" = ')),
    Case("split", ("split", "--on", "2026-11-23"), _compared),
    Case("split --release", ("split", "--on", "2026-11-23", "--release"), _built),
    Case("report", ("report", "--period", "2026-W47")),
    Case("suppress add", ("suppress", "add", "010-2001-0002", "--by", "caller")),
    Case("suppress import", ("suppress", "import", "{here}/in/numbers.csv"), takes=True),
    Case("suppress export", ("suppress", "export", "--register", "KR")),
    Case("suppress import --scrub",
         ("suppress", "import", "{here}/in/numbers.csv", "--scrub", "--register", "KR"), _exported, takes=True),
    Case("touch", ("touch", "{here}/in/drops.csv", "-p", "cards"), takes=True),
    Case("verify export", ("verify", "export", "--supplier", "T")),
    Case("verify import", ("verify", "import", "{here}/in/answers.csv", "--supplier", "S"), _asked, takes=True),
    Case("lead set", ("lead", "set", "{lead}", "hold_until=2026-12-01", *WHO)),
    Case("forget", ("forget", "{lead}", *WHO), _keyed),
    Case("batches undo", ("batches", "undo", "3")),
    Case("store compact", ("store", "compact")),
    Case("nightly", ("nightly", "--pause", "0"), _inbox, again=True),
)  # fmt: skip


def fresh(case: Case, folder: Path) -> Path:
    """A copy of the world in which the case can be run."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(world(), folder)
    case.prepare(folder)
    return folder
