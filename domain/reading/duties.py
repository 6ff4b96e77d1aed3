"""The duties of units in the section that assigns the work, and what leads they imply."""

import re

from domain.reading.document import Problem, Where
from domain.reading.draft import DefaultLead, Duty, Remark
from domain.reading.outline import Node
from domain.reading.paragraphs import Paragraph
from domain.reading.sections import is_general
from domain.reading.units import UNIT_WORD, UnitDirectory, bare_name, is_group, looks_like_unit
from domain.reading.wording import READ_AT_MOST, flat, standard_field

_BULLETS = ("dash", "plus", "star", "letter", "numeral")
_CLOSING = re.compile(
    r"(?:trong qua trinh|tren day la|yeu cau (?:thu truong|cac co quan)|de nghi (?:thu truong|cac "
    r"co quan)|can cu (?:vao )?ke hoach|uy ban nhan dan (?:phuong|xa) yeu cau|nhan duoc ke hoach)"
)
_VERB = (
    r"(?:chu tri|co trach nhiem|chiu trach nhiem|tham muu|to chuc|theo doi|phoi hop|thuc hien|"
    r"huong dan|xay dung|bo tri|dam bao|tang cuong|chu dong|can cu|la co quan|la dau moi)"
)
_SUBJECT = re.compile(rf"(?:giao )?(?P<unit>{UNIT_WORD}[^.;:]{{2,80}}?),? (?={_VERB}\b)")
_BEFORE_FIELD = re.compile(r"^(?:(?:cac|nhom|cong tac|linh vuc|nhiem vu|giai phap|noi dung|ve) )+")
_FAREWELL = re.compile(r"tren day la|can cu (?:vao )?ke hoach nay")
_LEADS_FIELDS = re.compile(
    r"chu tri\b[^:.]{0,200}?\b(?:noi dung|linh vuc)(?: ve| cua)?\s*:?\s*(?P<list>.+)$"
)


class DutyReading:
    """Walks the assignment sections and gathers duties, remarks and unit names."""

    def __init__(self, units: UnitDirectory) -> None:
        self.units = units
        self.duties: list[Duty] = []
        self.remarks: list[Remark] = []
        self.general: list[Node] = []

    def establish_units(self, section: Node) -> None:
        """First pass: headings name units, so every later sentence can lean on them."""
        for node in section.below():
            name, _ = _unit_and_rest(node)
            if name and not is_group(name):
                self.units.establish(name, node.ref)

    def read(self, section: Node) -> None:
        self._remark(section.ref, section.extras)
        for node in section.children:
            self._visit(node)

    def _visit(self, node: Node) -> None:
        name, rest = _unit_and_rest(node)
        bullets = [child for child in node.children if child.kind in _BULLETS]
        if name:
            self._unit(node, name, rest)
        elif node.children and (not bullets or is_general(node.text)):
            if is_general(node.text):
                self._set_aside(node)
            else:
                self.read(node)
        else:
            self._sentence(node)

    def _set_aside(self, node: Node) -> None:
        self.general.append(node)
        for child in node.below():
            if child.opening:
                self._remark(child.ref, [child.opening, *child.extras])

    def _unit(self, node: Node, name: str, rest: str) -> None:
        extras = self._without_farewell(node.ref, node.extras)
        if not node.children and rest:
            self._add(node.ref, name, " ".join([rest, *(e.text for e in extras)]), node.line)
            return
        if rest:
            self._add(node.ref, name, rest, node.line)
        if not (rest or extras or node.children) and node.opening:
            self._remark(node.ref, [node.opening])
        doubts = ("marker_missing",) if node.children else ()
        for place, extra in enumerate(extras, 1):
            self._add(f"{node.ref}-{place}", name, extra.text, extra.line, *doubts)
        self._items(node, name, len(extras))

    def _items(self, node: Node, name: str, place: int) -> None:
        """Bullets are counted on; a paragraph after a bullet lost its own and is one more."""
        for child in node.children:
            place += 1
            sign = child.kind in ("dash", "plus", "star")
            ref = f"{node.ref}-{place}" if sign else child.ref
            inner = [paragraph.text for below in child.children for paragraph in _whole(below)]
            self._add(ref, name, " ".join([child.text, *inner]), child.line)
            for extra in child.extras:
                if _CLOSING.match(flat(extra.text)):
                    self._remark(node.ref, [extra])
                    continue
                place += 1
                self._add(f"{node.ref}-{place}", name, extra.text, extra.line, "marker_missing")

    def _without_farewell(self, ref: str, parts: list[Paragraph]) -> list[Paragraph]:
        farewells = [part for part in parts if _FAREWELL.match(flat(part.text))]
        self._remark(ref, farewells)
        return [part for part in parts if part not in farewells]

    def _sentence(self, node: Node) -> None:
        """A numbered sentence without a heading: its subject may be a unit."""
        below = self._without_farewell(node.ref, list(node.paragraphs_below()))
        body = " ".join([node.text, *(part.text for part in below)])
        subject = _SUBJECT.match(flat(node.text[:READ_AT_MOST]))
        name = ""
        if subject:
            said = bare_name(node.text[subject.start("unit") : subject.end("unit")])
            name = said if looks_like_unit(said) else ""
            if name:
                self.units.establish(name, node.ref)
        self._add(node.ref, name, body, node.line)

    def _add(self, ref: str, unit_text: str, text: str, line: int, *doubts: str) -> None:
        group = is_group(unit_text)
        key = self.units.recognise(unit_text, ref) if unit_text and not group else None
        self.duties.append(
            Duty(
                ref=ref,
                unit_text=unit_text,
                unit_key=key,
                text=text,
                source_line=line,
                is_group=group,
                doubts=doubts if key or group else (*doubts, "unit_unknown"),
            )
        )

    def _remark(self, ref: str, paragraphs: list[Paragraph]) -> None:
        for part in paragraphs:
            self.remarks.append(Remark(ref=ref, text=part.text, source_line=part.line))


def _whole(node: Node) -> list[Paragraph]:
    return [*([node.opening] if node.opening else []), *node.paragraphs_below()]


def _unit_and_rest(node: Node) -> tuple[str, str]:
    """The unit a heading names and what follows its colon on the same line."""
    text = node.text
    if not text or flat(text).startswith("de nghi "):
        return "", ""
    head, colon, rest = text.partition(":")
    head = bare_name(head)
    named = looks_like_unit(head) or is_group(head)
    if colon and named and len(head) <= 250:
        return head, rest.strip()
    short = len(text) <= 120 and (bool(node.children) or bool(node.extras))
    if not colon and short and looks_like_unit(head) and not re.search(rf" {_VERB}\b", flat(head)):
        return head, ""
    return "", ""


def default_leads(
    duties: list[Duty], fields: dict[int, str]
) -> tuple[list[DefaultLead], list[Problem]]:
    """Which unit leads which field or topic, from "chủ trì … các nội dung: …"."""
    leads: list[DefaultLead] = []
    for duty in duties:
        if duty.unit_key is None:
            continue
        match = _LEADS_FIELDS.search(flat(duty.text[:READ_AT_MOST]))
        if match is None:
            continue
        listed = duty.text[match.start("list") : match.end("list")].rstrip(" .")
        for part in listed.split(";"):
            leads.extend(_leads_of(part.strip(), duty, fields))
    return _without_conflicts(leads)


def _leads_of(part: str, duty: Duty, fields: dict[int, str]) -> list[DefaultLead]:
    unit = duty.unit_key or ""
    number = _field_named(part, fields)
    if number is not None:
        return [
            DefaultLead(field_no=number, field=fields[number], topic=None, unit=unit, ref=duty.ref)
        ]
    topics = [topic.strip() for topic in part.split(",")]
    return [
        DefaultLead(field_no=None, field=None, topic=topic, unit=unit, ref=duty.ref)
        for topic in topics
        if len(topic) >= 3
    ]


def _field_named(part: str, fields: dict[int, str]) -> int | None:
    plain = flat(part)
    for number, title in fields.items():
        core = _BEFORE_FIELD.sub("", flat(title)).strip(" .:")
        if core and core in plain:
            return number
    standard = standard_field(part)
    return standard if standard in fields else None


def _without_conflicts(leads: list[DefaultLead]) -> tuple[list[DefaultLead], list[Problem]]:
    """Two units for one field leave it without a default: exactly one may lead."""
    claimed: dict[int, set[str]] = {}
    for lead in leads:
        if lead.field_no is not None:
            claimed.setdefault(lead.field_no, set()).add(lead.unit)
    disputed = {number for number, units in claimed.items() if len(units) > 1}
    problems = [
        Problem(
            code="default_lead_conflict",
            where=Where(),
            facts={"field": number, "units": "; ".join(sorted(claimed[number]))},
        )
        for number in sorted(disputed)
    ]
    return [lead for lead in leads if lead.field_no not in disputed], problems
