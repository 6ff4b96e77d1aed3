"""Rule sets through the API: begun with shipped rules, adopted, drafted again, compared."""

from __future__ import annotations

from typing import Any

from tests.api.conftest import As, Program

PAPER = {"number": "60", "notation": "QĐ-UBND", "issued_on": "2025-07-02", "signer": "Chủ tịch"}
DRAFTER, CHAIR = "daumoi", "chutich"


def seen(program: Program, recording: Any) -> None:
    program.site.run(program.site.house.freshness.wait, recording["position"])


def shipped_rules(program: Program) -> dict[str, Any]:
    offered = {each["name"]: each for each in program.get("/shipped-rule-sets").json()}
    rules: dict[str, Any] = offered["ward-2025"]["rules"]
    return rules


def test_from_shipped_rules_to_the_second_version(program: As) -> None:
    office, chair = program(DRAFTER), program(CHAIR)
    rules = shipped_rules(office)
    made = office.ask("/rule-sets/commands/draft-rule-set", {"code": "api-1", "rules": rules})
    assert made.status_code == 201, made.text
    seen(office, made.json())
    draft = office.get("/rule-sets/api-1/versions/1").json()
    assert (draft["is_draft"], draft["document"]) == (True, None)
    refused = office.ask("/rule-sets/api-1/commands/adopt-rule-set", {"document": PAPER})
    assert refused.status_code == 403
    adopted = chair.ask("/rule-sets/api-1/commands/adopt-rule-set", {"document": PAPER})
    assert adopted.status_code == 200, adopted.text
    changed = draft["rules"] | {"name": "Bộ viết lại"}
    again = office.ask("/rule-sets/api-1/commands/draft-rule-set", {"code": "api-1",
                                                                   "rules": changed})  # fmt: skip
    assert again.status_code == 200, again.text
    seen(office, again.json())
    (change,) = office.get("/rule-sets/api-1/changes").json()
    assert (change["field"], change["after"]) == ("name", "Bộ viết lại")
    told = office.get("/rule-sets/api-1").json()
    assert (told["line"]["newest"], told["line"]["draft"], told["versions"]) == (1, 2, [1])
    assert told["adopted"][0]["hash"] == draft["hash"]
    assert told["line"] in office.get("/rule-sets").json()
    retire = {"version": 1, "reason": "Thay bằng bản mới"}
    retired = chair.ask("/rule-sets/api-1/commands/retire-rule-set", retire)
    assert retired.status_code == 200, retired.text
    assert office.get("/rule-sets/api-1/versions/1").json()["is_retired"]
    assert office.get("/rule-sets/api-1/versions/3").status_code == 404


def test_what_no_page_would_take_is_refused(program: As) -> None:
    office = program(DRAFTER)
    rules = shipped_rules(office)
    for code in ("a/b", "new", "Nhãn", ""):
        answer = office.ask("/rule-sets/commands/draft-rule-set", {"code": code, "rules": rules})
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "code")
    said = {"code": "api-2", "rules": rules, "faults": []}
    assert office.ask("/rule-sets/commands/draft-rule-set", said).status_code == 422
    criteria = [dict(each) for each in rules["criteria"]]
    criteria[1]["formula"] = "4 * k2.ontime"
    body = {"code": "api-2", "rules": rules | {"criteria": criteria}}
    answer = office.ask("/rule-sets/commands/draft-rule-set", body)
    assert (answer.status_code, answer.json()["code"]) == (409, "evaluation.formula_error")
    assert (answer.json()["facts"]["line"], answer.json()["facts"]["column"]) == (1, 5)
    criteria[1] = criteria[1] | {"formula": "1", "key": "1/1"}
    answer = office.ask("/rule-sets/commands/draft-rule-set", body)
    assert answer.status_code == 422
