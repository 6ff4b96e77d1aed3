"""Tables of tasks: which column is which, and one line for each row."""

import re
from collections import Counter

import msgspec

from domain.reading.dates import Period
from domain.reading.deadlines import deadline_in_cell, deadline_in_sentence, with_condition
from domain.reading.document import Problem, TableBlock
from domain.reading.draft import DraftLine
from domain.reading.leads import Assignment, Resolved, establish_lead, resolve
from domain.reading.understanding import kind_of, recognised
from domain.reading.units import UnitDirectory
from domain.reading.unreadable import Unreadable
from domain.reading.wording import clean, flat

_HEADER_ROWS = 20
REQUIRED = ("task", "lead", "deadline")
COLUMN_NAMES = {
    "number": "stt", "field": "lĩnh vực", "task": "nhiệm vụ", "product": "sản phẩm",
    "lead": "chủ trì", "help": "phối hợp", "deadline": "thời hạn",
}  # fmt: skip
_HEADERS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (key, re.compile(words))
    for key, words in (
        ("help", r"phoi hop"),
        ("lead", r"chu tri|don vi thuc hien|co quan thuc hien|don vi phu trach"),
        ("deadline", r"thoi (?:han|gian)|han (?:hoan thanh|xu ly)|^han$|tien do|ngay hoan thanh"),
        ("product", r"san pham|ket qua"),
        ("field", r"linh vuc|nhom nhiem vu"),
        ("number", r"^(?:stt|tt|so tt|so thu tu|so)$"),
        ("task", r"nhiem vu|noi dung|cong viec|hoat dong"),
    )
)


class Columns(msgspec.Struct, frozen=True):
    header: int
    places: dict[str, int]

    def cell(self, row: tuple[str, ...], key: str) -> str:
        place = self.places.get(key)
        return clean(row[place]) if place is not None and place < len(row) else ""


def columns_of(table: TableBlock) -> Columns | None:
    """The header row: the one of the first rows that names most columns."""
    best: Columns | None = None
    for index, row in enumerate(table.rows[:_HEADER_ROWS]):
        places = _named_columns(row)
        if len(places) >= 2 and (best is None or len(places) > len(best.places)):
            best = Columns(index, places)
    return best


def _named_columns(row: tuple[str, ...]) -> dict[str, int]:
    places: dict[str, int] = {}
    for place, cell in enumerate(row):
        said = clean(re.sub(r"[_\-/\n.()]+", " ", flat(cell)))
        if not said or len(said) > 60:
            continue
        key = next((key for key, words in _HEADERS if words.search(said)), None)
        if key is not None:
            places.setdefault(key, place)
    return places


def is_task_table(columns: Columns) -> bool:
    """Enough of an appendix to demand the rest of it."""
    has = columns.places
    return ("task" in has and ("lead" in has or "deadline" in has)) or (
        "lead" in has and "deadline" in has
    )


def demand_columns(table: TableBlock, columns: Columns) -> None:
    missing = [COLUMN_NAMES[key] for key in REQUIRED if key not in columns.places]
    if missing:
        where = table.where(columns.header)
        place: dict[str, str | int] = {"row": where.row or 1}
        if where.sheet:
            place["sheet"] = where.sheet
        if where.page:
            place["page"] = where.page
        raise Unreadable("columns_missing", columns=", ".join(missing), **place)


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One task row, cells by meaning."""

    ref: str
    index: int
    field: str
    cells: dict[str, str]
    source: str


def rows_of(table: TableBlock, columns: Columns) -> tuple[list[Row], list[Problem]]:
    """Task rows; a row filled in one cell only names the field of those below it."""
    rows: list[Row] = []
    problems: list[Problem] = []
    band = ""
    for index in range(columns.header + 1, len(table.rows)):
        raw = table.rows[index]
        filled = list(dict.fromkeys(clean(cell) for cell in raw if clean(cell)))
        if not filled or _repeats_header(raw, columns) or _counts_columns(filled):
            continue
        cells = {key: columns.cell(raw, key) for key in columns.places}
        if _is_band(filled, cells):
            band = re.sub(r"^(?:[IVX]+|[A-H]|\d+)[.)]\s*", "", filled[-1]).rstrip(" .:")
            continue
        if not cells.get("task"):
            problems.append(Problem(code="row_without_task", where=table.where(index), blocks=True))
            continue
        number = cells.get("number", "").rstrip(".) ") or str(len(rows) + 1)
        rows.append(
            Row(
                ref=f"PL.{number[:12]}",
                index=index,
                field=cells.get("field") or band,
                cells=cells,
                source=" | ".join(filled),
            )
        )
    return _numbered_apart(rows), problems


def _is_band(filled: list[str], cells: dict[str, str]) -> bool:
    if len(filled) == 1:
        return not re.fullmatch(r"[\d./-]+", filled[0])
    others = [cells.get(key, "") for key in ("lead", "deadline", "product", "help")]
    marked = bool(re.fullmatch(r"[IVX]+|[A-H]", cells.get("number", "").rstrip(".)")))
    return marked and not any(others)


def _repeats_header(raw: tuple[str, ...], columns: Columns) -> bool:
    """The header comes again at the top of each page."""
    return _named_columns(raw) == columns.places


def _counts_columns(filled: list[str]) -> bool:
    """The row "(1) (2) (3) …" under a header."""
    return len(filled) >= 3 and all(re.fullmatch(r"\(?\d\)?", cell) for cell in filled)


def _numbered_apart(rows: list[Row]) -> list[Row]:
    counts = Counter(row.ref for row in rows)
    seen: Counter[str] = Counter()
    apart: list[Row] = []
    for row in rows:
        if counts[row.ref] > 1:
            seen[row.ref] += 1
            row = msgspec.structs.replace(row, ref=f"{row.ref}({seen[row.ref]})")
        apart.append(row)
    return apart


class TableReading:
    """Turns rows into lines of the draft."""

    def __init__(self, units: UnitDirectory, period: Period, numbers: dict[str, int]) -> None:
        self.units = units
        self.period = period
        self.numbers = numbers
        self.problems: list[Problem] = []

    def establish_units(self, rows: list[Row]) -> None:
        for row in rows:
            establish_lead(row.cells.get("lead", ""), self.units, row.ref)

    def line(self, table: TableBlock, row: Row, seq: int) -> DraftLine:
        cell = row.cells.get
        said = Assignment(lead=cell("lead", ""), help=cell("help", ""))
        who = resolve(said, self.units, row.ref)
        when = with_condition(
            deadline_in_cell(cell("deadline", ""), self.period),
            deadline_in_sentence(row.cells["task"], self.period),
        )
        where = table.where(row.index)
        if when.unreal:
            facts: dict[str, str | int] = {"value": when.unreal, "ref": row.ref}
            self.problems.append(
                Problem(code="date_not_real", where=where, facts=facts, blocks=True)
            )
        product = cell("product", "")
        number = self.numbers.get(row.field)
        doubts = [*who.doubts, *when.doubts, *_silent(row, who, when.text)]
        return DraftLine(
            ref=row.ref,
            seq=seq,
            field_no=number,
            field=row.field,
            text=row.cells["task"],
            product=product or None,
            lead_text=who.lead_text,
            lead=who.lead,
            lead_is_group=who.lead_is_group,
            cooperating=who.cooperating,
            cooperating_groups=who.cooperating_groups,
            cooperating_unknown=who.cooperating_unknown,
            deadline=when.deadline,
            deadline_text=when.text,
            kind=kind_of(who.lead_is_group, when),
            source_line=where.row or 0,
            source_text=row.source,
            page=where.page,
            sheet=where.sheet,
            recognised=recognised(number, who, product, when),
            doubts=tuple(dict.fromkeys(doubts)),
        )


def _silent(row: Row, who: Resolved, deadline_text: str | None) -> list[str]:
    said = {
        "no_field": row.field,
        "no_lead": who.lead_text,
        "no_product": row.cells.get("product"),
        "no_deadline": deadline_text,
    }
    return [code for code, value in said.items() if not value]
