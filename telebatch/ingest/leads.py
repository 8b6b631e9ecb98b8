"""Whose row is it: exactly one lead by its id, order, queue position, number or name, or none; never a guess."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from telebatch.ingest.asked import Lookups
from telebatch.model.places import places


def find_leads(rows: pl.DataFrame, lookups: Lookups) -> pl.DataFrame:
    """Finds each row's lead by the first road that is open to it.

    Args:
      rows: `record`, `lead_told`, `order_no`, `queue`, `position`, `number`, `name`, `project` (null: not told), `day`
        (local, of the call); key `row`, sorted by it, n rows.
      lookups: Known leads.

    Returns:
      row, lead_key (null: none or several), lead_project, fits (leads that fitted on the road taken; 0: none); n rows,
      in the order of `rows`.
    """
    by_id = _by_lead_id(rows, lookups)
    open_rows = rows.filter(by_id.get_column("fits") == 0)
    if open_rows.is_empty():
        return by_id
    roads: tuple[Callable[[pl.DataFrame, Lookups], pl.DataFrame], ...] = (
        _by_order_no,
        _by_position,
        _by_number,
        _by_name,
    )
    found = [_no_hits()]
    for road in roads:
        found.append(road(open_rows, lookups))
        open_rows = open_rows.join(found[-1], on="row", how="anti")
    hits = pl.concat(found)
    leads = lookups.leads.select("lead_key", pl.col("project").alias("lead_project"))
    known = leads.join(hits.lazy().select("lead_key").unique(), on="lead_key", how="semi").collect()
    others = hits.join(known, on="lead_key", how="left").select(by_id.columns)
    return pl.concat([by_id.join(others, on="row", how="anti"), others]).sort("row")


def _no_hits() -> pl.DataFrame:
    return pl.DataFrame(schema={"row": pl.Int64, "lead_key": pl.Int64, "fits": pl.Int32})


def _by_lead_id(rows: pl.DataFrame, lookups: Lookups) -> pl.DataFrame:
    """Every row with the lead its id names, if there is one; the shape that `find_leads` gives."""
    leads = lookups.leads.select("lead_key", "project").collect()
    place = places(rows.get_column("lead_told"), leads.get_column("lead_key"))
    place = place.set(rows.get_column("row").is_in(lookups.doubted.implode()), None)
    project = leads.get_column("project").gather(place) if leads.height else leads.clear(rows.height)["project"]
    return rows.select(
        "row",
        pl.when(place.is_not_null()).then("lead_told").alias("lead_key"),
        project.alias("lead_project"),
        place.is_not_null().cast(pl.Int32).alias("fits"),
    )


def _by_order_no(rows: pl.DataFrame, lookups: Lookups) -> pl.DataFrame:
    asked = rows.select("row", "order_no").drop_nulls()
    if asked.is_empty():
        return _no_hits()
    orders = lookups.orders.filter(pl.col("lead_key").is_not_null()).select("order_no", "lead_key").unique()
    return _hits(asked.lazy().join(orders, on="order_no"))


def _by_position(rows: pl.DataFrame, lookups: Lookups) -> pl.DataFrame:
    asked = rows.select("row", "queue", "position").drop_nulls()
    if asked.is_empty():
        return _no_hits()
    released = lookups.released.select("queue", "position", "lead_key")
    return _hits(asked.lazy().join(released, on=["queue", "position"]))


def _by_number(rows: pl.DataFrame, lookups: Lookups) -> pl.DataFrame:
    """Leads of the persons behind the number, within the row's project where it is told."""
    asked = rows.lazy().filter(pl.col("number").is_not_null()).select("row", "number", "project", "day")
    persons = lookups.numbers.select("number", "person_key").unique()
    leads = lookups.leads.select("person_key", "lead_key", "project")
    fitting = (
        asked.join(persons, on="number")
        .join(leads, on="person_key", suffix="_lead")
        .filter(pl.col("project").is_null() | (pl.col("project") == pl.col("project_lead")))
        .select("row", "lead_key", "day")
    )
    return _by_day(fitting, lookups)


def _by_name(rows: pl.DataFrame, lookups: Lookups) -> pl.DataFrame:
    """Only for rows without a number: a name beside an unknown number is no proof."""
    asked = rows.filter(pl.col("name").is_not_null() & pl.col("number").is_null()).lazy()
    asked = asked.select("row", _folded(pl.col("name")), "project", "day")
    names = lookups.names.select(_folded(pl.col("name")), pl.col("project").alias("project_lead"), "lead_key").unique()
    fitting = asked.join(names, on="name").filter(
        pl.col("project").is_null() | (pl.col("project") == pl.col("project_lead"))
    )
    return _by_day(fitting.select("row", "lead_key", "day"), lookups)


def _folded(name: pl.Expr) -> pl.Expr:
    return name.str.normalize("NFKC").str.to_lowercase().str.replace_all(r"[\s\p{Cf}]+", "").alias("name")


def _by_day(fitting: pl.LazyFrame, lookups: Lookups) -> pl.DataFrame:
    """Among several leads that fit, the one not undone, else released for the day of the call, else named in no talk.

    Only where there is just one. Whoever is named without a number of her own has the number called: a later row at it
    belongs to whom it belonged to before, in whatever order the files come.
    """
    hits = _hits(fitting.select("row", "lead_key").unique())
    if hits.filter(pl.col("fits") > 1).is_empty():
        return hits
    hits = _narrowed(hits, fitting.join(lookups.undone, on="lead_key", how="anti"))
    released = lookups.released.select("lead_key", pl.col("shift_on").alias("day")).unique()
    hits = _narrowed(hits, fitting.join(released, on=["lead_key", "day"], how="semi"))
    return _narrowed(hits, fitting.join(lookups.referred, on="lead_key", how="anti"))


def _narrowed(hits: pl.DataFrame, fitting: pl.LazyFrame) -> pl.DataFrame:
    """The hits, of several leads the one that fits here, if there is just one."""
    several = hits.lazy().filter(pl.col("fits") > 1).select("row")
    found = _hits(fitting.join(several, on="row", how="semi").select("row", "lead_key").unique())
    single = found.filter(pl.col("fits") == 1)
    return pl.concat([hits.join(single, on="row", how="anti"), single])


def _hits(pairs: pl.LazyFrame) -> pl.DataFrame:
    """(row, lead_key) pairs → one line per row: the lead where it is the only one, and how many fitted."""
    counted = pairs.group_by("row").agg(
        pl.col("lead_key").first().alias("only"), pl.col("lead_key").n_unique().cast(pl.Int32).alias("fits")
    )
    return counted.select("row", pl.when(pl.col("fits") == 1).then("only").alias("lead_key"), "fits").collect()
