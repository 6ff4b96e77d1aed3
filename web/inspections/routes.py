"""Pages of one inspection: its file now or on a past day, and the forms of its acts."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any, cast

from litestar import Controller, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from domain.fact import Recorded
from domain.inspection import events as e
from projections.finding_query import FindingLine, Wanted, lines
from projections.programme_index import programmes
from web import wording
from web.act_pages import Setting, send_act, setting_at, show_act
from web.house import house_of
from web.inspections import file_view
from web.inspections.act_context import InspectionContext, context_of
from web.inspections.loading import Opened, open_inspection
from web.inspections.possible import FORMS, possibilities
from web.inspections.telling import ANSWER_ACTS, acts_of
from web.render import AnyRequest, Crumb, page
from web.session import visit_of
from web.tasks.acts import Act
from web.tasks.naming import Names
from web.tasks.routes import PastBand
from web.tasks.timeline import timeline
from web.texts import Language, say
from web.tried_form import TriedForm
from web.unit_links import unit_link

READ = {"permission": "inspections.read"}
WRITE = {"permission": "inspections.write"}
WITH_ANSWERS = ("minutes", "report")
"""Papers that tell what the visit came to."""
HIDDEN_TOPICS = frozenset(kind.stored_name for kind in ANSWER_ACTS)


class InspectionPage(Controller):
    """Where is this inspection, and which clock runs?"""

    path = "/inspections/{code:str}"

    @get(opt=READ)
    async def show(self, request: AnyRequest, code: FromPath[str]) -> Response[str]:
        found = await open_inspection(request, code)
        if found.sight.view == "limited":
            return page(request, "inspections/limited.html", **limited_facts(request, found))
        facts = await file_facts(request, found)
        if found.past is None:
            context = await context_of(request, found)
            facts["can"] = possibilities(context, visit_of(request), found.address)
        return page(request, "inspections/file.html", **facts)


class ActPage(Controller):
    """How do I do this?"""

    path = "/inspections/{code:str}/do/{act:str}"

    @get(opt=WRITE)
    async def show(
        self, request: AnyRequest, code: FromPath[str], act: FromPath[str]
    ) -> Response[str]:
        form, context, setting = await _asked(request, code, act)
        return await show_act(request, form, context, setting)

    @post(opt=WRITE)
    async def send(
        self, request: AnyRequest, code: FromPath[str], act: FromPath[str]
    ) -> Response[Any]:
        form, context, setting = await _asked(request, code, act)
        return await send_act(request, form, context, setting)


CONTROLLERS: list[type[Controller]] = [InspectionPage, ActPage]


async def _asked(
    request: AnyRequest, code: str, act: str
) -> tuple[TriedForm, InspectionContext, Setting]:
    form = FORMS.get(act)
    found = await open_inspection(request, code, least="full")
    if form is None or found.past is not None:
        raise NotFoundException
    context = await context_of(request, found)
    return form, context, _setting(request, form, context, found)


def _setting(
    request: AnyRequest, form: TriedForm, context: InspectionContext, found: Opened
) -> Setting:
    it, names = context.it, context.names
    limits = it.limits

    return setting_at(
        found.address,
        form,
        acts=lambda: acts_of(found.records, found.ward, names.language),
        crumbs=crumbs_of(found, names),
        state=it,
        seen_version=found.file.version,
        facts={
            "code": it.code,
            "unit": names.unit(it.unit_id),
            "from_on": wording.day(it.from_on),
            "to_on": wording.day(it.to_on),
            "notice_days": limits.announce_before_days,
            "shortcoming_days": limits.remedy_shortcoming_days,
            "serious_days": limits.remedy_serious_days,
            "report_by": wording.day(it.report_by.last_on) if it.report_by else "–",
        },
    )


# -- what the file shows ---------------------------------------------------------------


def names_of(request: AnyRequest, found: Opened) -> Names:
    """Words for ids, as of the moment that is shown."""
    return Names(found.ward, visit_of(request).language, found.file.today)


def crumbs_of(found: Opened, names: Names) -> tuple[Crumb, ...]:
    """Section, then the inspection."""
    return (
        Crumb(names.say("nav.inspections"), "/inspections"),
        Crumb(found.code, found.address + found.past_query),
    )


def limited_facts(request: AnyRequest, found: Opened) -> dict[str, Any]:
    """What others may know before the conclusion, and what observers read after publication."""
    names, it = names_of(request, found), found.file.inspection
    published = [r.event for r in found.file.records if isinstance(r.event, e.ConclusionPublished)]
    return {
        "it": it,
        "names": names,
        "public_text": published[-1].public_text if published else "",
        "score": file_view.score_row(it.concluded_score, names) if it.concluded_score else None,
        "crumbs": crumbs_of(found, names),
        "as_of": past_band(found, names.language),
    }


async def file_facts(request: AnyRequest, found: Opened) -> dict[str, Any]:
    """Everything on the page but what can be done next."""
    names, file = names_of(request, found), found.file
    acts = told_acts(found, file.records, names.language)
    query = request.query_params
    shown = await findings_of(request, found) if found.past is None else []
    return {
        "opened": found,
        "file": file,
        "it": file.inspection,
        "names": names,
        "steps": file_view.steps(file, names, shown),
        "clocks": file_view.clocks(file, names),
        "team": file_view.team(file, names),
        "facts": file_view.facts(
            file,
            names,
            programme=await _programme(request, found, names),
            link=partial(unit_link, visit_of(request), query=found.past_query),
        ),
        "scores": file_view.scores(file, names) if _is_scored(found) else [],
        "findings": file_view.findings(shown, file, names),
        "papers": [
            paper
            for paper in file_view.papers(file, names, found.address)
            if found.sight.answers or paper.kind not in WITH_ANSWERS
        ],
        "sealed": sealed_story(found, names),
        "said": just_recorded(request, acts),
        "line": timeline(
            acts,
            query.get("show", "all"),
            whole=query.get("whole") == "1",
            query=found.past_query,
            language=names.language,
        ),
        "acts": acts,
        "can": None,
        "as_of": past_band(found, names.language),
        "crumbs": crumbs_of(found, names),
    }


def _is_scored(found: Opened) -> bool:
    return found.sight.answers and bool(found.file.inspection.answers)


def told_acts(found: Opened, records: Sequence[Recorded], language: Language) -> tuple[Act, ...]:
    """The acts that this reader may know of; what the visit came to only with its answers."""
    acts = acts_of(records, found.ward, language)
    if found.sight.answers:
        return acts
    return tuple(act for act in acts if act.name not in HIDDEN_TOPICS)


async def findings_of(request: AnyRequest, found: Opened) -> list[FindingLine]:
    """Findings as they stand; nobody but those who see the answers is told of them."""
    if not found.sight.answers:
        return []
    house = cast(Any, house_of(request))
    return await lines(house.pool, Wanted(inspection_id=found.file.inspection_id))


async def _programme(request: AnyRequest, found: Opened, names: Names) -> str:
    place = found.file.inspection.programme
    if place is None:
        return ""
    house = cast(Any, house_of(request))
    known = {row.programme_id: row.code for row in await programmes(house.pool)}
    code = known.get(place.programme_id, "")
    return names.say("inspection.round_of", code=code, n=place.round) if code else ""


def sealed_story(found: Opened, names: Names) -> list[tuple[str, str]]:
    """Of an opened surprise: when it was really ordered, and who knew before the door."""
    it = found.file.inspection
    if it.seal_id is None:
        return []
    opened_at = it.opened_at
    ordered = next(r.event for r in found.file.records if isinstance(r.event, e.Ordered))
    knew = [it.orderer_post, ordered.leader_post, *ordered.declared_posts]
    who = dict.fromkeys(names.holder(post) for post in knew if post is not None)
    return [
        (names.say("inspection.sealed.ordered"), wording.stamp(it.ordered_at)),
        (names.say("inspection.sealed.opened"), wording.stamp(opened_at) if opened_at else "–"),
        (names.say("inspection.sealed.knew"), "; ".join(who)),
    ]


def just_recorded(request: AnyRequest, acts: Sequence[Act]) -> str:
    """The act that led here, said once."""
    seen = request.query_params.get("seen", "")
    if not seen.isascii() or not seen.isdigit() or not acts:
        return ""
    newest = acts[-1]
    return newest.sentence if newest.position <= int(seen[:18]) < newest.position + 4 else ""


def past_band(found: Opened, language: Language) -> PastBand | None:
    """Which past is shown, and the way back."""
    if found.past is None:
        return None
    on = found.past.on
    said = wording.day(on) if on else wording.stamp(found.file.at)
    basis = found.past.basis
    return PastBand(
        title_prefix=say(language, "task.past_title", date=said),
        sentence=say(language, f"banner.as_of_{basis}", date=said),
        back=found.address,
    )
