"""Source columns become ours: which hold what, without blanks at their edges, null where nothing stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

import polars as pl

from telebatch.model.cell_words import YesNo
from telebatch.model.records import LINE, RECORD, ColumnMap
from telebatch.normalise.emails import emails, with_other_columns
from telebatch.normalise.names import yes_no
from telebatch.normalise.repeated import over_distinct
from telebatch.normalise.sizes import head_count

_TEXTS = (
    "record_key", "person", "title", "department", "company", "email", "address", "postcode", "city", "language",
    "memo",
)  # fmt: skip
#: Nothing is judged by these: where a list has none they stay without a type and take no room.
_PASSIVE = frozenset({"address", "postcode", "city", "memo"})
_JUDGED = ("company_size", "consent")
#: Canonical columns that a list is read for, beside the country.
_READ = (*_TEXTS, "surname", "given", *_JUDGED, "industry", "consent_on", "number")


#: Texts that say something in words of their own: of an answer, a number or a day `none` may be one.
_NAMING = (*_TEXTS, "surname", "given", "industry")
#: The role of a column in which an address goes on.
_REST = "rest"
#: Names are written in the order in which the list has them, which is that of its language.
_NAME_PARTS = ("surname", "given")
#: All e-mail cells of a row, where a list has several columns of them.
_EVERY = "_emails"
#: Letters of languages whose names begin with that of the family.
_EASTERN = r"[\p{Han}\p{Hangul}\p{Hiragana}\p{Katakana}]"


def asked(columns: ColumnMap) -> list[str]:
    """The columns that anything here is told from: the others need not be made."""
    told = (name for canonical in (*_READ, "country") for name in columns.sources.get(canonical, ()))
    return [*dict.fromkeys((RECORD, LINE, *told, *columns.handed_through))]


def own_columns(
    rows: pl.DataFrame, columns: ColumnMap, consent: YesNo, nothing: frozenset[str] = frozenset()
) -> pl.DataFrame:
    """Canonical columns as trimmed text, null where empty; phone columns under their own names.

    Args:
      consent: Words of the consent column.
      nothing: Words of a text that is as good as empty.
    """
    sources = {name: columns.sources.get(name, ()) for name in _READ}
    joined = {"person": _person(columns), "address": _address(columns), "memo": _memo(sources["memo"])}
    joined["title"] = _title(columns)
    texts = [joined.get(name, text_of(sources[name], passive=name in _PASSIVE)).alias(name) for name in _TEXTS]
    texts += [text_of(sources[name]).alias(name) for name in (*_JUDGED, "industry", "consent_on")]
    phones_written = [text_of((name,)).alias(name) for name in sources["number"]]
    if len(sources["email"]) > 1:
        texts.append(pl.concat_str(sources["email"], separator=" ", ignore_nulls=True).alias(_EVERY))
    beside = rows.select(LINE, _as_written(sources["number"]), _handed_through(columns))
    table = trimmed(rows, sources, nothing).select(RECORD, *texts, *phones_written).hstack(beside)
    size = _judged(table.get_column("company_size"), head_count, pl.Int64())
    agreed = _judged(table.get_column("consent"), lambda cell: yes_no(cell, consent), pl.Boolean())
    told = emails(table.get_column("email"))
    if _EVERY in table.columns:
        told = with_other_columns(told, table.get_column(_EVERY))
        table = table.drop(_EVERY)
    return table.with_columns(size, agreed, *told)


def unread_consents(rows: pl.DataFrame, columns: ColumnMap, told: pl.Series) -> dict[str, int]:
    """Cells of the consent column that say neither yes nor no, with how often each stands.

    Args:
      told: What each row says; null: nothing, or nothing that is known.
    """
    sources = columns.sources.get("consent", ())
    if not sources or not told.null_count():
        return {}
    cells = trimmed(rows.filter(told.is_null()), {"consent": sources}).select(text_of(sources).alias("consent"))
    return dict(cells.drop_nulls().to_series().value_counts().iter_rows())


def added_up(counts: Iterable[Mapping[str, int]]) -> Mapping[str, int]:
    """How often each cell stands in all pieces of a list."""
    whole: Counter[str] = Counter()
    for count in counts:
        whole.update(count)
    return MappingProxyType(whole)


def trimmed(
    rows: pl.DataFrame, sources: Mapping[str, tuple[str, ...]], nothing: frozenset[str] = frozenset()
) -> pl.DataFrame:
    """The columns that mean something, without blanks at their edges, null where nothing else is in them.

    Args:
      nothing: Words of nothing, as they may stand in names and other texts.
    """
    names = dict.fromkeys(name for columns in sources.values() for name in columns)
    bare = rows.select(RECORD, *(pl.col(name).str.strip_chars() for name in names))
    texts = {name for canonical in _NAMING for name in sources.get(canonical, ())}
    empty = ("", *sorted(nothing))
    return bare.with_columns(
        pl.when(~pl.col(name).is_in(empty) if name in texts else pl.col(name).ne("")).then(name) for name in names
    )


def _judged(cells: pl.Series, told: Callable[[pl.Expr], pl.Expr], kind: pl.DataType) -> pl.Series:
    """What is told of each cell; a column that the list does not have is not asked."""
    if cells.null_count() == cells.len():
        return pl.Series(cells.name, [None], dtype=kind).new_from_index(0, cells.len())
    return over_distinct(cells, lambda distinct: distinct.to_frame().select(told(pl.first())).to_series())


def text_of(sources: tuple[str, ...], *, passive: bool = False) -> pl.Expr:
    """The first column of several that says something, of `trimmed`."""
    if not sources:
        return pl.lit(None, dtype=pl.Null() if passive else pl.String())
    return pl.coalesce(sources)


def _person(columns: ColumnMap) -> pl.Expr:
    """The name column, else surname and given name; sheets of one file may have either.

    Of eastern names the surname stands first, of others last, whatever the order of the columns.
    A name column beside surnames alone holds the given name where the surname is not in it (Outlook: 이름, 성).
    """
    whole = columns.sources.get("person", ())
    parts = {name: text_of(columns.sources[name]) for name in _NAME_PARTS if columns.sources.get(name)}
    if not parts:
        return text_of(whole)
    if whole and list(parts) == ["surname"]:
        name, surname = text_of(whole), parts["surname"]
        order = pl.when(surname.str.contains(_EASTERN)).then(surname + " " + name).otherwise(name + " " + surname)
        return pl.when(name.str.contains(surname, literal=True)).then(name).otherwise(pl.coalesce(order, name, surname))
    eastern = pl.concat_str(parts.values(), separator=" ", ignore_nulls=True)
    western = pl.concat_str(list(parts.values())[::-1], separator=" ", ignore_nulls=True)
    joined = pl.when(eastern.str.contains(_EASTERN)).then(eastern).otherwise(western)
    return pl.coalesce(text_of(whole), pl.when(joined.ne("")).then(joined))


def _title(columns: ColumnMap) -> pl.Expr:
    """The title column, else what the heading of the names says that they are (`法定代表人`)."""
    told = [pl.when(pl.col(name).is_not_null()).then(pl.lit(title)) for name, title in columns.titles.items()]
    return pl.coalesce(text_of(columns.sources.get("title", ())), *told)


def _address(columns: ColumnMap) -> pl.Expr:
    """The first address that a row has, with what goes on in columns of its own (상세주소, address2)."""
    sources = columns.sources.get("address", ())
    rest = tuple(name for name in sources if columns.roles.get(name) == _REST)
    whole = text_of(tuple(name for name in sources if name not in rest), passive=not rest)
    if not rest:
        return whole
    # Some write the rest into the first column as well.
    more = (pl.when(~whole.str.ends_with(pl.col(name)).fill_null(value=False)).then(name) for name in rest)
    both = pl.concat_str([whole, *more], separator=" ", ignore_nulls=True)
    return pl.when(both.ne("")).then(both)


def _memo(sources: tuple[str, ...]) -> pl.Expr:
    """All memos of a row."""
    if len(sources) < 2:
        return text_of(sources, passive=True)
    every = pl.concat_str(sources, separator=" / ", ignore_nulls=True)
    return pl.when(every.ne("")).then(every)


def _as_written(sources: tuple[str, ...]) -> pl.Expr:
    """The number cells as the file has them; of no type where it has no number column."""
    if len(sources) < 2:
        return text_of(sources, passive=True).alias("as_written")
    return pl.concat_str(sources, separator=" / ", ignore_nulls=True).alias("as_written")


def _handed_through(columns: ColumnMap) -> pl.Expr:
    """Columns that mean nothing to us, as one JSON object; no type where the list has none."""
    if not columns.handed_through:
        return pl.lit(None, dtype=pl.Null()).alias("handed_through")
    return pl.struct(columns.handed_through).struct.json_encode().alias("handed_through")


def first_rows(records: pl.LazyFrame, count: int) -> pl.DataFrame:
    """So many of them, where there are as many; the rest of a list is not read."""
    found, height = [records.clear().collect()], 0
    for piece in records.collect_batches(chunk_size=count, maintain_order=True):
        found.append(piece)
        height += piece.height
        if height >= count:
            break
    return pl.concat(found).head(count)
