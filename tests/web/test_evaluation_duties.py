"""What a sheet asks of whom: nobody is asked for what a rule forbids, or what is done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import UUID

import pytest

from domain.evaluation import commands as c
from projections.round_index import SheetRow
from projections.time_class_sql import Days
from service.prepared_forms import PreparedForm
from service.sessions import SignedIn
from tests import evaluation_story as v
from tests import stories as s
from tests.evaluation_story import WITH_OWN, ask
from tests.projections.test_round_index import folded
from tests.spec import at
from tests.stories import CHAIR, Life
from web.session import Visit
from web.work.evaluation_duties import _row, asks
from web.work.inspection_duties import Holder

WARD = s.ward()


def visit_of(code: str, day: str) -> Visit:
    user = SignedIn(account_id=UUID(int=1), name=code, person_id=s.person(code))
    now = at(day)
    posts = WARD.posts_of(s.person(code), now.date())
    return Visit(request_id="", now=now, today=now.date(), ward=WARD, user=user, posts=posts)


def asked(life: Life, code: str, day: str) -> list[tuple[str, date | None]]:
    row, post = folded(life), WARD.posts[s.post(code)]
    holder = Holder(
        posts=frozenset({post.post_id}),
        head_of=frozenset({post.unit_id} if post.rank == "head" else set()),
        is_chair=post.rank == "chair",
    )
    return [(each.kind, each.limit_on) for each in asks(row, holder, visit_of(code, day))]


CASES = (
    (v.opened, "head:KTHTDT", "2025-12-02", "self_score", date(2025, 12, 8)),
    (v.opened, "officer:VP", "2025-12-08", "", None),
    (v.opened, "officer:VP", "2025-12-09", "appraise", date(2025, 12, 15)),
    (v.self_scored, "officer:VP", "2025-12-05", "appraise", date(2025, 12, 12)),
    (v.self_scored, "head:KTHTDT", "2025-12-05", "", None),
    (v.delivered, "head:KTHTDT", "2025-12-10", "reply", date(2025, 12, 17)),
    (v.appealed, "chair", "2025-12-16", "decide_appeal", date(2025, 12, 23)),
    (v.appealed, "head:SNC", "2025-12-16", "decide_appeal", date(2025, 12, 23)),
    (v.appealed, "officer:VP", "2025-12-16", "", None),
    (v.appealed, "vice1", "2025-12-16", "", None),
    (v.replied, "vice1", "2025-12-18", "vote", None),
    (v.replied, "officer:VP", "2025-12-18", "", None),
    (v.voted, "chair", "2025-12-19", "approve", None),
    (v.voted, "vice1", "2025-12-19", "", None),
    (v.approved, "chair", "2025-12-22", "publish", None),
    (v.published, "chair", "2025-12-23", "", None),
)


@pytest.mark.parametrize(("life", "code", "day", "kind", "limit"), CASES)
def test_who_is_asked_for_what(
    life: Callable[[], Life], code: str, day: str, kind: str, limit: date | None
) -> None:
    assert asked(life(), code, day) == ([(kind, limit)] if kind else [])


def test_a_member_of_the_rated_unit_is_asked_for_no_vote_and_nobody_twice() -> None:
    life = v.replied(WITH_OWN)
    assert asked(life, "head:KTHTDT", "2025-12-19") == []
    after = life.when("2025-12-19", s.actor("vice1"), ask(c.CastVote, choice="for"))
    assert asked(after, "vice1", "2025-12-19") == []
    assert asked(after, "vice2", "2025-12-19") == [("vote", None)]


def test_after_a_vote_that_was_not_valid_everybody_is_asked_again() -> None:
    life = v.voting(3)
    assert asked(life, "vice1", "2025-12-22") == [("vote", None)]
    begun = life.when("2025-12-22", CHAIR, ask(c.CastVote, choice="for"))
    assert asked(begun, "chair", "2025-12-22") == [("count", None)]
    assert asked(begun, "vice1", "2025-12-22") == [("vote", None)]


def test_the_chair_need_not_wait_for_those_who_do_not_vote() -> None:
    life = v.replied()
    assert asked(life, "chair", "2025-12-18") == [("vote", None)]
    for key in ("chair", "vice1", "vice2", "head:VP"):
        life = life.when("2025-12-19", s.actor(key), ask(c.CastVote, choice="for"))
    row, post = folded(life), WARD.posts[s.post("chair")]
    holder = Holder(posts=frozenset({post.post_id}), head_of=frozenset(), is_chair=True)
    visit = visit_of("chair", "2025-12-19")
    (one,) = asks(row, holder, visit)
    shown = _row(row, one, visit, Days.of(WARD, date(2025, 12, 19)))
    assert (one.kind, one.list, shown.act_href) == (
        "count", "decide", "/evaluations/2025/KTHTDT/do/count",
    )  # fmt: skip
    assert "4/" in shown.why


def test_a_prepared_self_score_waits_for_the_head_and_for_nobody_else() -> None:
    row = folded(v.opened())
    draft = PreparedForm(
        task_id=row.sheet_id, slug="self-score", unit_id=v.UNIT,
        prepared_by=(s.person("officer:KTHTDT"),), answers={}, saved_at=at("2025-12-03"),
    )  # fmt: skip

    def rows(code: str, head_of: frozenset[UUID]) -> list[tuple[str, str]]:
        visit = visit_of(code, "2025-12-04")
        holder = Holder(posts=frozenset(), head_of=head_of, is_chair=False)
        days = Days.of(WARD, date(2025, 12, 4))
        found = asks(row, holder, visit, draft)
        return [(each.list, _row(row, each, visit, days, draft).title) for each in found]

    assert rows("head:KTHTDT", frozenset({v.UNIT})) == [
        ("do", "Bảng tự chấm của KTHTDT đã soạn xong")
    ]
    assert rows("officer:KTHTDT", frozenset()) == [("wait", "Bảng tự chấm của KTHTDT đã trình")]
    assert rows("officer:VP", frozenset()) == []


def test_the_row_leads_to_the_sheet_and_says_by_when() -> None:
    row: SheetRow = folded(v.opened())
    visit = visit_of("head:KTHTDT", "2025-12-09")
    holder = Holder(posts=frozenset(), head_of=frozenset({v.UNIT}), is_chair=False)
    (one,) = asks(row, holder, visit)
    shown = _row(row, one, visit, Days.of(WARD, date(2025, 12, 9)))
    assert (shown.href, shown.is_overdue) == ("/evaluations/2025/KTHTDT", True)
    assert shown.title == "Tự chấm điểm của KTHTDT"
    assert "08/12" in shown.when
