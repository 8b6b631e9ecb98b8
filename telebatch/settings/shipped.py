"""What does telebatch bring along? Loads the package's own rule files once, from a wheel or from a checkout."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Any

import tomli

from telebatch.model.cell_words import CellWords
from telebatch.model.errors import TelebatchError
from telebatch.model.layouts import Layout
from telebatch.model.project import Retry
from telebatch.model.time_words import TimeWords
from telebatch.model.workspace import CodeRow, RulePack
from telebatch.settings.known import Gaps
from telebatch.settings.layout_files import read_layout
from telebatch.settings.pages import Findings, Page
from telebatch.settings.shapes import read_shape
from telebatch.settings.source_files import CodeLine
from telebatch.settings.word_files import cell_words, time_words

Tables = Mapping[str, Mapping[str, object]]


@dataclass(frozen=True)
class ShippedTables:
    """What a table is known by.

    Attributes:
      headers: Header words, as parsed.
      rows: Words of rows that are no records, as parsed.
      letters: Everyday letters of Han and Hangul.
    """

    headers: Mapping[str, object]
    rows: Mapping[str, Any]
    letters: frozenset[str]


@dataclass(frozen=True)
class Shipped:
    """The package's own rules, and the folders that travel with it.

    Attributes:
      packs: Calling rules by name.
      retry: Leaf of node 1 without `call.` → when to call again.
      shift_hours: Shift → hours.
      unruled_windows: Day key → windows on days for which nobody tells any.
      gaps: Days a plan step waits where the project does not say.
      pretexts: Words that open a sales call under the guise of research.
      codes: Rows of every shipped code map; `origin` is the file.
      formats: Format profile by file name, as parsed; ingest reads them.
      layouts: Import layouts of dialers by file name.
      titles: Title dictionary by file name, as parsed; normalise reads them.
      companies: Company forms, as parsed; empty where none ship.
      characters: Chinese characters and their other forms, the text of the file; empty where none ships.
      countries: Names of countries by region, as parsed; empty where none ship.
      tables: What a table is known by.
      times: Words for times and days.
      cells: Words in cells that mean a value.
      list_care: Header and answer words of suppression, register and supplier files, as parsed.
      identifiers: Kinds of numbers that name a person to the state or a bank, as parsed.
      postcodes: Forms of postcodes by region, as parsed.
      phones: The compiled phone intervals (Parquet); empty where none ship.
      wording: Language → key → text; nested tables joined by dots.
      templates: Folder of the report templates.
      samples: Folder of the sample lists and the example workspace.
    """

    packs: Mapping[str, RulePack]
    retry: Mapping[str, Retry]
    shift_hours: Mapping[str, str]
    unruled_windows: Mapping[str, tuple[str, ...]]
    gaps: Gaps
    pretexts: tuple[str, ...]
    codes: tuple[CodeRow, ...]
    formats: Tables
    layouts: Mapping[str, Layout]
    titles: Tables
    companies: Mapping[str, object]
    characters: str
    countries: Mapping[str, Any]
    tables: ShippedTables
    times: TimeWords
    cells: CellWords
    list_care: Mapping[str, Any]
    identifiers: Mapping[str, Any]
    postcodes: Mapping[str, Any]
    phones: bytes
    wording: Mapping[str, Mapping[str, str]]
    templates: Path
    samples: Path

    def template_texts(self) -> dict[str, str]:
        """Every shipped template by its file name."""
        return {file.name: file.read_text(encoding="utf-8") for file in sorted(self.templates.glob("*.j2"))}

    def sample_text(self, name: str) -> str:
        """A text file beside the sample lists."""
        return (self.samples / name).read_text(encoding="utf-8")

    @property
    def list_columns(self) -> tuple[str, ...]:
        """Columns of a contact list, in our words, that a project's `[columns]` may name."""
        told = (self.tables.headers.get(part, {}) for part in ("columns", "number"))
        return ("number", *(name for table in told if isinstance(table, dict) for name in table))


@lru_cache(maxsize=1)
def shipped() -> Shipped:
    """The package's own files, read once per run.

    Raises:
      TelebatchError: A shipped file is wrong: a fault of telebatch, exit code 1.
    """
    package = _package()
    rules = package / "rules"
    findings = Findings()
    phones = rules / "phones" / "intervals.parquet"
    shifts = _one(rules / "shifts.toml")
    loaded = Shipped(
        packs=MappingProxyType({pack.name: pack for pack in _packs(rules, findings)}),
        retry=MappingProxyType(_retries(rules, findings)),
        shift_hours=MappingProxyType(dict(shifts["hours"])),
        unruled_windows=MappingProxyType({day: tuple(told) for day, told in shifts["unruled"]["windows"].items()}),
        gaps=_gaps(_one(rules / "gaps.toml")),
        pretexts=tuple(word for words in _one(rules / "pretexts.toml")["words"].values() for word in words),
        codes=tuple(_codes(rules)),
        formats=MappingProxyType(dict(_tables(rules / "formats"))),
        layouts=MappingProxyType(dict(_layouts(rules, findings))),
        titles=MappingProxyType(dict(_tables(rules / "titles"))),
        companies=MappingProxyType(_one(rules / "companies.toml")),
        characters=_text(rules / "characters.toml"),
        countries=MappingProxyType(_one(rules / "countries.toml")),
        tables=shipped_tables(),
        times=time_words(_one(rules / "times.toml")),
        cells=cell_words(_one(rules / "cells.toml")),
        list_care=MappingProxyType(_one(rules / "list_care.toml")),
        identifiers=MappingProxyType(_one(rules / "identifiers.toml")),
        postcodes=MappingProxyType(_one(rules / "postcodes.toml")),
        phones=phones.read_bytes() if phones.exists() else b"",
        wording=MappingProxyType(
            {name: MappingProxyType(dict(_flat(table, ""))) for name, table in _tables(rules / "wording")}
        ),
        templates=_folder(package, "templates"),
        samples=_folder(package, "sample_lists"),
    )
    if findings.mistakes:
        first, *more = findings.sorted_mistakes()
        raise TelebatchError(first.what, place=first.place, remedy=first.remedy, more=tuple(more))
    return loaded


def _gaps(gaps: Mapping[str, Any]) -> Gaps:
    media: Mapping[str, Any] = gaps["media"]  # proven by a test to hold these figures
    return Gaps(
        gaps["call"]["gap_days"],
        MappingProxyType({name: entry["gap_days"] for name, entry in media.items()}),
        MappingProxyType({name: entry["transit_days"] for name, entry in media.items()}),
    )


@lru_cache(maxsize=1)
def shipped_tables() -> ShippedTables:
    """`Shipped.tables` alone, for whoever cannot wait for the rest."""
    rules = _package() / "rules"
    everyday = _one(rules / "letters.toml")["everyday"]
    return ShippedTables(
        MappingProxyType(_one(rules / "headers.toml")),
        MappingProxyType(_one(rules / "rows.toml")),
        frozenset("".join((*everyday["han"], *everyday["hangul"]))),
    )


def _package() -> Path:
    return Path(str(files("telebatch")))


def _folder(package: Path, name: str) -> Path:
    """A top-level folder: inside the package in a wheel, beside it in a checkout."""
    inside = package / "_shipped" / name
    return inside if inside.is_dir() else package.parent / name


def _one(file: Path) -> dict[str, Any]:
    """A parsed file; empty where none ships."""
    return tomli.loads(_text(file))


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8") if file.exists() else ""


def _tables(folder: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """File name without ending → parsed file, by name."""
    for file in sorted(folder.glob("*.toml")):
        yield file.stem, _one(file)


def _packs(rules: Path, findings: Findings) -> Iterator[RulePack]:
    for file in sorted((rules / "calling").glob("*.toml")):
        page = Page(f"rules/calling/{file.name}", file.read_text(encoding="utf-8"), findings)
        packs = page.table.get("pack", [])
        for index, table in enumerate(packs if isinstance(packs, list) else []):
            if pack := read_shape(RulePack, table, page, ("pack", index)):
                yield pack


def _layouts(rules: Path, findings: Findings) -> Iterator[tuple[str, Layout]]:
    for file in sorted((rules / "layouts").glob("*.toml")):
        page = Page(f"rules/layouts/{file.name}", file.read_text(encoding="utf-8"), findings)
        if layout := read_layout(page):
            yield file.stem, layout


def _retries(rules: Path, findings: Findings) -> dict[str, Retry]:
    page = Page("rules/retry.toml", (rules / "retry.toml").read_text(encoding="utf-8"), findings)
    read: dict[str, Retry] = {}
    for leaf, table in page.table.items():
        retry = read_shape(Retry, table, page, (leaf,)) if isinstance(table, dict) else None
        if retry:
            read[leaf] = retry
    return read


def _codes(rules: Path) -> Iterator[CodeRow]:
    """Rows of the shipped maps; keys beside ours are for the reader of the file."""
    kept = {entry.name for entry in fields(CodeLine)} - {"note"}
    for name, table in _tables(rules / "codes"):
        for line in table.get("code", []):
            row = {key: value for key, value in line.items() if key in kept}
            yield CodeRow(**{"format": table.get("format", ""), **row, "origin": f"rules/codes/{name}.toml"})


def _flat(table: Mapping[str, Any], before: str) -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{before}{key}.")
        else:
            yield f"{before}{key}", str(value)
