"""A whole round through the desk and a real journal: story 25 with the rules of the ward."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from domain.accountability.fact_line import Period
from domain.evaluation import commands as c
from domain.evaluation.sheet.state import Sheet
from domain.evaluation.values import KeyOutcome, Mark, RuleSetPlace, SelfLine
from domain.fact import Command
from domain.figures.commands import RecordSelfAssessment
from domain.figures.indices import index_stream
from domain.ids import derived, unit_id
from domain.refusal import Refused
from domain.task.commands import AssignTask
from domain.task.events import Content
from domain.values import Doc, Fixed
from projections.index_register import indices
from projections.round_index import SheetRow
from projections.round_query import round_by_code, sheet, sheets_of_round
from projections.rule_set_index import rule_set_by_code, versions_of
from service.demo.cast import post_id
from service.demo.script import hour
from service.desk import Receipt
from service.evaluation_freeze import verify_freeze
from service.evaluation_told import told_of_sheet
from service.rule_sets import adopted
from service.scoring.shipped_rules import shipped
from service.slices import SHEET
from service.wiring import working
from tests.service.founded_ward import Told, Ward
from tests.service.inspected_ward import Inspected

RULES = derived("test", "rule-set")
ROUND = derived("test", "round")
UNIT = unit_id("KTHTDT")
SHEET_ID = c.sheet_of(ROUND, UNIT)
UNITS = ("VP", "VHXH", "KTHTDT", "PVHCC", "SNC")
COUNCIL = ("chu-tich", "pct-nguyet", "pct-thang", "chanh-vp", "truong-vhxh", "pgd-hcc", "gd-snc")
APPRAISERS = ("dau-moi", "cv-vp")
PAPER = Doc(number="99", notation="QĐ-UBND", issued_on=date(2025, 12, 1), issuer="UBND phường")
HEAD = "truong-kt"


class Evaluating(Inspected):
    """The ward with everything running, and one sheet looked at."""

    async def ask(self, when: str, post: str, command: Command, **more: Any) -> Receipt:
        more.setdefault("document", PAPER)
        return await super().ask(when, post, command, **more)

    async def row(self) -> SheetRow:  # type: ignore[override]
        found = await sheet(self.ward.house.pool, SHEET_ID)
        assert found is not None
        return found

    async def sheet(self) -> Sheet:
        state = SHEET.fold(await self.facts(SHEET_ID))
        assert isinstance(state, Sheet)
        return state

    async def appraised(self, day: str) -> None:
        """Every key as the unit has it, and delivered."""
        lines = (await self.sheet()).self_score
        assert lines is not None
        marks = tuple(
            Mark(key=line.key, points=line.points, reason="Đồng ý.") for line in lines.lines
        )
        await self.ask(f"{day} 08:00", "cv-vp", c.AppraiseScore(sheet_id=SHEET_ID, marks=marks))
        deliver = c.DeliverAppraisal(sheet_id=SHEET_ID)
        await self.ask(f"{day} 09:00", "dau-moi", deliver)

    async def task_of_the_unit(self) -> None:
        """Something that counts: assigned to the rated unit, due in the period, never done."""
        content = Content(
            text="Báo cáo.",
            field=1,
            product="Báo cáo",
            lead_id=UNIT,
            deadline=Fixed(on=date(2025, 10, 31)),
        )
        assign = AssignTask(task_id=derived("test", "counted"), content=content)
        await self.ask("2025-09-01 08:00", "chu-tich", assign)

    async def opened(self) -> None:
        rules = shipped("ward-2025")
        draft = c.DraftRuleSet(rule_set_id=RULES, code="phu-lien-2025", rules=rules)
        await self.ask("2025-11-20 08:00", "dau-moi", draft)
        await self.ask("2025-11-21 08:00", "chu-tich", c.AdoptRuleSet(rule_set_id=RULES))
        await self.ask("2025-12-01 08:00", "chu-tich", open_round())


def open_round(**more: Any) -> c.OpenRound:
    said: dict[str, Any] = {
        "code": "2025",
        "title": "Đánh giá năm 2025",
        "period": Period(
            from_on=date(2025, 7, 1), to_on=date(2025, 12, 31), cut_on=date(2025, 11, 30)
        ),
        "rule_set": RuleSetPlace(rule_set_id=RULES),
        "units": tuple(unit_id(code) for code in UNITS),
        "council_posts": tuple(post_id(key) for key in COUNCIL),
        "appraiser_posts": tuple(post_id(key) for key in APPRAISERS),
    }
    return c.OpenRound(round_id=ROUND, **{**said, **more})


def own_lines(most: str = "1") -> tuple[SelfLine, ...]:
    return tuple(
        SelfLine(key=each.key, points=most, explanation="Theo sổ.")
        for each in shipped("ward-2025").criteria
        if each.way == "manual"
    )


def test_a_round_from_its_rules_to_publication(tell: Callable[[Told], None]) -> None:
    async def run(ward: Ward) -> None:
        async with working(ward.house):
            story = Evaluating(ward)
            pool = ward.house.pool
            await story.opened()
            rule_set = await rule_set_by_code(pool, "phu-lien-2025")
            assert rule_set is not None
            assert (rule_set.newest, rule_set.draft) == (1, 0)
            assert [v.version for v in await versions_of(pool, RULES)] == [1]
            opened = await round_by_code(pool, "2025")
            assert opened is not None
            assert len(await sheets_of_round(pool, ROUND)) == 5
            row = await story.row()
            assert (row.stage, row.next_limit_on) == ("open", date(2025, 12, 8))
            own = c.SubmitSelfScore(sheet_id=SHEET_ID, lines=own_lines())
            with pytest.raises(Refused, match="not_allowed"):
                await story.ask("2025-12-05 08:00", "gd-snc", own)
            await story.ask("2025-12-05 08:00", HEAD, own)
            row = await story.row()
            assert (row.stage, row.next_limit_on) == ("self_scored", date(2025, 12, 12))
            await story.appraised("2025-12-10")
            row = await story.row()
            assert (row.stage, row.next_limit_on) == ("appraised", date(2025, 12, 17))
            await reply_and_vote(story)
            await approve_and_publish(story)

    tell(run)


async def reply_and_vote(story: Evaluating) -> None:
    key = own_lines()[0].key
    appeal = derived("test", "appeal")
    ask = c.FileAppeal(sheet_id=SHEET_ID, appeal_id=appeal, keys=(key,), grounds="Đã nộp đủ.")
    await story.ask("2025-12-16 08:00", HEAD, ask)
    assert (await story.row()).next_limit_on == date(2025, 12, 23)
    outcome = KeyOutcome(key=key, outcome="upheld", points="0.75", why="Có căn cứ.")
    decide = c.DecideAppeal(sheet_id=SHEET_ID, appeal_id=appeal, outcomes=(outcome,))
    await story.ask("2025-12-18 08:00", "chu-tich", decide)
    for n, member in enumerate(COUNCIL):
        vote = c.CastVote(sheet_id=SHEET_ID, choice="for" if n < 4 else "against")
        await story.ask("2025-12-19 08:00", member, vote)
    row = await story.row()
    assert (row.stage, row.is_vote_valid, row.in_favour, row.entitled) == ("voted", True, 4, 7)


async def approve_and_publish(story: Evaluating) -> None:
    approve = c.ApproveScore(sheet_id=SHEET_ID, level="completed", stepped_up=True)
    await story.ask("2025-12-22 08:00", "chu-tich", approve, reason="Theo kết quả cả năm.")
    row = await story.row()
    assert row.stage == "approved"
    assert row.approved_total == row.appraised_total
    await story.ask("2025-12-23 08:00", "chu-tich", c.PublishScore(sheet_id=SHEET_ID))
    assert (await story.row()).stage == "published"


# -- the freeze ----------------------------------------------------------------------


async def approved_once(story: Evaluating) -> None:
    """As short a way to an approval as there is: the unit agrees, the council is of one mind."""
    await story.opened()
    await story.ask(
        "2025-12-05 08:00", HEAD, c.SubmitSelfScore(sheet_id=SHEET_ID, lines=own_lines())
    )
    await story.appraised("2025-12-10")
    await story.ask("2025-12-11 08:00", HEAD, c.AcceptAppraisal(sheet_id=SHEET_ID))
    for member in COUNCIL:
        vote = c.CastVote(sheet_id=SHEET_ID, choice="for")
        await story.ask("2025-12-19 08:00", member, vote)
    approve = c.ApproveScore(sheet_id=SHEET_ID, level="completed", stepped_up=True)
    await story.ask("2025-12-22 08:00", "chu-tich", approve)


def test_a_freeze_is_proved_again_after_more_has_happened(tell: Callable[[Told], None]) -> None:
    async def run(ward: Ward) -> None:
        async with working(ward.house):
            story = Evaluating(ward)
            house = ward.house
            await story.task_of_the_unit()
            await approved_once(story)
            first = await verify_freeze(house.pool, house.ledger, house.wards, SHEET_ID, 1)
            assert first.holds
            assert (await story.row()).approved_total == first.total == first.total_now
            reopen = c.ReopenSheet(sheet_id=SHEET_ID)
            await story.ask("2025-12-26 08:00", "chu-tich", reopen)
            row = await story.row()
            assert (row.version, row.stage, row.approved_total) == (2, "self_scored", "")
            await something_more_about_the_period(ward)
            again = await verify_freeze(house.pool, house.ledger, house.wards, SHEET_ID, 1)
            assert again == first
            with pytest.raises(Refused, match="not_found"):
                await verify_freeze(house.pool, house.ledger, house.wards, SHEET_ID, 2)

    tell(run)


async def something_more_about_the_period(ward: Ward) -> None:
    """A task of the period, entered later by its document, and another rule set."""
    ward.clock.set(hour(date(2025, 12, 29), "08:00"))
    content = Content(
        text="Báo cáo thêm.",
        field=1,
        product="Báo cáo",
        lead_id=UNIT,
        deadline=Fixed(on=date(2025, 11, 20)),
    )
    assign = AssignTask(task_id=derived("test", "late"), content=content)
    past = ward.as_post("chu-tich", document=PAPER, happened_at=hour(date(2025, 11, 3), "08:00"))
    await ward.desk.submit(assign, past)
    rules = replace(shipped("ward-2025"), name="Khác", valid_until_on=None)
    draft = c.DraftRuleSet(rule_set_id=RULES, code="phu-lien-2025", rules=rules)
    await ward.desk.submit(draft, ward.as_post("dau-moi"))


def test_the_lines_behind_a_freeze_are_part_of_its_hash(tell: Callable[[Told], None]) -> None:
    """Without the act the hash is another one: the proof can fail."""

    async def run(ward: Ward) -> None:
        async with working(ward.house):
            story = Evaluating(ward)
            house = ward.house
            await story.task_of_the_unit()
            await approved_once(story)
            state = SHEET.fold(await story.facts(SHEET_ID))
            known = await adopted(house.ledger, RULES, 1)
            assert known is not None
            hashes = {
                (
                    await told_of_sheet(
                        house.pool, await house.wards.as_of(place), state, known, {}, place
                    )
                ).inputs_hash
                for place in (state.frozen[0].position, state.frozen[0].position - 1, 60)
            }
            assert len(hashes) == 2

    tell(run)


# -- time ----------------------------------------------------------------------------


def test_the_clock_lapses_a_reply_once(tell: Callable[[Told], None]) -> None:
    async def run(ward: Ward) -> None:
        async with working(ward.house):
            story = Evaluating(ward)
            await story.opened()
            own = c.SubmitSelfScore(sheet_id=SHEET_ID, lines=own_lines())
            await story.ask("2025-12-05 08:00", HEAD, own)
            await story.appraised("2025-12-10")
            await story.pass_to("2025-12-17 23:00")
            assert (await story.row()).stage == "appraised"
            await story.pass_to("2025-12-18 00:10")
            row = await story.row()
            assert (row.stage, row.reply) == ("replied", "lapsed")
            before = len(await story.facts(SHEET_ID))
            await story.pass_to("2025-12-20 08:00")
            assert len(await story.facts(SHEET_ID)) == before

    tell(run)


def test_an_id_of_another_kind_of_thing_is_no_sheet(tell: Callable[[Told], None]) -> None:
    async def run(ward: Ward) -> None:
        async with working(ward.house):
            story = Evaluating(ward)
            await story.opened()
            for kind in (RULES, ROUND):
                with pytest.raises(Refused, match="not_found"):
                    await story.ask("2025-12-05 08:00", HEAD, c.AcceptAppraisal(sheet_id=kind))
            draft = c.DraftRuleSet(rule_set_id=ROUND, code="x", rules=shipped("ward-2025"))
            with pytest.raises(Refused, match="not_found"):
                await story.ask("2025-12-05 08:00", "dau-moi", draft)

    tell(run)


# -- the whole ward ----------------------------------------------------------------------

WARD_RULES, WARD_ROUND = derived("test", "ward-rules"), derived("test", "ward-round")
WARD_SHEET = c.sheet_of(WARD_ROUND, unit_id("UBND"))
INDEX = index_stream("par_index", 2025)
WARD_APPRAISERS = ("dau-moi", "cv-snc", "cv-vp")
WARD_COUNCIL = ("chu-tich", "chanh-vp", "truong-vhxh", "gd-snc")


async def the_ward_opened(story: Evaluating) -> None:
    """The leadership stands for the ward; the chair and the office are named, and recused."""
    rules = shipped("ward-index-2025")
    draft = c.DraftRuleSet(rule_set_id=WARD_RULES, code="ward-index", rules=rules)
    await story.ask("2025-11-20 08:00", "dau-moi", draft)
    await story.ask("2025-11-21 08:00", "chu-tich", c.AdoptRuleSet(rule_set_id=WARD_RULES))
    opening = open_round(
        code="2025-ward",
        rule_set=RuleSetPlace(rule_set_id=WARD_RULES),
        units=(unit_id("UBND"),),
        council_posts=tuple(post_id(key) for key in WARD_COUNCIL),
        appraiser_posts=tuple(post_id(key) for key in WARD_APPRAISERS),
        appeal_posts=(post_id("gd-snc"),),
    )
    await story.ask("2025-12-01 08:00", "chu-tich", replace(opening, round_id=WARD_ROUND))


async def the_ward_scored(story: Evaluating) -> None:
    """By the head of the office, and appraised by nobody of the office."""
    own = tuple(
        SelfLine(key=each.key, points="1", explanation="Theo sổ.")
        for each in shipped("ward-index-2025").criteria
        if each.way == "manual"
    )
    scoring = c.SubmitSelfScore(sheet_id=WARD_SHEET, lines=own)
    with pytest.raises(Refused, match="not_allowed"):
        await story.ask("2025-12-05 08:00", HEAD, scoring)
    await story.ask("2025-12-05 09:00", "chanh-vp", scoring)
    sheet = SHEET.fold(await story.facts(WARD_SHEET))
    marks = tuple(Mark(key=line.key, points=line.points) for line in sheet.self_score.lines)
    appraise = c.AppraiseScore(sheet_id=WARD_SHEET, marks=marks)
    with pytest.raises(Refused, match="own_unit"):
        await story.ask("2025-12-08 08:00", "cv-vp", appraise)
    await story.ask("2025-12-08 09:00", "cv-snc", appraise)
    deliver = c.DeliverAppraisal(sheet_id=WARD_SHEET)
    await story.ask("2025-12-08 10:00", "dau-moi", deliver)


async def the_ward_approved(story: Evaluating) -> None:
    await story.ask("2025-12-09 08:00", "chanh-vp", c.AcceptAppraisal(sheet_id=WARD_SHEET))
    vote = c.CastVote(sheet_id=WARD_SHEET, choice="for")
    for member in ("chu-tich", "chanh-vp"):
        with pytest.raises(Refused, match="own_unit"):
            await story.ask("2025-12-10 08:00", member, vote)
    for member in ("truong-vhxh", "gd-snc"):
        await story.ask("2025-12-10 08:00", member, vote)
    approve = c.ApproveScore(sheet_id=WARD_SHEET, level="completed", stepped_up=True)
    await story.ask("2025-12-11 08:00", "chu-tich", approve, reason="Theo hội đồng.")


def test_the_ward_assesses_itself_over_the_lines_of_all_units(
    tell: Callable[[Told], None],
) -> None:
    async def run(ward: Ward) -> None:
        async with working(ward.house):
            story, house = Evaluating(ward), ward.house
            await story.task_of_the_unit()
            await the_ward_opened(story)
            await the_ward_scored(story)
            sheet = SHEET.fold(await story.facts(WARD_SHEET))
            assert sheet.self_score.system["1.1"] == "0", "the task of a unit counts for the ward"
            await the_ward_approved(story)
            proof = await verify_freeze(house.pool, house.ledger, house.wards, WARD_SHEET, 1)
            assert proof.holds
            record = RecordSelfAssessment(
                index_id=INDEX, index="par_index", year=2025, sheet_id=WARD_SHEET
            )
            with pytest.raises(Refused, match="sheet_not_published"):
                await story.ask("2025-12-12 08:00", "dau-moi", record)
            await story.ask("2025-12-12 09:00", "chu-tich", c.PublishScore(sheet_id=WARD_SHEET))
            await story.ask("2025-12-12 10:00", "dau-moi", record)
            (row,) = await indices(house.pool)
            assert (row.own_value, row.own_round) == (proof.total, "2025-ward")
            assert row.value is None, "nothing of it passes for a published result"

    tell(run)
