"""What the review of a draft shows: lines with their doubts, names to settle, counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from textwrap import shorten
from uuid import UUID

import msgspec

from domain.fact import Event, Recorded
from domain.plan.decide.issuing import has_date_or_reason
from domain.plan.events import Line
from domain.plan.names import names_in_lines
from domain.values import Standing
from domain.ward import Unit, Ward, fold
from projections.plan_file import PlanFile, PlanLine, Reading
from web.plan.likeness import like_units
from web.tasks.naming import Names
from web.texts import Language, has, say

QUIET_DOUBTS = frozenset({"no_product", "no_deadline", "lead_from_default", "lead_from_field"})
"""Said by the columns themselves; they ask for no second look."""
FROM_FIELD = frozenset({"lead_from_default", "lead_from_field"})
UNSORTED = ""


class LineView(msgspec.Struct, frozen=True, kw_only=True):
    """One line as the table shows it."""

    line: Line
    derived: bool
    reading: Reading
    touched: bool
    lead: str
    group: tuple[str, ...]
    cooperating: str
    unread: tuple[str, ...]
    deadline: str
    lacks_deadline: bool
    doubts: tuple[str, ...]
    """Those that ask for a second look; the columns say the others themselves."""
    lead_from: str = ""
    """Set when the lead is not written in the line itself."""

    @property
    def ref(self) -> str:
        """Address of the line in the document."""
        return self.line.ref


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """Lines of one part of the document."""

    ref: str
    field: int | None
    lines: tuple[LineView, ...]
    derived: bool


class NameToSettle(msgspec.Struct, frozen=True, kw_only=True):
    """A name in the document that means no unit yet, with known ones that look like it."""

    text: str
    refs: tuple[str, ...]
    like: tuple[Unit, ...]


class Share(msgspec.Struct, frozen=True, kw_only=True):
    """What issuing gives to one unit, by kind of line."""

    unit: str
    total: int
    kinds: dict[str, int]


class Blocks(msgspec.Struct, frozen=True, kw_only=True):
    """What keeps the draft from being issued."""

    names: tuple[str, ...]
    without_lead: tuple[str, ...]
    without_deadline: tuple[str, ...]
    problems: tuple[int, ...]
    no_lines: bool

    @property
    def any(self) -> bool:
        """Whether something is in the way."""
        return bool(
            self.names
            or self.without_lead
            or self.without_deadline
            or self.problems
            or self.no_lines
        )


def line_view(line: PlanLine, names: Names) -> LineView:
    """A line with its ids as names."""
    it = line.line
    return LineView(
        line=it,
        derived=line.derived,
        reading=reading_of(line),
        touched=line.touched,
        lead=names.unit(it.lead_id) if it.lead_id else "",
        group=tuple(names.unit(u) for u in it.group),
        cooperating=names.units(it.cooperating) if it.cooperating else "",
        unread=it.cooperating_text,
        deadline=deadline_words(it, names),
        lacks_deadline=not has_date_or_reason(it),
        doubts=tuple(
            doubt_words(d, names.language) for d in doubts_left(it) if d not in QUIET_DOUBTS
        ),
        lead_from="lead_from_field" if FROM_FIELD & set(doubts_left(it)) else "",
    )


def reading_of(line: PlanLine) -> Reading:
    """Not recognised without a lead; to check while something wants a decision or a look."""
    if line.reading == "not_recognised":
        return "not_recognised"
    loud = [d for d in doubts_left(line.line) if d not in QUIET_DOUBTS]
    open_question = not has_date_or_reason(line.line) or line.line.cooperating_text
    return "to_check" if open_question or (loud and not line.touched) else "recognised"


def doubts_left(line: Line) -> list[str]:
    """Doubts of the reader without those that a decision has answered since."""
    answered = {
        "unit_unknown": line.lead_id is not None or bool(line.group),
        "no_lead": line.lead_id is not None or bool(line.group),
        "cooperating_unknown": not line.cooperating_text,
        "no_deadline": has_date_or_reason(line),
        "condition_without_date": has_date_or_reason(line),
        "no_product": bool(line.product),
    }
    return [doubt for doubt in line.doubts if not answered.get(doubt, False)]


def deadline_words(line: Line, names: Names) -> str:
    """When the line is due, in words; nothing when nobody has decided."""
    if line.kind == "recurring" and line.every:
        return names.say("plan.deadline.recurring", every=names.say(f"plan.every.{line.every}"))
    if line.kind == "standing" and line.deadline is None:
        return names.deadline(Standing(report_every=line.every or "quarter"))
    return names.deadline(line.deadline) if line.deadline is not None else ""


def doubt_words(code: str, language: Language) -> str:
    """A doubt of the reader in words."""
    key = f"plan.doubt.{code}"
    return say(language, key) if has(key) else code


def shortened(text: str, most: int) -> str:
    """The beginning of a text, cut between words."""
    return shorten(text, most, placeholder=" …")


def counts_of(views: Iterable[LineView]) -> dict[Reading, int]:
    """How many lines are recognised, to check, not recognised."""
    counted = Counter(view.reading for view in views)
    kinds: tuple[Reading, ...] = ("recognised", "to_check", "not_recognised")
    return {kind: counted[kind] for kind in kinds}


def sections_of(views: Iterable[LineView]) -> tuple[Section, ...]:
    """Lines grouped by the part of the document they stand in, in its order."""
    grouped: dict[tuple[str, bool], list[LineView]] = {}
    for view in views:
        grouped.setdefault((_part_of(view.ref), view.derived), []).append(view)
    return tuple(
        Section(
            ref=ref,
            field=_one_field(lines),
            lines=tuple(lines),
            derived=derived,
        )
        for (ref, derived), lines in grouped.items()
    )


def _part_of(ref: str) -> str:
    """`III.1` for `III.1.a`; the appendix is one part."""
    parts = ref.split(".")
    return ".".join(parts[:-1]) if len(parts) > 1 else UNSORTED


def _one_field(lines: list[LineView]) -> int | None:
    fields = {view.line.field for view in lines}
    return fields.pop() if len(fields) == 1 else None


def names_to_settle(texts: Iterable[str], file: PlanFile, ward: Ward) -> tuple[NameToSettle, ...]:
    """Unknown names beside the places they stand in and the units they may mean."""
    return tuple(
        NameToSettle(
            text=text, refs=_refs_of(file, text), like=like_units(text, ward.units.values())
        )
        for text in texts
    )


def _refs_of(file: PlanFile, text: str) -> tuple[str, ...]:
    wanted = fold(text)
    lines = [x.ref for x in file.lines if wanted in map(fold, _unread(x.line))]
    duties = [d for d in file.plan.duties if d.unit_id is None and fold(d.unit_text) == wanted]
    return (*lines, *(duty.ref for duty in duties))


def _unread(line: Line) -> tuple[str, ...]:
    lead = () if line.lead_id or line.group or not line.lead_text else (line.lead_text,)
    return (*lead, *line.cooperating_text)


def blocks_of(file: PlanFile) -> Blocks:
    """The same questions the decision asks, with their answers."""
    plan = file.plan
    return Blocks(
        names=names_in_lines(plan),
        without_lead=tuple(x.ref for x in plan.lines if x.lead_id is None and not x.group),
        without_deadline=tuple(x.ref for x in plan.lines if not has_date_or_reason(x)),
        problems=tuple(p.index for p in file.open_problems),
        no_lines=not plan.lines,
    )


def shares_of(file: PlanFile, names: Names) -> tuple[Share, ...]:
    """What issuing would give to whom."""
    given: dict[UUID, Counter[str]] = {}
    for line in file.plan.lines:
        for unit_id in line.group or ((line.lead_id,) if line.lead_id else ()):
            given.setdefault(unit_id, Counter())[line.kind] += 1
    shares = [
        Share(unit=names.unit(unit_id), total=kinds.total(), kinds=dict(kinds))
        for unit_id, kinds in given.items()
    ]
    return tuple(sorted(shares, key=lambda share: (-share.total, share.unit)))


def history_of(file: PlanFile, names: Names) -> list[tuple[Recorded, str]]:
    """Acts on the plan as sentences, newest first."""
    return [(act, act_words(act, names)) for act in reversed(file.acts)]


def since(file: PlanFile, names: Names, version: int) -> list[tuple[datetime, str]]:
    """Acts after a version, newest first."""
    later = [act for act in file.acts if act.originator_version > version]
    return [(act.meta.recorded_at, act_words(act, names)) for act in reversed(later)]


def act_words(recorded: Recorded, names: Names) -> str:
    """Who did what, with the line or unit it was about."""
    on = Names(names.ward, names.language, recorded.meta.happened_on)
    facts = act_facts(recorded.event, on)
    done = names.say(f"plan.act.{recorded.name.removeprefix('plan.')}", **facts)
    return f"{on.actor(recorded.meta.actor)} {done}"


def act_facts(event: Event, names: Names) -> dict[str, object]:
    """What the sentence of an act on a plan speaks of."""
    return {
        "ref": getattr(event, "ref", None) or ", ".join(getattr(event, "refs", ())),
        "text": getattr(event, "text", ""),
        "unit": names.unit(getattr(event, "unit_id", None)),
        "version": getattr(event, "version", 0),
        "n": getattr(event, "line_count", 0) or len(getattr(event, "lines", ())),
        "number": getattr(event, "index", 0) + 1,
    }
