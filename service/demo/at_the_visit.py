"""The visit itself: items, findings, minutes, signatures or a refusal to sign."""

from __future__ import annotations

from datetime import date

from domain.finding import commands as f
from domain.ids import derived
from domain.inspection import commands as c
from domain.inspection.parts import Drawing
from service.demo.cast import post_id
from service.demo.scribe import Scribe, paper
from service.demo.visits import Flaw

WITNESS = "van-thu-vp"


def visited(w: Scribe) -> None:
    """Every item is answered; the failed ones with their findings."""
    visit, inspector = w.visit, w.team.members[0]
    flaws = {flaw.key: flaw for flaw in visit.flaws}
    for number, item in enumerate(w.items()):
        at = w.at(8, 20 + 3 * number)
        flaw = flaws.get(item.item_key)
        if flaw is not None:
            _tell_finding(w, visit.on, at, inspector, flaw)
        w.tell(
            visit.on,
            at,
            inspector,
            c.CheckItem,
            answer_id=derived("demo-answer", visit.name, item.item_key),
            item_key=item.item_key,
            answer="not_met" if flaw else "met",
            points=flaw.points.replace(",", ".") if flaw else "",
            note="Đối chiếu sổ theo dõi và hồ sơ lưu.",
            finding_id=w.finding(flaw) if flaw else None,
            papers=w.photos(flaw) if flaw else (),
        )
    w.tell(visit.on, "11:10", w.team.leader, c.CloseVisit)


def _tell_finding(w: Scribe, on: date, at: str, post: str, flaw: Flaw) -> None:
    w.of_finding(
        on,
        at,
        post,
        flaw,
        "record",
        f.RecordFinding,
        item_key=flaw.key,
        severity=flaw.severity,
        description=flaw.words,
        basis=f"Danh mục kiểm tra, mục {flaw.item}",
        proposal=flaw.proposal,
        cause="subjective",
        inspection_id=w.inspection_id,
        papers=w.photos(flaw),
    )


def signed(w: Scribe) -> None:
    """Drawn up, the unit heard, signed in order."""
    visit, team = w.visit, w.team
    w.tell(visit.on, "13:40", team.secretary, c.DrawUpMinutes, drawing=Drawing(content_hash=""))
    w.tell(
        visit.on,
        "14:00",
        w.head,
        c.GiveUnitOpinion,
        text=visit.opinion,
        redrawn=Drawing(content_hash=""),
    )
    for role, post, at in (
        ("leader", team.leader, "14:20"),
        ("secretary", team.secretary, "14:24"),
    ):
        _tell_signature(w, role, post, at)
    if visit.refused_because:
        w.tell(
            visit.on,
            "14:40",
            team.secretary,
            c.RefuseSignature,
            witness_post=post_id(WITNESS),
            reason=visit.refused_because,
        )
    else:
        _tell_signature(w, "head", w.head, "14:31")
    w.tell(
        w.calendar.after(visit.on, 1),
        w.at(9, 0),
        team.secretary,
        c.EnterDocument,
        paper="minutes",
        document=paper(visit.number, "BB-ĐKT", visit.on, "Biên bản kiểm tra"),
    )


def _tell_signature(w: Scribe, role: str, post: str, at: str) -> None:
    w.tell(
        w.visit.on,
        at,
        post,
        c.SignMinutes,
        role=role,
        content_hash="",
        hash_now="",
        stepped_up=True,
    )
