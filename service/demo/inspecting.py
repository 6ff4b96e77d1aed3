"""The acts of the invented inspections: checklist and programme, then every visit."""

from __future__ import annotations

from datetime import date

from domain.calendar import Calendar
from domain.checklist import commands as cl
from domain.fact import Command
from domain.ids import unit_id
from domain.inspection import commands as c
from domain.inspection.parts import Authorisation, Round
from domain.values import Doc
from service.checklist_file import shipped_items
from service.demo.after_the_visit import answered, concluded
from service.demo.at_the_visit import signed, visited
from service.demo.before_the_door import announced, sealed
from service.demo.cast import WORKING_UNITS, post_id
from service.demo.scribe import CHAIR, CHECKLIST_ID, PERIOD, PROGRAMME_ID, Scribe, paper
from service.demo.script import Act, hour
from service.demo.visits import VISITS

COORDINATOR = "dau-moi"


def inspection_acts(calendar: Calendar) -> list[Act]:
    """Checklist and programme first, then every visit."""
    acts = _groundwork()
    for visit in VISITS:
        acts.extend(_acts_of(Scribe(visit, calendar)))
    return sorted(acts, key=lambda act: (act.when, act.key))


def _groundwork() -> list[Act]:
    units = tuple(unit_id(code) for code in WORKING_UNITS)
    rounds = (
        Round(no=1, from_on=date(2025, 9, 8), to_on=date(2025, 9, 26), units=units),
        Round(no=2, from_on=date(2025, 11, 3), to_on=date(2025, 11, 28), units=units),
    )
    authorised = Authorisation(
        post_id=post_id("pct-nguyet"),
        kinds=("surprise", "thematic"),
        max_orders=2,
        until_on=PERIOD[1],
    )
    draft = c.DraftProgramme(
        programme_id=PROGRAMME_ID,
        code="CTKT-2025-2",
        period_from=PERIOD[0],
        period_to=PERIOD[1],
        rounds=rounds,
        authorisations=(authorised,),
    )
    checklist = cl.DraftChecklist(
        checklist_id=CHECKLIST_ID,
        code="cchc-2025",
        title="Danh mục kiểm tra cải cách hành chính",
        items=shipped_items(),
    )
    told: tuple[tuple[str, str, str, Command, Doc | None], ...] = (
        ("2025-08-12", "09:10", COORDINATOR, checklist, None),
        (
            "2025-08-14",
            "15:00",
            CHAIR,
            cl.PublishChecklist(checklist_id=CHECKLIST_ID),
            paper(71, "QĐ-UBND", date(2025, 8, 14), "Ban hành danh mục kiểm tra"),
        ),
        ("2025-08-18", "09:30", COORDINATOR, draft, None),
        (
            "2025-08-20",
            "14:30",
            CHAIR,
            c.ApproveProgramme(programme_id=PROGRAMME_ID),
            paper(73, "KH-UBND", date(2025, 8, 20), "Chương trình kiểm tra 6 tháng cuối năm"),
        ),
    )
    return [
        Act(
            when=hour(date.fromisoformat(on), at),
            key=f"inspecting/{number}",
            post=post,
            command=command,
            document=document,
        )
        for number, (on, at, post, command, document) in enumerate(told)
    ]


def _acts_of(scribe: Scribe) -> list[Act]:
    """The life of one inspection."""
    if scribe.visit.is_surprise:
        sealed(scribe)
    else:
        announced(scribe)
    for part in (visited, signed, answered, concluded):
        part(scribe)
    return scribe.written
