"""Commands through the API: recorded once, over the version that was read, in the right office."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest

from service.demo.cast import post_id
from tests.api.conftest import As, Program

PAPER = {
    "number": "77",
    "notation": "QĐ-UBND",
    "issued_on": "2025-07-02",
    "issuer": "UBND phường",
    "signer": "Chủ tịch",
}


HEAD = "truongphong"
OF_OTHER_UNIT = "giamdoc"


def unit_of(program: Program) -> str:
    return str(program.get("/me").json()["posts"][0]["unit"]["unit_id"])


def assigned(program: As, **content: Any) -> dict[str, Any]:
    """A task that the chair has just assigned to the head's unit."""
    chair = program("chutich")
    words = {
        "text": "Rà soát thủ tục nội bộ",
        "field": 3,
        "product": "Báo cáo",
        "lead_id": unit_of(program(HEAD)),
        "deadline": {"kind": "fixed", "on": "2025-09-30"},
        **content,
    }
    answer = chair.ask("/tasks/commands/assign-task", {"content": words, "document": PAPER})
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


def test_a_task_is_assigned_accepted_and_read(program: As) -> None:
    task = assigned(program)
    assert task["name"].startswith("PL-2025-")
    assert task["href"] == f"/api/v1/tasks/{task['name']}"
    head = program(HEAD)
    accepted = head.ask(f"/tasks/{task['name']}/commands/accept-task")
    assert (accepted.status_code, accepted.json()["version"]) == (200, 2)
    assert accepted.headers["etag"] == '"2"'
    read = head.get(f"/tasks/{task['name']}", params={"seen": accepted.json()["position"]}).json()
    assert (read["stage"], read["version"], read["view"]) == ("accepted", 2, "full")


def test_an_act_is_recorded_with_person_and_office(program: As) -> None:
    task = assigned(program)
    program(HEAD).ask(f"/tasks/{task['name']}/commands/accept-task")
    site = program().site
    records = site.run(site.house.ledger.load, uuid.UUID(task["stream_id"]))
    assert [r.meta.actor.capacity for r in records] == ["own", "own"]
    assert records[0].meta.actor.post_id == post_id("chu-tich")
    assert records[1].meta.actor.unit_id is not None


def test_the_same_key_records_once_and_answers_the_same(program: As) -> None:
    task, head, key = assigned(program), program(HEAD), str(uuid.uuid4())
    path = f"/tasks/{task['name']}/commands/report-progress"
    program(HEAD).ask(f"/tasks/{task['name']}/commands/accept-task")
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: head.ask(path, {"text": "Đang làm"}, key=key), range(8)))
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.json()["position"] for answer in answers}) == 1
    again = head.ask(path, {"text": "Đang làm"}, key=key).json()
    assert again["repeated"] is True
    acts = head.get(f"/tasks/{task['name']}/acts").json()["items"]
    assert [act["kind"] for act in acts].count("task.progress_reported") == 1


def test_a_key_begins_one_task_only(program: As) -> None:
    chair, key = program("chutich"), str(uuid.uuid4())
    body = {"content": {"text": "Soạn quy chế", "field": 2}}
    first = chair.ask("/tasks/commands/draft-task", body, key=key)
    second = chair.ask("/tasks/commands/draft-task", body, key=key)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json()["stream_id"] == second.json()["stream_id"]


def test_a_key_with_another_body_is_refused(program: As) -> None:
    chair, key = program("chutich"), str(uuid.uuid4())
    chair.ask("/tasks/commands/draft-task", {"content": {"text": "Một", "field": 2}}, key=key)
    other = chair.ask(
        "/tasks/commands/draft-task", {"content": {"text": "Hai", "field": 2}}, key=key
    )
    assert (other.status_code, other.json()["code"]) == (422, "key_used")


def test_a_key_of_somebody_else_is_refused(program: As) -> None:
    key, body = str(uuid.uuid4()), {"content": {"text": "Một", "field": 2}}
    program("chutich").ask("/tasks/commands/draft-task", body, key=key)
    other = program("vanphong").ask("/tasks/commands/draft-task", body, key=key)
    assert (other.status_code, other.json()["code"]) == (422, "key_used")


def test_after_a_refusal_the_corrected_request_may_use_the_same_key(program: As) -> None:
    task, head, key = assigned(program), program(HEAD), str(uuid.uuid4())
    path = f"/tasks/{task['name']}/commands/return-task"
    refused = head.ask(
        path,
        {"why": "unclear", "text": "Chưa rõ", "proposes_unit_id": str(uuid.uuid4())},
        key=key,
    )
    assert refused.status_code == 422
    assert head.ask(path, {"why": "unclear", "text": "Chưa rõ"}, key=key).status_code == 200


def test_a_key_is_needed(program: As) -> None:
    chair = program("chutich")
    answer = chair.client.post("/tasks/commands/draft-task", json={})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] == "idempotency-key"
    wrong = chair.ask("/tasks/commands/draft-task", {}, key="1")
    assert (wrong.status_code, wrong.json()["errors"][0]["code"]) == (400, "wrong_form")


def test_a_moved_version_is_told_with_who_moved_it(program: As) -> None:
    task, head, chair = assigned(program), program(HEAD), program("chutich")
    etag = chair.get(f"/tasks/{task['name']}").headers["etag"]
    head.ask(f"/tasks/{task['name']}/commands/accept-task")
    body = {"reason": "Chờ văn bản", "document": PAPER}
    path = f"/tasks/{task['name']}/commands/suspend-task"
    moved = chair.ask(path, body, headers={"if-match": etag})
    assert (moved.status_code, moved.json()["code"]) == (412, "version_moved")
    assert moved.json()["facts"]["now"] == 2
    fresh = chair.get(f"/tasks/{task['name']}").headers["etag"]
    assert chair.ask(path, body, headers={"if-match": fresh}).status_code == 200


def test_a_rule_refuses_with_its_code_its_facts_and_the_words_of_the_page(program: As) -> None:
    task = assigned(program)
    officer = program("daumoi").ask(f"/tasks/{task['name']}/commands/accept-task")
    assert (officer.status_code, officer.json()["code"]) == (403, "not_allowed")
    assert officer.headers["content-type"] == "application/problem+json"
    chair = program("chutich")
    path = f"/tasks/{task['name']}/commands/withdraw-task"
    vi = chair.ask(path, {"reason": "Thôi"})
    en = chair.ask(path, {"reason": "Thôi"}, headers={"accept-language": "fr, en;q=0.5"})
    assert vi.status_code == en.status_code == 409
    assert vi.json()["code"] == en.json()["code"] == "document_needed"
    assert vi.json()["detail"] != en.json()["detail"]
    assert (vi.headers["content-language"], en.headers["content-language"]) == ("vi", "en")


def test_other_units_find_no_task_to_act_on(program: As) -> None:
    task = assigned(program)
    other = program(OF_OTHER_UNIT)
    assert other.get(f"/tasks/{task['name']}").json()["view"] == "limited"
    for path in ("accept-task", "attach-evidence"):
        assert other.ask(f"/tasks/{task['name']}/commands/{path}").status_code in (404, 422)
    assert other.get(f"/tasks/{task['name']}/acts").status_code == 404


def test_an_act_can_be_asked_for_in_a_chosen_post_only_if_it_is_held(program: As) -> None:
    chair = program("chutich")
    body = {"content": {"text": "Soạn quy chế", "field": 2}}
    own = {"acting-post": str(post_id("chu-tich"))}
    other = {"acting-post": str(post_id("vp-chanh"))}
    assert chair.ask("/tasks/commands/draft-task", body, headers=own).status_code == 201
    refused = chair.ask("/tasks/commands/draft-task", body, headers=other)
    assert (refused.status_code, refused.json()["code"]) == (403, "post_not_held")


def test_the_organisation_and_its_new_ids(program: As) -> None:
    office = program("vanphong")
    made = office.ask(
        "/org/commands/register-person", {"full_name": "Đỗ Thị Mơ", "document": PAPER}
    )
    assert made.status_code == 200, made.text
    people = office.get("/people", params={"seen": made.json()["position"]}).json()
    assert made.json()["began"] in {person["person_id"] for person in people}


def test_what_is_spoken_of_has_to_be_there(program: As) -> None:
    nobody = str(uuid.uuid4())
    answer = program("chutich").ask(
        "/tasks/commands/draft-task",
        {"content": {"text": "A", "field": 1, "lead_id": nobody, "reviewer_post_id": nobody,
                     "cooperating": [nobody]}},
    )  # fmt: skip
    assert answer.status_code == 422
    assert {each["field"] for each in answer.json()["errors"]} == {
        "content.lead_id",
        "content.reviewer_post_id",
        "content.cooperating[0]",
    }


def test_a_cause_must_be_an_act_of_the_same_thing(program: As) -> None:
    task, head = assigned(program), program(HEAD)
    path = f"/tasks/{task['name']}/commands/accept-task"
    wrong = head.ask(path, {"caused_by": str(uuid.uuid4())})
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (422, "caused_by")
    assert head.ask(path, {"caused_by": task["events"][0]}).status_code == 200


def test_an_act_upon_what_the_read_models_have_not_heard_of_waits_for_them(program: As) -> None:
    head = program(HEAD)
    with (
        psycopg.connect(head.site.house.url) as holding,
        ThreadPoolExecutor(1) as pool,
    ):
        holding.execute("LOCK TABLE soviec_read.positions IN EXCLUSIVE MODE")
        task = assigned(program)
        accepting = pool.submit(head.ask, f"/tasks/{task['name']}/commands/accept-task")
        with pytest.raises(TimeoutError):
            accepting.result(0.5)
        holding.rollback()
        assert accepting.result().status_code == 200


def test_an_unknown_name_is_told_at_last(program: As) -> None:
    answer = program(HEAD).ask("/tasks/PL-2025-9999/commands/accept-task")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
