"""What the table of permissions asks about the thing itself: its units, field, source, people."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from msgspec.structs import replace

from domain.evaluation.rated import voice_of
from domain.evaluation.sheet.state import Sheet
from domain.fact import Command
from domain.figures import commands as figures
from domain.finding import commands as finding
from domain.finding.memory import Finding
from domain.finding.values import Team
from domain.inspection import commands as inspection
from domain.inspection.state import Inspection
from domain.limits import DEFAULTS
from domain.org import commands as org
from domain.plan import commands as plan
from domain.plan.state import Plan
from domain.seal import commands as seal
from domain.task import commands as task
from domain.task.events import Content
from domain.task.memory import Task
from domain.values import FIELDS, Source, Value
from domain.ward import Ward
from service.ward_memo import answered_once


class Facts(Value, frozen=True, kw_only=True):
    """Empty or None means: nothing is said yet, as when a page asks before a form is filled."""

    fields: frozenset[int] = frozenset()
    source: Source | None = None
    lead_unit: UUID | None = None
    former_leads: frozenset[UUID] = frozenset()
    cooperating: frozenset[UUID] = frozenset()
    """Also the units of a group, which share its words."""
    asked_units: frozenset[UUID] = frozenset()
    """Units that may answer: the one of the named request, or all that were asked."""
    allocated_posts: frozenset[UUID] = frozenset()
    reviewer_post: UUID | None = None
    follow_up_unit: UUID | None = None
    named_unit: UUID | None = None
    """The unit that a plan command speaks for."""
    lending_post: UUID | None = None
    limit_owner: str | None = None
    authors: frozenset[UUID] | None = None
    """Everybody behind the entry that is to be corrected."""
    drafted: bool = False
    team_leader: UUID | None = None
    team_secretary: UUID | None = None
    team: frozenset[UUID] = frozenset()
    """Posts of an inspection's team, leader and secretary included."""
    orderer_post: UUID | None = None
    inspected_unit: UUID | None = None
    authorised_post: UUID | None = None
    """The leader whom the programme lets order this himself."""
    from_paper: bool = False
    """A finding that was entered from a paper of before the system."""
    cleared: frozenset[UUID] = frozenset()
    """People whom the vault names for a sealed value."""
    rated_unit: UUID | None = None
    appraisers: frozenset[UUID] = frozenset()
    council: frozenset[UUID] = frozenset()
    appeal_deciders: frozenset[UUID] = frozenset()
    """Posts that a round was opened with."""
    figures_kind: str | None = None
    """Which figures from outside are imported."""
    index: str | None = None
    """Which of the named indices is recorded."""


def facts_of(command: Command | None, state: Any, ward: Ward, on: date) -> Facts:
    """The facts of the object as it stands, and of what the command would make of it."""
    if isinstance(command, org.OrgCommand):
        return _of_organisation(command, ward)
    if isinstance(command, plan.PlanCommand):
        return Facts(named_unit=_unit_of_plan_act(command, state))
    if isinstance(command, task.TaskCommand) or isinstance(state, Task):
        return task_facts(command, state if isinstance(state, Task) else None, ward, on)
    if isinstance(command, inspection.OrderInspection):
        return _of_order(command)
    if isinstance(state, Inspection):
        return inspection_facts(state)
    if isinstance(command, finding.FindingCommand) or isinstance(state, Finding):
        return finding_facts(command, state if isinstance(state, Finding) else None)
    if isinstance(command, seal.SealCommand):
        return _of_seal(command)
    if isinstance(state, Sheet):
        return sheet_facts(state, ward, on)
    return _of_figures(command)


def _of_organisation(command: org.OrgCommand, ward: Ward) -> Facts:
    match command:
        case org.GrantDelegation(from_post=post_id):
            return Facts(lending_post=post_id)
        case org.RevokeDelegation(delegation_id=delegation_id):
            delegation = ward.delegations.get(delegation_id)
            return Facts(lending_post=delegation.from_post if delegation else None)
        case org.AdoptLimit(key=key):
            limit = DEFAULTS.get(key)
            return Facts(limit_owner=limit.owner if limit else None)
    return Facts()


def _unit_of_plan_act(command: plan.PlanCommand, state: Any) -> UUID | None:
    match command:
        case plan.AcknowledgePlan(unit_id=unit_id) | plan.RequestAmendment(unit_id=unit_id):
            return unit_id
        case plan.WithdrawAmendment(request_id=request_id) if isinstance(state, Plan):
            request = state.requests.get(request_id)
            return request.asked.unit_id if request else None
    return None


def task_facts(command: Command | None, state: Task | None, ward: Ward, on: date) -> Facts:
    """The facts of a task, drafted or assigned, before and after the command."""
    said = _content_of(command)
    words = state.content if state else said
    if words is None:
        return Facts()
    lead = state.lead_id if state else words.lead_id
    children = (child.unit_id for child in state.children) if state else ()
    return Facts(
        fields=frozenset(c.field for c in (words, said) if c is not None),
        source=_source(words, said),
        lead_unit=lead,
        former_leads=frozenset(state.former_leads) if state else frozenset(),
        cooperating=frozenset((*words.cooperating, *children)),
        asked_units=_asked(command, state),
        allocated_posts=frozenset(state.allocated_posts) if state else frozenset(),
        reviewer_post=words.reviewer_post_id,
        follow_up_unit=_follow_up_unit(ward, words.source, lead, on),
        authors=_authors(command, state),
        drafted=state is not None and state.stage in ("drafted", "dropped"),
    )


@answered_once
def _follow_up_unit(ward: Ward, source: Source, lead: UUID | None, on: date) -> UUID | None:
    return ward.follow_up_unit(source, lead, on)


def _content_of(command: Command | None) -> Content | None:
    match command:
        case task.DraftTask() | task.AssignTask() | task.AssignGroup() | task.StartSeries():
            return command.content
        case task.ReviseDraft() | task.AmendTask() | task.ReviseSeries():
            return command.after
    return None


def _source(words: Content, said: Content | None) -> Source:
    """A draft of somebody else is no self-registered work, whatever a revision says."""
    if said is not None and words.source == "self":
        return said.source
    return words.source


def _asked(command: Command | None, state: Task | None) -> frozenset[UUID]:
    if state is None:
        return frozenset()
    match command:
        case task.AnswerCooperation(request_id=wanted) | task.DeclineCooperation(request_id=wanted):
            return frozenset(c.unit_id for c in state.cooperation if c.request_id == wanted)
    return frozenset(state.asked_units)


def _authors(command: Command | None, state: Task | None) -> frozenset[UUID] | None:
    if state is None or not isinstance(command, task.CorrectEntry):
        return None
    return frozenset(
        person for act in state.acts if act.event_id == command.event_id for person in act.people
    )


def _of_order(command: inspection.OrderInspection) -> Facts:
    words, granted = command.words, command.authorisation
    asked = {item.field for item in command.items if item.field in (words.fields or FIELDS)}
    return Facts(
        fields=frozenset(asked or words.fields),
        inspected_unit=words.unit_id,
        authorised_post=granted.post_id if granted is not None else None,
    )


def inspection_facts(state: Inspection) -> Facts:
    """Who is on the team, who ordered it, which unit and which fields it looks at."""
    return Facts(
        fields=frozenset(item.field for item in state.items),
        team_leader=state.leader_post,
        team_secretary=state.secretary_post,
        team=frozenset(state.team),
        orderer_post=state.orderer_post,
        inspected_unit=state.unit_id,
    )


def _of_figures(command: Command | None) -> Facts:
    match command:
        case figures.ImportFigures(kind=kind):
            return Facts(figures_kind=kind)
        case figures.IndexCommand(index=index):
            return Facts(index=index)
    return Facts()


def sheet_facts(state: Sheet, ward: Ward, on: date) -> Facts:
    """Whose head speaks for what is rated, who appraises, who votes, who decides appeals."""
    return Facts(
        rated_unit=voice_of(state.unit_id, on, ward),
        appraisers=frozenset(state.appraiser_posts),
        council=frozenset(state.council_posts),
        appeal_deciders=frozenset(state.appeal_posts),
    )


def finding_facts(command: Command | None, state: Finding | None) -> Facts:
    """Who found it, which unit answers for it, in which field."""
    if state is None:
        visit = command.visit if isinstance(command, finding.RecordFinding) else None
        return _of_team(visit.team, visit.unit_id) if visit is not None else Facts()
    known = _of_team(state.team, state.unit_id) if state.team is not None else Facts()
    return replace(
        known,
        fields=frozenset({state.field}),
        inspected_unit=state.unit_id,
        from_paper=state.is_earlier,
    )


def _of_team(team: Team, unit_id: UUID) -> Facts:
    return Facts(
        team_leader=team.leader_post,
        team_secretary=team.secretary_post,
        team=team.posts,
        inspected_unit=unit_id,
    )


def _of_seal(command: seal.SealCommand) -> Facts:
    match command:
        case seal.SealOrder():
            return Facts(
                fields=frozenset(command.fields or FIELDS),
                inspected_unit=command.unit_id,
                authorised_post=command.authorised_post,
            )
        case seal.SealDraw():
            return Facts(authorised_post=command.authorised_post)
        case seal.KnownSealCommand() | seal.StreamedSealCommand():
            return Facts(cleared=command.people)
    return Facts()
