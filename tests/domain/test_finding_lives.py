"""Any life that commands can lead: replay equals live, silence and spells are never undone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from domain import journal
from domain.fact import REACTION, Actor
from domain.finding import commands as c
from domain.finding.memory import GONE, OVER, Finding
from domain.finding.state import evolve
from domain.finding.values import Stance
from domain.refusal import Refused
from tests import finding_story as f
from tests import stories as s
from tests.finding_story import FINDING, HEAD, LEADER, MEMBER
from tests.spec import at
from tests.stories import CHAIR, CLOCK_ACTOR, Life

PEOPLE = (LEADER, MEMBER, HEAD, CHAIR, s.actor("officer:KTHTDT"))
SEVERITIES = ("commendation", "advice", "shortcoming", "serious", "breach_sign")
STANCES: tuple[Stance, ...] = ("accept", "accept_in_part", "contest", "other_way")


class AnyLife(RuleBasedStateMachine):
    """Commands in any order, by anybody; refusals are as good as acts."""

    def __init__(self) -> None:
        super().__init__()
        self.life: Life = f.nothing()
        self.now = at(f"{f.VISIT_DAY} 09:00")
        self.n = 0
        self.most_spells = 1
        self.was_silent = False

    @initialize(
        past=st.sampled_from([f.recorded, f.delivered, f.acknowledged, f.explained, f.assessed]),
        severity=st.sampled_from(SEVERITIES),
    )
    def begin(self, past: Callable[..., Life], severity: str) -> None:
        self.life = past(severity=severity)
        self.now = self.life.history[-1].meta.recorded_at

    @initialize(past=st.sampled_from([None, f.upheld, f.remedy_reported, f.closed]))
    def begin_late(self, past: Callable[..., Life] | None) -> None:
        if past is not None:
            self.life = past()
            self.now = self.life.history[-1].meta.recorded_at
            self.most_spells, self.was_silent = 1, False

    def ask(self, actor: Actor, command: c.FindingCommand) -> None:
        try:
            self.life = self.life.when(self.now, actor, command)
        except Refused:
            return

    @property
    def finding(self) -> Finding:
        return f.finding(self.life)

    @rule(hours=st.integers(min_value=1, max_value=120))
    def time_goes_by(self, hours: int) -> None:
        self.now += timedelta(hours=hours)
        if self.finding.acknowledge_by:
            limit = self.finding.acknowledge_by.last_on
            self.ask(CLOCK_ACTOR, c.LapseAcknowledgement(finding_id=FINDING, for_on=limit))
        if self.finding.explain_by:
            limit = self.finding.explain_by.last_on
            self.ask(CLOCK_ACTOR, c.LapseExplanation(finding_id=FINDING, for_on=limit))

    @rule(
        command=st.sampled_from([c.DropFinding, c.AcknowledgeFinding]), who=st.sampled_from(PEOPLE)
    )
    def plain(self, command: type[c.FindingCommand], who: Actor) -> None:
        self.ask(who, command(finding_id=FINDING))

    @rule()
    def minutes_freeze(self) -> None:
        self.ask(REACTION, f.deliver())

    @rule(stance=st.sampled_from(STANCES))
    def explain(self, stance: Stance) -> None:
        self.ask(HEAD, f.explain(stance))

    @rule(days=st.integers(min_value=0, max_value=20), granted=st.sampled_from([True, False, None]))
    def more_time(self, days: int, granted: bool | None) -> None:
        to_on = self.now.date() + timedelta(days=days)
        self.ask(HEAD, c.RequestMoreTime(finding_id=FINDING, to_on=to_on))
        if granted:
            self.ask(LEADER, c.GrantMoreTime(finding_id=FINDING))
        elif granted is False:
            self.ask(LEADER, c.RefuseMoreTime(finding_id=FINDING, why="Đủ."))

    @rule(accepted=st.booleans())
    def assess(self, accepted: bool) -> None:
        if accepted:
            self.ask(LEADER, c.AcceptExplanation(finding_id=FINDING, effect="keep"))
        else:
            self.ask(LEADER, c.RejectExplanation(finding_id=FINDING))

    @rule(outcome=st.sampled_from(["upheld", "softened", "dropped"]))
    def conclude(self, outcome: str) -> None:
        severity = "advice" if outcome == "softened" else self.finding.severity
        self.ask(REACTION, f.conclude(outcome, severity))

    @rule()
    def hand_in(self) -> None:
        self.n += 1
        self.ask(REACTION, f.report(self.n))

    @rule(who=st.sampled_from(PEOPLE), good=st.booleans())
    def judge(self, who: Actor, good: bool) -> None:
        self.ask(who, f.verify() if good else f.give_back())

    @rule()
    def close(self) -> None:
        self.ask(REACTION, c.CloseFinding(finding_id=FINDING))

    @rule(days=st.integers(min_value=-3, max_value=40))
    def reopen(self, days: int) -> None:
        due = self.now.date() + timedelta(days=days)
        self.ask(CHAIR, c.ReopenFinding(finding_id=FINDING, due_on=due))

    @rule()
    def hand_over(self) -> None:
        self.ask(CHAIR, c.HandOverFinding(finding_id=FINDING, to_body="Cơ quan điều tra"))

    # -- what always holds -------------------------------------------------------

    def teardown(self) -> None:
        """Replay equals live, through the stored form."""
        again: Finding | None = None
        for recorded in self.life.history:
            bytes_ = journal.encode(recorded)
            read = journal.decode(FINDING, recorded.originator_version, recorded.name, bytes_)
            assert read == recorded
            again = evolve(again, read.event, read.meta)  # type: ignore[arg-type]
        assert again == self.life.state

    @invariant()
    def nothing_is_erased(self) -> None:
        if self.life.state is None:
            return
        finding = self.finding
        assert finding.spell >= self.most_spells
        assert finding.is_silent or not self.was_silent, "silence is never undone"
        self.most_spells, self.was_silent = finding.spell, finding.is_silent
        spells = [r.spell for r in finding.reports if r.outcome != "waiting"]
        assert spells == sorted(spells)

    @invariant()
    def stage_and_clocks_agree(self) -> None:
        if self.life.state is None:
            return
        finding = self.finding
        assert (finding.report is not None) == (finding.stage == "remedy_reported")
        assert finding.answering_until is None or finding.stage not in OVER
        if finding.needs_remedy:
            assert finding.due is not None
        if finding.stage in GONE:
            assert not finding.needs_remedy
        if finding.stage == "upheld":
            assert finding.severity not in ("commendation", "advice")

    @invariant()
    def nobody_of_the_unit_verified(self) -> None:
        for recorded in self.life.history:
            if recorded.name in ("finding.remediation_verified", "finding.remediation_returned"):
                assert recorded.meta.actor.unit_id != s.KTHTDT


AnyLife.TestCase.settings = settings(
    max_examples=50,
    stateful_step_count=20,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
test_any_life = AnyLife.TestCase
