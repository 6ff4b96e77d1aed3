"""Inspections through the API: the same rights as the pages, from the order to the door."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from domain.ids import unit_id
from service.demo.cast import post_id
from service.server import EmbeddedServer
from tests.api.conftest import Program, database, make_token, served
from tests.web.conftest import Site
from tests.web.inspection_site import CHECKLIST, on_day, publish_checklist

SCOPES = ("read", "act:inspection", "act:programme")
PAPER = {"number": "52", "notation": "QĐ-UBND", "issued_on": "2025-07-02", "signer": "Vũ Đình Khải"}
WORDS = {
    "kind": "scheduled",
    "unit_id": str(unit_id("VHXH")),
    "leader_post": str(post_id("pct-nguyet")),
    "secretary_post": str(post_id("chanh-vp")),
    "member_posts": [str(post_id("cv-hcc-ut"))],
    "contents": "Kiểm tra cải cách hành chính.",
    "fields": [5],
    "period_from": "2025-04-01",
    "period_to": "2025-06-30",
    "from_on": "2025-07-24",
    "to_on": "2025-07-25",
}
ORDER: dict[str, Any] = {
    "words": WORDS,
    "checklist": {"checklist_id": str(CHECKLIST), "version": 1},
    "document": PAPER,
}
LOGINS = ("chutich", "pct", "vanphong", "vienchuc", "truongphong", "giamdoc", "rasoat", "quansat")


@pytest.fixture(scope="module")
def programs(
    server: EmbeddedServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Program]]:
    folder: Path = tmp_path_factory.mktemp("inspections")
    with database(server, "api_inspections") as url, served(url, folder, demo=True) as running:
        publish_checklist(running)
        made = {login: Program(running, make_token(running, login, *SCOPES)) for login in LOGINS}
        yield made
        for each in made.values():
            each.client.close()


def site_of(programs: dict[str, Program]) -> Site:
    return programs["chutich"].site


def names(program: Program) -> list[str]:
    answer = program.get("/inspections")
    assert answer.status_code == 200, answer.text
    return [item["name"] for item in answer.json()["items"]]


def test_an_order_is_given_and_known_to_those_concerned_only(programs: dict[str, Program]) -> None:
    refused = programs["truongphong"].ask("/inspections/commands/order-inspection", ORDER)
    assert refused.status_code == 403, refused.text
    too_much = programs["chutich"].ask(
        "/inspections/commands/order-inspection", {**ORDER, "orders_used": 0}
    )
    assert too_much.status_code == 422
    done = programs["chutich"].ask("/inspections/commands/order-inspection", ORDER)
    assert done.status_code == 201, done.text
    address = done.headers["location"].removeprefix("/api/v1")
    position = done.json()["position"]
    site_of(programs).run(site_of(programs).house.freshness.wait, position)
    known = {login for login, program in programs.items() if names(program)}
    assert known == {"chutich", "pct", "vanphong", "vienchuc", "rasoat"}
    for login in LOGINS:
        for part in ("", "/clocks", "/documents", "/acts"):
            answer = programs[login].get(f"{address}{part}")
            assert answer.status_code == (200 if login in known else 404), (login, part)
    hidden = programs["giamdoc"].ask(f"{address}/commands/cancel-inspection", {"reason": "?"})
    assert hidden.status_code == 404


def test_declared_announced_and_opened(programs: dict[str, Program]) -> None:
    (name,) = names(programs["chutich"])
    base = f"/inspections/{name}/commands"
    early = programs["vanphong"].ask(
        f"{base}/announce-inspection",
        {"outline": "Đề cương", "visit_on": "2025-07-24", "document": PAPER},
    )
    assert early.status_code in (409, 422)
    assert "cam kết độc lập" in early.text
    for login, post in (("pct", "pct-nguyet"), ("vanphong", "chanh-vp"), ("vienchuc", "cv-hcc-ut")):
        say = {"post_id": str(post_id(post)), "statement": "Không có liên quan."}
        assert programs[login].ask(f"{base}/declare-independence", say).status_code == 200
    told = programs["vanphong"].ask(
        f"{base}/announce-inspection",
        {"outline": "Đề cương", "visit_on": "2025-07-24", "document": PAPER},
    )
    assert told.status_code == 200, told.text
    site_of(programs).run(site_of(programs).house.freshness.wait, told.json()["position"])
    views = {
        login: (answer.status_code, answer.json().get("view"))
        for login in LOGINS
        for answer in (programs[login].get(f"/inspections/{name}"),)
    }
    assert views["truongphong"] == (200, "full")
    assert views["giamdoc"] == (200, "limited")
    assert views["quansat"][0] == 404
    on_day(site_of(programs), date(2025, 7, 24))
    host = {"place": "Trụ sở", "received_by_post": str(post_id("truong-vhxh"))}
    opened = programs["pct"].ask(f"{base}/open-inspection", host)
    assert opened.status_code == 200, opened.text
    site_of(programs).run(site_of(programs).house.freshness.wait, opened.json()["position"])
    coverage = programs["giamdoc"].get("/inspections/coverage").json()
    assert (coverage["visited"], coverage["units"]) == (1, 5)
    told_clocks = programs["truongphong"].get(f"/inspections/{name}/clocks").json()
    assert [clock["rule"] for clock in told_clocks] == ["self_report_before_days"]
    team = programs["pct"].get(f"/inspections/{name}").json()["team"]
    assert {UUID(seat["post"]["post_id"]) for seat in team if seat["has_declared"]} == {
        post_id("pct-nguyet"),
        post_id("chanh-vp"),
        post_id("cv-hcc-ut"),
    }
