"""The plan overview: every number leads to its own list, and says what it is a share of."""

from __future__ import annotations

from datetime import UTC, date, datetime
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

from projections.plan_index import PlanRow
from projections.plan_overview import Group, overview_of
from tests import stories as s
from tests.web.conftest import Site, Visitor
from web.plan_overview.views import MatrixWriter, reporting_cuts
from web.register.asked import read_asked

TODAY = date(2025, 11, 20)
WARD = s.ward()
PLAN = PlanRow(
    plan_id=UUID(int=0x77),
    code="cchc",
    title="Kế hoạch",
    stage="issued",
    period_from=date(2025, 7, 1),
    period_to=date(2025, 12, 31),
    file_sha="",
    file_name="",
    read_at=datetime(2025, 7, 1, tzinfo=UTC),
)
GROUPS = [
    Group(field=1, lead_id=s.VHXH, time_class="done_on_time", is_due=True, count=4),
    Group(field=1, lead_id=s.VHXH, time_class="waiting_in_time", is_due=True, count=1),
    Group(field=1, lead_id=s.VHXH, time_class="overdue", is_due=True, count=2, asking=1),
    Group(field=3, lead_id=s.VP, time_class="in_time", is_due=False, count=5),
    Group(field=3, lead_id=s.VP, time_class="standing", is_due=False, count=3),
]
FOUND = overview_of(GROUPS)


def writer(scope: str = "all", basis: str = "verified", language: str = "vi") -> MatrixWriter:
    return MatrixWriter(
        PLAN,
        WARD,
        language,  # type: ignore[arg-type]
        scope=scope,
        basis=basis,  # type: ignore[arg-type]
        today=TODAY,
    )


def test_numbers_lead_to_the_list_they_count() -> None:
    matrix = writer(scope="city").matrix(FOUND, None)
    units = [slug for slug, _, _ in matrix.units]
    cell = matrix.rows[0].cells[units.index("vhxh")]
    assert [n.count for n in cell.numbers] == [4, 0, 0, 2]
    href = cell.numbers[3].href
    assert href is not None
    typed = {name: values[0] for name, values in parse_qs(urlsplit(href).query).items()}
    found = read_asked(typed, WARD, TODAY, [PLAN]).filter
    assert (found.leads, found.fields, found.classes) == ((s.VHXH,), (1,), ("overdue",))
    assert found.sources == ("city",)
    assert found.within_plan == (PLAN.plan_id, PLAN.period_from, PLAN.period_to)
    assert cell.numbers[1].href is None  # a zero leads nowhere
    assert [(n.part, n.count) for n in cell.more] == [("waiting", 1), ("asking", 1)]


def test_numbers_of_a_past_day_lead_to_lists_of_that_day() -> None:
    past = MatrixWriter(
        PLAN, WARD, "vi", scope="all", basis="verified", today=TODAY, as_of="2025-10-01"
    )
    href = past.matrix(FOUND, None).total.numbers[3].href
    assert href is not None
    assert parse_qs(urlsplit(href).query)["as_of"] == ["2025-10-01"]


def test_a_cell_without_tasks_is_empty_and_edges_add_up() -> None:
    matrix = writer().matrix(FOUND, None)
    units = [slug for slug, _, _ in matrix.units]
    assert matrix.rows[0].cells[units.index("vp")].is_empty
    assert not matrix.rows[2].cells[units.index("vp")].is_empty
    assert [n.count for n in matrix.total.numbers] == [4, 0, 5, 2]
    assert len(matrix.rows) == 7


def test_claimed_results_count_as_done_and_their_list_has_both() -> None:
    total = writer(basis="claimed").matrix(FOUND, None).total
    assert [n.count for n in total.numbers] == [5, 0, 5, 2]
    assert "done_on_time%2Cwaiting_in_time" in (total.numbers[0].href or "")
    assert [n.part for n in total.more] == ["asking"]


def test_another_day_stands_beside_what_differs() -> None:
    before = overview_of(
        [Group(field=1, lead_id=s.VHXH, time_class="in_time", is_due=False, count=7)]
    )
    total = writer().matrix(FOUND, before).total
    assert [n.then for n in total.numbers] == [0, None, 7, 0]


def test_every_share_names_its_denominator() -> None:
    said = " ".join(writer().sentences(FOUND))
    assert "15 nhiệm vụ do 2 cơ quan, đơn vị chủ trì, trong đó 12 nhiệm vụ có hạn" in said
    assert "Trong 7 nhiệm vụ đã đến hạn, 4 nhiệm vụ đã được xác nhận hoàn thành" in said
    assert "28,6% của 7 nhiệm vụ đã đến hạn, 16,7% của 12 nhiệm vụ có hạn" in said
    assert "1 kết quả đang chờ xác nhận; 1 nhiệm vụ đang xin gia hạn" in said


def test_figures_are_cut_on_the_fifth_of_each_quarters_last_month() -> None:
    assert reporting_cuts(date(2025, 7, 1), date(2026, 3, 5)) == [
        date(2025, 9, 5),
        date(2025, 12, 5),
        date(2026, 3, 5),
    ]


# -- pages -----------------------------------------------------------------------


def test_before_a_plan_is_issued_the_page_says_how_to_begin(site: Site, visitor: Visitor) -> None:
    assert not site.sql("SELECT 1 FROM soviec_read.plan_index WHERE stage = 'issued'")
    page = visitor.enter("daumoi").get("/plan").text
    assert "Chưa có kế hoạch nào được ban hành" in page
    assert 'href="/plan/read"' in page
    assert 'href="/plan/read"' not in site.visitor().enter("truongphong").get("/plan").text
    assert visitor.get("/plan/no-such-plan").status_code == 404
