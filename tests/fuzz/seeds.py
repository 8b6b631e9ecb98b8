"""Sound files that look like real ones: every format, delimiter and encoding lists come in, and the samples' results."""

import functools
import io
import json
import tempfile
from pathlib import Path

import polars as pl
import xlsxwriter

from tests.read.books import ods, xls, xlsb

WORKSPACE = Path(__file__).parents[2] / "sample_lists" / "workspace"

_KOREAN = (
    ["회사명", "성명", "직책", "휴대폰", "대표전화", "이메일", "수신동의", "동의일", "메모"],
    [
        ["㈜한빛학원", "김민준", "원장", "010-0210-0001", "02-555-0101", "a@example.com", "Y", "2026.11.02", ""],
        ["한빛학원(주)", "이서연", "부원장", "01002100002", "02-555-0101~3", "", "Y", "2026. 10. 1.", '그는 "바쁨"'],
        ["누리 어학원", "박도윤 실장", "행정실장", "1002100003", "", "c@example.com", "N", "20261101", "오후에, 다시"],
        [
            "누리 어학원",
            "최지우",
            "",
            "010-0210-0004 / 010-0210-0005",
            "070-0123-4567",
            "",
            "○",
            "2026-11-01",
            "줄\n바꿈",
        ],
        ["=SUM(A1)", "정하준", "대표이사", "'010-0210-0006", "1.02346E+09", "", "", "", ""],
        ["똠뷁교육", "강서윤", "팀장", "+82 (0)10-0210-0007", "02-555-0102 내선 12", "", "Y", "26.11.02", ""],
    ],
)
_CHINESE = (
    ["公司名称", "姓名", "职位", "手机", "电话", "备注"],
    [
        ["北京光明教育有限公司", "王伟", "总经理", "138 0013 8000", "010-8888 8888转123", "下午联系"],
        ["上海东方培训中心", "李娜", "校长", "+86 13800138001", "021-66668888", ""],
        ["深圳未来学校", "张敏", "行政助理", "13800138002、13800138003", "", "请勿拨打"],
    ],
)
_TAIWANESE = (
    ["公司名稱", "姓名", "職稱", "手機", "電話"],
    [
        ["光明補習班", "陳怡君", "主任", "0912-345-678", "02-2345-6789#12"],
        ["東方文教", "林志明", "董事長", "0987654321", ""],
    ],
)
_JAPANESE = (
    ["会社名", "氏名", "役職", "携帯電話", "電話番号", "備考"],
    [
        ["株式会社ひかり学習塾", "佐藤 健", "代表取締役", "090-1234-5678", "03-1234-5678（代）", ""],
        ["ひかり塾㈱", "鈴木一郎", "校長", "08012345678", "03-1234-5679 内線 5", "表示ソ能"],
    ],
)
_WESTERN = (
    ["Company", "Name", "Job title", "Phone", "E-mail", "Note"],
    [
        ["Müller & Söhne GmbH", "Jürgen Groß", "Geschäftsführer", "+49 30 901820", "j@example.com", "ruft zurück"],
        ["Café Noir; S.A.R.L.", "Zoë Lefèvre", "directrice", "+33 1 42 68 53 00", "", 'says "later"'],
        ["Acme, Inc.", "Pat O'Neil", "CEO", "(212) 555-0123 x45", "p@example.com", ""],
    ],
)
#: Name → (table, encoding, delimiter, line ending, title above the header).
_TEXTS = {
    "ko-utf8.csv": (_KOREAN, "utf-8", ",", "\n", False),
    "ko-excel.csv": (_KOREAN, "utf-8-sig", ",", "\r\n", False),
    "ko-cp949.csv": (_KOREAN, "cp949", ",", "\r\n", True),
    "ko-unicode.txt": (_KOREAN, "utf-16", "\t", "\r\n", False),
    "ko-cr.csv": (_KOREAN, "cp949", ";", "\r", False),
    "zh-gb18030.csv": (_CHINESE, "gb18030", ",", "\n", False),
    "zh-utf16le.txt": (_CHINESE, "utf-16-le", "\t", "\n", False),
    "tw-big5.csv": (_TAIWANESE, "cp950", "|", "\r\n", False),
    "ja-sjis.csv": (_JAPANESE, "cp932", ",", "\r\n", False),
    "ja-eucjp.csv": (_JAPANESE, "euc_jp", ",", "\n", False),
    "de-cp1252.csv": (_WESTERN, "cp1252", ";", "\r\n", False),
    "en-tsv.tsv": (_WESTERN, "utf-8", "\t", "\n", True),
}


def _grown(rows, count):
    """More rows of the same kind, each with a number of its own."""
    return [[cell.replace("000", f"{n:03}", 1) for cell in rows[n % len(rows)]] for n in range(count)]


def _text(table, encoding, delimiter, ending, has_title):
    header, rows = table
    lines = [["명단 2026-11" if encoding != "utf-8" else "List 2026-11"], []] if has_title else []
    lines += [header, *_grown(rows, 24)]
    quoted = (delimiter.join(_quoted(cell, delimiter) for cell in line) for line in lines)
    return ending.join([*quoted, ""]).encode(encoding, "replace")


def _quoted(cell, delimiter):
    special = {delimiter, '"', "\n", "\r"}
    return '"' + cell.replace('"', '""') + '"' if special & set(cell) else cell


def _book(writer, table):
    header, rows = table
    sheets = {"명단": [["11월 명단"], header, *_grown(rows, 12)], "둘째": [header, *_grown(rows[::-1], 5)]}
    padded = {name: [[cell or None for cell in row] for row in rows] for name, rows in sheets.items()}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book"
        writer(path, padded)
        return path.read_bytes()


def _xlsx(path, sheets):
    book = xlsxwriter.Workbook(path)
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
        sheet.merge_range(2, 0, 4, 0, "한빛")
        sheet.set_row(3, None, None, {"hidden": True})
    book.close()


def _odd_book(table):
    """A workbook as people make them: titles, a header over two rows, formulas, errors, and names full of signs."""
    header, rows = table
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    for name in ("11월 '명단' & <새것>;", "A" * 31, "😀名单!"):
        sheet = book.add_worksheet(name.replace("'", "’"))
        sheet.merge_range(0, 0, 0, 8, "11월 명단")
        sheet.merge_range(1, 0, 2, 0, header[0])
        sheet.merge_range(1, 1, 1, 2, "담당자")
        sheet.merge_range(1, 3, 1, 8, "연락처")
        sheet.write_row(2, 1, header[1:])
        for at, row in enumerate(_grown(rows, 8), 3):
            sheet.write_row(at, 0, [cell or None for cell in row])
            sheet.write_formula(at, 8, f"=D{at + 1}", None, "#N/A" if at % 3 else row[3])
        sheet.write_formula(5, 3, '="010-0210-"&"0009"', None, "")
        sheet.write_number(6, 3, 1002100003)
        sheet.set_column(7, 7, None, None, {"hidden": True})
        sheet.write_row(11, 0, ["합계", None, None, "8"])
    book.worksheets()[2].hide()
    book.close()
    return out.getvalue()


def _parquet(table):
    header, rows = table
    out = io.BytesIO()
    pl.DataFrame(_grown(rows, 20), schema=header, orient="row").write_parquet(out, compression="uncompressed")
    return out.getvalue()


def _json_lines(table):
    header, rows = table
    lines = (json.dumps(dict(zip(header, row, strict=True)), ensure_ascii=False) for row in _grown(rows, 20))
    return "\n".join(lines).encode() + b"\n"


@functools.cache
def lists():
    """Name → content of contact lists."""
    found = {name: _text(*how) for name, how in _TEXTS.items()}
    found |= {f"{name}.{table[0][0]}.{kind}": _book(writer, table)
              for name, table in (("ko", _KOREAN), ("ja", _JAPANESE))
              for kind, writer in (("xlsx", _xlsx), ("ods", ods), ("xls", xls), ("xlsb", xlsb))}  # fmt: skip
    found["ko.parquet"], found["ko.jsonl"] = _parquet(_KOREAN), _json_lines(_KOREAN)
    found["ko.odd.xlsx"] = _odd_book(_KOREAN)
    found["ko.json"] = b'{"code": 0, "data": [' + _json_lines(_KOREAN).rstrip().replace(b"\n", b",\n") + b"]}"
    return found


@functools.cache
def samples(folder):
    """Name → content of the sample workspace's files under a folder, cut to their first rows where they are text."""
    paths = sorted(path for path in (WORKSPACE / folder).rglob("*") if path.is_file())
    return {str(path.relative_to(WORKSPACE / folder)): _head(path) for path in paths}


def _head(path):
    content = path.read_bytes()
    return content if path.suffix == ".xlsx" else b"".join(content.splitlines(keepends=True)[:40])


_RETURNED = """전화번호,매체,발송일,도착일,반송일,반송사유
010-0210-0001,catalogue,2026-11-09,2026-11-12,,
010-0210-0002,catalogue,2026-11-09,,2026-11-16,이사감
02-0700-0003,catalogue,2026.11.09,,,
,catalogue,2026-11-09,,,
"""


@functools.cache
def touches():
    """Name → content of a mail house's files."""
    drops = {name: content for name, content in samples("lists").items() if "drop" in name}
    return drops | {"returned.csv": _RETURNED.encode(), "returned-cp949.csv": _RETURNED.encode("cp949")}


_ANSWERED = """person_id,lead_id,supplier,question,answer,answered_on,company,person,title,phone
P2222,L2222,x,key_person_unknown,confirmed,2026-11-20,한빛학원,김민준,원장,010-0210-0001
P2223,L2223,x,key_person_unknown,changed,20.11.2026,누리어학원,이서연,부원장,010-0210-0002
P2224,,x,bad_number,left,2026-11-20,,,,
P2225,L2225,x,bad_number,closed,,,,,
P2226,L2226,x,bad_number,not_found,2026-11-20,,,,
"""


@functools.cache
def answers():
    """Name → content of a data supplier's answers."""
    return {"answers.csv": _ANSWERED.encode(), "answers-excel.csv": _ANSWERED.encode("utf-16")}
