"""What a preview is asked for in an address: period, cut, what stands beside, points of people."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import msgspec

from domain.accountability.fact_line import Period
from domain.evaluation.rules import Rules
from projections.rule_set_index import rule_sets, versions_of
from service.rule_sets import adopted
from service.scoring.shipped_rules import shipped_rules
from web.evaluations.words import rules_name
from web.forms import Form
from web.house import house_of
from web.plain_address import number_of
from web.render import AnyRequest
from web.rule_sets.loading import Opened
from web.rule_sets.trial import Sides, Trial, tried
from web.session import visit_of
from web.texts import say
from web.wording import day

DAYS_MOST = 1100
ENTRIES = ("none", "full")
SHIPPED = "shipped"
NOTHING = "none"


class TrialForm(msgspec.Struct, frozen=True, kw_only=True):
    """The question as it was asked, what it may name, and the answer where there is one."""

    form: Form
    beside: tuple[tuple[str, str], ...]
    trial: Trial | None = None


async def trial_form(request: AnyRequest, found: Opened, draft: Rules) -> TrialForm:
    """The preview's form; with its button pressed, the preview."""
    visit, query = visit_of(request), request.query_params
    choices = await _choices(request, found)
    names = ("from", "to", "cut", "beside", "entries")
    blank = _blank(visit.today, choices[0][0])
    typed = {name: [query.get(name, blank[name])] for name in names}
    form = Form(visit.language, typed)
    asked = TrialForm(form=form, beside=choices)
    if not query.get("try"):
        return asked
    period = period_of(form, visit.today)
    beside = form.choice("beside", "ruleset.field.beside", [key for key, _ in choices])
    entries = form.choice("entries", "ruleset.field.entries", ENTRIES)
    if period is None or beside is None or not form.is_sound:
        return asked
    sides = await _sides(request, found, draft, beside, dict(choices)[beside])
    trial = await tried(request, sides, period, full_entries=entries == "full")
    return msgspec.structs.replace(asked, trial=trial)


async def default_trial(request: AnyRequest, found: Opened, changed: Rules) -> Trial:
    """What a change of one part comes to: the draft with it beside the draft as it stands."""
    visit = visit_of(request)
    beside = say(visit.language, "ruleset.trial.draft_now")
    sides = Sides(draft=changed, other=found.state.draft, beside=beside)
    return await tried(request, sides, year_of(visit.today), full_entries=True)


def year_of(today: date) -> Period:
    """The year of today, cut today."""
    return Period(from_on=date(today.year, 1, 1), to_on=date(today.year, 12, 31), cut_on=today)


def period_of(form: Form, today: date) -> Period | None:
    """The days of the form; nothing after a mistake."""
    first = form.day("from", "evalpage.field.from_on")
    last = form.day("to", "evalpage.field.to_on")
    cut = form.day("cut", "evaluation.field.cut_on", latest=today)
    if first is None or last is None or cut is None:
        return None
    if last < first or (last - first).days > DAYS_MOST:
        form.fail("to", "ruleset.error.period", most=DAYS_MOST)
        return None
    if cut < first:
        form.fail("cut", "ruleset.error.cut", first=day(first))
        return None
    return Period(from_on=first, to_on=last, cut_on=cut)


def _blank(today: date, beside: str) -> dict[str, str]:
    period = year_of(today)
    return {
        "from": day(period.from_on),
        "to": day(period.to_on),
        "cut": day(period.cut_on),
        "beside": beside,
        "entries": ENTRIES[0],
    }


async def _choices(request: AnyRequest, found: Opened) -> tuple[tuple[str, str], ...]:
    """The newest version first, then other versions, other rule sets, shipped rules, nothing."""
    house: Any = house_of(request)
    language = visit_of(request).language

    def named(row: Any) -> str:
        name = row.name_en if language == "en" and row.name_en else row.name
        return say(language, "ruleset.trial.version", name=name, n=row.version)

    own = await versions_of(house.pool, found.row.rule_set_id)
    all_of_them: Sequence[Any] = [
        version
        for row in await rule_sets(house.pool)
        if row.rule_set_id != found.row.rule_set_id
        for version in await versions_of(house.pool, row.rule_set_id)
    ]
    shipped = [
        (
            f"{SHIPPED}:{each.slug}",
            say(language, "ruleset.trial.shipped", name=rules_name(each.rules, language)),
        )
        for each in shipped_rules()
    ]
    nothing = (NOTHING, say(language, "ruleset.trial.nothing"))
    versions = [(f"{v.rule_set_id}:{v.version}", named(v)) for v in (*own, *all_of_them)]
    return (*versions, nothing, *shipped) if own else (nothing, *versions, *shipped)


async def _sides(request: AnyRequest, found: Opened, draft: Rules, beside: str, said: str) -> Sides:
    if beside == NOTHING:
        return Sides(draft=draft)
    house: Any = house_of(request)
    kind, _, which = beside.partition(":")
    if kind == SHIPPED:
        rules = next(each.rules for each in shipped_rules() if each.slug == which)
        return Sides(draft=draft, other=rules, beside=said)
    known = await adopted(house.ledger, msgspec.convert(kind, type(found.row.rule_set_id)),
                          number_of(which) or 0)  # fmt: skip
    return Sides(draft=draft, other=known.rules if known else None, beside=said)
