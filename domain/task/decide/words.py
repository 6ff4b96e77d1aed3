"""What every duty must bring along: open words, an active lead, a product, a possible date."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from domain import due as dues
from domain.claims import issue_number
from domain.fact import Elsewhere, Event, Moment
from domain.grounds import need_document, need_reason
from domain.refusal import Refused
from domain.task.commands import TASK_CODE
from domain.task.events import Content
from domain.values import Deadline, Due, Duration, NoDeadline, Standing
from domain.ward import Ward, fold

Decided = list[Event | Elsewhere]

PRODUCT_IN_THE_PLAN = ("plan", "self")
"""Lines of a plan and self-registered work often name no product; their text says what is owed."""

ORDINARY = ("", "ordinary")


def stands_on(moment: Moment, *, document: bool = False, reason: bool = False) -> None:
    """Ask for document and reason; an act that follows from another fact stands on that one."""
    if moment.actor.capacity in ("clock", "reaction") and moment.cause is not None:
        return
    if document:
        need_document(moment)
    if reason:
        need_reason(moment)


def refuse_secret(level: str) -> None:
    """Secret duties go through the secret post, not through here."""
    if level not in ORDINARY:
        raise Refused("secret_not_here", level=level)


def refuse_inactive(unit_id: UUID | None, on: date, ward: Ward) -> UUID:
    """Work is given to units that act; returns the unit that does."""
    unit = ward.units.get(unit_id) if unit_id is not None else None
    if unit is not None and unit.active_on(on):
        return unit.unit_id
    raise Refused(
        "task.lead_not_active",
        unit=unit_id,
        since=unit.ended_on if unit else None,
        successor=unit.successor_id if unit else None,
    )


def refuse_missing_words(content: Content, moment: Moment, ward: Ward) -> None:
    """A product to hand in, and a deadline or the reason why there is none."""
    standing = isinstance(content.deadline, Standing)
    if not content.product.strip() and content.source not in PRODUCT_IN_THE_PLAN and not standing:
        raise Refused("task.product_missing", expected="")
    refuse_silent_deadline(content.deadline, moment, ward)


def refuse_silent_deadline(deadline: Deadline | None, moment: Moment, ward: Ward) -> None:
    """Tasks without a deadline hide delay, so the lack of one is explained and looked at again."""
    if deadline is None or (isinstance(deadline, NoDeadline) and not deadline.why.strip()):
        raise Refused("task.no_deadline_without_reason")
    if isinstance(deadline, NoDeadline) and moment.actor.capacity not in ("clock", "reaction"):
        days = ward.days("no_deadline_follow_up_max", moment.happened_on)
        latest_on = moment.happened_on + timedelta(days=days)
        if deadline.follow_up_on > latest_on:
            raise Refused(
                "task.follow_up_too_far", on=deadline.follow_up_on, latest_on=latest_on, days=days
            )


def count(deadline: Deadline | None, start_on: date | None, on: date, ward: Ward) -> Due | None:
    """What a deadline comes to by the calendar and settings of the ward."""
    return dues.due_of(deadline, start_on, ward.calendar, dues.reading_on(ward, on))


def count_at_assignment(deadline: Deadline | None, on: date, ward: Ward) -> Due | None:
    """None as well while the deadline waits for somebody to accept."""
    waits = isinstance(deadline, Duration) and deadline.start == "accepted"
    return count(deadline, None if waits else on, on, ward)


def refuse_beyond_city(due: Due | None, city_on: date | None, moment: Moment, ward: Ward) -> None:
    """The ward's own date never lies after the city's, unless the city says so in a document."""
    if due is None or city_on is None or due.nominal_on <= city_on:
        return
    document = moment.document
    if document and document.issuer and fold(document.issuer) != fold(ward.authority):
        return
    raise Refused("task.beyond_city_date", on=due.nominal_on, city_last_on=city_on)


def refuse_past(due: Due | None, on: date) -> None:
    """Nobody is given a date that has gone by."""
    if due is not None and due.last_on < on:
        raise Refused("task.deadline_in_the_past", on=due.last_on)


def next_code(moment: Moment, ward: Ward, task_id: UUID) -> tuple[str, Elsewhere]:
    """The code of a new duty and the register entry that makes it unique."""
    number = moment.number
    assert number is not None, "the desk draws a number for whatever asks for one"
    year = moment.today.year
    code = f"{ward.code}-{year}-{number:04d}"
    return code, issue_number(TASK_CODE, year, number, for_stream=task_id)


def authority_of(named: UUID | None, moment: Moment) -> UUID | None:
    """The post that decides on a task: the one named, else whoever assigns or lent the duty."""
    return named or moment.actor.on_behalf_of or moment.actor.post_id
