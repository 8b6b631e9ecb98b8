"""Draws charts as inline SVG whose parts stretch with the page; words stay in HTML, so that a phone can read them."""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType

from markupsafe import Markup, escape

from telebatch.model.review import Leaf, Node, Review
from telebatch.render.numbers import Formats

#: Geometry of the tree, in the units of its own view box.
_LEFT, _MIDDLE, _RIGHT, _FAR = 0, 236, 498, 806
_BAR, _GAP, _LINE, _HEIGHT = 12, 14, 19, 380
#: Station → the outcome of a call that leads to it.
_COMES_FROM = MappingProxyType({"system": "call.deal", "callback": "call.call_again"})


def _place(value: float) -> str:
    """Two digits are finer than a pixel; a fixed form keeps pages equal byte by byte."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _svg(inside: Sequence[str], title: str, *, kind: str, box: str = "0 0 100 10") -> Markup:
    head = Markup('<svg class="{}" viewBox="{}" preserveAspectRatio="none" role="img"><title>{}</title>')
    return head.format(kind, box, title) + Markup("".join(inside)) + Markup("</svg>")


def _block(kind: str, left: float, top: float, width: float, height: float) -> str:
    places = (_place(value) for value in (left, top, width, height))
    return '<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>'.format(kind, *places)


def strip(parts: Sequence[tuple[str, int]], title: str, whole: int = 0) -> Markup:
    """One lying bar of parts side by side.

    Args:
      parts: (class, count) from left to right.
      title: What a screen reader says.
      whole: Count of the full width; 0: the parts fill it.
    """
    total = whole or sum(count for _, count in parts)
    drawn, left = [], 0.0
    for kind, count in parts:
        width = 100 * count / total if total else 0
        if count:
            drawn.append(_block(kind, left, 0, width, 10))
        left += width
    return _svg(drawn, title, kind="strip")


def column(parts: Sequence[tuple[str, int]], highest: int, title: str) -> Markup:
    """One standing bar, parts from the ground up, all columns of a chart on one scale."""
    drawn, top = [], 100.0
    for kind, count in parts:
        height = 100 * count / highest if highest else 0
        top -= height
        if count:
            drawn.append(_block(kind, 0, top, 10, height))
    return _svg(drawn, title, kind="column", box="0 0 10 100")


def whisker(
    low: float | None, value: float | None, high: float | None, scale: tuple[float, float | None], title: str
) -> Markup:
    """An interval with its value, and the target as an upright line.

    Args:
      low: Left end of the interval, in the unit of the scale; null draws no interval.
      value: The figure itself; null draws none.
      high: Right end of the interval.
      scale: (value at the right end, target or null).
      title: What a screen reader says.
    """
    end, target = scale
    drawn = [_block("rail", 0, 4.6, 100, 0.8)]
    if low is not None and high is not None and end:
        left, right = 100 * min(low / end, 1), 100 * min(high / end, 1)
        drawn.append(_block("band", left, 2.6, max(right - left, 0.4), 4.8))
    if target is not None and end:
        drawn.append(_block("aim", min(100 * target / end, 99.6) - 0.2, 0, 0.4, 10))
    if value is not None and end:
        drawn.append(_block("point", min(100 * value / end, 99.2) - 0.4, 1.4, 0.8, 7.2))
    return _svg(drawn, title, kind="whisker")


def scale_end(values: Sequence[float | None]) -> float:
    """A little more than the greatest value; 1 where there is none."""
    known = [value for value in values if value is not None]
    return max(known, default=0) * 1.08 or 1.0


def _met(node: Node) -> tuple[Leaf, ...]:
    return tuple(leaf for leaf in node.branches[0].leaves if leaf.count)


def tree(review: Review, formats: Formats) -> Markup:
    """The outcome tree: attempts flow to branches and to outcomes; deals and bookings lead to nodes 2 and 3."""
    call, *stations = review.shown_nodes
    if not call.count:
        return Markup("")
    scale = _HEIGHT / call.count
    shapes, texts, tops, height = _outcomes(call, scale, formats)
    height = max(height, 24 + _LINE * sum(2 + len(_met(node)) for node in stations))
    top = 16.0
    for node in stations:
        more, said, after = _station(node, top, formats)
        if _COMES_FROM[node.name] in tops and node.count:
            shapes.append(_link(_RIGHT + 180, tops[_COMES_FROM[node.name]], _FAR - 10, top - 4))
        shapes += more
        texts += said
        top = after + _LINE
    title = f"{formats.words('section.tree')}: {formats.words('label.attempts')} {formats.number(call.count)}"
    head = Markup('<svg class="tree" viewBox="0 -14 1040 {}" role="img"><title>{}</title>').format(
        _place(max(height, top) + 20), title
    )
    return head + Markup("".join(shapes)) + Markup("").join(texts) + Markup("</svg>")


def _outcomes(call: Node, scale: float, formats: Formats) -> tuple[list[str], list[Markup], dict[str, float], float]:
    """Columns 1 to 3: shapes, words, the middle height of each outcome, and how far down they reach."""
    shapes, texts, tops = [], [], {}
    source, branch_top, leaf_top = 20.0, 20.0, 10.0
    texts.append(_said(_LEFT, 10, formats.words("label.attempts"), formats.number(call.count), "head"))
    for branch in call.branches:
        if not branch.count:
            continue
        leaves = [leaf for leaf in branch.leaves if leaf.count]
        tall = branch.count * scale
        room = sum(max(_LINE, leaf.count * scale + 3) for leaf in leaves)
        branch_top = max(branch_top, leaf_top + max(0.0, (room - tall) / 3))
        shapes.append(_ribbon(branch.name, (_LEFT + _BAR, source), (_MIDDLE, branch_top), (tall, tall)))
        shapes.append(_block(f"{branch.name} solid", _LEFT, source, _BAR, tall))
        shapes.append(_block(f"{branch.name} solid", _MIDDLE, branch_top, _BAR, tall))
        said = f"{formats.number(branch.count)} · {formats.of(branch.count, call.count)}"
        texts.append(_said(_MIDDLE + _BAR + 8, branch_top + 12, formats.words(f"branch.{branch.name}"), said, "head"))
        out = branch_top
        for leaf in leaves:
            thick = leaf.count * scale
            slot = max(_LINE, thick + 3)
            inner = leaf_top + (slot - thick) / 2
            shapes.append(_ribbon(branch.name, (_MIDDLE + _BAR, out), (_RIGHT, inner), (thick, thick)))
            shapes.append(_block(f"{branch.name} solid", _RIGHT, inner, _BAR, max(thick, 1)))
            told = f"{formats.number(leaf.count)} · {formats.of(leaf.count, branch.count)}"
            texts.append(_said(_RIGHT + _BAR + 8, leaf_top + slot / 2 + 4, formats.words.outcome(leaf.name), told, ""))
            tops[leaf.name] = leaf_top + slot / 2
            out, leaf_top = out + thick, leaf_top + slot
        source, branch_top, leaf_top = source + tall, branch_top + tall + _GAP, leaf_top + _GAP
    return shapes, texts, tops, max(leaf_top, branch_top)


def _station(node: Node, top: float, formats: Formats) -> tuple[list[str], list[Markup], float]:
    """Node 2 or 3 as a short list of bars, of what came at all."""
    leaves = _met(node)
    texts = [_said(_FAR, top, formats.words(f"node.{node.name}"), formats.number(node.count), "head")]
    most = max((leaf.count for leaf in leaves), default=0)
    shapes, y = [], top + _LINE
    for leaf in leaves:
        if most:
            shapes.append(_block("station", _FAR, y - 10, 56 * leaf.count / most, 12))
        texts.append(_said(_FAR + 64, y, formats.words.outcome(leaf.name), formats.number(leaf.count), ""))
        y += _LINE
    return shapes, texts, y


def _ribbon(kind: str, start: tuple[float, float], end: tuple[float, float], thick: tuple[float, float]) -> str:
    (left, top), (right, goal), middle = start, end, (start[0] + end[0]) / 2
    xs = [_place(value) for value in (left, middle, right)]
    ys = [_place(value) for value in (top, goal, goal + thick[1], top + thick[0])]
    there = f"M{xs[0]} {ys[0]}C{xs[1]} {ys[0]} {xs[1]} {ys[1]} {xs[2]} {ys[1]}"
    back = f"V{ys[2]}C{xs[1]} {ys[2]} {xs[1]} {ys[3]} {xs[0]} {ys[3]}Z"
    return f'<path class="{kind} flow" d="{there}{back}"/>'


def _link(left: float, top: float, right: float, goal: float) -> str:
    middle = _place((left + right) / 2)
    a, b, c, d = (_place(value) for value in (left, top, right, goal))
    return f'<path class="link" d="M{a} {b}C{middle} {b} {middle} {d} {c} {d}"/>'


def _said(x: float, y: float, name: str, told: str, kind: str) -> Markup:
    return Markup('<text class="{}" x="{}" y="{}">{} <tspan class="told">{}</tspan></text>').format(
        kind, _place(x), _place(y), escape(name), told
    )
