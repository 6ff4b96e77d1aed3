"""How does the plan in force stand, per field and unit?"""

from __future__ import annotations

from datetime import date
from typing import Any, cast

import msgspec
from litestar import Controller, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Redirect

from projections.plan_file import PlanFile, fold
from projections.plan_index import PlanRow, plan_by_code, plans
from projections.plan_overview import Basis, Overview, groups, overview_of
from projections.plan_past import TaskThen, groups_then, tasks_then
from projections.register_filter import ALL_STAGES, RegisterFilter
from web.forms import asked as asked_word
from web.house import house_of
from web.plan_overview.changes import changes_since
from web.plan_overview.targets import standings
from web.plan_overview.views import SCOPES, MatrixWriter, reporting_cuts, unit_choices
from web.register.asked import address, read_day, register_link
from web.register.past import View, view_of_list
from web.register.routes import cut_of
from web.render import AnyRequest, Crumb, catch_up, go_to, page
from web.session import Visit, visit_of
from web.texts import say
from web.wording import day, number, percent

STAGES = ("issued", "closed")
BASES: tuple[Basis, ...] = ("verified", "claimed")
SAYS = ("scope", "basis", "compare", "unit")


class Plans(Controller):
    """The plan in force; a list when there are several."""

    path = "/plan"

    @get(opt={"permission": "plan.read"})
    async def show(self, request: AnyRequest) -> Response[str] | Redirect:
        await catch_up(request)
        shelf = await plans(_house(request).pool, *STAGES)
        if len(shelf) == 1:
            return go_to(f"/plan/{shelf[0].code}")
        return page(
            request,
            "plan_overview/plans.html",
            plans=shelf,
            may_read=bool(visit_of(request).roles & {"O", "K"}),
        )


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """What the reader wants to see of the plan."""

    scope: str
    basis: Basis
    compare: date | None
    as_of: str
    """The past moment, as it stands in the address."""
    unit: str

    def address(self, code: str, **changes: object) -> str:
        """The same page with something changed."""
        kept = {
            "scope": self.scope if self.scope != "all" else None,
            "basis": self.basis if self.basis != "verified" else None,
            "compare": self.compare,
            "as_of": self.as_of,
            "unit": self.unit,
        }
        return address(f"/plan/{code}", {**kept, **changes})


class PlanOverview(Controller):
    """Fields × units, as now or as of a day, beside a reporting cut if one is chosen."""

    path = "/plan/{code:str}"

    @get(opt={"permission": "plan.read"})
    async def show(self, request: AnyRequest, code: FromPath[str]) -> Response[str]:
        await catch_up(request)
        house, view = _house(request), await view_of_list(request)
        visit, days = view.visit, view.days
        plan = await plan_by_code(house.pool, code)
        if plan is None or plan.stage not in STAGES:
            raise NotFoundException
        choice = _choice(request, view)
        asked = _asked_of(plan, choice)
        found = overview_of(await groups(house.pool, asked, days))
        then = await _then(house.pool, asked, visit, choice.compare)
        before = overview_of(groups_then(then.values(), choice.compare)) if choice.compare else None
        writer = MatrixWriter(
            plan,
            visit.ward,
            visit.language,
            scope=choice.scope,
            basis=choice.basis,
            today=visit.today,
            as_of=choice.as_of,
        )
        matrix = writer.matrix(found, before)
        file = fold(await house.ledger.load(plan.plan_id))
        shows_changes = choice.compare is not None and not choice.as_of
        return page(
            request,
            "plan_overview/overview.html",
            plan=plan,
            choice=choice,
            matrix=matrix,
            sentences=writer.sentences(found),
            apart=writer.apart(found.all),
            pace=_pace(found, visit),
            overdue_href=register_link(within=plan.code, classes=("overdue",)),
            changes=await changes_since(house.pool, visit, then, days) if shows_changes else [],
            targets=await standings(house.pool, plan, file.plan.targets if file else (), view),
            derived=_derived(file),
            switches=_switches(plan, choice, visit),
            cuts=_cuts(plan, choice, visit),
            picker=list(unit_choices(matrix)),
            picked=_picked(choice, [slug for slug, _ in unit_choices(matrix)], visit),
            shown_day=day(visit.today),
            cut=cut_of(request, view),
            as_of=view.band(choice.address(plan.code, as_of="")),
            crumbs=(Crumb(say(visit.language, "nav.plan"), "/plan"), Crumb(plan.title)),
        )


CONTROLLERS: list[type[Controller]] = [Plans, PlanOverview]


def _house(request: AnyRequest) -> Any:
    return house_of(request)


def _choice(request: AnyRequest, view: View) -> Choice:
    said = {name: asked_word(request, name) for name in SAYS}
    compare, today = read_day(said["compare"]), view.visit.today
    return Choice(
        scope=said["scope"] if said["scope"] in SCOPES else "all",
        basis=cast(Basis, said["basis"]) if said["basis"] in BASES else "verified",
        compare=compare if compare and compare < today else None,
        as_of=view.typed,
        unit=said["unit"],
    )


def _asked_of(plan: PlanRow, choice: Choice) -> RegisterFilter:
    period = (plan.period_from or date.min, plan.period_to or date.max)
    return RegisterFilter(
        stages=ALL_STAGES, sources=SCOPES[choice.scope], within_plan=(plan.plan_id, *period)
    )


async def _then(
    pool: Any, asked: RegisterFilter, visit: Visit, compare: date | None
) -> dict[Any, TaskThen]:
    return await tasks_then(pool, asked, visit.ward, compare) if compare else {}


def _pace(found: Overview, visit: Visit) -> str:
    """The forecast with what it assumes; said aloud when there is nothing to go by."""
    pace, language = found.pace, visit.language
    if pace.expected_late is None:
        return say(language, "overview.no_pace")
    return say(
        language,
        "overview.pace",
        due=number(language, pace.due),
        late=number(language, pace.late),
        share=percent(language, pace.late, pace.due),
        running=number(language, pace.running),
        expected=number(language, pace.expected_late),
    )


def _derived(file: PlanFile | None) -> bool:
    return bool(file and (file.plan.derived or file.plan.derived_refs))


def _switches(
    plan: PlanRow, choice: Choice, visit: Visit
) -> dict[str, list[tuple[str, str, bool]]]:
    def entry(name: str, value: str) -> tuple[str, str, bool]:
        label = say(visit.language, f"overview.{name}.{value}")
        default = {"scope": "all", "basis": "verified"}[name]
        href = choice.address(plan.code, **{name: value if value != default else None})
        return (label, href, getattr(choice, name) == value)

    return {
        "scope": [entry("scope", value) for value in SCOPES],
        "basis": [entry("basis", value) for value in BASES],
    }


def _cuts(plan: PlanRow, choice: Choice, visit: Visit) -> list[tuple[str, str, bool]]:
    """Reporting cuts that lie behind us, to compare with."""
    begins = plan.period_from or visit.today
    past = [c for c in reporting_cuts(begins, visit.today) if c < visit.today]
    links = [
        (day(cut), choice.address(plan.code, compare=cut), choice.compare == cut) for cut in past
    ]
    none = say(visit.language, "overview.no_compare")
    return [(none, choice.address(plan.code, compare=None), choice.compare is None), *links]


def _picked(choice: Choice, slugs: list[str], visit: Visit) -> str:
    """The unit a phone shows: the chosen one, else the reader's own, else the first."""
    own = [visit.ward.units[post.unit_id].code.casefold() for post in visit.posts]
    return next((slug for slug in (choice.unit, *own) if slug in slugs), slugs[0] if slugs else "")
