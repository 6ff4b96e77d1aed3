"""Every handler against every role: opened by whom the table names, absent for all others."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.web.conftest import Site
from web.permissions import EVERYBODY, PERMISSIONS

LOGINS = {
    "chutich": {"C"},
    "pct": {"V"},
    "vanphong": {"O", "H"},
    "daumoi": {"K", "S"},
    "truongphong": {"H"},
    "giamdoc": {"D"},
    "vanthu": {"L", "S"},
    "vienchuc": {"S"},
    "hoso": {"DK", "S"},
    "rasoat": {"A"},
    "quansat": {"OB"},
    "quantri": {"T"},
}
NOBODY = "00000000-0000-0000-0000-000000000000"


def handlers(site: Site) -> list[tuple[str, str, dict[str, Any]]]:
    """Method, address with something in its places, and what the handler declares."""
    found = []
    for route in site.app.routes:
        for handler in getattr(route, "route_handlers", []):
            if "scope" in handler.opt:
                continue  # programs come with a token: tests/api walks those
            path = re.sub(r"\{\w+:uuid\}", NOBODY, route.path)
            path = re.sub(r"\{\w+:int\}", "0", path)
            path = re.sub(r"\{\w+:[a-z]+\}", "none", path)
            found += [
                (method, path, handler.opt)
                for method in handler.http_methods
                if method != "OPTIONS"
            ]
    return sorted(found, key=lambda each: each[:2])


@pytest.mark.parametrize("login", LOGINS)
def test_every_handler_is_closed_to_roles_it_does_not_name(site: Site, login: str) -> None:
    visitor = site.visitor().enter(login)
    open_to_wrong_ones = []
    for method, path, declared in handlers(site):
        allowed = PERMISSIONS.get(declared.get("permission", ""), frozenset())
        is_for_this_role = bool(allowed & LOGINS[login]) or allowed == EVERYBODY
        if declared.get("public") or is_for_this_role:
            continue
        answer = visitor.client.request(method, path)
        if answer.status_code != 404 or "Không có trang này" not in answer.text:
            open_to_wrong_ones.append((method, path, answer.status_code))
    assert open_to_wrong_ones == []


@pytest.mark.parametrize("login", LOGINS)
def test_pages_a_role_may_open_do_not_break(site: Site, login: str) -> None:
    visitor = site.visitor().enter(login)
    broken = [
        (path, answer.status_code)
        for method, path, declared in handlers(site)
        if method == "GET" and (answer := visitor.get(path)).status_code >= 500
    ]
    assert broken == []


def test_a_stranger_is_led_to_the_log_in(site: Site) -> None:
    visitor = site.visitor()
    let_in = [
        (method, path, answer.status_code)
        for method, path, declared in handlers(site)
        if not declared.get("public")
        and (answer := visitor.client.request(method, path)).status_code not in (303, 401, 422)
    ]
    assert let_in == []
