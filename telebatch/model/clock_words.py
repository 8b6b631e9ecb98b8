"""The words that say which half of the day is meant: 오후 2:30, 下午3点, 午後3時, 2 pm."""

from __future__ import annotations

from typing import Final

MORNING: Final = (
    "오전", "새벽", "아침", "午前", "上午", "凌晨", "早上", "清晨", "朝", "am", "a.m.", "a.m",
)  # fmt: skip
AFTERNOON: Final = (
    "오후", "낮", "저녁", "午後", "下午", "中午", "傍晚", "夕方", "pm", "p.m.", "p.m",
)  # fmt: skip
#: Twelve at "night" may be either end of the evening.
NIGHT: Final = ("밤", "晚上", "夜", "夜间", "夜間")
#: The longest first, for use in patterns.
HALVES: Final = "|".join(
    sorted((mark.replace(".", r"\.") for mark in (*MORNING, *AFTERNOON, *NIGHT)), key=len, reverse=True)
)
