"""The state table of a sheet, cell by cell, written down a second time as it is printed."""

from __future__ import annotations

from datetime import date
from typing import Any, get_args

import pytest

from domain.evaluation import commands as c
from domain.evaluation.sheet.decide import DECISIONS
from domain.evaluation.sheet.decide.stages import ROWS
from domain.evaluation.sheet.state import STAGES, Stage
from domain.fact import CLOCK, Actor
from domain.ids import derived
from tests import evaluation_story as v
from tests.evaluation_story import AP, AP_LEAD, HEAD, LIVES, ask, told
from tests.stories import CHAIR, Life

# Columns: open, self_scored, appraised, replied, voted, approved, published. "event" stays in its
# stage, a stage's name moves there, "=" is already so, "no" is wrong_state, the rest is refused.
TABLE = """
SubmitSelfScore  | self_scored   | =         | already_appraised ×3                  | frozen ×2
AppraiseScore    | no_self_score | event     | delivered ×3                          | frozen ×2
DeliverAppraisal | no_self_score | appraised | delivered ×3                          | frozen ×2
FileAppeal       | no ×2         | replied   | =         | too_late_vote_taken       | frozen ×2
AcceptAppraisal  | no ×2         | replied   | =         | too_late_vote_taken       | frozen ×2
LapseReply       | no ×2         | replied   | = ×4
DecideAppeal     | no ×2         | no_appeal | event     | =                         | frozen ×2
CastVote         | no ×2         | reply_open | event    | =                         | frozen ×2
CountVotes       | no ×2         | reply_open | voted    | =                         | frozen ×2
ApproveScore     | no ×3         | not_voted | approved  | = ×2
PublishScore     | no ×4         | not_approved | published | =
ReopenSheet      | no ×5         | self_scored ×2
MoveSheetClocks  | = ×7
"""


def cells() -> list[tuple[str, Stage, str]]:
    found: list[tuple[str, Stage, str]] = []
    for line in TABLE.strip().splitlines():
        name, *parts = (part.strip() for part in line.split("|"))
        row: list[str] = []
        for part in parts:
            word, _, times = part.partition(" ×")
            row += [word] * int(times or 1)
        assert len(row) == len(STAGES), name
        found += [(name, stage, cell) for stage, cell in zip(STAGES, row, strict=True)]
    return found


def command_of(name: str) -> c.SheetCommand:
    made: dict[str, Any] = {
        "SubmitSelfScore": v.own(),
        "AppraiseScore": v.mark("general", "26", "Thiếu một văn bản."),
        "DeliverAppraisal": ask(c.DeliverAppraisal, told=told()),
        "FileAppeal": v.appeal(),
        "AcceptAppraisal": ask(c.AcceptAppraisal),
        "LapseReply": v.lapse(date(2025, 12, 17)),
        "DecideAppeal": v.outcome(),
        "CastVote": ask(c.CastVote, choice="for"),
        "CountVotes": ask(c.CountVotes),
        "ApproveScore": v.approve(),
        "PublishScore": ask(c.PublishScore),
        "ReopenSheet": ask(c.ReopenSheet),
        "MoveSheetClocks": ask(c.MoveSheetClocks, calendar_version=1),
    }
    command: c.SheetCommand = made[name]
    return command


ACTORS: dict[str, Actor] = {
    "SubmitSelfScore": HEAD,
    "AppraiseScore": AP,
    "DeliverAppraisal": AP_LEAD,
    "FileAppeal": HEAD,
    "AcceptAppraisal": HEAD,
    "LapseReply": CLOCK,
}
WHEN: dict[str, str] = {"SubmitSelfScore": "2025-12-05", "AppraiseScore": "2025-12-08"}


def life_at(name: str, stage: Stage) -> Life:
    """A life at a stage, with what the cell needs: an open appeal, a vote to be counted."""
    if stage == "replied" and name == "DecideAppeal":
        return v.appealed()
    if stage == "replied" and name == "CountVotes":
        return v.replied().when("2025-12-19", CHAIR, ask(c.CastVote, choice="for"))
    return LIVES[stage]()


@pytest.mark.parametrize(("name", "stage", "cell"), cells())
def test_cell(name: str, stage: Stage, cell: str) -> None:
    life, actor = life_at(name, stage), ACTORS.get(name, CHAIR)
    command = command_of(name)
    when = {"open": "2025-12-08", "self_scored": "2025-12-10", "appraised": "2025-12-17"}.get(
        stage, "2025-12-29"
    )
    if name == "LapseReply" and stage == "appraised":
        when = "2025-12-18"
    if cell == "=":
        life.says_nothing(when, actor, command)
    elif cell in ("event", *get_args(Stage)):
        after = life.when(when, actor, command)
        assert after.events
        assert v.it(after).stage == (stage if cell == "event" else cell)
    else:
        code = "wrong_state" if cell == "no" else f"evaluation.{cell}"
        life.refused(when, actor, command, code)


def test_the_table_names_every_command_once() -> None:
    kinds = {kind.__name__ for kind in c.SHEET_COMMANDS}
    assert {name for name, _, _ in cells()} == kinds
    assert set(ROWS) == set(DECISIONS) == set(c.SHEET_COMMANDS)


# -- the cells that hang on more than the stage ------------------------------------


def test_after_its_limit_an_unscored_sheet_is_appraised_all_the_same() -> None:
    life = v.opened()
    mark = v.mark("general", "20", "Đơn vị không tự chấm.")
    refused = life.refused("2025-12-08", AP, mark, "evaluation.no_self_score")
    assert refused.facts["limit_on"] == date(2025, 12, 8)
    after = life.when("2025-12-09", AP, mark)
    assert (v.it(after).stage, v.it(after).self_score) == ("open", None)


def test_a_self_score_after_its_limit_is_kept_and_marked_late() -> None:
    after = v.opened().when("2025-12-09", HEAD, v.own())
    assert after.event.late
    assert after.event.appraise_by.last_on == date(2025, 12, 16)


def test_another_self_score_does_not_replace_the_first() -> None:
    v.self_scored().refused("2025-12-05", HEAD, v.own("30"), "evaluation.already_self_scored")


def test_while_an_appeal_waits_nothing_is_accepted_and_nobody_votes() -> None:
    life = v.appealed()
    accept, vote = ask(c.AcceptAppraisal), ask(c.CastVote, choice="for")
    refused = life.refused("2025-12-17", HEAD, accept, "evaluation.appeal_pending")
    assert refused.facts["decide_by"] == date(2025, 12, 23)
    life.refused("2025-12-17", CHAIR, vote, "evaluation.appeal_pending")
    life.refused("2025-12-17", HEAD, v.appeal(2), "evaluation.appeal_pending")
    life.says_nothing("2025-12-17", HEAD, v.appeal())


def test_a_decided_appeal_stays_decided_and_a_reply_is_given_once() -> None:
    life = v.replied()
    other = v.outcome(outcome="upheld", points="65")
    life.refused("2025-12-19", CHAIR, other, "evaluation.appeal_decided")
    life.says_nothing("2025-12-19", CHAIR, v.outcome())
    life.refused("2025-12-19", HEAD, v.appeal(2), "evaluation.already_replied")
    unknown = ask(c.DecideAppeal, appeal_id=derived("appeal", 9), outcomes=(), told=told())
    life.refused("2025-12-19", CHAIR, unknown, "evaluation.no_appeal")


def test_an_approved_level_is_not_approved_away() -> None:
    life = v.approved()
    life.refused("2025-12-23", CHAIR, v.approve("good"), "evaluation.frozen")


def test_nothing_is_counted_before_somebody_voted() -> None:
    v.replied().refused("2025-12-19", CHAIR, ask(c.CountVotes), "evaluation.nobody_voted")
