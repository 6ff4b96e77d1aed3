"""Every act on a plan as a sentence, with what it changed in the lines."""

from __future__ import annotations

from collections.abc import Sequence

from domain.fact import Event, Recorded
from domain.plan import events as e
from domain.plan.events import Line
from domain.ward import Ward
from web.act_list import Change, ToldAct, told
from web.plan.draft_views import act_facts, deadline_words
from web.tasks.naming import Names
from web.texts import Language

SHOWN_CHANGES = 20
"""Lines of one amendment that are shown; the comparison of versions shows all."""


def told_acts(wanted: Sequence[Recorded], ward: Ward, language: Language) -> list[ToldAct]:
    """The acts in their order, with names as they were on the day."""
    return [
        _told(recorded, Names(ward, language, recorded.meta.happened_on)) for recorded in wanted
    ]


def _told(recorded: Recorded, names: Names) -> ToldAct:
    name = recorded.name.removeprefix("plan.")
    done = names.say(f"plan.act.{name}", **act_facts(recorded.event, names))
    return told(recorded, names, done, _changes(recorded.event, names))


def _changes(event: Event, names: Names) -> list[Change]:
    match event:
        case e.LineRevised(before=before, after=after):
            return _between(before, after, names)
        case e.LineSplit(parts=parts):
            return [_added(part, names) for part in parts]
        case e.LinesMerged(line=line) | e.LineAdded(line=line):
            return [_added(line, names)]
        case e.ProblemSettled(note=note):
            return [Change(what=names.say("plan.settle.note"), before="", after=note)]
        case e.AmendmentRequested(what=what):
            return [Change(what=names.say("plan.amend.what"), before="", after=what)]
        case e.AmendmentsConsolidated(proposal=proposal):
            return [Change(what=names.say("plan.amend.proposal"), before="", after=proposal)]
        case e.Amended(changes=changes):
            return [c for change in changes[:SHOWN_CHANGES] for c in _amended(change, names)]
    return []


def _amended(change: e.LineChange, names: Names) -> list[Change]:
    if change.before is None and change.after is not None:
        return [_added(change.after, names)]
    if change.after is None and change.before is not None:
        return [Change(what=change.ref, before=change.before.text, after="")]
    if change.before is None or change.after is None:
        return []
    changes = _between(change.before, change.after, names)
    return [Change(what=f"{change.ref}, {c.what}", before=c.before, after=c.after) for c in changes]


def _added(line: Line, names: Names) -> Change:
    return Change(what=line.ref or names.say("plan.line.text"), before="", after=line.text)


def _between(before: Line, after: Line, names: Names) -> list[Change]:
    """Only what differs, each with its own words."""
    return [
        Change(what=names.say(f"plan.line.{field}"), before=old, after=new)
        for (field, old), (_, new) in zip(_said(before, names), _said(after, names), strict=True)
        if old != new
    ]


def _said(line: Line, names: Names) -> list[tuple[str, str]]:
    lead = names.units(line.group) if line.group else names.unit(line.lead_id)
    return [
        ("text", line.text),
        ("product", line.product or ""),
        ("lead", lead if line.group or line.lead_id else line.lead_text or ""),
        ("cooperating", names.units(line.cooperating) if line.cooperating else ""),
        ("deadline", deadline_words(line, names)),
        ("kind", names.say(f"plan.kind.{line.kind}")),
        ("field", names.say(f"plan.field.{line.field}") if line.field else ""),
    ]
