"""Lives of several tasks as a journal: folded in memory, or written to a database and fed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from msgspec.structs import replace

from domain.fact import Recorded
from domain.ids import derived
from projections.duties import DUTIES, DutyRow
from projections.feed import Feed
from projections.read_model import Rows
from projections.register_row import REGISTER, RegisterRow
from projections.task_register import TaskRegister
from service.schema import FEED_ROLE
from tests.journal_store import write_now
from tests.stories import Life


def task_id(n: int) -> UUID:
    """The n-th task of a test."""
    return derived("register-test", n)


def journal(lives: Sequence[Life]) -> list[Recorded]:
    """The histories of tasks 1, 2, …, each as a stream of its own, in the order of recording."""
    facts = [
        replace(recorded, originator_id=task_id(n))
        for n, life in enumerate(lives, 1)
        for recorded in life.history
    ]
    facts.sort(key=lambda fact: (fact.meta.recorded_at, fact.originator_version))
    return [replace(fact, position=place) for place, fact in enumerate(facts, 1)]


def folded(lives: Sequence[Life]) -> Rows:
    """The read model over these lives, without a database."""
    model, rows = TaskRegister(), Rows()
    for recorded in journal(lives):
        model.apply(recorded, rows)
    return rows


def row(life: Life) -> RegisterRow:
    """The register's line of one task."""
    found = folded([life]).get(REGISTER, task_id(1))
    assert found is not None
    return found


def duties(life: Life) -> dict[str, DutyRow]:
    """What waits in one task, by key."""
    return {duty.key: duty for duty in folded([life]).all(DUTIES)}


def fed(url: str, facts: Iterable[Recorded]) -> None:
    """Write a journal and let the read model take it in."""
    write_now(url, list(facts))
    Feed(url, FEED_ROLE, [TaskRegister()]).catch_up()
