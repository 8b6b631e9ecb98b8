"""telebatch: call-list batch processing for telesales operations."""

import os

__version__ = "0.1.0"

_SETTING = "_RJEM_MALLOC_CONF"
#: Read once by OpenBLAS, which NumPy brings, when NumPy is imported.
_MATRIX_THREADS = "OPENBLAS_NUM_THREADS"


def _keep_freed_memory() -> None:
    """Lets the allocator of Polars (jemalloc, read once on its import) keep freed memory for what comes next.

    As Polars sets it, a column of more than 8 MiB goes back to the system with every step and is faulted in anew by the
    next: a quarter of a large command's processor time. Here it stays for half a minute (`oversize_threshold`, the
    decays), in one place for two processors (`narenas`), so that what one thread freed another can use. What a
    user has set speaks last.
    """
    arenas = max(1, (os.cpu_count() or 1) // 2)
    ours = f"oversize_threshold:0,narenas:{arenas},dirty_decay_ms:30000,muzzy_decay_ms:0"
    theirs = os.environ.get(_SETTING)
    os.environ[_SETTING] = f"{ours},{theirs}" if theirs else ours


def _multiply_alone() -> None:
    """Lets NumPy start without helpers for large matrices: there are none here, and its helpers wait by spinning."""
    os.environ.setdefault(_MATRIX_THREADS, "1")


_keep_freed_memory()
_multiply_alone()
