"""What under other rules or at another cut? Two scorecards side by side; nothing is stored."""

from __future__ import annotations

from typing import Any

import msgspec
from litestar import Controller, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from domain.evaluation.rules import LEVELS
from web import wording
from web.evaluations.loading import RoundView, SheetView
from web.evaluations.may_try import may_try
from web.evaluations.opened import open_round, round_crumbs
from web.evaluations.words import criterion_names, points_text, rules_name, signed
from web.house import house_of
from web.org.views import slug_of
from web.render import AnyRequest, Crumb, page
from web.session import visit_of
from web.tasks.naming import Names
from web.units.moment import Moment
from web.units.sight import within_sight
from web.units.telling import Teller
from web.what_if import rows
from web.what_if.asked import APPLIED, NAMES, Asked, Question, question
from web.what_if.comparing import Compared, compared

READ = {"permission": "evaluations.read"}
UNPROCESSABLE = 422


class UnitRow(msgspec.Struct, frozen=True, kw_only=True):
    """A unit of the round on both sides; never ranked."""

    name: str
    href: str
    here: str
    there: str
    difference: str
    level_here: str
    level_there: str
    held_by: str
    direction: str
    """`up` or `down` where the level is another one."""
    not_given: int


class WhatIfPage(Controller):
    """What under other rules or at another cut?"""

    path = "/evaluations/{code:str}/what-if"

    @get(opt=READ)
    async def show(self, request: AnyRequest, code: FromPath[str]) -> Response[str]:
        view, sheets = await open_what_if(request, code)
        visit = visit_of(request)
        asked_names = Names(visit.ward, visit.language, visit.today)
        units = {slug_of(each.unit): asked_names.unit(each.unit.unit_id) for each in sheets}
        put = await question(request, view, sheets, units)
        facts = await _answer(request, view, sheets, put)
        response = page(
            request,
            "what_if/what_if.html",
            view=view,
            address=f"{view.address}/what-if",
            form=put.form,
            units=put.units,
            rule_choices=put.rules,
            asked=put.asked,
            rules=rules_name(view.rules, visit.language),
            **facts,
            crumbs=(
                *round_crumbs(view, visit.language)[:-1],
                Crumb(view.row.title, view.address),
                Crumb(asked_names.say("whatif.title")),
            ),
        )
        if put.asked is None:
            response.status_code = UNPROCESSABLE
        return response


CONTROLLERS: list[type[Controller]] = [WhatIfPage]


async def open_what_if(request: AnyRequest, code: str) -> tuple[RoundView, tuple[SheetView, ...]]:
    """The round of today, and the sheets that the reader may ask about."""
    view = await open_round(request, code, past=False)
    visit = visit_of(request)
    sheets = tuple(each for each in view.sheets if may_try(visit, each))
    if not sheets:
        raise NotFoundException
    return view, sheets


async def _answer(
    request: AnyRequest, view: RoundView, sheets: tuple[SheetView, ...], put: Question
) -> dict[str, Any]:
    """The facts of the page; all of them empty while the question is not sound."""
    asked = put.asked
    facts: dict[str, Any] = {"it": None, "rows": None, "here_words": "", "there_words": ""}
    if asked is None:
        return facts
    visit = visit_of(request)
    chosen = sheets if asked.unit is None else (asked.unit,)
    found = await compared(house_of(request), visit, chosen, asked, deep=asked.unit is not None)
    names = Names(visit.ward, visit.language, visit.today)
    facts["there_words"] = there_words(asked, names)
    said = {name: put.form.value(name) for name in NAMES if name != "apply"}
    if asked.unit is None:
        address = f"{view.address}/what-if"
        facts["rows"] = [_unit_row(each, names, address, said) for each in found]
        facts["here_words"] = here_words(view, None, names)
        return facts
    facts["here_words"] = here_words(view, asked.unit, names)
    facts["it"] = await deep_facts(request, found[0], asked, names, said)
    return facts


def here_words(view: RoundView, sheet: SheetView | None, names: Names) -> str:
    """What the round itself counts with."""
    approval = sheet.sheet.now.approval if sheet is not None else None
    frozen = approval.frozen if approval is not None else None
    known = names.say("dossier.now")
    if frozen is not None:
        known = names.say("whatif.known_frozen", position=frozen.position)
    elif sheet is None:
        known = names.say("whatif.known_each")
    return names.say(
        "whatif.side",
        rules=names.say(
            "ruleset.trial.version",
            name=rules_name(view.rules, names.language),
            n=view.row.rule_set_version,
        ),
        hash=view.row.rule_set_hash[:8],
        cut=wording.day(view.row.cut_on),
        known=known.lower(),
    )


def there_words(asked: Asked, names: Names) -> str:
    """What the other side counts with."""
    return names.say(
        "whatif.side",
        rules=asked.chosen.words,
        hash=asked.chosen.hash[:8],
        cut=wording.day(asked.cut),
        known=names.say(f"dossier.{asked.basis}").lower(),
    )


def _unit_row(it: Compared, names: Names, address: str, said: dict[str, str]) -> UnitRow:
    here, there = rows.side_of(it.both.here, names), rows.side_of(it.both.there, names)
    before = LEVELS.index(it.both.here.proposal.level)
    after = LEVELS.index(it.both.there.proposal.level)
    return UnitRow(
        name=names.unit(it.sheet.unit.unit_id),
        href=address + rows.query_with(said, unit=slug_of(it.sheet.unit)),
        here=here.total,
        there=there.total,
        difference=signed(it.both.difference, names.language),
        level_here=here.level,
        level_there=there.level,
        held_by=there.held_by,
        direction="" if before == after else "up" if after < before else "down",
        not_given=len(it.not_given),
    )


async def deep_facts(
    request: AnyRequest, it: Compared, asked: Asked, names: Names, said: dict[str, str]
) -> dict[str, Any]:
    """One unit: both sides, every criterion, facts that differ, ways to another level."""
    moment = Moment(ward=it.known.ward, on=asked.cut, at=it.known.at)
    every = (*it.lines, *it.sheet.lines)
    hidden = rows.hidden_subjects(every, await within_sight(request, every, moment))
    teller = Teller(moment, Names(it.known.ward, names.language, asked.cut))
    criteria = rows.criteria_of(it.both, names)
    texts = criterion_names(asked.chosen.rules, names.language)
    assert it.nearest is not None, "one unit is always looked at deeply"
    ways = [
        msgspec.structs.replace(
            rows.way_of(found, direction, it, teller, names, hidden),
            href=rows.query_with(said, unit=slug_of(it.sheet.unit), apply=direction),
        )
        for direction in APPLIED[1:]
        if (found := getattr(it.nearest, direction)) is not None
    ]
    ceiling = it.nearest.ceiling
    return {
        "unit": names.unit(it.sheet.unit.unit_id),
        "sheet_href": it.sheet.address,
        "here": rows.side_of(it.both.here, names),
        "there": rows.side_of(it.both.there, names),
        "difference": signed(it.both.difference, names.language),
        "standing": points_text(it.sheet.standing.total, names.language),
        "differing": sum(row.differs and not row.is_group for row in criteria),
        "criteria": [r for r in criteria if r.differs or not asked.only_differing],
        "toggle": rows.query_with(
            said, unit=slug_of(it.sheet.unit), differ="0" if asked.only_differing else ""
        ),
        "gates": rows.gates_of(it.both, names),
        "only_here": rows.facts_of(it.only_here, hidden, teller),
        "only_there": rows.facts_of(it.only_there, hidden, teller),
        "not_given": [texts[key] for key in it.not_given],
        "ways": ways,
        "level": names.say(f"evaluation.level.{it.nearest.level}"),
        "total": points_text(it.nearest.total, names.language),
        "ceiling": rows.way_of(ceiling, "up", it, teller, names, hidden) if ceiling else None,
        "singles": [
            rows.way_of(each, "up", it, teller, names, hidden) for each in it.nearest.singles
        ],
        "applied": asked.applied if it.applied is not None else "",
        "without": rows.query_with(said, unit=slug_of(it.sheet.unit)),
    }
