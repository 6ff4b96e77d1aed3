"""A full disk is told as that: 507, nothing recorded, and the same request works afterwards."""

from __future__ import annotations

import uuid

import pytest

from tests.api.conftest import As
from tests.faults.test_parts import FULL, ROOM

DRAFT = "/tasks/commands/draft-task"
BODY = {"content": {"text": "Ghi khi còn chỗ", "field": 2}}


@pytest.mark.parametrize("table", ["soviec.api_keys", "soviec.journal_events"])
def test_no_room_on_the_disk(program: As, table: str) -> None:
    chair, key = program("chutich"), str(uuid.uuid4())
    chair.site.sql(FULL.format(table=table))
    try:
        told = chair.ask(DRAFT, BODY, key=key)
        assert chair.get("/tasks").status_code == 200
    finally:
        chair.site.sql(ROOM.format(table=table))
    assert told.status_code == 507, told.text
    assert told.headers["content-type"] == "application/problem+json"
    assert told.json()["code"] == "full"
    assert "retry-after" in told.headers
    assert chair.ask(DRAFT, BODY, key=key).status_code == 201
