"""Any sequence of commits, undos and compactions reads like a plain list of rows."""

from __future__ import annotations

import tempfile
from datetime import timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from telebatch.model.errors import WrongUsage
from telebatch.model.tables import LEAD_STATE, LEADS
from telebatch.store import Store, open_store
from tests.store.store_samples import NOW, leads, seen, states, writing

_KEYS = st.lists(st.integers(1, 6), max_size=4, unique=True)
_STEPS = st.one_of(
    st.tuples(st.just("commit"), _KEYS),
    st.tuples(st.just("undo"), st.integers(1, 6)),
    st.tuples(st.just("compact"), st.integers(0, 2)),
    st.tuples(st.just("fail"), _KEYS),
)


class Plain:
    """What the store should say, without files."""

    def __init__(self) -> None:
        self.rows: list[tuple[int, int]] = []
        self.undone: dict[int, int] = {}
        self.state: dict[int, int] = {}
        self.last = 0

    def commit(self, keys: list[int]) -> None:
        self.last += 1
        self.rows += [(self.last, key) for key in keys]
        self.state |= dict.fromkeys(keys, self.last)

    def undo(self, batch: int) -> bool:
        if not 1 <= batch <= self.last or batch in self.undone or batch in self.undone.values():
            return False
        self.last += 1
        self.undone[batch] = self.last
        return True

    def seen(self, at: int) -> list[int]:
        return sorted(key for batch, key in self.rows if batch <= at and self.undone.get(batch, at + 1) > at)


def _play(store: Store, plain: Plain, step: tuple[str, object]) -> None:
    kind, told = step
    if kind == "compact":
        store.compact(now_utc=NOW + timedelta(hours=told), grace=timedelta(hours=1))
        return
    try:
        with writing(store) as commit:
            if kind == "undo":
                commit.undo(told)
            else:
                commit.add(LEADS, leads(told))
                commit.add(LEAD_STATE, states(dict.fromkeys(told, commit.batch)))
            if kind == "fail":
                raise WrongUsage("no")
    except WrongUsage:
        assert kind == "fail" or not plain.undo(told)
        return
    if kind == "undo":
        assert plain.undo(told)
    else:
        plain.commit(told)


@settings(deadline=None, max_examples=12)
@given(st.lists(_STEPS, min_size=1, max_size=9))
def test_any_history_reads_like_a_plain_list(steps):
    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder) / "store") as store:
        plain = Plain()
        for step in steps:
            _play(store, plain, step)
        assert store.last_batch() == plain.last
        assert seen(store) == plain.seen(plain.last)
        assert seen(store, every_batch=True) == sorted(key for _, key in plain.rows)
        assert [seen(store, at_batch=at) for at in range(plain.last)] == [plain.seen(at) for at in range(plain.last)]
        assert dict(store.lead_state().collect().select("lead_key", "attempts").iter_rows()) == plain.state
        assert store.check() == ()
