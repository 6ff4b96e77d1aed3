"""Lives of tasks as they go in a ward that is often late: any act that the stage makes likely."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from hypothesis import strategies as st

from domain.fact import Actor
from domain.refusal import Refused
from domain.task import commands as c
from domain.task.memory import Task
from domain.values import Before, Conditional, Deadline, Duration, Standing
from tests import stories as s
from tests.spec import at
from tests.stories import CHAIR, CLOCK_ACTOR, TASK, VICE, Life

UNITS = (s.VHXH, s.KTHTDT, s.VP)
DEADLINES: tuple[Deadline, ...] = (
    s.fixed("2025-09-30"),
    s.fixed("2025-10-18"),
    Before(on=s.on("2025-10-20")),
    Duration(days=10),
    Duration(days=20, unit="calendar"),
    Duration(days=5, start="accepted"),
    Conditional(awaits="hướng dẫn", then=Duration(days=10, start="trigger")),
    Standing(),
)
Asked = tuple[Actor, c.TaskCommand, int]
"""Who asks for what, and how many days before it is entered it happened."""
Act = Callable[["Living", int], Asked]


class Living:
    """A life under way."""

    def __init__(self, life: Life) -> None:
        self.life = life
        self.now = life.history[-1].meta.recorded_at
        self.n = 0

    @property
    def task(self) -> Task:
        return self.life.task

    def head(self) -> Actor:
        assert self.task.lead_id is not None
        return s.head(self.task.lead_id)

    def later(self, variety: int) -> Any:
        return s.fixed((self.now.date() + timedelta(days=variety % 20)).isoformat())

    def beyond_the_due(self, variety: int) -> date:
        due = self.task.newest_due
        last_on = due.last_on if due else self.now.date()
        return last_on + timedelta(days=1 + variety % 15)

    @property
    def likely(self) -> tuple[Act, ...]:
        """What waits for somebody is likelier than the rest."""
        waits: tuple[Act, ...] = ()
        if self.task.request is not None:
            waits += (decide_extension,) * 12
        if any(asked.outcome == "open" for asked in self.task.cooperation):
            waits += (others_answer,) * 12
        return waits + LIKELY.get(self.task.stage, ()) + ANY_TIME

    def step(self, choice: int, variety: int, hours: int) -> None:
        """Time goes by, then something is asked for; a refusal is as good as an act."""
        self.now += timedelta(hours=hours)
        self.n += 1
        likely = self.likely
        who, command, days_ago = likely[choice % len(likely)](self, variety)
        happened = max(self.now - timedelta(days=days_ago), self.life.history[0].meta.happened_at)
        try:
            self.life = self.life.when(self.now, who, command, happened_at=happened)
        except Refused:
            return


def _of_head(make: Callable[[Living, int], c.TaskCommand], days_ago: int = 0) -> Act:
    return lambda living, variety: (living.head(), make(living, variety), days_ago)


def _of_chair(make: Callable[[Living, int], c.TaskCommand]) -> Act:
    return lambda living, variety: (CHAIR, make(living, variety), 0)


def _unit(variety: int) -> UUID:
    return UNITS[variety % len(UNITS)]


accept = _of_head(lambda _, __: c.AcceptTask(task_id=TASK))
give_back = _of_head(lambda _, __: c.ReturnTask(task_id=TASK, why="unclear", text="Chưa rõ."))
hand_in = _of_head(lambda living, _: s.submit(living.n))
report = _of_head(lambda _, __: c.ReportProgress(task_id=TASK, text="Đang làm."))
trigger = _of_head(lambda _, __: c.RecordTrigger(task_id=TASK, trigger="CV 123"))
more_time = _of_head(
    lambda living, variety: c.RequestExtension(
        task_id=TASK, request_id=s.request(living.n), to_on=living.beyond_the_due(variety)
    )
)
ask_others = _of_head(
    lambda living, _: c.RequestCooperation(
        task_id=TASK, request_id=s.request(living.n), unit_id=s.SNC, question="?"
    )
)
assign = _of_chair(lambda living, variety: s.assign(_unit(variety), living.later(variety)))
transfer = _of_chair(lambda _, variety: c.TransferLead(task_id=TASK, to_id=_unit(variety)))
suspend = _of_chair(lambda _, __: c.SuspendTask(task_id=TASK))
resume = _of_chair(lambda _, __: c.ResumeTask(task_id=TASK))
withdraw = _of_chair(lambda _, __: c.WithdrawTask(task_id=TASK))
reopen = _of_chair(
    lambda living, variety: c.ReopenTask(task_id=TASK, deadline=living.later(variety))
)
amend = _of_chair(
    lambda living, variety: c.AmendTask(
        task_id=TASK,
        after=s.content(
            living.task.lead_id, living.later(variety), weight=("1", "2", "0.35")[variety % 3]
        ),
    )
)


def enter_late(living: Living, variety: int) -> Asked:
    return living.head(), c.ReportProgress(task_id=TASK, text="Đã làm."), 1 + variety % 9


def decide_extension(living: Living, variety: int) -> Asked:
    request = living.task.request
    asked = request.request_id if request else s.request(0)
    if variety % 3 == 0:
        return CHAIR, c.RefuseExtension(task_id=TASK, request_id=asked, why="Không."), 0
    return CHAIR, c.ApproveExtension(task_id=TASK, request_id=asked), 0


def others_answer(living: Living, variety: int) -> Asked:
    asked = living.task.cooperation
    request = asked[-1].request_id if asked else s.request(0)
    if variety % 4 == 0:
        decline = c.DeclineCooperation(task_id=TASK, request_id=request, why="Không rõ.")
        return s.head(s.SNC), decline, 0
    if variety % 4 == 1:
        needless = c.WithdrawCooperation(task_id=TASK, request_id=request, why="Đã có.")
        return living.head(), needless, 0
    return s.head(s.SNC), c.AnswerCooperation(task_id=TASK, request_id=request, answer="Đây."), 0


def judge(living: Living, variety: int) -> Asked:
    waiting = living.task.submission
    found = waiting.submission_id if waiting else s.submission(0)
    if variety % 3 == 0:
        return VICE, c.SendBackResult(task_id=TASK, submission_id=found, defects="Thiếu."), 0
    quality: Any = ("met", "met", "met_with_defects", "not_met")[variety % 4]
    return VICE, c.ConfirmCompletion(task_id=TASK, submission_id=found, quality=quality), 0


def urge(living: Living, _: int) -> Asked:
    return s.REGISTER, c.UrgeTask(task_id=TASK, step=min(3, len(living.task.urgings) + 1)), 0


def explain(living: Living, variety: int) -> Asked:
    cause: Any = ("objective", "objective", "subjective")[variety % 3]
    return living.head(), c.ExplainDelay(task_id=TASK, cause=cause, text="Bão.", remedy="Bù."), 0


def judge_cause(living: Living, variety: int) -> Asked:
    said = living.task.explanations
    event = said[-1].event_id if said else TASK
    kind = c.RejectCause if variety % 3 == 0 else c.ConfirmCause
    return CHAIR, kind(task_id=TASK, explained_event=event, why="Có căn cứ."), 0


def pass_deadline(living: Living, _: int) -> Asked:
    due = living.task.due
    on = due.last_on if due else living.now.date()
    return CLOCK_ACTOR, c.PassDeadline(task_id=TASK, for_on=on), 0


ANY_TIME: tuple[Act, ...] = (explain, judge_cause, urge, others_answer, decide_extension)
LIKELY: dict[str, tuple[Act, ...]] = {
    "assigned": (accept, accept, accept, accept, give_back, transfer, suspend, withdraw),
    "returned": (assign, assign, assign),
    "accepted": (
        *(hand_in, hand_in, hand_in, hand_in, report, enter_late, enter_late, more_time, more_time),
        *(ask_others, ask_others, transfer, suspend, amend, pass_deadline, trigger, urge),
    ),
    "submitted": (judge, judge, judge, judge, judge),
    "suspended": (resume, resume, resume),
    "confirmed": (reopen, reopen),
}


def led(deadline: Deadline, lead: UUID, steps: int, seed: int) -> Life:
    """A life of so many steps; chance is even, so that rare acts come together."""
    chance = random.Random(seed)
    living = Living(s.nothing().when(at("2025-09-08 08:00"), CHAIR, s.assign(lead, deadline)))
    for _ in range(steps):
        living.step(chance.randrange(1000), chance.randrange(1000), chance.randint(1, 150))
    return living.life


LIVES = st.builds(
    led,
    st.sampled_from(DEADLINES),
    st.sampled_from(UNITS),
    st.integers(min_value=4, max_value=26),
    st.integers(min_value=0, max_value=2**32),
)
