"""Blocks of a file looked at several at a time, told in order: NumPy and Polars let go of the interpreter meanwhile."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

_In = TypeVar("_In")
_Out = TypeVar("_Out")


def abreast(look: Callable[[_In], _Out], blocks: Iterable[_In]) -> Iterator[_Out]:
    """`look` of each block in order; only a few blocks are ahead of the one told, so that memory stays flat."""
    at_once = os.cpu_count() or 1
    with ThreadPoolExecutor(at_once) as pool:
        waiting: deque[Future[_Out]] = deque()
        for block in blocks:
            waiting.append(pool.submit(look, block))
            if len(waiting) > 2 * at_once:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
