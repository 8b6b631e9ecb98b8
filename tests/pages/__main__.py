"""Writes every made page again: `python -m tests.pages`."""

from tests.pages import ROOT, pages

for path, text in pages().items():
    (ROOT / path).write_text(text, encoding="utf-8")
