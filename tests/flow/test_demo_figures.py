"""The review of the samples, counted again from the raw files by hand: no line of telebatch has a part in it."""

import csv
import json
from collections import Counter

import pytest

from tests.flow.centre import ROOT

INBOX = ROOT / "sample_lists" / "workspace" / "inbox"
REVIEW = ROOT / "sample_lists" / "golden" / "reports" / "study-card" / "2026-W47.json"
#: What the dialer's statuses and the team's words mean, as an operations lead would say it.
MEANS = {
    "NA": "no_answer", "N": "no_answer", "SALE": "deal", "NI": "refused", "NP": "refused", "DEC": "refused",
    "CALLBK": "call_again", "XFER": "interested", "A": "machine", "B": "busy", "DC": "vacant", "PROMO1": "unclassified",
    "거절": "refused", "재통화": "call_again", "안내데스크": "gatekeeper", "통화중": "busy", "부재": "no_answer",
    "자료요청": "send_material", "관심": "interested",
}  # fmt: skip
TALKS = {"deal", "refused", "call_again", "interested", "gatekeeper", "send_material"}


def calls():
    """(day, meaning) of every call of the week: of a call told in several exports the last one counts."""
    told = {}
    for path in sorted(INBOX.glob("vicidial/*.txt")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file, delimiter="\t"):
                if row["campaign_id"] == "STUDY":
                    whom = row["vendor_lead_code"] or row["phone_number_dialed"]
                    told[whom, row["call_date"]] = (row["call_date"][:10], row["status"])
    (sheet,) = INBOX.glob("team-sheet/*.csv")
    with sheet.open(encoding="cp949", newline="") as file:
        for row in csv.DictReader(file):
            if row["전화번호"]:  # the last line is a sum
                told[row["전화번호"], row["시간"]] = (row["날짜"].replace(".", "-"), row["통화결과"])
    return [(day, MEANS[word]) for day, word in told.values() if "2026-11-16" <= day <= "2026-11-22"]


@pytest.fixture(scope="module")
def review():
    return json.loads(REVIEW.read_text("utf-8"))


def leaves(review):
    (call, *_) = review["tree"]
    return {
        leaf["name"].removeprefix("call."): leaf["count"] for branch in call["branches"] for leaf in branch["leaves"]
    }


def test_every_outcome_of_the_week_is_counted_as_in_the_files(review):
    assert {name: count for name, count in leaves(review).items() if count} == dict(
        Counter(what for _, what in calls())
    )


def test_the_headline_figures_are_those_of_the_files(review):
    week = calls()
    by_name = {kpi["name"]: kpi["figure"] for kpi in review["kpis"]}
    assert review["reconciliation"]["attempts"] == len(week)
    deals = sum(what == "deal" for _, what in week)
    key_persons = sum(what in TALKS - {"gatekeeper"} for _, what in week)
    assert (by_name["conversion_rate"]["numerator"], by_name["conversion_rate"]["denominator"]) == (deals, key_persons)
    (call, *_) = review["tree"]
    assert call["branches"][0]["count"] == sum(what in TALKS for _, what in week)


def test_the_money_is_that_of_the_orders(review):
    """198,000 won for each deal; one was cancelled."""
    deals = sum(what == "deal" for _, what in calls())
    cancelled = review["sales"]["cancelled"]
    assert review["sales"]["amounts"] == [["KRW", deals * 198_000, cancelled * 198_000]]
    assert review["sales"]["net"] == deals - cancelled
