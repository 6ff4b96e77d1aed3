"""Checklists through the API: begun, revised, published, read by version, compared."""

from __future__ import annotations

from typing import Any

from tests.api.conftest import As, Program

PAPER = {"number": "60", "notation": "QĐ-UBND", "issued_on": "2025-07-02", "signer": "Chủ tịch"}
DRAFTER, CHAIR = "daumoi", "chutich"


def seen(program: Program, recording: Any) -> None:
    program.site.run(program.site.house.freshness.wait, recording["position"])


def begun(program: As, code: str) -> tuple[Program, str]:
    office = program(DRAFTER)
    items = office.get("/shipped-checklist-items").json()
    body = {"code": code, "title": "Kiểm tra thử", "items": items}
    made = office.ask("/checklists/commands/draft-checklist", body)
    assert made.status_code == 201, made.text
    assert made.json()["href"] == f"/api/v1/checklists/{code}"
    seen(office, made.json())
    return office, f"/checklists/{code}"


def test_from_the_draft_to_the_second_version(program: As) -> None:
    office, address = begun(program, "thu-api")
    draft = office.get(f"{address}/versions/1").json()
    assert (draft["is_draft"], len(draft["items"]), draft["total"]) == (True, 44, "100")
    chair = program(CHAIR)
    refused = office.ask(f"{address}/commands/publish-checklist", {"document": PAPER})
    assert refused.status_code == 403
    published = chair.ask(f"{address}/commands/publish-checklist", {"document": PAPER})
    assert published.status_code == 200, published.text
    again = office.ask(f"{address}/commands/draft-checklist", {"code": "thu-api", "title": "Mới"})
    assert again.status_code == 200, again.text
    item = draft["items"][0] | {"text": "Câu hỏi viết lại"}
    revised = office.ask(f"{address}/commands/revise-item", {"item": item})
    assert revised.status_code == 200, revised.text
    seen(office, revised.json())
    told = office.get(address).json()
    assert (told["line"]["newest"], told["line"]["draft"], told["versions"]) == (1, 2, [1])
    (change,) = office.get(f"{address}/changes").json()
    assert (change["kind"], change["changed"]) == ("changed", ["text"])
    assert office.get(f"{address}/versions/3").status_code == 404
    assert told["checklist_id"] == published.json()["stream_id"]
    assert told["line"] in office.get("/checklists").json()


def test_an_item_that_no_page_would_take_is_refused_field_by_field(program: As) -> None:
    office, address = begun(program, "thu-sai")
    item = {"item_key": "k", "code": "một", "field": 99, "text": "", "max_points": "1e50",
            "source": "DOC"}  # fmt: skip
    answer = office.ask(f"{address}/commands/revise-item", {"item": item})
    assert answer.status_code == 422
    assert {each["field"] for each in answer.json()["errors"]} == {"item.code"}, "the first one"
    for name, value in {"field": 99, "text": "", "max_points": "1e50"}.items():
        sound = {"item_key": "k", "code": "1.1", "field": 1, "text": "Một", "max_points": "1",
                 "source": "DOC"}  # fmt: skip
        wrong = office.ask(f"{address}/commands/revise-item", {"item": sound | {name: value}})
        assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (422, f"item.{name}")
