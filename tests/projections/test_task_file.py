"""The file of a task: its dates with their sum, who held it, its files, and its past."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from msgspec.structs import replace

from domain.due import midnight_after
from domain.task import commands as c
from domain.values import Duration
from domain.ward import Person, Term
from projections.task_file import TaskFile, fold
from projections.task_past import AsOf, after_act, as_of
from tests import stories as s
from tests.spec import at
from tests.stories import TASK, VICE, Life, on

REQUEST = UUID(int=77)


def file_of(life: Life, now: str) -> TaskFile:
    return fold(life.history, life.ward, at(now))


def extended() -> Life:
    return (
        s.accepted(s.VHXH, s.fixed("2025-09-30"), "2025-08-18")
        .when(
            "2025-09-25",
            s.head(s.VHXH),
            c.RequestExtension(task_id=TASK, request_id=REQUEST, to_on=on("2025-10-10")),
        )
        .when("2025-09-29", VICE, c.ApproveExtension(task_id=TASK, request_id=REQUEST))
    )


def days(file: TaskFile) -> dict[str, int]:
    return {row.holder: row.days for row in file.held}


def test_the_row_of_dates_keeps_the_original_beside_the_extension() -> None:
    file = file_of(extended(), "2025-10-06")
    assert [(x.kind, x.due.last_on, x.counts, x.number) for x in file.due.stops] == [
        ("original", on("2025-09-30"), True, 0),
        ("extended", on("2025-10-10"), True, 1),
    ]
    assert (file.due.left, file.due.late, file.due.added_days) == (4, 0, 8)
    assert file.due.late_against_original == 4
    assert file.due.stops[1].asked_on == on("2025-09-25")
    assert file.time_class == "in_time"


def test_an_extension_granted_too_late_shows_and_does_not_count() -> None:
    life = (
        s.accepted(s.VHXH, s.fixed("2025-09-30"))
        .when(
            "2025-09-25",
            s.head(s.VHXH),
            c.RequestExtension(task_id=TASK, request_id=REQUEST, to_on=on("2025-10-10")),
        )
        .when(
            "2025-10-01 00:01",
            VICE,
            c.ApproveExtension(task_id=TASK, request_id=REQUEST),
            document=None,
        )
    )
    file = file_of(life, "2025-10-03")
    assert file.due.stops[1].counts is False
    assert file.due.effective is not None
    assert file.due.effective.last_on == on("2025-09-30")
    assert (file.time_class, file.due.late) == ("overdue", 3)


def test_the_sum_names_the_days_that_were_not_counted() -> None:
    life = s.assigned(s.VHXH, Duration(days=5), "2025-08-28")
    (sum_,) = file_of(life, "2025-08-29").due.reckoning
    assert sum_.stop.due.last_on == on("2025-09-08")
    assert [(x.on, bool(x.name)) for x in sum_.skipped] == [
        (on("2025-08-30"), False),
        (on("2025-08-31"), False),
        (on("2025-09-01"), True),
        (on("2025-09-02"), True),
        (on("2025-09-06"), False),
        (on("2025-09-07"), False),
    ]
    assert sum_.working_days == 5


def test_a_last_day_on_a_saturday_says_that_it_rolled() -> None:
    life = s.assigned(s.VHXH, s.fixed("2025-11-15"))
    (sum_,) = file_of(life, "2025-09-01").due.reckoning
    assert (sum_.rolled_from, sum_.stop.due.last_on) == (on("2025-11-15"), on("2025-11-17"))


def test_holding_days_sum_to_the_whole_and_split_at_the_change_of_head() -> None:
    life = s.accepted(s.PVHCC, s.fixed("2025-10-31"), "2025-10-01")
    old = s.post("head:PVHCC")
    terms = (
        *(t for t in life.ward.terms if t.post_id != old),
        Term(
            post_id=old,
            person_id=s.person("head:PVHCC"),
            from_on=s.FOUNDED,
            until_on=on("2025-10-15"),
        ),
        Term(post_id=old, person_id=UUID(int=9), from_on=on("2025-10-16")),
    )
    persons = {**life.ward.persons, UUID(int=9): Person(person_id=UUID(int=9), full_name="N")}
    life = life.in_ward(replace(life.ward, terms=terms, persons=persons))
    life = life.when("2025-10-20 16:00", s.head(s.PVHCC), s.submit())
    file = file_of(life, "2025-10-23 10:00")
    assert [(row.holder, row.person_id == UUID(int=9), row.days) for row in file.held] == [
        ("lead_unit", False, 10),
        ("lead_unit", True, 3),
        ("reviewer", False, 3),
    ]
    whole = life.ward.calendar.working_days(on("2025-10-01"), on("2025-10-23"))
    assert sum(row.days for row in file.held) == whole == 16
    assert [head.person_id for head in file.heads] == [UUID(int=9), s.person("head:PVHCC")]


def test_a_late_answer_holds_the_task_and_shows_its_own_clock() -> None:
    life = (
        s.accepted(s.KTHTDT, s.fixed("2025-10-15"), "2025-10-01")
        .when(
            "2025-10-06",
            s.head(s.KTHTDT),
            c.RequestCooperation(
                task_id=TASK,
                request_id=REQUEST,
                unit_id=s.PVHCC,
                question="Số liệu?",
                reply_on=on("2025-10-09"),
            ),
        )
        .when(
            "2025-10-14 10:00",
            s.head(s.PVHCC),
            c.AnswerCooperation(task_id=TASK, request_id=REQUEST, answer="Gửi kèm."),
        )
    )
    file = file_of(life, "2025-10-15 09:00")
    (exchange,) = file.exchanges
    assert (exchange.last_on, exchange.settled_on) == (on("2025-10-09"), on("2025-10-14"))
    assert (exchange.answer, exchange.request.days_late) == ("Gửi kèm.", 3)
    assert days(file) == {"lead_unit": 7, "cooperating_unit": 3}


def test_files_are_listed_and_the_same_octets_noticed() -> None:
    life = s.accepted(s.VHXH, s.fixed("2025-09-30"))
    for _ in range(2):
        report = c.ReportProgress(task_id=TASK, text="Đang làm.", evidence=(s.evidence("a.pdf"),))
        life = life.when("2025-09-01", s.head(s.VHXH), report)
    life = life.when("2025-09-02", s.head(s.VHXH), s.submit())
    file = file_of(life, "2025-09-03")
    assert [(x.evidence.file_name, x.act, x.same_as) for x in file.evidence] == [
        ("a.pdf", 3, None),
        ("a.pdf", 4, 3),
        ("bao-cao-1.pdf", 5, None),
    ]
    assert len(file.shas) == 2


def test_a_reopened_task_counts_its_own_spell_and_keeps_the_first_date() -> None:
    life = s.accepted(s.VHXH, s.fixed("2025-09-30"), "2025-08-18")
    life = life.when("2025-09-29", s.head(s.VHXH), s.submit())
    life = life.when("2025-10-02", VICE, s.confirm())
    assert file_of(life, "2025-10-03").due.ended_on == on("2025-10-02")
    life = life.when("2025-10-20", VICE, c.ReopenTask(task_id=TASK, deadline=s.fixed("2025-11-07")))
    file = file_of(life, "2025-11-10")
    assert [x.kind for x in file.due.stops] == ["reopened"]
    assert file.task.original_due is not None
    assert file.task.original_due.last_on == on("2025-09-30")
    assert (file.due.late, file.due.submitted_on, file.due.ended_on) == (1, None, None)


def test_a_past_day_is_the_same_fold_of_fewer_acts() -> None:
    life = extended()
    now = at("2025-10-06")
    past = as_of(life.history, AsOf(on=on("2025-09-28")), now)
    assert past.today == on("2025-09-28")
    file = fold(past.records, life.ward, past.at)
    assert file.task.request is not None
    assert [x.kind for x in file.due.stops] == ["original"]
    for number, recorded in enumerate(life.history, start=1):
        step = after_act(life.history, number)
        assert step.at == recorded.meta.recorded_at
        assert len(fold(step.records, life.ward, step.at).records) == number


def test_known_then_leaves_out_what_was_entered_later() -> None:
    life = s.accepted(s.VHXH, s.fixed("2025-09-30")).when(
        "2025-09-03",
        s.head(s.VHXH),
        c.ReportProgress(task_id=TASK, text="Đã bắt đầu."),
        happened_at=at("2025-09-01"),
    )
    asked = AsOf(on=on("2025-09-01"))
    assert len(as_of(life.history, asked, at("2025-10-01")).records) == 2
    known_now = replace(asked, basis="now")
    assert len(as_of(life.history, known_now, at("2025-10-01")).records) == 3


def test_a_past_day_ends_at_midnight_and_never_lies_ahead() -> None:
    life = s.assigned(s.VHXH, s.fixed("2025-09-30"), "2025-08-18 23:59")
    assert len(as_of(life.history, AsOf(on=on("2025-08-18")), at("2025-10-01")).records) == 1
    assert as_of(life.history, AsOf(on=on("2025-08-17")), at("2025-10-01")).records == ()
    now = at("2025-10-01 09:00")
    assert as_of(life.history, AsOf(on=date(2099, 1, 1)), now).at == now
    assert as_of(life.history, AsOf(on=on("2025-09-01")), now).at < midnight_after(on("2025-09-01"))
