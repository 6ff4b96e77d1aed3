"""Reads a plan: from the neutral document to the draft a coordinator reviews."""

import re

from domain.reading.dates import Period
from domain.reading.document import Block, NeutralDocument, Problem, TableBlock, Where
from domain.reading.draft import DraftLine, PlanDraft, PlanHeading, Remark, Target
from domain.reading.duties import DutyReading, default_leads
from domain.reading.legibility import refuse_mojibake
from domain.reading.obligations import obligations_in
from domain.reading.outline import Node, build
from domain.reading.paragraphs import Paragraph, mend
from domain.reading.plan_heading import heading_of
from domain.reading.sections import Role, holds_several, opens_with_role, role_of_title
from domain.reading.tables import (
    Columns,
    TableReading,
    columns_of,
    demand_columns,
    is_task_table,
    rows_of,
)
from domain.reading.tasks import TaskReading
from domain.reading.understanding import Understanding, field_numbers
from domain.reading.units import KnownUnits, UnitDirectory
from domain.reading.unreadable import Unreadable
from domain.reading.wording import READ_AT_MOST, clean, flat

_AFTER_BODY = re.compile(r"(?:noi nhan\s*:|tm\. ?(?:uy ban|ubnd)|kt\. ?chu tich|t/m )")
LETTERS_LIMIT = 2_000_000
_APPENDIX = re.compile(r"phu luc\b")


def recognise(
    document: NeutralDocument, known_units: KnownUnits = (), *, derived: bool = False
) -> PlanDraft:
    """The draft; raises `Unreadable` when there is nothing in the document that is a plan."""
    _refuse_too_much(document)
    refuse_mojibake(document)
    reading = _Reading(document, known_units)
    reading.read_sections()
    tasks = reading.tasks()
    draft = reading.draft(tasks, derived=derived)
    if not (draft.tasks or draft.targets or draft.duties):
        raise Unreadable("no_plan_structure")
    return draft


def _refuse_too_much(document: NeutralDocument) -> None:
    """The largest plans have some hundred thousand letters; every step below stays bounded."""
    letters = sum(
        len(block.text)
        if isinstance(block, Block)
        else sum(len(cell) for row in block.rows for cell in row)
        for block in document.blocks
    )
    if letters > LETTERS_LIMIT:
        raise Unreadable("too_much_text", found=letters, limit=LETTERS_LIMIT)


class _Reading:
    """One document on its way to a draft."""

    def __init__(self, document: NeutralDocument, known_units: KnownUnits) -> None:
        self.document = document
        self.problems: list[Problem] = list(document.problems)
        self.units = UnitDirectory(known_units)
        parts = _body(mend(document.blocks))
        self.outline = build(parts)
        self.tables = self._task_tables()
        self.sections = list(_with_roles(self.outline, None))
        self.heading = self._heading()
        self.period = Period(self.heading.period_from, self.heading.period_to)
        self.task_reading = TaskReading()
        self.duty_reading = DutyReading(self.units)
        self.targets: list[Target] = []

    def _heading(self) -> PlanHeading:
        first_page: list[str] = []
        for part in self.outline.tables:
            first_page += [cell for row in part.rows[:4] for cell in row]
        first_page += [part.text for part in self.outline.extras]
        if self.document.kind in ("xlsx", "csv"):
            first_page = [cell for part in self._all_tables() for cell in _above_header(part)]
        below = [part.text for part in self.outline.paragraphs_below()]
        return heading_of([text for text in first_page if clean(text)], below)

    def _all_tables(self) -> list[TableBlock]:
        return [block for block in self.document.blocks if isinstance(block, TableBlock)]

    def _task_tables(self) -> list[tuple[TableBlock, Columns]]:
        """Tables that are lists of tasks; others in a sheet or a section are told of."""
        found: list[tuple[TableBlock, Columns]] = []
        sheet_file = self.document.kind in ("xlsx", "csv")
        unread: list[TableBlock] = []
        for table in self._all_tables():
            columns = columns_of(table)
            if columns is not None and is_task_table(columns):
                demand_columns(table, columns)
                found.append((table, columns))
            else:
                unread.append(table)
        if sheet_file and not found and unread:
            self._refuse_without_header(unread[0])
        for table in unread:
            if sheet_file or table not in self.outline.tables:
                where = table.where(0)
                self.problems.append(Problem(code="table_not_read", where=where))
        return found

    def _refuse_without_header(self, table: TableBlock) -> None:
        columns = columns_of(table) or Columns(0, {})
        demand_columns(table, columns)

    def read_sections(self) -> None:
        by_role: dict[Role, list[Node]] = {}
        for node, role in self.sections:
            by_role.setdefault(role, []).append(node)
        for node in by_role.get("assignments", []):
            self.duty_reading.establish_units(node)
        for node in by_role.get("assignments", []):
            self.duty_reading.read(node)
        for node in by_role.get("targets", []):
            self.targets += _targets_of(node)
        for node in by_role.get("tasks", []):
            self.task_reading.read(node)

    def tasks(self) -> list[DraftLine]:
        rows = [(table, *rows_of(table, columns)) for table, columns in self.tables]
        titles = dict(self.task_reading.fields)
        titles |= {row.field: None for _, found, _ in rows for row in found if row.field}
        numbers = field_numbers(titles)
        fields = {number: title for title, number in reversed(numbers.items())}
        leads, conflicts = default_leads(self.duty_reading.duties, fields)
        self.problems += conflicts
        texts = [flat(task.text) for task in self.task_reading.lines]
        understanding = Understanding(self.units, self.period, leads, numbers, texts)
        rows_reading = TableReading(self.units, self.period, numbers)
        understanding.establish_units(self.task_reading.lines)
        for _, found, _ in rows:
            rows_reading.establish_units(found)
        lines = [
            understanding.line(task, seq) for seq, task in enumerate(self.task_reading.lines, 1)
        ]
        self.problems += understanding.problems
        self.leads = understanding.leads_used(leads)
        for table, found, problems in rows:
            self.problems += problems
            for row in found:
                lines.append(rows_reading.line(table, row, len(lines) + 1))
        self.problems += rows_reading.problems
        return lines

    def draft(self, tasks: list[DraftLine], *, derived: bool) -> PlanDraft:
        remarks = [*self.task_reading.remarks, *self.duty_reading.remarks]
        speaking = [
            *self.duty_reading.remarks,
            *(
                Remark(ref=duty.ref, text=duty.text, source_line=duty.source_line)
                for duty in self.duty_reading.duties
            ),
        ]
        obligations, unreal = obligations_in(speaking, self.period)
        self.problems += unreal
        self._note_missing_appendix()
        self.problems += [
            Problem(
                code="text_too_long",
                where=Where(line=line.source_line),
                facts={"ref": line.ref, "limit": READ_AT_MOST},
                blocks=True,
            )
            for line in tasks
            if len(line.text) > READ_AT_MOST
        ]
        for line in tasks:
            self.units.propose_alias(line.text, line.ref)
        self.units.propose_among_names()
        return PlanDraft(
            plan=self.heading,
            targets=tuple(self.targets),
            tasks=tuple(tasks),
            duties=tuple(self.duty_reading.duties),
            obligations=tuple(obligations),
            units=self.units.found(),
            default_leads=tuple(self.leads),
            remarks=tuple(remarks),
            problems=tuple(self.problems),
            derived=derived,
        )

    def _note_missing_appendix(self) -> None:
        line = self.task_reading.appendix_line
        if line is not None and not self.tables:
            self.problems.append(Problem(code="appendix_missing", where=Where(line=line)))


def _body(parts: list[Paragraph | TableBlock]) -> list[Paragraph | TableBlock]:
    """Drops the list of receivers and the signature; an appendix after them stays."""
    kept: list[Paragraph | TableBlock] = []
    in_body = True
    for part in parts:
        if isinstance(part, Paragraph):
            plain = flat(part.text)
            if _AFTER_BODY.match(plain):
                in_body = False
            elif _APPENDIX.match(plain) and part.marker is None:
                in_body = True
        if in_body or isinstance(part, TableBlock):
            kept.append(part)
    return kept


def _with_roles(node: Node, inherited: Role | None) -> list[tuple[Node, Role]]:
    """The highest places of each role; a part may hold several sections with their own."""
    found: list[tuple[Node, Role]] = []
    for child in node.children:
        title = child.text
        heads = bool(child.children or child.extras)
        role = role_of_title(title) if heads and len(title) <= 200 else None
        if inherited is not None:
            role = opens_with_role(title) if heads and len(title) <= 120 else None
        if role is None or role == "other":
            found += _with_roles(child, role or inherited)
        elif holds_several(title) and (inner := _with_roles(child, "other")):
            found += inner
        else:
            found.append((child, role))
    return found


def _targets_of(section: Node) -> list[Target]:
    """Every leaf is a target; a general aim above the counted ones is one as well."""
    targets = [
        Target(ref=f"{section.ref}-{place}", text=part.text, source_line=part.line)
        for place, part in enumerate(section.extras, 1)
        if not section.children
    ]
    for child in section.children:
        below = [part.text for part in child.paragraphs_below()]
        if child.children and len(child.text) <= 160 and ". " not in child.text:
            targets += _targets_of(child)
        else:
            text = clean(" ".join([child.text, *below]))
            targets.append(Target(ref=child.ref, text=text, source_line=child.line))
    return targets


def _above_header(table: TableBlock) -> list[str]:
    columns = columns_of(table)
    rows = table.rows[: columns.header] if columns else ()
    return list(dict.fromkeys(clean(cell) for row in rows for cell in row if clean(cell)))
