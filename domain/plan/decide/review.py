"""Decides the review of a draft, line by line."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from msgspec.structs import replace

from domain.fact import Elsewhere, Event, Moment
from domain.grounds import need_reason
from domain.plan import commands as c
from domain.plan import events as e
from domain.plan.decide.reading import fan_out
from domain.plan.events import Line
from domain.plan.state import Plan
from domain.refusal import Refused
from domain.ward import Ward, fold

ADDED = "BS."
"""Bổ sung: how lines that stand nowhere in the document are counted."""


def known_line(plan: Plan, ref: str) -> Line:
    """The line at an address, or a refusal."""
    line = plan.line(ref)
    if line is None:
        raise Refused("plan.no_such_line", ref=ref)
    return line


def units_act(line: Line, ward: Ward, moment: Moment) -> None:
    """Lead, cooperating units and group can be given work today."""
    for unit_id in (line.lead_id, *line.cooperating, *line.group):
        if unit_id is not None:
            unit_acts(unit_id, ward, moment)


def unit_acts(unit_id: UUID, ward: Ward, moment: Moment) -> None:
    """A unit that was founded and not dissolved."""
    unit = ward.units.get(unit_id)
    if unit is None:
        raise Refused("not_found", what="unit", id=unit_id)
    if not unit.active_on(moment.today):
        raise Refused(
            "unit_not_active",
            unit_id=unit_id,
            since=unit.ended_on,
            successor_id=unit.successor_id,
        )


def revise_line(
    command: c.ReviseLine, plan: Plan, moment: Moment, ward: Ward
) -> list[Event | Elsewhere]:
    """A line as the reviewer wants it; its address stays."""
    before = known_line(plan, command.ref)
    (after,) = fan_out((replace(command.after, ref=command.ref),), ward, moment)
    if after == before:
        return []
    units_act(after, ward, moment)
    return [e.LineRevised(ref=command.ref, before=before, after=after)]


def split_line(
    command: c.SplitLine, plan: Plan, moment: Moment, ward: Ward
) -> list[Event | Elsewhere]:
    """Several lines in the place of one, with refs derived from its ref."""
    whole = known_line(plan, command.ref)
    if len(command.parts) < 2:
        raise Refused("plan.too_few_parts", ref=command.ref, parts=len(command.parts))
    refs = _part_refs(command.ref, len(command.parts), plan.refs)
    parts = tuple(
        replace(part, ref=ref, seq=whole.seq)
        for part, ref in zip(fan_out(command.parts, ward, moment), refs, strict=True)
    )
    for part in parts:
        units_act(part, ward, moment)
    return [e.LineSplit(ref=command.ref, parts=parts)]


def _part_refs(ref: str, count: int, taken: Iterable[str]) -> list[str]:
    used = set(taken)
    numbers = range(1, len(used) + count + 1)
    free = [f"{ref}({n})" for n in numbers if f"{ref}({n})" not in used]
    return free[:count]


def merge_lines(
    command: c.MergeLines, plan: Plan, moment: Moment, ward: Ward
) -> list[Event | Elsewhere]:
    """One line in the place of several; parts that come together again get their whole's ref."""
    refs = tuple(dict.fromkeys(command.refs))
    lines = [known_line(plan, ref) for ref in refs]
    if len(lines) < 2:
        raise Refused("plan.too_few_parts", ref=refs[0] if refs else "", parts=len(lines))
    wanted = command.line if command.line is not None else _joined(lines)
    line = replace(wanted, ref=_merged_ref(refs, plan.refs), seq=lines[0].seq)
    (line,) = fan_out((line,), ward, moment)
    units_act(line, ward, moment)
    return [e.LinesMerged(refs=refs, line=line)]


def _merged_ref(refs: tuple[str, ...], taken: frozenset[str]) -> str:
    wholes = {ref.rpartition("(")[0] for ref in refs}
    whole = wholes.pop()
    return whole if whole and not wholes and whole not in taken else refs[0]


def _joined(lines: list[Line]) -> Line:
    products = [line.product for line in lines if line.product]
    cooperating = dict.fromkeys(unit for line in lines for unit in line.cooperating)
    unknown = dict.fromkeys(text for line in lines for text in line.cooperating_text)
    return replace(
        lines[0],
        text="; ".join(line.text.rstrip(" ;.") for line in lines) + ".",
        product="; ".join(products) or None,
        cooperating=tuple(cooperating),
        cooperating_text=tuple(unknown),
        source_text="\n".join(line.source_text for line in lines if line.source_text),
        doubts=tuple(dict.fromkeys(doubt for line in lines for doubt in line.doubts)),
    )


def drop_line(
    command: c.DropLine, plan: Plan, moment: Moment, ward: Ward
) -> list[Event | Elsewhere]:
    """A line that is no duty, with a reason."""
    need_reason(moment)
    known_line(plan, command.ref)
    return [e.LineDropped(ref=command.ref)]


def add_line(command: c.AddLine, plan: Plan, moment: Moment, ward: Ward) -> list[Event | Elsewhere]:
    """A line that the reader did not see."""
    line = addressed(command.line, plan)
    (line,) = fan_out((line,), ward, moment)
    units_act(line, ward, moment)
    return [e.LineAdded(line=line)]


def addressed(line: Line, plan: Plan, taken: frozenset[str] = frozenset()) -> Line:
    """The line under its own free address, or under the next one for additions."""
    used = plan.refs | taken
    if line.ref in used:
        raise Refused("plan.ref_taken", refs=(line.ref,))
    if line.ref:
        return line
    number = next(n for n in range(1, len(used) + 2) if f"{ADDED}{n}" not in used)
    return replace(line, ref=f"{ADDED}{number}")


def recognise_unit(
    command: c.RecogniseUnit, plan: Plan, moment: Moment, ward: Ward
) -> list[Event | Elsewhere]:
    """A name means a unit, in every line that bears it."""
    unit_acts(command.unit_id, ward, moment)
    wanted = fold(command.text)
    names = (
        *plan.unknown_units,
        *(line.lead_text for line in plan.lines if line.lead_id is None and line.lead_text),
        *(text for line in plan.lines for text in line.cooperating_text),
        *(duty.unit_text for duty in plan.duties if duty.unit_id is None),
    )
    if all(fold(name) != wanted for name in names):
        return []
    return [e.UnitRecognised(text=command.text, unit_id=command.unit_id)]


def settle_problem(
    command: c.SettleProblem, plan: Plan, moment: Moment, ward: Ward
) -> list[Event | Elsewhere]:
    """A problem of the reading was looked at and needs nothing more."""
    if not 0 <= command.index < len(plan.problems):
        raise Refused("not_found", what="problem", id=command.index)
    if plan.problems[command.index].settled:
        return []
    return [e.ProblemSettled(index=command.index, note=command.note)]
