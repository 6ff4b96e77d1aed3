"""Any life of an inspection that commands can lead: replay equals live, frozen stays frozen."""

from __future__ import annotations

from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from domain import journal
from domain.fact import Actor, Device
from domain.ids import derived
from domain.inspection import commands as c
from domain.inspection import scoring
from domain.inspection.evolving import evolve
from domain.inspection.state import Inspection
from domain.refusal import Refused
from tests import inspection_story as i
from tests import stories as s
from tests.inspection_story import HEAD, LEADER, MEMBER, SECRETARY, ask
from tests.spec import at
from tests.stories import CHAIR, Life, on

PEOPLE = (CHAIR, LEADER, SECRETARY, MEMBER, HEAD, s.actor("officer:PVHCC"))
CODES = tuple(item.code for item in i.SHORT)
KINDS = st.sampled_from(("met", "met", "not_met", "not_applicable"))
SHOWN = ("a" * 64, "b" * 64)


class AnyInspection(RuleBasedStateMachine):
    """Commands in any order, by anybody; refusals are as good as acts."""

    def __init__(self) -> None:
        super().__init__()
        self.life: Life = i.life()
        self.now = at("2025-09-18 08:00")
        self.n = 0
        self.frozen: bytes | None = None

    @initialize(far=st.integers(min_value=0, max_value=4))
    def begin(self, far: int) -> None:
        self.life = (i.ordered, i.announced, i.opened, i.answered, i.drawn)[far]()
        self.now = max(self.now, self.life.history[-1].meta.happened_at)

    def ask(self, actor: Actor, command: Any, **more: Any) -> None:
        try:
            self.life = self.life.when(self.now, actor, command, **more)
        except Refused:
            return

    @rule(hours=st.integers(min_value=1, max_value=60))
    def time_goes_by(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule(who=st.sampled_from(PEOPLE), what=st.integers(min_value=0, max_value=2))
    def somebody_declares_or_is_replaced(self, who: Actor, what: int) -> None:
        assert who.post_id is not None
        commands = (
            ask(c.DeclareIndependence, post_id=who.post_id),
            ask(c.DeclareConflict, post_id=who.post_id),
            ask(
                c.ReplaceMember,
                out_post=who.post_id,
                in_post=s.post("officer:PVHCC"),
                statement="Không liên quan.",
            ),
        )
        self.ask(CHAIR if what == 2 else who, commands[what])

    @rule(what=st.integers(min_value=0, max_value=3))
    def the_visit_is_prepared(self, what: int) -> None:
        day = on("2025-10-06")
        commands = (
            (SECRETARY, ask(c.AnnounceInspection, outline="", visit_on=day)),
            (LEADER, ask(c.OpenInspection, received_by_post=HEAD.post_id)),
            (HEAD, ask(c.SubmitSelfReport, lines=())),
            (CHAIR, ask(c.PostponeInspection, from_on=day, to_on=on("2025-10-20"))),
        )
        self.ask(*commands[what])

    @rule(
        code=st.sampled_from(CODES),
        kind=KINDS,
        points=st.sampled_from(("", "0", "0.5", "1", "2.5", "9")),
        by=st.sampled_from((LEADER, MEMBER)),
        late=st.booleans(),
    )
    def an_item_is_answered(self, code: str, kind: str, points: str, by: Actor, late: bool) -> None:
        self.n += 1
        device = Device(captured_at=at("2025-10-06 09:00")) if late else None
        self.ask(by, i.answer(code, points, n=100 + self.n, answer=kind), device=device)

    @rule(code=st.sampled_from(CODES), what=st.integers(min_value=0, max_value=1))
    def the_leader_decides(self, code: str, what: int) -> None:
        given_ = [a for a in self.inspection.answers if a.item_key == i.key(code)]
        chosen = given_[0].answer_id if given_ else derived("answer", code)
        commands = (
            ask(c.SettleItem, item_key=i.key(code), chosen_answer_id=chosen),
            ask(c.OverruleFigure, item_key=i.key(code), points="1"),
        )
        self.ask(LEADER, commands[what])

    @rule()
    def the_visit_is_closed(self) -> None:
        found = tuple(i.fact(code) for code in CODES)
        self.ask(LEADER, ask(c.CloseVisit, findings=found))

    @rule(shown=st.sampled_from(SHOWN), redraw=st.booleans())
    def the_minutes_are_drawn_up(self, shown: str, redraw: bool) -> None:
        self.n += 1
        if redraw:
            text = f"Ý kiến {self.n}"
            self.ask(HEAD, ask(c.GiveUnitOpinion, text=text, redrawn=i.drawing(shown)))
        else:
            self.ask(SECRETARY, ask(c.DrawUpMinutes, drawing=i.drawing(shown)))

    @rule(
        role=st.sampled_from(("leader", "secretary", "head")),
        shown=st.sampled_from(SHOWN),
        who=st.sampled_from((None, None, *PEOPLE)),
    )
    def somebody_signs(self, role: str, shown: str, who: Actor | None) -> None:
        own = {"leader": LEADER, "secretary": SECRETARY, "head": HEAD}[role]
        self.ask(who or own, i.sign(role, shown))

    @rule()
    def the_head_refuses(self) -> None:
        self.ask(SECRETARY, ask(c.RefuseSignature, witness_post=s.post("head:VP")))

    @rule(what=st.integers(min_value=0, max_value=5))
    def the_end_comes_near(self, what: int) -> None:
        conclude = ask(c.IssueConclusion)
        commands = (
            (LEADER, ask(c.ReportInspection, summary="")),
            (CHAIR, ask(c.ReturnReport, defects="")),
            (CHAIR, conclude),
            (SECRETARY, ask(c.CloseInspection, file_code="05")),
            (LEADER, ask(c.AddMinutesAddendum, text="Bổ sung.")),
            (CHAIR, ask(c.PublishConclusion, public_text="", where="Cổng")),
        )
        self.ask(*commands[what])

    @rule(seldom=st.integers(min_value=0, max_value=15))
    def rarely_it_is_cancelled(self, seldom: int) -> None:
        if seldom == 0:
            self.ask(CHAIR, ask(c.CancelInspection))

    @property
    def inspection(self) -> Inspection:
        return i.it(self.life)

    @invariant()
    def replay_of_the_stored_form_equals_the_life(self) -> None:
        state = None
        for recorded in self.life.history:
            stored = journal.encode(recorded)
            read = journal.decode(i.INSPECTION, recorded.originator_version, recorded.name, stored)
            assert journal.encode(read) == stored
            state = evolve(state, read.event, read.meta)  # type: ignore[arg-type]
        assert state == self.life.state

    @invariant()
    def frozen_minutes_never_change(self) -> None:
        if not self.life.history or self.inspection.frozen_at is None:
            return
        it = self.inspection
        kept = msgspec.json.encode((it.answers, it.minutes, it.signatures, it.opinion))
        self.frozen = self.frozen or kept
        assert kept == self.frozen

    @invariant()
    def whoever_signed_signed_the_newest_minutes(self) -> None:
        if not self.life.history or not self.inspection.signatures:
            return
        it = self.inspection
        assert it.minutes is not None
        assert not it.minutes.is_stale
        last = [r for r in self.life.history if r.name == "inspection.minutes_drawn_up"][-1]
        signed = [r for r in self.life.history if r.name == "inspection.minutes_signed"]
        valid = [r for r in signed if r.originator_version > last.originator_version]
        assert len(valid) == sum(1 for x in it.signatures if not x.refused)
        assert {r.event.content_hash for r in valid} <= {it.minutes.content_hash}  # type: ignore[attr-defined]
        assert it.minutes.items_hash == scoring.items_hash(it)

    @invariant()
    def nothing_is_concluded_without_frozen_minutes(self) -> None:
        if self.life.history and self.inspection.concluded_at is not None:
            assert self.inspection.frozen_at is not None
            assert self.inspection.unsigned == ()

    @invariant()
    def the_score_is_what_counting_by_hand_gives(self) -> None:
        if self.life.history:
            assert i.score_of(self.life) == naive(self.inspection)


def naive(it: Inspection) -> tuple[str, str, str]:
    """The score a second time, in fractions and from the answers alone."""
    reached = applicable = Fraction(0)
    for item in it.items:
        key = item.item_key
        mine: dict[Any, Any] = {a.by_post: a for a in it.answers if a.item_key == key}
        counts = None
        if key in it.overruled:
            counts = Fraction(it.overruled[key])
        elif key in it.settled:
            counts = next(
                None if a.answer == "not_applicable" else Fraction(a.points)
                for a in it.answers
                if a.answer_id == it.settled[key]
            )
        elif len({(a.answer, Fraction(a.points)) for a in mine.values()}) == 1:
            one = next(iter(mine.values()))
            counts = None if one.answer == "not_applicable" else Fraction(one.points)
        if counts is not None:
            reached += counts
            applicable += Fraction(item.max_points)
    return plain(reached), plain(applicable), hundred(reached, applicable)


def plain(value: Fraction) -> str:
    text = f"{float(value):.2f}".rstrip("0").rstrip(".")
    return text or "0"


def hundred(reached: Fraction, applicable: Fraction) -> str:
    if applicable == 0:
        return ""
    exact = reached / applicable * 10000
    whole, rest = divmod(exact.numerator, exact.denominator)
    whole += 2 * rest >= exact.denominator
    return str((Decimal(whole) / 100).quantize(Decimal("0.01"), ROUND_HALF_UP))


TestAnyInspection = AnyInspection.TestCase
TestAnyInspection.settings = settings(
    max_examples=60,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


@given(
    lost=st.lists(
        st.tuples(st.integers(0, 43), st.integers(0, 12), KINDS),
        max_size=44,
        unique_by=lambda x: x[0],
    )
)
@settings(max_examples=60, deadline=None)
def test_any_answers_score_as_counting_by_hand(lost: list[tuple[int, int, str]]) -> None:
    start = i.it(i.life().when("2025-09-18", CHAIR, i.order(items=i.ITEMS, unit_id=s.PVHCC)))
    life = i.life()
    life.state = msgspec.structs.replace(start, stage="opened")
    for n, quarters, kind in lost:
        item = start.items[n]
        points = min(Decimal(quarters) / 4, Decimal(item.max_points))
        told = i.answer(item.code, str(points), answer=kind)
        life = life.when("2025-10-06 09:00", MEMBER, told)
    assert i.score_of(life) == naive(i.it(life))
