"""Call sheets as callers fill them in, and under which names their columns come back."""

import polars as pl
import xlsxwriter

ON = "2026-11-23"
EVENING = f"{ON}T20:00"
#: What the sheet's columns are called where a team translates them; Korean and English sheets are written as such.
TRANSLATED = {
    "zh": dict(zip(
        ("queue", "position", "lead_id", "number", "result", "called_at", "talk_seconds", "intent", "callback_date", "callback_time", "memo", "referral_name", "referral_number"),
        ("队列", "序号", "线索编号", "电话号码", "结果", "通话时间", "通话时长", "意向", "回访日期", "回访时间", "备注", "推荐联系人", "转介绍电话"), strict=True,
    )),
    "ja": dict(zip(
        ("queue", "position", "lead_id", "number", "result", "called_at", "talk_seconds", "intent", "callback_date", "callback_time", "memo", "referral_name", "referral_number"),
        ("キュー", "順番", "リードID", "電話番号", "結果", "架電時刻", "通話秒数", "意向", "再架電日", "再架電時刻", "メモ", "紹介された人", "紹介先電話番号"), strict=True,
    )),
}  # fmt: skip
WRITTEN = {
    "ko": {"result": "결과", "called_at": "통화시각", "talk_seconds": "통화초", "intent": "의향", "callback_date": "재통화일", "callback_time": "재통화 시각", "memo": "메모", "referral_name": "소개받은 사람", "referral_number": "소개 번호"},
    "en": {name: name for name in ("result", "called_at", "talk_seconds", "intent", "callback_date", "callback_time", "memo", "referral_name", "referral_number")},
}  # fmt: skip


def fill(path, target, hand, cells):
    """The sheet again with what the caller wrote, by position; its columns translated where the team does so."""
    names = TRANSLATED.get(hand, {})
    sheet = pl.read_excel(path, sheet_id=1, infer_schema_length=0)
    assert set(WRITTEN["ko" if hand == "ko" else "en"].values()) <= set(sheet.columns)
    with xlsxwriter.Workbook(target) as book:
        page = book.add_worksheet("sheet")
        for column, name in enumerate(sheet.columns):
            page.write_string(0, column, names.get(name, name))
        for at, row in enumerate(sheet.iter_rows(named=True), 1):
            for column, (name, cell) in enumerate(row.items()):
                page.write_string(at, column, cells.get(int(at), {}).get(name, cell or ""))
    return target
