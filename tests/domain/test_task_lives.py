"""Any life that commands can lead: replay equals live, the stored form is kept, one holder."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

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
    def begin(self, deadline: Deadline, lead: object) -> None:
        self.life = self.life.when(self.now, CHAIR, s.assign(lead, deadline))  # type: ignore[arg-type]

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

    @rule(who=st.sampled_from(PEOPLE), what=st.integers(min_value=0, max_value=13))
    def somebody_asks(self, who: Actor, what: int) -> None:
        self.n += 1
        life, day = self.life.task, self.now.date()
        last = life.submissions[-1].submission_id if life.submissions else s.submission(0)
        request = life.request.request_id if life.request else s.request(0)
        later = day + timedelta(days=15)
        commands: tuple[c.TaskCommand, ...] = (
            c.AcceptTask(task_id=TASK),
            c.ReturnTask(task_id=TASK, why="unclear", text="Chưa rõ."),
            s.assign(s.VP, s.fixed(later.isoformat())),
            c.AllocateTask(task_id=TASK, to_post_id=s.post("officer:VHXH")),
            c.ReportProgress(task_id=TASK, text="Đang làm."),
            c.RequestCooperation(
                task_id=TASK, request_id=s.request(self.n), unit_id=s.SNC, question="?"
            ),
            c.RequestExtension(task_id=TASK, request_id=s.request(self.n), to_on=later),
            c.ApproveExtension(task_id=TASK, request_id=request),
            s.submit(self.n),
            c.SendBackResult(task_id=TASK, submission_id=last, defects="Thiếu."),
            c.ConfirmCompletion(task_id=TASK, submission_id=last, quality="met"),
            c.SuspendTask(task_id=TASK),
            c.ResumeTask(task_id=TASK),
            c.ReopenTask(task_id=TASK, deadline=s.fixed(later.isoformat())),
        )
        self.ask(who, commands[what])

    @rule(to=st.sampled_from(UNITS))
    def the_lead_moves(self, to: object) -> None:
        self.ask(CHAIR, c.TransferLead(task_id=TASK, to_id=to))  # type: ignore[arg-type]

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
    max_examples=60,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
