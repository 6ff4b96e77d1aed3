"""Steps through the acts of a finding with its page as it was after each one."""

from __future__ import annotations

from collections.abc import Iterator

from litestar import Controller, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from msgspec.structs import replace

from projections.task_past import AsOf, after_act
from web import wording
from web.findings import file_view
from web.findings.loading import ORDER, Opened, open_finding, opened
from web.findings.routes import file_facts
from web.findings.telling import acts_of
from web.inspections.routes import READ
from web.render import AnyRequest, page
from web.session import visit_of
from web.tasks.loading import ward_of
from web.tasks.naming import Names
from web.tasks.replay import act_asked_for, changes_between, play_head
from web.tasks.telling.said import Change
from web.texts import say


class Replay(Controller):
    """What did this look like after which act?"""

    path = "/findings/{code:str}/replay"

    @get(opt=READ)
    async def show(self, request: AnyRequest, code: FromPath[str]) -> Response[str]:
        whole = await open_finding(request, code, least="full")
        visit = visit_of(request)
        states = [
            shown
            for number in range(1, len(whole.records) + 1)
            if (shown := await _after(request, whole, number)) is not None
        ]
        if not states:
            raise NotFoundException
        place = act_asked_for(request, len(states))
        shown = states[place - 1]
        facts = await file_facts(request, shown)
        numbers = {each.file.version for each in states}
        told = [act for act in acts_of(whole.records, whole.ward, visit.language)
                if act.number in numbers]  # fmt: skip
        acts = [replace(act, number=n) for n, act in enumerate(told, start=1)]
        here = acts[place - 1]
        before = states[place - 2] if place > 1 else None
        address = f"{shown.address}/replay"
        facts |= {
            "head": play_head(acts, place, address, visit.language),
            "replay_address": address,
            "every_act": tuple(reversed(told)),
            "here": here,
            "changes": (*here.changes, *differences(before, shown, facts["names"])),
            "replay_title": say(visit.language, "title.replay", code=shown.code),
            "past_address": f"{shown.address}{shown.past_query}",
            "as_of": None,
        }
        return page(request, "findings/replay.html", **facts)


CONTROLLERS: list[type[Controller]] = [Replay]


async def _after(request: AnyRequest, whole: Opened, number: int) -> Opened | None:
    """The finding after an act, if the reader might have seen it whole at that moment."""
    records, around = whole.records, whole.inspection_records
    prefix = after_act(records, number)
    ward = await ward_of(request, prefix)
    past = AsOf(position=prefix.records[-1].position)
    try:
        shown = opened(request, records, around, prefix, ward, past)
    except NotFoundException:
        return None
    return shown if ORDER.index(shown.view) == len(ORDER) - 1 else None


def differences(before: Opened | None, after: Opened, names: Names) -> Iterator[Change]:
    """What the page says otherwise than before the act."""
    was = _values(before, names) if before is not None else {}
    return changes_between(was, _values(after, names), names)


def _values(found: Opened, names: Names) -> dict[str, str]:
    """What a page says of a finding in single words."""
    it, say_ = found.file.finding, names.say
    stance = "stance.silent" if it.is_silent else f"stance.{it.stance}" if it.stance else ""
    return {
        say_("finding.head.state"): say_(f"finding.stage.{it.stage}"),
        say_("finding.fact.severity"): say_(f"severity.{it.severity}"),
        say_("finding.clock.receipt"): _day(it.acknowledge_by),
        say_("finding.clock.explain"): _day(it.explain_by),
        say_("finding.head.stance"): say_(stance) if stance else "",
        say_("finding.fact.outcome"): say_(f"finding.outcome.{it.outcome}") if it.outcome else "",
        say_("finding.fact.remedy_by"): _day(it.due),
        say_("finding.spell_head.no"): str(it.spell) if it.due else "",
        say_("finding.plan"): "; ".join(each.text for each in it.measures),
        say_("finding.answer_of_unit"): "; ".join(
            said.text for said in file_view.answers(found, names) if said.text
        ),
    }


def _day(due: object) -> str:
    last_on = getattr(due, "last_on", None)
    return wording.day(last_on) if last_on else ""
