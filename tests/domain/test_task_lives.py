"""Any life that commands can lead: replay equals live, the stored form is kept, one holder."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from uuid import UUID

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from domain import journal
from domain.fact import Actor
from domain.refusal import Refused
from domain.task import commands as c
from domain.task.events import CompletionConfirmed
from domain.task.holding import holding
from domain.task.state import evolve
from domain.values import Before, Deadline, Duration
from tests import stories as s
from tests.spec import at
from tests.stories import CHAIR, CLOCK_ACTOR, REACTION_ACTOR, TASK, VICE, Life

UNITS = (s.VHXH, s.KTHTDT, s.VP)
PEOPLE = (CHAIR, VICE, s.head(s.VHXH), s.head(s.KTHTDT), s.head(s.VP), s.actor("officer:VHXH"))
DEADLINES: tuple[Deadline, ...] = (
    s.fixed("2025-10-15"),
    Before(on=s.on("2025-10-20")),
    Duration(days=10),
    Duration(days=20, unit="calendar"),
    Duration(days=5, start="accepted"),
)


class AnyLife(RuleBasedStateMachine):
    """Commands in any order, by anybody; refusals are as good as acts."""

    def __init__(self) -> None:
        super().__init__()
        self.life: Life = s.nothing()
        self.now = at("2025-09-08 08:00")
        self.n = 0

    @initialize(deadline=st.sampled_from(DEADLINES), lead=st.sampled_from(UNITS))
    def begin(self, deadline: Deadline, lead: UUID) -> None:
        self.life = self.life.when(self.now, CHAIR, s.assign(lead, deadline))

    def ask(self, actor: Actor, command: c.TaskCommand) -> None:
        try:
            self.life = self.life.when(self.now, actor, command)
        except Refused:
            return

    @rule(hours=st.integers(min_value=1, max_value=90))
    def time_goes_by(self, hours: int) -> None:
        self.now += timedelta(hours=hours)
        task = self.life.task
        if task.acceptance_limit_on:
            self.ask(CLOCK_ACTOR, c.DeemAccepted(task_id=TASK, for_on=task.acceptance_limit_on))
        for due in (task.due, task.newest_due):
            if due is not None:
                self.ask(CLOCK_ACTOR, c.PassDeadline(task_id=TASK, for_on=due.last_on))

    def head(self) -> Actor:
        """Whoever answers for the task today."""
        assert self.life.task.lead_id is not None
        return s.head(self.life.task.lead_id)

    @rule(what=st.sampled_from(("accept", "accept", "return")))
    def the_head_answers(self, what: str) -> None:
        give_back = c.ReturnTask(task_id=TASK, why="unclear", text="Chưa rõ.")
        self.ask(self.head(), c.AcceptTask(task_id=TASK) if what == "accept" else give_back)

    @rule(what=st.integers(min_value=0, max_value=3), by=st.sampled_from((None, *PEOPLE)))
    def somebody_works(self, what: int, by: Actor | None) -> None:
        self.n += 1
        later = self.now.date() + timedelta(days=15)
        commands: tuple[c.TaskCommand, ...] = (
            c.AllocateTask(task_id=TASK, to_post_id=s.post("officer:VHXH")),
            c.ReportProgress(task_id=TASK, text="Đang làm."),
            c.RequestCooperation(
                task_id=TASK, request_id=s.request(self.n), unit_id=s.SNC, question="?"
            ),
            c.RequestExtension(task_id=TASK, request_id=s.request(self.n), to_on=later),
        )
        self.ask(by or self.head(), commands[what])

    @rule(by=st.sampled_from((None, None, *PEOPLE)))
    def a_result_is_handed_in(self, by: Actor | None) -> None:
        self.n += 1
        self.ask(by or self.head(), s.submit(self.n))

    @precondition(lambda self: self.life.history and self.life.task.submission)
    @rule(what=st.sampled_from(("back", "confirm", "confirm")), by=st.sampled_from(PEOPLE))
    def somebody_judges(self, what: str, by: Actor) -> None:
        waiting = self.life.task.submission
        assert waiting is not None
        last = waiting.submission_id
        back = c.SendBackResult(task_id=TASK, submission_id=last, defects="Thiếu.")
        met = c.ConfirmCompletion(task_id=TASK, submission_id=last, quality="met")
        self.ask(by, back if what == "back" else met)

    @rule(what=st.integers(min_value=0, max_value=5), to=st.sampled_from(UNITS))
    def the_authority_decides(self, what: int, to: UUID) -> None:
        later = s.fixed((self.now.date() + timedelta(days=15)).isoformat())
        request = self.life.task.request
        commands: tuple[c.TaskCommand, ...] = (
            s.assign(to, later),
            c.ApproveExtension(
                task_id=TASK, request_id=request.request_id if request else s.request(0)
            ),
            c.ResumeTask(task_id=TASK),
            c.ReopenTask(task_id=TASK, deadline=later),
            c.AmendTask(task_id=TASK, after=s.content(self.life.task.lead_id, later)),
            c.ResumeTask(task_id=TASK),
        )
        self.ask(CHAIR, commands[what])

    @rule(what=st.integers(min_value=0, max_value=9), to=st.sampled_from(UNITS))
    def rarely_the_task_stops_or_moves(self, what: int, to: UUID) -> None:
        if what == 0:
            self.ask(CHAIR, c.SuspendTask(task_id=TASK))
        if what == 1:
            self.ask(CHAIR, c.TransferLead(task_id=TASK, to_id=to))

    @rule()
    def a_new_calendar(self) -> None:
        self.life = self.life.in_ward(s.ward(swap_decided=True))
        self.ask(REACTION_ACTOR, c.RecalculateDeadline(task_id=TASK, calendar_version=2))

    @invariant()
    def replay_of_the_stored_form_equals_the_life(self) -> None:
        state = None
        for recorded in self.life.history:
            stored = journal.encode(recorded)
            read = journal.decode(TASK, recorded.originator_version, recorded.name, stored)
            assert journal.encode(read) == stored
            state = evolve(state, read.event, read.meta)  # type: ignore[arg-type]
        assert state == self.life.state

    @invariant()
    def exactly_one_holder_from_assignment_on(self) -> None:
        holds = holding(self.life.history, self.life.ward, self.now)
        closed = [e for e in self.life.history if e.name == "task.completion_confirmed"]
        for before, after in pairwise(holds):
            assert before.until_at <= after.from_at
            assert before.until_at == after.from_at or closed
        if self.life.history and not closed:
            begun = self.life.history[0].meta.happened_at
            assert sum(hold.minutes for hold in holds) == (self.now - begun).total_seconds() // 60

    @invariant()
    def nobody_confirms_what_he_worked_on(self) -> None:
        if not self.life.history:
            return
        task = self.life.task
        for recorded in self.life.history:
            if isinstance(recorded.event, CompletionConfirmed):
                spell = next(
                    x.spell
                    for x in task.submissions
                    if x.submission_id == recorded.event.submission_id
                )
                workers = [x for x in task.workers if x.spell == spell]
                assert not any(x.people & recorded.meta.actor.people for x in workers)

    @invariant()
    def the_first_due_is_never_lost_and_dues_only_join(self) -> None:
        if self.life.history:
            task = self.life.task
            decided = [d.due for d in task.dues if d.due is not None]
            assert (task.original_due is not None) == bool(decided)


TestAnyLife = AnyLife.TestCase
TestAnyLife.settings = settings(
    max_examples=100,
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
