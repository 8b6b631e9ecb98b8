"""docs/dialers.md: how a queue gets into a dialer, made from the shipped import layouts."""

from collections.abc import Iterator

from telebatch.model.layouts import QUEUE_VALUES, WRITINGS, Layout, LayoutColumn
from telebatch.settings import shipped

_HEAD = """# Loading a queue into a dialer

`split` writes each queue in the forms that the project names. Beside `csv`, `xlsx` and `parquet`
([queues.md](queues.md)) a form may be a dialer's import layout, which the dialer loads as it is:

```toml projects/fibre.toml
[queues]
format = ["vicidial", "xlsx"]

[queues.dialer]
list_id = "20261123"
numbers = "national"
```

The file stands beside the others: `queues/SHIFT/TYPE/MEDIA/fibre-first.vicidial.txt`. `[queues.dialer]` tells what the
layout asks for, all of it as text in quotes; `telebatch check` says what is missing or does not fit. `numbers` is one
of those the layout takes, the first where it is not told:

| numbers | what stands there |
|---|---|
"""
_RULES = """
The lead (`lead_id`) stands in a column that the dialer gives back where it gives one back, so `telebatch ingest` places
each call whatever number was dialled in the end; other dialers' rows find their lead by number, project and day. Files
are UTF-8 without a byte-order mark. Line breaks inside a cell, and delimiters where the dialer knows no quotes, become
blanks; a cell longer than the dialer keeps is cut; cells that a spreadsheet would run have one quote before them. What
was handed out stays as it is: whom must not be called any more stands in `withdraw.csv`, and has to be taken out of the
dialer. Where the layout knows the dialer's own file for that, it stands beside as `withdraw.NAME.txt`: VICIdial's
`VICIDIAL_UPDATE_leads_status_file.pl` takes it, and gives those leads the `withdrawn_status` of `[queues.dialer]`
(`WITHDR`), which the campaign must not dial. In every other dialer look the lead up by its `lead_id`, which stands in the
column that [the layout](#the-shipped-layouts) fills from it; Newfies-Dialer, which keeps it among additional variables,
takes the number into the campaign's do-not-call list.

A dialer that loads any table with a header, such as Cloud Dial, takes the `csv` as it is.

## A layout of your own

`layouts/NAME.toml` in the workspace has the form of the shipped ones, beside which it stands and wins; the keys are in
[settings.md](settings.md).

```toml layouts/desk.toml
title = "Our desk"
source = "its manual, page 12"
delimiter = ";"
numbers = ["national", "e164"]

[asks.pool]
means = "the pool of agents"
pattern = "[A-Z]{2}"

[[column]]
name = "Reference"
of = ["lead_id"]

[[column]]
name = "Phone"
of = ["number"]

[[column]]
name = "Pool"
asks = "pool"

[[column]]
name = "Note"
of = ["company", "title", "extension_words"]
longest = 80
```

The results of such a dialer are read by a format of your own ([formats.md](formats.md)), with `lead_id = "Reference"`
among its columns.

| a column's `of` may name | |
|---|---|
"""


def dialers_page() -> str:
    """The whole page."""
    lines = [f"{_HEAD.rstrip()}", *(f"| `{name}` | {told} |" for name, told in WRITINGS.items())]
    lines += [_RULES.rstrip(), *(f"| `{name}` | {told} |" for name, told in QUEUE_VALUES.items()), ""]
    lines += ["## The shipped layouts", ""]
    for name, layout in shipped().layouts.items():
        lines += [*_layout(name, layout), ""]
    return "\n".join(lines).rstrip("\n") + "\n"


def _layout(name: str, layout: Layout) -> Iterator[str]:
    yield from (f"### {name}", "", f"{layout.title}. Source: {layout.source}.", "")
    sign = {"\t": "tab"}.get(layout.delimiter, f"`{layout.delimiter}`")
    header = "with a header" if layout.header else "without a header"
    yield f"- `.{layout.ending}`, {header}, cells parted by {sign}, {'quoted' if layout.quotes else 'never quoted'}"
    yield f"- numbers: {', '.join(f'`{one}`' for one in layout.numbers)}"
    for key, asked in layout.asks.items():
        form = f", written like `{asked.pattern}`" if asked.pattern else ""
        yield f"- asks for `{key}`: {asked.means}{form}"
    if layout.results:
        yield f"- its results find their lead by `{_column_of_lead(layout)}`: {', '.join(layout.results)}"
    if told := layout.taking_out:
        cells = told.delimiter.join(f"`{column.name}`" for column in told.column)
        yield f"- takes leads out again by `withdraw.{name}.{told.ending}`: {cells}"
    yield from (f"- {note}" for note in layout.notes)
    yield from ("", "| column | filled from |", "|---|---|")
    yield from (f"| {place}. `{column.name}` | {_filled(column)} |" for place, column in enumerate(layout.column, 1))


def _column_of_lead(layout: Layout) -> str:
    return next(column.name for column in layout.column if "lead_id" in column.of)


def _filled(column: LayoutColumn) -> str:
    if column.asks:
        return f"`{column.asks}` of `[queues.dialer]`"
    told = ", ".join(f"`{value}`" for value in column.of) + (" as JSON" if column.as_json else "")
    cut = f", up to {column.longest} characters" if column.longest and column.of else ""
    return f"{told}{cut}" if column.of else (f'"{column.text}"' if column.text else "")
