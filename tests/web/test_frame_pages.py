"""The frame: who sees which page, in which language, and what every response carries."""

from __future__ import annotations

import re
from typing import Any

import httpx
import pytest

from projections.models import READ_MODELS
from service.reactions import REACTIONS
from tests.web.conftest import Site, Visitor
from web import texts
from web.app import create_app
from web.permissions import PERMISSIONS
from web.security import CONTENT_POLICY


def test_a_stranger_in_the_demo_is_shown_the_roles(visitor: Visitor) -> None:
    assert visitor.get("/").headers["location"] == "/demo"
    page = visitor.get("/demo")
    assert page.status_code == 200
    assert "Vũ Đình Khải" in page.text
    assert "02/07/2025" in page.text


def test_one_click_enters_a_role_and_shows_its_menu(visitor: Visitor) -> None:
    visitor.enter("chutich")
    page = visitor.get("/account")
    assert "Vũ Đình Khải" in page.text
    assert "Chủ tịch" in page.text
    assert visitor.get("/").headers["location"] == "/my-work"


def test_whoever_leads_a_unit_finds_the_evaluations_in_the_menu(visitor: Visitor) -> None:
    menu = visitor.enter("vanphong").get("/account").text.split("</nav>")[0]
    assert 'href="/evaluations"' in menu, "keeps the organisation besides"


def test_the_administrator_has_other_pages_than_the_ward(visitor: Visitor) -> None:
    visitor.enter("quantri")
    assert visitor.get("/").headers["location"] == "/status"
    assert visitor.get("/admin/accounts").status_code == 200


def test_what_is_not_for_the_reader_looks_like_what_does_not_exist(visitor: Visitor) -> None:
    visitor.enter("chutich")
    hidden, absent = visitor.get("/admin/accounts"), visitor.get("/no/such/page")
    assert hidden.status_code == absent.status_code == 404
    assert hidden.content == absent.content


def test_a_page_for_people_leads_a_stranger_to_the_log_in_and_back(visitor: Visitor) -> None:
    answer = visitor.get("/account?x=1")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/login?next=%2Faccount%3Fx%3D1"


@pytest.mark.parametrize("path", ["/demo", "/login", "/no/such/page", "/status", "/health/live"])
def test_every_response_is_guarded(visitor: Visitor, path: str) -> None:
    headers = visitor.get(path).headers
    assert headers["content-security-policy"] == CONTENT_POLICY
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"


def test_no_page_carries_script_or_style_of_its_own(visitor: Visitor) -> None:
    visitor.enter("quantri")
    for path in ("/demo", "/account", "/status", "/admin/accounts", "/nowhere"):
        page = visitor.get(path).text
        assert not re.search(r"<style|style=|<script(?! src)| on[a-z]+=", page), path


def test_the_language_of_the_address_stays(visitor: Visitor) -> None:
    english = visitor.get("/login?lang=en").text
    assert '<html lang="en">' in english
    assert "Log in" in english
    assert '<html lang="en">' in visitor.get("/login").text
    assert '<html lang="vi">' in visitor.get("/login?lang=vi").text


def test_a_stranger_speaks_vietnamese_whatever_the_browser_prefers(visitor: Visitor) -> None:
    page = visitor.get("/login", headers={"accept-language": "en"}).text
    assert '<html lang="vi">' in page


def test_head_answers_like_get_without_a_body(visitor: Visitor) -> None:
    answer = visitor.client.head("/login")
    assert answer.status_code == 200
    assert answer.content == b""


def test_static_files_are_kept_for_ever_and_not_sent_twice(visitor: Visitor) -> None:
    address = re.search(r'href="(/static/[^"]+site\.css)"', visitor.get("/login").text)
    assert address is not None
    first = visitor.get(address[1])
    assert "immutable" in first.headers["cache-control"]
    assert first.headers["content-encoding"] == "gzip"
    again = visitor.get(address[1], headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert visitor.get("/static/0000/site.css").status_code == 404
    assert visitor.get("/static/0000/..%2fapp.py").status_code == 404


# -- writing -----------------------------------------------------------------


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "http://evil.example"},
    ],
)
def test_a_form_of_another_site_is_refused(visitor: Visitor, headers: dict[str, str]) -> None:
    answer = visitor.send("/demo", {"login": "chutich"}, headers=headers)
    assert answer.status_code == 403
    assert "soviec_session" not in visitor.client.cookies


def test_a_form_without_proof_is_refused_and_its_text_kept(visitor: Visitor) -> None:
    visitor.enter("chutich")
    typed = "Một đoạn văn dài hơn sáu mươi ký tự, để trang giữ lại trong một ô nhiều dòng."
    answer = visitor.client.post("/account/language", data={"language": "en", "note": typed})
    assert answer.status_code == 422
    assert typed in answer.text
    assert visitor.get("/account").text.count('<html lang="vi">') == 1


def test_a_form_sent_after_the_session_ended_keeps_its_text(visitor: Visitor) -> None:
    typed = "Nội dung đã nhập lúc phiên còn hạn, nay phải được giữ lại cho người dùng gửi tiếp."
    answer = visitor.client.post("/account/language", data={"note": typed, "password": "hidden!"})
    assert answer.status_code == 422
    assert typed in answer.text
    assert "hidden!" not in answer.text


def test_the_proof_of_one_visitor_is_nothing_to_another(site: Site, visitor: Visitor) -> None:
    visitor.enter("chutich")
    other = site.visitor().enter("pct")
    answer = other.client.post("/account/language", data={"_form": visitor.proof()})
    assert answer.status_code == 422


def test_bodies_have_a_limit(visitor: Visitor) -> None:
    answer = visitor.client.post("/login", data={"login": "x" * 3_000_000})
    assert answer.status_code == 413
    assert "Phần gửi lên quá lớn" in answer.text


# -- what is declared --------------------------------------------------------


def test_every_handler_says_for_whom_it_is(site: Site) -> None:
    app = create_app(site.house)
    undeclared = [
        f"{route.path} {handler.handler_name}"
        for route in app.routes
        for handler in _handlers(route)
        if not (handler.opt.get("public") is True or handler.opt.get("permission") in PERMISSIONS)
    ]
    assert undeclared == []


def _handlers(route: Any) -> list[Any]:
    return [h for h in getattr(route, "route_handlers", []) if h.http_methods != {"OPTIONS"}]


# -- trouble -----------------------------------------------------------------


def test_machines_learn_whether_the_house_is_ready(visitor: Visitor) -> None:
    assert visitor.get("/health/live").json() == {"status": "live"}
    ready = visitor.get("/health/ready")
    assert ready.status_code == 200
    assert ready.json()["database"] is True


def test_details_of_the_status_are_for_people_who_are_signed_in(visitor: Visitor) -> None:
    assert "plan_index" not in visitor.get("/status").text
    visitor.enter("quantri")
    assert "<table" in visitor.get("/status").text


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_read_models_and_reactions_are_called_in_words(
    visitor: Visitor, language: texts.Language
) -> None:
    visitor.enter("quantri")
    page = visitor.get(f"/status?lang={language}").text
    for model in READ_MODELS:
        assert f"{texts.say(language, f'status.model.{model.name}')} <code" in page
    assert all(texts.has(f"status.reaction.{reaction.name}") for reaction in REACTIONS)
    visitor.get("/status?lang=vi")


def test_a_wrong_method_names_the_right_ones(visitor: Visitor) -> None:
    answer = visitor.client.put("/login")
    assert answer.status_code == 405
    assert "POST" in answer.headers["allow"]


def test_nul_in_a_form_is_told_and_not_stored(visitor: Visitor) -> None:
    answer = visitor.send("/login", {"login": "a\x00b", "password": "whatever it is"})
    assert answer.status_code == 422
    assert "Có ký tự không phải chữ" in answer.text


# -- without the demo --------------------------------------------------------


def test_nothing_of_the_demo_exists_outside_it(empty_site: Site) -> None:
    visitor = empty_site.visitor()
    assert visitor.get("/").headers["location"] == "/setup"
    assert visitor.get("/demo").status_code == 404
    assert visitor.send_blind("/demo", {"login": "chutich"}).status_code in (404, 405)
    assert visitor.send_blind("/demo/day", {"to": "next"}).status_code in (404, 405)
    assert "Dữ liệu minh họa" not in visitor.get("/setup").text
    _found(visitor)
    assert visitor.get("/setup").status_code == 404


def _found(visitor: Visitor) -> httpx.Response:
    token = re.search(r'name="_form" value="([^"]+)"', visitor.get("/setup").text)
    assert token is not None
    fields = {
        "_form": token[1],
        "authority": "Ủy ban nhân dân phường Hải An",
        "code": "ha",
        "unit_name": "Văn phòng",
        "unit_code": "VP",
        "post_title": "Chánh Văn phòng",
        "full_name": "Nguyễn Văn A",
        "holder_login": "nguyen.van.a",
        "login": "quantri",
        "password": "mật khẩu rất dài",
        "password_again": "mật khẩu rất dài",
    }
    short = visitor.client.post("/setup", data={**fields, "password": "ngắn"})
    assert short.status_code == 422
    assert "Ủy ban nhân dân phường Hải An" in short.text
    assert "ngắn" not in short.text
    answer = visitor.client.post("/setup", data=fields)
    assert answer.status_code == 200
    initial = re.search(r"<dd>((?:\w{4}-){3}\w{4})</dd>", answer.text)
    assert initial is not None
    _first_log_in(visitor.site, initial[1])
    return answer


def _first_log_in(site: Site, initial: str) -> None:
    holder = site.visitor()
    answer = holder.send("/login", {"login": "Nguyen.Van.A", "password": initial})
    assert answer.headers["location"] == "/login/new-password"
    assert holder.get("/account").headers["location"] == "/login/new-password"
    new = "một câu dài của riêng tôi"
    fields = {"password": new, "password_again": new}
    form = re.search(r'name="_form" value="([^"]+)"', holder.get("/login/new-password").text)
    assert form is not None
    same = {"_form": form[1], "password": initial, "password_again": initial}
    assert holder.client.post("/login/new-password", data=same).status_code == 422
    done = holder.client.post("/login/new-password", data={"_form": form[1], **fields})
    assert done.headers["location"] == "/"
    assert "Nguyễn Văn A" in holder.get("/account").text
