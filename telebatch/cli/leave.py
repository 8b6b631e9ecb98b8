"""How a run ends: at once. What it holds in memory goes with its process, not piece by piece before that."""

from __future__ import annotations

import os
import sys
from typing import NoReturn

from telebatch.cli.group import main


def run() -> NoReturn:
    """`main` in a process of its own.

    Its stores are closed by now and its threads waited for. Taking every module and table apart after that, as Python
    does before a process ends, takes a third of a small command's time and helps nobody.
    """
    try:
        main()
        code = 0
    except SystemExit as ended:
        if not isinstance(ended.code, int):
            raise
        code = ended.code
    try:
        # One that was closed before Python began is none.
        for stream in filter(None, (sys.stdout, sys.stderr)):
            stream.flush()
    except (OSError, ValueError):
        sys.exit(code)  # Python itself tells of a stream that takes no more
    os._exit(code)
