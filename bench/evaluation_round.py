"""A round of the evaluation, opened through the desk over the journal that was made."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from domain.accountability.fact_line import Period
from domain.evaluation import commands as c
from domain.evaluation.hashing import rules_hash
from domain.evaluation.values import RuleSetPlace
from domain.fact import Command
from domain.ids import derived
from domain.values import Doc
from service.clock import HandClock
from service.demo.cast import WORKING_UNITS, holder_on, post_id, unit
from service.desk import Desk, Envelope, Who
from service.scoring.shipped_rules import shipped
from service.settings import Settings
from service.wiring import open_house

CODE = "bench"
RULES = shipped("nd335-2026-unit")
RULE_SET = derived("bench-rules")
COUNCIL = ("chu-tich", "pct-nguyet", "chanh-vp")


async def open_round(url: str, data: Path, now: datetime) -> None:
    """Adopt a shipped rule set and open the round of the year for all working units."""
    year = now.year
    document = Doc(number="1", notation="QĐ-UBND", issued_on=now.date())
    acts: list[tuple[str, Command]] = [
        ("dau-moi", c.DraftRuleSet(rule_set_id=RULE_SET, code="bench", rules=RULES)),
        ("chu-tich", c.AdoptRuleSet(rule_set_id=RULE_SET)),
        (
            "chu-tich",
            c.OpenRound(
                round_id=derived("bench-round"),
                code=CODE,
                title=f"Đánh giá năm {year}",
                period=Period(
                    from_on=date(year, 1, 1), to_on=date(year, 12, 31), cut_on=now.date()
                ),
                rule_set=RuleSetPlace(rule_set_id=RULE_SET, version=1, hash=rules_hash(RULES)),
                units=tuple(unit(code) for code in WORKING_UNITS),
                council_posts=tuple(post_id(key) for key in COUNCIL),
                appraiser_posts=(post_id("dau-moi"), post_id("chanh-vp")),
            ),
        ),
    ]
    async with open_house(Settings(data=data, demo=True), url, has_roles=True) as house:
        desk = Desk(house.ledger, HandClock(now), house.wards, house.briefing)
        for n, (key, command) in enumerate(acts):
            who = Who(person_id=holder_on(key, now.date()), acting_post=post_id(key))
            command_id = derived("bench-evaluation", n)
            await desk.submit(command, Envelope(who=who, command_id=command_id, document=document))
