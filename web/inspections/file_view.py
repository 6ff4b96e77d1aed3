"""The parts of an inspection's page in words: steps, clocks, team, score, findings, papers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

import msgspec

from domain.inspection.parts import Score
from domain.inspection.state import Inspection
from domain.values import FIELDS
from projections.finding_query import FindingLine
from projections.inspection_file import InspectionFile, StepName
from web import wording
from web.inspections.telling import figure
from web.register.lines import days_to, field_name
from web.tasks.naming import Names, document
from web.unit_links import UnitLink, only_name

Fact = tuple[str, str | None]
SQUARES = {"advice": 1, "shortcoming": 2, "serious": 3, "breach_sign": 4}
SET_ON_PAPER = ("order", "minutes", "report", "conclusion")
COPIES = (("PDF", "pdf"), ("Word", "docx"))
PRESENT_STEP: dict[str, StepName] = {
    "ordered": "announce",
    "announced": "open",
    "opened": "visit",
    "visit_closed": "minutes",
    "minutes_drawn": "minutes",
    "frozen": "report",
    "reported": "conclusion",
    "concluded": "close",
}


class StepView(msgspec.Struct, frozen=True, kw_only=True):
    """One bar; the present one says until when."""

    label: str
    state: str
    """past, now or to_come"""
    note: str = ""


class ClockView(msgspec.Struct, frozen=True, kw_only=True):
    """A limit as a row."""

    name: str
    rule: str
    last_on: date
    state: str
    tag: str


class MemberView(msgspec.Struct, frozen=True, kw_only=True):
    """A seat of the team."""

    who: str
    part: str
    declared: str
    is_open: bool
    """Has not declared, or declared a conflict."""


class FindingView(msgspec.Struct, frozen=True, kw_only=True):
    """A finding as a row."""

    code: str
    item: str
    severity: str
    squares: int
    is_repeated: bool
    answer: str
    stage: str
    last_on: date | None
    distance: int | None


class PaperView(msgspec.Struct, frozen=True, kw_only=True):
    """A document of the file."""

    kind: str
    name: str
    href: str
    copies: tuple[tuple[str, str], ...]
    """Ending and address of what can be taken along."""
    state: str
    cited: str
    at: datetime


def steps(file: InspectionFile, names: Names, findings: Iterable[FindingLine]) -> list[StepView]:
    """The bar: what is done, what is now, what comes; explanation and remedy by the findings."""
    it = file.inspection
    present = present_step(it)
    found: list[StepView] = []
    lines = list(findings)
    is_over = it.stage in ("closed", "cancelled")
    for step in file.steps:
        if step.name == "report" and (it.frozen_at is not None or not is_over):
            found.append(_step("explain", names, _explained(it, lines), ""))
        if step.name == "close":
            found.append(_step("remedy", names, _remedied(it, lines), ""))
        state = "past" if step.at is not None else "to_come"
        if step.name == present and step.at is None and not is_over:
            state = "now"
        found.append(_step(step.name, names, state, _note(step.name, state, it, names)))
    return found


def _step(name: str, names: Names, state: str, note: str) -> StepView:
    return StepView(label=names.say(f"inspection.step.{name}"), state=state, note=note)


def present_step(it: Inspection) -> StepName | None:
    """What the inspection waits for."""
    if it.stage == "ordered" and it.kind == "surprise":
        return "open"
    if it.stage == "announced" and it.self_report is None and it.kind == "scheduled":
        return "self_report"
    return PRESENT_STEP.get(it.stage)


def _explained(it: Inspection, lines: list[FindingLine]) -> str:
    if it.frozen_at is None:
        return "to_come"
    return "now" if any(line.answering_until for line in lines) else "past"


def _remedied(it: Inspection, lines: list[FindingLine]) -> str:
    if it.concluded_at is None:
        return "to_come"
    return "now" if any(line.is_open for line in lines) else "past"


def _note(name: str, state: str, it: Inspection, names: Names) -> str:
    by = {
        "announce": names.ward.calendar.before(it.to_on, it.limits.announce_before_days)
        if it.limits.announce_before_days
        else None,
        "self_report": it.self_report_by.last_on if it.self_report_by else None,
        "open": it.visit_on or it.from_on,
        "report": it.report_by.last_on if it.report_by else None,
        "conclusion": it.conclude_by.last_on if it.conclude_by else None,
    }.get(name)
    if state != "now" or by is None:
        return ""
    key = "inspection.step_on" if name == "open" else "inspection.step_by"
    return names.say(key, date=wording.short_day(by))


def clocks(file: InspectionFile, names: Names) -> list[ClockView]:
    """Every limit with its rule and how it stands."""
    kind = file.inspection.kind
    tags = {"runs": "in", "overdue": "late", "kept": "", "late": ""}
    found = []
    for clock in file.clocks:
        left = days_to(clock.last_on, names.ward, file.today)
        facts = {
            "date": wording.day(clock.done_on) if clock.done_on else "",
            "days": clock.days_late or abs(left),
        }
        key = "runs_today" if clock.state == "runs" and left == 0 else clock.state
        found.append(
            ClockView(
                name=names.say(f"inspection.clock.{clock.rule}"),
                rule=names.say(f"org.limit.{kind}_{clock.rule}")
                + ": "
                + names.say("inspection.clock_days", n=clock.days),
                last_on=clock.last_on,
                state=names.say(f"inspection.clock_state.{key}", **facts),
                tag=tags[clock.state],
            )
        )
    return found


def team(file: InspectionFile, names: Names) -> list[MemberView]:
    """Seats with their declarations."""
    found = []
    for member in file.team:
        state = "conflict" if member.has_conflict else "yes" if member.has_declared else "no"
        found.append(
            MemberView(
                who=names.holder(member.post_id),
                part=names.say(f"inspection.part.{member.part}"),
                declared=names.say(f"inspection.declared.{state}"),
                is_open=state != "yes",
            )
        )
    return found


def facts(
    file: InspectionFile, names: Names, *, programme: str = "", link: UnitLink = only_name
) -> list[Fact]:
    """What the order says."""
    it, say = file.inspection, names.say
    document_of = {paper.kind: paper.document for paper in file.papers}
    paper = document_of.get("order")
    wanted = sorted({item.field for item in it.items})
    whole = len(wanted) == len({*FIELDS}) or not wanted
    return [
        (say("inspection.fact.order"), document(paper, names.language) if paper else None),
        (say("inspection.fact.orderer"), names.holder(it.orderer_post)),
        (say("inspection.fact.unit"), link(it.unit_id, names.unit(it.unit_id))),
        (say("inspection.fact.leader"), names.holder(it.leader_post)),
        (say("inspection.fact.days"), _span(it.from_on, it.to_on, names)),
        (say("inspection.fact.visit_on"), wording.day(it.visit_on) if it.visit_on else None),
        (say("inspection.fact.period"), _span(it.period_from, it.period_to, names)),
        (say("inspection.fact.trigger"), say(f"inspection.trigger.{it.trigger}")
            + (f": {programme}" if programme else "")),
        (say("inspection.fact.items"), say("inspection.items", n=len(it.items),
            fields=say("inspection.all_fields") if whole
            else "; ".join(field_name(f, names.language) for f in wanted))),
        (say("inspection.fact.contents"), it.contents or None),
        (say("inspection.fact.rights"), it.rights or None),
    ]  # fmt: skip


def _span(first: date, last: date, names: Names) -> str:
    if first == last:
        return wording.day(first)
    return names.say("inspection.span", first=wording.day(first), last=wording.day(last))


def score_row(score: Score, names: Names) -> tuple[str, str, str]:
    """Reached, applicable, scaled."""
    language = names.language
    return (
        figure(score.reached, language),
        figure(score.applicable, language),
        figure(score.scaled, language),
    )


def scores(file: InspectionFile, names: Names) -> list[tuple[str, tuple[str, str, str]]]:
    """Per field, then the whole."""
    rows = [
        (field_name(field, names.language), score_row(score, names))
        for field, score in sorted(file.by_field.items())
    ]
    return [*rows, (names.say("inspection.score_all"), score_row(file.score, names))]


def findings(lines: Iterable[FindingLine], file: InspectionFile, names: Names) -> list[FindingView]:
    """Findings with answer, state and the next last day."""
    found = []
    for line in sorted(lines, key=lambda each: each.no):
        last = line.answering_until or line.verify_by or (line.remedy_by if line.is_open else None)
        found.append(
            FindingView(
                code=line.code,
                item=line.item_code,
                severity=names.say(f"inspection.severity.{line.severity}"),
                squares=SQUARES.get(line.severity, 0),
                is_repeated=line.is_repeated,
                answer=_answer(line, names),
                stage=names.say(f"inspection.finding_stage.{line.stage}"),
                last_on=last,
                distance=days_to(last, names.ward, file.today) if last else None,
            )
        )
    return found


def _answer(line: FindingLine, names: Names) -> str:
    if line.is_silent:
        return names.say("inspection.stance.silent")
    return names.say(f"inspection.stance.{line.stance}" if line.stance else "facts.none_yet")


def papers(file: InspectionFile, names: Names, address: str) -> list[PaperView]:
    """Drafts and numbered papers."""
    return [
        PaperView(
            kind=paper.kind,
            name=names.say(f"inspection.paper.{paper.kind}"),
            href=f"{address}/minutes" if paper.kind == "minutes" else "",
            copies=_copies(paper.kind, address),
            state=names.say(f"inspection.paper_state.{_paper_state(paper.kind, file)}"),
            cited=document(paper.document, names.language) if paper.document else "",
            at=paper.at,
        )
        for paper in file.papers
    ]


def _copies(kind: str, address: str) -> tuple[tuple[str, str], ...]:
    if kind not in SET_ON_PAPER:
        return ()
    return tuple((label, f"{address}/papers/{kind}.{end}") for label, end in COPIES)


def _paper_state(kind: str, file: InspectionFile) -> str:
    it = file.inspection
    entered = {paper.kind for paper in file.papers if paper.is_entered}
    numbered = {paper.kind for paper in file.papers if paper.document is not None}
    if kind in entered:
        return "entered"
    if kind == "minutes":
        return "signed" if it.frozen_at is not None else "draft"
    return "signed" if kind in numbered else "draft"
