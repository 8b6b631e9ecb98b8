"""A review and its templates become a page, the index of pages, a text or JSON."""

from __future__ import annotations

import difflib
import json
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time
from hashlib import sha256
from typing import Any
from urllib.parse import quote

from jinja2 import BaseLoader, Environment, StrictUndefined, TemplateError, TemplateNotFound, meta
from jinja2.sandbox import ImmutableSandboxedEnvironment

from telebatch.model.errors import Mistake, SettingsWrong
from telebatch.model.review import Review
from telebatch.render import charts
from telebatch.render.numbers import Formats
from telebatch.render.words import Words, plain

Wording = Mapping[str, Mapping[str, str]]

#: What an expression in a user's template may raise.
_TEMPLATE_FAULTS = (
    TemplateError, LookupError, TypeError, ValueError, ArithmeticError, AttributeError, RecursionError,
)  # fmt: skip

#: Folder under which a shipped template stays reachable where the user's own of the same name stands before it, so
#: that `{% extends "shipped/review.html.j2" %}` overrides single blocks.
SHIPPED = "shipped/"


class _Texts(BaseLoader):
    """Templates handed in as texts; a name the user did not write falls back to the shipped one."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self.texts = texts

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Any]:  # noqa: ARG002 - Jinja's
        for name in (template, SHIPPED + template):
            if name in self.texts:
                return self.texts[name], name, lambda: True
        raise TemplateNotFound(template)


def render_review(review: Review, *, language: str, templates: Mapping[str, str], wording: Wording) -> str:
    """One self-contained HTML page.

    Args:
      review: What the report room counted.
      language: `en` or `ko`.
      templates: Name → source; the user's own by plain name, the shipped ones plain or under `shipped/`.
      wording: Language → key → text.

    Raises:
      SettingsWrong: A template of the user's own does not work; the shipped ones are tested.
    """
    words = Words(language, wording[language])
    formats = Formats(words, review.card.zone, review.card.currency)
    shown = {"review": review, "formats": formats, "words": words, "charts": charts}
    return _page("review.html.j2", templates, shown)


def render_index(
    reviews: Sequence[Review],
    *,
    earlier: Sequence[str] = (),
    language: str,
    templates: Mapping[str, str],
    wording: Wording,
) -> str:
    """The page `reports/index.html`, which leads to the reviews.

    Args:
      reviews: Shown as cards, in this order; each stands at `PROJECT/PERIOD.html` beside the index.
      earlier: Paths `reports/PROJECT/PERIOD.html` of other reviews, listed below.
      language: As for `render_review`.
      templates: As for `render_review`.
      wording: As for `render_review`.
    """
    words = Words(language, wording[language])
    cards = [(_href(review), review, Formats(words, review.card.zone, review.card.currency)) for review in reviews]
    shown = {href for href, _, _ in cards}
    others = [path.removeprefix("reports/") for path in earlier]
    links = [(quote(other), other.removesuffix(".html")) for other in others if quote(other) not in shown]
    return _page("index.html.j2", templates, {"reviews": cards, "earlier": links, "words": words})


def _href(review: Review) -> str:
    return quote(f"{review.card.name}/{review.period.text}.html")


def render_text(review: Review, *, language: str, templates: Mapping[str, str], wording: Wording) -> str:
    """The same figures for a terminal or an e-mail; control characters of names are dropped."""
    words = Words(language, wording[language])
    formats = Formats(words, review.card.zone, review.card.currency)
    return _made("review.txt.j2", templates, {"review": review, "formats": formats, "words": words})


def review_json(review: Review) -> str:
    """Every figure by its name; dates and instants as ISO 8601, rates unrounded, one line ending in a newline."""
    return json.dumps(_simple(review), ensure_ascii=False, sort_keys=True, allow_nan=False) + "\n"


def _simple(value: object) -> object:
    if is_dataclass(value):
        return {part.name: _simple(getattr(value, part.name)) for part in fields(value)}
    if isinstance(value, Mapping):
        return {str(name): _simple(part) for name, part in value.items()}
    if isinstance(value, tuple | list):
        return [_simple(part) for part in value]
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return value


def _page(name: str, templates: Mapping[str, str], shown: dict[str, object]) -> str:
    """Style and script are made first, so that the page's policy can name their hashes and allow nothing else."""
    style = _made("style.css.j2", templates, {})
    script = _made("sort.js.j2", templates, {})
    policy = "; ".join(
        (
            "default-src 'none'",
            f"style-src '{_hash(style)}'",
            f"script-src '{_hash(script)}'",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )
    return _made(name, templates, {**shown, "style": style, "script": script, "policy": policy})


def _hash(text: str) -> str:
    return "sha256-" + b64encode(sha256(text.encode()).digest()).decode()


def template_faults(own: Mapping[str, str], templates: Mapping[str, str]) -> tuple[Mistake, ...]:
    """What is wrong with templates of the user's own before any review is made of them: they cannot be read as
    templates, or build on one that does not exist.

    Args:
      own: Name → source.
      templates: As for `render_review`.
    """
    environment = _environment(templates)
    return tuple(mistake for name in sorted(own) for mistake in _faults(environment, name, own[name], templates))


def _faults(environment: Environment, name: str, source: str, templates: Mapping[str, str]) -> Iterator[Mistake]:
    try:
        environment.get_template(name)
    except TemplateError as wrong:
        yield _mistake(wrong, name)
        return
    for wanted in meta.find_referenced_templates(environment.parse(source)):
        if wanted is not None and wanted not in templates:
            near = difflib.get_close_matches(wanted, templates, n=1)
            line = source[: source.find(wanted)].count("\n") + 1
            remedy = f"did you mean {near[0]}?" if near else f"known: {', '.join(sorted(templates))}"
            yield Mistake(f"there is no template {wanted[:60]!r}", f"templates/{name}:{line}", remedy)


def _mistake(wrong: Exception, name: str) -> Mistake:
    line = getattr(wrong, "lineno", None)
    place = f"templates/{getattr(wrong, 'name', None) or name}" + (f":{line}" if line else "")
    what = f"template does not work: {type(wrong).__name__}: {str(wrong)[:160]}"
    return Mistake(what, place, "mend the template, or delete it to use the shipped one")


def _environment(templates: Mapping[str, str]) -> Environment:
    # Text and style have no markup to escape; everything else is HTML.
    environment = ImmutableSandboxedEnvironment(
        loader=_Texts(templates),
        autoescape=lambda source: source is None or source.endswith(".html.j2"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["plain"] = plain
    return environment


def _made(name: str, templates: Mapping[str, str], shown: Mapping[str, object]) -> str:
    try:
        return _environment(templates).get_template(name).render(**shown)
    except _TEMPLATE_FAULTS as wrong:
        told = _mistake(wrong, name)
        raise SettingsWrong(told.what, place=told.place, remedy=told.remedy) from wrong
