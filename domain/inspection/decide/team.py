"""Independence, replacement, announcement, other days, cancelling, self-report, opening."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from domain.fact import Elsewhere, Event, Moment
from domain.grounds import need_document, need_reason
from domain.inspection import commands as c
from domain.inspection import events as e
from domain.inspection.state import Inspection
from domain.points import points
from domain.refusal import Refused
from domain.team_independence import Span, refuse_partial_team
from domain.values import Due
from domain.ward import Ward

Decided = list[Event | Elsewhere]


def acting_post(moment: Moment) -> UUID | None:
    """The post whose right is used."""
    return moment.actor.on_behalf_of or moment.actor.post_id


def declare(command: c.DeclareIndependence, it: Inspection, moment: Moment, ward: Ward) -> Decided:
    """A member says that nothing ties him to the unit."""
    _refuse_outsider(command.post_id, it, moment)
    if command.post_id in it.declared and command.post_id not in it.conflicted:
        return []
    return [e.IndependenceDeclared(post_id=command.post_id, statement=command.statement)]


def declare_conflict(
    command: c.DeclareConflict, it: Inspection, moment: Moment, ward: Ward
) -> Decided:
    """A member says that something does; he is replaced before the visit."""
    _refuse_outsider(command.post_id, it, moment)
    need_reason(moment)
    if command.post_id in it.conflicted:
        return []
    return [e.ConflictDeclared(post_id=command.post_id)]


def _refuse_outsider(post_id: UUID, it: Inspection, moment: Moment) -> None:
    if post_id not in it.team or moment.actor.post_id != post_id:
        raise Refused("inspection.not_in_team", post=post_id)


def replace_member(command: c.ReplaceMember, it: Inspection, moment: Moment, ward: Ward) -> Decided:
    """Another post takes the place; on site only with its declaration in hand."""
    need_reason(moment)
    if command.out_post not in it.team:
        if command.in_post in it.team and command.out_post in it.former_posts:
            return []
        raise Refused("inspection.not_in_team", post=command.out_post)
    if command.in_post in it.team:
        raise Refused("inspection.post_twice", post=command.in_post)
    team = tuple(command.in_post if x == command.out_post else x for x in it.team)
    span = Span(period_from=it.period_from, on=moment.happened_on, to_on=it.to_on)
    refuse_partial_team(it.unit_id, team[0], team[1:], span, ward)
    if it.stage == "opened" and not command.statement.strip():
        raise Refused("inspection.members_not_declared", posts=[command.in_post])
    return [
        e.MemberReplaced(
            out_post=command.out_post, in_post=command.in_post, statement=command.statement
        )
    ]


def announce(command: c.AnnounceInspection, it: Inspection, moment: Moment, ward: Ward) -> Decided:
    """The unit learns the day and is asked to report on itself."""
    if it.kind == "surprise":
        raise Refused("inspection.not_for_surprise")
    need_document(moment)
    _refuse_undeclared(it)
    _refuse_outside(command.visit_on, it)
    days = ward.calendar.working_days(moment.happened_on, command.visit_on)
    if days < it.limits.announce_before_days:
        raise Refused("inspection.notice_too_short", days=days, min=it.limits.announce_before_days)
    return [
        e.Announced(
            to_unit_id=it.unit_id,
            outline=command.outline,
            self_report_by=_self_report_by(command.visit_on, it, ward),
            visit_on=command.visit_on,
        )
    ]


def _self_report_by(visit_on: date, it: Inspection, ward: Ward) -> Due:
    last = ward.calendar.before(visit_on, it.limits.self_report_before_days)
    return Due(
        nominal_on=last,
        last_on=last,
        calendar_version=ward.calendar.version,
        rule="working_days_before",
    )


def postpone(command: c.PostponeInspection, it: Inspection, moment: Moment, ward: Ward) -> Decided:
    """Other days, for a reason."""
    need_reason(moment)
    if command.to_on < command.from_on:
        raise Refused("inspection.dates_cross", from_on=command.from_on, to_on=command.to_on)
    if command.from_on < moment.happened_on:
        raise Refused("inspection.not_within_dates", from_on=moment.happened_on, to_on=it.to_on)
    if (command.from_on, command.to_on) == (it.from_on, it.to_on):
        return []
    told = it.visit_on is not None
    return [
        e.Postponed(
            from_on=command.from_on,
            to_on=command.to_on,
            self_report_by=_self_report_by(command.from_on, it, ward) if told else None,
        )
    ]


def cancel(command: c.CancelInspection, it: Inspection, moment: Moment, ward: Ward) -> Decided:
    """It does not take place, or ends at the door; the reason stays."""
    need_reason(moment)
    return [e.Cancelled()]


def submit_self_report(
    command: c.SubmitSelfReport, it: Inspection, moment: Moment, ward: Ward
) -> Decided:
    """The unit's own points and words; late ones are taken until the opening, and marked."""
    for line in command.lines:
        item = it.item(line.item_key)
        if item is None:
            raise Refused("inspection.item_not_in_checklist", item_key=line.item_key)
        if points(line.points) > points(item.max_points):
            raise Refused(
                "inspection.points_above_max",
                item=item.code,
                points=line.points,
                max=item.max_points,
            )
    by = it.self_report_by
    late = by is not None and moment.happened_on > by.last_on
    return [e.SelfReportSubmitted(lines=command.lines, text=command.text, late=late)]


def open_visit(command: c.OpenInspection, it: Inspection, moment: Moment, ward: Ward) -> Decided:
    """The leader makes the order known on arrival."""
    if it.stage == "ordered" and it.limits.announce_before_days > 0:
        raise Refused("inspection.not_announced", stage=it.stage, at=it.stage_since)
    _refuse_undeclared(it)
    _refuse_outside(moment.happened_on, it)
    receiver(command.received_by_post, command.absent_head_reason, it.unit_id, ward)
    return [
        e.Opened(
            at=moment.happened_at,
            place=command.place,
            received_by_post=command.received_by_post,
            absent_head_reason=command.absent_head_reason,
            declared_order=command.declared_order,
            by_post=acting_post(moment),
        )
    ]


def _refuse_undeclared(it: Inspection) -> None:
    if it.undeclared:
        raise Refused("inspection.members_not_declared", posts=list(it.undeclared))


def _refuse_outside(on: date, it: Inspection) -> None:
    if not it.from_on <= on <= it.to_on:
        raise Refused("inspection.not_within_dates", from_on=it.from_on, to_on=it.to_on)


def receiver(post_id: UUID, absent_head_reason: str, unit_id: UUID, ward: Ward) -> None:
    """Somebody of the unit receives the team; if not its head, the reason is written down."""
    post = ward.posts.get(post_id)
    if post is None or post.unit_id != unit_id:
        raise Refused("inspection.post_not_of_unit", post=post_id, unit=unit_id)
    if post.rank != "head" and not absent_head_reason.strip():
        raise Refused("inspection.absent_head_unexplained", post=post_id)
