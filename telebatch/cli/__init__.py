"""The command line: words in, one call into the pipeline, figures out. Nothing heavy is imported before it is needed."""

from telebatch.cli.group import main

__all__ = ["main"]
