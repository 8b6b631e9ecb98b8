"""The page: safe, complete, self-contained, in two languages."""

import json
import re
from base64 import b64encode
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from telebatch.model import words as vocabulary
from telebatch.model.errors import SettingsWrong
from telebatch.model.goals import Goals
from telebatch.model.kpi_names import KPI_NAMES
from telebatch.model.outcomes import LEAVES
from telebatch.render import render_index, render_review, render_text, review_json
from telebatch.render.numbers import Formats
from telebatch.render.words import Words
from telebatch.report import ReportFacts, report
from telebatch.report.oddities import ODDITIES
from tests.render.desk import ROOT, templates, wording
from tests.report.world import RULES, frame, lead_rows, outcome_row, period, project, world

WORDING = {"en": wording("en"), "ko": wording("ko")}
EVIL = "</title><script>alert(1)</script><img src=x onerror=alert(1)> {{ 7*7 }} \"'\x1b[31m"


@pytest.fixture(scope="module")
def review():
    return report(world(leads=500, days=12), project(), period("2026-W47"), RULES)


def _page(review, language="en", **more):
    return render_review(review, language=language, templates={**templates(), **more}, wording=WORDING)


def test_every_word_exists_in_both_languages_with_the_same_parts():
    english, korean = wording("en"), wording("ko")
    assert set(english) == set(korean)
    parts = re.compile(r"\{(\w+)(?::[^{}]*)?\}")
    for key, text in english.items():
        assert sorted(parts.findall(text)) == sorted(parts.findall(korean[key])), key


#: Words in s that do not count things.
_SINGULAR = r"is|was|has|less|as|this|does|its|plus"
#: One of several, as `1 cases`.
DISAGREES = re.compile(rf"(?<![\d.,:/-])\b1 (?!(?:{_SINGULAR})\b)[a-z]+s\b")


def test_a_number_and_its_noun_agree():
    words = Words("en", WORDING["en"])
    assert [words("note.too_few", cases=cases, needed=5) for cases in ("1", "2", "1,001")] == [
        "Too few to judge: 1 case, 5 needed", "Too few to judge: 2 cases, 5 needed", "Too few to judge: 1,001 cases, 5 needed"
    ]  # fmt: skip
    assert DISAGREES.search("1 cases") and not DISAGREES.search("2026-11-1 cases 11 cases 1 is")


@pytest.mark.parametrize("leads", [1, 2, 3, 60])
def test_no_review_counts_one_of_several(leads):
    told = report(world(leads=leads, days=2), project(), period("2026-W47"), RULES)
    texts = [
        render_text(told, language="en", templates=templates(), wording=WORDING),
        re.sub(r"<[^>]+>", "\n", _page(told)),
    ]
    assert [found[0] for text in texts for found in DISAGREES.finditer(text)] == []


def test_no_sample_counts_one_of_several():
    golden = [*(ROOT / "sample_lists" / "golden").rglob("*"), ROOT / "sample_lists" / "demo.txt"]
    texts = {path: path.read_text("utf-8") for path in golden if path.suffix in {".txt", ".html", ".md", ".json"}}
    assert len(texts) > 3
    found = {path.name: DISAGREES.findall(re.sub(r"<[^>]+>", "\n", text)) for path, text in texts.items()}
    assert {name: words for name, words in found.items() if words} == {}


@pytest.mark.parametrize("language", ["en", "ko"])
def test_every_name_of_the_model_has_its_word(language):
    known = wording(language)
    wanted = [f"outcome.{leaf.name}" for leaf in LEAVES]
    enums = {
        "reason": vocabulary.Reason, "not_queued": vocabulary.NotQueued, "why_now": vocabulary.WhyNow,
        "lead_status": vocabulary.LeadStatus, "key_person_state": vocabulary.KeyPersonState, "goal": vocabulary.Goal,
        "verdict": vocabulary.Verdict,
    }  # fmt: skip
    wanted += [f"{table}.{member.value}" for table, enum in enums.items() for member in enum]
    wanted += [f"kpi.{name}.{part}" for name in KPI_NAMES for part in ("name", "formula")]
    wanted += [f"oddity.{name}" for name in ODDITIES]
    assert [key for key in wanted if key not in known] == []


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("when", ["2026-W47", "2026-11-20", "2026-11-20am", "2026-11", "2026-12-01"])
def test_every_kind_of_period_has_a_page(language, when):
    shown = report(world(leads=200, days=12), project(), period(when), RULES)
    page = _page(shown, language)
    assert page.count("<h1>") == 1
    assert page.rstrip().endswith("</html>")
    assert "None" not in re.sub(r"<(style|script)>.*?</\1>", "", page, flags=re.S)


def test_a_project_nobody_called_has_a_page():
    known = ReportFacts(frame([]), lead_rows([], 0), datetime(2026, 11, 24, tzinfo=UTC), 0)
    page = _page(report(known, project(kpis=()), period("2026-W47"), RULES))
    for name in ("tree", "days", "hours", "rungs", "agents"):
        section = page.partition(f'<section id="{name}">')[2].partition("</section>")[0]
        assert "Nothing in this period" in section, name
        assert "<table" not in section.partition("<details")[0], name


@pytest.mark.parametrize(("credit", "told"), [("closer", False), ("first_deal", True)])
def test_the_page_says_whose_a_sale_is_where_that_is_not_the_closer(credit, told):
    shown = report(world(leads=200, days=12), project(goals=Goals(credit=credit)), period("2026-W47"), RULES)
    assert ("whoever first struck the deal" in _page(shown)) is told


def _with(review, text):
    oddity = replace(review.oddities[0], places=(text,))
    return replace(
        review,
        card=replace(review.card, title=text, policy=(text,), plan=(("call", text),), name=text),
        agents=tuple(replace(row, label=text) for row in review.agents),
        lists=tuple(replace(row, label=text) for row in review.lists),
        funnel=tuple(replace(row, label=text) for row in review.funnel),
        intents=tuple(replace(leaf, name=text) for leaf in review.intents),
        oddities=(oddity,),
        reconciliation=replace(
            review.reconciliation, files=tuple(replace(f, file=text) for f in review.reconciliation.files)
        ),
    )


class _Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags, self.attributes = [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs


def test_nothing_a_name_contains_becomes_part_of_the_page(review):
    clean, evil = _Tags(), _Tags()
    clean.feed(_page(_with(review, "harmless")))
    page = _page(_with(review, EVIL))
    evil.feed(page)
    assert clean.tags == evil.tags
    assert evil.tags.count("script") == 1
    assert "img" not in evil.tags
    assert "49" not in re.findall(r"<h1>(.*?)</h1>", page, re.S)[0]


def test_the_terminal_gets_no_control_characters(review):
    told = render_text(_with(review, EVIL), language="en", templates=templates(), wording=WORDING)
    assert "\x1b" not in told


def test_the_page_asks_nobody_for_anything(review):
    tags = _Tags()
    page = _page(review)
    tags.feed(page)
    assert not re.search(r"(https?:)?//[a-z]", page)
    assert not {"link", "img", "iframe", "object", "form", "base"} & set(tags.tags)
    names = {name for name, _ in tags.attributes}
    assert not {"src", "style", "srcset", "action"} & names
    assert not [name for name in names if name.startswith("on")]
    assert all(value.startswith("#") for name, value in tags.attributes if name == "href")


def test_the_policy_allows_the_page_s_own_style_and_script_and_nothing_else(review):
    page = _page(review)
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)[1].replace("&#39;", "'")
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    for tag in ("style", "script"):
        inside = re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.S)
        assert len(inside) == 1
        assert f"{tag}-src 'sha256-{b64encode(sha256(inside[0].encode()).digest()).decode()}'" in policy


def test_anchors_lead_somewhere_and_tables_have_scopes(review):
    page = _page(review)
    ids = set(re.findall(r'id="([\w-]+)"', page))
    assert set(re.findall(r'href="#([\w-]+)"', page)) <= ids
    assert not re.findall(r"<th(?![^>]*scope=)[ >]", page)
    drawn = re.findall(r"<svg(?![^>]*aria-hidden)[^>]*>(.{0,7})", page, re.S)
    assert drawn
    assert set(drawn) == {"<title>"}


def test_headings_step_down_one_at_a_time(review):
    levels = [int(level) for level in re.findall(r"<h(\d)", _page(review))]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_one_block_can_be_overridden_and_the_rest_stays(review):
    own = '{% extends "shipped/review.html.j2" %}{% block footer %}<footer>ours: {{ review.card.name }}</footer>{% endblock %}'
    shipped = {f"shipped/{name}": text for name, text in templates().items()}
    page = render_review(review, language="en", templates={**shipped, "review.html.j2": own}, wording=WORDING)
    assert "ours: office-paper" in page
    assert "Outcome tree" in page


@pytest.mark.parametrize(
    "text",
    [
        "{{ review.no_such_thing }}",
        "{{ nothing }}",
        "{% if %}",
        "{{ review.__class__.__mro__ }}",
        "{{ words('no.such.word') }}",
    ],
)
def test_a_template_that_reaches_too_far_is_refused_by_name(review, text):
    with pytest.raises(SettingsWrong) as told:
        _page(review, **{"review.html.j2": text})
    assert "templates/review.html.j2" in str(told.value)


def test_json_carries_every_kpi_and_nothing_that_is_not_json(review):
    told = json.loads(review_json(review))
    assert told["kpis"][0]["name"] == "conversion_rate"
    assert {row["name"] for row in told["kpis"]} == set(KPI_NAMES)
    assert told["period"]["first"] == "2026-11-16"


def test_the_index_leads_to_each_review_and_to_earlier_ones_once(review):
    earlier = ("reports/office-paper/2026-W46.html", "reports/office-paper/2026-W47.html")
    page = render_index([review], earlier=earlier, language="ko", templates=templates(), wording=WORDING)
    assert re.findall(r'href="([^"]*)"', page) == ["office-paper/2026-W47.html", "office-paper/2026-W46.html"]
    assert "href" not in render_index([], language="en", templates=templates(), wording=WORDING)


@pytest.mark.parametrize(
    ("language", "name", "count"),
    [("en", "the dialer alone, no agent", "shared among 1 agent so"), ("ko", "상담원 없음(다이얼러)", "상담원 1명이")],
)
def test_calls_without_an_agent_are_named_and_no_agent_is_counted_for_them(language, name, count):
    start = datetime(2026, 11, 16, 1, tzinfo=UTC)
    made = [outcome_row("call.no_answer", start, n, f"a{n}", agent=agent) for n, agent in ((1, "A"), (2, None))]
    known = ReportFacts(frame(made), lead_rows(made, 2), start, 1)
    page = _page(report(known, project(), period("2026-11-16"), RULES), language)
    assert f'<th scope="row">{name}</th>' in page
    assert count in page


@pytest.mark.parametrize(
    ("language", "call", "told"),
    [
        ("en", lambda f: f.number(1234567), "1,234,567"), ("en", lambda f: f.number(-12), "−12"),
        ("en", lambda f: f.share(0.1423), "14.2%"), ("en", lambda f: f.share(None), "–"),
        ("en", lambda f: f.length(209.6), "3:30"), ("en", lambda f: f.length(3661), "1 h 01 min"),
        ("ko", lambda f: f.length(3661), "1시간 1분"), ("ko", lambda f: f.money(1234567), "₩1,234,567"),
        ("en", lambda f: f.money(123456, "USD"), "$1,234.56"), ("en", lambda f: f.money(-5, "CHF"), "−0.05 CHF"),
        ("en", lambda f: f.difference("share", 0.027), "+2.7 pts"), ("ko", lambda f: f.difference("share", -0.027), "−2.7 %p"),
        ("en", lambda f: f.instant(datetime(2026, 11, 22, 15, 5, tzinfo=UTC)), "23 Nov 2026 00:05"),
        ("ko", lambda f: f.instant(datetime(2026, 11, 22, 15, 5, tzinfo=UTC)), "2026년 11월 23일 00:05"),
        ("ko", lambda f: f.period(period("2026-11-23am")), "2026년 11월 23일 (월) 오전"), ("en", lambda f: f.of(1, 0), "–"),
        ("en", lambda f: f.value("time_share", 0.0123), "1.2%"), ("en", lambda f: f.value("ratio", 1.25), "1.25"),
        ("ko", lambda f: f.difference("time_share", 0.1), "+10.0 %p"), ("en", lambda f: f.money(1500, "UGX"), "1,500 UGX"),
        ("en", lambda f: f.money(1500, "TND"), "1.500 TND"),
    ],
)  # fmt: skip
def test_values_are_written_as_each_language_writes_them(language, call, told):
    assert call(Formats(Words(language, wording(language)), "Asia/Seoul", "KRW")) == told


def test_shipped_templates_name_no_outside_address():
    for path in (ROOT / "templates").iterdir():
        assert "http" not in path.read_text("utf-8").replace("http-equiv", "")


def _tree(review):
    """What the page shows of nodes: (station heads and their lines in the chart, the part before the details)."""
    page = _page(review)
    chart = re.search(r'<svg class="tree".*?</svg>', page, re.S)
    told = re.findall(r"<text[^>]*>(.*?) <tspan[^>]*>(.*?)</tspan>", chart[0]) if chart else []
    return told, page


def test_a_project_without_orders_shows_no_station_of_them_and_none_lists_what_never_came(review):
    assert review.sales.has_confirmation
    system, callback = (
        replace(node, count=0, branches=(replace(node.branches[0], count=0, leaves=tuple(replace(leaf, count=0) for leaf in node.branches[0].leaves)),))
        for node in review.tree[1:]
    )  # fmt: skip
    bare = replace(review, tree=(review.tree[0], system, callback))
    told, page = _tree(bare)
    assert ("System confirmation", "0") in told and (
        "Callback",
        "0",
    ) in told  # a project with orders of which none came
    assert not {"Sale", "Cancelled", "Pending", "Rescheduled", "On hold"} & {name for name, _ in told}
    assert (
        re.search(r'<th scope="row">[^<]*</th><td class="wide">[^<]*(?:<svg.*?</svg>)?</td><td class="n">0</td>', page)
        is None
    )
    told, page = _tree(replace(bare, sales=replace(review.sales, has_confirmation=False)))
    assert "System confirmation" not in {name for name, _ in told}
    assert "Confirmations 0" not in page and "Confirmations: 0" not in render_text(
        replace(bare, sales=replace(review.sales, has_confirmation=False)), language="en", templates=templates(), wording=WORDING
    )  # fmt: skip


def test_what_did_not_come_of_a_node_is_named_in_one_line(review):
    leaves = [leaf for leaf in review.tree[0].branches[1].leaves if not leaf.count]
    assert leaves
    words = Words("en", WORDING["en"])
    line = f"Did not come: {' · '.join(words.outcome(leaf.name) for leaf in leaves)}"
    assert line in _page(review)
