"""`python -m telebatch`."""

from telebatch.cli import run

run()
