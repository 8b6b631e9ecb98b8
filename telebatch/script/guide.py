"""The call guide of one queue: opening that fits what the person received, dialogue, objections, ending."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from telebatch.model.project import Project
from telebatch.model.scripts import Objection, Part


@dataclass(frozen=True)
class Guide:
    """One call guide.

    Attributes:
      title: Project and stage.
      lines: Plain lines; a line that begins with "# " or "## " is a heading.
    """

    title: str
    lines: tuple[str, ...]

    def as_text(self) -> str:
        """Markdown, one newline at the end."""
        return "\n".join(self.lines) + "\n"


def guide(project: Project, stage: str, medium: str, words: Mapping[str, str]) -> Guide:
    """Lays out the script of one call step.

    Args:
      project: Its script and fields.
      stage: Name of the call step.
      medium: What these people really received; "" where nothing arrived.
      words: Wording of headings by key `guide.*`; a missing key shows itself.
    """
    step = next((step for step in project.call_steps if step.call == stage), None)
    part = project.script.calls.get((step.script if step else "") or stage, Part())
    title = f"{project.title} · {stage}"
    blocks = [
        [f"# {title}"],
        _section(words, "opening", [opening_for(project, medium), part.sender]),
        *(_section(words, f"stage.{name}", [text]) for name, text in part.stages.items()),
        _fields(project, words),
        _objections(project.script.objections, words),
        _section(words, "product_chain", [" → ".join(project.script.product_chain)]),
        _section(words, "ending", [part.ending]),
    ]
    lines = [line for block in blocks if block for line in (*block, "")]
    return Guide(title, tuple(lines[:-1]))


def opening_for(project: Project, medium: str) -> str:
    """The opening that speaks of the medium, else the cold one; "" where the project has none."""
    openings = {opening.medium: opening.text for opening in project.script.openings}
    return openings.get(medium) or openings.get("", "")


def _word(words: Mapping[str, str], key: str) -> str:
    return words.get(f"guide.{key}", key.removeprefix("stage."))


def _section(words: Mapping[str, str], key: str, texts: list[str]) -> list[str]:
    told = [line for text in texts if text for line in text.strip().splitlines()]
    return [f"## {_word(words, key)}", *told] if told else []


def _fields(project: Project, words: Mapping[str, str]) -> list[str]:
    """What every talk must bring back stands first, marked."""
    basic = project.goals.basic_information
    names = [*basic, *(name for name in project.fields if name not in basic)]
    told = list(_field_lines(project, names))
    return [f"## {_word(words, 'fields')}", *told] if told else []


def _field_lines(project: Project, names: list[str]) -> Iterator[str]:
    for name in names:
        field = project.fields.get(name)
        title = (field.title if field else "") or name
        choices = f" ({' / '.join(field.choices)})" if field and field.choices else ""
        yield f"- {title}{choices}{' *' if name in project.goals.basic_information else ''}"


def _objections(objections: tuple[Objection, ...], words: Mapping[str, str]) -> list[str]:
    """Agree, empathise, explain, ask: always in this order."""
    if not objections:
        return []
    told = [f"## {_word(words, 'objections')}"]
    for objection in objections:
        told.append(f"- “{objection.says}”")
        parts = (objection.agree, objection.empathise, objection.explain, objection.ask)
        told += [f"  {number}. {part}" for number, part in enumerate(parts, 1)]
    return told
