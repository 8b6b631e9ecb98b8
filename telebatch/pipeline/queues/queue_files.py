"""One shift on disk: queues, call sheets, guides, mailing lists, who is not queued and why, the manifest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from telebatch.model.errors import Mistake
from telebatch.model.ids import lead_id
from telebatch.model.project import Project
from telebatch.normalise import postcodes
from telebatch.pipeline.house import House
from telebatch.pipeline.known.knowledge import numbers_of, people_of
from telebatch.pipeline.queues.dialer_cells import dialer_cells
from telebatch.pipeline.queues.queue_columns import (
    for_machines,
    for_people,
    in_words,
    of_other_lists,
    queue_rows,
    queue_sheet,
)
from telebatch.pipeline.queues.standing import Standing, files_of
from telebatch.script import guide
from telebatch.split import Shift, ShiftOrder
from telebatch.store import Commit, sha256_of
from telebatch.write import write_call_sheet, write_csv, write_dialer_list, write_json, write_parquet, write_text


@dataclass(frozen=True, eq=False)
class ShiftFiles:
    """What the files of one shift tell.

    Attributes:
      laid: What this run gives out.
      left: NOT_QUEUED rows of every lead that stands in no queue of the shift, of all projects.
      stands: Queues of the shift that stand already; those built again are replaced.
      released: This run hands out.
    """

    laid: Shift
    left: pl.DataFrame
    order: ShiftOrder
    stands: Standing
    released: bool


def write_shift(house: House, commit: Commit, shift: ShiftFiles) -> tuple[tuple[str, ...], tuple[Mistake, ...]]:
    """Writes everything of one shift.

    Returns:
      The paths written, relative to the workspace, and old files that stay because a person changed them.

    Files of an earlier build that this one does not write again are taken away: nobody shall call from a list that no
    longer holds. The manifest and `not_queued.csv` tell of the whole shift, whatever part of it is built now.
    """
    laid, order = shift.laid, shift.order
    shown = queue_rows(house, commit.view, laid.queued)
    files: list[Path] = []
    others = of_other_lists(shown)
    for (queue,), rows in shown.sort("queue", "position").group_by("queue", maintain_order=True):
        files += _queue(house, commit, str(queue), rows.drop(others[rows.item(0, "project")]))
    files += _mailings(house, commit, laid)
    files.append(_not_queued(commit, shift.left, order))
    stay, replaced = files_of(house, shift.stands)
    changed = _taken_away(commit, {path: sha for path, sha in replaced.items() if Path(path) not in files})
    written = {**stay, **{str(path): sha256_of(commit.output(path)) for path in files}}
    manifest = Path("queues") / order.name / "manifest.json"
    write_json(commit.output(manifest), _manifest(house, shift, written))
    return (*(str(path) for path in files), str(manifest)), changed


def _taken_away(commit: Commit, replaced: Mapping[str, str]) -> tuple[Mistake, ...]:
    return tuple(
        Mistake("an earlier build wrote this and a person changed it: it stays", path, "delete it, or call from it")
        for path, sha256 in replaced.items()
        if not commit.take_away(Path(path), sha256)
    )


def _queue(house: House, commit: Commit, queue: str, rows: pl.DataFrame) -> list[Path]:
    """The files of one queue in every form its project asks for, and the guide beside."""
    project = house.settings.projects[rows.item(0, "project")]
    base = Path("queues") / queue
    words = house.shipped.wording[house.language(project)]
    told = guide(project, rows.item(0, "stage"), rows.item(0, "opening"), words)
    paths = []
    for form in project.queues.format:
        layout = house.settings.layouts.get(form)
        paths.append(base.with_name(f"{base.name}.{form}.{layout.ending}" if layout else f"{base.name}.{form}"))
        target = commit.output(paths[-1])
        if layout:
            write_dialer_list(target, layout, dialer_cells(house, project, layout, in_words(rows, words)))
        else:
            _queue_form(house, target, form, rows, (project, words, told.lines))
    paths.append(base.with_name(f"{base.name}.guide.md"))
    write_text(commit.output(paths[-1]), told.as_text())
    return paths


def _queue_form(
    house: House, target: Path, form: str, rows: pl.DataFrame, of: tuple[Project, Mapping[str, str], tuple[str, ...]]
) -> None:
    project, words, lines = of
    if form == "parquet":
        write_parquet(target, for_machines(rows))
    elif form == "csv":
        write_csv(target, in_words(for_people(rows), words).lazy())
    else:
        sheet = queue_sheet(project, words, in_words(rows, words), house.as_of)
        guided = replace(sheet, guide=lines, guide_title=words.get("sheet.guide", "guide"))
        write_call_sheet(target, guided)


def _mailings(house: House, commit: Commit, laid: Shift) -> list[Path]:
    """One list per mailing for the mail house: to whom, where, what. Postcodes in the form of the person's region."""
    told_of = ("company", "person", "title", "address", "postcode", "city", "email")
    persons = laid.mailings.get_column("person_key")
    people = people_of(commit.view, persons).select("person_key", *told_of)
    first = numbers_of(commit.view, persons).sort("person_key", "position").unique("person_key", keep="first")
    people = people.join(first.select("person_key", "region"), on="person_key", how="left")
    paths = []
    for (mailing,), rows in laid.mailings.sort("mailing", "lead_key").group_by("mailing", maintain_order=True):
        paths.append(Path("mailings") / f"{mailing}.csv")
        told = rows.join(people, on="person_key", how="left", maintain_order="left")
        shown = told.with_columns(postcodes(told["postcode"], told["region"], house.shipped.postcodes)).select(
            lead_id(pl.col("lead_key")).alias("lead_id"), "medium", *told_of, "sent_on", "expected_on"
        )
        write_csv(commit.output(paths[-1]), shown.lazy())
    return paths


def _not_queued(commit: Commit, left: pl.DataFrame, order: ShiftOrder) -> Path:
    path = Path("queues") / order.name / "not_queued.csv"
    rows = left.lazy().select(lead_id(pl.col("lead_key")).alias("lead_id"), "project", "reason", "next_date", "detail")
    write_csv(commit.output(path), rows)
    return path


def _manifest(house: House, shift: ShiftFiles, files: Mapping[str, str]) -> dict[str, object]:
    """The matrix project type × media combination, all counts, and what each file is; of the whole shift."""
    state = pl.lit("released" if shift.released else "built").alias("state")
    built = shift.laid.queued.select("project", "project_type", "media", "stage", "queue", "lead_key", state)
    rows = pl.concat([shift.stands.kept.select(built.columns), built])
    queues = rows.group_by("queue", "project", "stage", "state").len("leads").sort("queue")
    reasons = shift.left.group_by("reason").len().sort("reason")
    queued = rows["lead_key"].n_unique()
    return {
        "shift": shift.order.name,
        "as_of": shift.order.as_of.astimezone(house.zone).isoformat(),
        "matrix": _matrix(rows),
        "counts": {
            "leads": queued + shift.left.height,
            "queued": queued,
            "not_queued": shift.left.height,
            "mailed": shift.laid.mailings.height + shift.stands.mailed.height,
            **{f"not_queued.{reason}": count for reason, count in reasons.rows()},
        },
        "queues": queues.to_dicts(),
        "files": dict(sorted(files.items())),
    }


def _matrix(rows: pl.DataFrame) -> dict[str, dict[str, int]]:
    """Project type → media combination → leads."""
    types: dict[str, dict[str, int]] = {}
    for kind, media, count in rows.group_by("project_type", "media").len().sort("project_type", "media").iter_rows():
        types.setdefault(kind, {})[media] = count
    return types
