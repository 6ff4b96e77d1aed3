"""The acts of the invented evaluation: rule sets, a quarter rated, the ward itself, the year."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from domain.accountability.fact_line import Period
from domain.calendar import Calendar
from domain.evaluation import commands as c
from domain.evaluation.values import RuleSetPlace
from domain.fact import Command
from domain.figures.commands import RecordSelfAssessment
from domain.figures.indices import index_stream
from domain.ids import derived
from domain.plan.state import Plan
from domain.values import Doc
from service.demo.cast import post_id, unit
from service.demo.score_scribe import SheetScribe
from service.demo.scores import QUARTER, WARD, YEAR, ScoredRound, ScoredUnit
from service.demo.scribe import CHAIR, paper
from service.demo.script import Act, hour
from service.scoring.shipped_rules import shipped

COORDINATOR = "dau-moi"
COUNCIL = ("chu-tich", "pct-nguyet", "pct-thang", "chanh-vp", "truong-vhxh", "gd-hcc", "gd-snc")
APPRAISERS = (COORDINATOR, "cv-vp")
"""The coordinator leads; of her own unit the other one does."""

WARD_COUNCIL = ("truong-vhxh", "truong-kt", "gd-hcc", "gd-snc")
WARD_APPRAISERS = (COORDINATOR, "cv-kt")
WARD_APPEALS = ("gd-snc",)
"""Nobody of the leadership or of the office, which speaks for it."""
ASSESSED_ON = date(2025, 11, 17)

RULE_SETS = {
    "ward-2025": (
        "phuong-2025",
        date(2025, 8, 11),
        date(2025, 8, 15),
        paper(72, "QĐ-UBND", date(2025, 8, 15), "Ban hành bộ chỉ số của phường (minh họa)"),
    ),
    "nd90-2025-unit": (
        "nd90-2025",
        date(2025, 9, 22),
        date(2025, 9, 26),
        paper(91, "QĐ-UBND", date(2025, 9, 26), "Áp dụng mức xếp loại tập thể (minh họa)"),
    ),
    "ward-index-2025": (
        "tu-danh-gia-2025",
        date(2025, 10, 22),
        date(2025, 10, 27),
        paper(108, "QĐ-UBND", date(2025, 10, 27), "Bộ chỉ số phường tự đánh giá (minh họa)"),
    ),
}
"""Slug of the shipped set: its code in the ward, day of the draft, of the adoption, document."""


def rule_set_id(slug: str) -> UUID:
    """The stream of a rule set of the story."""
    return derived("demo-rule-set", slug)


def round_id(scored: ScoredRound) -> UUID:
    """The stream of a round of the story."""
    return derived("demo-round", scored.code)


def evaluation_acts(plan: Plan, calendar: Calendar) -> list[Act]:
    """Rule sets first, then every round from its opening to publication."""
    acts = list(_rule_sets())
    for scored in (QUARTER, WARD, YEAR):
        acts.append(_opened(scored))
        for each in scored.units:
            acts.extend(_life(scored, each, plan, calendar))
    acts.append(_assessed())
    return sorted(acts, key=lambda act: (act.when, act.key))


def _rule_sets() -> Iterator[Act]:
    for slug, (code, drafted_on, adopted_on, decision) in RULE_SETS.items():
        chosen = rule_set_id(slug)
        draft = c.DraftRuleSet(rule_set_id=chosen, code=code, rules=shipped(slug))
        yield _act(drafted_on, "10:20", f"rules/{slug}/draft", COORDINATOR, draft)
        adopt = c.AdoptRuleSet(rule_set_id=chosen)
        yield _act(adopted_on, "15:20", f"rules/{slug}/adopt", CHAIR, adopt, decision)


def _opened(scored: ScoredRound) -> Act:
    opening = c.OpenRound(
        round_id=round_id(scored),
        code=scored.code,
        title=scored.title,
        period=Period(from_on=scored.from_on, to_on=scored.to_on, cut_on=scored.cut_on),
        rule_set=RuleSetPlace(rule_set_id=rule_set_id(scored.rules)),
        units=tuple(unit(each.code) for each in scored.units),
        council_posts=tuple(post_id(key) for key in _council(scored)),
        appraiser_posts=tuple(post_id(key) for key in _appraisers(scored)),
        appeal_posts=tuple(post_id(key) for key in WARD_APPEALS) if scored is WARD else (),
    )
    document = paper(
        scored.opening_number, "KH-UBND", scored.opened_on, f"{scored.title} (minh họa)"
    )
    key = f"round/{scored.code}/open"
    return _act(scored.opened_on, "08:30", key, CHAIR, opening, document)


def _council(scored: ScoredRound) -> tuple[str, ...]:
    return WARD_COUNCIL if scored is WARD else COUNCIL


def _appraisers(scored: ScoredRound) -> tuple[str, ...]:
    return WARD_APPRAISERS if scored is WARD else APPRAISERS


def _assessed() -> Act:
    """The ward's own points beside what the city publishes in January."""
    record = RecordSelfAssessment(
        index_id=index_stream("par_index", 2025),
        index="par_index",
        year=2025,
        sheet_id=c.sheet_of(round_id(WARD), unit(WARD.units[0].code)),
    )
    return _act(ASSESSED_ON, "10:05", "figures/own/par_index", COORDINATOR, record)


def _act(
    on: date, at: str, key: str, post: str, command: Command, document: Doc | None = None
) -> Act:
    return Act(when=hour(on, at), key=key, post=post, command=command, document=document)


def _life(scored: ScoredRound, each: ScoredUnit, plan: Plan, calendar: Calendar) -> list[Act]:
    """One unit's sheet, a step on each of the round's days."""
    scribe = SheetScribe(
        scored, each, c.sheet_of(round_id(scored), unit(each.code)), plan, calendar
    )
    scribe.self_scored()
    scribe.appraised(_appraisers(scored))
    scribe.replied()
    scribe.voted(_council(scored))
    scribe.approved()
    return scribe.written
