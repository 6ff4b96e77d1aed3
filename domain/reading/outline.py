"""Puts paragraphs under one another by their marks and gives every place its reference."""

from collections import Counter
from collections.abc import Iterator

from domain.reading.document import TableBlock
from domain.reading.markers import NESTED_NUMBER_RANK, RANKS, Marker, roman_value
from domain.reading.paragraphs import Paragraph
from domain.reading.sections import is_section_title
from domain.reading.wording import ends_sentence

_VIETNAMESE_LETTERS = "abcdđeghiklmnopqrstuvxy"
_LATIN_LETTERS = "abcdefghijklmnopqrstuvwxyz"


class Node:
    """One marked place of the document with everything that lies below it."""

    def __init__(self, marker: Marker | None, opening: Paragraph | None, rank: int) -> None:
        self.marker = marker
        self.opening = opening
        self.rank = rank
        self.parent: Node | None = None
        self.children: list[Node] = []
        self.extras: list[Paragraph] = []
        self.tables: list[TableBlock] = []
        self.ref = ""
        self.base = ""  # the reference outside the family of numbers: "V" of "V.2.1"
        self.title_more = ""
        self.repeated = False
        self.gap_before = False

    @property
    def kind(self) -> str:
        return self.marker.kind if self.marker else "root"

    @property
    def text(self) -> str:
        body = self.opening.body if self.opening else ""
        return f"{body} {self.title_more}".strip()

    @property
    def line(self) -> int:
        return self.opening.line if self.opening else 0

    @property
    def page(self) -> int | None:
        return self.opening.page if self.opening else None

    def below(self) -> Iterator["Node"]:
        for child in self.children:
            yield child
            yield from child.below()

    def paragraphs_below(self) -> Iterator[Paragraph]:
        """Everything under this place in the order of the file, without its own first line."""
        yield from self.extras
        for child in self.children:
            if child.opening:
                yield child.opening
            yield from child.paragraphs_below()


def build(parts: list[Paragraph | TableBlock]) -> Node:
    """The outline of the document; the root holds what stands before the first mark."""
    root = Node(None, None, -1)
    stack = [root]
    for part in parts:
        if isinstance(part, TableBlock):
            stack[-1].tables.append(part)
        elif part.marker is None and (_title_due(stack[-1], part) or not _unmarked_title(part)):
            _hang_unmarked(stack[-1], part)
        else:
            marker = part.marker or Marker("heading", "", RANKS["roman"])
            node = Node(marker, part, _rank_here(marker, stack))
            while stack[-1].rank >= node.rank:
                stack.pop()
            node.parent = stack[-1]
            stack[-1].children.append(node)
            stack.append(node)
    _give_references(root)
    return root


def _unmarked_title(part: Paragraph) -> bool:
    return part.capitals and len(part.body) <= 120 and is_section_title(part.body)


def _title_due(top: Node, part: Paragraph) -> bool:
    begun = top.kind in ("part", "chapter") and not top.extras and not top.children
    return begun and (not top.text or (part.capitals and not ends_sentence(top.text)))


def _hang_unmarked(top: Node, part: Paragraph) -> None:
    """A title often stands on the line below "Phần thứ nhất" or "Chương I"."""
    if _title_due(top, part):
        top.title_more = f"{top.title_more} {part.body}".strip()
    else:
        top.extras.append(part)


def _rank_here(marker: Marker, stack: list[Node]) -> int:
    """The rank of the mark, or a deeper one for a list of numbers inside a numbered item."""
    if marker.kind != "number":
        return marker.rank
    number = int(marker.label)
    open_nested = next((n for n in stack if n.rank == NESTED_NUMBER_RANK), None)
    if open_nested and open_nested.marker and int(open_nested.marker.label) + 1 == number:
        return NESTED_NUMBER_RANK
    top = stack[-1]
    heads_a_list = top.kind in ("number", "decimal") and not top.extras and not top.children
    if number == 1 and heads_a_list and len(top.text) <= 120 and not top.text.endswith("."):
        return NESTED_NUMBER_RANK
    return marker.rank


def _give_references(node: Node) -> None:
    labels = Counter(
        child.marker.label for child in node.children if child.marker and _is_lettered(child)
    )
    seen: Counter[str] = Counter()
    ordinals: Counter[str] = Counter()
    former = ""
    for child in node.children:
        ordinals[child.kind] += 1
        _refer(child, node, ordinals[child.kind])
        if _is_lettered(child) and child.marker:
            label = child.marker.label
            seen[label] += 1
            child.repeated = labels[label] > 1
            child.gap_before = _gap(former, label, child.kind)
            if child.repeated:
                child.ref = f"{child.ref}({seen[label]})"
            former = label
        _give_references(child)


def _is_lettered(node: Node) -> bool:
    return node.kind in ("letter", "number", "decimal", "roman", "article")


def _refer(child: Node, parent: Node, ordinal: int) -> None:
    marker = child.marker
    if marker is None:
        return
    label = marker.label or str(ordinal)
    above = parent.ref
    child.base = above
    if marker.kind in ("dash", "plus", "star"):
        sign = {"dash": "-", "plus": "+", "star": "*"}[marker.kind]
        child.ref = f"{above or '0'}{sign}{ordinal}"
        return
    if marker.kind in ("part", "chapter", "article", "mục"):
        prefix = {"part": "P", "chapter": "C", "article": "Đ", "mục": "M"}[marker.kind]
        above = "" if marker.kind == "article" else above  # articles are numbered through
        child.ref = f"{above}.{prefix}{label}".lstrip(".")
        return
    family = parent.marker.label if parent.marker and parent.kind in ("number", "decimal") else ""
    if marker.kind == "decimal" and family and label.startswith(family + "."):
        child.base = above = parent.base
    child.ref = f"{above}.{label}".lstrip(".")


def _gap(former: str, label: str, kind: str) -> bool:
    """Whether a letter or number was skipped; the same one twice is not a gap."""
    if label == former:
        return False
    if kind == "letter":
        return not any(
            _follows(former, label, row) for row in (_VIETNAMESE_LETTERS, _LATIN_LETTERS)
        )
    if kind == "number":
        return int(label) != int(former or 0) + 1
    if kind == "roman":
        return roman_value(label) != (roman_value(former) if former else 0) + 1
    return False


def _follows(former: str, label: str, row: str) -> bool:
    if label not in row:
        return False
    place = row.index(label)
    return place == 0 if not former else place > 0 and row[place - 1] == former
