"""A workspace in a folder of its own, the program run in this process, and lists written as people write them."""

import csv
import json

import polars as pl

from telebatch.model.ids import lead_key, person_id
from telebatch.model.tables import LEADS
from telebatch.store import open_store
from tests.pipeline.small import NOW, run

CONSUMERS, SCHOOLS = "health-two-calls", "study-card"
NAMES = ["김민준", "이서연", "박도윤", "최지우", "정하준", "강서윤", "조은우", "윤하은", "장시우", "임수아"]


class Desk:
    """Runs commands in one workspace."""

    def __init__(self, root):
        self.root = root

    def run(self, *arguments, code=0, as_of=NOW):
        ended, out, err = run(self.root, *arguments, "--json", as_of=as_of)
        assert ended == code, (out[-1500:], err[-1500:])
        return json.loads(out)

    def say(self, *arguments, code=0, as_of=NOW):
        """The same in words: standard output's lines."""
        ended, out, err = run(self.root, *arguments, as_of=as_of)
        assert ended == code, (out[-1500:], err[-1500:])
        return out.splitlines()

    def write(self, name, header, *rows):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([header.split(","), *rows])
        return path

    def read(self, name):
        with (self.root / name).open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))

    def facts(self, table):
        with open_store(self.root / "store") as store:
            return store.scan(table).collect()

    def states(self):
        with open_store(self.root / "store") as store:
            return store.lead_state().filter(pl.col("status") != "gone").sort("lead_key").collect()

    def consumers(self, count=4, name="members", start=0, **more):
        """A list of consumers who agreed to be called: 010-0210-0000 and so on."""
        rows = [
            (f"K{n:03}", NAMES[n % 10], f"010-0210-{n:04}", f"k{n}@example.com", "Y", "2026-10-01")
            for n in range(start, start + count)
        ]
        self.write(f"in/{name}.csv", "회원번호,성명,휴대전화,이메일,수신동의,동의일", *rows)
        return self.run("prequalify", self.root / f"in/{name}.csv", "-p", CONSUMERS, "--list", "members", **more)

    def scrub(self, *listed, as_of=NOW):
        """One comparison with the Korean register, so that the shift may call."""
        self.run("suppress", "export", "--register", "KR", as_of=as_of)
        answer = self.write(f"in/answer-{as_of[:10]}.csv", "number", *[(number,) for number in listed])
        return self.run("suppress", "import", answer, "--scrub", "--register", "KR", as_of=as_of)

    def edit(self, old, new, project=CONSUMERS):
        """A line of a project's file is written otherwise."""
        path = self.root / f"projects/{project}.toml"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    def person_of(self, lead):
        """Lead id → person id."""
        key = pl.select(lead_key(pl.lit(lead))).item()
        return (
            self.facts(LEADS).filter(pl.col("lead_key") == key).select(person_id(pl.col("person_key"))).unique().item()
        )

    def leads(self):
        """Number as written → lead_id."""
        found = {}
        for path in self.root.rglob("lists/*/*/*.csv"):
            found |= {
                row["number"]: row["lead_id"]
                for row in self.read(path.relative_to(self.root))
                if row.get("lead_id") and "number" in row
            }
        return found

    def build(self, shift, *words, as_of=NOW):
        """Splits a shift; a person should look exactly where leads wait for a register's answer."""
        ended, out, err = run(self.root, "split", "--on", shift, *words, "--json", as_of=as_of)
        told = json.loads(out)
        assert ended == (5 if told["reasons"].get("scrub_stale") else 0), (out[-1500:], err[-1500:])
        return told

    def not_queued(self, shift="2026-11-23", **more):
        """Lead id → reason."""
        self.build(shift, **more)
        return {row["lead_id"]: row["reason"] for row in self.read(f"queues/{shift}/not_queued.csv")}
