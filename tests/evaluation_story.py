"""Sheets in the small invented ward of the tests: commands, and lives at every stage (story 25)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, cast
from uuid import UUID

from msgspec.structs import replace as changed

from domain.accountability.fact_line import FactLine, Period, Subject
from domain.accountability.quantity import PRODUCT_SCALE, Effect
from domain.evaluation import commands as c
from domain.evaluation import events as e
from domain.evaluation.hashing import rules_hash
from domain.evaluation.rules import Rules
from domain.evaluation.sheet.decide import decide
from domain.evaluation.sheet.evolving import evolve
from domain.evaluation.sheet.state import Sheet
from domain.evaluation.values import KeyOutcome, Mark, RuleSetPlace, SelfLine, Told, limits_of
from domain.fact import REACTION, Actor, Recorded
from domain.ids import derived
from domain.values import Due
from domain.ward import Ward
from service.scoring.shipped_rules import shipped
from service.scoring.told import told_of
from tests import stories as s
from tests.spec import meta_of
from tests.stories import CHAIR, Life, on

UNIT = s.KTHTDT
ROUND = derived("round", "story")
SHEET = c.sheet_of(ROUND, UNIT)
HEAD = s.head(UNIT)
AP_LEAD, AP = s.actor("coordinator"), s.actor("officer:VP")
COUNCIL = ("chair", "vice1", "vice2", "head:VP", "head:VHXH", "head:PVHCC", "head:SNC")
WITH_OWN = (*COUNCIL[:-1], "head:KTHTDT")
"""One of the seven is of the rated unit and is recused."""
RULES = shipped("nd335-2026-unit")
APPEAL = derived("appeal", "story")
PERIOD = Period(from_on=on("2025-01-01"), to_on=on("2025-12-31"), cut_on=on("2025-11-30"))


def products(assigned: int, completed: str, quality: str, timely: str) -> tuple[FactLine, ...]:
    """One line that brings all products at once; figures in products."""
    amounts = {"assigned": str(assigned), "completed": completed, "quality": quality}
    effects = tuple(
        Effect(quantity="W", part=part, amount=round(float(text) * PRODUCT_SCALE))
        for part, text in {**amounts, "timely": timely}.items()
    )
    due = (
        Effect(quantity="K2", part="due", amount=assigned),
        Effect(quantity="K2", part="on_time", amount=8),
    )
    subject = Subject(kind="task", id=derived("task", "products"))
    return (
        FactLine(
            kind="task.confirmed",
            on=on("2025-11-28"),
            unit_id=UNIT,
            subject=subject,
            effects=effects + due,
        ),
    )


TEN_PRODUCTS = products(10, "9", "8.75", "8.75")
"""Story 25: 8 on time, 1 late once, 1 not done, 1 quality failure among the done."""


def told(given: Mapping[str, str] | None = None, rules: Rules = RULES, **more: Any) -> Told:
    """What the machine says of the ten products."""
    lines = more.pop("lines", TEN_PRODUCTS)
    return changed(told_of(rules, "KTHTDT", lines, position=1000, manual=given or {}), **more)


def opened_event(council: tuple[str, ...], in_ward: Ward) -> e.SheetOpened:
    """As the round of 01/12 opens it."""

    def due(text: str) -> Due:
        return Due(nominal_on=on(text), last_on=on(text), calendar_version=1, rule="working_days")

    return e.SheetOpened(
        round_id=ROUND,
        round_code="2025",
        unit_id=UNIT,
        period=PERIOD,
        rule_set=RuleSetPlace(
            rule_set_id=derived("rules", "story"), version=1, hash=rules_hash(RULES)
        ),
        council_posts=tuple(s.post(key) for key in council),
        appraiser_posts=(post_of(AP_LEAD), post_of(AP)),
        appeal_posts=(s.post("head:SNC"),),
        limits=limits_of(in_ward, on("2025-12-01")),
        self_score_by=due("2025-12-08"),
        appraise_by=due("2025-12-15"),
    )


def post_of(actor: Actor) -> UUID:
    assert actor.post_id is not None
    return actor.post_id


def opened(council: tuple[str, ...] = COUNCIL) -> Life:
    """Opened on 01/12; self-score by 08/12."""
    in_ward = s.ward()
    life = Life(decide=decide, evolve=evolve, ward=in_ward, stream=SHEET)
    moment = life.moment("2025-12-01", CHAIR)
    event, meta = opened_event(council, in_ward), meta_of(moment, 0)
    first = Recorded(originator_id=SHEET, originator_version=1, event=event, meta=meta)
    return replace(life, state=evolve(None, event, meta), count=1, history=(first,))


def ask(kind: type[Any], **more: Any) -> Any:
    """A command to the sheet of the story."""
    return kind(sheet_id=SHEET, **more)


def own(general: str = "27") -> c.SubmitSelfScore:
    """The unit gives itself the general points; the tasks stand as the machine has them."""
    line = SelfLine(key="general", points=general, evidence=(s.evidence("minh-chung.pdf"),))
    return ask(c.SubmitSelfScore, lines=(line,), told=told())


def mark(key: str = "general", points: str = "27", reason: str = "") -> c.AppraiseScore:
    """One mark."""
    return ask(c.AppraiseScore, marks=(Mark(key=key, points=points, reason=reason),), told=told())


def appeal(n: int = 1, **more: Any) -> c.FileAppeal:
    """The unit does not accept its tasks."""
    said: dict[str, Any] = {"keys": ("tasks",), "grounds": "Có văn bản gia hạn.", **more}
    return ask(c.FileAppeal, appeal_id=APPEAL if n == 1 else derived("appeal", "story", n), **said)


def outcome(**more: Any) -> c.DecideAppeal:
    """The appeal is not upheld: the points stay."""
    said: dict[str, Any] = {"outcome": "rejected", "why": "Gia hạn sau khi hết hạn.", **more}
    decided = KeyOutcome(key="tasks", **said)
    return ask(c.DecideAppeal, appeal_id=APPEAL, outcomes=(decided,), told=told())


def approve(level: str = "completed", **more: Any) -> c.ApproveScore:
    """The chair follows the proposal: points for good, the gate on time not met."""
    said: dict[str, Any] = {"stepped_up": True, "told": told(), **more}
    return ask(c.ApproveScore, level=level, **said)


def self_scored(council: tuple[str, ...] = COUNCIL) -> Life:
    return opened(council).when("2025-12-05", HEAD, own())


def marked(council: tuple[str, ...] = COUNCIL) -> Life:
    life = self_scored(council).when("2025-12-09", AP, mark())
    return life.when("2025-12-09", AP, mark("tasks", "61.83"))


def delivered(council: tuple[str, ...] = COUNCIL) -> Life:
    return marked(council).when("2025-12-10", AP_LEAD, ask(c.DeliverAppraisal, told=told()))


def appealed(council: tuple[str, ...] = COUNCIL) -> Life:
    return delivered(council).when("2025-12-16", HEAD, appeal())


def replied(council: tuple[str, ...] = COUNCIL) -> Life:
    return appealed(council).when("2025-12-18", CHAIR, outcome())


def voting(in_favour: int, council: tuple[str, ...] = COUNCIL) -> Life:
    """So many of those entitled are in favour, the others against; then the count."""
    life = replied(council)
    for n, key in enumerate(key for key in council if key != "head:KTHTDT"):
        choice = "for" if n < in_favour else "against"
        life = life.when("2025-12-19", s.actor(key), ask(c.CastVote, choice=choice))
    return life.when("2025-12-19 16:00", REACTION, ask(c.CountVotes))


def voted() -> Life:
    return voting(4)


def approved() -> Life:
    return voted().when("2025-12-22", CHAIR, approve())


def published() -> Life:
    return approved().when("2025-12-23", CHAIR, ask(c.PublishScore))


def reopened() -> Life:
    return approved().when("2025-12-26", CHAIR, ask(c.ReopenSheet))


def it(life: Life) -> Sheet:
    """The sheet as it stands."""
    assert life.state is not None
    return cast(Sheet, life.state)


def lapse(day: date) -> c.LapseReply:
    """The clock, for a limit."""
    return ask(c.LapseReply, for_on=day)


LIVES = {
    "open": opened,
    "self_scored": marked,
    "appraised": delivered,
    "replied": replied,
    "voted": voted,
    "approved": approved,
    "published": published,
}
"""A life at each stage; a marked sheet is still self-scored, so that it can be delivered."""
