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
#: Degrees and honours behind a name, which a comma or a blank parts from it; surnames too are those of a comma alone.
_BEHIND = r"ph\.?d|mbe|cbe|esq"
_BEHIND_COMMA = r"mba|obe"
#: A family name, a comma and the given names, as directories write Latin names.
_FAMILY_FIRST = r"^([\p{Latin}\p{M}\s.'’`\-]+),([\p{Latin}\p{M}\s.'’`\-]+)$"


def name_key(person: pl.Expr, variants: HanVariants) -> pl.Expr:
    """A String key; "": no name is known.

    NFKC, lower case, one form of a character, Latin letters without marks; without blanks, signs that nobody sees,
    points, forms of address and degrees. `Smith, Emily` is Emily Smith; without a comma nobody knows which is which.
    """
    folded = (
        person.fill_null("")
        .str.normalize("NFKC")
        .str.to_lowercase()
        .map_batches(in_base_letters, return_dtype=pl.String, is_elementwise=True)
        .str.replace(rf"(?:(?:[,\s]+(?:{_BEHIND})|\s*,\s*(?:{_BEHIND_COMMA}))\.?)+\s*$", "")
        .str.replace(_FAMILY_FIRST, "${2} ${1}")
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
