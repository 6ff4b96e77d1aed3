"""Tokens: made on a page, shown once, scoped, expiring, revocable, dead with their account."""

from __future__ import annotations

import re

import httpx
import pytest

from tests.api.conftest import As, Program, account_of, make_token
from tests.web.conftest import Site


def test_a_token_is_made_and_revoked_on_the_account_page_without_scripts(site: Site) -> None:
    visitor = site.visitor().enter("chutich")
    page = visitor.get("/account/tokens")
    assert page.status_code == 200
    made = visitor.send(
        "/account/tokens", {"name": "Một cửa", "scopes": ["read", "act:task"], "days": "30"}
    )
    token = re.search(r"soviec_[\w-]{43}", made.text)
    assert token is not None
    program = Program(site, token[0])
    assert program.get("/me").json()["scopes"] == ["act:task", "read"]
    listed = visitor.get("/account/tokens").text
    assert token[0] not in listed
    assert "Một cửa" in listed
    token_id = re.search(r'name="token_id" value="([^"]+)"', listed)
    assert token_id is not None
    assert visitor.send("/account/tokens/revoke", {"token_id": token_id[1]}).status_code == 303
    assert program.get("/me").status_code == 401


@pytest.mark.parametrize(
    "fields",
    [
        {"name": "", "scopes": "read", "days": "30"},
        {"name": "a", "days": "30"},
        {"name": "a", "scopes": "everything", "days": "30"},
        {"name": "a", "scopes": "read", "days": "100000"},
        {"name": "a", "scopes": "accounts", "days": "30"},
    ],
)
def test_a_form_that_is_not_right_comes_back(site: Site, fields: dict[str, str]) -> None:
    answer = site.visitor().enter("chutich").send("/account/tokens", fields)
    assert answer.status_code == 422
    assert "soviec_" not in answer.text


def test_only_a_hash_is_kept_and_the_last_use_is_a_day(site: Site) -> None:
    token = make_token(site, "chutich")
    assert Program(site, token).get("/me").status_code == 200
    rows = site.sql("SELECT t::text, last_used_on FROM soviec.api_tokens t")
    assert not any(token in row[0] for row in rows)
    assert rows[-1][1] == site.sql("SELECT current_date")[0][0]


def test_scopes_open_what_they_name_and_nothing_else(program: As) -> None:
    reader, actor = program("chutich", "read"), program("chutich", "act:plan")
    assert reader.get("/tasks").status_code == 200
    refused = reader.ask("/tasks/commands/draft-task", {})
    assert (refused.status_code, refused.json()["facts"]) == (403, {"scope": "act:task"})
    assert actor.get("/tasks").json()["code"] == "scope_needed"
    assert actor.ask("/tasks/commands/draft-task", {}).json()["code"] == "scope_needed"
    assert reader.get("/tokens").json()["code"] == "scope_needed"


def test_a_token_cannot_make_a_token(program: As) -> None:
    assert program("chutich").client.post("/tokens", json={}).status_code == 405


def test_an_expired_token_opens_nothing(site: Site) -> None:
    token = make_token(site, "chutich")
    site.sql("UPDATE soviec.api_tokens SET expires_at = now() - interval '1 second'")
    assert Program(site, token).get("/me").json()["code"] == "token_unknown"


def test_one_sees_and_revokes_only_ones_own(program: As) -> None:
    chair, other = program("chutich"), program("vanphong")
    (own,) = chair.get("/tokens").json()
    assert other.client.delete(f"/tokens/{own['token_id']}").status_code == 404
    assert chair.client.delete(f"/tokens/{own['token_id']}").status_code == 204
    assert chair.get("/me").status_code == 401


def test_a_locked_account_loses_its_tokens_for_good(site: Site) -> None:
    officer = Program(site, make_token(site, "vienchuc"))
    admin = Program(site, make_token(site, "quantri"))
    account = account_of(site, "vienchuc")
    assert officer.get("/me").status_code == 200
    assert admin.ask(f"/accounts/{account}/acts", {"act": "lock"}).status_code == 200
    assert officer.get("/me").status_code == 401
    assert admin.ask(f"/accounts/{account}/acts", {"act": "unlock"}).status_code == 200
    assert officer.get("/me").status_code == 401
    assert Program(site, make_token(site, "vienchuc")).get("/me").status_code == 200


def test_a_session_cookie_opens_nothing_here(site: Site) -> None:
    visitor = site.visitor().enter("chutich")
    assert visitor.get("/api/v1/tasks").status_code == 401
    answer = visitor.client.post("/api/v1/tasks/commands/draft-task", json={})
    assert answer.status_code == 401
    assert "set-cookie" not in answer.headers


def test_wrong_tokens_are_counted_and_slowed_down_but_right_ones_are_not(site: Site) -> None:
    right = Program(site, make_token(site, "chutich"))
    wrong = Program(site, "soviec_" + "A" * 43)
    site.sql("DELETE FROM soviec.login_attempts")
    statuses = [wrong.get("/me").status_code for _ in range(24)]
    assert (statuses[0], statuses[-1]) == (401, 429)
    slowed = wrong.get("/me")
    assert int(slowed.headers["retry-after"]) >= 1
    assert right.get("/me").status_code == 200
    assert site.visitor().enter("chutich").get("/account").status_code == 200
    site.sql("DELETE FROM soviec.login_attempts")


@pytest.mark.parametrize("said", ["", "Bearer", "Bearer x", "Basic YTpi", "Bearer " + "é" * 50])
def test_no_token_is_told_how_to_send_one(site: Site, said: str) -> None:
    site.sql("DELETE FROM soviec.login_attempts")
    headers = {"authorization": said.encode("latin-1", "replace")} if said else {}
    answer = httpx.get(f"{site.address}/api/v1/me", headers=headers)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith('Bearer realm="soviec"')
    assert answer.headers["content-type"] == "application/problem+json"
