"""When are two written names the same name? One key under blanks, case, width and honorifics."""

from __future__ import annotations

import polars as pl

from telebatch.normalise.variants import HanVariants

#: Honorifics that follow a name, longest first. Source: field practice in Korean, Japanese and Chinese lists.
_HONORIFICS = "선생님|고객님|님|씨|様|さん|先生|女士|小姐"


def name_key(person: pl.Expr, variants: HanVariants) -> pl.Expr:
    """A String key: NFKC, lower case, no blanks, points or honorific, one form of a character; "": no name is known."""
    folded = (
        person.fill_null("")
        .str.normalize("NFKC")
        .str.to_lowercase()
        .str.replace_all(r"[\s\p{Zs}.,·・'’`\-]+", "")
        .str.replace(rf"(?:{_HONORIFICS})$", "")
    )
    plain = person.fill_null("").str.replace_all(r"[^\p{L}\p{N}]+", "")
    # A name that is only an honorific or only signs is no name.
    unified = folded.map_batches(variants.unified, return_dtype=pl.String, is_elementwise=True)
    return pl.when(plain.eq("")).then(pl.lit("")).otherwise(unified)


def yes_no(cell: pl.Expr) -> pl.Expr:
    """Bool per row by the words lists use for consent; null where the cell is empty or says neither."""
    word = cell.str.normalize("NFKC").str.strip_chars().str.to_lowercase()
    return pl.when(word.is_in(_YES)).then(pl.lit(True)).when(word.is_in(_NO)).then(pl.lit(False)).otherwise(None)


_YES = ("y", "yes", "true", "1", "o", "○", "예", "네", "동의", "동의함", "수신동의", "是", "同意", "有", "はい", "可")
_NO = (
    "n",
    "no",
    "false",
    "0",
    "x",
    "×",
    "아니오",
    "미동의",
    "거부",
    "동의안함",
    "否",
    "不同意",
    "無",
    "いいえ",
    "不可",
)
