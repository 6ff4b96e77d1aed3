"""Logging in: what is told, what is counted, and when a session is over."""

from __future__ import annotations

import logging
import re
import unicodedata
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import pytest

from service.accounts import BadLogin, LoginTaken, WrongLogin
from service.login_attempts import FREE_FAILURES, SlowDown, key_of
from service.passwords import Unacceptable
from service.sessions import digest
from tests.web.conftest import Site, Visitor
from tests.web.waiting import until_lines_are_written

PASSWORD = "đường làng mùa gặt"
WRONG = "không phải mật khẩu này"


@pytest.fixture
def account(site: Site, request: pytest.FixtureRequest) -> Iterator[Any]:
    """An administrator's account of this test's own."""
    login = re.sub(r"[^a-z]", "", request.node.name)[:40]
    made, _ = site.run(site.house.accounts.create, login, login, password=PASSWORD)
    site.sql("DELETE FROM soviec.login_attempts")
    yield made
    site.sql("DELETE FROM soviec.accounts WHERE account_id = %s", made.account_id)
    site.sql("DELETE FROM soviec.login_attempts")


def log_in(visitor: Visitor, login: str, password: str, **more: str) -> Any:
    return visitor.send("/login", {"login": login, "password": password, **more})


def test_the_right_password_opens_and_changes_the_session(visitor: Visitor, account: Any) -> None:
    visitor.enter("vanthu")
    before = visitor.client.cookies["soviec_session"]
    answer = log_in(visitor, account.login.upper(), PASSWORD)
    assert answer.headers["location"] == "/"
    after = visitor.client.cookies["soviec_session"]
    assert after != before
    visitor.client.cookies.set("soviec_session", before, domain="127.0.0.1")
    assert visitor.get("/account").status_code == 303


@pytest.mark.parametrize("unicode_form", ["NFC", "NFD"])
def test_both_ways_of_typing_vietnamese_open(
    visitor: Visitor, account: Any, unicode_form: Any
) -> None:
    typed = unicodedata.normalize(unicode_form, PASSWORD)
    assert log_in(visitor, account.login, typed).status_code == 303


def test_a_wrong_name_and_a_wrong_password_are_told_alike(visitor: Visitor, account: Any) -> None:
    known = log_in(visitor, account.login, WRONG)
    unknown = log_in(visitor, "khong-co-ai", WRONG)
    assert known.status_code == unknown.status_code == 422
    sentence = "Tên đăng nhập hoặc mật khẩu chưa đúng"
    assert sentence in known.text
    assert known.text.replace(account.login, "") == unknown.text.replace("khong-co-ai", "")
    assert WRONG not in known.text


def test_failures_make_the_next_try_wait_and_say_how_long(visitor: Visitor, account: Any) -> None:
    for _ in range(FREE_FAILURES["account"] + 1):
        assert log_in(visitor, account.login, WRONG).status_code == 422
    visitor.site.sql("UPDATE soviec.login_attempts SET blocked_until = now() + interval '1 hour'")
    slowed = log_in(visitor, account.login, PASSWORD)
    assert slowed.status_code == 429
    seconds = int(slowed.headers["retry-after"])
    assert f"Thử lại sau {seconds} giây" in slowed.text


def test_each_further_failure_waits_longer(site: Site, account: Any) -> None:
    delays = []
    for _ in range(FREE_FAILURES["account"] + 4):
        with pytest.raises(WrongLogin):
            site.run(site.house.accounts.log_in, account.login, WRONG, "192.0.2.1")
        (row,) = site.sql(
            "SELECT round(extract(epoch FROM max(blocked_until - last_at)))::int"
            " FROM soviec.login_attempts"
        )
        delays.append(row[0])
        site.sql("UPDATE soviec.login_attempts SET blocked_until = now()")
    assert delays == [0] * FREE_FAILURES["account"] + [1, 2, 4, 8]


def test_the_right_password_forgives(site: Site, account: Any) -> None:
    for _ in range(FREE_FAILURES["account"]):
        with pytest.raises(WrongLogin):
            site.run(site.house.accounts.log_in, account.login, WRONG, "192.0.2.1")
    site.run(site.house.accounts.log_in, account.login, PASSWORD, "192.0.2.1")
    assert site.sql("SELECT count(*) FROM soviec.login_attempts") == [(1,)]  # the address stays


def test_many_tries_at_once_gain_nothing(site: Site, account: Any) -> None:
    def attempt(_: int) -> str:
        try:
            site.run(site.house.accounts.log_in, account.login, WRONG, "192.0.2.1")
        except Exception as error:
            return type(error).__name__
        return "in"

    assert attempt(0) == "WrongLogin"
    site.sql("UPDATE soviec.login_attempts SET failures = 15")  # the next one blocks for minutes
    with ThreadPoolExecutor(12) as pool:
        outcomes = list(pool.map(attempt, range(12)))
    assert sorted(outcomes) == ["SlowDown"] * 11 + ["WrongLogin"]


def test_one_address_cannot_try_many_names(site: Site, account: Any) -> None:
    for n in range(FREE_FAILURES["address"] + 1):
        with pytest.raises(WrongLogin):
            site.run(site.house.accounts.log_in, f"nobody{n}", "x", "192.0.2.9")
    blocked = site.sql(
        "UPDATE soviec.login_attempts SET blocked_until = now() + interval '1 hour'"
        " WHERE blocked_until > last_at RETURNING key"
    )
    assert blocked == [(key_of("address", "192.0.2.9"),)]
    with pytest.raises(SlowDown):
        site.run(site.house.accounts.log_in, "nobody", "x", "192.0.2.9")


def test_an_initial_password_must_be_replaced_by_a_long_new_one(
    site: Site, visitor: Visitor, account: Any
) -> None:
    by = site.run(site.house.accounts.named, "quantri")
    initial = site.run(site.house.accounts.renew_password, account.account_id, by.account_id)
    assert log_in(visitor, account.login, initial).headers["location"] == "/login/new-password"
    assert visitor.get("/status").status_code == 200
    assert visitor.get("/admin/accounts").headers["location"] == "/login/new-password"
    for new, sentence in (
        ("ngắn", "ít nhất 12 ký tự"),
        (initial, "khác mật khẩu đang dùng"),
        (account.login, "khác tên đăng nhập"),
    ):
        answer = visitor.send("/login/new-password", {"password": new, "password_again": new})
        assert answer.status_code == 422
        assert sentence in answer.text
    before = visitor.client.cookies["soviec_session"]
    fields = {"password": PASSWORD + "!", "password_again": PASSWORD + "!"}
    assert visitor.send("/login/new-password", fields).status_code == 303
    assert visitor.client.cookies["soviec_session"] != before
    assert visitor.get("/admin/accounts").status_code == 200


def test_changing_the_password_asks_for_the_present_one(visitor: Visitor, account: Any) -> None:
    log_in(visitor, account.login, PASSWORD)
    fields = {"present_password": WRONG, "password": "a" * 12, "password_again": "a" * 12}
    answer = visitor.send("/login/new-password", fields)
    assert answer.status_code == 422
    assert "chưa đúng" in answer.text


# -- sessions ----------------------------------------------------------------


def test_a_stranger_has_no_session(site: Site, visitor: Visitor) -> None:
    (before,) = site.sql("SELECT count(*) FROM soviec.sessions")
    visitor.get("/login")
    visitor.get("/demo")
    assert site.sql("SELECT count(*) FROM soviec.sessions") == [before]
    assert "soviec_session" not in visitor.client.cookies


def test_an_id_that_the_browser_made_up_is_not_kept(visitor: Visitor) -> None:
    visitor.client.cookies.set("soviec_session", "x" * 43, domain="127.0.0.1")
    visitor.enter("vanthu")
    given = [cookie.value for cookie in visitor.client.cookies.jar]
    assert given.count("x" * 43) <= 1  # the browser's own invention, which is answered by nobody
    visitor.client.cookies.delete("soviec_session", domain="127.0.0.1")
    visitor.client.cookies.set("soviec_session", "x" * 43, domain="127.0.0.1")
    assert visitor.get("/account").status_code == 303


def test_the_id_itself_is_not_stored(site: Site, visitor: Visitor, account: Any) -> None:
    log_in(visitor, account.login, PASSWORD)
    session_id = visitor.client.cookies["soviec_session"]
    stored = site.sql("SELECT id_hash::text, sessions::text FROM soviec.sessions")
    assert any(row[0] == "\\x" + digest(session_id).hex() for row in stored)
    assert all(session_id not in row[1] for row in stored)


@pytest.mark.parametrize(
    "change", ["seen_at = now() - interval '31 minutes'", "expires_at = now()"]
)
def test_idle_and_old_sessions_are_over(
    site: Site, visitor: Visitor, account: Any, change: str
) -> None:
    log_in(visitor, account.login, PASSWORD)
    assert visitor.get("/account").status_code == 200
    site.sql(f"UPDATE soviec.sessions SET {change} WHERE account_id = %s", account.account_id)
    assert visitor.get("/account").status_code == 303


def test_locking_ends_what_is_open_and_opens_nothing(
    site: Site, visitor: Visitor, account: Any
) -> None:
    log_in(visitor, account.login, PASSWORD)
    admin = site.visitor().enter("quantri")
    path = f"/admin/accounts/{account.account_id}"
    assert admin.send(path, {"act": "lock"}).status_code == 303
    assert visitor.get("/account").status_code == 303
    assert log_in(visitor, account.login, PASSWORD).status_code == 422
    admin.send(path, {"act": "unlock"})
    assert log_in(visitor, account.login, PASSWORD).status_code == 303


def test_all_sessions_of_a_person_can_be_ended(site: Site, visitor: Visitor, account: Any) -> None:
    other = site.visitor()
    for browser in (visitor, other):
        log_in(browser, account.login, PASSWORD)
    assert visitor.send("/account/sessions").headers["location"] == "/login"
    assert other.get("/account").status_code == 303


def test_nobody_ends_the_session_of_somebody_else(
    site: Site, visitor: Visitor, account: Any
) -> None:
    log_in(visitor, account.login, PASSWORD)
    (row,) = site.sql(
        "SELECT handle FROM soviec.sessions WHERE account_id = %s", account.account_id
    )
    site.visitor().enter("pct").send("/account/sessions", {"handle": row[0]})
    assert visitor.get("/account").status_code == 200


def test_logging_out_ends_the_session(visitor: Visitor, account: Any) -> None:
    log_in(visitor, account.login, PASSWORD)
    kept = visitor.client.cookies["soviec_session"]
    assert visitor.send("/logout").headers["location"] == "/login"
    visitor.client.cookies.set("soviec_session", kept, domain="127.0.0.1")
    assert visitor.get("/account").status_code == 303


@pytest.mark.parametrize(
    "next_page", ["//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:x"]
)
def test_the_way_back_stays_on_this_site(visitor: Visitor, account: Any, next_page: str) -> None:
    answer = log_in(visitor, account.login, PASSWORD, next=next_page)
    assert answer.headers["location"] == "/"


def test_the_way_back_leads_to_the_page_asked_for(visitor: Visitor, account: Any) -> None:
    answer = log_in(visitor, account.login, PASSWORD, next="/status?x=1")
    assert answer.headers["location"] == "/status?x=1"


# -- giving accounts ---------------------------------------------------------


def test_the_administrator_gives_an_account_and_sees_its_password_once(
    site: Site, visitor: Visitor
) -> None:
    visitor.enter("quantri")
    person = re.search(
        r'<option value="([0-9a-f-]{36})">([^<]+)', visitor.get("/admin/accounts").text
    )
    assert person is not None
    fields = {"person": person[1], "login": "nguoi.moi"}
    answer = visitor.send("/admin/accounts", fields)
    initial = re.search(r"<dd>((?:\w{4}-){3}\w{4})</dd>", answer.text)
    assert initial is not None
    assert initial[1] not in visitor.get("/admin/accounts").text
    assert visitor.send("/admin/accounts", fields).status_code == 422
    assert site.run(site.house.accounts.named, "nguoi.moi").person_id == UUID(person[1])
    site.sql("DELETE FROM soviec.accounts WHERE login = 'nguoi.moi'")


def test_an_account_is_of_one_person_and_one_name(site: Site, account: Any) -> None:
    with pytest.raises(LoginTaken):
        site.run(site.house.accounts.create, account.login, "x")
    taken = site.run(site.house.accounts.named, "pct")
    with pytest.raises(LoginTaken):
        site.run(site.house.accounts.create, "pct-hai", "x", person_id=taken.person_id)


@pytest.mark.parametrize("login", ["", "có dấu", "a b", "-x", "x" * 65])
def test_names_can_be_typed_on_every_keyboard(site: Site, login: str) -> None:
    with pytest.raises(BadLogin):
        site.run(site.house.accounts.create, login, "x")


def test_a_given_password_is_judged_too(site: Site) -> None:
    with pytest.raises(Unacceptable):
        site.run(site.house.accounts.create, "ngan", "x", password="ngắn")


def test_the_log_names_route_and_account_and_no_words(
    site: Site, visitor: Visitor, account: Any, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, logger="soviec.access"):
        log_in(visitor, account.login, PASSWORD)
        visitor.get("/account?secret=word")
        until_lines_are_written(site)
    lines = [record.getMessage() for record in caplog.records if record.name == "soviec.access"]
    assert any(line.startswith("POST /login 303") for line in lines)
    assert any(f"account={account.account_id}" in line for line in lines)
    said = "\n".join(lines)
    assert PASSWORD not in said
    assert "secret" not in said
    assert visitor.client.cookies["soviec_session"] not in said
