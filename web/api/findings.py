"""Reading findings: the list, one file now or in the past, its acts, what an answer does."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from litestar import Controller, Response, get
from litestar.params import FromPath
from msgspec import Meta

from domain.finding.values import Severity
from projections.finding_file import Spell
from web.api.answers import answer
from web.api.bearer import ROOT
from web.api.finding_shapes import (
    AnswerTold,
    EffectsTold,
    EffectTold,
    FindingActs,
    FindingList,
    FindingTold,
    FindingToldLine,
    SpellTold,
)
from web.api.operation import AS_OF, BASIS, Param, path_param, reading
from web.api.query import caught_up, named, past_of, query_of
from web.api.task_shapes import CanBeDone
from web.api.task_views import act_told, can_be_done, unit_ref
from web.findings import answering, clock_view, file_view
from web.findings.act_context import context_of
from web.findings.loading import Opened, SeenLine, open_finding, seen_lines
from web.findings.possible import possibilities
from web.findings.register import STATES, Asked, fits, is_late, last_day, wanted_of
from web.findings.routes import names_of
from web.findings.telling import acts_of
from web.register.past import view_of_list
from web.render import AnyRequest
from web.session import Visit, visit_of
from web.tasks.loading import lines_of

PERMISSION = "inspections.read"
NAME = path_param("name")
Slug = Annotated[str, Meta(min_length=1, max_length=60)]
FILTERS: tuple[Param, ...] = (
    Param(name="unit", kind=Slug, text="inspected_unit"),
    Param(name="item", kind=Slug, text="finding_item"),
    Param(name="field", kind=Annotated[int, Meta(ge=1, le=7)]),
    Param(name="severity", kind=Severity, text="finding_severity"),
    Param(name="state", kind=Literal[STATES], text="finding_state"),  # type: ignore[valid-type]
    Param(name="repeat", kind=Literal["1"], text="finding_repeat"),
    Param(name="inspection", kind=Slug, text="finding_inspection"),
    AS_OF,
)
LIST = reading("list_findings", "finding", "findings", FindingList, *FILTERS,
               permission=PERMISSION, problems=(403, 422))  # fmt: skip


def of_one(id: str, path: str, returns: Any, *params: Param) -> dict[str, Any]:
    """What a handler declares that reads something of one finding."""
    return reading(id, "finding", f"findings/{{name}}{path}", returns, NAME, *params,
                   permission=PERMISSION)  # fmt: skip


ONE = of_one("read_finding", "", FindingTold, AS_OF, BASIS)
ACTS = of_one("list_finding_acts", "/acts", FindingActs)
CAN = of_one("list_possible_finding_acts", "/can", CanBeDone)
EFFECT = of_one("read_answer_effects", "/effect", EffectsTold)


class Findings(Controller):
    """Which findings may I know of?"""

    path = f"{ROOT}/findings"

    @get(opt=LIST)
    async def read(self, request: AnyRequest) -> Response[bytes]:
        given = query_of(LIST, request)
        await caught_up(request, given)
        past_of(request, given)  # tells what is no day and no place in the log
        view, asked = await view_of_list(request), asked_of_list(given)
        visit = view.visit
        rows = await seen_lines(request, wanted_of(asked, visit), view.days.known_at)
        items = tuple(line_told(row, visit) for row in rows if fits(row, asked))
        return answer(request, FindingList(items=items))


class OneFinding(Controller):
    """The file, or what everybody reads of it."""

    path = f"{ROOT}/findings/{{name:str}}"

    @get(opt=ONE)
    async def read(self, request: AnyRequest, name: FromPath[str]) -> Response[bytes]:
        await caught_up(request, query_of(ONE, request))
        found = await open_finding(request, named(name))
        version = None if found.past else found.file.version
        return answer(request, await file_told(request, found), version=version)


class ActsOfFinding(Controller):
    """Every act as a sentence."""

    path = f"{ROOT}/findings/{{name:str}}/acts"

    @get(opt=ACTS)
    async def read(self, request: AnyRequest, name: FromPath[str]) -> Response[bytes]:
        await caught_up(request, query_of(ACTS, request))
        found = await open_finding(request, named(name), least="full")
        acts = acts_of(found.file.records, found.ward, visit_of(request).language)
        content = FindingActs(items=tuple(map(act_told, acts)), version=found.file.version)
        return answer(request, content, version=found.file.version)


class PossibleActs(Controller):
    """What can be done next, and by whom."""

    path = f"{ROOT}/findings/{{name:str}}/can"

    @get(opt=CAN)
    async def read(self, request: AnyRequest, name: FromPath[str]) -> Response[bytes]:
        await caught_up(request, query_of(CAN, request))
        found = await open_finding(request, named(name), least="full")
        lists = possibilities(context_of(request, found), visit_of(request), found.address)
        return answer(request, can_be_done(lists), version=found.file.version)


class EffectOfAnswer(Controller):
    """What does an answer change?"""

    path = f"{ROOT}/findings/{{name:str}}/effect"

    @get(opt=EFFECT)
    async def read(self, request: AnyRequest, name: FromPath[str]) -> Response[bytes]:
        await caught_up(request, query_of(EFFECT, request))
        found = await open_finding(request, named(name), least="full")
        context = context_of(request, found)
        limit = answering.limit_of(context)
        content = EffectsTold(
            items=tuple(
                EffectTold(stance=stance, sentences=answering.effects(stance, context))
                for stance in answering.STANCES
            ),
            always=answering.of_every_stance(context),
            remedy_days=limit.days if limit else None,
        )
        return answer(request, content, version=found.file.version)


CONTROLLERS: list[type[Controller]] = [
    Findings,
    OneFinding,
    ActsOfFinding,
    PossibleActs,
    EffectOfAnswer,
]


def asked_of_list(given: dict[str, Any]) -> Asked:
    """The filters as the page knows them."""
    field = given.get("field")
    return Asked(
        unit=given.get("unit", "").casefold(),
        item=given.get("item", ""),
        field=str(field) if field else "",
        severity=given.get("severity", ""),
        state=given.get("state", "open"),
        repeat=given.get("repeat", ""),
        inspection=given.get("inspection", "").upper(),
    )


def line_told(seen: SeenLine, visit: Visit) -> FindingToldLine:
    """A row for this reader."""
    row = seen.row
    copied = {
        name: getattr(row, name) for name in FindingToldLine.__struct_fields__ if hasattr(row, name)
    }
    return FindingToldLine(
        **copied
        | {
            "name": row.code,
            "href": f"{ROOT}/findings/{row.code}",
            "view": seen.view,
            "unit": unit_ref(visit, row.unit_id),
            "inspection": seen.inspection.code if seen.inspection else "",
            "last_on": last_day(seen),
            "is_late": is_late(seen, visit.today),
        }
    )


async def file_told(request: AnyRequest, found: Opened) -> FindingTold:
    """As much as the reader may see, at the moment that was asked for."""
    file, it = found.file, found.file.finding
    is_full = found.view == "full"
    codes = await lines_of(request, file.task_ids)
    names = names_of(request, found)
    return FindingTold(
        line=_line_then(request, found),
        version=file.version,
        found_severity=it.found_severity,
        basis=getattr(file.found, "basis", ""),
        proposal=getattr(file.found, "proposal", ""),
        evidence=getattr(file.found, "evidence", ()) if is_full else (),
        acknowledge_by=_last(it.acknowledge_by),
        explain_by=_last(it.explain_by),
        assess_by=_last(it.assess_by),
        answers=tuple(
            AnswerTold(
                stance=said.code,
                text=said.text,
                at=said.at,
                is_late=said.is_late,
                content_hash=said.content_hash,
                files=said.files,
            )
            for said in file_view.answers(found, names)
        ),
        outcome=it.outcome,
        over_objection=it.over_objection,
        measures=it.measures if is_full else (),
        spells=tuple(_spell(each) for each in file.spells),
        tasks=tuple(line.code for each in file.task_ids if (line := codes.get(each))),
    )


def _line_then(request: AnyRequest, found: Opened) -> FindingToldLine:
    """The same line, from the stream as it stood."""
    visit, it = visit_of(request), found.file.finding
    due = it.due if it.stage in ("upheld", "remedy_reported") else None
    last_on = it.answering_until or (_last(it.report.verify_by) if it.report else _last(due))
    return FindingToldLine(
        name=it.code,
        href=f"{ROOT}/findings/{it.code}",
        view=found.view,
        unit=unit_ref(visit, it.unit_id, found.ward),
        inspection=found.inspection.code if found.inspection else "",
        item_key=it.item_key,
        item_code=it.item_code,
        field=it.field,
        severity=it.severity,
        description=it.description,
        stage=it.stage,
        is_open=not clock_view.is_over(it),
        is_repeated=bool(it.repeat_of),
        stance=it.stance,
        is_silent=it.is_silent,
        recorded_on=it.recorded_on,
        last_on=last_on,
        is_late=last_on is not None and last_on < found.file.today,
    )


def _spell(spell: Spell) -> SpellTold:
    verdict = spell.verdict
    word = "" if verdict is None else "returned" if hasattr(verdict, "defects") else "verified"
    return SpellTold(
        no=spell.no,
        last_on=_last(spell.due),
        reported_at=spell.reported_at,
        verdict=word,
        verdict_at=spell.verdict_at,
        defects=getattr(verdict, "defects", ""),
    )


def _last(due: Any) -> Any:
    return due.last_on if due is not None else None
