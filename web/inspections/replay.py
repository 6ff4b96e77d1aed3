"""Steps through the acts of an inspection with its page as it was after each one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from litestar import Controller, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from msgspec.structs import replace

from domain.inspection.events import InspectionEvent
from domain.inspection.evolving import evolve
from domain.inspection.state import Inspection
from projections.inspection_file import InspectionFile
from projections.task_past import AsOf, after_act
from service.inspection_sight import sight
from web import wording
from web.inspections import file_view
from web.inspections.loading import Opened, eyes_of_visit, load_records, open_inspection, opened
from web.inspections.routes import READ, file_facts, told_acts
from web.inspections.telling import figure
from web.render import AnyRequest, page
from web.session import visit_of
from web.tasks.loading import ward_of
from web.tasks.naming import Names
from web.tasks.replay import act_asked_for, changes_between, play_head
from web.tasks.telling.said import Change
from web.texts import say


class Replay(Controller):
    """What did this look like after which act?"""

    path = "/inspections/{code:str}/replay"

    @get(opt=READ)
    async def show(self, request: AnyRequest, code: FromPath[str]) -> Response[str]:
        whole = await open_inspection(request, code, least="full")
        visit = visit_of(request)
        numbers = shown_numbers(request, whole)
        if not numbers:
            raise NotFoundException
        place = act_asked_for(request, len(numbers))
        at = numbers[place - 1]
        records = await load_records(request, code)
        prefix = after_act(records, at)
        ward = await ward_of(request, prefix)
        past = AsOf(position=prefix.records[-1].position)
        shown = opened(request, records, prefix, ward, past)
        facts = await file_facts(request, shown)
        told = [act for act in told_acts(whole, records, visit.language) if act.number in numbers]
        acts = [replace(act, number=place) for place, act in enumerate(told, start=1)]
        here = acts[place - 1]
        before = None
        if place > 1:
            earlier = after_act(records, numbers[place - 2])
            before = opened(request, records, earlier, ward, past)
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
        return page(request, "inspections/replay.html", **facts)


def shown_numbers(request: AnyRequest, whole: Opened) -> tuple[int, ...]:
    """Acts that the reader may know of, at moments when he might have known of the inspection."""
    visit = visit_of(request)
    eyes = eyes_of_visit(visit)
    known = {act.number for act in told_acts(whole, whole.records, visit.language)}
    found: list[int] = []
    it: Inspection | None = None
    for recorded in whole.records:
        it = evolve(it, cast(InspectionEvent, recorded.event), recorded.meta)
        number = recorded.originator_version
        if number in known and sight(eyes, it).view == "full":
            found.append(number)
    return tuple(found)


def differences(before: Opened | None, after: Opened, names: Names) -> Iterator[Change]:
    """What the page says otherwise than before the act."""
    was = _values(before, names) if before is not None else {}
    return changes_between(was, _values(after, names), names)


def _values(opened_file: Opened, names: Names) -> dict[str, str]:
    """What a page says of an inspection in single words."""
    file: InspectionFile = opened_file.file
    it = file.inspection
    values = {names.say("inspection.fact.stage"): names.say(f"inspection.stage.{it.stage}")}
    values |= {label: value or "" for label, value in file_view.facts(file, names)}
    values |= {seat.who: f"{seat.part}, {seat.declared}" for seat in file_view.team(file, names)}
    for clock in file.clocks:
        label = names.say(f"inspection.clock.{clock.rule}")
        values[label] = wording.day(clock.last_on)
    if opened_file.sight.answers and it.answers:
        values[names.say("inspection.score")] = figure(file.score.scaled, names.language)
    return values


CONTROLLERS: list[type[Controller]] = [Replay]
