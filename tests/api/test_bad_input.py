"""Nasty input by name: always a clear refusal in problem+json, never a fault of ours."""

from __future__ import annotations

import json
import socket
import unicodedata
import uuid
from typing import Any

import pytest

from tests.api.conftest import As, Program

DRAFT = "/tasks/commands/draft-task"
PROBLEM = "application/problem+json"


def draft(program: Program, **content: Any) -> Any:
    return program.ask(DRAFT, {"content": {"text": "Rà soát", "field": 3, **content}})


def codes(answer: Any) -> dict[str, str]:
    assert answer.headers["content-type"] == PROBLEM, answer.text
    return {each["field"]: each["code"] for each in answer.json()["errors"]}


@pytest.mark.parametrize(
    ("content", "field", "code"),
    [
        ({"text": 1}, "content.text", "wrong_type"),
        ({"text": None}, "content.text", "wrong_type"),
        ({"text": ""}, "content.text", "blank"),
        ({"text": " \n\t "}, "content.text", "blank"),
        ({"text": "a\x00b"}, "content.text", "control_character"),
        ({"text": "\u202egnp.exe\u202c"}, "content.text", "control_character"),
        ({"text": "\ufeffa"}, "content.text", "control_character"),
        ({"product": "a\x1b[31m"}, "content.product", "control_character"),
        ({"text": "a" * 1_000_000}, "content.text", "too_long"),
        ({"product": "a" * 301}, "content.product", "too_long"),
        ({"field": 0}, "content.field", "out_of_range"),
        ({"field": 10**30}, "content.field", "out_of_range"),
        ({"field": "3"}, "content.field", "wrong_type"),
        ({"field": 3.5}, "content.field", "wrong_type"),
        ({"field": True}, "content.field", "wrong_type"),
        ({"lead_id": "x"}, "content.lead_id", "wrong_form"),
        ({"nature": "slow"}, "content.nature", "no_choice"),
        ({"weight": "-1"}, "content.weight", "wrong_form"),
        ({"city_last_on": "2025-02-30"}, "content.city_last_on", "wrong_form"),
        ({"city_last_on": "0001-01-01"}, "content.city_last_on", "year"),
        ({"city_last_on": "9999-12-31"}, "content.city_last_on", "year"),
        ({"cooperating": ["x"]}, "content.cooperating[...]", "wrong_form"),
        ({"cooperating": [str(uuid.uuid4())] * 501}, "content.cooperating", "too_many"),
        ({"links": [{"kind": "moon", "id": "1"}]}, "content.links[...].kind", "no_choice"),
        ({"deadline": {"kind": "never"}}, "content.deadline", "no_choice"),
        ({"deadline": {"kind": "fixed"}}, "content.deadline.on", "missing"),
        ({"unknown": 1}, "content.unknown", "unknown"),
    ],
)
def test_a_wrong_field_is_named(
    program: As, content: dict[str, Any], field: str, code: str
) -> None:
    answer = draft(program("chutich"), **content)
    assert answer.status_code == 422, answer.text
    assert code in codes(answer).values()
    assert any(field.split("[")[0] in found for found in codes(answer))


def test_every_wrong_field_is_told_at_once_in_the_asked_language(program: As) -> None:
    chair = program("chutich")
    body = {"content": 1, "secrecy": 2, "happened_at": "2025-07-02T10:00:00", "more": 1}
    vi = chair.ask(DRAFT, body)
    en = chair.ask(DRAFT, body, headers={"accept-language": "en-GB"})
    assert (
        codes(vi)
        == codes(en)
        == {
            "more": "unknown",
            "content": "wrong_type",
            "secrecy": "wrong_type",
            "happened_at": "no_time_zone",
        }
    )
    assert vi.json()["errors"] != en.json()["errors"]


@pytest.mark.parametrize(
    "text",
    [
        "نص من اليمين إلى اليسار",
        "😀👩‍👩‍👧 " * 20,
        "<script>alert(1)</script>{{ 7*7 }}",
        '=HYPERLINK("x")',
        "'; DROP TABLE x; --",
        "a\tb\nc",
        "ﷺ" * 500,
        "a\u200bb\u00a0c",
    ],
)
def test_strange_words_are_words(program: As, text: str) -> None:
    chair = program("chutich")
    made = draft(chair, text=text)
    assert made.status_code == 201, made.text
    path = made.json()["href"].removeprefix("/api/v1")
    assert chair.get(path).json()["text"] == unicodedata.normalize("NFC", text)
    page = chair.site.visitor().enter("chutich").get(f"/tasks/{made.json()['name']}")
    assert page.status_code == 200
    assert "<script>alert" not in page.text


def test_letters_are_composed_at_the_edge(program: As) -> None:
    chair, decomposed = program("chutich"), unicodedata.normalize("NFD", "Kế hoạch rà soát")
    made = draft(chair, text=decomposed)
    read = chair.get(made.json()["href"].removeprefix("/api/v1")).json()
    assert read["text"] == "Kế hoạch rà soát" != decomposed


@pytest.mark.parametrize(
    ("octets", "status", "code"),
    [
        (b"", 422, "invalid"),
        (b"[]", 422, "invalid"),
        (b"null", 422, "invalid"),
        (b"{", 400, "not_json"),
        (b'{"content": {"text": "a", "field": 1}', 400, "not_json"),
        (b"{'a': 1}", 400, "not_json"),
        (b'{"content": NaN}', 400, "not_json"),
        (b"\xff\xfe{}", 400, "not_json"),
        (b"\x00", 400, "not_json"),
        (b'{"content": ' + b"[" * 200_000 + b"]" * 200_000 + b"}", 400, "too_deep"),
        (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, 400, "too_deep"),
        (b'{"content": "\\ud800"}', 400, "not_json"),
        (b'{"content": {"text": "\\ud800", "field": 1}}', 400, "not_json"),
        (b'{"content": {"text": "\xff", "field": 1}}', 422, "invalid"),
        (b'{"secrecy": 1e999, "content": {"text": "a", "field": 1}}', 422, "invalid"),
        (json.dumps({"content": "a" * 3_000_000}).encode(), 413, "too_large"),
    ],
)
def test_broken_and_hostile_json(program: As, octets: bytes, status: int, code: str) -> None:
    headers = {"idempotency-key": str(uuid.uuid4()), "content-type": "application/json"}
    answer = program("chutich").client.post(DRAFT, content=octets, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
    assert answer.headers["content-type"] == PROBLEM


@pytest.mark.parametrize(
    "kind", ["", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "\xe9"]
)
def test_other_kinds_of_content_are_not_guessed_at(program: As, kind: str) -> None:
    headers = {"idempotency-key": str(uuid.uuid4()), "content-type": kind.encode("latin-1")}
    answer = program("chutich").client.post(DRAFT, content=b"{}", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (415, "wrong_media_type")


@pytest.mark.parametrize(
    "path",
    [
        "/tasks/%00", "/tasks/..%2f..%2fetc%2fpasswd", "/tasks/%ff", "/tasks/" + "a" * 3000,
        "/tasks/none/acts/0", "/tasks/none/acts/99999999999999999999", "/plans/%27", "/nothing",
        "/plans/none/versions/-1", "/tasks/%E2%80%AE/evidence/x", "/sessions/..", "/tokens/x",
        "/tasks/PL-2025-0001/commands/deem-accepted",
    ],
)  # fmt: skip
def test_strange_addresses_are_not_found(program: As, path: str) -> None:
    chair = program("chutich")
    read = chair.get(path)
    assert read.status_code in (404, 405), read.text
    assert read.headers["content-type"] == PROBLEM
    assert chair.ask(path).status_code in (404, 405)


@pytest.mark.parametrize(
    "query",
    [
        "limit=0", "limit=1000000", "limit=x", "sort=moon", "cursor=%00", "cursor=abc",
        "cursor=eyJpc19leGFjdCI6MX0", "class=late", "unit=nowhere", "person=1", "due_from=x",
        "due_from=0001-01-01", "due_from=9999-12-31", "as_of=x", "as_of=0001-01-01",
        "as_of=%239999999999999999999", "seen=-1", "seen=99999999999999999999", "field=9",
        "zzz=1", "plan=none", "version=0", "q=" + "a" * 201,
        "cursor=eyJpc19leGFjdCI6MCwidmFsdWUiOjk5OTk5OTk5OTk5OTk5OTk5OTk5LCJjb2RlIjoiIiwidGFza19pZ"
        "CI6IjAwMDAwMDAwLTAwMDAtMDAwMC0wMDAwLTAwMDAwMDAwMDAwMCJ9",
    ],
)  # fmt: skip
def test_strange_questions_are_refused(program: As, query: str) -> None:
    answer = program("chutich").get(f"/tasks?{query}")
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid"), answer.text
    assert len(answer.json()["errors"]) == 1


@pytest.mark.parametrize("etag", ["1", "W/", '"x"', '"1', '"99999999999999999999"', '"-1"'])
def test_strange_versions_are_refused(program: As, etag: str) -> None:
    chair = program("chutich")
    made = draft(chair)
    path = f"/tasks/{made.json()['name']}/commands/drop-draft"
    answer = chair.ask(path, {"reason": "Thôi"}, headers={"if-match": etag})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "if-match")


def test_trouble_never_shows_where_it_comes_from(program: As) -> None:
    answer = draft(program("chutich"), text=1)
    assert "Traceback" not in answer.text
    assert ".py" not in answer.text


def test_a_body_that_stops_half_way_leaves_nothing(program: As) -> None:
    chair = program("chutich")
    host, port = chair.site.address.removeprefix("http://").split(":")
    before = chair.get("/status").json()["last_position"]
    with socket.create_connection((host, int(port))) as wire:
        wire.sendall(
            f"POST /api/v1{DRAFT} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {chair.token}\r\n"
            f"idempotency-key: {uuid.uuid4()}\r\ncontent-type: application/json\r\n"
            'content-length: 500\r\n\r\n{"content": {"text": "a", '.encode()
        )
    assert chair.get("/me").status_code == 200
    assert chair.get("/status").json()["last_position"] == before
