"""Every request on the page about the API is sent as it stands there."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from pathlib import Path

import httpx

from tests.api.conftest import EVERYTHING, As

EXPECTED = {
    "GET /api/v1/me": 200,
    "GET /api/v1/tasks?unit": 200,
    "GET /api/v1/tasks/{task}": 200,
    "GET /api/v1/tasks?stage": 200,
    "GET /api/v1/tasks/export.csv": 200,
    "POST /api/v1/tasks/commands/draft-task": 201,
    "POST /api/v1/tasks/{task}/commands/revise-draft": 200,
    "POST /api/v1/files": 201,
}
WRONG = '"colour"'
"""The one example that shows a refusal."""


def examples(project: Path) -> Iterator[str]:
    text = (project / "docs" / "api.md").read_text(encoding="utf-8")
    return iter(re.findall(r"```http\n(.*?)```", text, re.DOTALL))


def parts(example: str, facts: dict[str, str]) -> tuple[str, str, dict[str, str], bytes]:
    head, _, body = example.partition("\n\n")
    first, *headers = head.splitlines()
    filled = [filled_in(line, facts) for line in headers]
    method, _, address = filled_in(first, facts).partition(" ")
    said = dict(line.split(": ", 1) for line in filled)
    return method, address, said, body.rstrip("\n").encode()


def filled_in(line: str, facts: dict[str, str]) -> str:
    line = line.replace("{new uuid}", str(uuid.uuid4()))
    return re.sub(r"\{(\w+)\}", lambda found: facts[found[1]], line)


def test_every_example_answers_as_it_says(program: As, project: Path) -> None:
    chair = program("chutich")
    made = chair.ask("/tasks/commands/draft-task", {"content": {"text": "Thử", "field": 1}}).json()
    facts = {"token": chair.token, "task": made["name"], "position": str(made["position"])}
    found = 0
    for example in examples(project):
        facts["etag"] = chair.get(f"/tasks/{made['name']}").headers["etag"]
        method, address, headers, body = parts(example, facts)
        url = f"{chair.site.address}{address}"
        answer = httpx.request(method, url, headers=headers, content=body or None)
        wanted = next(status for first, status in EXPECTED.items() if example.startswith(first))
        assert answer.status_code == (422 if WRONG in example else wanted), answer.text
        found += 1
    assert found == 10


def test_the_refused_example_names_every_wrong_field(program: As, project: Path) -> None:
    (example,) = [each for each in examples(project) if WRONG in each]
    chair = program("chutich")
    method, address, headers, body = parts(example, {"token": chair.token})
    answer = httpx.request(method, f"{chair.site.address}{address}", headers=headers, content=body)
    fields = {each["field"]: each["code"] for each in answer.json()["errors"]}
    assert fields == {"content.text": "blank", "colour": "unknown"}


def test_every_scope_is_explained(project: Path) -> None:
    text = (project / "docs" / "api.md").read_text(encoding="utf-8")
    assert [scope for scope in EVERYTHING if f"`{scope}`" not in text] == []
