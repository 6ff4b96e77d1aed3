"""My work: the right rows for the right person, by the right right."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID, uuid4

from domain.values import Doc
from domain.ward import Delegation
from projections.duties import DutyRow, HolderRole
from projections.duties_query import Waiting
from projections.register_query import RegisterLine
from projections.time_class_sql import Days
from service.offices import Office, deputy_offices, lent_offices, own_offices
from tests import stories as s
from tests.web.conftest import Site, Visitor
from web.holdings import circle_of, holding, is_open_to, reach_of
from web.register.lines import days_to
from web.session import Visit
from web.work.rows import RowWriter, clipped, in_order

TODAY = date(2025, 11, 20)
LENT = Delegation(
    delegation_id=UUID(int=0xDE),
    from_post=s.post("head:VHXH"),
    to_post=s.post("officer:VHXH"),
    duties=("accept", "review"),
    from_on=date(2025, 11, 1),
    until_on=date(2025, 11, 30),
    document=Doc(number="12", notation="GUQ", issued_on=date(2025, 11, 1)),
)
WARD = s.ward(LENT)
DAYS = Days.of(WARD, TODAY)


def offices(code: str) -> tuple[Office, ...]:
    own = own_offices(WARD, s.person(code), TODAY, None)
    return (*own, *deputy_offices(WARD, own), *lent_offices(WARD, own))


def line(**more: object) -> RegisterLine:
    facts: dict[str, object] = {
        "task_id": uuid4(),
        "code": "PL-2025-0038",
        "text": "Đề xuất đơn giản hóa thủ tục.",
        "text_fold": "",
        "text_key": "",
        "field": 3,
        "lead_id": s.VHXH,
        "source": "plan",
        "plan_ref": "III.3.b",
        "kind": "single",
        "nature": "regular",
        "weight": "1",
        "stage": "accepted",
        "stage_since": datetime(2025, 11, 1, tzinfo=UTC),
        "assigned_on": date(2025, 8, 4),
        "last_on": date(2025, 11, 21),
        "last_act_at": datetime(2025, 11, 1, tzinfo=UTC),
        "time_class": "due_soon",
    }
    return RegisterLine(**(facts | more))  # type: ignore[arg-type]


def waiting(kind: str, role: HolderRole, limit: date | None = TODAY, **more: object) -> Waiting:
    about = line(**{k: more.pop(k) for k in list(more) if k in RegisterLine.__struct_fields__})
    facts = {"holder_unit": s.VHXH} if role == "head" else {}
    duty = DutyRow(
        task_id=about.task_id,
        key=kind,
        kind=kind,  # type: ignore[arg-type]
        holder_role=role,
        since=date(2025, 11, 18),
        limit_on=limit,
        **(facts | more),  # type: ignore[arg-type]
    )
    return Waiting(duty=duty, line=about)


def held_by(code: str, what: Waiting) -> Office | None:
    return holding(what, offices(code), WARD)


# -- whose it is -----------------------------------------------------------------


def test_the_head_holds_what_the_unit_owes_and_others_do_not() -> None:
    submit = waiting("submit", "head")
    assert held_by("head:VHXH", submit) is not None
    assert held_by("head:VP", submit) is None
    assert held_by("officer:VHXH", submit) is None  # only acceptance was lent
    assert held_by("chair", submit) is None


def test_a_delegate_holds_what_was_lent_and_says_so() -> None:
    office = held_by("officer:VHXH", waiting("accept", "head"))
    assert office is not None
    row = RowWriter(visit("officer:VHXH"), DAYS).mine(waiting("accept", "head"), office)
    assert "Thay head:VHXH, theo ủy quyền số 12/GUQ đến 30/11/2025" in row.why


def test_decisions_belong_to_the_leader_named_or_in_charge_of_the_field() -> None:
    decide = waiting("decide_extension", "authority", holder_post=s.post("chair"))
    assert held_by("chair", decide) is not None
    assert held_by("vice1", decide) is not None  # field 3
    assert held_by("vice2", decide) is None
    by_order = waiting("decide_extension", "authority", holder_post=s.post("register"))
    assert held_by("chair", by_order) is not None
    assert held_by("register", by_order) is None


def test_the_follow_up_office_hangs_on_source_and_lead() -> None:
    letter = waiting("sign_urging", "follow_up", lead_id=s.KTHTDT)
    assert held_by("coordinator", letter) is not None
    assert held_by("register", letter) is None
    # the coordinator's own unit leads it: the other office follows it up
    own = waiting("sign_urging", "follow_up", lead_id=s.VHXH)
    assert held_by("coordinator", own) is None
    assert held_by("register", own) is not None


def test_reach_names_everything_that_must_be_looked_for() -> None:
    reach = reach_of(offices("coordinator"), WARD)
    assert ("plan", s.KTHTDT) in reach.follows
    assert ("plan", s.VHXH) not in reach.follows
    assert reach.head_of == ()
    assert reach_of(offices("officer:VHXH"), WARD).head_of == (s.VHXH,)
    assert circle_of(offices("vice1"), frozenset({"V"}), WARD).fields == (1, 2, 3)


def test_news_come_only_from_files_that_are_open_to_the_reader() -> None:
    keeper = circle_of(offices("register"), frozenset({"O"}), WARD)
    assert ("city", s.KTHTDT) in keeper.follows
    assert ("plan", s.KTHTDT) not in keeper.follows
    assert not keeper.everything
    assert circle_of(offices("chair"), frozenset({"C"}), WARD).everything
    assert is_open_to(line(source="city", lead_id=s.KTHTDT), keeper)
    assert not is_open_to(line(lead_id=s.KTHTDT), keeper)
    assert is_open_to(line(lead_id=s.KTHTDT, units=(s.KTHTDT, s.VP)), keeper)
    outside = circle_of(offices("auditor"), frozenset({"OB"}), WARD)
    assert not is_open_to(line(units=(s.VP,)), outside)


# -- what it says ----------------------------------------------------------------


def visit(code: str, language: str = "vi") -> Visit:
    return Visit(
        request_id="test",
        now=datetime(2025, 11, 20, 0, 40, tzinfo=UTC),
        today=TODAY,
        language=language,  # type: ignore[arg-type]
        ward=WARD,
        posts=WARD.posts_of(s.person(code), TODAY),
    )


def test_a_row_in_words() -> None:
    explain = waiting(
        "explain",
        "head",
        date(2025, 11, 21),
        sub="3",
        last_on=date(2025, 10, 31),
        time_class="overdue",
    )
    office = held_by("head:VHXH", explain)
    assert office is not None
    row = RowWriter(visit("head:VHXH"), DAYS).mine(explain, office)
    assert row.title == "Giải trình việc chậm: Đề xuất đơn giản hóa thủ tục"
    assert row.why == "PL-2025-0038. Thủ trưởng cơ quan chủ trì. Đôn đốc lần 3, ngày 18/11."
    assert row.origin.startswith("Kế hoạch CCHC, mục III.3.b; giao 04/08; hạn nhiệm vụ 31/10")
    assert (row.tag, row.when) == ("overdue", "Trả lời chậm nhất thứ Sáu 21/11")
    assert row.distance == "nhiệm vụ quá hạn 14 ngày làm việc"
    assert row.act_href == "/tasks/PL-2025-0038/do/explain-delay"


def test_a_duty_has_a_clock_of_its_own() -> None:
    writer, office = RowWriter(visit("head:VHXH", "en"), DAYS), offices("head:VHXH")[0]
    limits = (date(2025, 11, 19), TODAY, date(2025, 11, 21), date(2025, 12, 1))
    rows = [writer.mine(waiting("accept", "head", limit), office) for limit in limits]
    assert [row.tag for row in rows] == ["overdue", "due_today", "due_soon", "in_time"]
    assert rows[0].distance == "1 working day overdue"


def test_what_is_awaited_says_who_holds_it_and_for_how_long() -> None:
    review = waiting(
        "review",
        "reviewer",
        date(2025, 11, 24),
        holder_post=s.post("vice1"),
        time_class="waiting_in_time",
    )
    row = RowWriter(visit("head:VHXH"), DAYS).awaited(review)
    assert row.list == "wait"
    assert row.origin == "vice1 vice1 đang giữ."
    assert (row.when, row.distance) == ("Đã chờ 2 ngày làm việc", "hạn trả lời 24/11")
    assert row.act_href == "/tasks/PL-2025-0038"


def test_overdue_comes_first_then_the_nearest_day() -> None:
    writer, office = RowWriter(visit("head:VHXH"), DAYS), offices("head:VHXH")[0]
    rows = [
        writer.mine(waiting("accept", "head", limit), office)
        for limit in (None, date(2025, 12, 1), date(2025, 11, 10), date(2025, 11, 21))
    ]
    assert [row.limit_on for row in in_order(rows)] == [
        date(2025, 11, 10),
        date(2025, 11, 21),
        date(2025, 12, 1),
        None,
    ]
    assert days_to(date(2025, 11, 24), WARD, TODAY) == 2
    assert days_to(date(2025, 11, 17), WARD, TODAY) == -3


def test_long_words_are_cut_at_a_word() -> None:
    assert clipped("Một câu. Câu sau nữa.") == "Một câu"
    cut = clipped("rất dài " * 40)
    assert len(cut) < 142
    assert cut.removesuffix("…").split()[-1] in ("rất", "dài")


# -- pages -----------------------------------------------------------------------


def test_everybody_who_works_in_the_ward_has_the_page(site: Site) -> None:
    for login in ("chutich", "pct", "vanphong", "daumoi", "truongphong", "vienchuc", "vanthu"):
        page = site.visitor().enter(login).get("/my-work")
        assert page.status_code == 200, login
        assert "Cần quyết định" in page.text
    assert site.visitor().enter("rasoat").get("/my-work").status_code == 404
    assert site.visitor().enter("quantri").get("/my-work").status_code == 404


def test_the_follow_up_offices_see_what_became_late(visitor: Visitor) -> None:
    assert "Mới quá hạn từ hôm qua" in visitor.enter("daumoi").get("/my-work").text


def test_the_chair_sees_the_ward_first(visitor: Visitor) -> None:
    page = visitor.enter("chutich").get("/my-work").text
    assert page.index("nhiệm vụ của phường đang quá hạn") < page.index("Cần quyết định")


def test_news_are_marked_as_seen(site: Site, visitor: Visitor) -> None:
    visitor.enter("vanphong")
    assert "Việc vừa được ghi" in visitor.get("/my-work").text
    position = site.house.freshness.position
    answer = visitor.send("/my-work/seen", {"position": str(position + 1_000_000)})
    assert answer.headers["location"] == "/my-work"
    stored = site.sql("SELECT max(position) FROM soviec.seen_positions")
    assert stored == [(position,)]
    assert "Không có việc mới được ghi từ" in visitor.get("/my-work").text
    visitor.send("/my-work/seen", {"position": "not a number"})
    assert site.sql("SELECT max(position) FROM soviec.seen_positions") == stored
