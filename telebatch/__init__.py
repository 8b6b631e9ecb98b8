"""telebatch: call-list batch processing for telesales operations."""

__version__ = "0.1.0"
