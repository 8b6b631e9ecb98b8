"""Ids that people and dialers carry: a letter, base-32 digits of the key, and a sign that proves them.

`L0000014X` is a lead, `P…` a person. The digits leave out I, L, O (look like 1, 1, 0) and E (a spreadsheet reads 1E5
as a number); the last sign is a check over GF(32), the field behind Reed-Solomon codes: every single wrong sign, every
swap of two neighbours and an L taken for a P is found. Keys lie in 0 … 2**60 - 1, so an id has 8 to 14 signs.
"""

from __future__ import annotations

from functools import cache

import polars as pl

#: Digit → sign, in ASCII order, so that ids of one length sort like their keys.
SIGNS = "0123456789ABCDFGHJKMNPQRSTUVWXYZ"
#: At least so many digits: ids of the first thousand million keys have one length.
LEAST_DIGITS = 6
MOST_DIGITS = 12
_BITS = 5
#: x**5 + x**2 + 1, primitive over GF(2): the powers of x up to the 30th all differ.
_POLYNOMIAL = 0b100101
#: Added to a person's check, so that the letter is proved too.
_LETTERS = {"L": 0, "P": 0b10101}


def lead_id(keys: pl.Expr) -> pl.Expr:
    """Int64 lead keys → ids; null for null and for a key outside 0 … 2**60 - 1."""
    return _written(keys, "L")


def person_id(keys: pl.Expr) -> pl.Expr:
    """Int64 person keys → ids; null for null and for a key outside 0 … 2**60 - 1."""
    return _written(keys, "P")


def lead_key(ids: pl.Expr) -> pl.Expr:
    """Ids as people type them (any case, blanks around, O for 0, I for 1) → Int64 lead keys; null: not a lead's id."""
    return _read(ids, "L")


def person_key(ids: pl.Expr) -> pl.Expr:
    """Ids as people type them → Int64 person keys; null: not a person's id."""
    return _read(ids, "P")


def _written(keys: pl.Expr, letter: str) -> pl.Expr:
    return keys.map_batches(lambda column: _write(column, letter), return_dtype=pl.String, is_elementwise=True)


def _read(ids: pl.Expr, letter: str) -> pl.Expr:
    return ids.map_batches(lambda column: _key_of(column, letter), return_dtype=pl.Int64, is_elementwise=True)


def _write(keys: pl.Series, letter: str) -> pl.Series:
    """Whole columns at a time: in one expression Polars would work out the shared parts again and again."""
    key = pl.col("key")
    rows = keys.cast(pl.Int64).alias("key").to_frame()
    rows = rows.select(pl.when((key >= 0) & (key < 2 ** (_BITS * MOST_DIGITS))).then(key))
    # The upper six digits are nothing but zeros, which are not written, until some key has them.
    has_upper = (rows.to_series().max() or 0) >= 32**LEAST_DIGITS
    parts = [pl.lit(_triples()).gather((key // 32**place) % 32**3) for place in ((9, 6, 3, 0) if has_upper else (3, 0))]
    high = [(parts[0] + parts[1]).str.strip_chars_start("0")] if has_upper else []
    check = pl.lit(pl.Series(list(SIGNS))).gather(_check(key, letter))
    return rows.select(pl.concat_str(pl.lit(letter), *high, *parts[-2:], check)).to_series().alias(keys.name)


def _key_of(ids: pl.Series, letter: str) -> pl.Series:
    """The column's keys: ids of the usual length as we write them at once, all others sign by sign."""
    is_usual = ids.str.contains(f"^{letter}[{SIGNS}]{{{LEAST_DIGITS + 1}}}$")
    keys = _key_of_words(ids.set(~is_usual, None), letter)
    odd = (~is_usual).fill_null(value=False).arg_true()
    return (keys.scatter(odd, _key_of_signs(ids.gather(odd), letter)) if odd.len() else keys).alias(ids.name)


def _key_of_words(ids: pl.Series, letter: str) -> pl.Series:
    """An id of the usual length is eight bytes: one number, whose bytes are looked up."""
    word = pl.col("word")
    rows = ids.cast(pl.Binary).bin.reinterpret(dtype=pl.UInt64, endianness="big").alias("word").to_frame()
    digits = [pl.lit(_digits()).gather(word // 256**place % 256) for place in range(LEAST_DIGITS, -1, -1)]
    key = pl.sum_horizontal(digit * 32**place for place, digit in enumerate(reversed(digits[:-1])))
    told = rows.select(key=pl.when(word.is_not_null()).then(key), check=digits[-1])
    return told.select(pl.when(pl.col("check") == _check(pl.col("key"), letter)).then("key")).to_series()


@cache
def _digits() -> pl.Series:
    """The digit each byte stands for; 0 where it stands for none."""
    return pl.Series([max(SIGNS.find(chr(byte)), 0) for byte in range(256)], dtype=pl.Int64)


def _key_of_signs(ids: pl.Series, letter: str) -> pl.Series:
    """Any spelling and length; the upper six digits are looked up only where some id has them."""
    typed = ids.str.strip_chars().str.to_uppercase()
    body = typed.str.slice(1)
    for alike, sign in (("O", "0"), ("I", "1"), ("L", "1")):
        body = body.str.replace_all(alike, sign, literal=True)
    shape = f"^[{SIGNS}]{{{LEAST_DIGITS + 1},{MOST_DIGITS + 1}}}$"
    is_id = typed.str.starts_with(letter) & body.str.contains(shape)
    signs = body.set(~is_id, None).str.zfill(MOST_DIGITS + 1)
    key = _triple(signs, 6) * 32**3 + _triple(signs, 9)
    upper = signs.str.head(LEAST_DIGITS)
    if (upper != "0" * LEAST_DIGITS).any():
        key = key + (_triple(signs, 0) * 32**3 + _triple(signs, 3)) * 32**LEAST_DIGITS
    rows = pl.DataFrame({"key": key, "check": signs.str.tail(1)})
    check = pl.lit(pl.Series(list(SIGNS))).gather(_check(pl.col("key"), letter))
    return rows.select(pl.when(pl.col("check") == check).then(pl.col("key"))).to_series()


def _triple(signs: pl.Series, place: int) -> pl.Series:
    """The number that three signs write."""
    triples = _triples()
    numbers = pl.int_range(len(triples), eager=True)
    return signs.str.slice(place, 3).replace_strict(triples, numbers, default=None, return_dtype=pl.Int64)


def _check(key: pl.Expr, letter: str) -> pl.Expr:
    """The check's five bits: each is the parity of some of the key's bits, as the field's sums are exclusive ors."""
    check = pl.lit(0, pl.Int64)
    for bit, mask in enumerate(_masks()):
        parity = ((key & pl.lit(mask, pl.Int64)).bitwise_count_ones() & 1).cast(pl.Int64)
        check = check + parity * 2**bit
    return check ^ pl.lit(_LETTERS[letter], pl.Int64)


@cache
def _masks() -> tuple[int, ...]:
    """For each bit of the check the key's bits it is the parity of: digit i counts x**(i + 1) times."""
    masks = [0] * _BITS
    weight = 1
    for digit in range(MOST_DIGITS):
        weight = _times_x(weight)
        product = weight
        for place in range(_BITS):
            for bit in range(_BITS):
                masks[bit] |= (product >> bit & 1) << (digit * _BITS + place)
            product = _times_x(product)
    return tuple(masks)


def _times_x(value: int) -> int:
    doubled = value << 1
    return doubled ^ _POLYNOMIAL if doubled >> _BITS else doubled


@cache
def _triples() -> pl.Series:
    """Every three digits as text; four look-ups then write a key."""
    return pl.Series([a + b + c for a in SIGNS for b in SIGNS for c in SIGNS])
