"""By which right a duty is the reader's: own post, deputyship, clerk's desk or delegation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import get_args
from uuid import UUID

from domain.org.delegable import group_of
from domain.values import FIELDS, Source
from domain.ward import Ward
from projections.duties import DutyKind
from projections.duties_query import CLERKS_TAKE, Circle, Reach, Waiting
from projections.register_query import RegisterLine
from service.offices import Office, every_office
from web.session import Visit

COMMAND_OF: dict[DutyKind, str] = {
    "assign": "AssignTask",
    "accept": "AcceptTask",
    "reassign": "TransferLead",
    "decide_extension": "ApproveExtension",
    "direct": "GiveDirection",
    "review": "ConfirmCompletion",
    "confirm_cause": "ConfirmCause",
    "sign_urging": "UrgeTask",
    "look_again": "AmendTask",
    "decide_condition": "AmendTask",
    "answer_cooperation": "AnswerCooperation",
    "explain": "ExplainDelay",
    "submit": "SubmitResult",
    "work": "ReportProgress",
    "report_period": "ReportPeriod",
}
LEADERS = ("chair", "vice_chair")
KEEPERS = ("register_keeper", "reform_coordinator")


def offices_of(visit: Visit) -> tuple[Office, ...]:
    """Every office the reader may act in today, the own ones first."""
    if visit.user is None or visit.user.person_id is None:
        return ()
    return every_office(visit.ward, visit.user.person_id, visit.today, visit.acting_post)


def reach_of(offices: Sequence[Office], ward: Ward) -> Reach:
    """What to look for in the read model; `holding` then decides row by row."""
    heads = [o.post.unit_id for o in offices if o.post.rank == "head"]
    clerks = [o.post.unit_id for o in offices if o.has_duty("unit_clerk")]
    return Reach(
        head_of=tuple(dict.fromkeys(heads)),
        clerk_of=tuple(dict.fromkeys(clerks)),
        posts=tuple(dict.fromkeys(o.post.post_id for o in offices)),
        leads_fields=tuple(sorted({field for o in offices for field in led_fields(o)})),
        follows=followed_by(offices, ward),
    )


def followed_by(offices: Iterable[Office], ward: Ward) -> tuple[tuple[Source, UUID | None], ...]:
    """Source and lead of every task that an office of the reader follows up."""
    keepers = {o.post.unit_id: o.on for o in offices if any(o.has_duty(d) for d in KEEPERS)}
    return tuple(
        (source, lead)
        for unit_id, on in keepers.items()
        for source in get_args(Source)
        for lead in (None, *ward.units)
        if ward.follow_up_unit(source, lead, on) == unit_id
    )


def circle_of(offices: Iterable[Office], roles: frozenset[str], ward: Ward) -> Circle:
    """Whose tasks the reader is told the news of: those whose file is open to him."""
    known = list(offices)
    if roles == frozenset({"OB"}):
        return Circle()
    return Circle(
        units=tuple({o.post.unit_id for o in known if o.post.rank not in LEADERS}),
        posts=tuple({o.post.post_id for o in known}),
        fields=tuple(sorted({field for o in known for field in led_fields(o)})),
        follows=followed_by(known, ward),
        everything=bool(roles & {"C", "A"}),
    )


def is_open_to(line: RegisterLine, circle: Circle) -> bool:
    """Whether the file of a task, with its acts, is the reader's to see."""
    return (
        circle.everything
        or bool({*circle.units} & {*line.units})
        or bool({*circle.posts} & {*line.allocated, line.reviewer_post_id})
        or line.field in circle.fields
        or (line.source, line.lead_id) in circle.follows
    )


def led_fields(office: Office) -> tuple[int, ...]:
    """Fields in which an office decides for the authority."""
    if office.post.rank == "chair":
        return FIELDS
    return office.post.fields if office.post.rank == "vice_chair" else ()


def holding(waiting: Waiting, offices: Iterable[Office], ward: Ward) -> Office | None:
    """The first office by which the duty is the reader's; None if it is not his after all."""
    for office in offices:
        if _holds(office, waiting, ward) and _covers(office, waiting):
            return office
    return None


def _holds(office: Office, waiting: Waiting, ward: Ward) -> bool:
    duty, line = waiting.duty, waiting.line
    match duty.holder_role:
        case "head":
            clerk = office.has_duty("unit_clerk") and duty.kind in CLERKS_TAKE
            return office.post.unit_id == duty.holder_unit and (office.post.rank == "head" or clerk)
        case "post" | "reviewer":
            return office.post.post_id == duty.holder_post
        case "authority":
            return _decides(office, duty.holder_post, line.field, ward)
        case "follow_up":
            follower = ward.follow_up_unit(line.source, line.lead_id, office.on)
            keeps = any(office.has_duty(d) for d in KEEPERS)
            return keeps and office.post.unit_id == follower


def _decides(office: Office, named: UUID | None, field: int, ward: Ward) -> bool:
    """The leader who assigned it, or the one in charge of the field; else it is the chair's."""
    if office.post.rank not in LEADERS:
        return False
    if office.post.post_id == named:
        return True
    if office.post.rank == "vice_chair":
        return field in office.post.fields
    post = ward.posts.get(named) if named else None
    return post is None or post.rank not in LEADERS


def _covers(office: Office, waiting: Waiting) -> bool:
    """Own rights cover everything; a deputy his fields; a delegate what was lent to him."""
    field = waiting.line.field
    if office.capacity == "deputy":
        return field in office.acting_in.fields
    if office.delegation is None:
        return True
    lent = group_of(COMMAND_OF[waiting.duty.kind]) in office.delegation.duties
    return lent and office.delegation.scope in ("all", f"field:{field}")
