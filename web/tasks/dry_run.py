"""Asks the table of access and the domain what would happen, without recording anything."""

from __future__ import annotations

from datetime import datetime

from domain import timing
from domain.fact import Actor, Elsewhere, Event, Meta, Moment, Recorded
from domain.refusal import Refused
from domain.task.commands import TaskCommand
from domain.task.decide import decide
from domain.ward import Ward
from projections.task_file import TaskFile
from web.act_form import Asked
from web.dry_run import NOTHING, moment_on_trial, would_happen
from web.tasks.acts import Act, act_sentence
from web.tasks.telling.said import Past
from web.texts import Language


def tried(
    command: TaskCommand, file: TaskFile | None, actor: Actor, now: datetime, ward: Ward
) -> Refused | bool:
    """Why the domain would refuse; False when it is already so, True when it would happen."""
    moment = moment_on_trial(now, now.date(), actor, ward)
    return would_happen(decide, command, file.task if file else None, moment, ward)


def foreseen(
    asked: Asked, file: TaskFile | None, actor: Actor, now: datetime, ward: Ward, language: Language
) -> tuple[Act, ...]:
    """The sentences that would be recorded; raises Refused."""
    moment = Moment(
        now=now,
        happened_at=asked.happened_at or now,
        actor=actor,
        command_id=NOTHING,
        reason=asked.reason,
        document=asked.document,
        number=0,
    )
    history = file.records if file else ()
    found: list[Act] = []
    for command in asked.commands:
        assert isinstance(command, TaskCommand), "a task's form asks for a task's command"
        timing.check(command, moment, history, ward)
        for item in decide(command, file.task if file else None, moment, ward):
            if not isinstance(item, Elsewhere):
                found.append(_told(item, moment, file, ward, language))
    return tuple(found)


def _told(
    event: Event, moment: Moment, file: TaskFile | None, ward: Ward, language: Language
) -> Act:
    past = Past.empty()
    for recorded in file.records if file else ():
        past.remember(recorded)
    meta = Meta(
        event_id=NOTHING,
        happened_at=moment.happened_at,
        recorded_at=moment.now,
        actor=moment.actor,
        command_id=NOTHING,
        reason=moment.reason,
        document=moment.document,
    )
    version = file.version + 1 if file else 1
    written = Recorded(originator_id=NOTHING, originator_version=version, event=event, meta=meta)
    return act_sentence(written, ward, language, past)
