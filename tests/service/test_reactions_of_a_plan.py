"""What issuing and amending a plan ask of its tasks, line by line."""

from __future__ import annotations

from datetime import date
from typing import Any

from msgspec.structs import replace

from domain.fact import Actor, Meta, Recorded
from domain.ids import derived
from domain.plan import events as e
from domain.plan.events import Line, LineChange
from domain.plan.state import Plan, Version
from domain.task import commands as c
from domain.task import events as t
from domain.values import Conditional, Fixed, NoDeadline, Standing
from domain.ward import Post, Ward
from service.reactions import REACTIONS
from service.reactions.asking import command_id
from service.reactions.carry_an_amendment import child_of, commands_of
from service.reactions.fan_out_a_group import child, new_children
from service.reactions.plan_tasks import assignments, authority_of, task_id
from service.reactions.task_family import children_of, outcome_of
from tests.spec import at

ON = date(2025, 8, 4)
PLAN_ID = derived("plan", "x")
A, B, C = (derived("unit", code) for code in "ABC")
CHAIR, CLERK = derived("post", "chair"), derived("post", "clerk")
SINGLE = Line(
    ref="1", seq=1, field=2, text="Việc một", lead_id=A, deadline=Fixed(on=date(2025, 9, 30))
)
GROUP = Line(
    ref="2", seq=2, field=1, text="Việc nhóm", kind="group", group=(A, B), deadline=SINGLE.deadline
)


def plan_of(*versions: tuple[Line, ...], **more: Any) -> Plan:
    kept = tuple(
        Version(number=n, document=None, decided_on=ON, lines=lines)
        for n, lines in enumerate(versions, start=1)
    )
    return Plan(
        plan_id=PLAN_ID,
        code="x",
        title="Kế hoạch",
        period_from=date(2025, 7, 1),
        period_to=date(2025, 12, 31),
        lines=versions[-1],
        versions=kept,
        **more,
    )


def recorded(event: Any, number: int = 1) -> Recorded:
    return Recorded(
        originator_id=PLAN_ID,
        originator_version=number,
        event=event,
        meta=Meta(
            event_id=derived("event", number),
            happened_at=at("2025-08-04"),
            recorded_at=at("2025-08-04"),
            actor=Actor(),
            command_id=derived("command", number),
        ),
    )


def assigned(line: Line) -> Any:
    plan = plan_of((line,))
    (command,) = assignments(line, plan, 1, on=ON, authority=CHAIR)
    return command


def amended(before: Line | None, after: Line | None) -> list[c.TaskCommand]:
    plan = plan_of(tuple(x for x in (before,) if x), tuple(x for x in (after,) if x))
    ref = (after or before or SINGLE).ref
    event = recorded(e.Amended(version=2, changes=()))
    return commands_of(LineChange(ref=ref, before=before, after=after), plan, 2, event, CHAIR)


def test_a_single_line_is_assigned_under_an_id_of_the_line() -> None:
    command = assigned(SINGLE)
    assert isinstance(command, c.AssignTask)
    assert command.task_id == task_id(PLAN_ID, "1")
    assert command.authority_post_id == CHAIR
    assert (command.content.lead_id, command.content.source) == (A, "plan")
    assert command.content.plan is not None
    assert (command.content.plan.version, command.content.plan.ref) == (1, "1")


def test_a_derived_line_stays_derived() -> None:
    plan = plan_of((SINGLE,), derived_refs=frozenset({"1"}))
    (command,) = assignments(SINGLE, plan, 1, on=ON, authority=None)
    assert command.content.derived  # type: ignore[attr-defined]


def test_a_group_goes_to_its_units_without_a_lead() -> None:
    command = assigned(GROUP)
    assert isinstance(command, c.AssignGroup)
    assert command.units == (A, B)
    assert command.content.lead_id is None


def test_standing_conditional_and_undated_lines_keep_their_time() -> None:
    standing = assigned(replace(SINGLE, kind="standing", deadline=None))
    assert standing.content.deadline == Standing(report_every="quarter")
    waits = Conditional(awaits="hướng dẫn", then=Fixed(on=ON))
    assert assigned(replace(SINGLE, kind="conditional", deadline=waits)).content.deadline == waits
    none = NoDeadline(why="chưa rõ", follow_up_on=ON)
    assert assigned(replace(SINGLE, deadline=none)).content.deadline == none


def test_a_recurring_line_runs_through_the_period_of_the_plan() -> None:
    command = assigned(replace(SINGLE, kind="recurring", deadline=None, every="quarter"))
    assert isinstance(command, c.StartSeries)
    assert (command.first_period, command.last_period) == ("2025-Q3", "2025-Q4")


def test_a_recurring_line_of_several_units_is_a_series_each() -> None:
    line = replace(GROUP, kind="recurring", deadline=None, every="month")
    commands = assignments(line, plan_of((line,)), 1, on=ON, authority=None)
    assert [x.content.lead_id for x in commands] == [A, B]  # type: ignore[attr-defined]
    assert len({x.task_id for x in commands}) == 2


def test_a_later_date_amends_the_same_task() -> None:
    later = replace(SINGLE, deadline=Fixed(on=date(2025, 12, 1)))
    (command,) = amended(SINGLE, later)
    assert isinstance(command, c.AmendTask)
    assert command.task_id == task_id(PLAN_ID, "1")
    assert command.after.plan is not None
    assert command.after.plan.version == 2


def test_another_lead_transfers_and_amends_nothing_else() -> None:
    (command,) = amended(SINGLE, replace(SINGLE, lead_id=B))
    assert command == c.TransferLead(task_id=task_id(PLAN_ID, "1"), to_id=B)


def test_a_dropped_line_is_withdrawn_and_a_new_one_assigned() -> None:
    assert amended(SINGLE, None) == [c.WithdrawTask(task_id=task_id(PLAN_ID, "1"))]
    (new,) = amended(None, SINGLE)
    assert isinstance(new, c.AssignTask)
    assert new.task_id == task_id(PLAN_ID, "1", 2)


def test_a_line_of_another_kind_starts_another_task() -> None:
    gone, new = amended(SINGLE, replace(SINGLE, kind="standing", deadline=Standing()))
    assert gone == c.WithdrawTask(task_id=task_id(PLAN_ID, "1"))
    assert new.task_id == task_id(PLAN_ID, "1", 2)


def test_units_join_and_leave_a_group() -> None:
    task = task_id(PLAN_ID, "2")
    assert amended(GROUP, replace(GROUP, group=(B, C))) == [
        c.WidenGroup(task_id=task, unit_id=C),
        c.WithdrawTask(task_id=child_of(task, A)),
    ]


def test_a_series_that_is_dropped_ends_after_the_running_period() -> None:
    line = replace(SINGLE, kind="recurring", deadline=None, every="quarter")
    assert amended(line, None) == [
        c.EndSeries(task_id=task_id(PLAN_ID, "1"), from_period="2025-Q4")
    ]


def test_the_leader_decides_also_when_the_office_enters_it() -> None:
    posts = {
        CHAIR: Post(post_id=CHAIR, unit_id=A, title="Chủ tịch", rank="chair"),
        CLERK: Post(post_id=CLERK, unit_id=B, title="Chuyên viên", rank="officer"),
    }
    assert authority_of(Ward(posts=posts), CLERK) == CHAIR


def test_each_unit_of_a_group_gets_its_own_task() -> None:
    content = t.Content(text="x", field=1, cooperating=(A, C))
    group = t.GroupAssigned(
        code="PL-1", content=content, units=(A, B), child_ids=(C, CHAIR), authority_post_id=None
    )
    assert new_children(group) == [(A, C), (B, CHAIR)]
    own = child(content, A, C, PLAN_ID, CHAIR)
    assert (own.content.lead_id, own.content.cooperating, own.parent_id) == (A, (C,), PLAN_ID)
    widened = t.GroupWidened(unit_id=C, child_id=CLERK)
    assert children_of([recorded(group), recorded(widened, 2)]) == {A: C, B: CHAIR, C: CLERK}


def test_a_withdrawn_task_is_closed_and_an_untouched_one_open() -> None:
    assert outcome_of([]) == "open"
    assert outcome_of([recorded(t.Withdrawn())]) == "withdrawn"


def test_twice_is_once_and_each_reaction_has_its_name() -> None:
    act, command = recorded(t.Withdrawn()), c.WithdrawTask(task_id=A)
    assert command_id(act, command) == command_id(act, command)
    assert command_id(act, command) != command_id(act, c.WithdrawTask(task_id=B))
    assert len({reaction.name for reaction in REACTIONS}) == len(REACTIONS)


def test_a_group_is_amended_with_every_task_of_it() -> None:
    task = task_id(PLAN_ID, "2")
    commands = amended(GROUP, replace(GROUP, text="Việc nhóm, rõ hơn"))
    assert [x.task_id for x in commands] == [task, child_of(task, A), child_of(task, B)]
    assert {type(x) for x in commands} == {c.AmendTask}
