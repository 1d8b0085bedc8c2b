"""Small files that would keep their reader busy for hours, or fill the memory. Each is refused with a message."""

import io
import random
import zipfile
from collections.abc import Callable

HEAD = b"report_ref,entity,name\n"
ROW = b"R1,adult,Ann Price\n"
MIB = 1024 * 1024

_SHEET = "xl/worksheets/sheet1.xml"
_ROW_OF_COLUMNS = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>report_ref</t></is></c>'
    '<c r="B1" t="inlineStr"><is><t>entity</t></is></c><c r="C1" t="inlineStr"><is><t>name</t></is></c></row>'
)


def _packed(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return packed.getvalue()


def workbook(rows: str = "", *, sheet: str = "", **parts: bytes) -> bytes:
    """A workbook with a line of columns and these rows, or with this sheet; `parts` are texts, styles or book."""
    from openpyxl import Workbook

    whole, changed = io.BytesIO(), io.BytesIO()
    Workbook().save(whole)
    names = {"styles": "xl/styles.xml", "texts": "xl/sharedStrings.xml", "book": "xl/workbook.xml"}
    given = {names[name]: content for name, content in parts.items()}
    sheet = sheet or (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        f"{_ROW_OF_COLUMNS}{rows}</sheetData></worksheet>"
    )
    given[_SHEET] = sheet.encode()
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in [*old.namelist(), *(name for name in given if name not in old.namelist())]:
            new.writestr(name, given.get(name, old.read(name) if name in old.namelist() else b""))
    return changed.getvalue()


def _unlike(length: int) -> bytes:
    """Text that packs to a fiftieth or so: below the ratio that is refused."""
    block = random.Random(11).randbytes(3000).hex().encode()
    return (block * (length // len(block) + 1))[:length]


def _texts() -> bytes:
    parts = "".join(f"<si><t>{n:x}{n * 7919 % 65536:x}</t></si>" for n in range(60_000))
    return (f'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{parts * 95}</sst>').encode()


def _styles() -> bytes:
    return b'<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs>' + (
        b"<xf/>" * 900_000 + b"</cellXfs></styleSheet>"
    )


def _laughs() -> str:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    return (
        f'<?xml version="1.0"?><!DOCTYPE worksheet [<!ENTITY l0 "ha">{entities}]>'
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        '<row r="1"><c r="A1" t="inlineStr"><is><t>&l11;</t></is></c></row></sheetData></worksheet>'
    )


def _deep() -> bytes:
    return b'{"entity":"adult","name":' + b"[" * 1_900_000 + b"]" * 1_900_000 + b"}\n"


BOMBS: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "a ZIP that says one thing over and over": (
        "tight.zip",
        lambda: _packed({"a.csv": HEAD + ROW * 1_500_000}),
        "tight.zip/a.csv: it unpacks to 27 MiB,",
    ),
    "a ZIP of very many files": (
        "many.zip",
        lambda: _packed({f"{n}.csv": HEAD for n in range(2_000)}),
        "many.zip: it holds 2,000 files; the most is 1,000.",
    ),
    "a ZIP whose list of files is endless": (
        "listed.zip",
        lambda: _packed({f"{n:0200}.csv": b"" for n in range(5_000)}),
        "listed.zip: its list of files takes 1 MiB; the most is 1 MiB.",
    ),
    "a ZIP in a ZIP": (
        "nested.zip",
        lambda: _packed({"inner.zip": _packed({"a.csv": HEAD + ROW})}),
        "nested.zip: there is no table to load here.",
    ),
    "a ZIP packed so that a few bytes fill the memory": (
        "bz2.zip",
        lambda: _packed({"a.csv": HEAD + b"\n" * 30_000_000}, zipfile.ZIP_BZIP2),
        "bz2.zip/a.csv: it is packed in a way that Dolen does not read",
    ),
    "a line that never ends": (
        "endless.zip",
        lambda: _packed({"a.csv": HEAD + _unlike(70 * MIB)}),
        "endless.zip/a.csv, line 2: the line goes on for more than 64 MiB.",
    ),
    "blank lines without end": (
        "blank.csv",
        lambda: HEAD + ROW + b" \n" * 200_000,
        "blank.csv, line 100003: more than 100,000 blank rows stand here one after another.",
    ),
    "rows of nothing but commas": (
        "commas.csv",
        lambda: HEAD + ROW + b",,\n" * 200_000,
        "commas.csv, line 100003: more than 100,000 blank rows stand here one after another.",
    ),
    "lines without end": (
        "lines.csv",
        lambda: HEAD + b"a\n" * 10_000_001,
        "lines.csv: it has more than 10,000,000 lines, which is the most.",
    ),
    "an item of rows without end": (
        "item.csv",
        lambda: b"report_ref,item_no,entity,name\n" + b"R1,1,adult,Ann Price\n" * 20_002,
        "item.csv, line 20002: one item reaches from above to here, 20,000 rows or 64 MiB of text.",
    ),
    "a sheet whose rows are blank to its end": (
        "blank.xlsx",
        lambda: workbook("".join(f'<row r="{n}"><c r="A{n}"/></row>' for n in range(2, 110_000))),
        "blank.xlsx, line 100002: more than 100,000 blank rows stand here one after another.",
    ),
    "a sheet that jumps to its last row": (
        "jump.xlsx",
        lambda: workbook('<row r="1048576"><c r="A1048576"><v>1</v></c></row>'),
        "jump.xlsx, line 100002: more than 100,000 blank rows stand here one after another.",
    ),
    "a sheet whose rows are as wide as can be": (
        "wide.xlsx",
        lambda: workbook("".join(f'<row r="{n}"><c r="XFD{n}"><v>1</v></c></row>' for n in range(2, 5_000))),
        "wide.xlsx, line 2: the row has 16,384 cells; the most is 1,000.",
    ),
    "a sheet of blank cells as wide as can be": (
        "hollow.xlsx",
        lambda: workbook(
            "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c><c r="XFD{n}"/></row>' for n in range(2, 4_000))
        ),
        "hollow.xlsx, line 3053: the sheet has more than 1,048,576 rows or 50,000,000 cells.",
    ),
    "texts that do not fit into memory": (
        "texts.xlsx",
        lambda: workbook(texts=_texts()),
        "texts.xlsx: its texts take more than 128 MiB.",
    ),
    "formats without end": (
        "styles.xlsx",
        lambda: workbook(styles=_styles()),
        "styles.xlsx: its formats and lists have more than 200,000 parts.",
    ),
    "a text that is made of itself": (
        "laughs.xlsx",
        lambda: workbook(sheet=_laughs()),
        "laughs.xlsx: it is not a whole workbook.",
    ),
}
"""What it is, its file name, its content, and how its refusal begins."""

ROW_BOMBS: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "lists in lists": ("deep.jsonl", _deep, "its lists and objects stand in one another deeper than 20 times"),
    "a cell as long as a book": (
        "cell.csv",
        lambda: HEAD + b"R1,adult," + b"x" * 3_000_000 + b"\n",
        "the cell holds more than 200,000 characters; divide the text between several items",
    ),
    "a row of a million cells": (
        "cells.csv",
        lambda: HEAD + b"a," * 1_500_000 + b"\n",
        "the row has more cells than the file has columns (3)",
    ),
    "an object of very many names": (
        "names.jsonl",
        lambda: b"{" + b",".join(b'"n%d":1' % n for n in range(200_000)) + b"}\n",
        "it names 200,000 columns; the most is 1,000",
    ),
}
"""The same for files of which one row is refused and the rest is read."""
