"""A project that gets no place because another goes first is named."""

import pytest

from tests.pipeline.small import CALLS_ONLY, centre, told, write

ON, NOW = "2026-11-23", "2026-11-23T08:00"
ROWS = ["회사,담당자,직책,휴대폰", *(f"가온{{0}}학원{n},김하나{{0}}{n},원장,010-20{{0}}1-000{n}" for n in range(1, 4))]


@pytest.mark.parametrize(("hours", "named"), [("1", True), ("4", False)])
def test_a_project_without_a_place_is_named_with_what_shares_the_hours(tmp_path, hours, named):
    folder = centre(tmp_path)
    write(folder, "roster.csv", f"on,shift,agent,hours\n{ON},day,김하늘,{hours}\n")
    for n, name in enumerate(("cards", "fibre")):
        text = CALLS_ONLY.replace('name = "cards"', f'name = "{name}"').replace("capacity = 20", "leads_per_hour = 3")
        write(folder, f"projects/{name}.toml", text)
        path = write(folder, f"{name}.csv", "\n".join(ROWS).format(n))
        told(folder, "prequalify", path, "-p", name, as_of="2026-11-20T08:00")
    _, answer = told(folder, "split", "--on", ON, as_of=NOW)
    said = [note for note in answer["warnings"] if "has a place" in note]
    assert (
        said
        == [
            f"fibre: none of its 3 leads has a place in {ON}, for other projects go first; "
            "priority and capacity under [queues] share the agents' hours"
        ]
        * named
    )
