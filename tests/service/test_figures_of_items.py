"""Computed items: points by their rule, both counts, links to the tasks behind them."""

from __future__ import annotations

import asyncio
from typing import Any
from uuid import UUID

import pytest
from msgspec.structs import replace

from domain.ids import derived
from domain.inspection.parts import Figure
from domain.points import points
from domain.values import Link
from projections.database import make_pool
from projections.feed import Feed
from projections.figures_index import FiguresIndex
from projections.item_figures import Counted
from service.figures_of_items import (
    NO_SOURCE,
    RULES,
    SETTLED_BANDS,
    banded,
    figure_of,
    share,
    why_no_figure,
)
from service.schema import FEED_ROLE, WEB_ROLE
from tests import inspection_story as i
from tests import stories as s
from tests.domain.figures import test_imports as d
from tests.journal_store import write_now
from tests.projections.task_lives import fed, journal
from tests.stories import Life, on


def lives() -> list[Life]:
    plan = {"source": "plan"}
    return [
        s.confirmed(s.KTHTDT, s.fixed("2025-09-30"), "2025-09-26", **plan),
        s.confirmed(s.KTHTDT, s.fixed("2025-09-26"), "2025-09-30", **plan),
        s.accepted(s.KTHTDT, s.fixed("2025-09-29"), **plan),
        s.accepted(s.KTHTDT, s.fixed("2025-12-31"), **plan),
        s.accepted(s.KTHTDT, s.fixed("2025-09-15"), source="city"),
        s.confirmed(s.VP, s.fixed("2025-09-30"), "2025-09-26", **plan),
    ]


def figures(url: str, *codes: str, unit: UUID = s.KTHTDT) -> dict[str, Figure | None]:
    order = i.order(items=i.ITEMS, unit_id=unit)
    it = i.it(i.life().when("2025-09-18", s.CHAIR, order))

    async def ask() -> dict[str, Figure | None]:
        async with make_pool(url, WEB_ROLE) as pool:
            return {
                item.code: await figure_of(pool, item, it, on("2025-10-06"))
                for item in it.items
                if item.code in codes
            }

    return asyncio.run(ask())


def test_shares_and_overdue_tasks_of_the_inspected_unit(database_url: str) -> None:
    fed(database_url, journal(lives()))
    found = figures(database_url, "1.2", "1.3", "1.4", "1.5")
    assert found["1.4"] is None, "nothing is recorded that it could rest on"
    assert found["1.5"] is None, "documents are read, not computed"
    on_time, overdue = found["1.2"], found["1.3"]
    assert on_time is not None
    assert overdue is not None
    assert (on_time.points, on_time.text) == ("1", "1/3")
    assert [link.why for link in on_time.links] == ["bad", "bad", "good"]
    assert (overdue.points, overdue.text) == ("2", "2")


def test_work_handled_on_time_counts_every_task(database_url: str) -> None:
    fed(database_url, journal(lives()))
    handled = figures(database_url, "5.7")["5.7"]
    assert handled is not None
    assert handled.text == "1/4", "the city's task as well"


def imported(url: str, **more: Any) -> None:
    """What the keeper brought for September, written and fed."""
    rows = (d.row(2, month="2025-09", **more), d.row(3, month="2025-10", **more))
    life = d.nothing().when("2025-10-05", d.KEEPER, d.brought(*rows))
    placed = [replace(each, position=n) for n, each in enumerate(life.history, 1)]
    write_now(url, placed)
    Feed(url, FEED_ROLE, [FiguresIndex()]).catch_up()


def test_dossiers_are_counted_from_what_was_imported(database_url: str) -> None:
    imported(database_url, apologies=2)
    found = figures(database_url, "3.1", "3.2", "3.8", unit=s.PVHCC)
    settled, apologies = found["3.1"], found["3.2"]
    assert settled is not None
    assert apologies is not None
    assert (settled.points, settled.text) == ("2.25", "90/92"), "97.8 %: three quarters"
    assert [(link.kind, link.id) for link in settled.links] == [
        ("import", str(derived("import", "first")))
    ]
    assert (apologies.points, apologies.text) == ("2", "1/3")
    assert found["3.8"] is None, "no survey was brought"


def test_without_a_count_of_apologies_there_is_no_figure(database_url: str) -> None:
    imported(database_url)
    assert figures(database_url, "3.2", unit=s.PVHCC)["3.2"] is None


@pytest.mark.parametrize(
    ("good", "reached"), [(98, "3"), (97, "2.25"), (95, "2.25"), (90, "1.5"), (89, "0")]
)
def test_a_band_begins_at_its_least_percentage(good: int, reached: str) -> None:
    figure = banded(good, 100, points("3"), SETTLED_BANDS, ())
    assert figure is not None
    assert figure.points == reached


def test_a_share_is_exact_and_nothing_counted_is_no_figure() -> None:
    eleven = [Counted(f"PL-{n}", n != 3) for n in range(12)]
    figure = share(eleven, points("2"), "task")
    assert figure is not None
    assert (figure.points, figure.text) == ("1.83", "11/12")
    assert figure.links[0] == Link(kind="task", id="PL-3", why="bad")
    assert share([], points("2"), "task") is None


def test_every_item_of_figures_is_computed_or_says_why_it_is_filled_in_by_hand() -> None:
    items = [item for item in i.ITEMS if item.source == "DATA"]
    assert {item.item_key for item in items} == set(RULES) | set(NO_SOURCE)
    assert not set(RULES) & set(NO_SOURCE)
    assert {why_no_figure(item) for item in items} == {"nothing_counted", *NO_SOURCE.values()}
    own = replace(items[0], item_key="rieng-1")
    assert why_no_figure(own) == "no_rule"


@pytest.mark.parametrize("key", RULES)
def test_every_rule_is_of_a_computed_item_of_the_shipped_checklist(key: str) -> None:
    assert [item.source for item in i.ITEMS if item.item_key == key] == ["DATA"]
