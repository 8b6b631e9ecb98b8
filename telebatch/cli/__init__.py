"""The command line: words in, one call into the pipeline, figures out; nothing heavy is imported early."""

from telebatch.cli.group import main
from telebatch.cli.leave import run

__all__ = ["main", "run"]
