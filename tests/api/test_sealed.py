"""Sealed orders through the API: the same secrecy as on pages, from the order to the door."""

from __future__ import annotations

import logging
import re
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from domain.ids import unit_id
from service.demo.cast import post_id
from service.server import EmbeddedServer
from tests.api.conftest import Program, make_token
from tests.web.conftest import Site
from tests.web.inspection_site import CHECKLIST
from tests.web.sealed_site import FROM_ON, WORDS, pass_to, sealed_site
from tests.web.waiting import until_lines_are_written

ORDERER, LEADER, MEMBER, SECRETARY = "chutich", "pct", "daumoi", "vienchuc"
STRANGERS = ("vanphong", MEMBER, SECRETARY, "truongphong", "rasoat", "quansat", "quantri")
PAPER = {"number": "71", "notation": "QĐ-UBND", "issued_on": "2025-07-03", "signer": "Chủ tịch"}
ORDER: dict[str, Any] = {
    "unit_id": str(unit_id("KTHTDT")),
    "leader_post": str(post_id("pct-nguyet")),
    "secretary_post": str(post_id("cv-hcc-ut")),
    "member_posts": [str(post_id("dau-moi"))],
    "checklist": {"checklist_id": str(CHECKLIST), "version": 0},
    "contents": WORDS,
    "period_from": "2025-04-01",
    "period_to": "2025-06-30",
    "from_on": f"{FROM_ON}",
    "to_on": "2025-07-11",
    "document": PAPER,
}
STATEMENT = "Tôi không có quan hệ nào với đơn vị."


@pytest.fixture(scope="module")
def own_site(server: EmbeddedServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with sealed_site(server, Path(tmp_path_factory.mktemp("sealed")), "api_sealed") as running:
        yield running


@pytest.fixture(scope="module")
def programs(own_site: Site) -> Iterator[dict[str, Program]]:
    made = {
        login: Program(own_site, make_token(own_site, login))
        for login in (ORDERER, LEADER, *STRANGERS)
    }
    yield made
    for each in made.values():
        each.client.close()


def traces(site: Site) -> list[tuple[Any, ...]]:
    """What is stored outside the vault that an act of a program may change."""
    return [
        *site.sql("SELECT max(notification_id) FROM soviec.journal_events"),
        *site.sql("SELECT count(*) FROM soviec.api_keys"),
    ]


@pytest.fixture(scope="module")
def ref(own_site: Site, programs: dict[str, Program]) -> str:
    """The address of an order that was sealed, twice under one key."""
    before, key = traces(own_site), str(uuid.uuid4())
    answers = [programs[ORDERER].ask("/sealed", ORDER, key=key) for _ in range(2)]
    assert [each.status_code for each in answers] == [201, 201], answers[0].text
    assert [each.json()["repeated"] for each in answers] == [False, True]
    assert answers[0].headers["location"] == answers[0].json()["href"]
    assert traces(own_site) == before
    return str(answers[0].json()["href"]).removeprefix("/api/v1")


def same(answer: httpx.Response) -> Any:
    """All of an answer but the number of the request and the second it was made in."""
    headers = {k: v for k, v in answer.headers.items() if k not in ("x-request-id", "date")}
    return answer.status_code, re.sub(r'"request_id":"[^"]*"', "", answer.text), headers


def test_it_is_there_for_orderer_and_leader_only(ref: str, programs: dict[str, Program]) -> None:
    for login in (ORDERER, LEADER):
        (told,) = programs[login].get("/sealed").json()["items"]
        assert told == programs[login].get(ref).json()
        assert (told["content"]["contents"], told["stage"]) == (WORDS, "waiting")
    for login in STRANGERS:
        answer = programs[login].get("/sealed")
        assert answer.status_code in (403, 404) or answer.json() == {"items": []}, login


def test_for_all_others_it_answers_like_what_was_never_there(
    ref: str, programs: dict[str, Program]
) -> None:
    others = (f"/sealed/{uuid.uuid4()}", "/sealed/khong-co")
    for login in STRANGERS:
        program = programs[login]
        for other in others:
            assert same(program.get(ref)) == same(program.get(other)), login
            assert program.get(ref).status_code in (403, 404)
            for word in ("declare", "void", "open", "publish", "khong-co"):
                for body in ({}, {"reason": "Thôi"}, {"statement": STATEMENT}, {"colour": 1}):
                    answers = [program.ask(f"{at}/{word}", body) for at in (ref, other)]
                    assert same(answers[0]) == same(answers[1]), (login, word)
                    assert answers[0].status_code in (403, 404), (login, word)
            bare = [program.client.post(f"{at}/void") for at in (ref, other)]
            assert same(bare[0]) == same(bare[1])


def test_no_line_tells_of_it(
    ref: str, programs: dict[str, Program], own_site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    before = traces(own_site)
    with caplog.at_level(logging.DEBUG, logger="soviec"):
        caplog.clear()
        programs[LEADER].get(ref)
        programs["rasoat"].get(ref)
        programs["rasoat"].ask(f"{ref}/void", {"reason": "Thôi"})
        programs[ORDERER].ask("/sealed", ORDER | {"leader_post": str(uuid.uuid4())})
        programs[ORDERER].ask("/sealed", ORDER | {"from_on": "2025-07-01"})
        programs[ORDERER].get("/seals")
        until_lines_are_written(own_site)
    lines = [r.getMessage() for r in caplog.records if r.name.startswith("soviec")]
    assert [line.split()[1] for line in lines if " request=" in line] == ["/api/v1/seals"]
    assert not any("sealed" in line or ref.rsplit("/", 1)[1] in line for line in lines)
    assert traces(own_site) == before


def test_what_cannot_be_sealed_is_told_field_by_field(programs: dict[str, Program]) -> None:
    nobody = str(uuid.uuid4())
    wrong = programs[ORDERER].ask("/sealed", ORDER | {"unit_id": nobody, "leader_post": nobody})
    assert {each["field"] for each in wrong.json()["errors"]} == {"unit_id", "leader_post"}
    earlier = programs[ORDERER].ask("/sealed", ORDER | {"happened_at": "2025-07-01T08:00:00+07:00"})
    assert (earlier.status_code, earlier.json()["errors"][0]["code"]) == (422, "not_here")
    draw = {"candidates": [[nobody, 1]], "seed_source": "VN-Index"}
    drawn = programs[ORDERER].ask("/sealed/draws", draw)
    assert drawn.json()["errors"][0]["field"] == "candidates[0]"
    for field in ("authorised_post", "max_orders"):
        assert programs[ORDERER].ask("/sealed", ORDER | {field: None}).status_code == 422
    head = programs["truongphong"].ask("/sealed", ORDER)
    assert (head.status_code, head.json()["code"]) == (403, "not_allowed")


def test_a_token_without_the_scope_seals_nothing(own_site: Site, ref: str) -> None:
    reading = Program(own_site, make_token(own_site, ORDERER, "read"))
    assert reading.get(ref).status_code == 200
    answer = reading.ask("/sealed", ORDER)
    assert (answer.status_code, answer.json()["code"]) == (403, "scope_needed")
    reading.client.close()


def test_declared_opened_and_checked(
    ref: str, programs: dict[str, Program], own_site: Site
) -> None:
    door = {"place": "Bộ phận một cửa", "received_by_post": str(post_id("truong-kt"))}
    early = programs[LEADER].ask(f"{ref}/open", door | {"statement": STATEMENT})
    assert early.status_code == 409, early.text
    pass_to(own_site, FROM_ON, "07:30")
    assert programs[MEMBER].get(ref).json()["role"] == "member"
    assert programs[MEMBER].ask(f"{ref}/void", {"reason": "Thôi"}).status_code == 404
    for login in (MEMBER, SECRETARY):
        told = programs[login].ask(f"{ref}/declare", {"statement": STATEMENT})
        assert told.status_code == 200, told.text
    key = str(uuid.uuid4())
    body = door | {"statement": STATEMENT}
    opened = [programs[LEADER].ask(f"{ref}/open", body, key=key) for _ in range(2)]
    assert [each.status_code for each in opened] == [200, 200], opened[0].text
    first, again = (each.json() for each in opened)
    assert (first["name"], again["repeated"]) == ("KT-2025-01", True)
    assert first["version"] == again["version"]
    own_site.run(own_site.house.freshness.wait, first["position"])
    assert programs[LEADER].get("/inspections/KT-2025-01").json()["was_sealed"] is True
    seal = programs["rasoat"].get(f"/seals/{ref.rsplit('/', 1)[1]}").json()
    assert (seal["state"], WORDS in seal["text"]) == ("opened", True)
    checked = programs["rasoat"].get(f"/seals/{seal['id']}/check").json()
    assert (checked["fits"], checked["computed"]) == (True, seal["commitment"])


def test_a_draw_is_frozen_and_a_dropped_order_needs_a_reason(
    ref: str, programs: dict[str, Program], own_site: Site
) -> None:
    chair = programs[ORDERER]
    candidates = [[str(unit_id("KTHTDT")), 2], [str(unit_id("VHXH")), 1]]
    body = {"candidates": candidates, "seed_source": "VN-Index đóng cửa 07/07/2025"}
    drawn = chair.ask("/sealed/draws", body)
    assert drawn.status_code == 201, drawn.text
    told = chair.get(drawn.json()["href"].removeprefix("/api/v1")).json()
    assert sorted(told["content"]["candidates"]) == [["KTHTDT", 2], ["VHXH", 1]]
    later = ORDER | {"from_on": "2025-07-08"}
    address = chair.ask("/sealed", later).json()["href"].removeprefix("/api/v1")
    assert chair.ask(f"{address}/void").status_code == 409
    dropped = chair.ask(f"{address}/void", {"reason": "Đổi kế hoạch."})
    assert dropped.status_code == 200, dropped.text
    assert chair.get(address).json()["stage"] == "voided"
