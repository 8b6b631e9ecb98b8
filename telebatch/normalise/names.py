"""When are two written names the same name? One key under blanks, case, width and honorifics."""

from __future__ import annotations

import polars as pl

from telebatch.model.cell_words import YesNo
from telebatch.normalise.latin import in_base_letters
from telebatch.normalise.variants import HanVariants

#: Honorifics that follow a name, longest first. Source: field practice in Korean, Japanese and Chinese lists.
_HONORIFICS = "선생님|고객님|님|씨|様|さん|先生|女士|小姐|氏"
#: Those in front of a name, which a point or a blank parts from it.
_IN_FRONT = "mr|mrs|ms|miss|mx|dr|prof|herr|frau|mme|mlle"


def name_key(person: pl.Expr, variants: HanVariants) -> pl.Expr:
    """A String key; "": no name is known.

    NFKC, lower case, one form of a character, Latin letters without marks; without blanks, signs that nobody sees,
    points, and forms of address.
    """
    folded = (
        person.fill_null("")
        .str.normalize("NFKC")
        .str.to_lowercase()
        .map_batches(in_base_letters, return_dtype=pl.String, is_elementwise=True)
        .str.replace_all(rf"^\s*(?:(?:{_IN_FRONT})[.\s]+)+|[\s\p{{Zs}}\p{{Cf}}\x{{fe00}}-\x{{fe0f}}.,·・'’`\-]+", "")
        .str.replace(rf"(?:{_HONORIFICS})$", "")
    )
    plain = person.fill_null("").str.replace_all(r"[^\p{L}\p{N}]+", "")
    # A name that is only an honorific or only signs is no name.
    unified = folded.map_batches(variants.unified, return_dtype=pl.String, is_elementwise=True)
    return pl.when(plain.eq("")).then(pl.lit("")).otherwise(unified)


def yes_no(cell: pl.Expr, words: YesNo) -> pl.Expr:
    """Bool per row; null where the cell is empty or says neither."""
    word = cell.str.normalize("NFKC").str.strip_chars().str.to_lowercase()
    is_yes, is_no = word.is_in(sorted(words.yes)), word.is_in(sorted(words.no))
    return pl.when(is_yes).then(pl.lit(True)).when(is_no).then(pl.lit(False)).otherwise(None)
