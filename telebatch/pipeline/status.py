"""What is due, what waits, what is wrong, and what to do next, per project on one screen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Any, Final

import polars as pl

from telebatch.model.amended import is_untimed
from telebatch.model.errors import Mistake
from telebatch.model.plural import plural
from telebatch.model.project import Project
from telebatch.model.state_table import is_forgotten
from telebatch.model.tables import INSTANT, QUARANTINE
from telebatch.model.words import KeyPersonState, LeadStatus, NotQueued, Verdict
from telebatch.pipeline.due import outlook
from telebatch.pipeline.due.advice import advice
from telebatch.pipeline.due.project_now import ProjectNow
from telebatch.pipeline.due.scrubs_due import ScrubDue, scrubs_due
from telebatch.pipeline.edited import edits_waiting
from telebatch.pipeline.house import House
from telebatch.pipeline.known.knowledge import states
from telebatch.pipeline.known.unmended import still_waiting
from telebatch.pipeline.queues.shift_asked import split_rules
from telebatch.pipeline.queues.stale import stale_shifts, undone_so_far
from telebatch.pipeline.results.odd_orders import statuses_in_no_map
from telebatch.pipeline.results.unmapped import unmapped_codes
from telebatch.pipeline.told import Told
from telebatch.pipeline.words.talks import standing_words
from telebatch.split import waits_of_plan
from telebatch.store import View, lost_key

#: What is read of every lead's state.
_READ: Final = (
    "project", "status", "status_reason", "standing", "released_on", "call_steps_done", "is_unclassified",
    "is_quarantined", "is_suppressed", "rest_until", "awaiting_since_utc", "key_person_state", "verdict",
    "released_queue", "callback_utc", "callback_booked_utc", "callback_agent", "order_no", "attempts", "use_until",
    "step_done_utc", "media_sent", "media_arrivals", "media_pieces", "media_returned",
)  # fmt: skip


def status_of(house: House) -> Told:
    """Answers for every project written in the workspace; exit code 5 where something is wrong."""
    known = house.store.view()
    leads = states(known).select(_READ).collect()
    wrong = (*_homeless(house, leads), *_wrong(house, known))
    released = outlook.handed_out(known)
    due = outlook.reviews_due(house, frozenset(leads.get_column("project")))
    late: dict[str, str] = {}
    for project, period in due:
        late[project.name] = ", ".join(filter(None, (late.get(project.name), period.text)))
    quarantined = dict(still_waiting(known.scan(QUARANTINE)).group_by("project").len().collect().iter_rows())
    scrubs = {name: scrubs_due(house, known, one) for name, one in house.settings.projects.items()}
    now = [
        _project(
            house,
            project,
            leads.filter(pl.col("project") == name),
            (late.get(name), quarantined.get(name, 0), scrubs.get(name, ())),
            released,
        )
        for name, project in sorted(house.settings.projects.items())
    ]
    nobodys = sum(count for name, count in quarantined.items() if name not in house.settings.projects)
    compare = [one for several in scrubs.values() for one in several]
    do = advice(house, now, [(project.name, period.text) for project, period in due], wrong, compare)
    lines = [line for one in now for line in _lines(one)] or ["no project yet"]
    lines += [f"quarantine  {plural(nobodys, 'row')} of no project: see quarantine/"] if nobodys else []
    lines += ["wrong:", *(f"  {mistake}" for mistake in wrong)] if wrong else []
    lines += [f"{'next: ' if n == 0 else '      '}{line}" for n, line in enumerate(do)]
    answer = {"projects": [vars(one) for one in now], "wrong": [str(mistake) for mistake in wrong], "next": list(do)}
    return Told("status", house.as_of.isoformat(), shown=tuple(lines), needs_look=bool(wrong), answer=answer)


def _homeless(house: House, leads: pl.DataFrame) -> tuple[Mistake, ...]:
    """Projects whose file was renamed or taken away: nobody builds, reviews or reports their leads any more."""
    known = pl.col("project").is_in(list(house.settings.projects))
    rows = leads.filter(~known).group_by("project").len().sort("project").iter_rows()
    remedy = "put the file back; a project keeps its name, its title may change"
    return tuple(
        Mistake(f"no such file, and {plural(count, 'lead')} of this project", f"projects/{name}.toml", remedy)
        for name, count in rows
    )


def _wrong(house: House, known: View) -> tuple[Mistake, ...]:
    pending = house.store.pending()
    late = [
        Mistake(f"{plural(len(pending), 'output')} not in place yet", remedy="the next command that writes mends it")
    ]
    return (
        *lost_key(known),
        *unmapped_codes(outlook.codes_in_no_map(house, known), house.settings.sources),
        *statuses_in_no_map(house, known), *edits_waiting(house), *(late if pending else []),
        *stale_shifts(house, known, list(undone_so_far(house))), *outlook.files_missing(house),
    )  # fmt: skip


def _project(
    house: House,
    project: Project,
    leads: pl.DataFrame,
    told: tuple[str | None, int, Sequence[ScrubDue]],
    released: frozenset[tuple[str, str]],
) -> ProjectNow:
    late, quarantined, scrubs = told
    is_due = "are due" if late and "," in late else "is due"
    review = f"{late} {is_due}" if late else f"next on {outlook.next_review_on(house, project)}"
    first = leads.get_column("released_on").min()
    counts = _counts(house, project, leads) | {"quarantined_rows": quarantined}
    counts["to_compare"] = sum(one.numbers for one in scrubs)
    return ProjectNow(
        project.name, project.title, _by(leads, "status"), _by(_without_promises(leads), "standing"), counts,
        str(first) if first else None, review, outlook.next_shift(house, project, released),
    )  # fmt: skip


def _without_promises(leads: pl.DataFrame) -> pl.DataFrame:
    """Leads without those whose booked callback nobody will make, for they were forgotten."""
    return leads.filter(~(is_forgotten() & pl.col("standing").eq("booked").fill_null(value=False)))


def _by(leads: pl.DataFrame, column: str) -> dict[str, int]:
    return dict(leads.drop_nulls(column).group_by(column).len().sort(column).iter_rows())


def _counts(house: House, project: Project, leads: pl.DataFrame) -> dict[str, int]:
    """Leads due and waiting, from their state alone: caps, calling hours and agents are split's to judge."""
    zone = house.project_zone(project)
    today = house.as_of.astimezone(zone).date()
    evening = pl.lit(datetime.combine(today + timedelta(days=1), time(), zone).astimezone(UTC), INSTANT)
    done, steps = pl.col("call_steps_done").fill_null(0), len(project.call_steps)
    held = pl.col("is_unclassified") | pl.col("is_quarantined") | pl.col("is_suppressed")
    resting = pl.col("rest_until").gt(today).fill_null(value=False) | pl.col("awaiting_since_utc").is_not_null()
    sure = pl.col("key_person_state").is_in([str(KeyPersonState.VERIFIED), str(KeyPersonState.CONFIRMED)])
    unsure = pl.col("verdict").eq(str(Verdict.VERIFY)).fill_null(value=False) & ~sure.fill_null(value=False)
    is_open = pl.col("status").eq(str(LeadStatus.OPEN))
    expired = pl.col("use_until").lt(today).fill_null(value=False)
    nobody = pl.col("key_person_state").eq(str(KeyPersonState.NOT)).fill_null(value=False) & project.key_person.wanted
    free = is_open & ~held & pl.col("released_queue").is_null() & ~resting & ~unsure & ~nobody & ~expired
    booked, called = pl.col("callback_utc").is_not_null(), pl.col("attempts").fill_null(0) > 0
    leads = leads.with_columns(plan=waits_of_plan(leads, project, split_rules(house, [project.name]), today))
    stage, fresh = free & ~booked & done.gt(0) & done.lt(steps), free & ~booked & ~called & done.eq(0)
    plan, by_plan = pl.col("plan"), stage | fresh
    told = {
        "callbacks_today": free & (pl.col("callback_utc") < evening),
        "callbacks_overdue": free & (pl.col("callback_utc") < pl.lit(house.as_of, INSTANT)) & ~is_untimed(),
        "callbacks_untimed": free & is_untimed(),
        "next_stage": stage & plan.is_null(),
        "to_call_again": free & ~booked & called & done.lt(steps) & ~stage,
        "never_called": fresh & plan.is_null(),
        "pieces_due": by_plan & plan.eq(str(NotQueued.MEDIUM_DUE)),
        "in_transit": by_plan & plan.eq(str(NotQueued.MEDIUM_IN_TRANSIT)),
        "not_due_yet": by_plan & plan.eq(str(NotQueued.STAGE_NOT_DUE)),
        "without_result": pl.col("released_queue").is_not_null(),
        "unclassified": pl.col("is_unclassified") & ~is_forgotten(),
        "quarantined": pl.col("is_quarantined") & ~is_forgotten(),
        "awaiting_confirmation": pl.col("awaiting_since_utc").is_not_null(),
        "to_verify": is_open & unsure,
        "list_expired": is_open & expired,
    }
    row: dict[str, Any] = leads.select(
        holds.fill_null(value=False).sum().cast(pl.Int64).alias(name) for name, holds in told.items()
    ).row(0, named=True)
    return {name: int(count) for name, count in row.items()}


def _lines(one: ProjectNow) -> list[str]:
    counts, total = one.counts, sum(one.status.values())
    if not total:
        return [f"{one.name}  {one.title}", "  no leads yet", ""]
    deals = [standing_words(word, count) for word, count in one.standing.items() if word != "none"]
    kinds = {"overdue": counts["callbacks_overdue"], "without a time": counts["callbacks_untimed"]}
    told = ", ".join(f"{count:,} {word}" for word, count in kinds.items() if count)
    late = f" ({told})" if told else ""
    due = [
        f"{plural(counts['callbacks_today'], 'callback')} today{late}",
        f"{counts['next_stage']:,} for the next call of the plan",
        f"{counts['to_call_again']:,} to call again", f"{counts['never_called']:,} never called",
        f"{plural(counts['pieces_due'], 'piece')} to post",
    ]  # fmt: skip
    lines = [
        f"{one.name}  {one.title}",
        f"  leads    {total:,}: {', '.join(f'{count:,} {word}' for word, count in one.status.items())}",
        f"  deals    {', '.join(deals) or 'none yet'}",
        f"  due now  {', '.join(part for part in due if not part.startswith('0 ')) or 'nothing'}",
    ]
    waits = _waits(one)
    lines += [f"  waiting  {', '.join(waits)}"] if waits else []
    return [*lines, f"  review   {one.review}; next shift: {one.shift or 'none in sight'}", ""]


def _waits(one: ProjectNow) -> list[str]:
    counts = one.counts
    told = {
        "without_result": f"{plural(counts['without_result'], 'call')} handed out without result since {one.since}",
        "in_transit": f"{plural(counts['in_transit'], 'piece')} on the way",
        "not_due_yet": f"{plural(counts['not_due_yet'], 'lead')} whose next call is not due yet",
        "list_expired": f"{plural(counts['list_expired'], 'lead')} of lists that may no longer be used",
        "unclassified": f"{plural(counts['unclassified'], 'lead')} held by a code in no map",
        "quarantined_rows": f"{plural(counts['quarantined_rows'], 'row')} in quarantine",
        "awaiting_confirmation": f"{plural(counts['awaiting_confirmation'], 'deal')} without order row",
        "to_verify": f"{plural(counts['to_verify'], 'key person')} to verify",
        "to_compare": f"{plural(counts['to_compare'], 'comparison')} of numbers with a register due before any call",
    }
    return [words for name, words in told.items() if counts[name]]
