"""May the project call so? Its windows, caps and retries are readable and no wider than the rules it names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from telebatch.model.project import Accept, Calling, Cycle
from telebatch.model.spans import DAY_KEYS, Window, parse_span, parse_windows, within
from telebatch.model.workspace import RulePack
from telebatch.settings.known import Known
from telebatch.settings.nearness import meant, quoted
from telebatch.settings.pages import Page
from telebatch.settings.people_checks import check_words
from telebatch.settings.toml_lines import Path
from telebatch.settings.vocabulary import RETRY_LEAVES

_AFTER_CANCEL = "write close, save_call or rest 30"


def check_calling(page: Page, found: Mapping[str, Any], known: Known) -> None:
    """Packs, windows, caps and rests, and that the packs are only tightened."""
    calling: Calling = found.get("calling", Calling())
    check_words(page, ("calling", "packs"), calling.packs, known.packs, "calling rules")
    windows = _read_windows(page, calling)
    for index, cap in enumerate(calling.caps):
        _check_span(page, ("calling", "caps", index, "window"), cap.window)
    _check_after_cancel(page, calling.after_cancel)
    packs = [known.packs[name] for name in calling.packs if name in known.packs]
    _check_dates(page, packs, found.get("cycle"))
    _check_regions(page, packs, found, known)
    if not calling.override:
        for pack in packs:
            _check_no_wider(page, pack, windows, calling)
        _check_consent(page, packs, found)


def check_retry(page: Page, found: Mapping[str, Any], known: Known) -> None:
    """Outcomes after which there is a retry, and readable lengths of time."""
    del known
    for leaf, retry in found.get("retry", {}).items():
        if leaf not in RETRY_LEAVES:
            page.wrong(("retry", leaf), f"no retry follows {quoted(leaf)}", meant(leaf, RETRY_LEAVES))
        _check_span(page, ("retry", leaf, "first"), retry.first)
        _check_span(page, ("retry", leaf, "next"), retry.next)


def _check_span(page: Page, path: Path, text: str) -> None:
    try:
        parse_span(text)
    except ValueError as refusal:
        what, _, remedy = str(refusal).partition("; ")
        page.wrong(path, f"{quoted(text)} {what}", remedy)


def _read_windows(page: Page, calling: Calling) -> dict[str, tuple[Window, ...]]:
    """The windows that can be read, by day."""
    read: dict[str, tuple[Window, ...]] = {}
    for day, texts in calling.windows.items():
        path = ("calling", "windows", day)
        if day not in DAY_KEYS:
            page.wrong(path, f"unknown day {quoted(day)}", meant(day, DAY_KEYS))
        elif (windows := windows_or_told(page, path, texts)) is not None:
            read[day] = windows
    return read


def windows_or_told(page: Page, path: Path, texts: tuple[str, ...]) -> tuple[Window, ...] | None:
    """The windows of one day; None after telling the first that cannot be read."""
    for index, text in enumerate(texts):
        try:
            parse_windows((text,))
        except ValueError as refusal:
            what, _, remedy = str(refusal).partition("; ")
            page.wrong((*path, index), f"{quoted(text)} {what}", remedy)
            return None
    return parse_windows(texts)


def _check_after_cancel(page: Page, text: str) -> None:
    verb, _, days = text.partition(" ")
    if text not in ("close", "save_call") and not (verb == "rest" and days.isdecimal() and len(days) < 5):
        page.wrong(("calling", "after_cancel"), f"unknown {quoted(text)} after a cancellation", _AFTER_CANCEL)


def is_in_force(pack: RulePack, cycle: Cycle) -> bool:
    """The pack's dates and the project's days overlap."""
    starts = pack.effective_from is None or cycle.end is None or pack.effective_from <= cycle.end
    return starts and (pack.effective_to is None or pack.effective_to >= cycle.start)


def _check_dates(page: Page, packs: list[RulePack], cycle: Cycle | None) -> None:
    for index, pack in enumerate(packs):
        if cycle is not None and not is_in_force(pack, cycle):
            when = f"until {pack.effective_to}" if pack.effective_to else f"from {pack.effective_from}"
            page.doubtful(
                ("calling", "packs", index),
                f"calling rules `{pack.name}` are in force only {when}",
                "name those of the project's days",
            )


def _check_regions(page: Page, packs: list[RulePack], found: Mapping[str, Any], known: Known) -> None:
    if "accept" in page.table and "accept" not in found:
        return
    taken = found["accept"].regions if "accept" in found else ("KR",)
    ruled = {pack.region for pack in packs}
    has_hours = bool(found.get("calling", Calling()).windows)
    for region in taken:
        shipped = [name for name, pack in known.packs.items() if pack.region == region and not pack.subregion]
        # Where no rules are to be had and the project tells hours of its own, there is nothing to do about it.
        if region not in ruled and (shipped or not has_hours):
            page.doubtful(("calling",), f"no calling rules named for {region}", _of_region(region, shipped))
    for index, pack in enumerate(packs):
        if pack.region not in taken:
            page.doubtful(
                ("calling", "packs", index),
                f"calling rules `{pack.name}` are for {pack.region}, which the project does not take",
                "take the pack out, or add the region",
            )


def _of_region(region: str, shipped: Sequence[str]) -> str:
    """What to do about a region without rules: a pack is named only where there is one."""
    if shipped:
        return f"name {' or '.join(shipped)} under [calling] packs, or rely on your own windows"
    return f"none are shipped for {region}: write the hours under [calling.windows], else office hours hold"


def _check_consent(page: Page, packs: list[RulePack], found: Mapping[str, Any]) -> None:
    """Where a pack asks for consent beforehand, rows without one are not to be called."""
    accept: Accept = found.get("accept", Accept())
    asking = [pack.name for pack in packs if pack.consent_required]
    if asking and not accept.consent and ("accept" in found or "accept" not in page.table):
        page.wrong(
            ("calling", "packs"),
            f"the calling rules `{asking[0]}` ask for the person's consent beforehand",
            "write consent = true under [accept], or override = true and answer for it",
        )


def _check_no_wider(page: Page, pack: RulePack, windows: Mapping[str, tuple[Window, ...]], calling: Calling) -> None:
    answer = "stay within them, or write override = true and answer for it"
    for day, own in windows.items():
        if day in pack.windows and not within(own, parse_windows(pack.windows[day])):
            allowed = " ".join(pack.windows[day]) or "closed"
            page.wrong(
                ("calling", "windows", day),
                f"`{day}` is wider than the calling rules `{pack.name}` ({allowed})",
                answer,
            )
    least, own_rest = pack.rest_after_refusal_days, calling.rest_after_refusal_days
    if least is not None and own_rest is not None and own_rest < least:
        page.wrong(
            ("calling", "rest_after_refusal_days"),
            f"{own_rest} days of rest are fewer than the calling rules `{pack.name}` ({least})",
            answer,
        )
