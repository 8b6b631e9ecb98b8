"""How many numbers must be compared with a register before anybody calls them, and is its answer awaited?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from telebatch.model.project import Project
from telebatch.pipeline.care.scrub import days_of, due_numbers, has_unanswered
from telebatch.pipeline.house import House
from telebatch.pipeline.registers import Register, register_of
from telebatch.store import View


@dataclass(frozen=True)
class ScrubDue:
    """Numbers due today.

    Attributes:
      register: As `--register` takes it.
      numbers: Of one project's leads.
      is_sent: An export waits for its answer.
    """

    register: str
    numbers: int
    is_sent: bool

    @property
    def remedy(self) -> str:
        """The command that does the next step."""
        take = f"telebatch suppress import ANSWER --scrub --register {self.register}"
        return take if self.is_sent else f"telebatch suppress export --register {self.register}"


def scrubs_due(house: House, known: View, project: Project) -> tuple[ScrubDue, ...]:
    """One entry per register that calling rules of the project ask for and that has numbers due today."""
    found = []
    for register in _registers(house, project):
        day = days_of(house, register.region)[1]
        due = due_numbers(house, known, register, day, projects=(project.name,)).height
        if due:
            found.append(ScrubDue(register.name, due, has_unanswered(known, register)))
    return tuple(found)


def _registers(house: House, project: Project) -> Iterator[Register]:
    """Each once, however many of the project's packs ask for it."""
    packs = [house.settings.packs[name] for name in project.calling.packs if name in house.settings.packs]
    asking = [pack.name for pack in packs if pack.register and pack.scrub_days is not None]
    yield from {register.name: register for register in (register_of(house, name) for name in asking)}.values()
