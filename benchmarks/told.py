"""What a benchmark found, as a table a person reads."""

from dataclasses import dataclass

from benchmarks.timing import Run


@dataclass(frozen=True)
class Line:
    """One runner: its median run over so many rows."""

    name: str
    rows: int
    run: Run


@dataclass(frozen=True)
class Told:
    """A bench: its runners, the first of which is the floor, and the steps of the product's run.

    Attributes:
      steps: Step → wall seconds, processor seconds, peak MiB when it ended.
    """

    title: str
    lines: tuple[Line, ...]
    steps: dict[str, list[float]]

    def __str__(self) -> str:
        """Rows per second and ratios are per row, so that runners over fewer rows compare."""
        floor = self.lines[0]
        head = (
            f"{'':26}{'rows':>12}{'seconds':>9}{'x floor':>9}{'cpu s':>8}{'x floor':>9}{'rows/s':>12}{'peak MiB':>10}"
        )
        rows = [self._row(line, floor) for line in self.lines]
        if not self.steps:
            return "\n".join([f"\n{self.title}", head, *rows])
        steps = [f"  {name:30}{wall:8.2f}{cpu:8.2f}{peak:10.0f}" for name, (wall, cpu, peak) in self.steps.items()]
        return "\n".join(
            [f"\n{self.title}", head, *rows, "", f"  {'step':30}{'seconds':>8}{'cpu s':>8}{'peak MiB':>10}", *steps]
        )

    @staticmethod
    def _row(line: Line, floor: Line) -> str:
        share = floor.rows / line.rows
        wall = line.run.seconds / floor.run.seconds * share
        cpu = line.run.cpu_seconds / floor.run.cpu_seconds * share
        return (
            f"{line.name:26}{line.rows:12,}{line.run.seconds:9.2f}{wall:9.2f}{line.run.cpu_seconds:8.1f}{cpu:9.2f}"
            f"{line.rows / line.run.seconds:12,.0f}{line.run.peak_mib:10.0f}"
        )
