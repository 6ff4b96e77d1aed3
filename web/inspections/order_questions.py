"""What every order of an inspection asks, announced or sealed: team, checklist, fields, period."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from uuid import UUID

import msgspec

from domain.values import FIELDS
from domain.ward import Post
from service.checklists import PublishedChecklist
from web.act_form import Option, options
from web.answers import NOTHING, Answers
from web.tasks.naming import Names

LOOKS_BACK = timedelta(days=91)


def quarter_before(on: date) -> date:
    """From when an inspection usually looks: the first of the month a quarter ago."""
    return (on - LOOKS_BACK).replace(day=1)


def checklist_options(checklists: Iterable[PublishedChecklist], names: Names) -> tuple[Option, ...]:
    """Published checklists with their newest version."""
    return options(
        (
            each.place.checklist_id,
            names.say(
                "inspection.checklist_version",
                title=each.title,
                version=each.place.version,
                n=len(each.items),
            ),
        )
        for each in checklists
    )


def field_options(names: Names) -> tuple[Option, ...]:
    """Fields of the reform."""
    return options((n, names.say(f"register.field.{n}")) for n in FIELDS)


def chosen_fields(answers: Answers) -> tuple[int, ...]:
    """Those that were ticked."""
    return tuple(int(n) for n in answers.many("fields", [str(n) for n in FIELDS]))


class NamedTeam(msgspec.Struct, frozen=True, kw_only=True):
    """Who is to inspect."""

    leader: UUID
    secretary: UUID
    members: tuple[UUID, ...]


def named_team(answers: Answers, leaders: Sequence[Post], others: Sequence[Post]) -> NamedTeam:
    """Everybody in one place only."""
    posts = [post.post_id for post in others]
    leader = answers.must_uuid("leader", [post.post_id for post in leaders])
    secretary = answers.must_uuid("secretary", posts)
    members = answers.uuids("members", posts)
    if secretary != NOTHING and secretary == leader:
        answers.fail("secretary", "inspection.twice")
    if set(members) & {leader, secretary} - {NOTHING}:
        answers.fail("members", "inspection.twice")
    return NamedTeam(leader=leader, secretary=secretary, members=members)
