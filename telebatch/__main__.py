"""`python -m telebatch`."""

from telebatch.cli import main

main()
