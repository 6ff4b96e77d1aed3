"""Checklists: drafted, revised, published for ever, drafted again with lasting keys."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace as changed

from domain.checklist import commands as c
from domain.checklist import events as e
from domain.checklist.decide import decide
from domain.checklist.state import Checklist, evolve
from domain.checklist_item import Item, items_hash
from domain.ids import derived
from service.checklist_file import UnreadableChecklist, items_of, shipped_items, table_of
from tests import stories as s
from tests.inspection_story import ward
from tests.stories import CHAIR, COORDINATOR, Life

CHECKLIST = derived("checklist", "cl-2025")
DAY = "2025-08-18"


def item(code: str, points: str, **more: Any) -> Item:
    said: dict[str, Any] = {"item_key": f"k-{code}", "text": f"Mục {code}", "field": 1}
    return Item(code=code, max_points=points, source="DOC", **{**said, **more})


ITEMS = (item("1.1", "40"), item("1.2", "59.5"), item("1.10", "0.5"))


def ask(kind: type[Any], **more: Any) -> Any:
    return kind(checklist_id=CHECKLIST, **more)


def draft(*items: Item, **more: Any) -> c.DraftChecklist:
    said: dict[str, Any] = {"code": "cl-2025", "title": "Kiểm tra CCHC", **more}
    return c.DraftChecklist(checklist_id=CHECKLIST, items=items, **said)


def nothing() -> Life:
    return Life(decide=decide, evolve=evolve, ward=ward(), stream=CHECKLIST)


def drafted(*items: Item) -> Life:
    return nothing().when(DAY, COORDINATOR, draft(*(items or ITEMS)))


def published() -> Life:
    return drafted().when("2025-08-20", CHAIR, ask(c.PublishChecklist))


def it(life: Life) -> Checklist:
    assert isinstance(life.state, Checklist)
    return life.state


def test_the_shipped_checklist_is_published_as_it_is() -> None:
    life = drafted(*shipped_items()).when(DAY, CHAIR, ask(c.PublishChecklist))
    assert (life.event.version, len(life.event.items)) == (1, 44)
    assert life.event.hash == items_hash(life.event.items)
    assert it(life).draft is None


def test_items_stand_in_the_order_of_their_numbers() -> None:
    life = drafted(*reversed(ITEMS))
    assert [x.code for x in it(life).draft or ()] == ["1.1", "1.2", "1.10"]


def test_points_must_come_to_the_total() -> None:
    short = drafted(*ITEMS[:2])
    refused = short.refused(DAY, CHAIR, ask(c.PublishChecklist), "checklist.points_do_not_sum")
    assert refused.facts == {"sum": "99.5", "total": "100"}
    missing = ask(c.ReviseItem, item=ITEMS[2])
    assert short.when(DAY, COORDINATOR, missing).when(DAY, CHAIR, ask(c.PublishChecklist)).events
    partial = nothing().when(DAY, COORDINATOR, draft(*ITEMS[:2], total="99.5"))
    assert partial.when(DAY, CHAIR, ask(c.PublishChecklist)).events


def test_publishing_needs_a_document_and_happens_once() -> None:
    drafted().refused(DAY, CHAIR, ask(c.PublishChecklist), "document_needed", document=None)
    published().says_nothing(DAY, CHAIR, ask(c.PublishChecklist))


def test_a_published_version_stays() -> None:
    change = ask(c.ReviseItem, item=item("1.1", "39"))
    refused = published().refused(DAY, COORDINATOR, change, "checklist.published_stays")
    assert refused.facts == {"version": 1}
    second = published().when("2025-09-01", COORDINATOR, draft())
    assert (second.event.version, second.event.items) == (2, it(published()).versions[0].items)
    second = second.when("2025-09-01", COORDINATOR, change)
    second = second.when(
        "2025-09-01", COORDINATOR, ask(c.ReviseItem, item=item("1.10", "1.5"))
    ).when("2025-09-02", CHAIR, ask(c.PublishChecklist))
    versions = it(second).versions
    assert [v.number for v in versions] == [1, 2]
    assert versions[0].items != versions[1].items
    assert it(second).version(1) == versions[0]


def test_a_key_is_not_given_to_other_words() -> None:
    twice = draft(ITEMS[0], item("1.3", "1", item_key="k-1.1"))
    nothing().refused(DAY, COORDINATOR, twice, "checklist.item_key_reused")
    same_code = draft(ITEMS[0], item("1.1", "1", item_key="other"))
    nothing().refused(DAY, COORDINATOR, same_code, "checklist.item_code_twice")
    life = published().when("2025-09-01", COORDINATOR, draft())
    life = life.when("2025-09-01", COORDINATOR, ask(c.ReviseItem, item=ITEMS[2], drop=True))
    assert life.event.dropped
    raised = ask(c.ReviseItem, item=item("1.2", "60"))
    life = life.when("2025-09-01", COORDINATOR, raised)
    life = life.when("2025-09-02", CHAIR, ask(c.PublishChecklist))
    third = life.when("2025-10-01", COORDINATOR, draft())
    other = item("1.4", "0.5", item_key="k-1.10", text="Mục khác")
    refused = third.refused(
        "2025-10-01", COORDINATOR, ask(c.ReviseItem, item=other), "checklist.item_key_reused"
    )
    assert refused.facts == {"item_key": "k-1.10", "code_of": "1.10"}
    back = changed(ITEMS[2], code="1.4")
    renumbered = third.when("2025-10-01", COORDINATOR, ask(c.ReviseItem, item=back))
    assert isinstance(renumbered.event, e.ItemRevised)


def test_what_is_already_so_says_nothing() -> None:
    drafted().says_nothing(DAY, COORDINATOR, draft(*ITEMS))
    drafted().says_nothing(DAY, COORDINATOR, ask(c.ReviseItem, item=ITEMS[0]))
    unknown = ask(c.ReviseItem, item=item("9.9", "1"), drop=True)
    drafted().says_nothing(DAY, COORDINATOR, unknown)


def test_a_retired_checklist_takes_no_draft() -> None:
    gone = published().when("2025-12-01", CHAIR, ask(c.RetireChecklist))
    gone.says_nothing("2025-12-02", CHAIR, ask(c.RetireChecklist))
    gone.refused("2025-12-02", COORDINATOR, draft(), "checklist.is_retired")
    published().refused("2025-12-01", CHAIR, ask(c.RetireChecklist), "reason_needed", reason="")


@pytest.mark.parametrize("kind", [c.PublishChecklist, c.RetireChecklist])
def test_nothing_is_asked_of_what_is_not_there(kind: type[Any]) -> None:
    nothing().refused(DAY, CHAIR, ask(kind), "not_found")


# -- the table -----------------------------------------------------------------


def test_a_checklist_survives_its_own_table() -> None:
    items = shipped_items()
    assert items_of(table_of(items)) == items


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("code,item_vi,source\n", "column_missing", 0),
        ("code,item_vi,max_points,source\n1.1,Mục,1,DOC\nx,Mục,1,DOC\n", "line_wrong", 3),
        ("code,item_vi,max_points,source\n1.1,Mục,1,ĐOÁN\n", "line_wrong", 2),
    ],
)
def test_a_table_that_is_no_checklist_says_where(text: str, code: str, line: int) -> None:
    with pytest.raises(UnreadableChecklist) as caught:
        items_of(text)
    assert (caught.value.code, caught.value.line) == (code, line)


def test_units_are_asked_only_what_applies_to_them() -> None:
    asked = {
        unit: sum(1 for x in shipped_items() if x.applies(ward().units[getattr(s, unit)]))
        for unit in ("VP", "PVHCC", "SNC")
    }
    assert asked == {"VP": 34, "PVHCC": 44, "SNC": 34}
