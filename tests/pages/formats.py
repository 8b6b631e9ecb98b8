"""docs/formats.md: what a reader should know of every shipped result format, made from the profiles."""

from collections.abc import Iterable

from telebatch.ingest import Profile, told_of
from telebatch.ingest.columns import CANONICAL
from tests.ingest.ingest_samples import shipped

_HEAD = """# Result formats

Made from `telebatch/rules/formats/*.toml`; do not edit by hand (`make docs` writes it again).

`telebatch ingest` recognises a file by what its head shows. Where no format fits, or several do, the file is refused
and the answer names the nearest; `--format NAME` or a source's `format` settles it. `telebatch formats` lists every
format, and `telebatch formats try FILE` tells what `ingest` takes a file for and why, without showing a value of it. Of
a workbook every sheet with the format's columns is read, a sheet per agent or per day; a guide or a cover is left.

## A format of your own

These steps can be followed word for word in the workspace that `telebatch init` makes, or with your own project's name
in yours. A call finds its lead among the people of a list, so the list comes first:

```sh
telebatch prequalify lists/academies-2026-11.csv -p study-card
```

Say that your dialer writes this file, `inbox/desk/calls.csv`:

```csv
Dialled;When;Outcome Code;Secs;Operator
010-0009-5028;16.11.2026 10:05;OC-17;48;1001
010-0021-3813;16.11.2026 10:15;OC-03;0;1001
```

First ask what it is taken for. The answer shows its columns, each with the shape of a value (9 a digit, x a letter):

```sh
telebatch formats try inbox/desk/calls.csv
```

Nothing fits, so describe it in `formats/desk.toml`. `[recognise]` names what only this kind of file has, `[columns]`
which of its headers hold what, `[times]` how it writes an instant:

```toml formats/desk.toml
title = "Our desk's dialer"
source = "an export of our own dialer"

[recognise]
header = ["Dialled", "When", "Outcome Code"]

[columns]
number = "Dialled"
start = "When"
code = "Outcome Code"
talk = "Secs"
agent = "Operator"

[times]
formats = ["%d.%m.%Y %H:%M"]
```

Its codes mean nothing yet. `codes/desk.toml` says what each is ([codes](codes.md) has the leaves):

```toml codes/desk.toml
format = "desk"

[[code]]
code = "OC-17"
outcome = "call.refused"

[[code]]
code = "OC-03"
outcome = "call.no_answer"
```

`sources/desk.toml` belongs to the folder `inbox/desk`: which project its calls are of, and in which zone its times are:

```toml sources/desk.toml
kind = "results"
format = "desk"
zone = "Asia/Seoul"

[projects]
"*" = "study-card"
```

Then see that all of it is right and that the file is recognised, let the new codes hold, and take the file in:

```sh
telebatch check
telebatch formats try inbox/desk/calls.csv
telebatch classify
telebatch ingest inbox/desk/calls.csv
```

A format that differs little from a known one needs only the difference: `extends = "NAME"`, and the keys that change;
a `[recognise]` of its own replaces the lower one whole. Where both fit a file, the one that extends counts. VICIdial's
ALTERNATE_2 is such a case: its seven columns have the header of a local setting, so that only its owner can describe
it.

## The keys of a format

`[columns]` names which headers hold which of these columns (the first one present wins; case, blanks, `_` and `-` do
not count): {canonical}. In a file without a header (`headerless = true`) the headers are `c1`, `c2`, … in file order;
`recorded` is when a call's record was made, for calls without a start;
a source's `not_ours` uses the same names, as in `c4 = ["from-internal"]` for the context of an Asterisk file.

| key | says |
|---|---|
| `title`, `source` | what it is; where its description comes from |
| `kind` | `results`, `orders`, `callbacks`, `agent_time`, `call_sheet`, `corrections`, `touches`, or `contacts` \
(refused by its name) |
| `shape` | `row_per_call`; `row_per_lead_last`: one row per lead with its last result; `wide`: that for each \
number of the lead, headers with `*`; `echoed`: our own columns come back; `sheet`: our call sheet |
| `codes` | the name under which code maps know it; without it, its own |
| `recognise.header`, `.without` | headers that must all be there; of which none may be |
| `recognise.needs` | columns of which each must be found; `a\\|b` asks for either |
| `recognise.width`, `.delimiters` | permitted counts of cells in a record; permitted delimiters |
| `recognise.cells` | column number → pattern that every cell at the head of the file matches whole, for files \
without a header |
| `recognise.file_name`, `.not_file_name` | pattern the file's name holds; does not hold |
| `recognise.general` | looked at only where nothing special fits |
| `times.formats` | strftime patterns in order; `any` reads what people write |
| `times.zone` | `source`: the source's zone; `offset`: told in each value, by figures or by a word that has one \
meaning or is the source's own zone's (KST, GMT+9); or a name such as `UTC` |
| `times.day_first`, `.date_only` | 23/11 against 11/23, decided per column where not told; whether a bare date is \
its `shift` or its `end` |
| `units` | of talk, ring, wrap and so on: `seconds`, `milliseconds`, `minutes`, `clock` (0:03:10), `spoken` (3 min \
10 s) |
| `key` | the columns that name one call in the source's own words; where one is empty, a call is its lead and start |
| `inbound` | `column` and `pattern`: which rows came in |
| `not_a_call`, `not_a_call_without_start` | column → values of rows that tell of no call; of those that do where they \
tell no time either |
| `exported` | `file_name` and `format`: where the file's name tells when it was made |
| `headerless`, `wider_rows`, `may_lack` | the file has no header; rows may be wider than it; headers that may stand \
last and of which a row may lack the cell |
| `most_rows`, `doubly_encoded` | so many rows its system writes and then stops without a word; texts may be UTF-8 \
encoded twice |
| `beside`, `beside_begins` | headers it is known to have, or how they begin, from which nothing is taken; of any \
other unread column `ingest` says so |
| `restores`, `empties`, `notes` | quotes put before cells for spreadsheets are taken away; texts that stand for \
nothing; what a reader should know |

## The shipped formats

{contents}
"""


def formats_page() -> str:
    """The page in Markdown; profiles by name."""
    by_name = sorted(shipped().values(), key=lambda one: one.name)
    parts = [
        _HEAD.replace("{canonical}", ", ".join(f"`{name}`" for name in CANONICAL)).replace(
            "{contents}", "\n".join(f"- [{one.name}](#{one.name}): {one.title}" for one in by_name)
        )
    ]
    parts.extend("\n".join(_told(profile)) for profile in by_name)
    return "\n".join(parts)


def _told(profile: Profile) -> Iterable[str]:
    yield f"### {profile.name}"
    yield ""
    yield f"{profile.title}. Source: {profile.source}."
    yield ""
    yield from told_of(profile)
    yield ""
