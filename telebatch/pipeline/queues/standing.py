"""What of a shift stands already: queues handed out, and queues built that keep their persons until built again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

import polars as pl

from telebatch.model.project import Project
from telebatch.model.tables import BUILT, MAILED, QUEUE_EVENTS, RELEASED
from telebatch.pipeline.house import House
from telebatch.split import ShiftOrder
from telebatch.store import Commit, View

#: A queue as the manifest and the reservations see it, whether built or released.
_ROW = ("batch", "shift", "project", "project_type", "media", "stage", "queue", "lead_key", "person_key")


@dataclass(frozen=True, eq=False)
class Standing:
    """Queues of one day that share hours with the shift asked for.

    Attributes:
      shift: The shift asked for.
      asked: The projects to build.
      agent: Whose queue alone is built; null: everybody's.
      released: RELEASED rows.
      built: BUILT rows of the latest build of each project and shift, not handed out since.
      builds: `project`, `batch` of the latest build of each project in this very shift.
      mailed: MAILED rows of this very shift.
      withdrawn: `queue`, `lead_key` of calls that were taken back.
    """

    shift: str
    asked: frozenset[str]
    agent: str | None
    released: pl.DataFrame
    built: pl.DataFrame
    builds: pl.DataFrame
    mailed: pl.DataFrame
    withdrawn: pl.DataFrame

    @property
    def handed_out(self) -> frozenset[str]:
        """Of the projects asked for, those whose queues of this shift (or hers alone) are out already."""
        out = self.released.filter(pl.col("shift") == self.shift)
        if self.agent is not None:
            return self.asked & set(out.filter(pl.col("agent") == self.agent)["project"])
        return self.asked & {*out["project"], *self.mailed["project"]}

    @property
    def calls(self) -> dict[str, int]:
        """Project → its calls of this very shift that are out and were not taken back."""
        out = self.released.filter(pl.col("shift") == self.shift)
        made = out.join(self.withdrawn, on=["queue", "lead_key"], how="anti")
        return dict(made.group_by("project").len().sort("project").iter_rows())

    @property
    def places(self) -> dict[str, int]:
        """Project → its calls of this very shift, out or built, that this build leaves as they are."""
        stay = self.kept.join(self.withdrawn, on=["queue", "lead_key"], how="anti")
        return dict(stay.group_by("project").len().sort("project").iter_rows())

    @property
    def reserved(self) -> pl.LazyFrame:
        """`person_key` of everybody who has a place that this build leaves alone."""
        mine = pl.col("project").is_in(self.asked)
        kept = self.built.filter(~self._rebuilt() if self.agent is not None else ~mine)
        return pl.concat([self.released.select("person_key"), kept.select("person_key")]).lazy()

    @property
    def served(self) -> frozenset[str]:
        """Agents other than her whose queues of this shift are out already: the rest is not theirs."""
        if self.agent is None:
            return frozenset()
        out = self.released.filter(pl.col("shift") == self.shift, pl.col("project").is_in(self.asked))
        return frozenset(out["agent"].drop_nulls()) - {self.agent}

    @property
    def rebuilt(self) -> pl.DataFrame:
        """Rows of `built` that this build replaces."""
        return self.built.filter(self._rebuilt())

    @property
    def kept(self) -> pl.DataFrame:
        """Rows of this very shift that stay as they are, released and built, with a `state` each."""
        here, names = pl.col("shift") == self.shift, pl.col(_ROW)
        return pl.concat(
            [
                self.released.filter(here).select(names, state=pl.lit("released")),
                self.built.filter(here & ~self._rebuilt()).select(names, state=pl.lit("built")),
            ]
        )

    def _rebuilt(self) -> pl.Expr:
        mine = (pl.col("shift") == self.shift) & pl.col("project").is_in(self.asked)
        if self.agent is None:
            return mine
        return mine & pl.col("queue").str.replace(r"\.\d+$", "").str.ends_with(f"-{self.agent}")


def latest_builds(known: View, shifts: pl.Expr) -> pl.DataFrame:
    """BUILT rows of the latest build of each project and shift; `queue` is null in the mark that each build leaves."""
    built = known.scan(BUILT).filter(shifts).collect()
    return built.filter(pl.col("batch") == pl.col("batch").max().over("shift", "project"))


def standing(known: View, wanted: ShiftOrder, asked: Iterable[str], agent: str | None = None) -> Standing:
    """What stands on the day of the shift in hours it shares."""
    that_day = pl.col("shift_on") == wanted.on
    released = known.scan(RELEASED).filter(that_day, _overlaps(wanted)).collect()
    latest = latest_builds(known, that_day & _overlaps(wanted))
    mailed = known.scan(MAILED).filter(pl.col("shift") == wanted.name).collect()
    rows = latest.filter(pl.col("queue").is_not_null())
    builds = latest.filter(pl.col("shift") == wanted.name).select("project", "batch").unique().sort("project")
    events = known.scan(QUEUE_EVENTS).filter(pl.col("event").eq("withdrawn"), pl.col("lead_key").is_not_null())
    withdrawn = events.select("queue", "lead_key").unique().collect()
    return Standing(wanted.name, frozenset(asked), agent, released, rows, builds, mailed, withdrawn)


def _overlaps(wanted: ShiftOrder) -> pl.Expr:
    """Shifts of the day that share hours with this one: a day holds both its halves."""
    half = pl.col("shift").str.extract(r"(am|pm)$").fill_null("day")
    return pl.lit(True) if wanted.half == "day" else half.is_in(["day", wanted.half])


def note_built(commit: Commit, queued: pl.DataFrame, stands: Standing, wanted: ShiftOrder, *, released: bool) -> None:
    """Adds the BUILT rows of this build: what was laid out unless it is handed out, and each project's mark."""
    marks = pl.DataFrame({"project": sorted(stands.asked)}, schema={"project": pl.String})
    parts = [marks] if released else [marks, queued]
    if stands.agent is not None:
        # Hers is built beside what stands of her colleagues; the latest build must tell of both.
        mine = stands.built.filter(pl.col("shift") == stands.shift, pl.col("project").is_in(stands.asked))
        parts.append(mine.join(stands.rebuilt.select("queue"), on="queue", how="anti").drop("batch"))
    empty = BUILT.empty().drop("batch")
    rows = pl.concat([empty, *parts], how="diagonal_relaxed").with_columns(
        pl.lit(wanted.name).alias("shift"), pl.lit(wanted.on).alias("shift_on")
    )
    commit.add(BUILT, rows.select(pl.col(name).cast(kind) for name, kind in empty.schema.items()))


def files_of(house: House, stands: Standing) -> tuple[dict[str, str], dict[str, str]]:
    """Files of this shift by path, each with its SHA-256: those that stay, and those this build replaces."""
    given: dict[int, dict[str, str]] = {}
    last: dict[str, str] = {}
    for output in house.store.outputs():
        given.setdefault(output.batch, {})[output.path] = output.checksum
        last[output.path] = output.checksum
    mailed = {f"mailings/{name}.csv" for name in stands.mailed["mailing"].unique()}
    stay = {**_of_queues(last, stands.kept), **{path: checksum for path, checksum in last.items() if path in mailed}}
    gone = _of_queues(last, stands.rebuilt)
    for project, batch in stands.builds.iter_rows():
        replaced = project in stands.asked and stands.agent is None
        (gone if replaced else stay).update(
            _pieces(given.get(batch, {}), stands.shift, house.settings.projects.get(project))
        )
    return stay, {path: checksum for path, checksum in gone.items() if path not in stay}


def _of_queues(last: Mapping[str, str], rows: pl.DataFrame) -> dict[str, str]:
    """The files of the queues, as they were given out last."""
    stems = [f"queues/{queue}." for queue in rows["queue"].unique().sort()]
    return {path: checksum for path, checksum in last.items() if any(_is_of(path, stem) for stem in stems)}


def _is_of(path: str, stem: str) -> bool:
    """`QUEUE.csv` and `QUEUE.guide.md` are of QUEUE; `QUEUE.2.csv` is of its further part."""
    return path.startswith(stem) and not path.removeprefix(stem)[:1].isdigit()


def _pieces(given: Mapping[str, str], shift: str, project: Project | None) -> dict[str, str]:
    """The mailing lists of one project among the files of a build."""
    names = {f"{step.medium}-{project.name}" for step in project.plan if step.medium} if project else set()
    return {
        path: checksum
        for path, checksum in given.items()
        if path.startswith(f"mailings/{shift}/") and PurePosixPath(path).name.split(".")[0] in names
    }
