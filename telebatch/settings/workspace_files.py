"""Where is the workspace, and what did people write in it? The only part of settings that reads their disk."""

from __future__ import annotations

import difflib
import os
import shutil
from pathlib import Path
from types import MappingProxyType

from telebatch.model.errors import InputRefused, Mistake, WrongUsage
from telebatch.settings.pages import refuse
from telebatch.settings.shipped import shipped

_CENTRE = "telebatch.toml"
_SINGLE = (_CENTRE, "agents.toml", "calendar.toml", "roster.csv")
_FOLDERS = ("projects", "sources", "formats", "codes", "titles", "layouts")
_ENDINGS = MappingProxyType({"templates": ".j2"})
_FOLDERS_READ = (*_FOLDERS, *_ENDINGS)
_INIT = "run `telebatch init` for a new one, or give --workspace DIR"


def find_workspace(start: Path, given: Path | None) -> Path:
    """The workspace given, else the nearest folder from `start` upwards that holds telebatch.toml.

    Raises:
      WrongUsage: There is none, or the folder given is none.
    """
    if given is not None:
        if not (given / _CENTRE).is_file():
            raise WrongUsage(f"{given.name or given} is no workspace: it holds no {_CENTRE}", remedy=_INIT)
        return given.resolve()
    here = start.resolve()
    for folder in (here, *here.parents):
        if (folder / _CENTRE).is_file():
            return folder
    raise WrongUsage(f"no workspace here: neither this folder nor one above holds {_CENTRE}", remedy=_INIT)


def where_it_lies(path: Path) -> Path:
    """The whole path of a file that may not be there."""
    # Links that lead to each other lead nowhere: reading tells that.
    return Path(os.path.realpath(path))


def shown_in(workspace: Path, path: Path) -> str:
    """The path as messages and outputs show it: relative to the workspace where it lies inside, else its name."""
    whole, workspace = where_it_lies(path), workspace.resolve()
    return str(whole.relative_to(workspace)) if whole.is_relative_to(workspace) else path.name


def read_texts(workspace: Path) -> dict[str, str]:
    """Every file people write, as relative path with / → text, by path; hidden files are passed.

    Raises:
      SettingsWrong: Files that cannot be opened or are not UTF-8, all at once.
    """
    texts, mistakes = readable_texts(workspace)
    refuse(mistakes)
    return texts


def readable_texts(workspace: Path) -> tuple[dict[str, str], tuple[Mistake, ...]]:
    """As `read_texts`, and the files that cannot be opened or are not UTF-8, which are not among the texts."""
    found = [workspace / name for name in _SINGLE if (workspace / name).is_file()]
    for folder in _FOLDERS:
        found += _written(workspace / folder, "*.toml")
    found += _written(workspace / "templates", "*.j2")
    texts: dict[str, str] = {}
    mistakes: list[Mistake] = []
    for file in found:
        name = file.relative_to(workspace).as_posix()
        try:
            texts[name] = _decoded(file.read_bytes())
        except OSError as refusal:
            mistakes.append(
                Mistake(f"cannot be opened: {refusal.strerror}", name, "give yourself the right to read it")
            )
        except UnicodeDecodeError as refusal:
            line = refusal.object.count(b"\n", 0, refusal.start) + 1
            mistakes.append(Mistake("is not UTF-8", f"{name}:{line}", "save the file as UTF-8 (in Excel: CSV UTF-8)"))
    return dict(sorted(texts.items())), tuple(mistakes)


def unread_files(workspace: Path) -> tuple[Mistake, ...]:
    """What somebody may have meant to be read and nobody reads: a slip in a name, or a wrong ending."""
    found = []
    for place in sorted(workspace.iterdir()):
        known = _FOLDERS_READ if place.is_dir() else _SINGLE
        if place.name not in known and place.name[0] not in ".~" and (near := _almost(place.name, known)):
            found.append(Mistake("nobody reads this", place.name, f"did you mean {near}?"))
    for folder, ending in ((name, _ENDINGS.get(name, ".toml")) for name in _FOLDERS_READ):
        for file in sorted((workspace / folder).glob("*")):
            if file.is_file() and file.name[0] not in ".~" and not file.name.endswith(ending):
                remedy = f"its name has to end in {ending}, or move it elsewhere"
                found.append(Mistake("nobody reads this", f"{folder}/{file.name}", remedy))
    return tuple(found)


def _almost(name: str, known: tuple[str, ...]) -> str:
    near = difflib.get_close_matches(name.casefold(), known, n=1, cutoff=0.8)
    return near[0] if near else ""


def _written(folder: Path, pattern: str) -> list[Path]:
    return [file for file in folder.glob(pattern) if file.is_file() and file.name[0] not in ".~"]


def _decoded(raw: bytes) -> str:
    """UTF-8 with or without a byte order mark, line ends made one."""
    return raw.decode("utf-8-sig").replace("\r\n", "\n")


def init_workspace(target: Path, *, language: str) -> tuple[Path, ...]:
    """A working workspace in a new or empty folder, copied from the shipped example.

    Args:
      target: The folder; made where it does not exist.
      language: Of messages, guides and reviews: ko or en.

    Returns:
      The files written, relative to the folder, in order.

    Raises:
      InputRefused: The folder holds something already, or is a file.
    """
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise InputRefused(f"{target.name or target} is not empty", remedy="give the name of a new folder")
    # copyfile: the package's own files may be read-only, and lists of people are for their owner alone.
    shutil.copytree(shipped().samples / "workspace", target, dirs_exist_ok=True, copy_function=shutil.copyfile)
    for place in (target, *target.rglob("*")):
        place.chmod(0o700 if place.is_dir() else 0o600)
    centre = target / _CENTRE
    text = centre.read_text(encoding="utf-8")
    centre.write_text(text.replace('language = "ko"', f'language = "{language}"'), encoding="utf-8", newline="\n")
    return tuple(file.relative_to(target) for file in sorted(target.rglob("*")) if file.is_file())
