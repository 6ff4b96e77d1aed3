"""A checklist as a CSV table: the shipped one, and what people carry in and out."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable
from importlib.resources import files

import msgspec

from domain.checklist_item import ALL_UNITS, WITH_DOSSIERS, Item

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
    "scoring_rule",
    "photo_on_fail",
    "legal_basis",
)
NEEDED = ("code", "item_vi", "max_points", "source")
APPLIES = {"": ALL_UNITS, "all": ALL_UNITS, "handles TTHC": WITH_DOSSIERS}
YES = "Y"


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
    rows = csv.DictReader(io.StringIO(unicodedata.normalize("NFC", text.removeprefix("\ufeff"))))
    lacks = [name for name in NEEDED if name not in (rows.fieldnames or ())]
    if lacks:
        raise UnreadableChecklist("column_missing", column=lacks[0])
    return tuple(item_of(row, number) for number, row in enumerate(rows, start=2))


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
                "scoring": said["scoring_rule"],
            },
            Item,
        )
    except (ValueError, msgspec.ValidationError) as error:
        raise UnreadableChecklist("line_wrong", line=line) from error


def table_of(items: Iterable[Item]) -> str:
    """The same table, written."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for item in items:
        writer.writerow(
            {
                "key": item.item_key,
                "code": item.code,
                "field_vi": item.field,
                "field_en": item.field,
                "item_vi": item.text,
                "item_en": item.text_en,
                "max_points": item.max_points,
                "source": item.source,
                "surprise": _letter(item.surprise_fit),
                "applies_to": _applies(item.applies_to),
                "scoring_rule": item.scoring,
                "photo_on_fail": _letter(item.photo_on_fail),
                "legal_basis": item.legal_basis,
            }
        )
    return out.getvalue()


def _letter(yes: bool) -> str:
    return YES if yes else "N"


def _applies(to: str) -> str:
    return {ALL_UNITS: "all", WITH_DOSSIERS: "handles TTHC"}.get(to, to)
