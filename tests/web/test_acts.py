"""Every event of a task is a sentence in both languages, with office, times, grounds and files."""

from __future__ import annotations

from datetime import date
from typing import Any, get_args
from uuid import UUID

import pytest
from msgspec.structs import replace

from domain.fact import CLOCK, REACTION, Actor, Event, Meta, Recorded
from domain.task import events as t
from domain.task.events import Content, TaskEvent
from domain.values import Due, Evidence, Fixed, Link, Standing
from domain.ward import Delegation, Ward
from tests.org_story import actor, person, post, unit, ward
from tests.spec import at, document
from web import texts
from web.tasks.acts import TELLERS, act_sentence, acts_of, category_of
from web.texts import LANGUAGES

TASK = UUID(int=7)
DUE = Due(nominal_on=date(2025, 9, 30), last_on=date(2025, 9, 30), calendar_version=0, rule="fixed")
LATER = replace(DUE, nominal_on=date(2025, 10, 10), last_on=date(2025, 10, 10))
FILE = Evidence(
    sha256="7be109c4" + "0" * 56,
    bytes=1200,
    media_type="application/pdf",
    file_name="Biên bản.pdf",
    received_at=at("2025-09-01"),
)
WORDS = Content(
    text="Rà soát thủ tục.", field=3, lead_id=unit("KTHTDT"), deadline=Fixed(on=DUE.last_on)
)
REQUEST, EVENT = UUID(int=21), UUID(int=22)
CLOCK_TIMES: dict[str, Any] = {"for_on": DUE.last_on, "done_at": at("2025-10-01")}

EVERY_EVENT: tuple[Event, ...] = (
    t.Drafted(content=WORDS),
    t.DraftRevised(before=WORDS, after=replace(WORDS, product="Báo cáo")),
    t.DraftDropped(),
    t.Assigned(
        code="PL-2025-0001",
        round=1,
        content=WORDS,
        head_post_id=post("head-kt"),
        due=DUE,
        authority_post_id=post("chair"),
        acceptance_limit_on=date(2025, 9, 3),
    ),
    t.GroupAssigned(
        code="PL-2025-0002", content=WORDS, units=(unit("SNC"),), child_ids=(UUID(int=3),)
    ),
    t.GroupWidened(unit_id=unit("PVHCC"), child_id=UUID(int=4)),
    t.GroupConcluded(confirmed=1, withdrawn=1),
    t.SeriesStarted(code="PL-2025-0003", content=WORDS, every="quarter", first_period="2025-Q3"),
    t.SeriesRevised(from_period="2025-Q4", before=WORDS, after=replace(WORDS, deadline=Standing())),
    t.SeriesEnded(from_period="2026-Q1"),
    t.OccurrenceOpened(period="2025-Q3", child_id=UUID(int=5), due=DUE),
    t.Accepted(due=DUE),
    t.DeemedAccepted(silent_since=date(2025, 8, 29), limit_on=date(2025, 9, 4)),
    t.Returned(why="wrong_competence", text="Không thuộc Phòng.", proposes_unit_id=unit("VHXH")),
    t.LeadTransferred(
        from_id=unit("KTHTDT"),
        to_id=unit("VHXH"),
        from_head_post=post("head-kt"),
        to_head_post=post("head-vhxh"),
        due=LATER,
        counts=False,
        acceptance_limit_on=date(2025, 9, 3),
    ),
    t.Allocated(to_post_id=post("officer-kt"), share=80, work="Tổng hợp"),
    t.ReviewerNamed(reviewer_post_id=post("vice-a")),
    t.CooperationRequested(
        request_id=REQUEST, unit_id=unit("SNC"), question="Lịch kiểm tra?", reply_by=DUE
    ),
    t.CooperationAnswered(request_id=REQUEST, answer="Gửi kèm.", evidence=(FILE,), days_late=2),
    t.CooperationDeclined(request_id=REQUEST, why="Không có số liệu."),
    t.CooperationWithdrawn(request_id=REQUEST, why="Đã có."),
    t.ProgressReported(text="Đã kiểm tra 4 đơn vị.", percent=80, evidence=(FILE,)),
    t.PeriodReported(period="2025-Q3", text="Đã làm."),
    t.EvidenceAttached(evidence=FILE, about="Bản ký"),
    t.ObstacleReported(
        obstacle_id=REQUEST,
        obstacle="Thiếu máy.",
        proposal="Điều chuyển.",
        direction_by=DUE.last_on,
    ),
    t.DirectionGiven(obstacle_id=REQUEST, decision="Đồng ý."),
    t.ExtensionRequested(request_id=REQUEST, to_on=LATER.last_on, decide_by=date(2025, 9, 10)),
    t.ExtensionRequestWithdrawn(request_id=REQUEST),
    t.ExtensionApproved(
        request_id=REQUEST,
        before=DUE,
        after=LATER,
        days=10,
        counts=True,
        asked_at=at("2025-09-25"),
    ),
    t.ExtensionRefused(request_id=REQUEST, why="Đủ thời gian."),
    t.Amended(before=WORDS, after=replace(WORDS, text="Rà soát, công bố."), due=LATER),
    t.TriggerRecorded(trigger="Đã có hướng dẫn.", due=DUE),
    t.ReminderSent(rule="before-5", to_posts=(post("head-kt"),), **CLOCK_TIMES),
    t.ReminderSnoozed(rule="before-5", until_on=LATER.last_on),
    t.DeadlinePassed(last_on=DUE.last_on, head_post_id=post("head-kt"), **CLOCK_TIMES),
    t.UrgingPrepared(step=1, **CLOCK_TIMES),
    t.Urged(step=1, reply_by=LATER),
    t.Escalated(step=3, to_posts=(post("chair"),), **CLOCK_TIMES),
    t.DelayExplained(
        cause="objective", text="Mưa bão.", remedy="Làm bù.", new_date_hoped=LATER.last_on
    ),
    t.CauseConfirmed(explained_event=EVENT, why="Có công điện."),
    t.CauseRejected(explained_event=EVENT, why="Chưa đủ căn cứ."),
    t.MeasureTaken(kind="criticism", post_id=post("head-kt")),
    t.ResultSubmitted(
        submission_id=REQUEST,
        spell=1,
        products=(FILE,),
        documents=(document(),),
        text="Đã xong.",
        prepared_by=(person("officer-kt"),),
        review_by=LATER.last_on,
    ),
    t.ResultSentBack(submission_id=REQUEST, defects="Thiếu phụ lục."),
    t.CompletionConfirmed(
        submission_id=REQUEST,
        submitted_at=at("2025-10-02"),
        last_on=DUE.last_on,
        days_late=2,
        schedule="late",
        quality="met",
        remark="Khá.",
    ),
    t.Rated(points="8", remark="Tốt."),
    t.Suspended(until_on=LATER.last_on),
    t.Resumed(paused_working_days=5, due=LATER),
    t.Withdrawn(),
    t.Reopened(spell=2, due=LATER),
    t.Filed(file_code="HS-01", retention="10 năm"),
    t.StandingClosed(period="2025-Q4"),
    t.EntryCorrected(
        event_id=EVENT, field="text", was="4 đơn vị", should_be="5 đơn vị", why="Nhầm."
    ),
    t.DeadlineRecalculated(before=DUE, after=LATER, calendar_version=2),
    t.Linked(to=Link(kind="task", id="PL-2025-0009", why="cùng việc")),
    t.CooperationMoved(request_id=REQUEST, from_id=unit("SNC"), to_id=unit("PVHCC")),
    t.LimitRecalculated(
        limit="review", before=date(2025, 9, 3), after=date(2025, 9, 4), calendar_version=2
    ),
)


def recorded(event: Event, who: Actor | None = None, number: int = 1, **more: Any) -> Recorded:
    when = at("2025-09-02 10:41")
    envelope = {"happened_at": when, "recorded_at": when, "event_id": UUID(int=100 + number)} | more
    meta = Meta(actor=who or actor("head-kt"), command_id=UUID(int=1), **envelope)
    return Recorded(originator_id=TASK, originator_version=number, event=event, meta=meta)


def told(event: Event, who: Actor | None = None, ward_: Ward | None = None, **more: Any) -> Any:
    return act_sentence(recorded(event, who, **more), ward_ or ward(), "vi")


def test_every_event_has_one_teller_and_one_sample() -> None:
    assert set(TELLERS) == set(get_args(TaskEvent)) == {type(each) for each in EVERY_EVENT}


@pytest.mark.parametrize("event", EVERY_EVENT, ids=lambda event: event.stored_name)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_event_is_a_sentence(event: Event, language: texts.Language) -> None:
    act = act_sentence(recorded(event), ward(), language)
    whole = " ".join((act.sentence, *act.more))
    assert act.sentence.endswith(".")
    assert not act.sentence.endswith("..")
    assert "{" not in whole
    assert "  " not in whole
    assert " ," not in whole


def test_the_office_held_that_day_is_named() -> None:
    later = replace(
        ward().units[unit("KTHTDT")],
        names=(
            *ward().units[unit("KTHTDT")].names,
            replace(
                ward().units[unit("KTHTDT")].names[0],
                name="Phòng Kinh tế",
                from_on=date(2025, 12, 1),
            ),
        ),
    )
    renamed = replace(ward(), units={**ward().units, unit("KTHTDT"): later})
    act = told(t.Accepted(), ward_=renamed)
    assert act.sentence == (
        "Người giữ head-kt, head-kt Phòng Kinh tế, Hạ tầng và Đô thị, đã tiếp nhận nhiệm vụ."
    )


def test_leaders_are_called_by_title_and_say_for_whom_they_sign() -> None:
    act = told(EVERY_EVENT[28], replace(actor("vice-a"), signs_as="KT"))
    assert act.sentence == (
        "vice-a Người giữ vice-a (KT. Chủ tịch) đã duyệt gia hạn: "
        "30/09/2025 → 10/10/2025, thêm 8 ngày làm việc."
    )


def test_a_delegate_names_the_paper_and_the_lender() -> None:
    lent = Delegation(
        delegation_id=UUID(int=50),
        from_post=post("head-kt"),
        to_post=post("deputy-kt"),
        duties=("accept",),
        from_on=date(2025, 9, 1),
        until_on=date(2025, 9, 30),
        document=document("12", "2025-08-30"),
    )
    lent_ward = replace(ward(), delegations={lent.delegation_id: lent})
    who = replace(
        actor("deputy-kt"),
        capacity="delegate",
        delegation_id=lent.delegation_id,
        on_behalf_of=post("head-kt"),
        on_behalf_of_person=person("head-kt"),
    )
    act = told(t.Accepted(), who, lent_ward)
    assert "thay Người giữ head-kt, theo ủy quyền số 12/QĐ-UBND, đến 30/09/2025" in " ".join(
        act.more
    )


def test_two_times_are_told_when_they_differ_and_a_wide_gap_is_called_late() -> None:
    same = told(t.Accepted())
    assert same.happened == ""
    near = told(t.Accepted(), happened_at=at("2025-09-01 15:00"))
    assert near.happened == "Xảy ra 01/09, 15:00; ghi vào sổ sau 19 giờ."
    late = told(t.Accepted(), happened_at=at("2025-08-25 15:00"))
    assert late.is_late_entry
    assert late.happened.endswith("(ghi muộn)")


def test_reason_and_document_of_the_envelope_are_told() -> None:
    act = told(t.Withdrawn(), reason="Trùng nhiệm vụ.", document=document())
    assert act.more == (
        "Văn bản: 41/QĐ-UBND ngày 04/08/2025, UBND phường.",
        "Lý do: Trùng nhiệm vụ.",
    )


def test_the_clock_and_reactions_are_the_system() -> None:
    assert told(EVERY_EVENT[34], CLOCK).sentence.startswith("Hạn 30/09/2025 đã qua")
    assigned = told(EVERY_EVENT[3], REACTION).sentence
    assert assigned.startswith("Hệ thống, thi hành quyết định của chair Người giữ chair, đã giao")


def test_files_come_along_and_make_it_an_act_of_evidence() -> None:
    with_file = told(t.ProgressReported(text="x", evidence=(FILE,)))
    assert with_file.files == (FILE,)
    assert with_file.category == "evidence"
    assert told(t.ProgressReported(text="x")).category == "talk"


def test_categories_and_markers() -> None:
    assert category_of(EVERY_EVENT[3]) == "decision"
    assert told(EVERY_EVENT[28]).marker == "is-due"
    assert told(EVERY_EVENT[34], CLOCK).marker == "is-clock"


def test_an_answer_is_measured_against_its_question() -> None:
    asked, answered = EVERY_EVENT[17], EVERY_EVENT[18]
    acts = acts_of((recorded(asked, number=1), recorded(answered, number=2)), ward(), "vi")
    assert "chậm 2 ngày làm việc so với hạn 30/09/2025" in acts[1].sentence
    assert acts[1].more[0] == "Hỏi: Lịch kiểm tra?"


def test_a_correction_and_the_corrected_entry_know_each_other() -> None:
    wrong = recorded(t.ProgressReported(text="4 đơn vị"), number=1)
    mend = t.EntryCorrected(
        event_id=wrong.meta.event_id,
        field="text",
        was="4 đơn vị",
        should_be="5 đơn vị",
        why="Nhầm.",
    )
    acts = acts_of((wrong, recorded(mend, number=2)), ward(), "vi")
    assert acts[1].corrects == acts[0].event_id
    assert [each.number for each in acts[0].corrected_by] == [2]
    assert "02/09/2025" in acts[1].sentence


def test_an_amendment_lists_every_field_before_and_after() -> None:
    act = told(EVERY_EVENT[30])
    assert [(c.label, c.before, c.after) for c in act.changes] == [
        ("nội dung", "Rà soát thủ tục.", "Rà soát, công bố."),
        ("Hạn đang hiệu lực", "chưa có", "10/10/2025"),
    ]


def test_a_submission_is_measured_against_the_due_that_counts() -> None:
    late = replace(EVERY_EVENT[28], counts=False)
    acts = acts_of(
        (
            recorded(EVERY_EVENT[3], number=1),
            recorded(late, number=2),
            recorded(EVERY_EVENT[42], number=3, happened_at=at("2025-10-03 09:00")),
        ),
        ward(),
        "vi",
    )
    assert "quá hạn 3 ngày làm việc so với 30/09/2025" in acts[2].sentence
