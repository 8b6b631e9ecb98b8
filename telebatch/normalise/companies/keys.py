"""One key for every spelling of a company's name: (주)한빛, 주식회사 한빛, ㈜한빛 and 한빛(주) are one company."""

from __future__ import annotations

import polars as pl

from telebatch.normalise.companies.forms import CompanyForms

ACCENTS = "[\u0300-\u036f]"
INVISIBLE = "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff]"
#: ASCII, Hangul syllables and unified Han: folding gives them back as they are.
PLAIN = r"^[\x00-\x7f\uac00-\ud7a3\u4e00-\u9fff]*$"
NOT_LETTERS = r"[^\p{L}\p{N}]"
ROUNDS = 2  # a name can carry a form in front and one behind, or two behind: "㈜한빛 Co., Ltd."


def company_keys(names: pl.Series, forms: CompanyForms) -> pl.DataFrame:
    """Folds company names to keys; plain column work, for any number of names.

    Args:
      names: Company names as written, best distinct; null where there is none.
      forms: From `company_forms_of`.

    Returns:
      One row per name, in the same order: `company_key` (letters and digits only, lower case, without legal form;
      null: no name, or a name without a letter or digit), `legal_form` (the form's name; null: none recognised).
      A name that is nothing but a legal form keeps its letters as key.
    """
    cells = (
        names.cast(pl.String)
        .alias("name")
        .to_frame()
        .with_row_index("row")
        .with_columns(_folded(pl.col("name")).alias("rest"))
    )
    cells = cells.with_columns(pl.lit(None, dtype=pl.String).alias("form"), pl.col("rest").alias("folded"))
    has_form = cells.get_column("rest").str.contains(f"{forms.start}|{forms.end}").fill_null(value=False)
    formed = cells.filter(has_form)
    for _ in range(ROUNDS):
        formed = _without_form(formed, forms)
    cells = pl.concat([cells.filter(~has_form), formed.select(cells.columns)]).sort("row")
    bare = pl.col("rest").str.replace_all(NOT_LETTERS, "")
    whole = pl.col("folded").str.replace_all(NOT_LETTERS, "")
    key = pl.when(bare != "").then(bare).when(whole != "").then(whole)
    letters = pl.col("form").str.replace_all(NOT_LETTERS, "")
    told = letters.replace_strict(dict(forms.names), default=None, return_dtype=pl.String)
    return cells.select(key.alias("company_key"), told.alias("legal_form"))


def _folded(name: pl.Expr) -> pl.Expr:
    """NFKC, lower case, no accents on Latin letters, no invisible characters; `&` reads as `and`."""
    is_plain = name.str.contains(PLAIN)
    # Null cells cost nothing: only what is not plain is taken apart and put together again.
    odd = pl.when(~is_plain).then(name)
    decomposed = odd.str.normalize("NFKD").str.replace_all(ACCENTS, "").str.normalize("NFKC")
    text = pl.coalesce(decomposed.str.replace_all(INVISIBLE, ""), name)
    return text.str.to_lowercase().str.replace_all(r"&(\s*[\p{L}\p{N}])", " and ${1}").str.strip_chars()


def _without_form(cells: pl.DataFrame, forms: CompanyForms) -> pl.DataFrame:
    """Takes one form off the front and one off the end; the first one found is told."""
    rest = pl.col("rest")
    cells = cells.with_columns(
        rest.str.extract(forms.start, 1).alias("found"), rest.str.replace(forms.start, "").alias("cut")
    )
    cells = _kept(cells)
    at_end = pl.coalesce(rest.str.extract(forms.end, 2), rest.str.extract(forms.end, 4))
    cells = cells.with_columns(at_end.alias("found"), rest.str.replace(forms.end, "${1}").alias("cut"))
    return _kept(cells)


def _kept(cells: pl.DataFrame) -> pl.DataFrame:
    """Cuts the form off only where letters of a name remain."""
    has_name = pl.col("cut").str.contains(r"[\p{L}\p{N}]")
    return cells.with_columns(
        pl.when(has_name).then("cut").otherwise("rest").alias("rest"),
        pl.when(has_name).then(pl.coalesce("form", "found")).otherwise("form").alias("form"),
    )
