"""Named pasts of tasks in a small invented ward, for tests that need something to have happened."""

from __future__ import annotations

import csv
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, cast
from uuid import UUID

from domain.calendar import Calendar, CalendarDay, DayKind
from domain.fact import CLOCK, REACTION, Actor, Moment, Recorded
from domain.ids import derived, unit_id
from domain.task import commands as c
from domain.task.decide import decide
from domain.task.events import Content
from domain.task.state import Task, evolve
from domain.values import Deadline, Evidence, Fixed
from domain.ward import (
    DecidedCalendar,
    Delegation,
    DutyGrant,
    NameSince,
    Person,
    Post,
    Term,
    Unit,
    Ward,
)
from tests.spec import Story, at, document, meta_of

FOUNDED = date(2025, 7, 1)
HOLIDAYS = Path(__file__).parents[1] / "service" / "ward_data" / "holidays.csv"
SWAP_OF_2026 = (date(2026, 1, 2), date(2026, 1, 10))
"""Decided only on 25/12/2025."""

UNITS = ("LD", "VP", "VHXH", "KTHTDT", "PVHCC", "SNC")
LD, VP, VHXH, KTHTDT, PVHCC, SNC = (unit_id(code) for code in UNITS)
TASK = derived("task", "story")


def post(code: str) -> UUID:
    """The post of an office, e.g. `head:VP`, `chair`."""
    return derived("post", code)


def person(code: str) -> UUID:
    """Whoever held that office first; one person per office in this ward."""
    return derived("person", code)


OFFICES: dict[str, dict[str, Any]] = {
    "chair": {"unit": LD, "rank": "chair", "fields": (1, 2, 3, 4, 5, 6, 7)},
    "vice1": {"unit": LD, "rank": "vice_chair", "fields": (1, 2, 3)},
    "vice2": {"unit": LD, "rank": "vice_chair", "fields": (4, 5, 6, 7)},
    "auditor": {"unit": VP, "rank": "officer", "duty": "auditor"},
    "register": {"unit": VP, "rank": "officer", "duty": "register_keeper"},
    "coordinator": {"unit": VHXH, "rank": "officer", "duty": "reform_coordinator"},
    **{f"head:{u}": {"unit": unit_id(u), "rank": "head"} for u in UNITS[1:]},
    **{f"deputy:{u}": {"unit": unit_id(u), "rank": "deputy"} for u in UNITS[1:]},
    **{f"officer:{u}": {"unit": unit_id(u), "rank": "officer"} for u in UNITS[1:]},
}


def shipped_days() -> dict[date, CalendarDay]:
    """The holiday table as it is shipped with the program."""
    with HOLIDAYS.open(encoding="utf-8") as file:
        return {
            date.fromisoformat(row["date"]): CalendarDay(
                on=date.fromisoformat(row["date"]),
                kind=cast(DayKind, row["kind"]),
                name=row["name_vi"],
            )
            for row in csv.DictReader(file)
        }


def calendars() -> tuple[DecidedCalendar, DecidedCalendar]:
    """Before and after the decision on the swap of January 2026."""
    days = shipped_days()
    early = {on: day for on, day in days.items() if on not in SWAP_OF_2026}
    return (
        DecidedCalendar(calendar=Calendar(version=1, days=early), decided_at=at("2025-07-01")),
        DecidedCalendar(calendar=Calendar(version=2, days=days), decided_at=at("2025-12-25 15:00")),
    )


def ward(*delegations: Delegation, swap_decided: bool = False) -> Ward:
    """Five units and the leadership; one person per office, from 1 July 2025."""
    first, second = calendars()
    return Ward(
        authority="UBND phường",
        code="PL",
        invented=True,
        units={unit_id(code): _unit(code) for code in UNITS},
        posts={post(code): _post(code, facts) for code, facts in OFFICES.items()},
        persons={person(code): Person(person_id=person(code), full_name=code) for code in OFFICES},
        terms=tuple(
            Term(post_id=post(code), person_id=person(code), from_on=FOUNDED) for code in OFFICES
        ),
        delegations={d.delegation_id: d for d in delegations},
        calendars=(first, second) if swap_decided else (first,),
    )


def _unit(code: str) -> Unit:
    return Unit(
        unit_id=unit_id(code),
        code=code,
        names=(NameSince(name=code, from_on=FOUNDED),),
        kind="leadership" if code == "LD" else "specialised",
        from_on=FOUNDED,
    )


def _post(code: str, facts: dict[str, Any]) -> Post:
    duty = facts.get("duty")
    return Post(
        post_id=post(code),
        unit_id=facts["unit"],
        title=code,
        rank=facts["rank"],
        fields=facts.get("fields", ()),
        duties=(DutyGrant(duty=duty, from_on=FOUNDED),) if duty else (),
    )


def actor(code: str, **more: Any) -> Actor:
    """Somebody acting in his own office, unless told otherwise."""
    more.setdefault("person_id", person(code))
    return Actor(post_id=post(code), unit_id=OFFICES[code]["unit"], **more)


CHAIR, VICE, REGISTER = actor("chair"), actor("vice1"), actor("register")
COORDINATOR = actor("coordinator")
CLOCK_ACTOR, REACTION_ACTOR = CLOCK, REACTION


@dataclass
class Life(Story):
    """A story that keeps its journal, so that it can be replayed and its holders asked for."""

    history: tuple[Recorded, ...] = ()
    stream: UUID = TASK

    def moment(self, when: str | datetime, actor: Actor, **more: Any) -> Moment:
        """As in every story, with a document, a reason and a number unless they are the point."""
        more.setdefault("number", 42)
        more.setdefault("reason", "Lý do.")
        more.setdefault("document", document())
        if actor.capacity in ("clock", "reaction"):
            more.setdefault("cause", UUID(int=0xCA))
        return super().moment(when, actor, **more)

    def when(self, when: str | datetime, actor: Actor, command: Any, **more: Any) -> Life:
        """Live with what was decided and write it down."""
        moment = self.moment(when, actor, **more)
        life = cast(Life, super().when(when, actor, command, **more))
        version = len(self.history)
        meta = meta_of(moment, life.count)
        own = [event for event in life.events if not hasattr(event, "stream_id")]
        written = tuple(
            Recorded(
                originator_id=self.stream,
                originator_version=version + place,
                event=event,
                meta=meta,
            )
            for place, event in enumerate(own, start=1)
        )
        return replace(life, history=(*self.history, *written))

    def says_nothing(self, when: str | datetime, actor: Actor, command: Any, **more: Any) -> None:
        """It is already so: no event."""
        assert self.when(when, actor, command, **more).events == ()

    def in_ward(self, ward: Ward) -> Life:
        """The organisation changed."""
        return replace(self, ward=ward)

    @property
    def task(self) -> Task:
        """The state, known to exist."""
        assert self.state is not None
        return cast(Task, self.state)

    @property
    def event(self) -> Any:
        """The one event of the last command."""
        own = [event for event in self.events if not hasattr(event, "stream_id")]
        assert len(own) == 1, own
        return own[0]


def nothing(in_ward: Ward | None = None) -> Life:
    """An empty stream."""
    return Life(decide=decide, evolve=evolve, ward=in_ward or ward())


def content(lead: UUID | None, deadline: Deadline | None, **more: Any) -> Content:
    """A duty of the ward with a product."""
    more.setdefault("product", "Báo cáo")
    more.setdefault("field", 1)
    return Content(text="Lập báo cáo.", lead_id=lead, deadline=deadline, **more)


def on(text: str) -> date:
    """A day."""
    return date.fromisoformat(text)


def fixed(text: str) -> Fixed:
    """Due on a day."""
    return Fixed(on=on(text))


def evidence(name: str = "bao-cao.pdf") -> Evidence:
    """A file whose digest hangs on its name."""
    return Evidence(
        sha256=derived("file", name).hex * 2,
        bytes=1024,
        media_type="application/pdf",
        file_name=name,
        received_at=at("2025-08-01"),
    )


def assign(lead: UUID, deadline: Deadline | None, **more: Any) -> c.AssignTask:
    """The command that begins most stories."""
    return c.AssignTask(task_id=TASK, content=content(lead, deadline, **more))


def assigned(lead: UUID, deadline: Deadline | None, when: str = "2025-08-18", **more: Any) -> Life:
    """Assigned by the chair, waiting for acceptance."""
    return nothing().when(when, CHAIR, assign(lead, deadline, **more))


def accepted(lead: UUID, deadline: Deadline | None, when: str = "2025-08-18", **more: Any) -> Life:
    """Assigned and accepted the same day."""
    return assigned(lead, deadline, when, **more).when(
        f"{when[:10]} 09:00", head(lead), c.AcceptTask(task_id=TASK)
    )


def head(unit: UUID) -> Actor:
    """Whoever answers for a unit."""
    return actor(next(f"head:{code}" for code in UNITS[1:] if unit_id(code) == unit))


def submission(n: int = 1) -> UUID:
    """The n-th submission of a story."""
    return derived("submission", n)


def submit(n: int = 1, **more: Any) -> c.SubmitResult:
    """Hand in a product."""
    more.setdefault("products", (evidence(f"bao-cao-{n}.pdf"),))
    return c.SubmitResult(task_id=TASK, submission_id=submission(n), text="Đã xong.", **more)


def confirm(n: int = 1, **more: Any) -> c.ConfirmCompletion:
    """Two verdicts on the n-th submission."""
    return c.ConfirmCompletion(
        task_id=TASK, submission_id=submission(n), quality=more.pop("quality", "met"), **more
    )


def submitted(lead: UUID, deadline: Deadline | None, done: str, **more: Any) -> Life:
    """A result waits for its reviewer."""
    return accepted(lead, deadline, **more).when(done, head(lead), submit())


def confirmed(lead: UUID, deadline: Deadline | None, done: str, **more: Any) -> Life:
    """Confirmed by the vice-chair at the hour of submission."""
    return submitted(lead, deadline, done, **more).when(done, VICE, confirm())


def request(n: int = 1) -> UUID:
    """The n-th request of a story."""
    return derived("request", n)


def ask_more_time(to: str, n: int = 1) -> c.RequestExtension:
    """Ask for another day."""
    return c.RequestExtension(task_id=TASK, request_id=request(n), to_on=on(to))
