"""Understands the words of a task: who leads, with whom, by when, with what result."""

import re

import msgspec

from domain.reading.dates import Period
from domain.reading.deadlines import (
    Finding,
    deadline_in_cell,
    deadline_in_sentence,
    with_condition,
)
from domain.reading.document import Problem, Where
from domain.reading.draft import DefaultLead, DraftLine, LineKind
from domain.reading.leads import (
    Assignment,
    Resolved,
    assignment_in,
    establish_lead,
    resolve,
)
from domain.reading.tasks import TaskLine
from domain.reading.units import UnitDirectory
from domain.reading.wording import clean, flat, standard_field

_MANY_TASKS = 2  # a topic found in more tasks than this singles none of them out


def field_numbers(titles: dict[str, int | None]) -> dict[str, int]:
    """A standard field keeps its number; others count on after the seven."""
    numbers: dict[str, int] = {}
    for title in titles:
        standard = standard_field(title)
        if standard is not None and standard not in numbers.values():
            numbers[title] = standard
    further = 8
    for title in titles:
        if title not in numbers:
            numbers[title] = further
            further += 1
    return numbers


class Understanding:
    """What the words of a task are held against."""

    def __init__(
        self,
        units: UnitDirectory,
        period: Period,
        leads: list[DefaultLead],
        numbers: dict[str, int],
        texts: list[str],
    ) -> None:
        self.units = units
        self.period = period
        self.numbers = numbers
        self.by_field = {lead.field_no: lead for lead in leads if lead.field_no is not None}
        self.by_topic = [
            (pattern, lead)
            for lead in leads
            if lead.topic and (pattern := _topic_pattern(lead.topic, texts)) is not None
        ]
        self.problems: list[Problem] = []

    def leads_used(self, leads: list[DefaultLead]) -> list[DefaultLead]:
        """Field leads, and of the topics those that single out a task."""
        used = [lead for _, lead in self.by_topic]
        return [lead for lead in leads if lead.topic is None or lead in used]

    def establish_units(self, tasks: list[TaskLine]) -> None:
        for task in tasks:
            establish_lead(_said(task).lead, self.units, task.ref)

    def line(self, task: TaskLine, seq: int) -> DraftLine:
        whole = clean(" ".join([task.text, *task.attributes]))
        said = _said(task)
        who = resolve(said, self.units, task.ref)
        when = self._when(task, said)
        number = self.numbers.get(task.field)
        doubts = [*task.doubts]
        if not said.lead:
            who, why = self._default(task, number, who)
            doubts += why
        doubts += who.doubts + when.doubts
        doubts += [] if task.field else ["no_field"]
        doubts += [] if said.product else ["no_product"]
        doubts += ["no_deadline"] if when.deadline.kind == "none" and not when.text else []
        return DraftLine(
            ref=task.ref,
            seq=seq,
            field_no=number,
            field=task.field,
            text=task.text,
            product=said.product or None,
            lead_text=who.lead_text,
            lead=who.lead,
            lead_is_group=who.lead_is_group,
            cooperating=who.cooperating,
            cooperating_groups=who.cooperating_groups,
            cooperating_unknown=who.cooperating_unknown,
            deadline=when.deadline,
            deadline_text=when.text,
            kind=kind_of(who.lead_is_group, when),
            source_line=task.line,
            source_text=whole,
            page=task.page,
            recognised=recognised(number, who, said.product, when),
            doubts=tuple(dict.fromkeys(doubts)),
        )

    def _when(self, task: TaskLine, said: Assignment) -> Finding:
        sentence = deadline_in_sentence(task.text, self.period)
        found = sentence
        if said.time:
            found = with_condition(deadline_in_cell(said.time, self.period), sentence)
        if found.unreal:
            self.problems.append(
                Problem(
                    code="date_not_real",
                    where=Where(page=task.page, line=task.line),
                    facts={"value": found.unreal, "ref": task.ref},
                    blocks=True,
                )
            )
        return found

    def _default(
        self, task: TaskLine, number: int | None, who: Resolved
    ) -> tuple[Resolved, list[str]]:
        """A topic named in the task is nearer than its field."""
        plain = flat(task.text)
        topics = [lead for pattern, lead in self.by_topic if pattern.search(plain)]
        doubt = "lead_from_topic"
        if len({lead.unit for lead in topics}) == 1:
            lead = topics[0]
        elif number is not None and number in self.by_field:
            lead, doubt = self.by_field[number], "lead_from_default"
        else:
            return who, ["no_lead"]
        known = [] if self.units.is_known(lead.unit) else ["unit_unknown"]
        return msgspec.structs.replace(who, lead=lead.unit), [doubt, *known]


def _said(task: TaskLine) -> Assignment:
    """Labelled lines under the task speak first, then its own sentences."""
    own = assignment_in(task.text)
    if not task.attributes:
        return own
    below = assignment_in("; ".join(part.rstrip(" ;.,") for part in task.attributes))
    return Assignment(
        lead=below.lead or own.lead,
        help=below.help or own.help,
        time=below.time or own.time,
        product=below.product or own.product,
    )


def _topic_pattern(topic: str, texts: list[str]) -> re.Pattern[str] | None:
    pattern = re.compile(rf"(?<!\w){re.escape(flat(topic))}(?!\w)")
    hits = sum(1 for text in texts if pattern.search(text))
    return pattern if 0 < hits <= _MANY_TASKS else None


def kind_of(group: bool, when: Finding) -> LineKind:
    if group:
        return "group"
    kind = when.deadline.kind
    if kind == "standing" or kind == "recurring" or kind == "conditional":
        return kind
    return "single"


def recognised(field_no: int | None, who: Resolved, product: str, when: Finding) -> tuple[str, ...]:
    """The parts that were understood, for the marks beside the line."""
    parts = {
        "field": field_no is not None,
        "lead": who.lead is not None or who.lead_is_group,
        "cooperating": bool(who.cooperating or who.cooperating_groups),
        "product": bool(product),
        "deadline": when.deadline.kind != "none",
    }
    return tuple(name for name, there in parts.items() if there)
