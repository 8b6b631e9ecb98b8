"""telebatch: call-list batch processing for telesales operations."""

from telebatch import memory

__version__ = "0.1.0"

memory.before_imports()
