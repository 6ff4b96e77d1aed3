"""Who keeps out of a sheet: the unit itself (SD-9), its voice, and who appraised (SD-10)."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from domain.evaluation.council import belongs
from domain.evaluation.rated import own_units
from domain.evaluation.sheet.state import Sheet
from domain.fact import Moment
from domain.refusal import Refused
from domain.separation import refuse_own_unit
from domain.ward import Ward


def acting_post(moment: Moment) -> UUID | None:
    """The post in whose name the act is done."""
    return moment.actor.on_behalf_of or moment.actor.post_id


def refuse_of_the_unit(sheet: Sheet, moment: Moment, ward: Ward) -> None:
    """SD-9: nobody appraises, votes on or decides for the own unit, by whichever post."""
    own = own_units(sheet.unit_id, moment.happened_on, ward)
    refuse_own_unit("SD-9", own, moment, ward)
    posts = (moment.actor.post_id, moment.actor.on_behalf_of)
    for post in posts:
        if post is not None and belongs(post, sheet.unit_id, moment.happened_on, ward):
            raise Refused("own_unit", rule="SD-9", unit=sheet.unit_id)


def refuse_its_voice(sheet: Sheet, moment: Moment) -> None:
    """SD-20 of SD-9: who spoke for the unit, lent or not, does not judge what was said."""
    voices = sheet.self_score.people if sheet.self_score is not None else frozenset()
    if sheet.now.appeal is not None:
        voices |= sheet.now.appeal.people
    _refuse_people("SD-9", "AP", voices, moment)


def refuse_appraisers(sheet: Sheet, keys: Iterable[str], moment: Moment) -> None:
    """SD-10: an appeal is decided by nobody who ever gave one of its keys a mark."""
    marks = sheet.now.marks
    people = (person for key in keys if key in marks for person in marks[key].people)
    _refuse_people("SD-10", "AD", people, moment)


def _refuse_people(rule: str, other: str, people: Iterable[UUID], moment: Moment) -> None:
    for person in moment.actor.people.intersection(people):
        raise Refused("own_work", rule=rule, person=person, needs=[other])
