"""Small workbooks written by hand, byte by byte, so that no library stands between the test and the format."""

import struct
import zipfile

ERROR, UNCOMPUTED = object(), object()
"""Cells: a formula that shows #N/A, and one without a result (of ODS)."""

_SPACES = (
    " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text", "style")
    )
    + ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
)
_MANIFEST = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
_ODS_HIDDEN = (
    '<style:style style:name="off" style:family="table"><style:table-properties table:display="false"/></style:style>'
)


def ods(path, sheets, *, hidden=(), raw_rows=None, hidden_columns=()):
    """Sheet name → rows; a cell is text, a number, None, or (text, rows spanned)."""
    off = ' table:visibility="collapse"'
    columns = "".join(f"<table:table-column{off if at in hidden_columns else ''}/>" for at in range(3))
    columns += f'<table:table-column table:number-columns-repeated="16381"{off if hidden_columns else ""}/>'
    tables = ""
    for name, rows in sheets.items():
        style = ' table:style-name="off"' if name in hidden else ""
        body = "".join(f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in rows)
        tables += f'<table:table table:name="{name}"{style}>{columns}{raw_rows or body}</table:table>'
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_SPACES}><office:automatic-styles>'
        f"{_ODS_HIDDEN}</office:automatic-styles><office:body><office:spreadsheet>{tables}</office:spreadsheet>"
        "</office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        archive.writestr("META-INF/manifest.xml", f'<?xml version="1.0"?><m:manifest xmlns:m="{_MANIFEST}"/>')
        archive.writestr("content.xml", content)
    return path


def _ods_cell(value):
    if value is None:
        return "<table:table-cell/>"
    if value is UNCOMPUTED:
        return '<table:table-cell table:formula="of:=[.A1]"/>'
    if value is ERROR:
        told = 'office:value-type="string" office:string-value="" calcext:value-type="error"'
        return f'<table:table-cell table:formula="of:=NA()" {told}><text:p>#N/A</text:p></table:table-cell>'
    if isinstance(value, int | float):
        return f'<table:table-cell office:value-type="float" office:value="{value}"><text:p>{value}</text:p></table:table-cell>'
    text, spanned = value if isinstance(value, tuple) else (value, 1)
    span = f' table:number-rows-spanned="{spanned}"' if spanned > 1 else ""
    return f'<table:table-cell office:value-type="string"{span}><text:p>{text}</text:p></table:table-cell>'


def _record(kind, body=b""):
    return struct.pack("<HH", kind, len(body)) + body


def _wide(text):
    return struct.pack("<HB", len(text), 1) + text.encode("utf-16-le")


def xls(path, sheets, *, hidden=(), hidden_rows=(), merged=(), locked=False, span=(0, 0), hidden_columns=()):
    """Sheet name → rows, in BIFF8; `merged`: (first row, last row, column), `span`: rows and columns, of every sheet."""
    bodies = [_xls_sheet(rows, hidden_rows, merged, span, hidden_columns) for rows in sheets.values()]
    bounds = [struct.pack("<BBBB", name in hidden, 0, len(name), 1) + name.encode("utf-16-le") for name in sheets]
    head = _record(0x809, struct.pack("<HHHHII", 0x600, 5, 0x0DBB, 0x07CC, 0, 6)) + (
        _record(0x2F, bytes(6)) if locked else b""
    )
    at = len(head) + sum(8 + len(bound) for bound in bounds) + 4
    book = head
    for bound, body in zip(bounds, bodies, strict=True):
        book += _record(0x85, struct.pack("<I", at) + bound)
        at += len(body)
    path.write_bytes(compound("Workbook", book + _record(0x0A) + b"".join(bodies)))
    return path


def _xls_sheet(rows, hidden_rows, merged, span, hidden_columns):
    body = _record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0x0DBB, 0x07CC, 0, 6))
    body += _record(0x200, struct.pack("<IIHHH", 0, span[0], 0, span[1], 0))
    for at in hidden_columns:
        body += _record(0x7D, struct.pack("<HHHHHH", at, at, 2000, 0, 1, 0))
    for at in hidden_rows:
        body += _record(0x208, struct.pack("<HHHHHHI", at, 0, 1, 255, 0, 0, 0x120))
    for at, row in enumerate(rows):
        for column, value in enumerate(row):
            if isinstance(value, int | float):
                body += _record(0x203, struct.pack("<HHHd", at, column, 0, value))
            elif value is ERROR and column:
                shown = struct.pack("<BBBBBBH", 2, 0, 0x2A, 0, 0, 0, 0xFFFF)
                body += _record(0x06, struct.pack("<HHH", at, column, 0) + shown + struct.pack("<HIH", 0, 0, 0))
            elif value is ERROR:
                body += _record(0x205, struct.pack("<HHHBB", at, column, 0, 0x2A, 1))
            elif value is not None:
                body += _record(0x204, struct.pack("<HHH", at, column, 0) + _wide(value))
    if merged:
        spans = b"".join(struct.pack("<HHHH", top, bottom, column, column) for top, bottom, column in merged)
        body += _record(0xE5, struct.pack("<H", len(merged)) + spans)
    return body + _record(0x0A)


def compound(name, stream):
    """One stream in a compound file of 512-byte sectors."""
    stream = stream.ljust(4096, b"\x00")
    count = -(-len(stream) // 512)
    tables = 1
    while tables * 128 < count + tables + 1:
        tables += 1
    chain = [*range(1, count), 0xFFFFFFFE, 0xFFFFFFFE, *[0xFFFFFFFD] * tables]
    fat = struct.pack(f"<{len(chain)}I", *chain).ljust(tables * 512, b"\xff")
    header = struct.pack("<8s16sHHHHH6sIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", bytes(16), 0x3E, 3, 0xFFFE, 9, 6, b"",
                         0, tables, count, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)  # fmt: skip
    places = [count + 1 + at for at in range(tables)] + [0xFFFFFFFF] * (109 - tables)
    folder = _entry("Root Entry", 5, 0xFFFFFFFE, 0, child=1) + _entry(name, 2, 0, len(stream))
    return (
        header + struct.pack("<109I", *places) + stream.ljust(count * 512, b"\x00") + folder.ljust(512, b"\x00") + fat
    )


def _entry(name, kind, start, size, child=0xFFFFFFFF):
    wide = name.encode("utf-16-le") + b"\x00\x00"
    return struct.pack(
        "<64sHBBIII16sIQQIQ", wide, len(wide), kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child, b"", 0, 0, 0, start, size
    )


def _binary(kind, body=b""):
    head = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, length = b"", len(body)
    while True:
        size += bytes([length & 0x7F | (0x80 if length > 0x7F else 0)])
        length >>= 7
        if not length:
            return head + size + body


def _long(text):
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def xlsb(path, sheets, *, hidden=(), hidden_rows=(), merged=(), hidden_columns=()):
    """Sheet name → rows, in BIFF12."""
    book = _binary(131) + _binary(143)
    relations = ""
    for number, name in enumerate(sheets, 1):
        book += _binary(156, struct.pack("<II", name in hidden, number) + _long(f"rId{number}") + _long(name))
        relations += (
            f'<Relationship Id="rId{number}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{number}.bin"/>'
        )
    book += _binary(144) + _binary(132)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "[Content_Types].xml", '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
        )
        archive.writestr("xl/workbook.bin", book)
        archive.writestr(
            "xl/_rels/workbook.bin.rels", f'<Relationships xmlns="{_RELATIONS}">{relations}</Relationships>'
        )
        for number, rows in enumerate(sheets.values(), 1):
            archive.writestr(f"xl/worksheets/sheet{number}.bin", _xlsb_sheet(rows, hidden_rows, merged, hidden_columns))
    return path


def _xlsb_sheet(rows, hidden_rows, merged, hidden_columns):
    width = max(map(len, rows))
    body = _binary(129) + _binary(148, struct.pack("<IIII", 0, len(rows) - 1, 0, width - 1))
    for at in hidden_columns:
        body += _binary(60, struct.pack("<IIIIH", at, at, 2000, 0, 1))
    body += _binary(145)
    for at, row in enumerate(rows):
        body += _binary(0, struct.pack("<IIHBBBI", at, 0, 300, 0, 0x10 if at in hidden_rows else 0, 0, 0))
        for column, value in enumerate(row):
            if isinstance(value, int | float):
                body += _binary(5, struct.pack("<IId", column, 0, value))
            elif value is ERROR:
                formula = struct.pack("<HI", 0, 0) if column else b""
                body += _binary(11 if column else 3, struct.pack("<IIB", column, 0, 0x2A) + formula)
            elif value is not None:
                body += _binary(6, struct.pack("<II", column, 0) + _long(value))
    body += _binary(146)
    for top, bottom, column in merged:
        body += _binary(176, struct.pack("<IIII", top, bottom, column, column))
    return body + _binary(130)
