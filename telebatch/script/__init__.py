"""What does a caller say in this queue? The project's script, laid out in the order of the talk."""

from telebatch.script.guide import Guide, guide, opening_for

__all__ = ["Guide", "guide", "opening_for"]
