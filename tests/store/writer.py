"""A process that commits without end, to be killed: `writer.py ROOT NAME COUNT`; prints each batch it was promised."""

from __future__ import annotations

import sys
from pathlib import Path

from telebatch.model.tables import LEAD_STATE, LEADS
from telebatch.store import open_store
from tests.store.store_samples import NOW, leads, states


def main(root: Path, name: str, count: int) -> None:
    with open_store(root, lock_timeout_seconds=60) as store:
        for _ in range(count):
            with store.writing(name, project=None, as_of_utc=NOW) as commit:
                keys = list(commit.take_keys("lead", 3))
                commit.add(LEADS, leads(keys))
                commit.add(LEAD_STATE, states(dict.fromkeys(keys, commit.batch)))
                commit.output(Path(f"out/{commit.batch}.txt")).write_text(f"{keys}")
                commit.output(Path("out/latest.txt")).write_text(f"{commit.batch}")
            print(commit.batch, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
