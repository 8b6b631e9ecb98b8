"""The main job, from contact list to review report, as the README promises it."""

import shutil
import subprocess
import sys

import pytest

from tests.flow.centre import ROOT, bytes_of, telebatch
from tests.golden import GOLDEN, golden_of

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    folder = tmp_path_factory.mktemp("a path with spaces") / "demo"
    code, out, err = telebatch("demo", folder, cwd=folder.parent)
    assert code == 0, err[-2000:]
    return folder, out


def test_the_demo_ends_with_reports_queues_and_lists(demo):
    folder, out = demo
    assert "index.html" in out
    for name in ("reports/index.html", "reports/study-card/2026-W47.html", "queues/2026-11-23/manifest.json"):
        assert (folder / name).is_file()
    assert list((folder / "queues/2026-11-23").rglob("*.xlsx"))


def test_the_demo_again_gives_the_same_bytes_whatever_the_number_of_threads(demo, tmp_path):
    again = tmp_path / "demo"
    code, _, err = telebatch("demo", again, cwd=tmp_path, threads=1)
    assert code == 0, err[-2000:]
    first, second = bytes_of(demo[0]), bytes_of(again)
    assert sorted(first) == sorted(second)
    assert {name for name in first if first[name] != second[name]} == set()


def test_the_demo_gives_the_golden_results(demo):
    kept = {
        str(path.relative_to(GOLDEN)): path.read_text(encoding="utf-8") for path in GOLDEN.rglob("*") if path.is_file()
    }
    given = golden_of(demo[0])
    assert sorted(given) == sorted(kept), "run: make golden, and read the difference"
    assert {name for name in kept if kept[name] != given[name]} == set(), "run: make golden, and read the difference"


def test_the_store_of_the_demo_is_sound_and_its_state_is_the_fold_of_all_facts(demo):
    code, out, err = telebatch("store", "check", cwd=demo[0])
    assert code == 0, out + err
    assert "leads_differing" in out


def test_the_wheel_installed_elsewhere_runs_the_same_demo(demo, tmp_path):
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path / "dist"],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    place = tmp_path / "elsewhere"
    installed = ["pip", "install", "--quiet", "--no-deps", "--no-index", "--disable-pip-version-check"]
    subprocess.run([sys.executable, "-m", *installed, "--target", place, wheel], check=True, capture_output=True)
    code, _, err = telebatch("demo", tmp_path / "demo", cwd=tmp_path, path=place)
    assert code == 0, err[-2000:]
    assert bytes_of(tmp_path / "demo") == bytes_of(demo[0])


@pytest.mark.skipif(not shutil.which("chromium"), reason="no browser here")
def test_the_report_opens_in_a_browser_without_asking_for_anything_else(demo, tmp_path):
    page = demo[0] / "reports/study-card/2026-W47.html"
    ended = subprocess.run(
        [
            "chromium",
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            f"--user-data-dir={tmp_path}",
            "--dump-dom",
            f"file://{page}",
        ],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert "<h1" in ended.stdout
    assert "Refused to" not in ended.stderr
