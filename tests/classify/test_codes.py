import random
import tomllib
from collections import Counter

import polars as pl
import pytest

from telebatch.classify import Told, code_map, coverage, drift, shares
from telebatch.model.errors import SettingsWrong
from telebatch.model.outcomes import LEAF, Node
from telebatch.model.workspace import CodeRow
from tests.classify.classify_samples import RULES, attempts, project, shipped_codes, words_of
from tests.classify.dialer_codes import CODES

SHIPPED = code_map(shipped_codes())


@pytest.mark.parametrize(
    ("told", "outcome"),
    [
        (Told("X"), "call.busy"),
        (Told("X", cause="17"), "call.no_answer"),
        (Told("X", format="f"), "call.machine"),
        (Told("X", cause="17", format="f"), "call.machine"),
        (Told("X", cause="18", format="f"), "call.vacant"),
        (Told("X", source="s", format="f"), "call.refused"),
        (Told("X", project="p", source="s"), "call.deal"),
        (Told("Y"), None),
        (Told("Y", cause="17"), "call.suspended"),
        (Told("", cause=""), None),
    ],
)
def test_the_most_specific_line_wins(told, outcome):
    rows = [
        CodeRow("X", "call.busy"), CodeRow("X", "call.no_answer", cause="17"), CodeRow("X", "call.machine", format="f"),
        CodeRow("X", "call.vacant", format="f", cause="18"), CodeRow("X", "call.refused", source="s"),
        CodeRow("X", "call.deal", project="p"), CodeRow("", "call.suspended", cause="17"),
    ]  # fmt: skip
    found = code_map(rows).find(told)
    assert (found.outcome if found else None) == outcome


@pytest.mark.parametrize(
    "code",
    [
        "ININ-OUTBOUND-NO-ANSWER",
        "inin_outbound_no_answer",
        "Inin outbound no answer",
        "ＩＮＩＮ－ＯＵＴＢＯＵＮＤ－ＮＯ－ＡＮＳＷＥＲ",
    ],
)
def test_case_width_hyphens_and_underscores_do_not_count(code):
    assert SHIPPED.find(Told(code, format="genesys")).outcome == "call.no_answer"


def test_a_minus_before_a_number_counts():
    assert SHIPPED.find(Told("1", format="cxone")).outcome == "call.deal"
    assert SHIPPED.find(Told("-1", format="cxone")).outcome == "call.not_called"


def test_a_row_for_talk_speaks_only_of_calls_with_talk():
    assert SHIPPED.find(Told("NORMAL_CLEARING", format="freeswitch", has_talk=True)).outcome == "call.other"
    assert SHIPPED.find(Told("NORMAL_CLEARING", format="freeswitch")).outcome == "call.no_answer"


@pytest.mark.parametrize(
    ("format_", "code", "cause", "outcome"),
    [
        ("vicidial", "SALE", "", "call.deal"), ("vicidial", "DNC", "", "call.do_not_call"), ("vicidial", "DNCL", "", "call.not_called"),
        ("vicidial", "NA", "", "call.no_answer"), ("vicidial", "NA", "17", "call.busy"), ("vicidial", "ADCT", "20", "call.out_of_area"),
        ("vicidial", "AFAX", "", "call.machine"), ("vicidial", "ERI", "", "call.unclassified"), ("vicidial", "LRERR", "", "call.system"),
        ("genesys", "ININ-OUTBOUND-SIT-UNCALLABLE", "", "call.vacant"), ("cxone", "8", "", "call.call_again"), ("five9", "Operator Intercept", "", "call.vacant"),
        ("asterisk", "CONGESTION", "", "call.network_failure"), ("freeswitch", "SUBSCRIBER_ABSENT", "", "call.out_of_area"), ("q850", "22", "", "call.vacant"),
        ("ai_rudder", "7", "", "call.out_of_area"), ("huawei_cec", "22", "", "call.powered_off"), ("newfies", "ANSWER", "MACHINE", "call.machine"),
        ("twilio", "canceled", "", "call.not_called"), ("twilio", "completed", "machine_end_beep", "call.machine"), ("twilio", "completed", "human", "call.other"), ("amazon_connect", "SIT_TONE_BUSY", "", "call.busy"), ("talkdesk", "outbound_missed", "", "call.no_answer"),
        ("sinch", "REJECTED", "", "call.call_rejected"), ("vonage", "timeout", "", "call.no_answer"),
        ("words", "关机", "", "call.powered_off"), ("words", "결번", "", "call.vacant"), ("words", "圏外", "", "call.out_of_area"), ("words", "停机", "", "call.suspended"),
        ("words", "call.break_off", "", "call.break_off"), ("words", "break off", "", "call.break_off"),
        ("vicidial", "VISIT", "", None),
        ("words", "DNC request", "", "call.do_not_call"), ("words", "Callback requested", "", "call.call_again"), ("words", "Busy signal", "", "call.busy"), ("words", "Left voicemail", "", "call.machine"),
        ("words", "다시는 전화하지 마세요", "", "call.do_not_call"), ("words", "통화권이탈", "", "call.out_of_area"), ("words", "계약 완료", "", "call.deal"), ("words", "나중에 전화", "", "call.call_again"),
        ("words", "要求不再致电", "", "call.do_not_call"), ("words", "不感兴趣", "", "call.refused"), ("words", "拒接", "", "call.call_rejected"), ("words", "已离职", "", "call.left_company"), ("words", "稍后联系", "", "call.call_again"),
        ("words", "現在使われていない", "", "call.vacant"), ("words", "興味なし", "", "call.refused"), ("words", "折り返し希望", "", "call.call_again"), ("words", "電源OFF", "", "call.powered_off"),
    ],
)  # fmt: skip
def test_what_dialers_and_people_write_is_known(format_, code, cause, outcome):
    found = SHIPPED.find(Told(code, cause=cause, format=format_))
    assert (found.outcome if found else None) == outcome


@pytest.mark.parametrize("format_", CODES)
def test_every_code_the_dialers_name_leads_to_its_leaf(format_):
    found = {code: SHIPPED.find(Told(code, format=format_)) for code in CODES[format_]}
    assert {code: meaning and meaning.outcome for code, meaning in found.items()} == CODES[format_]


@pytest.mark.parametrize(
    ("cause", "outcome"),
    [
        ("1", "vacant"), ("2", "network_failure"), ("3", "network_failure"), ("17", "busy"), ("18", "out_of_area"), ("19", "no_answer"),
        ("20", "out_of_area"), ("21", "call_rejected"), ("22", "vacant"), ("27", "network_failure"), ("28", "vacant"), ("34", "network_failure"),
        ("38", "network_failure"), ("41", "network_failure"), ("42", "network_failure"), ("44", "network_failure"), ("31", "no_answer"), ("", "no_answer"),
    ],
)  # fmt: skip
def test_the_automatic_no_answer_is_what_its_cause_says(cause, outcome):
    assert SHIPPED.find(Told("NA", cause=cause, format="vicidial")).outcome == f"call.{outcome}"


@pytest.mark.parametrize(
    ("format_", "code", "cause", "outcome"),
    [
        ("asterisk", "ANSWERED", "", "call.other"), ("freeswitch", "NORMAL_CLEARING", "", "call.other"), ("q850", "16", "", "call.other"),
        ("newfies", "ANSWER", "MACHINE", "call.machine"), ("newfies", "ANSWER", "UNSURE", "call.other"), ("newfies", "ANSWER", "PERSON", "call.other"),
        ("vicidial", "ADCT", "18", "call.out_of_area"), ("vicidial", "ADCT", "20", "call.out_of_area"), ("vicidial", "ADCT", "34", "call.network_failure"),
    ],
)  # fmt: skip
def test_talk_and_cause_say_more_than_the_code(format_, code, cause, outcome):
    assert SHIPPED.find(Told(code, cause=cause, format=format_, has_talk=True)).outcome == outcome


#: Where the sources contradict each other or tell of the line alone, the map says so.
@pytest.mark.parametrize(
    ("format_", "code"),
    [
        ("vicidial", "NA"), ("ai_rudder", "5"), ("vicidial", "CPDREJ"), ("vicidial", "CPDUK"), ("vicidial", "SVYEXT"), ("genesys", "ININ-OUTBOUND-AMBIGUOUS"),
        ("q850", "31"), ("cxone", "6"), ("amazon_connect", "AMD_UNRESOLVED"), ("five9", "Queue Callback Timeout"),
        ("asterisk", "ANSWERED"), ("freeswitch", "NORMAL_CLEARING"), ("twilio", "completed"), ("talkdesk", "Answered"),
    ],
)  # fmt: skip
def test_where_the_sources_are_unsure_the_map_is(format_, code):
    assert SHIPPED.find(Told(code, format=format_, has_talk=True)).confidence == "unsure"


def test_all_hundred_system_statuses_of_vicidial_are_mapped():
    assert (
        sum(row.format == "vicidial" and not row.cause and row.outcome.startswith("call.") for row in shipped_codes())
        >= 88
    )


@pytest.mark.parametrize("row", shipped_codes(), ids=lambda row: f"{row.origin}:{row.code}:{row.cause}")
def test_every_shipped_row_leads_to_a_leaf_and_is_met_again(row):
    assert row.outcome in LEAF
    node = Node.SYSTEM if row.outcome.startswith("system.") else Node.CALL
    told = Told(row.code, "" if row.cause.startswith("+") else row.cause, row.format, has_talk=row.cause == "+talk")
    assert SHIPPED.find(told, node).outcome == row.outcome


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("node", ["call", "system"])
def test_the_words_our_own_sheets_offer_are_known(language, node):
    wording = tomllib.loads((RULES / "wording" / f"{language}.toml").read_text(encoding="utf-8"))["outcome"][node]
    by_word = {}
    for leaf, word in wording.items():
        by_word.setdefault(word, f"{node}.{leaf}")  # "other" stands for both kinds of other
    met = {word: SHIPPED.find(Told(word, format="words"), Node(node)) for word in by_word}
    assert {word: found.outcome if found else None for word, found in met.items()} == by_word


def test_a_second_meaning_in_one_file_is_a_mistake_and_a_later_file_wins():
    rows = [CodeRow("X", "call.busy", origin="a"), CodeRow("x", "call.deal", origin="b")]
    assert code_map(rows).find(Told("X")).outcome == "call.deal"
    with pytest.raises(SettingsWrong, match=r"a: code 'x' means call.busy and call.deal"):
        code_map([CodeRow("X", "call.busy", origin="a"), CodeRow("x", "call.deal", origin="a")])


def test_unknown_outcomes_and_empty_codes_are_told_together():
    with pytest.raises(SettingsWrong) as wrong:
        code_map(
            [CodeRow("X", "call.moon", origin="a"), CodeRow(" ", "call.busy", origin="a")], own_leaves=("call.mine",)
        )
    assert len(wrong.value.mistakes) == 2


def test_a_projects_own_words_outrank_everything():
    words = code_map(
        (*shipped_codes(), *words_of({"p": project(results={"sale": "call.interested", "done": "system.sale"})}))
    )
    assert words.find(Told("SALE", format="vicidial", project="p")).outcome == "call.interested"
    assert words.find(Told("SALE", format="vicidial", project="q")).outcome == "call.deal"
    assert words.find(Told("Done", project="p"), Node.SYSTEM).outcome == "system.sale"


@pytest.mark.parametrize(
    ("format_", "code", "wanted"),
    [
        ("words", "Allotted Timeouts", None), ("freeswitch", "Allotted Timeouts", "like allottedtimeout: call.no_answer"), ("words", "Not Intrested", "like notinterested: call.refused"),
        ("words", "관심없음요", "like 관심없음: call.refused"), ("words", "没有兴趣", "like 没兴趣: call.refused"), ("words", "留守電話", "like 留守電: call.machine"), ("vicidial", "Not Intrested", "like notinterested: call.refused"),
    ],
)  # fmt: skip
def test_a_suggestion_comes_from_the_maps_that_speak_of_such_a_row(format_, code, wanted):
    assert SHIPPED.like(Told(code, format=format_)) == wanted


def test_coverage_lists_unmapped_codes_first_with_a_suggestion():
    now = attempts(
        {"code": "NA", "format": "vicidial"},
        {"code": "SALLE", "format": "vicidial"},
        {"code": "NA", "format": "vicidial"},
        {"code": "zzzzzz"},
    )
    rows = coverage(now, SHIPPED).select("code", "count", "share", "outcome", "confidence", "suggestion").rows()
    assert rows == [
        ("SALLE", 1, 0.25, None, None, "like sale: call.deal"),
        ("zzzzzz", 1, 0.25, None, None, None),
        ("NA", 2, 0.5, "call.no_answer", "unsure", None),
    ]


def calls_of(project="p", **codes):
    return shares(
        attempts(*({"code": code, "project": project} for code, count in codes.items() for _ in range(count)))
    )


def jumped(now, before, enough=30):
    rows = drift(now, before, enough=enough, jump=0.05, errors=4)
    return [(row["code"], row["drift"] > 0) for row in rows.to_dicts()]


@pytest.mark.parametrize(
    ("now", "before", "told"),
    [
        ({"NA": 60, "B": 40}, {"NA": 50, "B": 50}, []),
        ({"NA": 90, "B": 10}, {"NA": 50, "B": 50}, [("B", False), ("NA", True)]),
        ({"NA": 520, "B": 480}, {"NA": 480, "B": 520}, []),
        ({"NA": 5300, "B": 4700}, {"NA": 5000, "B": 5000}, []),
        ({"NA": 960, "SALE": 40}, {"NA": 960, "DEAL": 40}, [("DEAL", False), ("SALE", True)]),
        ({"NA": 100, "B": 2}, {"NA": 100}, []),
        ({"NA": 20}, {"B": 20}, []),
        ({"NA": 100, "B": 10}, {"NA": 10, "B": 10}, []),
        ({}, {"NA": 100}, []),
    ],
)
def test_a_share_that_jumps_further_than_chance_is_drift(now, before, told):
    assert jumped(calls_of(**now), calls_of(**before)) == told


def test_a_new_project_of_the_same_source_is_no_drift():
    old = calls_of(NA=60, B=40)
    assert jumped(pl.concat([old, calls_of("q", X=200)]), old) == []


def test_calls_that_do_not_change_are_quiet_for_a_year_of_nights():
    draw, weights = random.Random(11), {"NA": 40, "B": 12, "AA": 12, "NI": 15, "CALLBK": 8, "SALE": 4, "DNC": 2}
    nights = [Counter(draw.choices(list(weights), list(weights.values()), k=60)) for _ in range(250)]
    weeks = [calls_of(**sum(nights[at : at + 5], Counter())) for at in range(0, 250, 5)]
    assert [told for now, before in zip(weeks[1:], weeks, strict=False) if (told := jumped(now, before))] == []
