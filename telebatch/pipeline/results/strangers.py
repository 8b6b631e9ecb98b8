"""Agents whom a file names and nobody here wrote down: reviews would show an id, and leads would wait for nobody."""

from __future__ import annotations

import polars as pl

from telebatch.ingest import Ingested
from telebatch.model.errors import Mistake
from telebatch.pipeline.house import House
from telebatch.pipeline.results.result_file import ResultFile

_SHOWN = 5


def strangers(house: House, found: Ingested, file: ResultFile) -> list[Mistake]:
    """Those who called, worked or promised a callback; empty where no agents are written down at all."""
    worked = pl.concat([found.attempts.select("agent"), found.agent_time.select("agent")])
    told = _named(house, worked, "agents nobody wrote down, with their calls", file)
    if file.profile.kind != "callbacks":
        return told
    promised = found.amendments.select(pl.col("by").alias("agent"))
    return told + _named(house, promised, "agents nobody wrote down, with the callbacks they promised", file)


def assigned_strangers(house: House, found: Ingested, file: ResultFile) -> list[Mistake]:
    """Those whom corrections give leads to: nobody else calls such a lead, so a person should look."""
    given = found.amendments.filter(pl.col("field") == "agent").select(pl.col("value").alias("agent"))
    return _named(house, given, "leads given to agents nobody wrote down, with their leads", file)


def _named(house: House, rows: pl.DataFrame, what: str, file: ResultFile) -> list[Mistake]:
    known = [agent.name for agent in house.settings.agents]
    if not known:
        return []
    strange = rows.filter(pl.col("agent").is_not_null() & ~pl.col("agent").is_in(known))
    met = strange.group_by("agent").len().sort("len", "agent", descending=[True, False])
    if met.is_empty():
        return []
    names = ", ".join(f"{name!r} ({count}{_perhaps(name, known)})" for name, count in met.head(_SHOWN).iter_rows())
    more = f" and {met.height - _SHOWN} more" if met.height > _SHOWN else ""
    name = file.source.name
    ids = f", or their ids under [agents] in sources/{name}.toml" if name in house.settings.sources else ""
    remedy = (
        f"add them to agents.toml{ids}; what was taken in "
        "keeps its name until its batch is taken back (telebatch batches undo N) and the file sent again"
    )
    return [Mistake(f"{what}: {names}{more}", file.shown, remedy)]


def _perhaps(name: str, known: list[str]) -> str:
    """The one agent whose name begins or ends with what was written, as a family name alone does."""
    fits = [
        one for one in known if one.casefold().startswith(name.casefold()) or one.casefold().endswith(name.casefold())
    ]
    return f", perhaps {fits[0]}" if len(fits) == 1 else ""
