"""Rounds and sheets through the API: read by who may, acted on, approved with the password."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from service.demo.cast import DEMO_PASSWORD, holder_on
from service.server import EmbeddedServer
from tests.api.conftest import Program, make_token
from tests.service.test_evaluation_life import SHEET_ID
from tests.web.evaluation_site import (
    AUDITOR,
    CHAIR,
    HEAD,
    STRANGER,
    EvaluationSite,
    with_a_round,
)

ADDRESS = f"/sheets/{SHEET_ID}"
PAPER = {"number": "120", "notation": "QĐ-UBND", "issued_on": "2025-12-22", "signer": "Chủ tịch"}


@pytest.fixture(scope="module")
def story(server: EmbeddedServer, tmp_path_factory: Any) -> Iterator[EvaluationSite]:
    with with_a_round(server, tmp_path_factory.mktemp("evaluation"), "api_evaluation") as made:
        yield made


@pytest.fixture(scope="module")
def programs(story: EvaluationSite) -> Iterator[dict[str, Program]]:
    made = {}
    for post in (CHAIR, HEAD, STRANGER, AUDITOR):
        story.come(post)
        person = holder_on(post, story.site.house.clock.now().date())
        ((login,),) = story.site.sql(
            "SELECT login FROM soviec.accounts WHERE person_id = %s", person
        )
        story.site.sql("UPDATE soviec.accounts SET must_change = false")
        made[post] = Program(story.site, make_token(story.site, login))
    yield made
    for each in made.values():
        each.client.close()


def test_a_round_shows_every_reader_his_sheets(programs: dict[str, Program]) -> None:
    chair = programs[CHAIR].get("/rounds/2025").json()
    assert len(chair["sheets"]) == 5
    assert [each["name"] for each in programs[CHAIR].get("/rounds").json()] == ["2025"]
    own = programs[HEAD].get("/rounds/2025").json()["sheets"]
    assert [each["sheet_id"] for each in own] == [str(SHEET_ID)]
    told = programs[HEAD].get(ADDRESS).json()
    assert (told["line"]["stage"], told["round"]) == ("open", "2025")
    assert told["system"]
    assert programs[STRANGER].get(ADDRESS).status_code == 404
    assert programs[CHAIR].get("/sheets/2025").status_code == 404
    assert programs[CHAIR].get("/rounds/1999").status_code == 404


def test_what_the_machine_works_out_is_never_sent(programs: dict[str, Program]) -> None:
    for body in ({"lines": [], "told": None}, {"lines": [{"key": "x"}]}):
        wrong = programs[HEAD].ask(f"{ADDRESS}/commands/submit-self-score", body)
        assert wrong.status_code == 422, wrong.text
    hidden = programs[STRANGER].ask(f"{ADDRESS}/commands/accept-appraisal")
    assert hidden.status_code == 404


def test_an_approval_needs_the_password(programs: dict[str, Program]) -> None:
    chair = programs[CHAIR]
    body = {"level": "good", "document": PAPER}
    missing = chair.ask(f"{ADDRESS}/commands/approve-score", body)
    assert [each["field"] for each in missing.json()["errors"]] == ["password"]
    wrong = chair.ask(f"{ADDRESS}/commands/approve-score", body | {"password": "sai"})
    assert (wrong.status_code, wrong.json()["code"]) == (403, "wrong_password")
    early = chair.ask(f"{ADDRESS}/commands/approve-score", body | {"password": DEMO_PASSWORD})
    assert (early.status_code, early.json()["code"] != "wrong_password") == (409, True), early.text


def test_a_rule_set_is_drafted_with_its_formulas_compiled_here(
    programs: dict[str, Program],
) -> None:
    chair = programs[CHAIR]
    (line,) = chair.get("/rule-sets").json()
    told = chair.get(f"/rule-sets/{line['name']}").json()
    assert (told["versions"], told["has_draft"]) == ([1], False)
    rules = chair.get(f"/rule-sets/{line['name']}/versions/1").json()["rules"]
    said = chair.ask("/rule-sets/commands/draft-rule-set", {"code": "thu", "rules": rules})
    assert said.status_code in (201, 403), said.text
    assert chair.get(f"/rule-sets/{line['name']}/versions/9").status_code == 404
    faults = {"code": "thu", "rules": rules, "faults": []}
    assert chair.ask("/rule-sets/commands/draft-rule-set", faults).status_code == 422
