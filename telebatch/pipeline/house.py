"""One opened workspace: where it is, what its people wrote, its store, and what time it is."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from telebatch.model.errors import Mistake, SettingsWrong, WrongUsage
from telebatch.model.periods import YEARS
from telebatch.model.project import Accept, Project
from telebatch.model.tables import PEOPLE, SUPPRESSIONS
from telebatch.model.workspace import Settings
from telebatch.normalise import han_variants_of
from telebatch.normalise.companies import company_forms_of
from telebatch.normalise.phones import rules_version
from telebatch.pipeline.ahead import Begun
from telebatch.pipeline.keys_anew import is_older, keys_anew
from telebatch.settings import Shipped, find_workspace, load, load_with_warnings, read_texts, shipped, shown_in
from telebatch.store import Commit, Store, open_store


@dataclass(frozen=True)
class House:
    """Everything a command works with.

    Attributes:
      root: The workspace folder.
      settings: As written today; what the fold acts on is `recorded`.
      as_of: The instant the command stands in, UTC.
      begun: What is being read since before the house was open.
    """

    root: Path
    settings: Settings
    warnings: tuple[Mistake, ...]
    store: Store
    shipped: Shipped
    as_of: datetime
    begun: Begun = field(default_factory=Begun)

    @property
    def zone(self) -> ZoneInfo:
        """The workspace's zone."""
        return ZoneInfo(self.settings.workspace.zone)

    @property
    def today(self) -> date:
        """The day it is at the centre."""
        return self.as_of.astimezone(self.zone).date()

    def project_zone(self, project: Project | None) -> ZoneInfo:
        """The project's zone, else the workspace's; a null project tells none."""
        return ZoneInfo((project.zone if project else "") or self.settings.workspace.zone)

    def accepted(self, project: Project | None) -> Accept:
        """Whom the project takes, and by which region and order of dates; a null project: the shipped standards."""
        return project.accept if project else Accept()

    def project_day(self, project: Project) -> date:
        """The day it is where the project is called from."""
        return self.as_of.astimezone(self.project_zone(project)).date()

    def language(self, project: Project | None = None) -> str:
        """The project's language, else the workspace's."""
        return (project.language if project else "") or self.settings.workspace.language

    def project(self, name: str) -> Project:
        """The project of that name.

        Raises:
          WrongUsage: No such project; the remedy names the nearest one and all there are.
        """
        found = self.settings.projects.get(name)
        if found is None:
            raise WrongUsage(f"no project named {name!r}", place="--project", remedy=self._nearest(name))
        return found

    def _nearest(self, name: str) -> str:
        known = sorted(self.settings.projects)
        near = difflib.get_close_matches(name, known, n=1)
        meant = f"did you mean {near[0]!r}? " if near else ""
        return f"{meant}projects here: {', '.join(known) or 'none; write one under projects/'}"

    def shown(self, path: Path) -> str:
        """The path as messages and outputs show it: relative to the workspace where it lies inside."""
        return shown_in(self.root, path)

    @contextmanager
    def writing(self, command: str, *, project: str | None = None, dry_run: bool = False) -> Iterator[Commit]:
        """One commit of the store, with this house's clock."""
        rules = f"phone rules {rules_version(self.shipped.phones)}"
        if not dry_run:
            self.bring_up()
        with self.store.writing(command, project=project, as_of_utc=self.as_of, rules=rules, dry_run=dry_run) as commit:
            yield commit

    def bring_up(self) -> None:
        """What an earlier telebatch wrote otherwise is written as today's would, before anything is added to it."""
        if is_older(self.store, PEOPLE) or is_older(self.store, SUPPRESSIONS):
            variants = han_variants_of(self.shipped.characters)
            forms = company_forms_of({"companies.toml": self.settings.companies}, variants)
            keys_anew(self.store, forms, self.as_of)

    def recorded(self, at_batch: int | None = None) -> Settings | None:
        """The settings the fold acts on: the snapshot of the latest live batch that recorded one; None before any."""
        texts = self.store.snapshot(at_batch=at_batch)
        return None if texts is None else self.settings_written(texts)

    def settings_written(self, texts: Mapping[str, str]) -> Settings:
        """The settings of a snapshot's texts.

        Raises:
          SettingsWrong: They do not fit together.
        """
        return self.settings if dict(texts) == dict(self.settings.texts) else load(texts)


#: Workspace, shipped rules → the settings and what a person should look at.
Reader = Callable[[Path, Shipped], tuple[Settings, tuple[Mistake, ...]]]


def read_settings(root: Path, rules: Shipped) -> tuple[Settings, tuple[Mistake, ...]]:
    """The settings as every command needs them; what one room alone reads is proved when it reads it."""
    del rules
    return load_with_warnings(read_texts(root))


@dataclass(frozen=True)
class Asked:
    """What the command line says of the house itself; null: not said.

    Attributes:
      workspace: The folder; else the nearest one above.
      as_of: The clock, as written; else now.
      lock_timeout_seconds: How long to wait for another command; else as the workspace says.
    """

    workspace: Path | None = None
    as_of: str | None = None
    lock_timeout_seconds: float | None = None


def open_house(start: Path, asked: Asked, *, now: datetime, read: Reader = read_settings) -> House:
    """Finds the workspace, loads and checks its settings, opens its store for reading.

    Args:
      read: How the settings are read.

    Raises:
      WrongUsage: No workspace, or an unreadable `--as-of`.
      SettingsWrong: With every mistake of every file.
    """
    root, rules = find_workspace(start, asked.workspace), shipped()
    settings, warnings = read(root, rules)
    centre, patience = settings.workspace, asked.lock_timeout_seconds
    clock = instant(asked.as_of, ZoneInfo(centre.zone)) if asked.as_of else now
    store = open_store(
        root / centre.store,
        workspace=root,
        lock_timeout_seconds=centre.lock_timeout_seconds if patience is None else patience,
    )
    return House(root, settings, warnings, store, rules, clock.astimezone(UTC))


def instant(text: str, zone: ZoneInfo, place: str = "--as-of") -> datetime:
    """An ISO date or time as an instant; without an offset it stands in the zone given.

    Args:
      place: The option that said it.

    Raises:
      WrongUsage: Not a date or time.
    """
    try:
        read = datetime.fromisoformat(text)
        if read.year not in YEARS:
            raise ValueError("year")
    except ValueError:
        raise WrongUsage(
            f"cannot read the time {text[:32]!r}",
            place=place,
            remedy="write it as 2026-11-23T08:00+09:00",
        ) from None
    return read if read.tzinfo else read.replace(tzinfo=zone)


def merged_texts(recorded: Mapping[str, str] | None, today: Mapping[str, str], project: str) -> dict[str, str] | None:
    """The snapshot a batch of a new project records: what was recorded, that project's own file and the import layouts.

    Edits of other files wait for `classify`: a morning's list must not silently decide last month again.

    Returns:
      None where the recorded snapshot already knows the project.
    """
    name = f"projects/{project}.toml"
    if recorded is None:
        return dict(today)
    if name in recorded:
        return None
    # A layout says how a queue is written, not what happened: the new project may name one written since.
    layouts = {file: text for file, text in today.items() if file.startswith("layouts/")}
    return {**recorded, **layouts, name: today[name]}


def settings_of(house: House, texts: Mapping[str, str] | None) -> Settings | None:
    """The settings a commit records, from `merged_texts`; null where it records none.

    Raises:
      SettingsWrong: A new project needs what stands in another file since results were last decided on.
    """
    if texts is None:
        return None
    try:
        return house.settings_written(texts)
    except SettingsWrong as wrong:
        # Today's files fit together: only those of the recorded snapshot do not.
        raise SettingsWrong(
            "the project needs what was edited since results were last decided on",
            remedy="run telebatch classify, then this again",
            more=wrong.mistakes,
        ) from None
