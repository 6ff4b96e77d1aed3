"""Commitments, draws, slots, openings and voids; story 19 with its published vectors."""

from __future__ import annotations

import hashlib
import hmac
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from domain.due import midnight_after
from domain.refusal import Refused
from domain.seal import commands as c
from domain.seal import values as v
from domain.seal.commitment import canonical, commit, fits
from domain.seal.draw import draw
from domain.seal.sealing import Around, FrozenDraw, seal_draw, seal_order
from domain.seal.slots import life_end, members_from, next_slot, slots_between
from domain.ward import AdoptedLimit, Ward
from tests import seal_story as q
from tests import stories as s
from tests.seal_story import LEADER, SEALER
from tests.spec import at
from tests.stories import CHAIR, CLOCK_ACTOR, actor, on, post

DRAW = {
    "candidates": [["KTHTDT", 2], ["PVHCC", 3], ["SNC", 1], ["VHXH", 1], ["VP", 1]],
    "kind": "draw",
    "pick": 1,
    "seed_source": "demo seed of 31/10/2025",
}
DRAW_COMMITMENT = "701a35ce90b4a2616bb9e84edd119b2be16fd0c622ec6ddd1c16c3208ee8a90b"
ORDER = {
    "checklist": "cl-2025-1",
    "draw": DRAW_COMMITMENT,
    "from_on": "2025-11-05",
    "kind": "order",
    "leader": "post-pct",
    "members": ["post-vp-1"],
    "members_from": "2025-11-05T06:00+07:00",
    "ordered_at": "2025-11-03T10:15:00+07:00",
    "ordered_by": "post-ct",
    "to_on": "2025-11-14",
    "unit": "PVHCC",
}
ORDER_COMMITMENT = "3626482dcc9a5da80567c8e5a3915a3b4dd67da6e5f6f4d487ca14eefcca93da"


# -- commitments -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("salt", "value", "expected"),
    [(b"\x01" * 32, DRAW, DRAW_COMMITMENT), (b"\x02" * 32, ORDER, ORDER_COMMITMENT)],
)
def test_published_commitments(salt: bytes, value: dict[str, object], expected: str) -> None:
    assert commit(salt, canonical(value)) == expected
    # as anybody would do it with the standard library alone
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    by_hand = hmac.new(salt, b"soviec-seal/v1\n" + text.encode(), hashlib.sha256)
    assert by_hand.hexdigest() == expected


def test_another_last_day_does_not_fit() -> None:
    moved = canonical(ORDER | {"to_on": "2025-11-15"})
    assert not fits(ORDER_COMMITMENT, b"\x02" * 32, moved)
    assert not fits(ORDER_COMMITMENT, b"\x03" * 32, canonical(ORDER))


def test_every_sealed_kind_comes_back_as_it_was() -> None:
    for value in (
        q.order(supersedes=q.entry(q.order()).seal_id, document=s.document()),
        v.SealedDraw(candidates=(("VP", 2),), seed_source="sổ xố"),
        *q.declared(q.order()),
        v.SealedVoid(seal=q.CHECKLIST.checklist_id, why="dropped", voided_at=q.SLOT),
        v.Filler(slot_at=q.SLOT, place=1),
    ):
        text = canonical(value)
        assert v.read_sealed(text) == value
        assert (
            json.dumps(json.loads(text), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
            == text
        ), "anybody's JSON writes the same bytes"


# -- draws -------------------------------------------------------------------------

CANDIDATES = [("KTHTDT", 2), ("PVHCC", 3), ("SNC", 1), ("VHXH", 1), ("VP", 1)]


def test_story_19_draws_the_centre() -> None:
    assert draw(CANDIDATES, "1639.65", DRAW_COMMITMENT, 1) == ["PVHCC"]
    assert draw(CANDIDATES[::-1], "1639.65", DRAW_COMMITMENT, 1) == ["PVHCC"]


def test_further_rounds_drop_what_was_taken() -> None:
    taken = draw(CANDIDATES, "1639.65", DRAW_COMMITMENT, 5)
    assert taken[0] == "PVHCC"
    assert sorted(taken) == [code for code, _ in CANDIDATES]
    # round 1 by hand: four are left, Σ 5
    text = f"draw/v1\n1639.65\n{DRAW_COMMITMENT}\n1".encode()
    place = int.from_bytes(hashlib.sha256(text).digest(), "big") % 5
    spread = ["KTHTDT", "KTHTDT", "SNC", "VHXH", "VP"]
    assert taken[1] == spread[place]


@given(
    weights=st.dictionaries(
        st.text("ABC", min_size=1), st.integers(min_value=1, max_value=9), min_size=1, max_size=6
    ),
    seed=st.text(max_size=20),
    picks=st.integers(min_value=1, max_value=7),
)
def test_a_draw_takes_each_once(weights: dict[str, int], seed: str, picks: int) -> None:
    taken = draw(list(weights.items()), seed, DRAW_COMMITMENT, picks)
    assert len(taken) == len(set(taken)) == min(picks, len(weights))
    assert set(taken) <= set(weights)


def test_weights_are_what_they_say() -> None:
    counts = {"A": 0, "B": 0}
    for n in range(2000):
        counts[draw([("A", 1), ("B", 3)], str(n), DRAW_COMMITMENT, 1)[0]] += 1
    assert 0.70 < counts["B"] / 2000 < 0.80


def test_a_draw_is_frozen_only_when_it_is_whole() -> None:
    whole = c.SealDraw(candidates=((s.VP, 1), (s.SNC, 2)), seed_source=" sổ xố ")
    assert seal_draw(whole, s.ward()).candidates == (("SNC", 2), ("VP", 1))
    for broken in (
        replace(whole, candidates=((s.VP, 0),)),
        replace(whole, candidates=((s.VP, 1), (s.VP, 1))),
        replace(whole, candidates=()),
        replace(whole, pick=3),
        replace(whole, seed_source=" "),
        replace(whole, candidates=((q.CHECKLIST.checklist_id, 1),)),
    ):
        with pytest.raises(Refused, match=r"seal\.draw_malformed"):
            seal_draw(broken, s.ward())


# -- slots -------------------------------------------------------------------------


def test_slots_stand_on_working_days_at_their_hours() -> None:
    ward = s.ward()
    assert next_slot(ward, at("2025-11-03 10:15")) == at("2025-11-03 12:30")
    assert next_slot(ward, at("2025-11-03 12:30")) == at("2025-11-04 06:30")
    assert next_slot(ward, at("2025-11-07 18:00")) == at("2025-11-10 06:30"), "over the weekend"
    week = list(slots_between(ward, at("2025-08-29 13:00"), at("2025-09-04 00:10")))
    assert week == [at("2025-09-03 06:30"), at("2025-09-03 12:30")], "national days are left out"


def test_one_life_for_a_whole_slot() -> None:
    assert life_end(at("2025-11-03 12:30"), s.ward()) == on("2026-01-02")
    assert life_end(at("2025-11-03 06:30"), s.ward()) == on("2026-01-02")


def test_members_know_two_hours_before_the_window() -> None:
    assert members_from(on("2025-11-05"), s.ward()) == at("2025-11-05 06:00")


def without_slots() -> Ward:
    none = AdoptedLimit(key="seal_slot_hours", value="", from_on=on("2025-07-01"))
    return replace(s.ward(), limits=(none,))


def test_without_hours_there_are_no_slots() -> None:
    assert next_slot(without_slots(), at("2025-11-03 10:15")) is None


# -- sealing -------------------------------------------------------------------------


def asked(**more: object) -> c.SealOrder:
    return replace(
        c.SealOrder(
            unit_id=s.PVHCC,
            leader_post=post("vice1"),
            secretary_post=post("register"),
            member_posts=(post("officer:VP"),),
            checklist=q.CHECKLIST,
            period_from=on("2025-07-01"),
            period_to=on("2025-10-31"),
            from_on=on("2025-11-05"),
            to_on=on("2025-11-14"),
        ),
        **more,
    )


def sealed(command: c.SealOrder, who: object = CHAIR, **around: object) -> v.SealedOrder:
    moment = q.nothing().moment("2025-11-03 10:15", who)  # type: ignore[arg-type]
    return seal_order(command, moment, Around(slot_at=q.SLOT, **around), s.ward())  # type: ignore[arg-type]


def refused(code: str, command: c.SealOrder, who: object = CHAIR, **around: object) -> Refused:
    with pytest.raises(Refused) as caught:
        sealed(command, who, **around)
    assert caught.value.code == code
    return caught.value


def test_the_true_hour_goes_under_the_seal() -> None:
    order = sealed(asked())
    assert (order.ordered_at, order.ordered_by) == (at("2025-11-03 10:15"), post("chair"))
    assert order.members_from == at("2025-11-05 06:00")


def test_the_window_must_lie_between_its_slot_and_the_end_of_its_life() -> None:
    gone = asked(from_on=on("2025-11-01"), to_on=on("2025-11-02"))
    refused("seal.window_impossible", gone)
    far = asked(from_on=on("2026-01-03"), to_on=on("2026-01-10"))
    assert refused("seal.window_impossible", far).facts["life_end"] == on("2026-01-02")
    refused("inspection.dates_cross", asked(to_on=on("2025-11-04")))


def test_sd_17_neither_orderer_nor_team_know_the_unit_from_inside() -> None:
    own = asked(leader_post=post("head:PVHCC"))
    refused("inspection.member_of_unit", own)
    refused("inspection.post_twice", asked(secretary_post=post("vice1")))
    office = asked(unit_id=s.VP, secretary_post=post("officer:SNC"), member_posts=())
    head = actor("head:VP")
    refused("inspection.not_authorised", office, head)
    leading = replace(office, leader_post=post("head:SNC"), max_orders=2)
    refused("inspection.not_authorised", leading, head)
    sealed(replace(office, leader_post=post("vice1")))


def test_a_leader_orders_only_what_the_programme_allows_him() -> None:
    who = actor("head:SNC")
    own = asked(leader_post=post("head:SNC"))
    refused("inspection.not_authorised", own, who)
    allowed = replace(own, max_orders=2)
    assert sealed(allowed, who, orders_used=1).ordered_by == post("head:SNC")
    assert refused("inspection.not_authorised", allowed, who, orders_used=2).facts == {
        "post": post("head:SNC"),
        "max_orders": 2,
    }
    other = replace(allowed, leader_post=post("vice1"))
    refused("inspection.not_authorised", other, who)


def frozen(**more: object) -> FrozenDraw:
    value = v.SealedDraw(candidates=tuple(CANDIDATES), seed_source="demo seed of 31/10/2025")
    facts = {"commitment": DRAW_COMMITMENT, "is_committed": True, "value": value}
    return FrozenDraw(**facts | more)  # type: ignore[arg-type]


def test_an_order_that_rests_on_a_draw_names_what_was_drawn() -> None:
    drawn = asked(draw=q.CHECKLIST.checklist_id, seed="1639.65")
    order = sealed(drawn, draw=frozen())
    assert (order.trigger, order.draw, order.seed) == ("draw", DRAW_COMMITMENT, "1639.65")
    other = replace(drawn, unit_id=s.SNC)
    assert refused("seal.not_what_was_drawn", other, draw=frozen()).facts["drawn"] == ["PVHCC"]
    refused("seal.draw_not_committed", drawn, draw=frozen(is_committed=False))
    refused("seal.seed_missing", replace(drawn, seed=" "), draw=frozen())
    refused("not_found", drawn)


# -- the journal ---------------------------------------------------------------------


def test_a_slot_is_one_append_and_happens_once() -> None:
    filler = q.entry(v.Filler(slot_at=q.SLOT, place=0))
    life = q.nothing().when("2025-11-03 12:30", SEALER, q.slot(q.entry(q.order()), filler))
    first, second = life.events
    assert (second.stream_id, second.version) == (filler.seal_id, 1)
    assert set(first.__struct_fields__) == {"commitment", "slot_at", "life_end_on"}
    life.says_nothing("2025-11-03 12:31", SEALER, q.slot())


def test_story_19_before_the_slot_it_is_not_yet_committed() -> None:
    waiting = q.opening(waiting_until=q.SLOT)
    facts = (
        q.nothing()
        .refused("2025-11-03 11:00", LEADER, q.open_(waiting), "seal.not_yet_committed")
        .facts
    )
    assert facts["next_slot"] == at("2025-11-03 12:30")


def test_story_19_opened_at_the_door() -> None:
    life = q.committed().when("2025-11-06 08:00", LEADER, q.open_())
    (opened,) = life.events
    assert fits(q.seal(life).commitment, opened.salt, opened.value)
    inside = v.read_sealed(opened.value)
    assert isinstance(inside, v.SealedOrder)
    assert inside.ordered_at == at("2025-11-03 10:15")
    life.says_nothing("2025-11-06 08:05", LEADER, q.open_())


def test_what_lay_beside_it_becomes_public_with_it() -> None:
    sealed_draw = v.SealedDraw(candidates=tuple(CANDIDATES), seed_source="x")
    former = q.order(contents="cũ")
    void = v.SealedVoid(seal=q.entry(former).seal_id, why="superseded", voided_at=q.SLOT)
    voiding = v.Voiding(
        seal_id=q.entry(former).seal_id,
        salt=q.SALT,
        value=canonical(former),
        why="superseded",
        voided_at=q.SLOT,
        void_commitment=q.entry(void).commitment,
        void=q.revealed(void),
    )
    given = q.opening(with_it=(q.revealed(sealed_draw),), replaced=(voiding,))
    events = q.committed().when("2025-11-06 08:00", LEADER, q.open_(given)).events
    assert [getattr(e, "event", e).stored_name for e in events] == [
        "seal.opened",
        "seal.opened",
        "seal.voided",
        "seal.opened",
    ]


def test_what_does_not_fit_is_not_opened() -> None:
    other = q.opening(q.order(to_on=on("2025-11-15")))
    life = q.committed()
    life.refused("2025-11-06", LEADER, q.open_(other), "seal.does_not_fit_commitment")
    salt = q.opening(salt=b"\x03" * 32)
    life.refused("2025-11-06", LEADER, q.open_(salt), "seal.does_not_fit_commitment")


def test_only_within_its_window_and_its_life() -> None:
    life = q.committed()
    for day in ("2025-11-04", "2025-11-15"):
        facts = life.refused(day, LEADER, q.open_(), "seal.outside_window").facts
        assert (facts["from_on"], facts["to_on"]) == (on("2025-11-05"), on("2025-11-14"))
    facts = life.refused("2026-01-03", LEADER, q.open_(), "seal.seal_expired").facts
    assert facts["life_end"] == on("2026-01-02")


def test_everybody_of_the_team_declares_before_the_door() -> None:
    silent = q.opening(declared=q.declared(q.order())[1:])
    life = q.committed()
    facts = life.refused("2025-11-06", LEADER, q.open_(silent), "seal.members_not_declared").facts
    assert facts["posts"] == [post("vice1")]
    spoken = q.open_(silent, statement="Tôi không có quan hệ nào với đơn vị.")
    assert life.when("2025-11-06", LEADER, spoken).events


def test_a_decided_void_is_not_opened_any_more() -> None:
    void = q.opening(voided_at=at("2025-11-04 09:00"))
    q.committed().refused("2025-11-06", LEADER, q.open_(void), "seal.order_voided")


def test_without_the_vault_there_is_nothing() -> None:
    asked_blindly = replace(q.open_(), opening=None)
    q.committed().refused("2025-11-06", LEADER, asked_blindly, "not_found")
    q.nothing().refused("2025-11-06", LEADER, asked_blindly, "not_found")


def voiding(why: v.VoidReason = "expired") -> c.PublishVoid:
    own = v.Voiding(
        seal_id=q.entry(q.order()).seal_id,
        salt=q.SALT,
        value=canonical(q.order()),
        why=why,
        voided_at=at("2026-01-03"),
    )
    return c.PublishVoid(seal_id=own.seal_id, voidings=(own,))


def test_a_life_ends_after_its_last_day() -> None:
    life = q.committed()
    life.refused("2026-01-02 23:59", CLOCK_ACTOR, voiding(), "seal.not_yet")
    ended = life.when(midnight_after(on("2026-01-02")), CLOCK_ACTOR, voiding())
    assert q.seal(ended).stage == "voided"
    ended.says_nothing("2026-01-04", CLOCK_ACTOR, voiding())
    opened = life.when("2025-11-06", LEADER, q.open_())
    opened.refused("2026-01-04", CLOCK_ACTOR, voiding(), "seal.already_opened")


def test_the_published_ten_lines_say_the_same() -> None:
    """The code of the how-to page is run as it stands there."""
    page = Path(__file__).parents[2] / "docs" / "how-to" / "check-a-seal.md"
    code = page.read_text(encoding="utf-8").split("```python")[1].split("```")[0]
    published: dict[str, Any] = {}
    exec(code, published)
    assert published["commitment"](b"\x01" * 32, canonical(DRAW)) == DRAW_COMMITMENT
    for picks in range(1, 6):
        ours = draw(CANDIDATES, "1639.65", DRAW_COMMITMENT, picks)
        assert published["draw"](CANDIDATES, "1639.65", DRAW_COMMITMENT, picks) == ours
