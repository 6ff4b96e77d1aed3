"""A rule set as a file: JSON as it is hashed, or a workbook with a sheet for each part."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

import msgspec
import xlsxwriter

from domain.evaluation.rules import Band, Criterion, Extra, Gate, Rules
from domain.reading.document import TableBlock
from domain.reading.unreadable import Unreadable
from domain.values import Value
from service.reading.xlsx_file import workbook_document
from service.sheet_text import is_formula

MOST_BYTES = 1 << 20
MOST_ROWS = 500
RULES = "rules"
PARTS: Mapping[str, type[Value]] = {
    "criteria": Criterion,
    "gates": Gate,
    "bands": Band,
    "extras": Extra,
}
NEEDED = ("criteria", "bands")
NUMBERS = frozenset({"weight", "entry_max", "from_points", "bonus_max", "penalty_max"})
DAYS = frozenset({"valid_from_on", "valid_until_on"})
LISTS = frozenset({"applies_to"})
TRUTHS = frozenset({"is_on", "scale_to_applicable"})
WIDE = frozenset({"text", "text_en", "formula", "rule_vi", "rule_en", "evidence", "value"})
YES, NO = "Y", "N"
SEPARATOR = "; "
_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)
_BYTE = re.compile(r"\(byte (\d+)\)")
_FIELD = re.compile(r"at `\$\.?(.*?)`$")


class UnreadableRules(Exception):
    """A file that is no rule set: what is wrong, and on which sheet, row and column or line.

    Codes: `not_rules`, `too_large`, `too_many_rows`, `sheet_missing`, `column_missing`,
    `column_unknown`, `value_wrong`.
    """

    def __init__(
        self, code: str, *, sheet: str = "", row: int = 0, line: int = 0, column: str = ""
    ) -> None:
        super().__init__(code)
        self.code = code
        self.sheet = sheet
        self.row = row
        self.line = line
        self.column = column


def read_rules(data: bytes) -> Rules:
    """The rule set of a file; raises UnreadableRules. Formulas are not looked at here."""
    if len(data) > MOST_BYTES:
        raise UnreadableRules("too_large")
    return _of_workbook(data) if data.startswith(b"PK") else _of_json(data)


# -- JSON -------------------------------------------------------------------------


def as_json(rules: Rules) -> bytes:
    """Readable, one part a line, so that two files can be compared by any program."""
    return msgspec.json.format(msgspec.json.encode(rules), indent=2) + b"\n"


def _of_json(data: bytes) -> Rules:
    try:
        text = unicodedata.normalize("NFC", data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise UnreadableRules("not_rules") from None
    try:
        return msgspec.json.decode(text, type=Rules)
    except msgspec.ValidationError as error:
        place = _FIELD.search(str(error))
        raise UnreadableRules("value_wrong", column=place[1] if place else "") from None
    except msgspec.DecodeError as error:
        raise UnreadableRules("not_rules", line=_line(text, str(error))) from None
    except RecursionError:
        raise UnreadableRules("not_rules") from None


def _line(text: str, said: str) -> int:
    at = _BYTE.search(said)
    before = text.encode()[: int(at[1])] if at else text.encode()
    return before.count(b"\n") + 1


# -- workbook ---------------------------------------------------------------------


def as_workbook(rules: Rules) -> bytes:
    """Sheets `rules`, `criteria`, `gates`, `bands`, `extras`; the first row names the columns."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"title": rules.name, "created": _midnight(rules.valid_from_on)})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    for sheet_name, rows in _sheets(rules).items():
        sheet = book.add_worksheet(sheet_name)
        for place, row in enumerate(rows):
            for column, cell in enumerate(row):
                sheet.write_string(place, column, cell, wrapped)
        for column, name in enumerate(rows[0]):
            sheet.set_column(column, column, 50 if name in WIDE else 16)
        sheet.freeze_panes(1, 1)
    book.close()
    return out.getvalue()


def _midnight(day: date) -> datetime:
    # not the hour of writing: the same rules give the same bytes
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _sheets(rules: Rules) -> dict[str, list[list[str]]]:
    own = [name for name in Rules.__struct_fields__ if name not in PARTS]
    sheets = {RULES: [["field", "value"]] + [[f, _cell(f, getattr(rules, f))] for f in own]}
    for name, kind in PARTS.items():
        heads = list(kind.__struct_fields__)
        parts: Iterable[Value] = getattr(rules, name)
        rows = [[_cell(head, getattr(part, head)) for head in heads] for part in parts]
        sheets[name] = [heads, *rows]
    return sheets


def _cell(name: str, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    text = SEPARATOR.join(value) if name in LISTS else str(value)
    return f"'{text}" if is_formula(text) else text


def _of_workbook(data: bytes) -> Rules:
    try:
        document = workbook_document(data)
    except Unreadable as error:
        code = "too_many_rows" if error.code == "too_many_lines" else "not_rules"
        raise UnreadableRules(code) from None
    for problem in document.problems:
        if problem.blocks:
            where = problem.where
            raise UnreadableRules(
                "value_wrong", sheet=where.sheet or "", row=where.row or 0, column=where.cell or ""
            )
    tables = {block.sheet: block for block in document.blocks if isinstance(block, TableBlock)}
    for name in (RULES, *NEEDED):
        if name not in tables:
            raise UnreadableRules("sheet_missing", sheet=name)
    parts = {name: _parts(name, tables[name]) for name in PARTS if name in tables}
    return _rules(tables[RULES], parts)


def _rules(table: TableBlock, parts: Mapping[str, Sequence[Value]]) -> Rules:
    said: dict[str, Any] = {}
    place: dict[str, int] = {}
    for number, row in zip(table.row_numbers, table.rows, strict=True):
        name, value = row[0].strip(), _plain(row[1]) if len(row) > 1 else ""
        if name == "field":
            continue
        if name not in Rules.__struct_fields__ or name in PARTS:
            raise UnreadableRules("column_unknown", sheet=RULES, row=number, column=name)
        place[name] = number
        if value:
            said[name] = _read(name, value)
    try:
        return msgspec.convert({**said, **{n: list(p) for n, p in parts.items()}}, Rules)
    except msgspec.ValidationError as error:
        name = _named(error)
        raise UnreadableRules(
            "value_wrong", sheet=RULES, row=place.get(name, 0), column=name
        ) from None


def _parts(sheet: str, table: TableBlock) -> tuple[Value, ...]:
    kind = PARTS[sheet]
    heads = [head.strip() for head in table.rows[0]]
    for head in heads:
        if head and head not in kind.__struct_fields__:
            raise UnreadableRules("column_unknown", sheet=sheet, row=1, column=head)
    lacks = [f.name for f in msgspec.structs.fields(kind) if f.required and f.name not in heads]
    if lacks:
        raise UnreadableRules("column_missing", sheet=sheet, row=1, column=lacks[0])
    if len(table.rows) - 1 > MOST_ROWS:
        raise UnreadableRules("too_many_rows", sheet=sheet, row=MOST_ROWS)
    found = []
    for number, row in zip(table.row_numbers[1:], table.rows[1:], strict=True):
        cells = {h: _plain(cell) for h, cell in zip(heads, row, strict=False) if h}
        said = {name: _read(name, cell) for name, cell in cells.items() if cell}
        # an empty short name is a text all the same
        needed = {f.name: "" for f in msgspec.structs.fields(kind) if f.required}
        try:
            found.append(msgspec.convert({**needed, **said}, kind))
        except msgspec.ValidationError as error:
            column = _named(error)
            raise UnreadableRules("value_wrong", sheet=sheet, row=number, column=column) from None
    return tuple(found)


def _plain(cell: str) -> str:
    text = unicodedata.normalize("NFC", cell)
    return text[1:] if text.startswith("'") and is_formula(text[1:]) else text


def _read(name: str, text: str) -> Any:
    if name in NUMBERS:
        return text.strip().replace(",", ".")
    if name in LISTS:
        return [each.strip() for each in text.split(";") if each.strip()]
    if name in TRUTHS:
        return {YES: True, NO: False}.get(text.strip().upper(), text)
    if name in DAYS and (day := _DAY.fullmatch(text.strip())):
        return f"{day[3]}-{int(day[2]):02}-{int(day[1]):02}"
    return text


def _named(error: msgspec.ValidationError) -> str:
    """The field an error speaks of."""
    place = _FIELD.search(str(error))
    return place[1] if place else ""
