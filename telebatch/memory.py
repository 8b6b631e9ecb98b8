"""Freed memory is kept for the next step: given back to the system, it is faulted in anew, a page at a time.

That took a quarter of a large command's processor time. What a user has set speaks last.
"""

from __future__ import annotations

import os

#: What Polars' allocator (jemalloc) is told by.
_OF_POLARS = "_RJEM_MALLOC_CONF"
#: Read once by OpenBLAS, which NumPy brings, when NumPy is imported.
_MATRIX_THREADS = "OPENBLAS_NUM_THREADS"
#: What the system's allocator (glibc) is told by: number of the setting in malloc.h, its variable, its value. All
#: threads share one place; blocks up to the largest size it takes are kept, and what is free at the end of it stays.
_OF_SYSTEM = (
    (-8, "MALLOC_ARENA_MAX", 1),
    (-3, "MALLOC_MMAP_THRESHOLD_", 32 << 20),
    (-1, "MALLOC_TRIM_THRESHOLD_", 2**31 - 1),
)  # fmt: skip


def before_imports() -> None:
    """What libraries read once, when they are imported.

    As Polars sets its allocator, a column of more than 8 MiB goes back to the system with every step. Here it stays for
    eight seconds (`oversize_threshold`, the decays), in one place for two processors (`narenas`), so that what one
    thread freed another can use; what no step has asked for by then is crumbs between what lasts, and goes. NumPy has
    no large matrices to multiply here, and its helpers wait by spinning.
    """
    arenas = max(1, (os.cpu_count() or 1) // 2)
    ours = f"oversize_threshold:0,narenas:{arenas},dirty_decay_ms:8000,muzzy_decay_ms:0"
    theirs = os.environ.get(_OF_POLARS)
    os.environ[_OF_POLARS] = f"{ours},{theirs}" if theirs else ours
    os.environ.setdefault(_MATRIX_THREADS, "1")


def before_work() -> None:
    """The system's allocator, which NumPy and Python use; before threads are started. Another one stays as it is."""
    import ctypes  # noqa: PLC0415 - takes as long as a fifth of `--help`, which needs none of this

    system = ctypes.CDLL(None)
    if not hasattr(system, "mallopt"):
        return
    for setting, variable, value in _OF_SYSTEM:
        if variable not in os.environ:
            system.mallopt(setting, value)
