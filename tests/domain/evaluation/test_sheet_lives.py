"""Random lives of a sheet: whatever is asked in whatever order, what was approved stays."""

from __future__ import annotations

from dataclasses import replace as with_
from datetime import datetime, timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from domain.evaluation import commands as c
from domain.evaluation import events as e
from domain.evaluation.sheet.state import Sheet
from domain.evaluation.values import KeyOutcome, Mark
from domain.fact import CLOCK, REACTION, Actor
from domain.ids import derived
from domain.refusal import Refused
from tests import evaluation_story as v
from tests import stories as s
from tests.evaluation_story import AP, AP_LEAD, HEAD, ask, told
from tests.spec import at
from tests.stories import CHAIR, Life

ACTORS = st.sampled_from([CHAIR, HEAD, AP, AP_LEAD, *(s.actor(key) for key in v.WITH_OWN[1:])])
POINTS = st.sampled_from(["0", "20", "27", "30", "61.83", "70"])
KEYS = st.sampled_from(["general", "tasks"])
LEVELS = st.sampled_from(["excellent", "good", "completed", "not_completed"])
HOURS = st.sampled_from([1, 4, 30, 26 * 5])


class SheetLife(RuleBasedStateMachine):
    """Everybody asks for everything; refusals are part of life."""

    def __init__(self) -> None:
        super().__init__()
        self.life: Life
        self.now: datetime = at("2025-12-01 09:00")
        self.frozen: dict[int, tuple[e.ScoreApproved, e.Frozen]] = {}
        self.own: object = None

    @initialize(council=st.sampled_from([v.COUNCIL, v.WITH_OWN]))
    def begin(self, council: tuple[str, ...]) -> None:
        self.life = v.opened(council)

    @property
    def sheet(self) -> Sheet:
        return v.it(self.life)

    def asked(self, actor: Actor, command: Any) -> None:
        try:
            self.life = self.life.when(self.now, actor, command)
        except Refused:
            self.life = with_(self.life, events=())
        approved = [x for x in self.life.events if isinstance(x, e.ScoreApproved)]
        if approved:
            (said,) = approved
            freeze = next(x for x in self.life.events if isinstance(x, e.Frozen))
            assert said.version not in self.frozen, "never two approvals of a version"
            self.frozen[said.version] = (said, freeze)

    @rule(hours=HOURS)
    def wait(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule(actor=ACTORS, points=POINTS)
    def submit(self, actor: Actor, points: str) -> None:
        if actor == HEAD:  # who may ask at all is the permission table's matter
            self.asked(actor, v.own(points))

    @rule(actor=ACTORS, key=KEYS, points=POINTS, reason=st.sampled_from(["", "Vì."]))
    def appraise(self, actor: Actor, key: str, points: str, reason: str) -> None:
        mark = Mark(key=key, points=points, reason=reason)
        self.asked(actor, ask(c.AppraiseScore, marks=(mark,), told=told()))

    @rule(steps=st.integers(1, 4))
    def go_on(self, steps: int) -> None:
        """The usual way, so that lives get somewhere between all the odd questions."""
        for _ in range(steps):
            match self.sheet.stage:
                case "open":
                    self.asked(HEAD, v.own())
                case "self_scored":
                    self.mark_all_and_deliver()
                case "appraised":
                    self.reply(accepts=True)
                    self.reply(accepts=False)
                case "replied":
                    self.decide(actor=CHAIR, n=1, points="")
                    self.everybody_votes(in_favour=5)
                case "voted":
                    self.everybody_votes(in_favour=5)
                    self.approve(level="good")

    def mark_all_and_deliver(self) -> None:
        marks = tuple(
            Mark(key=key, points=points, reason="Theo sổ.")
            for key, points in (("general", "27"), ("tasks", "61.83"))
        )
        self.asked(AP, ask(c.AppraiseScore, marks=marks, told=told()))
        self.asked(AP_LEAD, ask(c.DeliverAppraisal, told=told()))

    @rule(actor=ACTORS)
    def deliver(self, actor: Actor) -> None:
        self.asked(actor, ask(c.DeliverAppraisal, told=told()))

    @rule(n=st.integers(1, 2))
    def appeal(self, n: int) -> None:
        self.asked(HEAD, v.appeal(n))

    @rule(accepts=st.booleans())
    def reply(self, accepts: bool) -> None:
        if accepts:
            self.asked(HEAD, ask(c.AcceptAppraisal))
        elif (limit := self.sheet.now.reply_by) is not None:
            self.asked(CLOCK, v.lapse(limit.last_on))

    @rule(actor=ACTORS, n=st.integers(1, 2), points=st.sampled_from(["", "65"]))
    def decide(self, actor: Actor, n: int, points: str) -> None:
        outcome = KeyOutcome(
            key="tasks", outcome="upheld" if points else "rejected", points=points, why="Vì."
        )
        appeal = v.APPEAL if n == 1 else derived("appeal", "story", n)
        command = ask(c.DecideAppeal, appeal_id=appeal, outcomes=(outcome,), told=told())
        self.asked(actor, command)

    @rule(actor=ACTORS, choice=st.sampled_from(["for", "against"]))
    def vote(self, actor: Actor, choice: str) -> None:
        self.asked(actor, ask(c.CastVote, choice=choice))

    @rule(in_favour=st.integers(0, 7))
    def everybody_votes(self, in_favour: int) -> None:
        for n, key in enumerate(v.WITH_OWN):
            choice = "for" if n < in_favour else "against"
            self.asked(s.actor(key), ask(c.CastVote, choice=choice))
        self.asked(REACTION, ask(c.CountVotes))

    @rule()
    def count(self) -> None:
        self.asked(REACTION, ask(c.CountVotes))

    @rule(level=LEVELS)
    def approve(self, level: str) -> None:
        self.asked(CHAIR, v.approve(level))

    @rule()
    def publish(self) -> None:
        self.asked(CHAIR, ask(c.PublishScore))

    @rule()
    def reopen(self) -> None:
        self.asked(CHAIR, ask(c.ReopenSheet))

    # -- what always holds -----------------------------------------------------

    @invariant()
    def frozen_stays(self) -> None:
        sheet = self.sheet
        assert [each.version for each in sheet.frozen] == sorted(self.frozen)
        for version in (*sheet.former, sheet.now):
            kept = self.frozen.get(version.number)
            assert (version.approval is not None) == (kept is not None)
            if kept is not None and version.approval is not None:
                assert (version.approval.said, version.approval.frozen) == kept

    @invariant()
    def the_self_score_is_given_once(self) -> None:
        said = self.sheet.self_score
        if self.own is not None:
            assert said == self.own, "no later score writes over it"
        self.own = said

    @invariant()
    def three_scores_stand_side_by_side(self) -> None:
        for version in (*self.sheet.former, self.sheet.now):
            if version.approval is None:
                continue
            assert version.count is not None
            assert version.count.valid
            assert 2 * version.count.in_favour > version.count.entitled
            assert version.appraised_total
            assert set(version.approval.said.points) == {"general", "tasks"}

    @invariant()
    def nobody_votes_twice_and_nobody_of_the_unit(self) -> None:
        votes = self.sheet.now.votes
        posts = [vote.post_id for vote in votes]
        assert len(set(posts)) == len(posts)
        assert s.post("head:KTHTDT") not in posts

    @invariant()
    def the_past_gives_the_same_sheet(self) -> None:
        state: Any = None
        for recorded in self.life.history:
            state = self.life.evolve(state, recorded.event, recorded.meta)
        assert state == self.sheet


SheetLife.TestCase.settings = settings(max_examples=40, stateful_step_count=40, deadline=None)
TestSheetLives = SheetLife.TestCase
