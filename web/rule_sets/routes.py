"""Pages of the rule sets: the shelf, a version, the draft with its preview, what changed."""

from __future__ import annotations

from typing import Any, cast

import msgspec
from litestar import Controller, Response, get
from litestar.params import FromPath

from domain.evaluation.rule_set import soundness
from domain.evaluation.rules import Rules
from domain.refusal import Refused
from projections.rule_set_index import RuleSetRow, RuleSetVersionRow, rule_sets, versions_of
from service.scoring.shipped_rules import ShippedRules, shipped_rules
from web import refusals
from web.act_pages import UNPROCESSABLE, allowed
from web.evaluation_links import local_links
from web.evaluations.words import rules_name
from web.house import house_of
from web.permissions import may_open
from web.plain_address import number_of
from web.render import AnyRequest, Crumb, catch_up, go_to, page
from web.rule_sets.acts import ACTS, NEW
from web.rule_sets.comparing import changes_of
from web.rule_sets.content import content_of, unit_names_of
from web.rule_sets.formula_words import known_names
from web.rule_sets.loading import (
    ADDRESS,
    READ,
    WRITE,
    Edition,
    Opened,
    address_of,
    crumbs,
    crumbs_of,
    edition,
    opened,
)
from web.rule_sets.telling import acts_of
from web.rule_sets.trying import trial_form
from web.session import visit_of
from web.tasks.naming import Names, document
from web.texts import say

ACTS_SHOWN = 40


class ShelfRow(msgspec.Struct, frozen=True, kw_only=True):
    """A rule set with its newest version, else with its draft."""

    row: RuleSetRow
    href: str
    name: str
    newest: RuleSetVersionRow | None


class Shelf(Controller):
    """Which rules count when?"""

    path = ADDRESS

    @get(opt=READ)
    async def show(self, request: AnyRequest) -> Response[str]:
        await catch_up(request)
        house, visit = cast(Any, house_of(request)), visit_of(request)
        rows = [await _shelf_row(house.pool, row, visit.language)
                for row in await rule_sets(house.pool)]  # fmt: skip
        return page(
            request,
            "rule_sets/shelf.html",
            shelf=rows,
            offered=_offered([each.row for each in rows]),
            may_draft=allowed(request, NEW.command, None),
            name_of=lambda rules: rules_name(rules, visit.language),
            local=local_links(visit, ADDRESS),
            crumbs=crumbs(request),
        )


class RuleSetPage(Controller):
    """The newest version, or the draft where nothing is adopted yet."""

    path = f"{ADDRESS}/{{code:str}}"

    @get(opt=READ)
    async def show(self, request: AnyRequest, code: FromPath[str]) -> Response[Any]:
        found = await opened(request, code)
        newest = found.state.newest
        number = newest.number if newest else found.state.next_number
        return go_to(f"{found.address}/v/{number}")


class VersionPage(Controller):
    """By which rules, from when, on whose decision?"""

    path = f"{ADDRESS}/{{code:str}}/v/{{number:str}}"

    @get(opt=READ)
    async def show(
        self, request: AnyRequest, code: FromPath[str], number: FromPath[str]
    ) -> Response[str]:
        found = await opened(request, code)
        view = found.edition(number_of(number))
        visit = visit_of(request)
        may_draft = allowed(request, NEW.command, found.state)
        return page(
            request,
            "rule_sets/version.html",
            can=_possible(request, found, view),
            editable=may_draft,
            may_open=may_open(visit, WRITE["permission"]),
            may_import=may_draft and not view.is_draft and found.state.draft is None,
            acts=tuple(reversed(acts_of(found.records, visit.ward, visit.language)))[:ACTS_SHOWN],
            crumbs=crumbs_of(
                request, found, Crumb(say(visit.language, _edition_key(view), n=view.number))
            ),
            **_facts(request, found, view),
        )


class DraftPage(Controller):
    """What does the draft say, and what would it come to?"""

    path = f"{ADDRESS}/{{code:str}}/edit"

    @get(opt=WRITE)
    async def show(self, request: AnyRequest, code: FromPath[str]) -> Response[Any]:
        found = await opened(request, code)
        view = edition(found.state, found.state.next_number)
        if view is None:
            return go_to(found.address)
        asked = await trial_form(request, found, view.rules)
        language = visit_of(request).language
        return page(
            request,
            "rule_sets/edit.html",
            UNPROCESSABLE if asked.form.errors else 200,
            form=asked.form,
            beside=asked.beside,
            trial=asked.trial,
            hindrances=hindrances(request, found, view.rules),
            groups=known_names(view.rules, language),
            can=_possible(request, found, view),
            editable=allowed(request, NEW.command, found.state),
            crumbs=crumbs_of(request, found, Crumb(say(language, "ruleset.edit"))),
            **_facts(request, found, view),
        )


class ComparePage(Controller):
    """What changed between two versions?"""

    path = f"{ADDRESS}/{{code:str}}/compare"

    @get(opt=READ)
    async def show(self, request: AnyRequest, code: FromPath[str]) -> Response[str]:
        found = await opened(request, code)
        asked = request.query_params
        before, after = found.compared(number_of(asked.get("a", "")), number_of(asked.get("b", "")))
        language = visit_of(request).language
        return page(
            request,
            "rule_sets/compare.html",
            address=found.address,
            name=rules_name(found.shown, language),
            before=before,
            after=after,
            known=found.numbers,
            found=changes_of(before.rules, after.rules, language),
            crumbs=crumbs_of(request, found, Crumb(say(language, "ruleset.compare"))),
        )


CONTROLLERS: tuple[type[Controller], ...] = (
    Shelf,
    RuleSetPage,
    VersionPage,
    DraftPage,
    ComparePage,
)


def unit_names(request: AnyRequest) -> dict[str, str]:
    """Units that answer for tasks, by code."""
    visit = visit_of(request)
    return unit_names_of(visit.ward, Names(visit.ward, visit.language, visit.today))


def _edition_key(view: Edition) -> str:
    return "ruleset.draft_of" if view.is_draft else "ruleset.version"


async def _shelf_row(pool: Any, row: RuleSetRow, language: Any) -> ShelfRow:
    versions = await versions_of(pool, row.rule_set_id) if row.newest else []
    return ShelfRow(
        row=row,
        href=address_of(row.code),
        name=row.name_en if language == "en" and row.name_en else row.name,
        newest=versions[0] if versions else None,
    )


def _offered(rows: list[RuleSetRow]) -> list[ShippedRules]:
    """Shipped rules that nobody has begun with yet."""
    codes, names = {row.code for row in rows}, {row.name for row in rows}
    return [
        each for each in shipped_rules() if each.slug not in codes and each.rules.name not in names
    ]


def _facts(request: AnyRequest, found: Opened, view: Edition) -> dict[str, Any]:
    """What the page of a version and the page of the draft both show."""
    language = visit_of(request).language
    paper = view.version.document if view.version else None
    return {
        "address": found.address,
        "row": found.row,
        "it": found.state,
        "view": view,
        "rules": view.rules,
        "name": rules_name(view.rules, language),
        "content": content_of(view.rules, language, unit_names(request)),
        "cited": document(paper, language) if paper else "",
        "numbers": found.numbers,
        "local": local_links(visit_of(request), ADDRESS),
    }


def _possible(request: AnyRequest, found: Opened, view: Edition) -> list[tuple[str, str]]:
    """Acts that stand open on this version: address and words."""
    state, language = found.state, visit_of(request).language
    version = view.version
    fits = {
        "draft": (state.draft is None and version is not None, f"?v={view.number}"),
        "adopt": (view.is_draft, ""),
        "retire": (version is not None and not version.is_retired, f"?v={view.number}"),
    }
    return [
        (f"{found.address}/do/{slug}{query}", say(language, f"ruleset.do.{slug}.title"))
        for slug, (fit, query) in fits.items()
        if fit and allowed(request, ACTS[slug].command, state)
    ]


def hindrances(request: AnyRequest, found: Opened, rules: Rules) -> list[str]:
    """Why the draft could not be adopted today, beside sums, which stand at their groups."""
    visit = visit_of(request)
    try:
        soundness.refuse_overlap(rules, found.state.versions)
    except Refused as refused:
        return [refusals.sentence(refused, visit.language, visit.ward)]
    return []
