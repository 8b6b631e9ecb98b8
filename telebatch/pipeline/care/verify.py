"""What a data supplier is asked, and what each supplier's answers brought and cost."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Final

import polars as pl

from telebatch.model.errors import WrongUsage
from telebatch.model.ids import lead_id, person_id
from telebatch.model.plural import some
from telebatch.model.project import Project
from telebatch.model.tables import NUMBERS, PEOPLE, VERIFIED
from telebatch.model.words import KeyPersonState, LeadStatus, Verdict
from telebatch.normalise.phones import national_format
from telebatch.pipeline.house import House
from telebatch.pipeline.known.knowledge import states
from telebatch.pipeline.known.requests import requests_of
from telebatch.pipeline.queues.readdressed import readdressed
from telebatch.pipeline.queues.taken_back import around
from telebatch.pipeline.rules import phone_table
from telebatch.pipeline.spelled import folded, spelled_before, suppliers
from telebatch.pipeline.told import Told
from telebatch.pipeline.words.plain import money
from telebatch.split import suppressed, unaddressed
from telebatch.state import numbers_now, people_now
from telebatch.store import View
from telebatch.write import write_csv

ANSWERS: Final = ("confirmed", "changed", "left", "closed", "not_found")
#: Answers that give somebody to call.
_USABLE: Final = ("confirmed", "changed")
_TOP: Final = ("own", "brd", "cxo")
#: So many suppliers are named.
_SHOWN: Final = 5
#: What is asked, in this order: its name in the wording, under `verify.`.
_QUESTIONS: Final = ("key_person_unknown", "key_person_stale", "bad_number", "returned_address")
_TO_FILL: Final = ("answer", "new_person", "new_title", "new_number", "new_address", "answered_on")


def export_questions(
    house: House, supplier: str, project: str | None, limit: int | None, *, dry_run: bool = False
) -> Told:
    """Writes one row per person with what is asked and why, the best scored first, and empty columns for the answer.

    Raises:
      WrongUsage: Unknown project.
    """
    projects = (
        [house.project(project)]
        if project
        else [house.settings.projects[name] for name in sorted(house.settings.projects)]
    )
    with house.writing("verify export", project=project, dry_run=dry_run) as commit:
        asked = _asked(house, commit.view, projects, supplier)
        chosen = asked.head(limit) if limit else asked
        counts = {"asked": chosen.height, "left_for_later": asked.height - chosen.height}
        reasons = {name: int(chosen.get_column(name).sum()) for name in _QUESTIONS}
        if chosen.is_empty():
            commit.abandon()
            return Told("verify export", house.as_of.isoformat(), counts=counts, shown=("nothing to ask",))
        commit.counts.update(counts)
        path = Path("verify") / slug(supplier) / f"{house.today}-b{commit.batch}.csv"
        write_csv(commit.output(path), _shown(house, commit.view, chosen).lazy())
    return Told(
        "verify export", house.as_of.isoformat(), commit.batch, counts=counts, reasons=reasons, files=(str(path),)
    )


def _asked(house: House, known: View, projects: list[Project], supplier: str) -> pl.DataFrame:
    """One row per person: `person_key`, `lead_key`, `project`, `score`, one Bool per question; best score first."""
    live = states(known).filter(pl.col("status").is_in([str(LeadStatus.OPEN), str(LeadStatus.HELD)]))
    numbers = numbers_now(known.scan(NUMBERS)).group_by("person_key").agg(pl.len().alias("numbers"))
    has = [pl.col(name).is_not_null().alias(f"has_{name}") for name in ("address", "email")]
    written = people_now(known.scan(PEOPLE)).select("person_key", *has)
    rows = (
        live.join(numbers, on="person_key", how="left")
        .join(_last_answer(known, supplier), on="person_key", how="left")
        .join(written, on="person_key", how="left")
        .with_columns(*unaddressed(), is_found=pl.col("lead_key").is_in(readdressed(known).implode()))
    )
    today = house.today
    parts = [rows.filter(pl.col("project").eq(one.name)).with_columns(_questions(one, today)) for one in projects]
    found = pl.concat(parts).filter(pl.any_horizontal(_QUESTIONS), pl.col("last_answer").ne_missing("closed"))
    ranked = found.sort("score", "lead_key", descending=[True, False], nulls_last=True)
    kept = ranked.select("person_key", "lead_key", "project", "score", *_QUESTIONS).collect()
    # Who is not to be called is nobody's business to research, and no answer would be of use.
    requests = requests_of(known, house.recorded() or house.settings)
    stopped = suppressed(around(known, kept, requests), today).filter("no_call").select("lead_key").collect()
    kept = kept.join(stopped, on="lead_key", how="anti", maintain_order="left")
    return kept.unique("person_key", keep="first", maintain_order=True)


def _last_answer(known: View, supplier: str) -> pl.LazyFrame:
    """Each person's `last_answer` by anybody, and `last_answered_on` by this supplier."""
    rows = known.scan(VERIFIED).sort("person_key", "answered_on", "answer")
    theirs = pl.col("answered_on").filter(pl.col("supplier").eq(supplier))
    return rows.group_by("person_key").agg(last_answer=pl.col("answer").last(), last_answered_on=theirs.last())


def _questions(project: Project, today: date) -> list[pl.Expr]:
    """Bool per question. A supplier who answered lately is not asked the same again, while the answer holds."""
    standards, state = project.key_person, pl.col("key_person_state")
    days = pl.when(pl.col("seniority").is_in(_TOP)).then(standards.fresh_days_top).otherwise(standards.fresh_days)
    sure = state.is_in([str(KeyPersonState.VERIFIED), str(KeyPersonState.CONFIRMED)]).fill_null(value=False)
    unknown = ~sure & (state.eq(str(KeyPersonState.UNKNOWN)) | pl.col("verdict").eq(str(Verdict.VERIFY)))
    stale = (pl.col("key_person_on") + pl.duration(days=days)).lt(today) & state.ne(str(KeyPersonState.NOT))
    # Where something was told of the person since, the answer tells nothing any more.
    holds = (pl.col("last_answered_on") >= pl.col("key_person_on")).fill_null(value=True)
    lately = holds & (pl.col("last_answered_on") + pl.duration(days=days)).ge(today).fill_null(value=False)
    lost = pl.col("bad_numbers").fill_null(0) + pl.col("dropped_numbers").fill_null(0)
    wanted = pl.lit(standards.wanted)
    claims = (
        wanted & unknown & ~lately, wanted & ~unknown & stale & ~lately,
        lost.gt(0) | pl.col("numbers").is_null(),
        (_came_back() & ~pl.col("is_found")) | _unsent(project),
    )  # fmt: skip
    return [claim.fill_null(value=False).alias(name) for claim, name in zip(claims, _QUESTIONS, strict=True)]


def _came_back() -> pl.Expr:
    """Something came back and was not sent again since."""
    back, sent = (pl.col(name).fill_null("").str.split("+") for name in ("media_returned", "media_sent"))
    return pl.col("media_returned").ne("") & back.list.set_difference(sent).list.len().gt(0)


def _unsent(project: Project) -> pl.Expr:
    """The plan waits for an address to send something to."""
    waits = [
        one for one in project.plan if one.medium and one.medium != "email" and one.on_return == "research_address"
    ]
    sent = pl.col("media_sent").fill_null("").str.split("+")
    return pl.col("lacks_address") & pl.any_horizontal(
        pl.lit(value=False), *(~sent.list.contains(one.name) for one in waits)
    )


def _shown(house: House, known: View, chosen: pl.DataFrame) -> pl.DataFrame:
    """The file as the supplier sees it."""
    words = house.shipped.wording[house.language()]
    persons = chosen.get_column("person_key")
    people = people_now(known.scan_keys(PEOPLE, "person_key", persons))
    why = [pl.when(name).then(pl.lit(words[f"verify.{name}"])) for name in _QUESTIONS]
    return (
        chosen.join(people.drop("batch").collect(), on="person_key", how="left", maintain_order="left")
        .join(_numbers(house, known, persons), on="person_key", how="left", maintain_order="left")
        .select(
            person_id(pl.col("person_key")).alias("person_id"), lead_id(pl.col("lead_key")).alias("lead_id"), "project",
            "company", "person", "title", "department", "numbers", "email", "address",
            pl.concat_str(why, separator="; ", ignore_nulls=True).alias("asked"),
            *(pl.lit(None, pl.String).alias(name) for name in _TO_FILL),
        )
    )  # fmt: skip


def _numbers(house: House, known: View, persons: pl.Series) -> pl.DataFrame:
    rows = numbers_now(known.scan_keys(NUMBERS, "person_key", persons)).sort("person_key", "position").collect()
    shown = national_format(rows.get_column("number"), phone_table(house.shipped.phones)).alias("numbers")
    return (
        rows.select("person_key", shown)
        .group_by("person_key", maintain_order=True)
        .agg(pl.col("numbers").str.join(" / "))
    )


def named_supplier(house: House, text: str) -> str:
    """A supplier as written on the command line, without blanks around it; one known before as it was written first.

    Raises:
      WrongUsage: Nothing in it could name a supplier or a folder.
    """
    if not re.search(r"\w", text):
        raise WrongUsage(f"{text[:24]!r} names no supplier", place="--supplier", remedy="write who is asked")
    return spelled_before(text.strip(), suppliers(house.store.view()))


def slug(supplier: str) -> str:
    """A supplier's name as a folder."""
    return re.sub(r"[^\w-]+", "-", supplier).strip("-") or "supplier"


def supplier_yield(house: House) -> Told:
    """Per supplier: asked, answers by kind, how many give somebody to call, cost, and cost of one of these."""
    rows = house.store.scan(VERIFIED).collect()
    asked = _asked_of(house)
    lines, answer = [], {}
    answered = {*rows.get_column("supplier")}
    folders = {folded(slug(supplier)) for supplier in answered}
    for supplier in sorted({*answered, *(name for name in asked if folded(name) not in folders)}):
        theirs = sum(count for name, count in asked.items() if folded(name) == folded(slug(supplier)))
        told = _yield(rows.filter(pl.col("supplier") == supplier), theirs)
        answer[supplier] = told
        kinds = ", ".join(f"{name} {told[name]:,}" for name in ANSWERS if told[name])
        by_kind = f" ({kinds})" if kinds else ""
        lines.append(
            f"{supplier}: asked {told['asked']:,}, answered {told['answered']:,}{by_kind}, usable {told['usable']:,}"
            f" ({told['yield']}), cost {told['cost']}, per usable {told['cost_per_usable']}"
        )
    shown = tuple(lines or ["no supplier was asked yet"])
    return Told("verify yield", house.as_of.isoformat(), counts={"suppliers": len(lines)}, shown=shown, answer=answer)


def never_asked(house: House, supplier: str, batch: int) -> tuple[str, ...]:
    """That these are answers of somebody whom no export asked, while others were: the name may be another's.

    Args:
      batch: That took them in.
    """
    asked = _asked_of(house)
    if not asked or folded(slug(supplier)) in map(folded, asked):
        return ()
    remedy = f"where the name is wrong, telebatch batches undo {batch} and take the file again"
    return (f"{supplier} was never asked; asked: {some(sorted(asked), _SHOWN)}; {remedy}",)


def _yield(rows: pl.DataFrame, asked: int) -> dict[str, object]:
    kinds = dict(rows.group_by("answer").len().iter_rows())
    usable = sum(kinds.get(name, 0) for name in _USABLE)
    paid = rows.drop_nulls("cost_minor").group_by("currency").agg(pl.col("cost_minor").sum()).sort("currency")
    costs = list(paid.iter_rows())
    each = [money(round(minor / usable), currency) for currency, minor in costs] if usable else []
    return {
        "asked": asked, "answered": rows.height, **{name: kinds.get(name, 0) for name in ANSWERS}, "usable": usable,
        "yield": f"{usable / rows.height:.1%}" if rows.height else "–",
        "cost": ", ".join(money(minor, currency) for currency, minor in costs) or "–",
        "cost_per_usable": ", ".join(each) or "–",
    }  # fmt: skip


def _asked_of(house: House) -> dict[str, int]:
    """Supplier's folder → persons asked in all live exports."""
    live = {
        row["batch"]
        for row in house.store.batches().filter(pl.col("command") == "verify export").iter_rows(named=True)
        if row["status"] == "live"
    }
    asked: dict[str, int] = {}
    for one in house.store.outputs():
        parts = Path(one.path).parts
        if parts[0] == "verify" and one.batch in live:
            asked[parts[1]] = asked.get(parts[1], 0) + int(house.store.batch(one.batch).counts.get("asked", 0))
    return asked
