"""What a list says of consents: who refused, which are of a day to come, and which have no day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import polars as pl

from telebatch.model.plural import plural, some
from telebatch.model.project import Project
from telebatch.normalise import Normalised
from telebatch.pipeline.house import House
from telebatch.pipeline.lists.deliveries import Delivery
from telebatch.pipeline.rules import consents_expire

#: So many lines, or words of so many letters, are shown.
_SHOWN, _EXCERPT = 3, 24


def without_days_to_come(house: House, project: Project, normal: Normalised) -> tuple[Normalised, int]:
    """Takes consents of a day to come for unreadable, and tells how many there are: nobody has agreed by tomorrow."""
    if normal.consent_dates is None:
        return normal, 0
    today = house.project_day(project)
    day = pl.col("consent_on")
    later = day.gt(today).fill_null(value=False)
    count = int(normal.candidates.select(later.sum()).item())
    if not count:
        return normal, 0
    told = pl.format("{} is still to come", day.cast(pl.String))
    people = normal.candidates.with_columns(
        pl.when(later).then(told).otherwise("consent_on_unread").alias("consent_on_unread"),
        pl.when(~later).then(day).alias("consent_on"),
    )
    return replace(normal, candidates=people), count


def consent_notes(house: House, delivery: Delivery, normal: Normalised, project: Project) -> Iterator[str]:
    """What a person should know of consents that no rule rejects."""
    heading = next(iter(delivery.columns.sources.get("consent", ())), None)
    if heading is None:
        return
    if unread := normal.no_consents:
        shown = sorted(unread, key=lambda cell: (-unread[cell], cell))[:_SHOWN]
        becomes = "taken as not told: such rows are rejected" if project.accept.consent else "not heeded"
        yield (
            f"{heading}: {plural(sum(unread.values()), 'cell says', 'cells say')} neither yes nor no"
            f" ({', '.join(cell[:_EXCERPT] for cell in shown)}{', …' if len(unread) > _SHOWN else ''}); {becomes}."
            " Write Y or N"
        )
    people = normal.candidates
    lines = people.filter(pl.col("consent").eq(other=False)).get_column("line")
    if lines.len() and not project.accept.consent:
        says, are = ("says", "is") if lines.len() == 1 else ("say", "are")
        yield (
            f"{heading}: {plural(lines.len(), 'row')} {says} no (line {some(lines, _SHOWN)}) and {are} taken all the"
            " same, for the project asks for no consent: write consent = true under [accept], or telebatch suppress add"
        )
    undated = pl.col("consent") & pl.col("consent_on").is_null() & pl.col("consent_on_unread").is_null()
    lines = people.filter(undated).get_column("line")
    if lines.len() and project.accept.consent and consents_expire(house, project):
        has = "has" if lines.len() == 1 else "have"
        yield (
            f"{heading}: {plural(lines.len(), 'consent')} {has} no day (line {some(lines, _SHOWN)});"
            " such a consent counts from the day on which its list was first received with it"
        )
