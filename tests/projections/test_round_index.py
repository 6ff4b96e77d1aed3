"""Rounds and sheets as rows: stage, three totals, next limit; the file of a sheet at any moment."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from domain.evaluation import commands as c
from domain.evaluation import events as e
from domain.evaluation.round.decide import decide as decide_round
from domain.evaluation.round.state import evolve as evolve_round
from domain.fact import Elsewhere, Recorded
from projections.database import make_pool
from projections.feed import Feed
from projections.read_model import Rows
from projections.round_file import lines_of, sheet_file
from projections.round_index import ROUNDS, SHEETS, RoundIndex, SheetRow
from projections.round_query import (
    replies_owed,
    round_by_code,
    rounds,
    sheets_of_round,
    sheets_of_unit,
    sheets_waiting,
)
from projections.rule_set_index import RULE_SETS, VERSIONS, RuleSetIndex
from projections.task_past import AsOf, after_act, as_of
from service.schema import FEED_ROLE, WEB_ROLE
from tests import evaluation_story as v
from tests import stories as s
from tests.domain.evaluation import test_rounds, test_rule_sets
from tests.evaluation_story import AP_LEAD, HEAD, LIVES, ask
from tests.journal_store import write_now
from tests.spec import at
from tests.stories import CHAIR, Life, on


def folded(life: Life, times: int = 1) -> SheetRow:
    model, rows = RoundIndex(), Rows()
    for recorded in life.history:
        for _ in range(times if recorded.name in model.topics else 0):
            assert list(model.keys(recorded)) == [(SHEETS, (v.SHEET,))]
            model.apply(recorded, rows)
    found = rows.get(SHEETS, (v.SHEET,))
    assert found is not None
    return found


@pytest.mark.parametrize("stage", LIVES)
def test_the_row_stands_where_the_sheet_stands(stage: str) -> None:
    life = LIVES[stage]()
    sheet, row = v.it(life), folded(life)
    assert (row.stage, row.version) == (sheet.stage, sheet.version) == (stage, 1)
    assert folded(life, times=2) == row
    assert row.self_total == (sheet.self_score.total if sheet.self_score else "")
    assert row.appraised_total == sheet.now.total
    approval = sheet.now.approval
    assert row.approved_total == (approval.said.total if approval else "")


LIMITS = {
    "open": "2025-12-08",
    "self_scored": "2025-12-12",
    "appraised": "2025-12-17",
    "replied": None,
    "voted": None,
}


@pytest.mark.parametrize(("stage", "limit"), LIMITS.items())
def test_the_next_limit(stage: str, limit: str | None) -> None:
    assert folded(LIVES[stage]()).next_limit_on == (on(limit) if limit else None)


def test_an_appeal_runs_until_it_is_decided() -> None:
    row = folded(v.appealed())
    assert (row.next_limit_on, row.appeal_keys) == (on("2025-12-23"), ("tasks",))
    assert row.appraised_by == (v.AP.person_id,)
    upheld = v.outcome(outcome="upheld", points="63.5")
    after = folded(v.appealed().when("2025-12-18", CHAIR, upheld))
    assert (after.next_limit_on, after.appraised_total) == (None, "90.5")


def test_a_ballot_after_one_that_was_not_valid() -> None:
    life = v.voting(3)
    row = folded(life)
    assert (row.stage, row.is_vote_valid, row.in_favour, row.entitled) == ("voted", False, 3, 7)
    again = folded(life.when("2025-12-22", CHAIR, ask(c.CastVote, choice="for")))
    assert (again.stage, again.ballot, again.voted) == ("replied", 2, (s.post("chair"),))
    assert again.is_vote_valid is None


def test_reopening_clears_the_row_and_keeps_what_was_published() -> None:
    row = folded(v.published().when("2025-12-26", CHAIR, ask(c.ReopenSheet)))
    assert (row.version, row.stage, row.level, row.approved_total) == (2, "self_scored", "", "")
    assert (row.published_total, row.published_level) == ("88.83", "completed")
    assert row.self_total == "88.83"


# -- the file of a sheet ---------------------------------------------------------------


def test_three_scores_of_a_key_stand_side_by_side() -> None:
    change = v.Mark(key="general", points="29", reason="Được khen thưởng.")
    life = v.voted().when("2025-12-22", CHAIR, v.approve(changes=(change,)))
    file = sheet_file(life.history, life.ward, at("2025-12-23"))
    general, tasks = file.lines
    assert (general.self_points, general.appraised, general.approved) == ("27", "27", "29")
    assert (general.approval_reason, len(general.evidence)) == ("Được khen thưởng.", 1)
    assert (tasks.system_at_self, tasks.system_at_appraisal) == ("61.83", "61.83")
    assert tasks.decided is not None
    assert tasks.decided.outcome == "rejected"
    assert [step.name for step in file.steps if step.at is None] == ["publication"]
    assert [(clock.name, clock.state) for clock in file.clocks] == [
        ("self_score", "kept"),
        ("appraise", "kept"),
        ("reply", "kept"),
        ("appeal", "kept"),
    ]


def test_a_limit_that_went_by() -> None:
    file = sheet_file(v.opened().history, s.ward(), at("2025-12-10"))
    assert [(c.name, c.state, c.days_late) for c in file.clocks] == [
        ("self_score", "overdue", 2),
        ("appraise", "runs", 0),
    ]


def test_a_past_day_and_a_step_show_the_sheet_as_it_was() -> None:
    life = v.reopened()
    now = at("2025-12-29")
    then = as_of(life.history, AsOf(on=on("2025-12-22")), now)
    file = sheet_file(then.records, life.ward, then.at)
    assert (file.sheet.stage, file.sheet.version) == ("approved", 1)
    first = after_act(life.history, 1)
    assert sheet_file(first.records, life.ward, first.at).lines == ()
    whole = sheet_file(life.history, life.ward, now).sheet
    (former,) = whole.former
    assert [line.approved for line in lines_of(whole, former)] == ["27", "61.83"]
    assert [line.approved for line in lines_of(whole, whole.now)] == [None, None]


# -- rule sets -------------------------------------------------------------------------


def test_rows_of_a_rule_set() -> None:
    life = test_rule_sets.adopted().when("2025-11-02", CHAIR, test_rule_sets.retire())
    again = test_rule_sets.rules(name="Bản sau", valid_until_on=None)
    life = life.when("2025-11-03", test_rule_sets.K, test_rule_sets.draft(again))
    model, rows = RuleSetIndex(), Rows()
    for recorded in life.history:
        wanted = [table for table, _ in model.keys(recorded)]
        assert wanted[0] is RULE_SETS
        model.apply(recorded, rows)
    row = rows.get(RULE_SETS, (test_rule_sets.SET,))
    version = rows.get(VERSIONS, (test_rule_sets.SET, 1))
    assert row is not None
    assert version is not None
    assert (row.name, row.newest, row.draft) == ("Bản sau", 1, 2)
    assert (version.is_retired, version.document) == (True, "41/QĐ-UBND")


# -- in the database -------------------------------------------------------------------


def opened_round() -> list[Recorded]:
    """The round and its sheets, as one act writes them."""
    life = Life(decide=decide_round, evolve=evolve_round, ward=s.ward(), stream=v.ROUND)
    life = life.when("2025-12-01", CHAIR, test_rounds.open_round())
    meta = life.history[0].meta
    sheets = [
        Recorded(originator_id=x.stream_id, originator_version=1, event=x.event, meta=meta)
        for x in life.events
        if isinstance(x, Elsewhere) and isinstance(x.event, e.SheetOpened)
    ]
    return [*life.history, *sheets]


def of_the_story() -> list[Recorded]:
    """One sheet delivered, on top of the round."""
    return [recorded for recorded in v.delivered().history if recorded.originator_version > 1]


def test_what_is_asked_of_the_database(database_url: str) -> None:
    write_now(database_url, [*opened_round(), *of_the_story()])
    Feed(database_url, FEED_ROLE, [RoundIndex()]).catch_up()

    async def run() -> dict[str, Any]:
        async with make_pool(database_url, WEB_ROLE) as pool:
            known = await round_by_code(pool, "2025")
            assert known is not None
            ap, head = (AP_LEAD.post_id,), HEAD.unit_id
            nobody = {"units": [], "posts": [], "everything": False}
            return {
                "rounds": await rounds(pool),
                "sheets": await sheets_of_round(pool, known.round_id),
                "own": await sheets_of_unit(pool, v.UNIT),
                "owed": await replies_owed(pool, on("2025-12-18"), 10),
                "not_yet": await replies_owed(pool, on("2025-12-17"), 10),
                "of_ap": await sheets_waiting(pool, **nobody | {"posts": ap}),
                "of_head": await sheets_waiting(pool, **nobody | {"units": [head]}),
                "of_nobody": await sheets_waiting(pool, **nobody),
                "all": await sheets_waiting(pool, **nobody | {"everything": True}),
            }

    found = asyncio.run(run())
    assert [row.code for row in found["rounds"]] == ["2025"]
    assert len(found["sheets"]) == len(found["of_ap"]) == len(found["all"]) == 5
    (own,) = found["own"]
    assert (own.stage, own.appraised_total) == ("appraised", "88.83")
    assert [row.sheet_id for row in found["of_head"]] == [own.sheet_id]
    assert [each.sheet_id for each in found["owed"]] == [own.sheet_id]
    assert found["not_yet"] == found["of_nobody"] == []


def test_the_rounds_table_is_keyed_by_round() -> None:
    (opened, *_) = opened_round()
    assert list(RoundIndex().keys(opened)) == [(ROUNDS, (v.ROUND,))]
