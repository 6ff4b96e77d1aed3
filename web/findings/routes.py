"""Pages of one finding: its file now or on a past day, its files, and the forms of its acts."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from litestar import Controller, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import File

from projections.finding_query import Wanted
from web import wording
from web.act_pages import Setting, send_act, setting_at, show_act
from web.findings import clock_view, file_view
from web.findings.act_context import FindingContext, context_of
from web.findings.loading import Opened, open_finding, seen_lines
from web.findings.possible import FORMS, possibilities
from web.findings.telling import acts_of
from web.forms import read_form
from web.inspections.routes import READ, WRITE, just_recorded
from web.render import AnyRequest, Crumb, page
from web.session import signed_in, visit_of
from web.stored_files import store_of, stored_file
from web.tasks.loading import lines_of
from web.tasks.naming import Names
from web.tasks.routes import PastBand
from web.tasks.timeline import timeline
from web.tasks.uploads import BODY_OCTETS_MAX, receive_files
from web.texts import Language, say
from web.tried_form import TriedForm

OWN_PAGE = "answer"


class FindingPage(Controller):
    """What was found, said, decided, done?"""

    path = "/findings/{code:str}"

    @get(opt=READ)
    async def show(self, request: AnyRequest, code: FromPath[str]) -> Response[str]:
        found = await open_finding(request, code)
        facts = await file_facts(request, found)
        if found.past is None and found.view == "full":
            context = context_of(request, found)
            facts["can"] = possibilities(context, visit_of(request), found.address)
        return page(request, "findings/file.html", **facts)


class FindingEvidence(Controller):
    """A file of the record or of an answer, for those who see the acts."""

    path = "/findings/{code:str}/files/{sha256:str}"

    @get(opt=READ)
    async def send(self, request: AnyRequest, code: FromPath[str], sha256: FromPath[str]) -> File:
        found = await open_finding(request, code, least="full")
        return stored_file(request, found.file.evidence, sha256, shows_images=True)


class ActPage(Controller):
    """How do I do this?"""

    path = "/findings/{code:str}/do/{act:str}"

    @get(opt=WRITE)
    async def show(
        self, request: AnyRequest, code: FromPath[str], act: FromPath[str]
    ) -> Response[str]:
        form, found = await _asked(request, code, act)
        context = context_of(request, found)
        return await show_act(request, form, context, setting_of(request, form, context, found))

    @post(opt=WRITE, request_max_body_size=BODY_OCTETS_MAX)
    async def send(
        self, request: AnyRequest, code: FromPath[str], act: FromPath[str]
    ) -> Response[Any]:
        form, found = await _asked(request, code, act)
        context = await _with_files(request, form, found)
        answer = await send_act(request, form, context, setting_of(request, form, context, found))
        person_id = signed_in(request).person_id
        if answer.status_code == 303 and context.files and person_id is not None:
            await store_of(request).recorded([f.sha256 for f in context.files], person_id)
        return answer


CONTROLLERS: list[type[Controller]] = [FindingPage, FindingEvidence, ActPage]


async def _asked(request: AnyRequest, code: str, act: str) -> tuple[TriedForm, Opened]:
    form = FORMS.get(act)
    found = await open_finding(request, code, least="full")
    if form is None or act == OWN_PAGE or found.past is not None:
        raise NotFoundException
    return form, found


async def _with_files(request: AnyRequest, form: TriedForm, found: Opened) -> FindingContext:
    """Files are received before the act is asked for."""
    person_id = signed_in(request).person_id
    if not form.takes_files or person_id is None:
        return context_of(request, found)
    sent = await read_form(request)
    files = await receive_files(request, sent, person_id)
    return context_of(request, found, files=files, file_errors=dict(sent.errors))


def setting_of(
    request: AnyRequest, form: TriedForm, context: FindingContext, found: Opened
) -> Setting:
    """Where the form stands, and the facts of its words."""
    it, names = context.it, context.names
    limits = it.limits

    def last(due: Any) -> str:
        return wording.day(due.last_on) if due else "–"

    return setting_at(
        found.address,
        form,
        acts=lambda: acts_of(found.records, found.ward, names.language),
        crumbs=crumbs_of(found, names),
        state=it,
        seen_version=found.file.version,
        file_upload=form.takes_files,
        above="findings/above.html",
        above_facts={"found": file_view.found(found, names), "opened": found},
        facts={
            "code": it.code,
            "unit": names.unit(it.unit_id),
            "acknowledge_by": last(it.acknowledge_by),
            "explain_by": last(it.explain_by),
            "remedy_by": last(it.due),
            "asked": wording.day(it.request.to_on) if it.request else "–",
            "more_days": limits.explain_extension_days if limits else 0,
            "explain_days": limits.explain_days if limits else 0,
            "spell": it.spell,
        },
    )


def acts_since(found: Opened, version: int, language: Language) -> list[tuple[datetime, str]]:
    """What somebody else did while the form was open."""
    later = [r for r in found.records if r.originator_version > version]
    return [(act.recorded_at, act.sentence) for act in acts_of(later, found.ward, language)]


# -- what the file shows ---------------------------------------------------------------


def names_of(request: AnyRequest, found: Opened) -> Names:
    """Words for ids, as of the moment that is shown."""
    return Names(found.ward, visit_of(request).language, found.file.today)


def crumbs_of(found: Opened, names: Names) -> tuple[Crumb, ...]:
    """Section, inspection, then the finding: it is reached from its visit."""
    it = found.inspection
    above = (
        Crumb(it.code, f"/inspections/{it.code}")
        if it is not None
        else Crumb(names.say("local.findings"), "/findings")
    )
    return (
        Crumb(names.say("nav.inspections"), "/inspections"),
        above,
        Crumb(found.code, found.address + found.past_query),
    )


async def file_facts(request: AnyRequest, found: Opened) -> dict[str, Any]:
    """Everything on the page but what can be done next."""
    names, file = names_of(request, found), found.file
    it = file.finding
    acts = acts_of(file.records, found.ward, names.language) if found.view == "full" else ()
    query = request.query_params
    codes = {str(i): x.code or "" for i, x in (await lines_of(request, file.task_ids)).items()}
    return {
        "opened": found,
        "file": file,
        "it": it,
        "names": names,
        "kind": finding_kind(found, names),
        "headline": headline(it.description),
        "steps": clock_view.steps(it, names),
        "over": clock_view.is_over(it),
        "clocks": clock_view.clocks(it, names),
        "sums": clock_view.sums(it, names),
        "found": file_view.found(found, names),
        "is_repeated": await _is_repeated(request, found),
        "earlier": await earlier_of(request, found, names),
        "no_data_before": no_data_before(found),
        "answers": file_view.answers(found, names),
        "assessment": file_view.assessment(found, names) if found.view == "full" else None,
        "conclusion": file_view.conclusion(found, names),
        "spells": file_view.spells(file, names, codes),
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


def finding_kind(found: Opened, names: Names) -> str:
    """Of which inspection it is."""
    it = found.inspection
    if it is None:
        return names.say("finding.kind_paper")
    return f"{names.say(f'inspection.kind.{it.kind}')}, {it.code}"


HEADLINE_MAX = 90


def headline(description: str) -> str:
    """Enough of the words to know the finding by."""
    first = description.strip().split("\n")[0]
    if len(first) <= HEADLINE_MAX:
        return first.rstrip(".")
    return first[:HEADLINE_MAX].rsplit(" ", 1)[0].rstrip(",;:") + "…"


async def _is_repeated(request: AnyRequest, found: Opened) -> bool:
    """At a past moment as it was recorded; today the mark falls away with what it rests on."""
    if found.past is not None or not found.file.finding.repeat_of:
        return bool(found.file.finding.repeat_of)
    wanted = Wanted(item_key=found.file.finding.item_key)
    rows = await seen_lines(request, wanted)
    mine = [s.row for s in rows if s.row.finding_id == found.file.finding_id]
    return bool(mine) and mine[0].is_repeated


async def earlier_of(
    request: AnyRequest, found: Opened, names: Names
) -> list[file_view.EarlierView]:
    """The same item in the same unit before, as far as the reader may know."""
    it = found.file.finding
    wanted = Wanted(unit_ids=(it.unit_id,), item_key=it.item_key)
    rows = [seen.row for seen in await seen_lines(request, wanted)]
    return file_view.earlier(rows, found, names)


def no_data_before(found: Opened) -> str:
    """The first day of the unit, before which nothing is known but what came from paper."""
    unit = found.ward.units.get(found.file.finding.unit_id)
    return wording.day(unit.from_on) if unit else ""


def past_band(found: Opened, language: Language) -> PastBand | None:
    """Which past is shown, and the way back."""
    if found.past is None:
        return None
    on = found.past.on
    said = wording.day(on) if on else wording.stamp(found.file.at)
    return PastBand(
        title_prefix=say(language, "task.past_title", date=said),
        sentence=say(language, f"banner.as_of_{found.past.basis}", date=said),
        back=found.address,
    )
