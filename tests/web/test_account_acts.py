"""What the administrator does to accounts is there for the auditor to read."""

from __future__ import annotations

import re

import psycopg
import pytest

from service.account_acts import PAGE
from tests.web.conftest import Site, Visitor

ADDRESS = "/audit/accounts"


def rows(page: str) -> list[str]:
    return [
        " ".join(re.sub(r"<[^>]+>", " ", row).split())
        for row in re.findall(r"<tr><th.*?</tr>", page, re.DOTALL)
        if "scope=row" in row
    ]


def test_every_act_of_the_administrator_is_shown_to_both(site: Site) -> None:
    made, _ = site.run(site.house.accounts.create, "doi.thu", "Người Thử", password="mật khẩu dài")
    admin, auditor = site.visitor().enter("quantri"), site.visitor().enter("rasoat")
    for act in ("lock", "unlock", "renew_password", "end_sessions"):
        admin.send(f"/admin/accounts/{made.account_id}", {"act": act})
    for reader in (admin, auditor):
        newest = rows(reader.get(ADDRESS).text)[:5]
        assert [row.split(" ", 2)[2].split(" Người Thử")[0] for row in newest] == [
            "Kết thúc mọi phiên đăng nhập",
            "Cấp lại mật khẩu ban đầu",
            "Mở khóa tài khoản",
            "Khóa tài khoản",
            "Cấp tài khoản",
        ]
        assert "quantri" in newest[0]
        assert "Hệ thống, khi khởi tạo" in newest[4]
    assert "Account locked" in auditor.get(f"{ADDRESS}?lang=en").text
    assert 'href="/audit/accounts"' in auditor.get("/tasks?lang=vi").text
    site.sql("DELETE FROM soviec.accounts WHERE account_id = %s", made.account_id)


def test_tokens_that_were_made_and_revoked_are_shown_with_what_they_open(site: Site) -> None:
    owner, auditor = site.visitor().enter("vanphong"), site.visitor().enter("rasoat")
    made = owner.send(
        "/account/tokens",
        {"name": "Một cửa nối sang", "scopes": ["read", "act:task"], "days": "30"},
    )
    token_id = re.findall(r'name="token_id" value="([^"]+)"', made.text)[0]
    owner.send("/account/tokens/revoke", {"token_id": token_id})
    owner.send("/account/tokens/revoke", {"token_id": token_id})
    page = auditor.get(ADDRESS).text
    newest = rows(page)[:2]
    for row, words in zip(newest, ("Thu hồi mã truy cập", "Tạo mã truy cập"), strict=True):
        assert words in row
        assert "(act:task, read)" in row
        assert "Chủ tài khoản" in row
    assert "Một cửa nối sang" not in page


def test_nobody_else_finds_the_page(site: Site) -> None:
    assert site.visitor().enter("chutich").get(ADDRESS).status_code == 404


def test_older_acts_are_a_page_away_and_back(site: Site) -> None:
    account = site.sql("SELECT account_id FROM soviec.accounts WHERE login = 'quansat'")[0][0]
    site.sql(
        "INSERT INTO soviec.account_acts (account_id, act, by_account)"
        " SELECT %s, 'locked', %s FROM generate_series(1, %s)",
        account, account, PAGE + 5,
    )  # fmt: skip
    reader = site.visitor().enter("rasoat")
    first = reader.get(ADDRESS).text
    assert len(rows(first)) == PAGE
    earlier = follow(reader, first, "next")
    assert rows(earlier)[0] != rows(first)[-1] or len(rows(earlier)) >= 5
    assert rows(follow(reader, earlier, "prev")) == rows(first)


@pytest.mark.parametrize("query", ["before=x", "after=-1", "before=" + "9" * 40, "after=٣"])
def test_an_address_with_nonsense_shows_the_newest(site: Site, query: str) -> None:
    reader = site.visitor().enter("rasoat")
    assert rows(reader.get(f"{ADDRESS}?{query}").text) == rows(reader.get(ADDRESS).text)


def test_the_program_itself_cannot_rewrite_the_log(site: Site) -> None:
    with psycopg.connect(site.house.url) as connection:
        connection.execute("SET ROLE soviec_web")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("DELETE FROM soviec.account_acts")


def follow(visitor: Visitor, page: str, rel: str) -> str:
    link = re.search(rf'<a rel="{rel}" href="([^"]+)"', page)
    assert link is not None
    return visitor.get(link[1]).text
