"""Files through the API: streamed in, recorded by an act, sent back to those who may see them."""

from __future__ import annotations

import hashlib
import socket
import time
import uuid
from typing import Any
from urllib.parse import quote

import pytest

from tests.api.conftest import As, Program
from tests.api.test_acting import HEAD, OF_OTHER_UNIT, assigned

ROUNDS, PAUSE_SECONDS = 100, 0.1
OCTETS = "Số liệu,1\n".encode() * 1000


def with_file(program: As) -> tuple[Program, dict[str, Any], dict[str, Any]]:
    """The head of the lead unit, a task, and a file that he has uploaded."""
    task, head = assigned(program), program(HEAD)
    accepted = head.ask(f"/tasks/{task['name']}/commands/accept-task")
    assert accepted.status_code == 200, accepted.text
    received = head.send_file(OCTETS + uuid.uuid4().bytes.hex().encode(), "số liệu.csv")
    assert received.status_code == 201, received.text
    return head, task, dict(received.json()["evidence"])


def test_a_file_is_recorded_by_an_act_and_sent_back_unchanged(program: As) -> None:
    head, task, evidence = with_file(program)
    body = {"evidence": {"sha256": evidence["sha256"], "about_on": "2025-07-02"}}
    attached = head.ask(f"/tasks/{task['name']}/commands/attach-evidence", body)
    assert attached.status_code == 200, attached.text
    (filed,) = head.get(f"/tasks/{task['name']}/evidence").json()
    assert filed["evidence"]["about_on"] == "2025-07-02"
    assert filed["evidence"]["file_name"] == "số liệu.csv"
    sent = head.get(filed["href"].removeprefix("/api/v1"))
    assert hashlib.sha256(sent.content).hexdigest() == evidence["sha256"]
    assert "attachment" in sent.headers["content-disposition"]
    assert "sandbox" in sent.headers["content-security-policy"]
    other = program(OF_OTHER_UNIT).get(filed["href"].removeprefix("/api/v1"))
    assert other.status_code == 404


def test_sent_again_with_its_key_it_is_recorded_once(program: As) -> None:
    head, task, evidence = with_file(program)
    path = f"/tasks/{task['name']}/commands/attach-evidence"
    body, key = {"evidence": {"sha256": evidence["sha256"]}}, str(uuid.uuid4())
    first, again = head.ask(path, body, key=key), head.ask(path, body, key=key)
    assert (first.status_code, again.status_code) == (200, 200)
    assert again.json()["repeated"] is True
    assert again.json()["position"] == first.json()["position"]


def test_nobody_records_a_file_of_somebody_else(program: As) -> None:
    _, task, evidence = with_file(program)
    body = {"evidence": {"sha256": evidence["sha256"]}}
    answer = program("daumoi").ask(f"/tasks/{task['name']}/commands/attach-evidence", body)
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "no_file")


@pytest.mark.parametrize("extra", ["file_name", "bytes", "media_type", "received_at"])
def test_nobody_says_himself_what_a_file_is(program: As, extra: str) -> None:
    head, task, evidence = with_file(program)
    body = {"evidence": {"sha256": evidence["sha256"], extra: evidence[extra]}}
    answer = head.ask(f"/tasks/{task['name']}/commands/attach-evidence", body)
    assert answer.json()["errors"][0]["code"] == "unknown"


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("..\\..\\x.txt", "x.txt"),
        ("a/b\\c.txt", "c.txt"),
        ("....txt", "txt"),
        ("<b>.txt", "b .txt"),
        ("a" * 299 + ".txt", None),
        ("‮txt.exe.txt", None),
    ],
)
def test_tricks_in_names_stay_names(program: As, sent: str, kept: str | None) -> None:
    answer = program(HEAD).send_file(OCTETS, sent)
    assert answer.status_code in (201, 422), answer.text
    if answer.status_code == 201:
        name = answer.json()["evidence"]["file_name"]
        assert not set(name) & set('/\\<>:"|?*')
        assert kept in (None, name)


@pytest.mark.parametrize(
    ("octets", "name", "code"),
    [(b"", "a.txt", "file_empty"), (b"MZ\x90\x00" * 100, "a.exe", "file_kind")],
)
def test_what_is_no_evidence_is_refused(program: As, octets: bytes, name: str, code: str) -> None:
    answer = program(HEAD).send_file(octets, name)
    assert (answer.status_code, answer.json()["code"]) == (422, code)


@pytest.mark.parametrize("name", ["", "a" * 301])
def test_a_name_that_is_none_is_refused(program: As, name: str) -> None:
    assert program(HEAD).send_file(OCTETS, name).status_code == 422
    assert program(HEAD).client.post("/files", content=OCTETS).status_code == 422


def test_a_file_cut_short_is_not_kept(program: As, caplog: pytest.LogCaptureFixture) -> None:
    head = program(HEAD)
    host, port = head.site.address.removeprefix("http://").split(":")
    half = uuid.uuid4().hex.encode() * 100
    with socket.create_connection((host, int(port))) as wire:
        wire.sendall(
            f"POST /api/v1/files?file_name={quote('a.txt')} HTTP/1.1\r\nhost: x\r\n"
            f"authorization: Bearer {head.token}\r\ncontent-length: 1000000\r\n\r\n".encode()
        )
        wire.sendall(half)
    folder = head.site.house.settings.files
    for _ in range(ROUNDS):  # the server has to notice that nobody is there any more
        assert head.get("/me").status_code == 200
        if not list(folder.rglob("draft-*")):
            break
        time.sleep(PAUSE_SECONDS)
    assert not list(folder.rglob("draft-*"))
    assert not list(folder.rglob(hashlib.sha256(half).hexdigest()))
    assert "InternalServerException" not in caplog.text, "who hangs up is no fault of ours"


def test_a_plan_is_read_from_an_uploaded_document(program: As, project: Any) -> None:
    coordinator = program("daumoi")
    text = project / "service" / "ward_data" / "ke-hoach-cchc-phu-lien-2025.txt"
    received = coordinator.send_file(text.read_bytes(), "kế hoạch.txt").json()
    body = {"file": {"sha256": received["evidence"]["sha256"]}, "slug": "thu-api"}
    made = coordinator.ask("/plans/commands/read-plan", body)
    assert made.status_code == 201, made.text
    draft = coordinator.get(f"/plans/{made.json()['name']}").json()
    assert (draft["life"], draft["code"]) == ("read", "thu-api")
    assert len(draft["lines"]) > 20
    assert program(OF_OTHER_UNIT).get(f"/plans/{made.json()['name']}").status_code == 404
    again = coordinator.send_file(text.read_bytes(), "kế hoạch.txt").json()
    twice = coordinator.ask(
        "/plans/commands/read-plan", {"file": {"sha256": again["evidence"]["sha256"]}}
    )
    assert (twice.status_code, twice.json()["code"]) == (409, "plan.already_read")
    dropped = coordinator.ask(
        f"/plans/{made.json()['name']}/commands/abandon-plan", {"reason": "Thử"}
    )
    assert dropped.status_code == 200, dropped.text


def test_a_document_that_cannot_be_read_is_told(program: As) -> None:
    coordinator = program("daumoi")
    received = coordinator.send_file("Không phải kế hoạch.".encode(), "thư.txt").json()
    answer = coordinator.ask(
        "/plans/commands/read-plan", {"file": {"sha256": received["evidence"]["sha256"]}}
    )
    assert answer.status_code in (409, 422), answer.text
