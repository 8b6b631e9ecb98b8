"""The golden results beside the sample lists: `python -m tests.golden OUT` runs the demo and writes them into OUT.

`make golden` writes them over the old ones; read the difference before you keep it.
"""

import json
import sys
import tempfile
from pathlib import Path

from tests.flow.centre import ROOT, telebatch

GOLDEN = ROOT / "sample_lists" / "golden"
#: What the demo must always give: decisions, queues, figures of reviews, and what became of every file's records.
KEPT = ("lists/*/*/summary.json", "queues/*/manifest.json", "reports/*/*.json")


def golden_of(folder):
    """Name → text of every golden result in the workspace of a finished demo."""
    found = {}
    for pattern in KEPT:
        for path in sorted(folder.glob(pattern)):
            found[str(path.relative_to(folder))] = _laid_out(json.loads(path.read_text(encoding="utf-8")))
    code, out, err = telebatch("batches", "list", cwd=folder)
    assert code == 0, err
    return found | {"batches.txt": out}


def _laid_out(told):
    """One line per value, so that a difference shows which figure moved."""
    return json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def main():
    """Runs the demo and writes its golden results."""
    out = Path(sys.argv[1])
    with tempfile.TemporaryDirectory() as scratch:
        code, _, err = telebatch("demo", Path(scratch) / "demo", cwd=scratch)
        assert code == 0, err
        for name, text in golden_of(Path(scratch) / "demo").items():
            (out / name).parent.mkdir(parents=True, exist_ok=True)
            (out / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
