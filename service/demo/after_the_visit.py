"""After the visit: answers, report, conclusion, remedies, the closed file."""

from __future__ import annotations

from datetime import date, timedelta

from domain.finding import commands as f
from domain.finding.values import REMEDIED, Promise
from domain.ids import derived
from domain.inspection import commands as c
from domain.inspection.parts import OutcomeAsked
from domain.task import commands as t
from service.demo.papers import Paper
from service.demo.scribe import CHAIR, Scribe, paper
from service.demo.visits import Flaw


def answered(w: Scribe) -> None:
    """Receipt, stance and what the leader makes of it, or silence."""
    after = w.calendar.after
    for flaw in w.visit.flaws:
        if flaw.answered == "silent":
            continue
        w.of_finding(
            after(w.visit.on, 2),
            "09:20",
            w.head,
            flaw,
            "acknowledge",
            f.AcknowledgeFinding,
        )
        if flaw.answered == "waiting":
            continue
        said_on, weighed_on = after(w.visit.on, 3), after(w.visit.on, 4)
        _explain(w, flaw, said_on)
        if flaw.accepted:
            w.of_finding(
                weighed_on,
                "10:30",
                w.team.leader,
                flaw,
                "accept",
                f.AcceptExplanation,
                effect="soften" if flaw.outcome == "softened" else "keep",
                severity=flaw.upheld_as,
                reason="Đã đối chiếu giải trình với hồ sơ.",
            )
        else:
            w.of_finding(
                weighed_on,
                "10:30",
                w.team.leader,
                flaw,
                "reject",
                f.RejectExplanation,
                reason="Phiếu công tác lập sau thời điểm kiểm tra.",
            )


def _explain(w: Scribe, flaw: Flaw, on: date) -> None:
    promised = (Promise(text=flaw.proposal, on=on + timedelta(days=14)),)
    owes = flaw.answered != "contest" and flaw.severity in REMEDIED
    w.of_finding(
        on,
        "15:15",
        w.head,
        flaw,
        "explain",
        f.SubmitExplanation,
        stance=flaw.answered,
        text=flaw.reply,
        cause=None if flaw.answered == "contest" else "subjective",
        measures=promised if owes else (),
        papers=(Paper(f"Giai-trinh-{w.visit.name}.csv"),) if flaw.answered == "contest" else (),
    )


def concluded(w: Scribe) -> None:
    """Report, conclusion, the remedial tasks, and the end."""
    visit, team = w.visit, w.team
    if visit.reported_on is not None:
        w.tell(
            visit.reported_on,
            w.at(9, 30),
            team.leader,
            c.ReportInspection,
            summary="Đoàn đã kiểm tra đủ nội dung; kết quả chi tiết trong biên bản.",
        )
    if visit.concluded_on is not None:
        outcomes = tuple(
            OutcomeAsked(
                finding_id=w.finding(flaw),
                outcome=flaw.outcome,
                severity=flaw.final,
                why="Có đủ căn cứ trong biên bản và hồ sơ kiểm tra.",
            )
            for flaw in visit.flaws
        )
        w.tell(
            visit.concluded_on,
            w.at(15, 0),
            CHAIR,
            c.IssueConclusion,
            outcomes=outcomes,
            document=paper(
                visit.number + 60, "TB-UBND", visit.concluded_on, "Thông báo kết luận kiểm tra"
            ),
        )
        for flaw in visit.flaws:
            if flaw.final in REMEDIED and flaw.outcome != "dropped":
                _remedy(w, flaw, visit.concluded_on)
    if visit.closed_on is not None:
        w.tell(
            visit.closed_on,
            w.at(16, 0),
            team.secretary,
            c.CloseInspection,
            file_code=f"{visit.number:02d}.KT.2025",
        )


def _remedy(w: Scribe, flaw: Flaw, concluded_on: date) -> None:
    task_id = derived("remedy", w.finding(flaw), 1)
    w.write(
        w.calendar.after(concluded_on, 1),
        "09:40",
        w.head,
        f"remedy-{flaw.item}/accept",
        t.AcceptTask(task_id=task_id),
    )
    if flaw.remedied_on is None:
        return
    w.write(
        flaw.remedied_on,
        "10:20",
        w.head,
        f"remedy-{flaw.item}/submit",
        t.SubmitResult(
            task_id=task_id,
            submission_id=derived("demo-remedy", task_id),
            text="Báo cáo kết quả khắc phục, gửi kèm minh chứng.",
        ),
        papers=(Paper(f"Khac-phuc-{w.visit.name}-{flaw.item}.csv"),),
    )
    if flaw.returned_on is not None:
        w.of_finding(
            flaw.returned_on,
            "14:50",
            w.team.secretary,
            flaw,
            "return",
            f.ReturnRemediation,
            defects="Chưa có sổ theo dõi; mới bổ sung một trong hai hồ sơ.",
        )
    if flaw.verified_on is not None:
        w.of_finding(
            flaw.verified_on,
            "14:50",
            w.team.secretary,
            flaw,
            "verify",
            f.VerifyRemediation,
            way="visit",
            note="Đã xem hồ sơ tại đơn vị.",
        )
