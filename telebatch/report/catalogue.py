"""The KPI catalogue: what each KPI counts, over what, in which unit, and which way is good. One table, nothing else.

A part counts the rows of one frame for which `where` is true, or sums `amount` over them; a rate is numerator over
denominator, formed once at the end. Frames are made in `frames.py`. Words stand in the wording files.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

import polars as pl

from telebatch.model.figures import Unit

Frame = Literal["attempts", "records", "leads", "callbacks", "first_talks", "agent_days", "agent_time", "costs"]
Input = Literal["talk_seconds", "wrap_seconds", "agent_time", "costs", "one_call_plan", "basic_information"]


@dataclass(frozen=True)
class Part:
    """A count or sum over one frame.

    Attributes:
      where: Boolean per row, never null.
      amount: Int64 per row to sum; null: rows are counted.
      divisor: The sum is told in this many parts of its unit (cost rows carry 1/3600 minor units).
    """

    frame: Frame
    where: pl.Expr
    amount: pl.Expr | None = None
    divisor: int = 1


@dataclass(frozen=True)
class Entry:
    """One KPI.

    Attributes:
      denominator: null: a plain count or sum, which adds up over half-days.
      clustered: Counted per attempt, so repeats on one record make its interval too narrow.
      needs: Inputs without which the KPI is not computed but said to be missing.
      source: Where the definition comes from.
      ko, zh, ja: The name in use there.
    """

    name: str
    numerator: Part
    denominator: Part | None
    unit: Unit
    good: Literal["up", "down"]
    source: str
    ko: str
    zh: str
    ja: str
    clustered: bool = False
    needs: tuple[Input, ...] = ()


def _is(name: str) -> pl.Expr:
    return pl.col(name)


def _calls(name: str, amount: str | None = None) -> Part:
    return Part("attempts", _is(name), None if amount is None else pl.col(amount))


def _records(name: str) -> Part:
    return Part("records", _is(name))


_ALL = pl.lit(True)
_DIALS, _TALKS, _LIVE, _RIGHT = (_calls(name) for name in ("is_dial", "is_talk", "is_live", "is_right_party"))
_DIALLED = _records("is_dial")
_LEADS = Part("leads", _is("is_callable"))
_COST = Part("costs", _ALL, pl.col("cost"), 3600)
_LOGIN = Part("agent_time", _ALL, pl.col("login_seconds"))
_READY = Part("agent_time", _ALL, pl.col("ready_seconds"))
_TIMED = _is("is_talk") & (pl.col("seconds") > 0)
_PRACTICE, _STANDARD, _HANDBOOK = "call-centre practice", "AAPOR Standard Definitions, idea of", "telesales handbook"

_REACH = (
    Entry("answer_rate", _calls("is_answered"), _DIALS, "share", "up", _PRACTICE,
          "응답률", "应答率", "応答率", clustered=True),
    Entry("connect_rate", _TALKS, _DIALS, "share", "up", _HANDBOOK,
          "통화연결률", "接通率", "通電率", clustered=True),
    Entry("net_connect_rate", _TALKS, Part("attempts", _is("is_dial") & ~_is("is_unreachable")), "share", "up",
          _PRACTICE, "순통화연결률", "净接通率", "実通電率", clustered=True),
    Entry("contact_rate", _records("is_talk"), _DIALLED, "share", "up", _STANDARD,
          "고객 접촉률", "客户接触率", "接触率"),
    Entry("right_party_rate", _RIGHT, _DIALS, "share", "up", _PRACTICE,
          "키맨 접촉률(시도당)", "关键人接通率", "決裁者接続率", clustered=True),
    Entry("right_party_share", _RIGHT, _TALKS, "share", "up", _PRACTICE,
          "통화 중 키맨 비율", "通话中关键人占比", "通電中の決裁者率", clustered=True),
    Entry("right_party_reach", _records("is_right_party"), _DIALLED, "share", "up", _PRACTICE,
          "키맨 도달률(고객당)", "关键人到达率", "決裁者到達率"),
)  # fmt: skip

_YIELD = (
    Entry("conversion_rate", _calls("is_primary"), _RIGHT, "share", "up", _PRACTICE,
          "성공률", "转化率", "成約率", clustered=True),
    Entry("list_yield", _records("any_primary"), _LEADS, "share", "up", _PRACTICE,
          "리스트 성공률", "名单产出率", "リスト成約率"),
    Entry("effort_yield", _calls("is_primary"), _DIALS, "share", "up", _PRACTICE,
          "시도당 성공률", "每拨成交率", "架電成約率", clustered=True),
    Entry("appointment_rate", _records("is_secondary_only"), _records("is_right_party"), "share", "up", _HANDBOOK,
          "2차 목표 달성률", "次要目标达成率", "アポ率"),
    Entry("penetration_touched", Part("leads", _is("is_touched")), _LEADS, "share", "up", _PRACTICE,
          "DB 접촉 소진율", "名单渗透率", "リスト接触率"),
    Entry("penetration_exhausted", Part("leads", _is("is_exhausted")), _LEADS, "share", "up", _PRACTICE,
          "DB 소진율", "名单用尽率", "リスト消化率"),
)  # fmt: skip

_EFFORT = (
    Entry("attempts_per_record", _DIALS, _DIALLED, "ratio", "down", _PRACTICE,
          "고객당 시도 수", "每客户拨打次数", "1件あたり架電数"),
    Entry("attempts_per_contact", _DIALS, _records("is_talk"), "ratio", "down", _PRACTICE,
          "접촉당 시도 수", "每接触拨打次数", "接触あたり架電数"),
    Entry("dials_per_hour", _DIALS, _READY, "per_hour", "up", _PRACTICE,
          "시간당 콜 수", "每小时拨打量", "時間あたり架電数", needs=("agent_time",)),
    Entry("talk_time", _calls("is_talk", "seconds"), None, "seconds", "up", _HANDBOOK,
          "총 통화 시간", "在线时长", "通話時間", needs=("talk_seconds",)),
    Entry("talk_time_per_agent_day", Part("agent_days", _ALL, pl.col("seconds")), Part("agent_days", _ALL), "seconds",
          "up", _HANDBOOK, "상담원 일 통화 시간", "人均日在线时长", "1人1日通話時間", needs=("talk_seconds",)),
    Entry("talk_share", Part("agent_time", _ALL, pl.col("talk_seconds")), _LOGIN, "time_share", "up", _PRACTICE,
          "통화 시간 비율", "通话时长占比", "通話時間率", needs=("agent_time",)),
    Entry("occupancy", Part("agent_time", _ALL, pl.col("busy_seconds")), _READY, "time_share", "up", _PRACTICE,
          "점유율", "占用率", "稼働率", needs=("agent_time",)),
    Entry("average_handle_time", Part("attempts", _TIMED, pl.col("seconds") + pl.col("wrap")),
          Part("attempts", _TIMED), "seconds", "down", _PRACTICE,
          "평균 처리 시간", "平均处理时长", "平均処理時間", needs=("talk_seconds",)),
    Entry("successful_call_length", Part("attempts", _is("is_primary") & _TIMED, pl.col("seconds")),
          Part("attempts", _is("is_primary") & _TIMED), "seconds", "up", _HANDBOOK,
          "성공 통화 평균 길이", "成功通话平均时长", "成約通話の平均時間", needs=("talk_seconds",)),
)  # fmt: skip

_CARE = (
    Entry("first_call_resolution", Part("first_talks", _is("is_primary")), Part("first_talks", _ALL), "share", "up",
          _HANDBOOK, "원콜 해결률", "一次性解决率", "一回解決率", needs=("one_call_plan",)),
    Entry("callback_kept_rate", Part("callbacks", _is("is_on_time")), Part("callbacks", _ALL), "share", "up",
          _PRACTICE, "재통화 약속 준수율", "回访准时率", "折返し履行率"),
    Entry("callback_success_rate", _calls("is_kept_sale"), Part("attempts", _is("is_kept") & ~_is("is_rescheduled")),
          "share", "up", _PRACTICE, "재통화 성공률", "回访成功率", "折返し成約率"),
    Entry("refusal_rate", Part("attempts", _is("is_right_party") & _is("is_refused")), _RIGHT, "share", "down",
          _STANDARD, "거절률", "拒绝率", "拒否率", clustered=True),
    Entry("opening_survival", Part("attempts", _TIMED & _is("has_survived")), Part("attempts", _TIMED), "share", "up",
          _HANDBOOK, "오프닝 생존율", "开场存活率", "冒頭継続率", clustered=True, needs=("talk_seconds",)),
    Entry("abandoned_rate", Part("attempts", _is("is_live") & _is("is_abandoned")), _LIVE, "share", "down",
          "Ofcom persistent misuse statement, idea of", "포기호율", "呼损率", "放棄呼率", clustered=True),
    Entry("do_not_call_rate", _calls("is_do_not_call"), _TALKS, "share", "down", _PRACTICE,
          "수신 거부율", "拒访率", "架電停止率", clustered=True),
    Entry("bad_number_rate", _records("is_bad"), _DIALLED, "share", "down", _PRACTICE,
          "결번률", "空号率", "現アナ率"),
)  # fmt: skip

_MONEY = (
    Entry("cost_per_attempt", _COST, _DIALS, "money", "down", _PRACTICE,
          "콜당 비용", "每拨成本", "架電単価", needs=("costs",)),
    Entry("cost_per_contact", _COST, _records("is_talk"), "money", "down", _PRACTICE,
          "접촉당 비용", "每接触成本", "接触単価", needs=("costs",)),
    Entry("cost_per_sale", _COST, _calls("is_primary"), "money", "down", _PRACTICE,
          "성공당 비용", "每成交成本", "成約単価", needs=("costs",)),
    Entry("wasted_call_rate", _calls("is_wasted"), _TALKS, "share", "down", _HANDBOOK,
          "낭비 통화율", "无效通话率", "無駄通話率", clustered=True, needs=("basic_information",)),
    Entry("gatekeeper_time_share", _calls("is_gatekeeper_talk", "seconds"), _calls("is_talk", "seconds"), "time_share",
          "down", _HANDBOOK, "문지기 통화 시간 비율", "总机耗时占比", "受付通話時間率", needs=("talk_seconds",)),
    Entry("gatekeeper_call_share", _calls("is_gatekeeper_talk"), _TALKS, "share", "down", _HANDBOOK,
          "문지기 통화 비율", "总机通话占比", "受付止まり率", clustered=True),
)  # fmt: skip

_COUNTS = (
    Entry("attempts", _DIALS, None, "count", "up", _PRACTICE, "통화 시도", "拨打量", "架電数"),
    Entry("primary_goals", _calls("is_primary"), None, "count", "up", _HANDBOOK,
          "1차 목표 달성", "主要目标达成数", "主目標達成数"),
    Entry("secondary_goals", _calls("is_secondary"), None, "count", "up", _HANDBOOK,
          "2차 목표 달성", "次要目标达成数", "副目標達成数"),
)  # fmt: skip

#: name → entry, in the order of a review.
CATALOGUE = MappingProxyType({entry.name: entry for entry in (*_COUNTS, *_REACH, *_YIELD, *_EFFORT, *_CARE, *_MONEY)})
