"""Render: turns a review into a page, a text or JSON; the same review gives the same bytes."""

from telebatch.render.front import render_index, render_review, render_text, review_json, template_faults

__all__ = [
    "render_index",
    "render_review",
    "render_text",
    "review_json",
    "template_faults",
]
