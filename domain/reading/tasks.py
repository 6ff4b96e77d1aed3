"""Walks the task sections of the outline: each leaf is a task, what is above it a heading."""

import re

import msgspec

from domain.reading.draft import Remark
from domain.reading.labels import is_attribute
from domain.reading.outline import Node
from domain.reading.paragraphs import Paragraph
from domain.reading.wording import clean, ends_sentence, flat

_APPENDIX_POINTER = re.compile(
    r"\(?(?:co )?(?:danh muc|chi tiet|noi dung|phan cong|cac nhiem vu)?[^.]{0,80}phu luc"
)
_HEADING_LENGTH = {"number": 160, "decimal": 160, "letter": 110}


class TaskLine(msgspec.Struct, frozen=True, kw_only=True):
    """One task before its words are understood."""

    ref: str
    field: str
    text: str
    attributes: tuple[str, ...]
    line: int
    page: int | None
    doubts: tuple[str, ...]


class TaskReading:
    """Walks the task sections; what is neither heading nor task becomes a remark."""

    def __init__(self) -> None:
        self.lines: list[TaskLine] = []
        self.remarks: list[Remark] = []
        self.fields: dict[str, int | None] = {}
        self.appendix_line: int | None = None

    def read(self, section: Node) -> None:
        self._visit(section, "")

    def _visit(self, node: Node, field: str) -> None:
        leaf_section = not node.children
        for place, extra in enumerate(node.extras, 1):
            if self._points_to_appendix(extra) or not leaf_section:
                self._remark(node.ref, extra)
            else:
                self._paragraph_task(node, extra, field, place)
        for child in node.children:
            if _is_heading(child):
                self._visit(child, field or self._field(child))
            else:
                self._task(child, field)

    def _field(self, node: Node) -> str:
        title = clean(node.text).rstrip(" .:")
        own = int(node.marker.label) if node.marker and node.kind == "number" else None
        self.fields.setdefault(title, own)
        return title

    def _points_to_appendix(self, part: Paragraph) -> bool:
        points = bool(_APPENDIX_POINTER.match(flat(part.text))) and len(part.text) <= 250
        if points:
            self.appendix_line = part.line
        return points

    def _remark(self, ref: str, part: Paragraph) -> None:
        self.remarks.append(Remark(ref=ref, text=part.text, source_line=part.line))

    def _paragraph_task(self, node: Node, part: Paragraph, field: str, place: int) -> None:
        self.lines.append(
            TaskLine(
                ref=f"{node.ref}-{place}",
                field=field,
                text=part.text,
                attributes=(),
                line=part.line,
                page=part.page,
                doubts=("marker_missing",),
            )
        )

    def _task(self, node: Node, field: str) -> None:
        texts = [node.text]
        attributes: list[str] = []
        doubts: list[str] = []
        if node.repeated:
            doubts.append("lettering_repeated")
        if node.gap_before:
            doubts.append("lettering_gap")
        own = set(map(id, node.extras))
        for part in node.paragraphs_below():
            if is_attribute(part.body):
                attributes.append(part.body)
            elif self._points_to_appendix(part):
                self._remark(node.ref, part)
            else:
                texts.append(part.text)
                doubts.append("several_paragraphs" if id(part) in own else "has_subitems")
        self.lines.append(
            TaskLine(
                ref=node.ref,
                field=field,
                text=clean(" ".join(texts)),
                attributes=tuple(attributes),
                line=node.line,
                page=node.page,
                doubts=tuple(dict.fromkeys(doubts)),
            )
        )


def _is_heading(node: Node) -> bool:
    """A place that only names what its items are about."""
    below = [part for part in node.paragraphs_below() if not is_attribute(part.body)]
    if not below or is_attribute(node.text):
        return False
    if node.kind in ("roman", "part", "chapter", "capital", "mục", "article", "heading"):
        return True
    length = _HEADING_LENGTH.get(node.kind, 0)
    text = node.text
    if len(text) > length or re.search(r"[.;] \S", text):
        return False
    if not node.children:  # only unmarked paragraphs below
        return not ends_sentence(text) or text.endswith(":")
    if node.kind in ("number", "decimal"):
        return not text.endswith(";")
    return not ends_sentence(text) or text.endswith(":")
