"""Panics of a library tell themselves to the terminal, past Python; here they stay unheard and become a refusal."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress


@contextmanager
def panics_unheard() -> Iterator[None]:
    """Sends what is written straight to standard error nowhere, for as long as a library may panic."""
    try:
        kept = os.dup(2)
    except OSError:  # a cron job may have closed it: then there is nobody to hear anything
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        with suppress(OSError):
            os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


def is_panic(fault: BaseException) -> bool:
    """Whether a library written in Rust gave up on what it was given; such a fault is no Exception (pyo3)."""
    return type(fault).__name__ == "PanicException"
