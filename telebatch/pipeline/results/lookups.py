"""What may the rows of a result file be matched with? Only what the file asks for is looked up."""

from __future__ import annotations

from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import replace

import polars as pl

from telebatch.ingest import Asked, Known, Lookups
from telebatch.model.tables import ATTEMPTS, LEADS, LISTED, NUMBERS, ORDERS, PEOPLE, RELEASED
from telebatch.model.words import LeadSource
from telebatch.normalise.phones import phones
from telebatch.pipeline.house import House
from telebatch.pipeline.known.knowledge import once
from telebatch.pipeline.known.live_lists import taken_off
from telebatch.pipeline.results.clients_keys import clients_keys
from telebatch.pipeline.results.result_file import ResultFile
from telebatch.pipeline.results.source_rules import region_of
from telebatch.pipeline.rules import phone_table
from telebatch.state import NUMBERS_WANTED, numbers_at_hand, people_now
from telebatch.store import FEW_KEYS, Marks, View


def lookups_for(house: House, known: View, file: ResultFile, beside: Executor, former: View | None = None) -> Known:
    """Everything rows may be matched with, as it stands before their file.

    Args:
      beside: Does there what nothing waits for at once.
      former: Where people of lists that are undone still have the numbers and names that are nobody's without them;
        null: these are nobody's.
    """

    def looked_up(asked: Asked) -> Lookups:
        named, numbers = _named_and_numbers(house, known, file, asked)
        is_named = asked.lead_told.is_in(named.get_column("lead_key").implode()).fill_null(value=False)
        doubted = clients_keys(known, asked, named, numbers.get_column("number").head(is_named.len()))
        is_named = is_named.scatter(doubted, False) if doubted.len() else is_named
        if named.height <= FEW_KEYS:
            around = _around(known, named.get_column("person_key"), numbers.get_column("number"))
            beside.submit(_look_ahead, known, around)
        # Where every row names a lead that is known, only the shifts of its queue rows are asked for beside.
        if is_named.all():
            return Lookups(
                leads=named.lazy(), released=_released(_queued(known, asked)), numbers_of_text=numbers.lazy()
            )
        return replace(_by_every_road(known, asked, named, (numbers, is_named), former), doubted=doubted)

    return looked_up


def _named_and_numbers(house: House, known: View, file: ResultFile, asked: Asked) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The leads that rows name, and the number that each text stands for.

    Where projects call several countries and the file's source tells none, a row's number is read as its lead's
    project reads it: a sheet is one project's, wherever it lies.
    """
    usual, homes = (
        region_of(house, file),
        {one.name: one.accept.home_region for one in house.settings.projects.values()},
    )
    if file.source.region or set(homes.values()) <= {usual}:
        with ThreadPoolExecutor(1) as abreast:
            reading = abreast.submit(_numbers_of_text, house, known, asked.number_texts, usual)
            named = _leads(known, "lead_key", asked.lead_keys)
        return named, reading.result()
    named = _leads(known, "lead_key", asked.lead_keys)
    home = pl.col("project").replace_strict(homes, default=usual, return_dtype=pl.String)
    of_lead = named.select(lead_told="lead_key", region=home)
    told = asked.lead_told.rename("lead_told").to_frame()
    regions = told.join(of_lead, on="lead_told", how="left", maintain_order="left").get_column("region")
    # Texts beside the rows' own numbers, of persons named in the talk: as most of the rows.
    rest = regions.drop_nulls().mode().sort().head(1).to_list() or [usual]
    beside = pl.Series("region", rest).new_from_index(0, asked.number_texts.len() - regions.len())
    return named, _numbers_of_text(house, known, asked.number_texts, pl.concat([regions.fill_null(usual), beside]))


def _by_every_road(
    known: View, asked: Asked, named: pl.DataFrame, told: tuple[pl.DataFrame, pl.Series], former: View | None
) -> Lookups:
    """Other roads are looked up for the rows alone that name no known lead.

    Args:
      told: Numbers of texts as asked, and which rows name a known lead.
    """
    numbers_of_text, is_named = told
    of_rows = numbers_of_text.get_column("number").head(is_named.len())
    owners = owners_of(known, of_rows.filter(~is_named))
    if former is not None:
        owners = pl.concat([owners, _listed_owners(former, of_rows.filter(~is_named), owners)])
    queued = _queued(known, asked)
    orders = (former or known).scan(ORDERS).filter(pl.col("order_no").is_in(asked.order_nos.implode()))
    orders = orders.select("order_no", "lead_key").drop_nulls().unique().collect().lazy()
    others = pl.concat([queued.select("lead_key"), orders.select("lead_key")]).collect().to_series()
    leads = pl.concat(
        [named, _leads(known, "lead_key", others), _leads(known, "person_key", owners.get_column("person_key"))]
    ).unique("lead_key")
    names = Lookups().names
    if asked.has_names:
        leads = _leads(known, None, others)
        names = _names(known, leads)
        if former is not None:
            names = pl.concat([names, _names(former, leads).join(names, on=["name", "project"], how="anti")])
    released = pl.concat([queued, known.scan_keys(RELEASED, "lead_key", leads.get_column("lead_key"))])
    return Lookups(
        leads=leads.lazy(),
        undone=_undone(known, leads),
        referred=leads.lazy().filter(pl.col("source") == str(LeadSource.REFERRAL)).select("lead_key"),
        numbers=owners.lazy(),
        released=_released(released),
        orders=orders,
        names=names,
        numbers_of_text=numbers_of_text.lazy(),
    )


def _around(known: View, persons: pl.Series, numbers: pl.Series) -> pl.Series:
    """The persons of a small file, and whoever had a number of theirs or of the file's; asked again in the fold."""
    everyone = known.everything()
    held = everyone.scan_keys(NUMBERS, "person_key", persons).select("number").collect().to_series()
    had = everyone.scan_keys(NUMBERS, "number", pl.concat([numbers, held])).select("person_key").collect().to_series()
    return pl.concat([persons, had])


def _look_ahead(known: View, persons: pl.Series) -> None:
    """What the fold will ask of a few persons' leads; it is kept, and found there again."""
    leads = _leads(known, "person_key", persons).get_column("lead_key")
    for table in (ATTEMPTS, LISTED):
        known.scan_keys(table, "lead_key", leads)


def _queued(known: View, asked: Asked) -> pl.LazyFrame:
    return known.scan(RELEASED).filter(pl.col("queue").is_in(asked.queues.implode()))


def _released(rows: pl.LazyFrame) -> pl.LazyFrame:
    return rows.select("queue", "position", "lead_key", "shift", "shift_on", "number")


def _leads(known: View, column: str | None, keys: pl.Series) -> pl.DataFrame:
    """`lead_key` (unique), `person_key`, `project`, `source` of leads ever made, by a key or all."""
    everyone = known.everything()
    rows = everyone.scan(LEADS) if column is None else everyone.scan_keys(LEADS, column, keys)
    return once(rows.select("lead_key", "person_key", "project", "source").collect(), "lead_key")


def owners_of(known: View, numbers: pl.Series) -> pl.DataFrame:
    """`number`, `person_key` of everybody whose number it is; of a number that is nobody's today, whose it was.

    A list that brings new numbers may be taken in before the results of calls at the old ones.
    """
    held = pl.col("number").is_in(numbers.drop_nulls().unique().implode())
    ever = known.scan_keys(NUMBERS, "number", numbers).select("person_key").unique().collect().to_series()
    ever = ever.filter(~ever.is_in(taken_off(known, "person_key", ever).implode()))
    rows = known.scan_keys(NUMBERS, "person_key", ever).select(NUMBERS_WANTED).collect()
    pairs = [own.filter(held).select("number", "person_key").unique() for own in (numbers_at_hand(rows), rows)]
    return pl.concat([pairs[0], pairs[1].join(pairs[0], on="number", how="anti")])


def _names(known: View, leads: pl.DataFrame) -> pl.LazyFrame:
    people = people_now(known.scan(PEOPLE)).select("person_key", pl.col("person").alias("name"))
    return leads.lazy().join(people, on="person_key").select("name", "project", "lead_key").drop_nulls("name")


def _listed_owners(former: View, numbers: pl.Series, owners: pl.DataFrame) -> pl.DataFrame:
    """`number`, `person_key` of people whom a list brought, of numbers without owner."""
    theirs = owners_of(former, numbers).join(owners, on="number", how="anti")
    leads = former.scan_keys(LEADS, "person_key", theirs.get_column("person_key"))
    listed = leads.filter(pl.col("source") == str(LeadSource.LIST)).select("person_key").collect()
    return theirs.join(listed, on="person_key", how="semi")


def _undone(known: View, leads: pl.DataFrame) -> pl.LazyFrame:
    """`lead_key` of leads that no live batch tells of."""
    if not known.undone:
        return Lookups().undone
    live = known.scan_keys(LEADS, "lead_key", leads.get_column("lead_key")).select("lead_key").collect()
    return leads.lazy().select("lead_key").join(live.lazy(), on="lead_key", how="anti")


def _numbers_of_text(house: House, known: View, texts: pl.Series, regions: pl.Series | str) -> pl.DataFrame:
    """Text → number; what stands for it where the number was forgotten, for its calls are counted all the same."""
    read_cells = phones(texts, regions, phone_table(house.shipped.phones))
    numbers = read_cells.filter(pl.col("nth") == 0).get_column("number")
    stand_ins = Marks.of(known).stand_ins(numbers)
    return pl.DataFrame({"text": texts, "number": numbers.replace(stand_ins) if stand_ins else numbers})
