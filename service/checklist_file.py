"""A checklist as a CSV table: the shipped one, and what people carry in and out."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Sequence
from importlib.resources import files

import msgspec

from domain.checklist_item import ALL_UNITS, WITH_DOSSIERS, Item
from service.sheet_text import is_formula

COLUMNS = (
    "key",
    "code",
    "field_vi",
    "field_en",
    "item_vi",
    "item_en",
    "max_points",
    "source",
    "surprise",
    "applies_to",
    "scoring_vi",
    "scoring_en",
    "photo_on_fail",
    "legal_basis",
)
NEEDED = ("code", "item_vi", "max_points", "source")
APPLIES = {"": ALL_UNITS, "all": ALL_UNITS, "handles TTHC": WITH_DOSSIERS}
YES = "Y"
ITEMS_MOST = 300


class UnreadableChecklist(Exception):
    """A table that is no checklist: the column that is missing, or the line that is wrong."""

    def __init__(self, code: str, *, line: int = 0, column: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.line = line
        self.column = column


def shipped_items() -> tuple[Item, ...]:
    """The 44 items and 100 points that come with the program."""
    text = (files("service") / "ward_data" / "checklist.csv").read_text(encoding="utf-8")
    return items_of(text)


def items_of(text: str) -> tuple[Item, ...]:
    """The items of a CSV table; raises UnreadableChecklist."""
    plain = unicodedata.normalize("NFC", text.removeprefix("\ufeff"))
    try:
        rows = list(csv.reader(io.StringIO(plain), strict=True))
    except csv.Error as error:
        raise UnreadableChecklist("not_a_table") from error
    return items_of_rows(rows)


def items_of_rows(rows: Sequence[Sequence[str]]) -> tuple[Item, ...]:
    """The items of a table whose first row names the columns; raises UnreadableChecklist."""
    heads = [head.strip() for head in rows[0]] if rows else []
    lacks = [name for name in NEEDED if name not in heads]
    if lacks:
        raise UnreadableChecklist("column_missing", column=lacks[0])
    if len(rows) - 1 > ITEMS_MOST:
        raise UnreadableChecklist("too_many_lines", line=ITEMS_MOST)
    return tuple(
        item_of(dict(zip(heads, map(_unmarked, row), strict=False)), number)
        for number, row in enumerate(rows[1:], start=2)
        if any(cell.strip() for cell in row)
    )


def _unmarked(cell: str) -> str:
    """The mark that keeps a spreadsheet from running a text is no part of the text."""
    return cell[1:] if cell.startswith("'") and is_formula(cell[1:]) else cell


def item_of(row: dict[str, str], line: int) -> Item:
    """One line; the first number of its code is its field."""
    said = {name: (row.get(name) or "").strip() for name in COLUMNS}
    try:
        return msgspec.convert(
            {
                "item_key": said["key"] or said["code"],
                "code": said["code"],
                "field": int(said["code"].split(".")[0]),
                "text": said["item_vi"],
                "text_en": said["item_en"],
                "max_points": said["max_points"].replace(",", "."),
                "source": said["source"],
                "applies_to": APPLIES.get(said["applies_to"], said["applies_to"]),
                "surprise_fit": said["surprise"] == YES,
                "photo_on_fail": said["photo_on_fail"] == YES,
                "legal_basis": said["legal_basis"],
                "scoring": said["scoring_vi"],
                "scoring_en": said["scoring_en"],
            },
            Item,
        )
    except (ValueError, msgspec.ValidationError) as error:
        raise UnreadableChecklist("line_wrong", line=line) from error


def table_of(items: Iterable[Item]) -> str:
    """The same table, written."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows_of(items))
    return out.getvalue()


def rows_of(items: Iterable[Item]) -> list[list[str]]:
    """Column names, then one row per item; a text that would be run gets a mark in front."""
    return [list(COLUMNS), *(_row(item) for item in items)]


def _row(item: Item) -> list[str]:
    said = (
        item.item_key,
        item.code,
        str(item.field),
        str(item.field),
        item.text,
        item.text_en,
        item.max_points,
        item.source,
        _letter(item.surprise_fit),
        _applies(item.applies_to),
        item.scoring,
        item.scoring_en,
        _letter(item.photo_on_fail),
        item.legal_basis,
    )
    return [f"'{cell}" if is_formula(cell) else cell for cell in said]


def _letter(yes: bool) -> str:
    return YES if yes else "N"


def _applies(to: str) -> str:
    return {ALL_UNITS: "all", WITH_DOSSIERS: "handles TTHC"}.get(to, to)
