import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telebatch.settings.toml_lines import key_lines, nearest_line


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("a = 1\nb = 2\n", {("a",): 1, ("b",): 2}),
        ("# head\n\na = 1 # tail\n", {("a",): 3}),
        ("[t]\n\na = 1\n", {("t",): 1, ("t", "a"): 3}),
        ("a.b.c = 1\na.d = 2\n", {("a",): 1, ("a", "b"): 1, ("a", "b", "c"): 1, ("a", "d"): 2}),
        ("[a.b]\nc = 1\n", {("a",): 1, ("a", "b"): 1, ("a", "b", "c"): 2}),
        ("[ a . \"b c\" ]\n'd' = 1\n", {("a",): 1, ("a", "b c"): 1, ("a", "b c", "d"): 2}),
        ('"a\\u0041\\"" = 1\n', {('aA"',): 1}),
        ("t = { a = 1, b.c = 2 }\n", {("t",): 1, ("t", "a"): 1, ("t", "b"): 1, ("t", "b", "c"): 1}),
        ("l = [\n  1, # one\n  2,\n]\nm = 3\n", {("l",): 1, ("l", 0): 2, ("l", 1): 3, ("m",): 5}),
        ("l = [[1], [\n2]]\n", {("l",): 1, ("l", 0): 1, ("l", 0, 0): 1, ("l", 1): 1, ("l", 1, 0): 2}),
        ("l = [{ a = 1 },\n { a = 2 }]\n", {("l",): 1, ("l", 0): 1, ("l", 0, "a"): 1, ("l", 1): 2, ("l", 1, "a"): 2}),
        ("[[t]]\na = 1\n[[t]]\na = 2\n", {("t",): 1, ("t", 0): 1, ("t", 0, "a"): 2, ("t", 1): 3, ("t", 1, "a"): 4}),
        (
            "[[t]]\n[t.u]\na = 1\n[[t]]\n[[t.v]]\nb = 2\n",
            {
                ("t",): 1, ("t", 0): 1, ("t", 0, "u"): 2, ("t", 0, "u", "a"): 3,
                ("t", 1): 4, ("t", 1, "v"): 5, ("t", 1, "v", 0): 5, ("t", 1, "v", 0, "b"): 6,
            },
        ),
        ('a = """x\n[b]\nc = 1"""\nd = 2\n', {("a",): 1, ("d",): 4}),
        ("a = '''\n# no ' comment ''\n'''\nd = 2\n", {("a",): 1, ("d",): 4}),
        ('a = """x"""""\nb = 1\n', {("a",): 1, ("b",): 2}),
        ('a = "# ] } \\" [x]"\nb = 1\n', {("a",): 1, ("b",): 2}),
        ("a = 1\r\nb = 2\r\n", {("a",): 1, ("b",): 2}),
        ("a = 2026-11-23T09:00:00+09:00\nb = 1e3", {("a",): 1, ("b",): 2}),
        ("", {}),
    ],
)  # fmt: skip
def test_every_key_has_its_line(text, lines):
    tomllib.loads(text)
    assert key_lines(text) == lines


def test_a_missing_key_is_at_its_nearest_parent():
    lines = key_lines("[a]\nb = 1\n")
    assert nearest_line(lines, ("a", "c", 0)) == 1
    assert nearest_line(lines, ("z",)) == 1
    assert nearest_line(lines, ("a", "b")) == 2


_keys = st.sampled_from(["a", "b", "_1", '"x y"', "'z.w'", '"\\t"', "한글"]).filter(lambda key: key != "한글")
_plain = st.sampled_from(
    ["1", "true", "2026-11-23", '"#\\""', "'[x]'", '"""a\n\'b\n"""', "'''\n[q]\n'''", "[]", "{}", "0x1F", '""""""']
)
_values = st.recursive(
    _plain,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda parts: "[\n" + ",\n# c ]\n".join(parts) + "]"),
        st.lists(st.tuples(_keys, _plain), max_size=2, unique_by=lambda pair: pair[0]).map(
            lambda pairs: "{" + ", ".join(f"{key} = {value}" for key, value in pairs) + "}"
        ),
    ),
    max_leaves=6,
)
_lines = st.one_of(
    st.tuples(st.lists(_keys, min_size=1, max_size=3), _values).map(lambda pair: f"{'.'.join(pair[0])} = {pair[1]}"),
    st.lists(_keys, min_size=1, max_size=3).map(lambda keys: f"[{' . '.join(keys)}] # c"),
    st.lists(_keys, min_size=1, max_size=3).map(lambda keys: f"[[{'.'.join(keys)}]]"),
    st.sampled_from(["", "# c = [", "  "]),
)


def _paths(value, path=()):
    if path:
        yield path
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, entry in inside:
        yield from _paths(entry, (*path, key))


@given(st.lists(_lines, max_size=8).map("\n".join))
def test_whatever_the_parser_accepts_is_walked_key_by_key(text):
    try:
        parsed = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    lines = key_lines(text)
    assert set(lines) == set(_paths(parsed))
    assert all(1 <= line <= text.count("\n") + 1 for line in lines.values())
