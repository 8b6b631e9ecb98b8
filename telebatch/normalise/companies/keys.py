"""One key for every spelling of a company's name: (주)한빛, 주식회사 한빛, ㈜한빛 and 한빛(주) are one company."""

from __future__ import annotations

import polars as pl
import pyarrow as pa

from telebatch.model.arrow import column_of
from telebatch.normalise.companies.forms import CompanyForms
from telebatch.normalise.latin import in_base_letters
from telebatch.normalise.variants import HanVariants

ACCENTS = "[\u0300-\u036f]"
INVISIBLE = "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff]"
#: ASCII, Hangul syllables and unified Han: folding gives them back as they are.
PLAIN = r"^[\x00-\x7f\uac00-\ud7a3\u4e00-\u9fff]*$"
#: Anything but letters and digits of these scripts.
NOT_BARE = r"[^0-9A-Za-z\uac00-\ud7a3\u4e00-\u9fff]"
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
    names = names.cast(pl.String)
    # Most names are nothing but letters and digits: they need no folding but small letters, and hold no signs.
    odd = names.str.contains(NOT_BARE).fill_null(value=False)
    folded = in_small_letters(names, forms.variants)
    if odd.any():
        folded = folded.scatter(odd.arg_true(), forms.variants.unified(_folded(names.filter(odd))))
    formed = folded.str.contains(f"{forms.start}|{forms.end}").fill_null(value=False)
    key, form = folded, pl.Series([None], dtype=pl.String).new_from_index(0, folded.len())
    if formed.any():
        cut = _without_forms(folded.filter(formed), forms)
        key, form = (
            key.scatter(formed.arg_true(), cut["rest"]),
            form.scatter(formed.arg_true(), _named(cut["form"], forms)),
        )
    # Behind the forms, which are known as they are written, and before the words are joined.
    key = in_base_letters(key)
    signed = (odd | formed).arg_true()
    if signed.len():
        key = key.scatter(signed, key.gather(signed).str.replace_all(NOT_LETTERS, ""))
    empty = (key == "").fill_null(value=False).arg_true()
    if empty.len():
        whole = folded.gather(empty).str.replace_all(NOT_LETTERS, "")
        key = key.scatter(empty, whole.set(whole == "", None))
    return pl.DataFrame([key.alias("company_key"), form.alias("legal_form")])


def _without_forms(folded: pl.Series, forms: CompanyForms) -> pl.DataFrame:
    """`rest`, the name without its forms, and `form`, the first one found as it was written."""
    cells = folded.to_frame("rest").with_columns(pl.lit(None, dtype=pl.String).alias("form"))
    for _ in range(ROUNDS):
        cells = _without_form(cells, forms)
    return cells


def _named(written: pl.Series, forms: CompanyForms) -> pl.Series:
    letters = written.str.replace_all(NOT_LETTERS, "")
    return letters.replace_strict(dict(forms.names), default=None, return_dtype=pl.String)


def in_small_letters(names: pl.Series, variants: HanVariants) -> pl.Series:
    """Names with A to Z small and each Chinese character in one form: all bytes at once, which no pattern nears."""
    texts = names.rechunk().to_arrow()
    valid, ends, letters = texts.buffers()
    small = pa.py_buffer(variants.of_bytes(bytes(letters or b"").lower()))
    told = pa.LargeStringArray.from_buffers(len(texts), ends, small, valid, -1, texts.offset)
    return column_of(told, names.name)


def _folded(names: pl.Series) -> pl.Series:
    """NFKC, lower case, no accents on Latin letters, no invisible characters; `&` reads as `and`."""
    name = pl.first()
    is_plain = name.str.contains(PLAIN)
    # Null cells cost nothing: only what is not plain is taken apart and put together again.
    odd = pl.when(~is_plain).then(name)
    decomposed = odd.str.normalize("NFKD").str.replace_all(ACCENTS, "").str.normalize("NFKC")
    text = pl.coalesce(decomposed.str.replace_all(INVISIBLE, ""), name)
    small = text.str.to_lowercase().str.replace_all(r"&(\s*[\p{L}\p{N}])", " and ${1}")
    return names.to_frame().select(small.str.strip_chars()).to_series()


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
