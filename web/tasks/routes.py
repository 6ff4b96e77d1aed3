"""Pages of one task: its file now or on a past day, the sum of its deadline, its files."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any
from uuid import UUID

import msgspec
from litestar import Controller, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import File

from domain.values import Evidence
from projections.evidence_index import given_elsewhere
from projections.register_query import RegisterLine
from projections.task_past import AsOf
from web import wording
from web.house import house_of
from web.plain_address import number_of
from web.render import AnyRequest, Crumb, page
from web.session import signed_in, visit_of
from web.stored_files import store_of, stored_file
from web.tasks import file_view
from web.tasks.acts import Act, acts_of
from web.tasks.all_forms import FORMS
from web.tasks.asking import asker_of, context_of
from web.tasks.due_view import due_view
from web.tasks.loading import Opened, lines_of, open_task
from web.tasks.naming import Names
from web.tasks.possible import possibilities
from web.tasks.preparing import PREPARABLE
from web.tasks.timeline import timeline
from web.texts import Language, say
from web.unit_links import unit_link

SAME_APPEND = 3
"""An act may draw a number after itself, so a receipt may lie a few places further on."""


class PastBand(msgspec.Struct, frozen=True, kw_only=True):
    """The band of a page that shows a past moment."""

    title_prefix: str
    sentence: str
    back: str


class TaskPage(Controller):
    """What is this, where does it stand, who holds it, what can happen now?"""

    path = "/tasks/{code:str}"

    @get(opt={"permission": "tasks.read"})
    async def show(self, request: AnyRequest, code: FromPath[str]) -> Response[str]:
        opened = await open_task(request, code)
        if opened.view == "limited":
            return page(request, "tasks/limited.html", **await limited_facts(request, opened))
        facts = await file_facts(request, opened)
        if opened.past is None:
            context = await context_of(request, opened)
            facts["can"] = possibilities(context, asker_of(request), opened.address)
            facts["said"] = just_recorded(request, facts["acts"])
            facts["prepared"] = just_prepared(request)
        return page(request, "tasks/file.html", **facts)


class DeadlineSheet(Controller):
    """How was the deadline counted? For paper."""

    path = "/tasks/{code:str}/deadline"

    @get(opt={"permission": "tasks.read"})
    async def show(self, request: AnyRequest, code: FromPath[str]) -> Response[str]:
        opened = await open_task(request, code)
        if opened.view != "full":
            raise NotFoundException
        names = names_of(request, opened)
        visit = visit_of(request)
        return page(
            request,
            "tasks/deadline.html",
            opened=opened,
            file=opened.file,
            due=due_view(opened.file, names, opened.address + opened.past_query),
            as_of=past_band(opened, visit.language),
            crumbs=(*crumbs_of(opened, names), Crumb(say(visit.language, "due.how"))),
        )


class EvidenceFile(Controller):
    """A file of evidence, for those who may see the acts of the task."""

    path = "/tasks/{code:str}/files/{sha256:str}"

    @get(opt={"permission": "tasks.read"})
    async def send(self, request: AnyRequest, code: FromPath[str], sha256: FromPath[str]) -> File:
        """Always as a download, never as a page of ours."""
        opened = await open_task(request, code)
        if opened.view != "full":
            raise NotFoundException
        return stored_file(request, (each.evidence for each in opened.file.evidence), sha256)


def names_of(request: AnyRequest, opened: Opened) -> Names:
    """Words for ids as of the moment that is shown."""
    return Names(opened.ward, visit_of(request).language, opened.file.today)


async def file_facts(request: AnyRequest, opened: Opened) -> dict[str, Any]:
    """Everything a full page shows, at whatever moment it stands."""
    file, visit = opened.file, visit_of(request)
    names = names_of(request, opened)
    acts = acts_of(file.records, opened.ward, visit.language)
    task = file.task
    kin = [*file.child_ids, *(each for each in (task.parent_id,) if each)]
    if task.series is not None:
        kin.append(task.series.series_id)
    house: Any = house_of(request)
    twins = await given_elsewhere(house.pool, sorted(file.shas), file.task_id)
    related = await lines_of(request, [*kin, *(twin.task_id for twin in twins.values())])
    missing = await store_of(request).missing(file.shas)
    show = request.query_params.get("show", "all")
    whole = request.query_params.get("whole", "") == "1"
    return {
        "opened": opened,
        "file": file,
        "task": task,
        "names": names,
        "acts": acts,
        "due": due_view(file, names, ""),
        "holder": file_view.holder_sentence(file, names),
        "held": file_view.holder_rows(file, names),
        "facts": file_view.facts(
            file, names, related, partial(unit_link, visit_of(request), query=opened.past_query)
        ),
        "exchanges": file.exchanges,
        "files": file_view.file_rows(file.evidence, opened.address, missing),
        "twins": {
            sha: related[twin.task_id].code
            for sha, twin in twins.items()
            if twin.task_id in related
        },
        "children": children_of(opened, related),
        "line": timeline(acts, show, whole=whole, query=opened.past_query, language=visit.language),
        "event_numbers": {act.event_id: act.number for act in acts},
        "as_of": past_band(opened, visit.language),
        "crumbs": crumbs_of(opened, names),
        "can": None,
        "said": "",
        "prepared": "",
        "chips_of": chips_of,
        "file_kind": file_view.kind_word,
    }


async def limited_facts(request: AnyRequest, opened: Opened) -> dict[str, Any]:
    """Title, lead and its head, last day and class: what the register tells everybody."""
    names = names_of(request, opened)
    file = opened.file
    return {
        "opened": opened,
        "file": file,
        "names": names,
        "head": file.heads[0].person_id if file.heads else None,
        "show_names": visit_of(request).roles != frozenset({"OB"}),
        "as_of": past_band(opened, names.language),
        "crumbs": crumbs_of(opened, names),
    }


def children_of(
    opened: Opened, related: dict[UUID, RegisterLine]
) -> list[tuple[str, RegisterLine]]:
    """Tasks of a group with their unit, or occurrences with their period."""
    found: list[tuple[str, RegisterLine]] = []
    names = Names(opened.ward, "vi", opened.file.today)
    for child in opened.file.task.children:
        if child.child_id in related:
            found.append((names.unit(child.unit_id), related[child.child_id]))
    rhythm = opened.file.task.rhythm
    for occurrence in reversed(rhythm.occurrences if rhythm else ()):
        if occurrence.child_id in related:
            found.append((occurrence.period, related[occurrence.child_id]))
    return found


def crumbs_of(opened: Opened, names: Names) -> tuple[Crumb, ...]:
    """Tasks › lead unit › code."""
    lead = opened.file.task.lead_id
    steps = [Crumb(names.say("nav.tasks"), "/tasks")]
    unit = names.ward.units.get(lead) if lead else None
    if unit is not None:
        steps.append(Crumb(names.unit(lead), f"/tasks?unit={unit.code}"))
    label = opened.file.task.code or names.say("stage.drafted")
    return (*steps, Crumb(label, opened.address))


def past_band(opened: Opened, language: Language) -> PastBand | None:
    """Which past is shown, and the way back."""
    if opened.past is None:
        return None
    on = past_words(opened, opened.past)
    key = "banner.as_of_now" if opened.past.basis == "now" else "banner.as_of_then"
    return PastBand(
        title_prefix=say(language, "task.past_title", date=on),
        sentence=say(language, key, date=on),
        back=opened.address,
    )


def past_words(opened: Opened, past: AsOf) -> str:
    """A day, or the minute of the act."""
    return wording.day(past.on) if past.on else wording.stamp(opened.file.at)


def just_recorded(request: AnyRequest, acts: Sequence[Act]) -> str:
    """The sentence of what the visitor has just done, after the form led here."""
    seen = number_of(request.query_params.get("seen", ""))
    if seen is None:
        return ""
    person_id = signed_in(request).person_id
    near = [act for act in acts if 0 <= seen - act.position <= SAME_APPEND]
    return near[-1].sentence if near and near[-1].by_person == person_id else ""


def just_prepared(request: AnyRequest) -> str:
    """The name of the act that the visitor has just prepared for the head."""
    slug = request.query_params.get("prepared", "")
    form = FORMS.get(slug) if slug in PREPARABLE else None
    return say(visit_of(request).language, form.title_key) if form else ""


def chips_of(files: Sequence[Evidence], opened: Opened) -> list[tuple[str, str, str]]:
    """Files of an act as chips: name, address, hash."""
    return [(f.file_name, f"{opened.address}/files/{f.sha256}", f.sha256) for f in files]


CONTROLLERS: list[type[Controller]] = [TaskPage, DeadlineSheet, EvidenceFile]
