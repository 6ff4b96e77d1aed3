"""When something is away or broken: a page that says so, never a trace."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import httpx
import pytest
from litestar import Controller, get
from litestar.params import FromPath

from domain.refusal import Refused
from tests.web.conftest import Site
from web.app import create_app


class Broken(Controller):
    path = "/test/{how:str}"

    @get(opt={"public": True})
    async def fail(self, how: FromPath[str]) -> str:
        match how:
            case "moved":
                raise Refused("version_moved", by_whom=None, since=None)
            case "refused":
                raise Refused("task.not_accepted")
            case "absent":
                raise Refused("not_found")
        raise RuntimeError("a secret of the program")


class Undeclared(Controller):
    path = "/test-undeclared"

    @get()
    async def show(self) -> str:
        return "seen by everybody"


def ask(site: Site, path: str) -> httpx.Response:
    """A page of the program with these broken ones added."""
    app = create_app(site.house)
    app.register(Broken)
    app.register(Undeclared)

    async def done() -> httpx.Response:
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://ward.test") as client:
            return await client.get(path)

    answer: httpx.Response = site.run(done)
    return answer


def test_a_slip_of_ours_shows_a_number_and_no_trace(
    site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR, logger="soviec.web"):
        answer = ask(site, "/test/broken")
    assert answer.status_code == 500
    number = answer.headers["x-request-id"]
    assert number in answer.text
    assert number in caplog.text
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text
    assert "content-security-policy" in answer.headers


@pytest.mark.parametrize(
    ("how", "status", "words"),
    [
        ("refused", 422, "nhiệm vụ chưa tiếp nhận"),
        ("moved", 409, "Có thay đổi trong lúc đang nhập"),
        ("absent", 404, "Không có trang này"),
    ],
)
def test_a_refusal_without_a_form_has_its_page(
    site: Site, how: str, status: int, words: str
) -> None:
    answer = ask(site, f"/test/{how}")
    assert answer.status_code == status
    assert words in answer.text


def test_a_page_that_declares_nothing_does_not_exist(site: Site) -> None:
    answer = ask(site, "/test-undeclared")
    assert answer.status_code == 404
    assert "seen by everybody" not in answer.text


def test_without_the_database_pages_say_so(empty_site: Site, tmp_path: Path) -> None:
    visitor = empty_site.visitor()
    proof = _proof(visitor.get("/login").text)
    empty_site.run(empty_site.house.pool.close)
    page = visitor.get("/account")
    assert page.status_code == 503
    assert "retry-after" in page.headers
    assert "Tạm thời" in page.text
    fields = {"_form": proof, "login": "a", "password": "b"}
    assert visitor.client.post("/login", data=fields).status_code == 503
    assert visitor.get("/status").status_code == 503
    assert visitor.get("/health/live").status_code == 200
    assert visitor.get("/health/ready").status_code == 503
    assert visitor.get("/no/such/page").status_code == 404


def _proof(page: Any) -> str:
    return str(page).split('name="_form" value="')[1].split('"')[0]
