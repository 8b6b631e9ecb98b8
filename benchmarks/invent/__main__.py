"""Invents the sample lists, then lives through the demo and invents each result file when its turn has come.

python -m benchmarks.invent            writes sample_lists/workspace/{lists,inbox}
"""

import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import polars as pl

from benchmarks.invent import lists, results

SAMPLES = Path(__file__).resolve().parents[2] / "sample_lists"
_DAYS = ("2026-11-11", "2026-11-12", "2026-11-13", "2026-11-16", "2026-11-17", "2026-11-20")
_CALLS = (22, 26, 24, 30, 28, 26)


def main() -> None:
    """Makes every sample file again; the same seed gives the same files."""
    home = SAMPLES / "workspace"
    for folder in ("lists", "inbox"):
        shutil.rmtree(home / folder, ignore_errors=True)
    _first_lists(home / "lists")
    with tempfile.TemporaryDirectory() as scratch:
        house = Path(scratch) / "house"
        _telebatch(["init", str(house)])
        world = _World(house, home)
        for line in (SAMPLES / "demo.txt").read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                world.live(shlex.split(line))


def _first_lists(folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "academies-2026-11.csv").write_bytes(lists.academies(160, 11))
    lists.english_workbook(folder / "partner-academies.xlsx", 60, 12)
    (folder / "health-members.csv").write_bytes(lists.consumers(180, 13))
    (folder / "do-not-call.csv").write_bytes(lists.suppressions(14, range(1, 160)))


class _World:
    """A workspace that runs the demo, and the people around it who write files."""

    def __init__(self, house: Path, home: Path) -> None:
        self.house, self.home = house, home
        self.dialer: results.Dialer | None = None

    def live(self, arguments: list[str]) -> None:
        """Runs one line; a file it names that nobody has written yet is invented first."""
        for argument in arguments:
            if argument.startswith(("inbox/", "lists/")) and not (self.home / argument).exists():
                self._invent(argument)
        _telebatch([*arguments, "--quiet"], self.house)

    def _invent(self, name: str) -> None:
        target = self.home / name
        target.parent.mkdir(parents=True, exist_ok=True)
        day = "".join(sign for sign in target.stem if sign.isdigit())[:8]
        on = f"{day[:4]}-{day[4:6]}-{day[6:8]}"
        if "catalogue" in name:
            target.write_bytes(lists.catalogue_log(15, self._leads("academies")))
        elif "register" in name:
            target.write_bytes(lists.register_answer(15, self._sent()))
        elif "vicidial" in name:
            target.write_bytes(self._export(on))
        elif "orders" in name:
            target.write_bytes(results.orders(self._dialer(), on))
        elif "team-sheet" in name:
            target.write_bytes(results.team_sheet(self._leads("academies").tail(30), on, 21))
        else:
            self._fill(target, on)
        (self.house / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(target, self.house / name)

    def _leads(self, name: str) -> pl.DataFrame:
        found = sorted((self.house / "lists" / name).glob("*/callable.csv"))
        return pl.read_csv(found[0], infer_schema=False).sort("lead_id")

    def _sent(self) -> list[str]:
        (export,) = sorted((self.house / "scrubs").glob("KR-*.csv"))
        return pl.read_csv(export, infer_schema=False).to_series().to_list()

    def _dialer(self) -> results.Dialer:
        if self.dialer is None:
            leads = pl.concat([self._leads("academies").head(-30), self._leads("partners")])
            self.dialer = results.Dialer(leads, 17)
            for day, calls in zip(_DAYS, _CALLS, strict=True):
                self.dialer.day(day, calls)
        return self.dialer

    def _export(self, on: str) -> bytes:
        """Each export holds its own day and the two working days before; one corrects, one brings an unknown code."""
        upto = [day for day in _DAYS if day <= on][-3:]
        return self._dialer().export(
            upto,
            corrects="2026-11-12" if on == "2026-11-13" else "",
            unknown="2026-11-20" if on == "2026-11-20" else "",
        )

    def _fill(self, target: Path, on: str) -> None:
        shift = target.stem.removeprefix("health-")
        sheets = sorted((self.house / "queues" / shift).rglob("*.xlsx"))
        frames = [pl.read_excel(sheet, sheet_id=1, infer_schema_length=0) for sheet in sheets]
        results.filled_call_sheet(pl.concat(frames, how="diagonal"), target, shift, int(on[-2:]))


def _telebatch(arguments: list[str], folder: Path | None = None) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "telebatch", *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(SAMPLES.parent)},
        cwd=folder,
    )
    if ended.returncode not in {0, 5}:
        raise SystemExit(f"telebatch {' '.join(arguments)} ended with {ended.returncode}:\n{ended.stderr[-2000:]}")
    print(" ".join(arguments[:6]), "→", ended.returncode)


if __name__ == "__main__":
    main()
